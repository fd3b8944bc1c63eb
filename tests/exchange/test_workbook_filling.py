"""A workbook is filled in, and nothing but the cells of statuses and remarks changes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.domain.errors import BadInput
from kami_tui.exchange.workbook import filling
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.layout import layout_of
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.exchange.workbook.splice import put_values
from kami_tui.i18n.filling import SENTENCES
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.filling import LEFT_OUT, Filled
from tests.exchange.lookalike import LAYOUTS, build, random_assessment, saved, workbook

EMPTY = Assessment("kami-5.0")
ROUNDS = 4
SHEET = "II Tata Kelola"
Fill = Callable[..., Filled]


@pytest.fixture(scope="module")
def fill(library) -> Fill:
    forms = WorkbookForms(library, Statuses)
    return lambda data, assessment, **more: forms.filled(
        Package(data, "blank.xlsx"), assessment, **more
    )


@pytest.fixture(scope="module")
def blanks(scorer) -> dict[str, bytes]:
    return {layout: build(EMPTY, scorer, layout) for layout in LAYOUTS}


@pytest.fixture
def blank(blanks):
    return blanks["official"]


@pytest.fixture
def own(scorer):
    """The official look-alike without answers, to be changed further."""
    return workbook(EMPTY, scorer, "official")


def answered(**statuses: str) -> Assessment:
    return Assessment("kami-5.0", answers={i: Answer(s) for i, s in statuses.items()})


def places(data: bytes, scorer) -> dict[str, tuple[str, str]]:
    """Status and remark cell of each item, as ``Sheet!E7``."""
    layout = layout_of(read(Package(data, "x")), scorer.instrument, Statuses(scorer.instrument))
    return {i: (str(c.status), str(c.remark)) for i, c in layout.items.items()}


def cells(data: bytes) -> dict[str, Any]:
    """Every cell with its value and style, read by another program than ours."""
    book = load_workbook(io.BytesIO(data))
    return {
        f"{sheet.title}!{c.coordinate}": (c.value, c.data_type, c.style_id, c.protection.locked)
        for sheet in book
        for row in sheet.iter_rows()
        for c in row
        if c.value is not None or c.has_style
    }


def packed(data: bytes) -> dict[str, bytes]:
    """Each part as it lies in the file, from its header to the end of its data."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        infos = z.infolist()
        ends = [i.header_offset for i in infos[1:]] + [z.start_dir]
    return {i.filename: data[i.header_offset : end] for i, end in zip(infos, ends, strict=True)}


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with another text of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def kinds(filled: Filled) -> set[str]:
    return {f.kind for f in filled.findings}


# -- what changes ------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_status_and_remark_cells_change(layout, blanks, fill, scorer, proposed):
    blank = blanks[layout]
    before = cells(blank)
    allowed: set[str] = set()
    for pair in places(blank, scorer).values():
        allowed.update(pair)
    for seed in range(ROUNDS):
        assessment = random_assessment(100 + seed, scorer)

        filled = fill(blank, assessment)

        assert not filled.left_out
        assert filled.as_shipped == 0
        old, new = packed(blank), packed(filled.data)
        assert list(new) == list(old)
        changed = {name for name in old if new[name] != old[name]}
        assert all(name.startswith("xl/worksheets/") for name in changed)
        after = cells(filled.data)
        differing = {p for p in after.keys() | before.keys() if after.get(p) != before.get(p)}
        assert differing <= allowed
        assert len(differing) == sum(filled.written.values())
        said = proposed(filled.data).answers
        assert {i: (s.status, s.note) for i, s in said.items()} == {
            i: (a.status, a.note) for i, a in assessment.answers.items() if a.status or a.note
        }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_filled_in_once_more_nothing_changes(layout, blanks, fill, scorer):
    assessment = random_assessment(5, scorer)
    once = fill(blanks[layout], assessment)
    again = fill(once.data, assessment)

    assert again.data == once.data
    assert not any(again.written.values())
    assert again.same == once.written


