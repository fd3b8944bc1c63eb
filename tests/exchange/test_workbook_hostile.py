"""Whatever a file holds: one clear message, bounded work, and nothing but `KamiError`."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kami_tui.domain.errors import BadInput, KamiError, Problem
from kami_tui.exchange.workbook.grid import Cell, Sheet, Workbook
from kami_tui.exchange.workbook.layout import layout_of
from kami_tui.exchange.workbook.package import LIMITS, OLE, Limits, Package
from kami_tui.exchange.workbook.sheets import MOST_CELLS, read
from kami_tui.i18n.problems import PROBLEMS
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import LAYOUTS, build, random_assessment, saved, workbook

SHEET = "xl/worksheets/sheet2.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(scope="module")
def good(scorer) -> bytes:
    return build(random_assessment(1, scorer), scorer, "official")


def refused(act: Callable[[], object]) -> str:
    """The code of the one problem."""
    with pytest.raises(BadInput) as error:
        act()
    (problem,) = error.value.problems
    assert problem.code in PROBLEMS
    return problem.code


def replaced(data: bytes, part: str, content: bytes | None, **more: bytes) -> bytes:
    """The package with another part (or without it)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            if info.filename != part:
                new.writestr(info, old.read(info))
        if content is not None:
            new.writestr(part, content)
        for name, extra in more.items():
            new.writestr(name, extra)
    return out.getvalue()


def sheet(rows: str, after: str = "") -> bytes:
    return (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


def opened(data: bytes):
    return read(Package(data, "kota.xlsx"))


def test_truncated_anywhere(good):
    for end in range(0, len(good), max(1, len(good) // 60)):
        code = refused(partial(opened, good[:end]))
        assert code in ("empty_file", "workbook_damaged", "workbook_other")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"instrument: kami-5.0\n", "workbook_other"),
        (b"%PDF-1.7\n", "workbook_other"),
        (b"\xef\xbb\xbf<html><table><tr><td>2.1", "workbook_html"),
        (b"PK\x03\x04", "workbook_damaged"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "workbook_password"),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0\0", "workbook_xls"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0\0", "workbook_other"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "workbook_xls"),
    ],
)
def test_what_is_no_workbook_is_told_for_what_it_is(data, code):
    assert refused(lambda: opened(data)) == code


def test_packages_of_other_programs(good):
    without = replaced(good, "[Content_Types].xml", None)
    assert refused(lambda: opened(without)) == "workbook_other"
    binary = replaced(good, "xl/workbook.bin", b"x")
    assert refused(lambda: opened(binary)) == "workbook_xlsb"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        z.writestr("content.xml", "<x/>")
    assert refused(lambda: opened(out.getvalue())) == "workbook_ods"
    document = replaced(good, "xl/workbook.xml", b"<document/>")
    assert refused(lambda: opened(document)) == "workbook_other"


def test_an_encrypted_entry_is_a_password(good):
    data = bytearray(good)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(lambda: opened(bytes(data))) == "workbook_password"


def test_macros_are_ignored_and_said(good, workbooks, proposed):
    data = replaced(good, "xl/vbaProject.bin", OLE + b"AutoOpen")
    found = proposed(data)
    assert [f.kind for f in found.findings] == ["macros"]
    assert found.answers == proposed(good).answers


def test_entities_are_not_even_declared(good):
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    for prolog in (
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ):
        bad = replaced(good, SHEET, prolog + sheet(rows))
        assert refused(partial(opened, bad)) == "workbook_entities"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_a_part_that_unpacks_to_too_much_is_not_unpacked(part, good):
    blanks = b" " * (LIMITS.small * 2)
    bomb = replaced(good, part, blanks)
    assert refused(lambda: opened(bomb)) == "workbook_bomb"


def test_a_bomb_beside_the_sheets_is_refused_too(good):
    bomb = replaced(good, "xl/media/image1.png", b"\0" * (LIMITS.small * 2))
    assert refused(lambda: opened(bomb)) == "workbook_bomb"


def test_a_size_that_lies_does_not_help(good):
    """The directory says 10 bytes; what unpacks is cut there and does not fit its checksum."""
    data = bytearray(replaced(good, SHEET, sheet("") + b" " * LIMITS.small))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert refused(lambda: opened(bytes(data))) in ("workbook_damaged", "workbook_bomb")


def test_what_all_parts_together_may_have_is_bounded(good):
    tight = Limits(read=20_000)
    assert refused(lambda: read(Package(good, "x", tight))) == "workbook_bomb"
    assert refused(lambda: Package(good, "x", Limits(unpacked=20_000))) == "workbook_bomb"
    assert refused(lambda: Package(good, "x", Limits(parts=3))) == "workbook_bomb"
    assert refused(lambda: Package(good, "x", Limits(directory=100))) == "workbook_bomb"


def test_a_large_file_is_not_read_at_all(tmp_path, workbooks):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * 2**20)
    assert refused(lambda: workbooks.read(path)) == "workbook_too_large"


def test_what_is_no_file_is_not_opened(tmp_path, workbooks):
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    assert refused(lambda: workbooks.read(tmp_path / "pipe.xlsx")) == "not_a_file"
    assert refused(lambda: workbooks.read(tmp_path / "folder.xlsx")) == "is_folder"
    assert refused(lambda: workbooks.read(tmp_path / "none.xlsx")) == "missing_file"


