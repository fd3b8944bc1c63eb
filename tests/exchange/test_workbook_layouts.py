"""However a workbook is laid out, it is read as what it says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.exchange.workbook.layout import layout_of
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.intake_preview import preview
from tests.exchange.lookalike import (
    LAYOUTS,
    Look,
    build,
    random_assessment,
    saved,
    workbook,
)

ROUNDS = int(os.environ.get("KAMI_ROUNDS", "0")) or -(-200 // len(LAYOUTS))
"""Random assessments for each layout, so that there are at least 200; KAMI_ROUNDS=200 takes as many
for each, which are some minutes."""


def said(assessment: Assessment) -> Mapping[str, Any]:
    """Answers with the titles of their documents: keys of the register are the program's own."""
    return {
        item: (a.status, a.note, [assessment.evidence[k].title for k in a.evidence])
        for item, a in assessment.answers.items()
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_random_assessments_are_read_back_equal(layout, scorer, proposed):
    first = list(LAYOUTS).index(layout) * ROUNDS
    for seed in range(first, first + ROUNDS):
        assessment = random_assessment(seed, scorer)
        found = proposed(build(assessment, scorer, layout))

        assert said(found.assessment) == said(assessment), seed
        assert found.assessment.profile == assessment.profile
        # What is beside it is told, even if it is nobody's.
        assert {f.kind for f in found.lost} == ({"unread_column"} if layout == "extra" else set())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_workbooks_own_figures_are_found_and_agree(layout, scorer, proposed):
    assessment = random_assessment(7, scorer, share=1)
    found = preview(proposed(build(assessment, scorer, layout)), scorer)

    assert {f.name for f in found.proposal.figures} == {
        "se_score", "se_category", "total", "readiness", "area",
    }  # fmt: skip
    assert found.gaps == ()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_item_has_its_cells(layout, scorer):
    """What workbooks are written into by: also where nothing was answered yet."""
    empty = Assessment("kami-5.0")
    book = read(Package(build(empty, scorer, layout), "x"))
    found = layout_of(book, scorer.instrument, Statuses(scorer.instrument))

    assert list(found.items) == list(scorer.instrument.items)
    addresses = [getattr(c, role) for c in found.items.values() for role in
                 ("number", "status", "score", "remark", "evidence", "question")]  # fmt: skip
    assert None not in addresses
    assert len(set(addresses)) == len(addresses)
    asked = {i: found.cell(c.question) for i, c in found.items.items()}
    language = LAYOUTS[layout].language
    assert {i: cell and cell.value for i, cell in asked.items()} == {
        i: item.text.in_(language) for i, item in scorer.instrument.items.items()
    }


def test_a_cells_drop_down_is_known_as_the_workbook_spells_it(scorer):
    for layout in ("official", "reordered"):  # from a hidden sheet, and within the cell
        book = read(Package(build(Assessment("kami-5.0"), scorer, layout), "x"))
        found = layout_of(book, scorer.instrument, Statuses(scorer.instrument))
        for item in ("1.3", "2.10"):
            address = found.items[item].status
            assert address is not None
            labels = found.offered(address)
            known = [Statuses(scorer.instrument).code(item, w) for w in labels]
            offered = [o.code for o in scorer.instrument.options(item)]
            assert {c for c in known if c} == set(offered)


@pytest.mark.parametrize("numbers", ["float", "formatted", "day.month", "month.day", "time"])
def test_2_1_and_2_10_are_told_apart_wherever_the_rows_stand(numbers, scorer, proposed):
    """Even in one area alone, without the areas before it."""
    assessment = random_assessment(3, scorer)
    for area in ("2", "4", "5"):
        data = saved(workbook(assessment, scorer, Look(numbers=numbers), areas=(area,)))
        found = proposed(data).assessment
        own = {i: v for i, v in said(assessment).items() if i.startswith(f"{area}.")}
        assert said(found) == own


def test_a_number_that_might_be_another_is_pointed_out(scorer, proposed):
    """Out of order, 2.1 as a number says nothing about a nought behind it, if its question does
    not."""
    book = workbook(random_assessment(1, scorer), scorer, "floats", areas=("2",))
    sheet = book["II Tata Kelola"]
    rows = [r for r in range(1, sheet.max_row) if sheet.cell(r, 1).value == 2.1]
    sheet.cell(rows[0], 4).value = None
    sheet.move_range(f"A{rows[0]}:H{rows[0]}", rows=60)

    doubted = [f for f in proposed(saved(book)).findings if f.kind == "number"]

    assert [f.place for f in doubted] == [f"II Tata Kelola!A{rows[0] + 60}"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2.10.", None), ("2,10", None), ("2-10", None), ("II.10", None), ("ii. 10", None),
        ("No. 2.10", None), (" 2.10 ", None), ("(2.10)", None), (2.1, "0.00"),
        (2.1000000000000001, "General"), (datetime(2026, 10, 2), "d-mmm"),  # noqa: DTZ001
        (datetime(2026, 2, 10), "dd/mm/yyyy"), ("2-Okt", None), ("Feb-10", None),  # noqa: DTZ001
        ("2026-10-02", None),
    ],
)  # fmt: skip
def test_item_numbers_as_people_and_spreadsheets_write_them(value, code, scorer, proposed):
    assessment = random_assessment(5, scorer, share=1)
    book = workbook(assessment, scorer, "official", areas=("2",))
    sheet = book["II Tata Kelola"]
    row = next(r for r in range(1, 60) if sheet.cell(r, 1).value == "2.10")
    sheet.cell(row, 1).value = value
    if code:
        sheet.cell(row, 1).number_format = code

    found = proposed(saved(book))

    assert found.answers["2.10"].status == assessment.answer("2.10").status
    assert not any(f.kind == "items_missing" for f in found.findings)


