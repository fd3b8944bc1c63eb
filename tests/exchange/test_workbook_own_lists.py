"""An agency's own list with numbers of items is neither read nor written where the form's sheets
have them."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from kami_tui.domain.answers import Assessment
from kami_tui.exchange.workbook.columns import Columns
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.grid import Cell, Sheet
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.rivals import FoundSheet
from kami_tui.exchange.workbook.rows import Rows
from kami_tui.exchange.workbook.sheets import read
from kami_tui.i18n.intake import sentence
from kami_tui.i18n.translator import Translator
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import SHEETS, saved, workbook
from tests.exchange.told import AREA2, kinds, row_of

LONG = "Kebocoran data pribadi pelanggan karena akun pengelola dipakai bersama-sama"


def register(book: Any, scorer, at: int | None, status: str | None) -> Any:
    """Its name is that of an area, and its numbers begin at 1."""
    sheet = book.create_sheet("Risk register", at)
    sheet.append(["No", "Risiko", "Status", "Nilai", "Keterangan"])
    for n in range(1, 16):
        sheet.append([n, LONG, status, n % 5, "mitigasi" if status else None])
    drop = DataValidation(type="list", formula1='"Open,Closed"')
    sheet.add_data_validation(drop)
    drop.add("C2:C16")
    return sheet


def plan(book: Any, scorer, at: int | None, status: str | None) -> Any:
    """With the item numbers of several areas."""
    sheet = book.create_sheet("Rencana Tindak Lanjut", at)
    sheet.append(["No Butir", "Rekomendasi", "Status", "Keterangan", "Target"])
    for item in list(scorer.instrument.items)[20:]:
        sheet.append([item, LONG, status, "Q3 2026" if status else None, "Des 2026"])
    return sheet


def asking(book: Any, scorer, at: int | None, status: str | None) -> Any:
    """A plan that has the questions, too."""
    sheet = plan(book, scorer, at, status)
    sheet.cell(1, 2).value = "Pertanyaan"
    return sheet


LISTS = pytest.mark.parametrize("made", [register, plan, asking])
PLACES = pytest.mark.parametrize("at", [0, None], ids=["before", "behind"])


@LISTS
@PLACES
@pytest.mark.parametrize("look", ["official", "shifted", "reordered"])
def test_what_stands_there_answers_nothing_and_is_told_once(look, at, made, full, scorer, proposed):
    book = workbook(full, scorer, look)
    sheet = made(book, scorer, at, "Dalam Perencanaan")

    found = proposed(saved(book))

    assert found.assessment.statuses == full.statuses
    assert {i: a.note for i, a in found.assessment.answers.items()} == {
        i: a.note for i, a in full.answers.items()
    }
    (finding,) = found.findings
    assert (finding.kind, finding.place) == ("left_alone_said", f"{sheet.title}!A2")
    assert finding.lost
    assert finding.facts["other"] in {s.title for s in book.worksheets}
    assert not {s.place for s in found.answers.values() if s.place.startswith(sheet.title)}


@LISTS
def test_nor_does_it_beside_the_export_of_a_web_form(made, full, scorer, proposed):
    book = workbook(full, scorer, "web")
    made(book, scorer, 0, "Tidak Dilakukan")
    assert proposed(saved(book)).assessment.statuses == full.statuses


@LISTS
def test_a_list_without_answers_loses_nothing(made, full, scorer, proposed):
    book = workbook(full, scorer, "official")
    made(book, scorer, 0, None)
    (finding,) = proposed(saved(book)).findings
    assert (finding.kind, finding.lost) == ("left_alone", False)


@LISTS
@PLACES
def test_nothing_is_written_there(at, made, full, scorer, library):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet = made(book, scorer, at, None)
    package = Package(saved(book), "x.xlsx")

    filled = WorkbookForms(library, Statuses).filled(package, full)

    assert not filled.left_out
    assert [(f.kind, f.place) for f in filled.findings] == [("left_alone", f"{sheet.title}!A2")]
    assert filled.written["status"] == len(full.statuses)
    before, after = (read(p).sheet(sheet.title) for p in (package, Package(filled.data, "x")))
    assert before.cells == after.cells


def test_its_heads_are_no_profile(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = plan(book, scorer, 0, None)
    sheet.cell(1, 4).value = "Unit"
    assert proposed(saved(book)).assessment.profile == full.profile


def test_all_areas_on_one_sheet_are_the_form_beside_a_list(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    one: Any = book.create_sheet("Semua")
    for name in SHEETS.values():
        below = one.max_row
        for cells in book[name].iter_rows():
            for cell in cells:
                copy = one.cell(below + cell.row, cell.column, cell.value)
                copy.data_type = cell.data_type
        book.remove(book[name])
    labels = [o.label.id for o in scorer.instrument.options("2.1")]
    drop = DataValidation(type="list", formula1=f'"{",".join(labels)}"')
    one.add_data_validation(drop)
    drop.add("E1:E400")
    plan(book, scorer, 0, "Tidak Dilakukan")
    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_an_area_may_stand_on_two_sheets(full, scorer, proposed):
    """The second of which says nothing of itself."""
    book = workbook(full, scorer, "official")
    one: Any = book["V Pengelolaan Aset"]
    two: Any = book.create_sheet("Lanjutan")
    split = row_of(one, "5.40")
    for n, cells in enumerate(one.iter_rows(min_row=split), 1):
        for cell in cells:
            copy = two.cell(n, cell.column, cell.value)
            copy.data_type = cell.data_type
    one.delete_rows(split, 100)

    found = proposed(saved(book))

    assert found.assessment.statuses == full.statuses
    assert "left_alone_said" not in kinds(found)


@pytest.mark.parametrize("drops", [False, True])
def test_of_two_sheets_of_a_form_neither_is_left_alone(drops, full, scorer, proposed):
    book = workbook(full, scorer, "official")
    copy: Any = book.copy_worksheet(book[AREA2])
    copy.title = "II Tata Kelola (2)"
    if drops:
        copy.data_validations = book[AREA2].data_validations
    row = row_of(copy, "2.5")
    other = "0" if full.answer("2.5").status != "0" else "1"
    copy.cell(row, 5).value = scorer.instrument.option("2.5", other).label.id
    copy.cell(row, 6).value = None

    (finding,) = [f for f in proposed(saved(book)).findings if f.kind == "rows_differ"]

    assert finding.place == f"II Tata Kelola (2)!E{row}"
    assert "hide or remove" in sentence(finding, Translator("en"))


def test_a_row_that_is_twice_on_one_sheet_has_no_copy_to_be_hidden(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    other = "0" if full.answer("2.5").status != "0" else "1"
    below = sheet.max_row + 2
    sheet.cell(below, 1).value = "2.5"
    sheet.cell(below, 5).value = scorer.instrument.option("2.5", other).label.id
    (finding,) = [f for f in proposed(saved(book)).findings if f.kind == "rows_differ"]
    assert "hide" not in sentence(finding, Translator("en"))


def test_a_list_is_read_for_areas_that_nothing_else_has(full, scorer, proposed):
    """A list of one area alone is all there is of it."""
    book = workbook(full, scorer, "official")
    book.remove(book["III Risiko"])
    sheet: Any = book.create_sheet("Jawaban area tiga")
    sheet.append(["No Butir", "Status"])
    for item in scorer.instrument.area("3").items:
        label = scorer.instrument.option(item.id, full.answer(item.id).status).label.id
        sheet.append([item.id, label])
    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_formulas_of_a_list_are_nobodys_words():
    """They repeat what the form's sheets say."""
    cells = {(1, 2): Cell("Tidak Dilakukan", formula=True), (2, 2): Cell("Open")}
    roles = Columns({"status": 2}, {})
    sheet = FoundSheet(Sheet("Rekap", "x.xml", cells), Rows(1, ()), (), roles)
    assert (sheet.said([1]), sheet.said([1, 2])) == ("", "Open")


@pytest.mark.parametrize("name", ["Verifikasi II", "Hasil Asesor II", "II Tata Kelola LAMA"])
def test_a_copy_that_calls_itself_anothers_answers_nothing(name, full, scorer, proposed):
    """It has everything that a sheet of the form has."""
    book = workbook(full, scorer, "official")
    copy = book.copy_worksheet(book[AREA2])
    copy.title = name
    for choices in book[AREA2].data_validations.dataValidation:
        copy.add_data_validation(choices)
    row = row_of(book[AREA2], "2.10")
    book[AREA2].cell(row, 5).value = None
    found = proposed(saved(book))
    assert "2.10" not in found.assessment.statuses
    assert found.assessment.statuses == {i: s for i, s in full.statuses.items() if i != "2.10"}
    assert kinds(found)["left_alone_said"][0].startswith(f"{name}!")