def test_everything_around_the_cells_is_the_same_byte_for_byte(blank, fill):
    """The XML of the sheet, with the one changed cell taken out of both."""
    filled = fill(blank, Assessment("kami-5.0", answers={"2.3": Answer("2", "a < b\n& c")}))
    (name,) = (n for n, data in packed(blank).items() if packed(filled.data)[n] != data)
    texts = []
    for data in (blank, filled.data):
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            texts.append(z.read(name))
    layout = re.compile(rb'<c r="[EG]8"[^>]*?(/>|>.*?</c>)', re.DOTALL)
    bare = [layout.sub(b"", t) for t in texts]
    assert bare[0] == bare[1]
    assert texts[0] != texts[1]


def test_the_status_is_written_as_the_drop_down_spells_it(own, fill, scorer):
    """Blanks and all: the workbook's formulas compare with that very text."""
    sheet = own["Daftar"]
    for row in range(1, 6):
        sheet.cell(row, 2).value = f"  {sheet.cell(row, 2).value.upper()} "
    data = saved(own)

    filled = fill(data, random_assessment(2, scorer, share=1))

    assert not filled.left_out
    spelled = {c.value for c in sheet["B"] if c.value}
    after = cells(filled.data)
    there = [p for i, (p, _) in places(data, scorer).items() if not i.startswith("1.")]
    written = {after[p][0] for p in there}
    assert written <= spelled
    assert len(written) > 2


def test_numbers_of_a_drop_down_are_written_as_numbers(own, fill, scorer, proposed):
    """A text that looks like a number is another value to a formula."""
    sheet = own["Daftar"]
    for row, code in enumerate(["0", "1", "2", "3"]):
        sheet.cell(row + 1, 2).value = int(code)
    filled = fill(saved(own), Assessment("kami-5.0", answers={"2.3": Answer("2")}))

    place = places(filled.data, scorer)["2.3"][0]
    assert cells(filled.data)[place][:2] == (2, "n")
    assert proposed(filled.data).answers["2.3"].status == "2"


def test_a_status_that_is_not_offered_is_not_written(own, fill, scorer):
    sheet = own["Daftar"]
    sheet.cell(3, 2).value = "Sudah semua"
    codes = [o.code for o in scorer.instrument.option_sets[0].options]
    data = saved(own)
    filled = fill(data, Assessment("kami-5.0", answers={"2.3": Answer(codes[2], "catatan")}))

    (finding,) = filled.left_out
    assert (finding.kind, finding.item, finding.place) == (
        "not_offered", "2.3", places(data, scorer)["2.3"][0],
    )  # fmt: skip
    assert filled.written == {"status": 0, "remark": 1}


def test_without_a_drop_down_the_spelling_of_other_cells_is_taken(own, fill, scorer):
    (drop,) = own[SHEET].data_validations.dataValidation
    own["Daftar"]["B2"] = own["Daftar"]["B2"].value.upper()
    own[SHEET].data_validations.dataValidation = []
    data = saved(own)
    code = scorer.instrument.option_sets[0].options[1].code

    filled = fill(data, Assessment("kami-5.0", answers={"2.3": Answer(code)}))

    assert kinds(filled) == {"no_list"}
    assert cells(filled.data)[places(data, scorer)["2.3"][0]][0] == own["Daftar"]["B2"].value
    assert drop.formula1.startswith("Daftar!")


def test_a_list_that_is_named_is_read(own, fill, scorer):
    (drop,) = own[SHEET].data_validations.dataValidation
    own.defined_names["JAWABAN"] = DefinedName("JAWABAN", attr_text=drop.formula1)
    drop.formula1 = "JAWABAN"
    filled = fill(saved(own), Assessment("kami-5.0", answers={"2.3": Answer("1")}))
    assert kinds(filled) == set()


# -- what stands there already -----------------------------------------------------------------


