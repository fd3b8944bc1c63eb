"""The file itself: what can be chosen and changed, what is named, what users' texts can do."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kami_tui.domain.answers import PROFILE_FIELDS, Answer, Assessment, Evidence, Profile
from kami_tui.domain.errors import ExportFailed
from kami_tui.exchange.auditbook.write import audit_book
from tests.exchange.auditbook.conftest import NOON
from tests.exchange.auditbook.expected import Expected
from tests.exchange.auditbook.toy import edition

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "#N/A",
             "=", "TRUE", "2.10", "{=1}", "_x003D_1", "<f>1</f>", "\ud800", "\x00=1", "\x1b[31m",
             "\ufffe", "'=1"]  # fmt: skip


@pytest.fixture(scope="module")
def made(book):
    return load_workbook(BytesIO(book()))


@pytest.fixture(scope="module")
def items(kami, made):
    """By item id: its sheet and its row."""
    return {
        str(row[0].value): (sheet, row[0].row)
        for sheet in made.worksheets[1:9]
        for row in sheet.iter_rows(min_row=5, max_col=1)
        if row[0].value in kami.position
    }


def test_every_item_stands_on_the_sheet_of_its_area_in_order(kami, items):
    assert tuple(items) == kami.ids
    for area in kami.instrument.areas:
        assert len({items[i.id][0].title for i in area.items}) == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_drop_downs_offer_exactly_what_the_item_offers(kami, book, language):
    """Official labels; where an item brings options of its own, their letters."""
    loaded = load_workbook(BytesIO(book(language=language)))
    for sheet in loaded.worksheets[1:9]:
        for chosen in sheet.data_validations.dataValidation:
            assert chosen.type == "list"
            title, cells = chosen.formula1.split("!")
            offered = [row[0].value for row in loaded[title.strip("'")][cells.replace("$", "")]]
            for place in str(chosen.sqref).replace(":", " ").split():
                item = kami.instrument.items[sheet[f"A{place[1:]}"].value]
                options = kami.instrument.options(item.id)
                own = item.options is not None
                wanted = [o.code if own else o.label.in_(language) for o in options]
                assert offered == wanted, item.id


def test_every_item_has_a_drop_down(kami, items):
    covered = {
        (sheet.title, cell)
        for sheet in {s.title: s for s, _ in items.values()}.values()
        for chosen in sheet.data_validations.dataValidation
        for part in chosen.sqref.ranges
        for cell in (f"E{row}" for row in range(part.min_row, part.max_row + 1))
    }
    assert {(sheet.title, f"E{row}") for sheet, row in items.values()} <= covered


def test_only_status_cells_can_be_changed_and_there_is_no_password(made, items):
    open_cells = {
        (sheet.title, cell.coordinate)
        for sheet in made.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert open_cells == {(sheet.title, f"E{row}") for sheet, row in items.values()}
    for sheet in made.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None


def test_results_rules_and_parts_have_names(kami, made):
    wanted = {"SE_SCORE", "SE_CATEGORY", "TOTAL", "READINESS", "SUPPLEMENT_PERCENT"} | {
        f"AREA_{a}_{figure}" for a in "234567" for figure in ("SCORE", "LEVEL", "STAGE3")
    }
    named = {
        name: made[sheet][cell.replace("$", "")]
        for name in made.defined_names
        if not name.startswith("SCALE_")
        for sheet, cell in made.defined_names[name].destinations
    }
    assert named.keys() == Expected(kami).values({}).keys() >= wanted
    assert all(cell.data_type == "f" for cell in named.values())


def test_it_uses_only_functions_that_excel_2010_and_libreoffice_know(book):
    known = {"ABS", "AND", "COUNT", "COUNTIF", "EXACT", "IF", "INDEX", "ISBLANK", "ISNUMBER",
             "ISTEXT", "LEN", "MAX", "MIN", "N", "NOT", "OR", "ROUND", "ROW", "SUM", "SUMPRODUCT",
             "TRIM"}  # fmt: skip
    used = set()
    for data in (book(), book(scorer=edition())):
        for _, _, formula in _formulas(data):
            plain = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula)
            used |= set(re.findall(r"([A-Z][A-Z.0-9]*)\(", plain))
            assert len(formula) < 8192
    assert used <= known


def test_no_value_stands_beside_a_formula(book):
    """LibreOffice would show it instead of reckoning."""
    with zipfile.ZipFile(BytesIO(book({"2.1": "3"}))) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "/worksheets/" in n]
        assert b"fullCalcOnLoad" in archive.read("xl/workbook.xml")
    assert sum(s.count("<f>") for s in sheets) > 1000
    assert not any(re.search(r"</f><v>[^<]", s) for s in sheets)


def test_the_same_assessment_and_moment_give_the_same_bytes(book):
    assert book({"2.1": "3"}) == book({"2.1": "3"}) != book({"2.1": "2"})


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_user_is_a_formula_or_breaks_the_file(text):
    scorer = edition()
    wanted, data = _formulas(_of(scorer, "harmless")), _of(scorer, text)
    assert _formulas(data) == wanted
    note = load_workbook(BytesIO(data)).worksheets[1]["I6"]
    assert note.data_type == "s"
    if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        assert note.quotePrefix


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_what_is_typed_is_what_is_read(text):
    """But for signs that a workbook cannot hold, and line breaks, which are written one way."""
    scorer = edition()
    loaded = load_workbook(BytesIO(_of(scorer, text)))
    found = loaded.worksheets[1]["I6"].value or ""
    plain = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    wanted = plain.replace("\r\n", "\n").replace("\r", "\n")
    escaped = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", wanted)
    assert found in (wanted, escaped)


def test_a_formula_longer_than_excel_takes_is_told_and_no_file_made(book, monkeypatch):
    monkeypatch.setattr("kami_tui.exchange.auditbook.page.LONGEST", 60)
    with pytest.raises(ExportFailed) as caught:
        book()
    assert caught.value.facts["reason"] == "too_large"


def test_texts_longer_than_a_cell_are_cut_and_say_so(kami):
    many = {f"E{n}": Evidence("t" * 4000) for n in range(1, 20)}
    answers = {"2.1": Answer("3", "n" * 20_000, tuple(many))}
    made = audit_book(Assessment("kami-5.0", answers=answers, evidence=many), kami, "", "id", NOON)
    row = load_workbook(BytesIO(made)).worksheets[2][6]
    note, evidence = str(row[8].value), str(row[9].value)
    assert (len(note), len(evidence), evidence[-1]) == (20_000, 32_767, "…")


def _of(scorer, text: str) -> bytes:
    """An assessment in which whatever a user can type is this."""
    assessment = Assessment(
        scorer.instrument.id,
        Profile(**dict.fromkeys(PROFILE_FIELDS, text)),
        {"1.1": Answer("1", text, ("E1",))},
        {"E1": Evidence(text, text, text, "", "", "", text)},
    )
    return audit_book(assessment, scorer, "sha256:0", "id", NOON)


def _formulas(data: bytes) -> list[tuple[str, str, str]]:
    loaded = load_workbook(BytesIO(data))
    return [
        (sheet.title, cell.coordinate, str(cell.value))
        for sheet in loaded.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
