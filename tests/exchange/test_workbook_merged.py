"""Cells that were merged across columns: a cell has one role only, that of the column it begins
in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.layout import Layout, layout_of
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.plan import Plan
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.filling import Filled
from tests.exchange.lookalike import LAYOUTS, saved, workbook

EMPTY = Assessment("kami-5.0")
AREA1, AREA2 = "I Kategori SE", "II Tata Kelola"
AT = {role: n for n, role in enumerate(LAYOUTS["official"].columns, 1)}
BESIDE = replace(
    LAYOUTS["official"],
    columns=("number", "maturity", "stage", "question", "status", "remark", "evidence", "score"),
)
"""Status, remark and documents stand side by side."""
SIDE = {role: n for n, role in enumerate(BESIDE.columns, 1)}


@pytest.fixture
def fill(library):
    forms = WorkbookForms(library, Statuses)

    def filled(book: Any, assessment: Assessment, **more: Any) -> Filled:
        return forms.filled(Package(saved(book), "blank.xlsx"), assessment, **more)

    return filled


def found(book: Any, scorer) -> Layout:
    statuses = Statuses(scorer.instrument)
    return layout_of(read(Package(saved(book), "x.xlsx")), scorer.instrument, statuses)


def row_of(sheet: Any, item: str) -> int:
    return next(r for r in range(1, 400) if sheet.cell(r, 1).value == item)


def merge(sheet: Any, row: int, first: int, last: int, below: int = 0) -> None:
    sheet.merge_cells(start_row=row, end_row=row + below, start_column=first, end_column=last)


def value(filled: Filled, sheet: str, row: int, column: int) -> Any:
    cell = read(Package(filled.data, "x.xlsx")).sheet(sheet).at(row, column)
    return cell.value if cell else None


def said(scorer, code: str) -> str:
    label: str = scorer.instrument.option("2.5", code).label.id
    return label


# -- written -----------------------------------------------------------------------------------


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_remark_is_not_written_over_the_status_it_is_merged_with(overwrite, scorer, fill):
    book = workbook(EMPTY, scorer, BESIDE)
    row = row_of(book[AREA2], "2.5")
    merge(book[AREA2], row, SIDE["status"], SIDE["remark"])

    filled = fill(
        book, Assessment("kami-5.0", answers={"2.5": Answer("1", "catatan")}), overwrite=overwrite
    )

    assert value(filled, AREA2, row, SIDE["status"]) == said(scorer, "1")
    assert filled.written == {"status": 1, "remark": 0}
    assert [(f.kind, f.field, f.item, f.wanted) for f in filled.left_out] == [
        ("no_cell", "remark", "2.5", "catatan")
    ]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_question_stays_when_the_status_is_merged_into_it(overwrite, scorer, fill):
    book = workbook(EMPTY, scorer, "official")
    row = row_of(book[AREA2], "2.5")
    merge(book[AREA2], row, AT["question"], AT["status"])
    question = book[AREA2].cell(row, AT["question"]).value

    filled = fill(book, Assessment("kami-5.0", answers={"2.5": Answer("1")}), overwrite=overwrite)

    assert value(filled, AREA2, row, AT["question"]) == question
    assert filled.written == {"status": 0, "remark": 0}
    assert [(f.kind, f.field, f.item) for f in filled.left_out] == [("no_cell", "status", "2.5")]


def test_a_remark_is_not_written_into_the_documents_it_is_merged_with(scorer, fill):
    book = workbook(EMPTY, scorer, "reordered")
    at = {role: n for n, role in enumerate(LAYOUTS["reordered"].columns, 1)}
    sheet = book[AREA2]
    row = next(r for r in range(1, 99) if sheet.cell(r, at["number"]).value == "2.5.")
    merge(sheet, row, at["evidence"], at["remark"])

    filled = fill(book, Assessment("kami-5.0", answers={"2.5": Answer("1", "catatan")}))

    assert [(f.kind, f.field) for f in filled.left_out] == [("no_cell", "remark")]
    assert value(filled, AREA2, row, at["evidence"]) is None


def test_a_status_merged_with_its_points_is_written(scorer, fill):
    book = workbook(EMPTY, scorer, "official")
    row = row_of(book[AREA2], "2.5")
    merge(book[AREA2], row, AT["status"], AT["score"])
    filled = fill(book, Assessment("kami-5.0", answers={"2.5": Answer("1")}))
    assert not filled.left_out
    assert value(filled, AREA2, row, AT["status"]) == said(scorer, "1")


def test_no_cell_is_ever_written_twice(scorer):
    """Whatever a layout says."""
    layout = found(workbook(EMPTY, scorer, "official"), scorer)
    cells = layout.items["2.5"]
    twice = replace(layout, items={**layout.items, "2.5": replace(cells, remark=cells.status)})
    assessment = Assessment("kami-5.0", answers={"2.5": Answer("1", "catatan")})

    plan = Plan(twice, scorer, Statuses(scorer.instrument), assessment, overwrite=True)

    assert plan.values == {cells.status: said(scorer, "1")}
    assert [(f.kind, f.field, f.wanted) for f in plan.findings] == [
        ("no_cell", "remark", "catatan")
    ]


# -- read --------------------------------------------------------------------------------------


def test_a_remark_merged_with_the_documents_is_a_remark_only(scorer, proposed):
    book = workbook(EMPTY, scorer, "official")
    sheet: Any = book[AREA2]
    row = row_of(sheet, "2.5")
    sheet.cell(row, AT["remark"]).value = "Sudah dibahas"
    merge(sheet, row, AT["remark"], AT["evidence"])

    proposal = proposed(saved(book))

    answer = proposal.answers["2.5"]
    assert (answer.note, answer.evidence) == ("Sudah dibahas", ())
    (finding,) = proposal.lost
    assert (finding.kind, finding.item, finding.place) == (
        "merged_columns",
        "2.5",
        f"{AREA2}!G{row}",
    )
    assert (finding.said, finding.facts["other"]) == ("H 'Bukti / Dokumen'", "G 'Keterangan'")


def test_a_note_is_not_read_as_the_status_it_is_merged_with(scorer, proposed):
    """Nor a status as a note, if a note's column comes first."""
    look = replace(BESIDE, columns=("number", "question", "remark", "status", "score", "evidence"))
    book = workbook(EMPTY, scorer, look)
    sheet: Any = book[AREA2]
    for item in ("2.5", "2.6"):
        merge(sheet, row_of(sheet, item), 3, 4)
    sheet.cell(row_of(sheet, "2.5"), 3).value = said(scorer, "1")
    sheet.cell(row_of(sheet, "2.7"), 4).value = said(scorer, "2")

    proposal = proposed(saved(book))

    assert proposal.assessment.statuses == {"2.7": "2"}
    assert proposal.answers["2.5"].note == said(scorer, "1")
    # That 2.6 has no cell for a status is told even while nothing stands there.
    assert [(f.kind, f.item) for f in proposal.lost] == [
        ("merged_columns", "2.5"), ("merged_columns", "2.6"),
    ]  # fmt: skip