def test_what_stands_there_stays_and_is_told(own, fill, scorer):
    place, remark = places(saved(own), scorer)["2.3"]
    own[SHEET][place.rpartition("!")[2]] = "Dalam Perencanaan"
    own[SHEET][remark.rpartition("!")[2]] = "kata asesor"
    data = saved(own)
    assessment = Assessment("kami-5.0", answers={"2.3": Answer("3", "kata kami")})

    filled = fill(data, assessment)

    assert [(f.kind, f.field, f.holds) for f in filled.left_out] == [
        ("holds", "status", "Dalam Perencanaan"),
        ("holds", "remark", "kata asesor"),
    ]
    assert filled.useless
    assert cells(filled.data) == cells(data)

    over = fill(data, assessment, overwrite=True)
    assert over.written == {"status": 1, "remark": 1}
    assert not over.left_out


def test_a_formula_is_never_overwritten(own, fill, scorer):
    places_ = places(saved(own), scorer)["2.3"]
    for place in places_:
        own[SHEET][place.rpartition("!")[2]] = '=IF(1=1,"Dalam Perencanaan","")'
    filled = fill(
        saved(own),
        Assessment("kami-5.0", answers={"2.3": Answer("3", "kata kami")}),
        overwrite=True,
    )
    assert [(f.kind, f.place) for f in filled.left_out] == [("formula", p) for p in places_]


def test_a_cell_within_an_array_formula_is_never_overwritten(own, fill, scorer):
    place = places(saved(own), scorer)["2.3"][0].rpartition("!")[2]
    column, row = place[0], int(place[1:])
    cell = own[SHEET][f"{column}{row - 1}"]
    cell.value = 0
    data = rewritten(
        saved(own),
        own[SHEET].path.lstrip("/"),
        lambda xml: re.sub(
            rb'(<c r="%s%d"[^>]*>)<v>0</v>' % (column.encode(), row - 1),
            rb'\1<f t="array" ref="%s%d:%s%d">A1:A2</f><v>0</v>'
            % (column.encode(), row - 1, column.encode(), row),
            xml,
        ),
    )
    filled = fill(data, Assessment("kami-5.0", answers={"2.3": Answer("3"), "2.4": Answer("3")}))
    assert [(f.kind, f.item) for f in filled.left_out] == [("formula", "2.3")]
    assert filled.written["status"] == 1


def lowest(scorer) -> Assessment:
    found = {}
    for item in scorer.instrument.items:
        points = scorer.points[scorer.position[item]]
        found[item] = Answer(min(points, key=lambda code: points[code]))
    return Assessment("kami-5.0", answers=found)


def test_a_workbook_as_it_is_handed_out_has_the_lowest_answers_and_is_filled_in(fill, scorer):
    """The official one has no blank cell: nobody chose its lowest answers."""
    blank = build(lowest(scorer), scorer, "official")
    assessment = random_assessment(8, scorer)

    filled = fill(blank, assessment)

    assert not filled.left_out
    changed = {i for i, s in assessment.statuses.items() if s != lowest(scorer).answer(i).status}
    assert filled.as_shipped == filled.written["status"] == len(changed)
    unanswered = {i for i in scorer.instrument.items if i not in assessment.statuses}
    assert set(filled.unanswered) == set(filled.answered_there) == unanswered


def test_the_lowest_answer_is_somebodys_where_others_were_chosen(fill, scorer):
    low = lowest(scorer)
    chosen = {o.code for o in scorer.instrument.options("2.1")} - {low.answer("2.1").status}
    filled_in = replace(low, answers={**low.answers, "2.1": Answer(sorted(chosen)[0])})
    blank = build(filled_in, scorer, "official")

    filled = fill(blank, Assessment("kami-5.0", answers={"2.3": Answer("3"), "3.3": Answer("3")}))

    assert [(f.kind, f.item) for f in filled.left_out] == [("holds", "2.3")]
    assert filled.written["status"] == 1


def test_unanswered_items_are_left_as_they_are(blank, fill, scorer):
    assessment = random_assessment(3, scorer, share=0.5)
    filled = fill(blank, assessment)
    empty = [i for i in scorer.instrument.items if i not in assessment.statuses]
    assert list(filled.unanswered) == empty
    assert filled.answered_there == ()