def test_a_sheet_that_claims_everything_costs_what_it_holds(good):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    found = opened(replaced(good, SHEET, sheet(rows, merges)))
    there = next(s for s in found.sheets if s.part == SHEET)
    assert [c.value for c in there.cells.values()] == [1, 2]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="1048577"/>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="-1"/>',
        '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        "<row><c><v>1</v></row>",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 40_000 + "</t></is></c></row>",
    ],
)
def test_cells_that_no_sheet_can_have(rows, good):
    assert refused(lambda: opened(replaced(good, SHEET, sheet(rows)))) == "workbook_damaged"


def test_more_cells_than_may_be_kept(good):
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r % 97}</v></c></row>' for r in
                   range(1, MOST_CELLS + 2))  # fmt: skip
    assert refused(lambda: opened(replaced(good, SHEET, sheet(rows)))) == "workbook_bomb"


def test_elements_within_elements(good):
    deep = sheet("<row>" * 1_000)
    assert refused(lambda: opened(replaced(good, SHEET, deep))) == "workbook_bomb"


def test_one_endless_tag(good):
    rng = random.Random(1)
    noise = "".join(rng.choices("abcdefghijklmnop", k=3_000_000))
    data = replaced(good, SHEET, sheet(f'<row r="1" x="{noise}"/>'))
    assert refused(lambda: opened(data)) == "workbook_bomb"


def test_parts_of_one_name_twice(good):
    out = io.BytesIO(good)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as z:
        z.writestr(SHEET, sheet(""))
    assert refused(lambda: opened(out.getvalue())) == "workbook_damaged"


def test_links_to_other_files_are_not_followed(good):
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" TargetMode="External" Type="x/worksheet" Target="file:///etc"/>'
        b'<Relationship Id="rId2" Type="x/worksheet" Target="../../../../etc"/></Relationships>'
    )
    data = replaced(good, "xl/_rels/workbook.xml.rels", relations)
    assert refused(lambda: opened(data)) == "workbook_damaged"


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_bytes_that_were_changed_give_an_answer_or_a_refusal(good, proposed, data):
    changed = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    problems: tuple[Problem, ...] = ()
    try:
        proposed(bytes(changed))
    except BadInput as error:
        problems = error.problems
    assert all(p.code in PROBLEMS for p in problems)


SIGNS = st.text(
    st.characters(exclude_categories=["Cs"], include_characters="<&>\"'=.,0123456789"), max_size=12
)
XML = st.lists(
    st.sampled_from(
        ["<row>", "</row>", '<row r="2">', "<c>", "</c>", '<c r="A1">', '<c r="B2" t="s">', "<v>",
         '<c r="A1" t="inlineStr">', "</v>", "2.1", "<is>", "</is>", "<t>", "</t>", "<f>", "</f>",
         "1e999", "-5", "nan", '<mergeCell ref="A1:B9"/>', '<mergeCell ref="?"/>', "<rPh>",
         "</rPh>", '<col min="1" max="x" hidden="1"/>', '<dataValidation type="list" sqref="A1">',
         "</dataValidation>", "<formula1>", "</formula1>", "<sqref>", "</sqref>", "Status"]
    ) | SIGNS,
    max_size=30,
).map("".join)  # fmt: skip


@given(XML)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_xml_of_any_shape_gives_an_answer_or_a_refusal(good, proposed, inside):
    body = f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode("utf-8", "replace")
    try:
        proposed(replaced(good, SHEET, body))
    except KamiError:
        pass


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0, 10), st.datetimes(), st.times(),
    st.sampled_from(["2.1", "2.10", "II.3", "Status", "Skor", "No", "A", "Tidak Dilakukan"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
)  # fmt: skip


@given(st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_cells_of_any_value_give_findings_not_faults(scorer, proposed, data):
    layout = data.draw(st.sampled_from(["floats", "web", "merged"]))
    book = workbook(random_assessment(2, scorer), scorer, LAYOUTS[layout], areas=("2",))
    sheets = [s for s in book.worksheets if s.sheet_state == "visible"]
    for _ in range(data.draw(st.integers(1, 25))):
        chosen = data.draw(st.sampled_from(sheets))
        cell = chosen.cell(data.draw(st.integers(1, 40)), data.draw(st.integers(1, 10)))
        value = data.draw(VALUES)
        if type(cell).__name__ == "Cell":
            try:
                cell.value = value
            except ValueError:  # what a workbook cannot hold
                continue
    try:
        made = saved(book)
    except (ValueError, OverflowError):
        return
    try:
        found = proposed(made)
    except KamiError:
        return
    statuses = Statuses(scorer.instrument)
    assert all(statuses.code(i, s) == s for i, s in found.assessment.statuses.items())


@given(st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 12)), VALUES, max_size=120))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_sheet_of_any_cells_has_a_layout(scorer, cells):
    plain = {
        place: Cell(value) for place, value in cells.items()
        if value is None or isinstance(value, (str, int, float, bool))
    }  # fmt: skip
    book = Workbook("x", "", (Sheet("II Tata Kelola", "x", plain),))
    found = layout_of(book, scorer.instrument, Statuses(scorer.instrument))
    assert set(found.items) <= set(scorer.instrument.items)
