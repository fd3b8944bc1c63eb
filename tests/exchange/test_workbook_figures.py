"""Where a workbook's own figures are not ours, the reason is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.usecases.intake_preview import preview
from tests.exchange.lookalike import (
    LAYOUTS,
    points,
    saved,
    workbook,
)
from tests.exchange.told import AREA2, everything, kinds, row_of


def test_counting_stage_3_too_early_is_named_as_the_reason(scorer, proposed):
    """A full stage 3 on nothing: the workbook that adds everything up has more."""
    answers = {
        i: Answer("3" if item.stage == 3 else "0") for i, item in scorer.instrument.items.items()
        if item.stage
    }  # fmt: skip
    assessment = Assessment("kami-5.0", answers=answers)
    book = workbook(assessment, scorer, "official")
    naive = 0
    dashboard = book["Dashboard"]
    for row in range(1, 20):
        for area in scorer.instrument.areas:
            if dashboard.cell(row, 2).value == area.name.id and area.id in "234567":
                total = sum(points(scorer, i.id, answers[i.id].status or "0") for i in area.items)
                dashboard.cell(row, 3).value = total
                naive += total
    head = next(r for r in range(1, 20) if "Kelengkapan" in str(dashboard.cell(r, 2).value))
    dashboard.cell(head, 3).value = naive

    found = preview(proposed(saved(book)), scorer)

    why = {(g.figure.name, g.figure.area): g.why for g in found.gaps}
    gated = {i.id for i in scorer.instrument.areas if any(x.stage == 3 for x in i.items)}
    assert why == {("area", a): ("stage3",) for a in gated} | {("total", ""): ("stage3",)}


def test_answers_that_were_not_understood_are_named_as_the_reason(full, scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    book[AREA2].cell(row_of(book[AREA2], "2.5"), 5).value = "Sedang disusun"

    found = preview(proposed(saved(book)), scorer)

    why = {(g.figure.name, g.figure.area): g.why for g in found.gaps}
    assert why == {("area", "2"): ("not_understood",), ("total", ""): ("not_understood",)}


def test_other_points_for_an_answer_are_named_as_the_reason(scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    dashboard: Any = book["Dashboard"]
    sheet.cell(row_of(sheet, "2.5"), 6).value += 1
    head = next(r for r in range(1, 20) if dashboard.cell(r, 2).value ==
                scorer.instrument.area("2").name.id)  # fmt: skip
    dashboard.cell(head, 3).value += 1

    (gap,) = preview(proposed(saved(book)), scorer).gaps

    assert (gap.figure.area, gap.why, gap.exact) == ("2", ("points",), True)


def test_counting_the_lowest_answer_where_there_is_none_is_named_as_the_reason(scorer, proposed):
    """The official cells begin at the lowest answer, so that a category is there from the start."""
    full = everything(scorer, "A")
    some = replace(full, answers={i: a for i, a in full.answers.items() if i not in ("1.2", "1.5")})
    book = workbook(some, scorer, "official")
    lowest = scorer.filled(some.statuses, "1", best=False)
    dashboard: Any = book["Dashboard"]
    dashboard["B15"] = "Skor Kategori SE"
    dashboard["C15"] = sum(points(scorer, i, c) for i, c in lowest.items() if i.startswith("1."))

    gaps = preview(proposed(saved(book)), scorer).gaps

    assert [(g.figure.name, g.why, g.exact) for g in gaps] == [("se_score", ("unanswered",), True)]


def test_the_data_of_a_chart_beside_a_figure_raises_no_alarm(scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    chart: Any = book.create_sheet("Grafik", 0)
    for n, area in enumerate(scorer.instrument.areas):
        for column, value in enumerate((area.short.id, 4 + n, 40, 80)):
            chart.cell(n + 1, column + 1, value)

    assert preview(proposed(saved(book)), scorer).gaps == ()


def test_a_figure_that_nothing_explains_is_said_to_be_so(full, scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    dashboard: Any = book["Dashboard"]
    head = next(r for r in range(1, 20) if "Kelengkapan" in str(dashboard.cell(r, 2).value))
    dashboard.cell(head, 3).value += 500

    (gap,) = preview(proposed(saved(book)), scorer).gaps

    assert (gap.figure.name, gap.why, gap.exact) == ("total", ("unknown",), False)


def test_how_many_questions_an_area_has_is_no_score_of_it(scorer, proposed):
    """Counts stand below the items, in the column of sums."""
    book = workbook(everything(scorer, "1"), scorer, "official")
    sheet: Any = book[AREA2]
    for n, text in enumerate(("Jumlah pertanyaan", "Total Butir Tata Kelola", "Total questions")):
        sheet.cell(sheet.max_row + 1, 1, text)
        sheet.cell(sheet.max_row, 6, 22 + n)
    assert preview(proposed(saved(book)), scorer).gaps == ()


class TestTableOfCounts:
    """A sheet that an agency has added: how many, how much at most, and the score."""

    @pytest.fixture
    def summed(self, scorer, proposed):
        """The workbook and that sheet; `count` is how the second area's number is written."""

        def made(count: object = 16) -> tuple[Any, Any]:
            book = workbook(everything(scorer, "1"), scorer, "official")
            result = preview(proposed(saved(book)), scorer).result
            sheet: Any = book.create_sheet("Ringkasan", 0)
            sheet.append(["Area", "Jumlah Pertanyaan", "Skor Maksimal", "Skor"])
            for n, area in enumerate(result.areas.values()):
                own, score = scorer.instrument.area(area.area), area.score
                counted = count if n == 1 else len(own.items)
                sheet.append([own.name.id, counted, float(area.max), float(score or 0)])
            sheet.append(["Total", 175, 900, float(result.total or 0)])
            return book, sheet

        return made

    @pytest.mark.parametrize("count", [16, "16", "-", "n/a", "16 soal", " "])
    def test_only_the_score_is_read(self, summed, scorer, proposed, count):
        found = proposed(saved(summed(count)[0]))
        assert preview(found, scorer).gaps == ()
        read = {f.place for f in found.figures if f.place.startswith("Ringkasan!")}
        assert read == {f"Ringkasan!D{n}" for n in range(2, 9)}

    def test_what_stands_below_the_table_is_read(self, summed, proposed):
        book, sheet = summed()
        sheet.append([])
        sheet.append(["Hasil"])
        sheet.append(["Total Skor", 9999])
        assert 9999 in {f.value for f in proposed(saved(book)).figures}


