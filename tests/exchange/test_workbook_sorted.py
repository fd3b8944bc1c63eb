"""Sheets that were sorted in a spreadsheet: 4.3 and 4.30 are one number where they are no texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.i18n.filling import sentence as filling_sentence
from kami_tui.i18n.intake import sentence
from kami_tui.i18n.translator import Translator
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.intake_preview import preview
from tests.exchange.lookalike import LAYOUTS, SHEETS, random_assessment, saved, workbook
from tests.exchange.told import kinds

EMPTY = Assessment("kami-5.0")
AREA4 = SHEETS["4"]
ALIKE = {"4.1", "4.10", "4.2", "4.20", "4.3", "4.30"}
ORDERS: dict[str, Callable[[list[Any]], Any]] = {
    "number": lambda cells: cells[0].value,
    "number, downwards": lambda cells: -cells[0].value,
    "status": lambda cells: str(cells[4].value),
    "remark": lambda cells: str(cells[6].value),
}
SORTED = pytest.mark.parametrize("by", ORDERS)


@pytest.fixture
def given(scorer):
    return random_assessment(8, scorer, share=1)


@pytest.fixture
def made(given, scorer) -> Callable[..., Any]:
    """Area 4 sorted, with item numbers that are numbers; `ask` changes a question."""

    def book(by: str, ask: Callable[[str], str] = str, look: str = "floats") -> Any:
        made = workbook(given, scorer, LAYOUTS[look])
        put_in_order(made[AREA4], ORDERS[by], ask)
        return made

    return book


def put_in_order(sheet: Any, by: Callable[[list[Any]], Any], ask: Callable[[str], str]) -> None:
    """As a spreadsheet sorts: numbers as such, and what is alike stays as it was."""
    rows = [r for r in range(1, sheet.max_row + 1) if isinstance(sheet.cell(r, 1).value, float)]
    cells = [[sheet.cell(r, c) for c in range(1, 9)] for r in rows]
    there = [[(c.value, c.number_format) for c in row] for row in sorted(cells, key=by)]
    for row, values in zip(cells, there, strict=True):
        for cell, (value, shown) in zip(row, values, strict=True):
            cell.value, cell.number_format = value, shown
            if isinstance(value, str):
                cell.data_type = "s"
        row[3].value = ask(row[3].value)


def said(proposal) -> dict[str, tuple[str | None, str, list[str]]]:
    return {
        i: (s.status, s.note, sorted(e.title for e in s.evidence))
        for i, s in proposal.answers.items()
    }


def expected(given) -> dict[str, tuple[str | None, str, list[str]]]:
    return {
        i: (a.status, a.note, sorted(given.evidence[k].title for k in a.evidence))
        for i, a in given.answers.items()
    }


@SORTED
def test_numbers_alike_are_told_apart_by_their_questions(by, made, given, proposed):
    found = proposed(saved(made(by)))
    assert said(found) == expected(given)
    assert not {"number", "same_number", "score", "rows_differ"} & kinds(found).keys()


def test_also_in_english_and_whatever_their_spaces_and_case(made, given, scorer, proposed):
    english = {i.text.id: i.text.en for i in scorer.instrument.items.values()}
    found = proposed(saved(made("status", lambda q: f" {english[q].upper()}\n")))
    assert said(found) == expected(given)


@pytest.mark.parametrize("by", ["number", "number, downwards", "status"])
def test_of_questions_in_other_words_neither_row_is_taken_and_both_are_told(
    by, made, given, proposed
):
    found = proposed(saved(made(by, lambda q: f"Resmi: {q}")))
    assert said(found) == {i: s for i, s in expected(given).items() if i not in ALIKE}
    told = [f for f in found.findings if f.kind == "same_number"]
    assert len(told) == len(ALIKE)
    assert {f.facts["other"] for f in told} == {"4.1, 4.10", "4.2, 4.20", "4.3, 4.30"}
    assert all(f.lost and f.place.startswith(f"{AREA4}!A") for f in told)
    assert "write these numbers out" in sentence(told[0], Translator("en"))
    assert "tuliskan nomor-nomor itu lengkap" in sentence(told[0], Translator("id"))
    # They are there, and their answers are no words in rows of no item.
    assert not {"items_missing", "no_number"} & kinds(found).keys()


def test_what_was_not_taken_is_a_reason_why_a_sum_is_another(made, scorer, proposed):
    found = preview(proposed(saved(made("number", lambda q: f"Resmi: {q}"))), scorer)
    why = {g.figure.area: g.why for g in found.gaps if g.figure.name == "area"}
    assert why == {"4": ("not_understood",)}


def test_one_question_in_our_words_tells_the_other_row_as_well(made, given, scorer, proposed):
    """The other one is to be looked at."""
    ours = scorer.instrument.items["4.30"].text.id
    only = ("4.1", "4.2")
    kept = {ours, *(scorer.instrument.items[i].text.id for i in only)}
    found = proposed(saved(made("status", lambda q: q if q in kept else f"Resmi: {q}")))
    assert said(found) == expected(given)
    assert {f.item for f in found.findings if f.kind == "number"} == {"4.3", "4.10", "4.20"}


def test_a_nought_that_is_shown_tells(made, given, proposed):
    found = proposed(saved(made("status", lambda q: f"Resmi: {q}", "formatted")))
    assert said(found) == expected(given)


def test_a_row_that_is_there_again_leaves_the_others_as_they_are(given, scorer, proposed):
    """Their places tell, whatever the questions say: 4.10 stands between 4.9 and 4.11."""
    book: Any = workbook(given, scorer, "floats")
    sheet = book[AREA4]
    below = sheet.max_row + 2
    for row in range(4, below):
        if isinstance(sheet.cell(row, 1).value, float):
            sheet.cell(row, 4).value = f"Resmi: {sheet.cell(row, 4).value}"
    sheet.cell(below, 1).value = 4.5
    found = proposed(saved(book))
    assert said(found) == expected(given)
    assert len(kinds(found)["duplicate"]) == 1


def test_in_the_order_of_the_items_the_questions_may_be_in_any_words(given, scorer, proposed):
    book: Any = workbook(given, scorer, "floats")
    for row in range(4, book[AREA4].max_row):
        if isinstance(book[AREA4].cell(row, 1).value, float):
            book[AREA4].cell(row, 4).value = "Resmi"
    assert said(proposed(saved(book))) == expected(given)


def test_a_row_alone_is_not_taken_for_one_of_two_items_in_a_sorted_sheet(made, given, proposed):
    """The other one's row is gone, or has its number as a text, which tells."""
    book = made("number, downwards", lambda q: f"Resmi: {q}")
    sheet = book[AREA4]
    for number, change in ((4.3, None), (4.2, "4.20"), (4.1, "4.10")):
        row = next(r for r in range(4, 99) if sheet.cell(r, 1).value == number)
        if number == 4.3:
            sheet.delete_rows(row)
        else:  # the longer number stands below where all are sorted downwards and stay else
            sheet.cell(row + 1, 1).value = change
    found = proposed(saved(book))
    assert said(found) == {i: s for i, s in expected(given).items() if i not in ("4.3", "4.30")}
    assert [f.facts["other"] for f in found.findings if f.kind == "same_number"] == ["4.3, 4.30"]


