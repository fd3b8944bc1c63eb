"""A head with a year beside the same head without one: what else tells which is this round's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.i18n.intake import sentence
from kami_tui.i18n.translator import Translator
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import HEADS, LAYOUTS, SHEETS, points, saved, workbook
from tests.exchange.told import everything, kinds

OFFICIAL = LAYOUTS["official"]
LEFT = replace(OFFICIAL, columns=(*OFFICIAL.columns[:4], "previous", *OFFICIAL.columns[4:]))
RIGHT = replace(OFFICIAL, columns=(*OFFICIAL.columns, "previous"))
LOOKS = {"left": LEFT, "right": RIGHT}
SIDES = pytest.mark.parametrize("side", LOOKS)


@pytest.fixture
def made(scorer) -> Callable[..., Any]:
    """A workbook with other statuses of another round at a side of this round's. `drops`: which of
    the two has drop-downs."""

    def book(a: Assessment, side: str, this: str, other: str, drops: str = "status") -> Any:
        heads = {**HEADS, "status": this, "previous": other}
        made = workbook(a, scorer, replace(LOOKS[side], heads=heads))
        for name in SHEETS.values():
            for drop in list(made[name].data_validations.dataValidation):
                made[name].data_validations.dataValidation.remove(drop)
                if drops:
                    drop.sqref = type(drop.sqref)(
                        f"{letter(side, drops)}1:{letter(side, drops)}400"
                    )
                    made[name].add_data_validation(drop)
        return made

    return book


def letter(side: str, role: str) -> str:
    return "ABCDEFGHIJ"[LOOKS[side].columns.index(role)]


def cleared(book: Any, side: str, *roles: str, sheets: tuple[str, ...] = ()) -> Any:
    """The same without what stands beside items in some columns."""
    for name in sheets or SHEETS.values():
        for row in range(4, book[name].max_row + 1):
            if book[name].cell(row, 1).value not in (None, HEADS["number"]):
                for role in roles:
                    book[name][f"{letter(side, role)}{row}"].value = None
    return book


@pytest.mark.parametrize("drops", ["", "status", "previous"])
@SIDES
def test_without_a_year_it_is_this_rounds_at_either_side_of_an_earlier_year(
    side, drops, full, made, proposed
):
    found = proposed(saved(made(full, side, "Status", "Status 2024", drops)))
    assert found.assessment.statuses == full.statuses
    told = [f for f in found.findings if f.kind == "status_columns"]
    assert len(told) == len(SHEETS)
    taken = f"{letter(side, 'status')} 'Status'"
    assert {(f.said, f.facts["other"]) for f in told} == {("Status 2024", taken)}
    assert taken in sentence(told[0], Translator("id"))


@SIDES
def test_a_year_is_this_rounds_where_the_points_are_of_it(side, full, made, proposed):
    book = made(full, side, "Status 2026", "Status", "previous")
    assert proposed(saved(book)).assessment.statuses == full.statuses


@SIDES
def test_a_year_is_this_rounds_where_its_column_has_the_drop_downs(side, full, made, proposed):
    book = cleared(made(full, side, "Status 2026", "Status"), side, "score")
    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_a_year_is_this_rounds_where_all_other_heads_have_it(full, scorer, proposed):
    heads = {**HEADS, "previous": "Status"}
    heads |= {role: f"{HEADS[role]} 2026" for role in ("status", "score", "remark", "evidence")}
    book = workbook(full, scorer, replace(RIGHT, heads=heads))
    for sheet in book.worksheets:
        sheet.data_validations.dataValidation.clear()
    found = proposed(saved(cleared(book, "right", "score")))
    assert found.assessment.statuses == full.statuses


@SIDES
def test_where_nothing_tells_the_head_without_a_year_is_taken_and_told(side, full, made, proposed):
    book = cleared(made(full, side, "Status", "Status 2027", ""), side, "score")
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    assert len(kinds(found)["status_columns"]) == len(SHEETS)


@pytest.mark.parametrize("drops", ["", "status", "previous"])
@SIDES
def test_of_two_heads_alike_the_points_tell(side, drops, full, made, proposed):
    found = proposed(saved(made(full, side, "Status", "Status", drops)))
    assert found.assessment.statuses == full.statuses
    told = {f.facts["other"] for f in found.findings if f.kind == "status_columns"}
    assert told == {f"{letter(side, 'status')} 'Status'"}


@SIDES
def test_a_sheet_without_points_goes_by_those_of_the_others(side, full, made, proposed):
    book = made(full, side, "Status 2026", "Status", "previous")
    cleared(book, side, "score", sheets=("III Risiko", "V Pengelolaan Aset"))
    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_points_that_are_0_until_stage_3_counts_tell_nothing(made, scorer, proposed):
    some = everything(scorer, "2")
    book = made(some, "left", "Status", "Status", "")
    for name in SHEETS.values():
        for row in range(4, book[name].max_row + 1):
            item = book[name].cell(row, 1).value
            if item in scorer.position and scorer.position[item] in scorer.gate_of:
                book[name][f"{letter('left', 'score')}{row}"].value = 0
    assert proposed(saved(book)).assessment.statuses == some.statuses


@SIDES
def test_a_column_that_has_been_begun_is_filled_in_beside_last_years(
    side, full, made, library, proposed
):
    """Its drop-downs stayed with last year's, and the points are not of either."""
    book = cleared(made(full, side, "Status", "Status 2024", "previous"), side, "status", "remark")
    forms = WorkbookForms(library, Statuses)
    filled = forms.filled(Package(saved(book), "x.xlsx"), full, overwrite=True)
    assert filled.written["status"] == len(full.statuses)
    assert [f.holds for f in filled.findings if f.kind == "status_columns"] == [
        "Status 2024"
    ] * len(SHEETS)
    assert proposed(filled.data).assessment.statuses == full.statuses