# -- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "=1+1", "@SUM(A1)", "+62", "-5", "<b>&\"'</b>", "]]>", "a\tb\nc", "  depan dan belakang  ",
        "_x0041_ apa adanya", "😀 ☃", "nada \x07 dan \x1b[31m", "\uffff", "akhir\r\nbaris",
    ],
)  # fmt: skip
def test_a_remark_is_read_back_as_it_was_written(note, blank, fill, scorer):
    filled = fill(blank, Assessment("kami-5.0", answers={"2.3": Answer(None, note)}))
    assert not filled.left_out

    book = read(Package(filled.data, "x"))
    sheet, _, where = places(filled.data, scorer)["2.3"][1].partition("!")
    (cell,) = (
        c for (r, k), c in book.sheet(sheet).cells.items() if f"{'ABCDEFGH'[k - 1]}{r}" == where
    )
    assert cell.value == note.replace("\r\n", "\n")
    assert not cell.formula


@pytest.mark.parametrize(
    ("note", "kind"), [("x" * 32_768, "too_long"), ("😀" * 16_384, "too_long"), ("\ud83d", "signs")]
)
def test_a_remark_no_cell_can_hold_is_not_cut(note, kind, blank, fill):
    filled = fill(blank, Assessment("kami-5.0", answers={"2.3": Answer("1", note)}))
    assert [f.kind for f in filled.left_out] == [kind]
    assert filled.written == {"status": 1, "remark": 0}


def test_what_begins_as_a_formula_is_counted(blank, fill):
    notes = {f"2.{n}": Answer(None, s + "1") for n, s in enumerate(["=", "+", "-", "@", "a"], 1)}
    assert fill(blank, Assessment("kami-5.0", answers=notes)).like_formulas == 4


# -- the workbook as a whole -------------------------------------------------------------------


def test_items_the_workbook_does_not_have_are_told(fill, scorer):
    blank = saved(workbook(EMPTY, scorer, "official", areas=("2", "3")))
    filled = fill(blank, Assessment("kami-5.0", answers={"2.1": Answer("1"), "5.1": Answer("1")}))
    assert [(f.kind, f.item) for f in filled.left_out] == [("no_row", "5.1")]


def test_a_sheet_without_remarks_is_told(fill, scorer):
    look = replace(LAYOUTS["official"], columns=("number", "question", "status", "score"))
    filled = fill(
        build(EMPTY, scorer, look), Assessment("kami-5.0", answers={"2.1": Answer("1", "a")})
    )
    assert [(f.kind, f.field) for f in filled.left_out] == [("no_cell", "remark")]


@pytest.mark.parametrize("edition", ["spbe-2020"])
def test_a_workbook_of_another_edition_is_refused(edition, blank, fill):
    with pytest.raises(BadInput) as error:
        fill(blank, Assessment(edition))
    assert [p.code for p in error.value.problems] == ["workbook_of_another"]


def test_macros_and_signatures_are_kept_and_told(blank, fill):
    out = io.BytesIO(blank)
    with zipfile.ZipFile(out, "a") as z:
        z.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 9)
        z.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    data = out.getvalue()

    filled = fill(data, Assessment("kami-5.0", answers={"2.1": Answer("1")}))

    assert {"macros", "signed"} <= kinds(filled)
    assert packed(filled.data)["xl/vbaProject.bin"] == packed(data)["xl/vbaProject.bin"]


def test_every_kind_of_finding_has_its_sentence():
    from typing import get_args

    from kami_tui.usecases.filling import FillKind

    assert SENTENCES.keys() == set(get_args(FillKind))
    assert all(any(s) for s in SENTENCES.values())
    assert SENTENCES.keys() >= LEFT_OUT