def test_a_status_merged_with_a_remark_is_no_remark(scorer, proposed):
    book = workbook(Assessment("kami-5.0", answers={"2.5": Answer("1")}), scorer, BESIDE)
    row = row_of(book[AREA2], "2.5")
    merge(book[AREA2], row, SIDE["status"], SIDE["evidence"])

    proposal = proposed(saved(book))

    answer = proposal.answers["2.5"]
    assert (answer.status, answer.note, answer.evidence) == ("1", "", ())
    assert {f.kind for f in proposal.lost} == {"merged_columns"}


def test_a_question_is_not_read_as_the_status_merged_into_it(scorer, proposed):
    book = workbook(EMPTY, scorer, "official")
    row = row_of(book[AREA2], "2.5")
    merge(book[AREA2], row, AT["question"], AT["status"])

    (finding,) = proposed(saved(book)).lost

    assert (finding.kind, finding.item, finding.place) == (
        "merged_columns",
        "2.5",
        f"{AREA2}!D{row}",
    )
    assert (finding.said, finding.facts["other"]) == ("E 'Status'", "D 'Pertanyaan'")


def test_merged_across_rows_and_columns_it_is_another_items(scorer, proposed):
    book = workbook(EMPTY, scorer, "official")
    sheet: Any = book[AREA2]
    row = row_of(sheet, "2.5")
    sheet.cell(row, AT["remark"]).value = "Untuk keduanya"
    merge(sheet, row, AT["remark"], AT["evidence"], below=1)

    proposal = proposed(saved(book))

    assert {i: (s.note, s.evidence) for i, s in proposal.answers.items()} == {
        "2.5": ("Untuk keduanya", ())
    }
    assert [(f.kind, f.item) for f in proposal.lost] == [
        ("merged_columns", "2.5"), ("merged_remark", "2.6"), ("merged_remark", "2.6"),
    ]  # fmt: skip


