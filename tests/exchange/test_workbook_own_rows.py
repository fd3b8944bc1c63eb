"""An answer in a row without a number is an item's only where that row is visibly the item's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import LAYOUTS, saved, workbook
from tests.exchange.told import AREA2, kinds, row_of

AREA1, AREA3 = "I Kategori SE", "III Risiko"
EMPTY = Assessment("kami-5.0")


def label(scorer, item: str, code: str) -> str:
    said: str = scorer.instrument.option(item, code).label.id
    return said


def without(assessment: Assessment, *items: str) -> Assessment:
    return replace(
        assessment, answers={i: a for i, a in assessment.answers.items() if i not in items}
    )


@pytest.mark.parametrize("number", [None, "A.5.1", "dua titik tiga"])
def test_an_item_without_its_number_does_not_answer_the_one_above(number, full, scorer, proposed):
    book = workbook(without(full, "2.2"), scorer, "official")
    row = row_of(book[AREA2], "2.3")
    book[AREA2].cell(row, 1).value = number

    found = proposed(saved(book))

    assert found.assessment.statuses == without(full, "2.2", "2.3").statuses
    assert kinds(found)["no_number"] == [f"{AREA2}!E{row}"]


def test_nor_does_one_with_options_of_its_own(full, scorer, proposed):
    """The options of both stand below the number of the first."""
    book = workbook(without(full, "1.4"), scorer, "official")
    row = row_of(book[AREA1], "1.5")
    book[AREA1].cell(row, 1).value = None

    found = proposed(saved(book))

    assert found.assessment.statuses == without(full, "1.4", "1.5").statuses
    assert kinds(found)["no_number"] == [f"{AREA1}!E{row}"]


def test_a_verifiers_verdict_below_an_item_is_not_its_answer(full, scorer, proposed):
    book = workbook(without(full, "2.2"), scorer, "official")
    sheet: Any = book[AREA2]
    row = row_of(sheet, "2.2") + 1
    sheet.insert_rows(row)
    sheet.cell(row, 4).value = "Hasil verifikasi BSSN"
    sheet.cell(row, 5).value = label(scorer, "2.2", "0")

    found = proposed(saved(book))

    assert found.assessment.statuses == without(full, "2.2").statuses
    assert kinds(found)["no_number"] == [f"{AREA2}!E{row}"]


def test_a_verdict_below_the_number_of_an_item_is_the_verifiers_all_the_same(scorer, proposed):
    book = workbook(EMPTY, scorer, "official")
    sheet: Any = book[AREA2]
    row = row_of(sheet, "2.2")
    sheet.insert_rows(row + 1)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)
    sheet.cell(row + 1, 4).value = "Hasil verifikasi BSSN"
    sheet.cell(row + 1, 5).value = label(scorer, "2.2", "0")
    assert not proposed(saved(book)).assessment.statuses


def test_a_legend_or_a_conclusion_below_the_table_is_no_answer(full, scorer, proposed):
    book = workbook(without(full, "3.16"), scorer, "official")
    sheet: Any = book[AREA3]
    row = row_of(sheet, "3.16") + 3
    for n, code in enumerate("0123"):
        sheet.cell(row + n, 5).value = label(scorer, "3.16", code)
    sheet.cell(row + 6, 4).value = "Kesimpulan area"
    sheet.cell(row + 6, 5).value = label(scorer, "3.16", "3")

    found = proposed(saved(book))

    assert found.assessment.statuses == without(full, "3.16").statuses
    assert kinds(found)["no_number"] == [
        f"{AREA3}!E{r}" for r in (row, row + 1, row + 2, row + 3, row + 6)
    ]


def test_letters_beside_all_options_of_an_item_are_no_choice(scorer, proposed):
    book = workbook(EMPTY, scorer, "official")
    sheet: Any = book[AREA1]
    row = row_of(sheet, "1.1")
    for n, code in enumerate("ABC", 1):
        sheet.cell(row + n, 5).value = code
    assert not proposed(saved(book)).assessment.statuses


def test_an_answer_beside_an_option_without_a_letter_is_found(full, scorer, proposed):
    """Then there are as many rows below the item as it has options."""
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA1]
    row = row_of(sheet, "1.1")
    for n, text in enumerate(("lebih dari 30", "3 sampai 30", "kurang dari 3"), 1):
        sheet.cell(row + n, 4).value = text
    sheet.cell(row + 2, 5).value = sheet.cell(row, 5).value
    sheet.cell(row, 5).value = None
    assert proposed(saved(book)).assessment.statuses == full.statuses


@pytest.mark.parametrize("role", ["number", "question"])
def test_an_answer_below_the_first_row_of_a_merged_number_or_question_is_found(
    role, full, scorer, proposed
):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    row, column = row_of(sheet, "2.2"), LAYOUTS["official"].columns.index(role) + 1
    sheet.insert_rows(row + 1)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    sheet.cell(row + 1, 5).value = sheet.cell(row, 5).value
    sheet.cell(row, 5).value = None
    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_answers_of_all_kinds_without_a_number_are_told_on_one_sheet(full, scorer, proposed):
    """Also where the sheet's first item has letters for answers."""
    book = workbook(full, scorer, "official", areas=("1", "2"))
    one: Any = book[AREA1]
    two: Any = book[AREA2]
    below = one.max_row + 2
    for cells in two.iter_rows():
        for cell in cells:
            one.cell(below + cell.row, cell.column, cell.value)
    book.remove(two)
    row = row_of(one, "2.3")
    one.cell(row, 1).value = None
    assert kinds(proposed(saved(book)))["no_number"] == [f"{AREA1}!E{row}"]