@pytest.fixture
def by_status(scorer) -> Callable[[int], tuple[Any, Any]]:
    """Answers by chance, sorted by status, then number; each remark names its item."""

    def made(seed: int) -> tuple[Any, Any]:
        by_chance = random_assessment(seed, scorer, share=1, evidence=False).answers
        some = replace(EMPTY, answers={i: Answer(a.status, f"r {i}") for i, a in by_chance.items()})
        look = replace(LAYOUTS["floats"], option_rows=False, sections=False, labels="label")
        book: Any = workbook(some, scorer, look)
        for name in SHEETS.values():
            put_in_order(
                book[name], lambda c: (c[4].value, c[0].value), lambda q: q[::-1] + " resmi"
            )
        return some, book

    return made


@pytest.mark.parametrize("seed", range(12))
def test_sorted_by_status_then_number_no_item_gets_anothers_answer(seed, by_status, proposed):
    """5.2 stands between 5.19 and 5.21 there, as 5.20 would; its neighbours tell nothing."""
    given, book = by_status(seed)
    found = proposed(saved(book))
    unclear = {i for f in found.findings if f.kind == "same_number" for i in f.facts["either"]}
    assert {i: (s.status, s.note) for i, s in found.answers.items()} == {
        i: (a.status, a.note) for i, a in given.answers.items() if i not in unclear
    }
    assert {i for i in given.answers if i[2:] in ("1", "2") and f"{i}0" in given.answers} <= unclear


def test_nor_is_anything_written_into_anothers_row(by_status, library):
    """In this one 4.3 and 4.30, 5.3 and 5.30 stand where the other one would."""
    _, book = by_status(8)
    own = {
        (name, row): book[name].cell(row, 7).value
        for name in SHEETS.values()
        for row in range(4, book[name].max_row + 1)
        if isinstance(book[name].cell(row, 1).value, float)
    }
    for name, row in own:
        book[name].cell(row, 7).value = None
    other, _ = by_status(99)
    package = Package(saved(book), "x.xlsx")
    filled = WorkbookForms(library, Statuses).filled(package, other, overwrite=True)
    after = read(Package(filled.data, "x.xlsx"))
    written = {place: after.sheet(place[0]).text(place[1], 7) for place in own}
    assert {w for w in written.values() if w} == {w for p, w in written.items() if w == own[p]}
    assert {f"r {f.item}" for f in filled.left_out} == {own[p] for p, w in written.items() if not w}
    assert {f.kind for f in filled.left_out} == {"same_number"}


def test_nothing_is_written_into_rows_that_are_not_told_apart(made, given, library):
    book = made("number", lambda q: f"Resmi: {q}")
    for row in range(4, book[AREA4].max_row):
        if isinstance(book[AREA4].cell(row, 1).value, float):
            book[AREA4].cell(row, 5).value = book[AREA4].cell(row, 7).value = None
    filled = WorkbookForms(library, Statuses).filled(Package(saved(book), "x.xlsx"), given)
    told = {f.item: f for f in filled.left_out if f.field == "status"}
    assert told.keys() == ALIKE
    assert {f.kind for f in filled.left_out} == {"same_number"}
    assert "write them out" in filling_sentence(told["4.3"], Translator("en"))
    assert "nomor butir lain" in filling_sentence(told["4.3"], Translator("id"))