def test_a_count_with_its_number_beside_it_is_no_head_of_a_column(scorer, proposed):
    book = workbook(everything(scorer, "1"), scorer, "official")
    sheet: Any = book.create_sheet("Ringkasan", 0)
    sheet.append(["Dokumen", "Jumlah dokumen", 12])
    sheet.append(["Total Skor", 9999])
    assert 9999 in {f.value for f in proposed(saved(book)).figures}


@pytest.mark.parametrize(
    "text", ["Jumlah", "Total Nilai Evaluasi Tata Kelola", "Jumlah skor butir"]
)
def test_a_sum_below_the_items_is_read_whatever_follows_its_head(scorer, proposed, text):
    book = workbook(everything(scorer, "1"), scorer, "official")
    sheet: Any = book[AREA2]
    sheet.cell(sheet.max_row + 1, 1, text)
    sheet.cell(sheet.max_row, 6, 9999)

    assert 9999 in {f.value for f in proposed(saved(book)).figures}


def test_figures_without_values_are_told(full, scorer, proposed):
    """As a program leaves them that writes formulas and does not calculate."""
    book = workbook(full, scorer, replace(LAYOUTS["official"], dashboard=False))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int):
                    cell.value = "=1+1"
    found = proposed(saved(book))

    assert found.figures == ()
    assert "not_worked_out" in kinds(found)
    assert found.assessment.statuses == full.statuses
