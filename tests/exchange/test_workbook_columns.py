"""Which column is the status: what a head says, and what it never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import Workbook

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import BadInput
from tests.exchange.lookalike import (
    HEADS,
    LAYOUTS,
    SHEETS,
    saved,
    workbook,
)
from tests.exchange.told import AREA2, kinds, row_of


def stages_as_texts(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_col=3, max_col=3):
            if isinstance(row[0].value, int):
                row[0].value = str(row[0].value)


@pytest.mark.parametrize("head", ["", "Kondisi", "Evaluasi", "Tingkat Penerapan", "Respons"])
def test_stages_are_never_taken_for_statuses(head, full, scorer, proposed):
    """Stages are texts of small numbers here, as codes of statuses are."""
    book = workbook(full, scorer, replace(LAYOUTS["official"], heads={**HEADS, "status": head}))
    stages_as_texts(book)
    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_without_any_heads_the_labels_tell_and_a_column_of_numbers_does_not(scorer, proposed, full):
    nobody = dict.fromkeys(HEADS, "")
    book = workbook(full, scorer, replace(LAYOUTS["official"], heads=nobody))
    stages_as_texts(book)
    found = proposed(saved(book)).assessment.statuses
    # Letters of options are told from other letters by a head alone, if at all.
    assert {i: s for i, s in found.items() if i[0] != "1"} == {
        i: s for i, s in full.statuses.items() if i[0] != "1"
    }


def test_a_blank_workbook_with_an_unknown_head_answers_nothing(scorer, proposed):
    heads = {**HEADS, "status": "Kondisi"}
    book = workbook(Assessment("kami-5.0"), scorer, replace(LAYOUTS["official"], heads=heads))
    stages_as_texts(book)
    with pytest.raises(BadInput) as refused:
        proposed(saved(book))
    assert [p.code for p in refused.value.problems] == ["workbook_no_status"]


def test_a_hidden_column_of_statuses_does_not_come_before_one_that_is_seen(full, scorer, proposed):
    look = replace(
        LAYOUTS["official"], columns=("previous", *LAYOUTS["official"].columns),
        heads={**HEADS, "previous": "Status"},
    )  # fmt: skip
    book = workbook(full, scorer, look)
    for sheet in book.worksheets:
        if sheet.title in SHEETS.values():
            sheet.column_dimensions["A"].hidden = True
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    told = [f for f in found.findings if f.kind == "status_columns"]
    assert {f.facts["other"] for f in told} == {"F 'Status'"}


@pytest.mark.parametrize("text", ["N/A", "n/a", "NA", "n.a.", "N.A", "Tidak Berlaku"])
def test_every_word_for_not_applicable_is_told_where_it_is_not_offered(
    text, full, scorer, proposed
):
    book = workbook(full, scorer, "official")
    row = row_of(book[AREA2], "2.5")
    book[AREA2].cell(row, 5).value = text
    book[AREA2].cell(row, 6).value = None
    found = proposed(saved(book))
    assert kinds(found)["not_offered"] == [f"{AREA2}!E{row}"]


def test_not_applicable_with_dots_is_an_answer_where_it_is_offered(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    offered = next(
        i for i in scorer.instrument.items
        if "NA" in {o.code for o in scorer.instrument.options(i)}
    )  # fmt: skip
    sheet = book[SHEETS[offered[0]]]
    sheet.cell(row_of(sheet, offered), 5).value = "n.a."
    assert proposed(saved(book)).answers[offered].status == "NA"