def test_a_workbook_that_asks_to_be_worked_out_differs_in_one_attribute_more(blank, fill):
    """`--recalculate`; the look-alikes ask already, so that is taken out first."""
    part = "xl/workbook.xml"
    still = rewritten(blank, part, lambda x: x.replace(b' fullCalcOnLoad="1"', b""))
    assessment = Assessment("kami-5.0", answers={"2.1": Answer("1")})

    plain, asks = fill(still, assessment), fill(still, assessment, recalculate=True)

    assert (plain.asks_to_calculate, asks.asks_to_calculate) == (False, True)
    old, new = packed(plain.data), packed(asks.data)
    assert {n for n in old if old[n] != new[n]} == {part}
    with zipfile.ZipFile(io.BytesIO(asks.data)) as z:
        assert z.read(part).replace(b' fullCalcOnLoad="1"', b"") in (
            zipfile.ZipFile(io.BytesIO(plain.data)).read(part),
        )
    assert fill(blank, assessment).asks_to_calculate


@pytest.mark.parametrize("where", ["another cell", "another sheet", "the cell itself"])
def test_what_was_made_is_read_again_before_it_is_written(where, blank, fill, monkeypatch):
    """As if the cells had been mistaken for others: nothing is written then."""
    right = put_values

    def wrong(xml, values):
        if where == "another sheet":
            return replace(right(xml, values), xml=xml)
        shift = int(where == "another cell")
        return right(xml, {(r, c + shift): f"{v}." for (r, c), v in values.items()})

    monkeypatch.setattr(filling, "put_values", wrong)
    with pytest.raises(BadInput) as error:
        fill(blank, Assessment("kami-5.0", answers={"2.1": Answer("1")}))
    assert [p.code for p in error.value.problems] == ["workbook_not_fillable"]


# -- other programs ----------------------------------------------------------------------------


def test_libreoffice_opens_it_and_its_formulas_see_the_statuses(own, fill, scorer, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    where = {i: p[0] for i, p in places(saved(own), scorer).items()}
    sheet = own.create_sheet("Hitung")
    for row, place in enumerate(where.values(), 1):
        name, _, reference = place.partition("!")
        sheet.cell(row, 1).value = f"='{name}'!{reference}&\"\""
    remark = places(saved(own), scorer)["2.3"][1]
    sheet.cell(1, 2).value = f"='{remark.partition('!')[0]}'!{remark.partition('!')[2]}"
    own.move_sheet(sheet, -len(own.sheetnames))
    own.active = 0
    assessment = random_assessment(11, scorer)
    note = '=1+1 <b> & "kutip"'
    assessment = replace(assessment, answers={**assessment.answers, "2.3": Answer("1", note)})
    path = tmp_path / "terisi.xlsx"
    path.write_bytes(fill(saved(own), assessment).data)

    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    seen = load_workbook(tmp_path / "out" / "terisi.xlsx", data_only=True)
    values = [seen["Hitung"].cell(r, 1).value or None for r in range(1, len(where) + 1)]
    statuses = Statuses(scorer.instrument)
    codes = {
        item: statuses.code(item, value) if value else None
        for item, value in zip(where, values, strict=True)
    }
    assert {i: c for i, c in codes.items() if c} == assessment.statuses
    assert seen["Hitung"]["B1"].value == note
    ours = load_workbook(io.BytesIO(path.read_bytes()))
    for sheet in [s for s in ours if s.title != "Hitung"]:
        theirs = seen[sheet.title]
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value is not None:
                    assert theirs[cell.coordinate].value == cell.value, (sheet.title, cell)


def test_validations_and_protection_are_still_there(blank, fill, scorer):
    filled = fill(blank, random_assessment(1, scorer))
    for one, other in zip(
        load_workbook(io.BytesIO(blank)), load_workbook(io.BytesIO(filled.data)), strict=True
    ):
        assert one.protection.sheet == other.protection.sheet
        assert [_drop(d) for d in one.data_validations.dataValidation] == [
            _drop(d) for d in other.data_validations.dataValidation
        ]
        assert one.merged_cells.ranges == other.merged_cells.ranges


def _drop(d: DataValidation) -> tuple[Any, ...]:
    return d.type, d.formula1, str(d.sqref)
