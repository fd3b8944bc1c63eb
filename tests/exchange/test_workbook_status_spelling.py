"""How people write a status: what says one beyond doubt is read, anything else is told."""

from __future__ import annotations

from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import saved, workbook
from tests.exchange.told import AREA2, row_of

STATUS = 5


def book(value: Any, scorer, *, item: str = "2.5", code: str = "General") -> Any:
    made = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = made[AREA2 if item.startswith("2.") else "VI Teknologi"]
    cell = sheet.cell(row_of(sheet, item), STATUS)
    cell.value, cell.number_format = value, code
    return made


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1, "0%", "100%"), (0, "0%", "0%"), (2, "0.00%", "200.00%"), (3, '0" "%', "300 %"),
        (2 / 3, "0%", "67%"), (1 / 3, "0.0%", "33.3%"), (1, "d-mmm", "1900-01-01"),
    ],
)  # fmt: skip
def test_a_share_or_a_date_is_no_status_and_is_told_as_it_is_seen(
    value, code, shown, scorer, proposed
):
    found = proposed(saved(book(value, scorer, code=code)))
    assert "2.5" not in found.assessment.statuses
    (told,) = (f for f in found.lost if f.item == "2.5")
    assert (told.kind, told.place, told.said) == ("status", f"{AREA2}!E10", shown)


@pytest.mark.parametrize("code", ["General", "0", "00", "#,##0", "@", '0" "'])
def test_a_number_that_is_shown_as_one_is_a_status_as_before(code, scorer, proposed):
    assert proposed(saved(book(2, scorer, code=code))).assessment.statuses == {"2.5": "2"}


def test_a_share_is_not_there_already_when_a_workbook_is_filled_in(library, scorer):
    ours = Assessment("kami-5.0", answers={"2.5": Answer("1")})
    forms = WorkbookForms(library, Statuses)
    filled = forms.filled(Package(saved(book(1, scorer, code="0%")), "x.xlsx"), ours)
    assert [(f.kind, f.item, f.holds) for f in filled.left_out] == [("holds", "2.5", "100%")]


def test_a_number_is_not_written_where_it_would_be_a_share(library, scorer):
    ours = Assessment("kami-5.0", answers={"2.5": Answer("1")})
    made = book(0.5, scorer, code="0%")
    for row in range(1, 5):
        made["Daftar"].cell(row, 2).value = row - 1
    filled = WorkbookForms(library, Statuses).filled(
        Package(saved(made), "x.xlsx"), ours, overwrite=True
    )
    assert [(f.kind, f.item) for f in filled.left_out] == [("not_offered", "2.5")]