# -- cells that are their column's own all the same --------------------------------------------


def test_an_answer_beside_an_option_is_found_below_a_question_over_both_columns(scorer, proposed):
    book = workbook(Assessment("kami-5.0", answers={"1.1": Answer("B")}), scorer, "official")
    sheet: Any = book[AREA1]
    row = row_of(sheet, "1.1")
    sheet.cell(row + 2, AT["status"]).value = sheet.cell(row, AT["status"]).value
    sheet.cell(row, AT["status"]).value = None
    merge(sheet, row, AT["question"], AT["status"])

    proposal = proposed(saved(book))

    assert proposal.assessment.statuses == {"1.1": "B"}
    assert not proposal.lost


def test_a_drop_down_beside_an_option_is_filled_below_a_question_over_both_columns(scorer, fill):
    book = workbook(EMPTY, scorer, "official")
    sheet: Any = book[AREA1]
    row = row_of(sheet, "1.1")
    merge(sheet, row, AT["question"], AT["status"])
    (drop,) = sheet.data_validations.dataValidation
    cells = str(drop.sqref).split()
    drop.sqref = type(drop.sqref)(" ".join([f"E{row + 2}", *(c for c in cells if c != f"E{row}")]))

    filled = fill(book, Assessment("kami-5.0", answers={"1.1": Answer("B")}))

    assert not filled.left_out
    assert value(filled, AREA1, row + 2, AT["status"]) == "B"


def test_a_cell_that_a_merged_one_hides_is_nobodys(scorer, fill):
    """Its drop-down is still there, but nobody would see what is written."""
    book = workbook(EMPTY, scorer, "official")
    sheet: Any = book[AREA1]
    row = row_of(sheet, "1.1")
    merge(sheet, row + 1, AT["question"], AT["status"])
    (drop,) = sheet.data_validations.dataValidation
    cells = str(drop.sqref).split()
    drop.sqref = type(drop.sqref)(" ".join([f"E{row + 1}", *(c for c in cells if c != f"E{row}")]))

    filled = fill(book, Assessment("kami-5.0", answers={"1.1": Answer("B")}))

    assert value(filled, AREA1, row, AT["status"]) == "B"
    assert value(filled, AREA1, row + 1, AT["status"]) is None


@pytest.mark.parametrize("hidden", [False, True])
def test_a_column_of_two_under_one_head_is_read_and_filled(hidden, scorer, fill, proposed):
    """Heads and cells are merged alike; the first of the two columns may be hidden."""
    book = workbook(EMPTY, scorer, "official")
    for sheet in book:
        if not sheet.title.startswith(("I", "V")) or sheet.title == "Identitas Responden":
            continue
        wide: Any = sheet
        head = next(r for r in range(1, 10) if wide.cell(r, AT["status"]).value == "Status")
        merged = [str(m) for m in wide.merged_cells.ranges]
        for m in merged:
            wide.unmerge_cells(m)
        wide.insert_cols(AT["status"] + 1)
        (drop,) = wide.data_validations.dataValidation
        for row in (head, *(r for r in range(head, wide.max_row + 1) if f"E{r}" in drop.sqref)):
            merge(wide, row, AT["status"], AT["status"] + 1)
        wide.column_dimensions["E"].hidden = hidden
    assessment = Assessment("kami-5.0", answers={"2.5": Answer("1"), "3.1": Answer("2")})

    filled = fill(book, assessment)

    assert not filled.left_out
    proposal = proposed(filled.data)
    assert proposal.assessment.statuses == assessment.statuses
    assert "merged_columns" not in {f.kind for f in proposal.findings}


def test_merged_over_its_own_rows_a_status_is_read_as_before(scorer, proposed):
    book = workbook(Assessment("kami-5.0", answers={"1.1": Answer("B")}), scorer, "official")
    row = row_of(book[AREA1], "1.1")
    merge(book[AREA1], row, AT["status"], AT["status"], below=3)
    proposal = proposed(saved(book))
    assert proposal.assessment.statuses == {"1.1": "B"}
    assert not proposal.findings