def test_points_of_a_column_each_tell_nothing(full, made, scorer, proposed):
    """Each of two rounds has its own: then the head without a year counts."""
    look = replace(
        RIGHT, columns=(*RIGHT.columns, "extra"),
        heads={**HEADS, "previous": "Status 2027", "extra": "Skor 2027"},
    )  # fmt: skip
    book = workbook(full, scorer, look)
    known = Statuses(scorer.instrument)
    for name in SHEETS.values():
        sheet: Any = book[name]
        sheet.data_validations.dataValidation.clear()
        for row in range(4, sheet.max_row + 1):
            if (item := sheet.cell(row, 1).value) in scorer.instrument.items:
                code: Any = known.code(item, sheet.cell(row, 9).value)
                sheet.cell(row, 10).value = points(scorer, item, code)
    assert proposed(saved(book)).assessment.statuses == full.statuses


@pytest.mark.parametrize("drops", [False, True])
@SIDES
def test_points_of_an_earlier_year_are_of_that_years_statuses_only(
    side, drops, full, scorer, proposed
):
    """This year has no points yet, so that nothing else is of last year's than last year's."""
    last = ("previous", "score", "extra")
    this = ("status", "remark")
    columns = (*last, *this) if side == "left" else (*this, *last)
    given = replace(full, answers={i: Answer(a.status, "ini") for i, a in full.answers.items()})
    heads = {"previous": "Status 2025", "score": "Skor 2025", "extra": "Keterangan 2025"}
    look = replace(OFFICIAL, columns=("number", "question", *columns), heads={**HEADS, **heads})
    book: Any = workbook(given, scorer, look)
    known = Statuses(scorer.instrument)
    at = {role: n + 1 for n, role in enumerate(look.columns)}
    for name in SHEETS.values():
        sheet = book[name]
        if not drops:
            sheet.data_validations.dataValidation.clear()
        for row in range(4, sheet.max_row + 1):
            if (item := sheet.cell(row, 1).value) in scorer.instrument.items:
                code: Any = known.code(item, sheet.cell(row, at["previous"]).value)
                sheet.cell(row, at["score"]).value = points(scorer, item, code)
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    assert {s.note for s in found.answers.values()} == {"ini"}
    assert not found.points
    told = {
        f.facts["other"].partition(" ")[2] for f in found.findings if f.kind == "status_columns"
    }
    assert told == {"'Status'"}


# -- what stands beside -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("this", "other", "remark", "old"),
    [("Status", "Status 2024", "", "Keterangan 2024"),
     ("Status", "Status 2024", "Keterangan", "Keterangan 2024"),
     ("Status 2026", "Status", "Keterangan 2026", "Keterangan")],
)  # fmt: skip
def test_remarks_are_of_the_same_round(this, other, remark, old, full, scorer, proposed):
    given = replace(full, answers={**full.answers, "2.1": Answer("1", "ini" if remark else "")})
    look = replace(
        OFFICIAL,
        columns=(*OFFICIAL.columns[:4], "previous", "extra", *OFFICIAL.columns[4:]),
        heads={**HEADS, "status": this, "previous": other, "remark": remark, "extra": old},
    )
    found = proposed(saved(workbook(given, scorer, look)))
    assert found.assessment.statuses == given.statuses
    assert found.answers["2.1"].note == ("ini" if remark else "")
    assert "Pokja 1" not in {s.note for s in found.answers.values()}
    assert old in {f.said for f in found.lost if f.kind == "unread_column"}