def test_all_areas_may_stand_on_one_sheet(scorer, proposed):
    assessment = random_assessment(11, scorer)
    book = workbook(assessment, scorer, "official")
    one = book.create_sheet("Semua")
    for sheet in [
        s for s in book.worksheets if s.title[0] in "IV" and s.title != "Identitas Responden"
    ]:
        below = one.max_row
        for row in sheet.iter_rows():
            for cell in row:
                copy = one.cell(below + cell.row, cell.column, cell.value)
                copy.data_type = cell.data_type
        book.remove(sheet)
    book.remove(book["Dashboard"])

    assert said(proposed(saved(book)).assessment) == said(assessment)


def test_the_sheets_may_come_in_any_order_and_have_any_name(scorer, proposed):
    assessment = random_assessment(12, scorer)
    book = workbook(assessment, scorer, "official")
    sheets: Any = book
    sheets._sheets.reverse()
    for n, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "visible":
            sheet.title = f"x{n}"

    assert said(proposed(saved(book)).assessment) == said(assessment)


def test_without_a_head_the_statuses_are_known_by_themselves(scorer, proposed):
    assessment = random_assessment(13, scorer)
    look = Look(heads=dict.fromkeys(LAYOUTS["official"].heads, ""))

    found = proposed(build(assessment, scorer, look)).assessment

    assert found.statuses == assessment.statuses


def test_hidden_rows_and_columns_are_read_like_others(scorer, proposed):
    assessment = random_assessment(14, scorer)
    book = workbook(assessment, scorer, "official")
    sheet = book["II Tata Kelola"]
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[9].hidden = True

    found = proposed(saved(book))
    assert said(found.assessment) == said(assessment)
    assert [(f.kind, f.place[:16], f.lost) for f in found.findings] == [
        ("hidden_status", "II Tata Kelola!E", False)
    ]


def test_a_column_of_clauses_is_not_one_of_item_numbers(scorer, proposed):
    assessment = random_assessment(15, scorer)
    book = workbook(assessment, scorer, Look(right=1))
    for area in ("2", "3"):
        sheet: Any = book[LAYOUTS["official"].sheets[area]]
        for row in range(1, sheet.max_row + 1):
            if str(sheet.cell(row, 2).value).startswith(f"{area}."):
                sheet.cell(row, 1).value = f"{4 + row % 5}.{1 + row % 7}"

    assert said(proposed(saved(book)).assessment) == said(assessment)