def test_bare_numbers_without_a_number_are_told_where_answers_are_such(full, scorer, proposed):
    book = workbook(full, scorer, replace(LAYOUTS["official"], labels="code"))
    row = row_of(book[AREA2], "2.3")
    book[AREA2].cell(row, 1).value = None
    found = proposed(saved(book))
    assert kinds(found)["no_number"] == [f"{AREA2}!E{row}"]
    assert "2.3" not in found.assessment.statuses


@pytest.mark.parametrize("verdicts", [False, True])
def test_nothing_is_written_into_rows_of_a_verifier(verdicts, library, scorer):
    """Also where only those rows have drop-downs."""
    book = workbook(EMPTY, scorer, "official")
    sheet: Any = book[AREA3]
    row = row_of(sheet, "3.1")
    sheet.data_validations.dataValidation.clear()
    sheet.insert_rows(row + 1)
    sheet.cell(row + 1, 4).value = "Verifikasi BSSN"
    labels = [o.label.id for o in scorer.instrument.options("3.1")]
    drop = DataValidation(type="list", formula1=f'"{",".join(labels)}"')
    sheet.add_data_validation(drop)
    drop.add(f"E{row + verdicts}")

    filled = WorkbookForms(library, Statuses).filled(
        Package(saved(book), "x.xlsx"), Assessment("kami-5.0", answers={"3.1": Answer("2")})
    )

    made = read(Package(filled.data, "x.xlsx")).sheet(AREA3)
    assert made.text(row, 5) == label(scorer, "3.1", "2")
    assert made.at(row + 1, 5) is None


def test_a_cross_beside_an_option_is_told(full, scorer, proposed):
    book = workbook(without(full, "1.1"), scorer, "official")
    sheet: Any = book[AREA1]
    row = row_of(sheet, "1.1")
    options = scorer.instrument.options("1.1")
    sheet.insert_rows(row + 1, len(options))
    for n, option in enumerate(options, start=1):
        sheet.cell(row + n, 4).value = f"{option.code}. {option.label.id}"
    sheet.cell(row + 2, 5).value = "x"
    found = proposed(saved(book))
    assert kinds(found)["no_number"] == [f"{AREA1}!E{row + 2}"]
    assert "1.1" not in found.assessment.statuses
