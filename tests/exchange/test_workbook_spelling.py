"""A status that stands in a workbook already, in other words than its drop-down has."""

from __future__ import annotations

from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.filling import Filled
from tests.exchange.lookalike import saved, workbook

AREA1, AREA2 = "I Kategori SE", "II Tata Kelola"
OURS = Assessment("kami-5.0", answers={"2.5": Answer("1")})
STATUS = 5


@pytest.fixture
def fill(library):
    forms = WorkbookForms(library, Statuses)

    def filled(book: Any, assessment: Assessment = OURS, **more: Any) -> Filled:
        return forms.filled(Package(saved(book), "blank.xlsx"), assessment, **more)

    return filled


@pytest.fixture
def label(scorer) -> str:
    option = scorer.instrument.option("2.5", "1")
    found: str = option.label.id
    return found


def book_with(scorer, text: Any, item: str = "2.5") -> Any:
    """The official look-alike with this as the status of one item."""
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet = book[AREA1 if item.startswith("1.") else AREA2]
    sheet.cell(row_of(sheet, item), STATUS).value = text
    return book


def row_of(sheet: Any, item: str) -> int:
    return next(r for r in range(1, 400) if sheet.cell(r, 1).value == item)


def value(filled: Filled, sheet: str, row: int) -> Any:
    cell = read(Package(filled.data, "x.xlsx")).sheet(sheet).at(row, STATUS)
    return cell.value if cell else None


def spellings(scorer, label: str) -> list[str]:
    return [label.upper(), f" {label} ", "1", scorer.instrument.option("2.5", "1").label.en]


def test_overwriting_writes_the_words_of_the_drop_down(scorer, fill, label):
    """The workbook's formulas compare with that very text."""
    for text in spellings(scorer, label):
        book = book_with(scorer, text)
        filled = fill(book, overwrite=True)
        assert value(filled, AREA2, row_of(book[AREA2], "2.5")) == label
        assert (filled.written["status"], filled.same["status"]) == (1, 0)
        assert not filled.findings


def test_without_overwriting_other_words_stay(scorer, fill, label):
    for text in spellings(scorer, label):
        book = book_with(scorer, text)
        filled = fill(book)
        assert value(filled, AREA2, row_of(book[AREA2], "2.5")) == text
        assert (filled.written["status"], filled.same["status"]) == (0, 1)
        assert not filled.findings


def test_the_very_words_of_the_drop_down_are_there_already(scorer, fill, label):
    filled = fill(book_with(scorer, label), overwrite=True)
    assert (filled.written["status"], filled.same["status"]) == (0, 1)


def test_any_of_two_words_that_the_drop_down_has_for_a_status_may_stay(scorer, fill, label):
    book = book_with(scorer, label.upper())
    book["Daftar"]["B6"] = label.upper()
    for area in scorer.instrument.areas[1:]:
        sheet: Any = book.worksheets[int(area.id) + 1]
        (drop,) = sheet.data_validations.dataValidation
        drop.formula1 = "Daftar!$B$1:$B$6"
    assert fill(book, overwrite=True).same["status"] == 1


def test_a_text_becomes_the_number_that_the_drop_down_offers(scorer, fill):
    book = book_with(scorer, "1")
    for row in range(1, 5):
        book["Daftar"].cell(row, 2).value = row - 1
    filled = fill(book, overwrite=True)
    assert value(filled, AREA2, row_of(book[AREA2], "2.5")) == 1
    assert filled.written["status"] == 1


def test_a_letter_in_brackets_becomes_the_letter(scorer, fill):
    book = book_with(scorer, "[B] teks opsi", "1.1")
    filled = fill(book, Assessment("kami-5.0", answers={"1.1": Answer("B")}), overwrite=True)
    assert value(filled, AREA1, row_of(book[AREA1], "1.1")) == "B"


@pytest.mark.parametrize("missing", ["list", "word"])
def test_where_no_drop_down_says_it_otherwise_the_words_stay(missing, scorer, fill, label):
    book = book_with(scorer, label.upper())
    if missing == "list":
        book[AREA2].data_validations.dataValidation = []
    else:
        cells = {c.value: c for c in book["Daftar"]["B"]}
        cells[label].value = "Lain"
    filled = fill(book, overwrite=True)
    assert (filled.written["status"], filled.same["status"]) == (0, 1)
    assert not filled.findings


def test_the_lowest_answer_in_other_words_is_not_counted_as_written_over(scorer, fill):
    """On a sheet that nobody filled in, too."""
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet = book[AREA2]
    for item in scorer.instrument.area("2").items:
        points = scorer.points[scorer.position[item.id]]
        low = min(points, key=lambda code: points[code])
        text = scorer.instrument.option(item.id, low).label.id
        sheet.cell(row_of(sheet, item.id), STATUS).value = text.upper()
    filled = fill(book, Assessment("kami-5.0", answers={"2.5": Answer("0")}), overwrite=True)
    assert (filled.written["status"], filled.as_shipped) == (1, 0)
