"""Last year's column beside this year's: the latest year counts, whatever stands in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.filling import Filled
from tests.exchange.lookalike import HEADS, LAYOUTS, SHEETS, saved, workbook
from tests.exchange.told import AREA2, kinds, row_of

EMPTY = Assessment("kami-5.0")
OFFICIAL = LAYOUTS["official"]
LEFT = replace(OFFICIAL, columns=("number", "extra", *OFFICIAL.columns[1:]))
"""Last year's statuses stand left of this year's."""
RIGHT = replace(OFFICIAL, columns=(*OFFICIAL.columns, "extra"))
LOOKS = {"left": LEFT, "right": RIGHT}


@pytest.fixture
def fill(library):
    forms = WorkbookForms(library, Statuses)

    def filled(book: Any, assessment: Assessment, **more: Any) -> Filled:
        return forms.filled(Package(saved(book), "blank.xlsx"), assessment, **more)

    return filled


@pytest.fixture
def made(scorer) -> Callable[..., Any]:
    """A workbook with a second column of statuses, in which everything has its second option."""

    def book(assessment: Assessment, look: str, this: str, last: str, *, drops: bool = True) -> Any:
        heads = {**HEADS, "status": this, "extra": last}
        made = workbook(assessment, scorer, replace(LOOKS[look], heads=heads))
        column = LOOKS[look].columns.index("extra") + 1
        for name in SHEETS.values():
            sheet: Any = made[name]
            for row in range(1, sheet.max_row + 1):
                if (item := sheet.cell(row, 1).value) in scorer.instrument.items:
                    sheet.cell(row, column).value = lowest(scorer, item)
            if not drops:
                sheet.data_validations.dataValidation.clear()
        return made

    return book


def lowest(scorer, item: str) -> str:
    option = scorer.instrument.options(item)[0]
    own = scorer.instrument.items[item].options is not None
    said: str = option.code if own else option.label.id
    return said


def column(look: str, role: str) -> int:
    return LOOKS[look].columns.index(role) + 1


def values(filled: Filled, look: str, role: str) -> dict[str, Any]:
    """What stands in a column, by item."""
    found = {}
    for sheet in read(Package(filled.data, "x.xlsx")).sheets:
        for row in sheet.rows:
            cell = sheet.at(row, column(look, role))
            if sheet.name in SHEETS.values() and cell is not None:
                found[sheet.text(row, 1)] = cell.value
    return found


HEADED = pytest.mark.parametrize(
    ("this", "last"),
    [("Status 2026", "Status 2025"), ("Status (Tahun 2026)", "STATUS TA 2025"),
     ("Jawaban 2026", "Jawaban\n2024/2025")],
)  # fmt: skip


@HEADED
@pytest.mark.parametrize("look", LOOKS)
def test_the_latest_year_is_read_on_every_sheet(look, this, last, full, made, scorer, proposed):
    some = replace(full, answers={i: full.answers[i] for i in ("2.1", "3.4", "6.2")})
    for assessment in (full, some):
        found = proposed(saved(made(assessment, look, this, last)))
        assert found.assessment.statuses == assessment.statuses
        assert len(kinds(found)["status_columns"]) == len(SHEETS)


@HEADED
@pytest.mark.parametrize("drops", [False, True])
@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("look", LOOKS)
def test_the_latest_year_is_filled_in(look, overwrite, drops, this, last, full, made, scorer, fill):
    filled = fill(made(EMPTY, look, this, last, drops=drops), full, overwrite=overwrite)
    assert not filled.left_out
    assert filled.written["status"] == len(full.statuses)
    left = values(filled, look, "extra")
    assert {i: left[i] for i in full.statuses} == {i: lowest(scorer, i) for i in full.statuses}


def years_above(sheet: Any, look: str, this: Any, last: Any, below: bool) -> None:
    head = next(r for r in range(1, 12) if sheet.cell(r, 1).value == HEADS["number"])
    sheet.insert_rows(head + below)
    at = head + below
    sheet.cell(at, column(look, "status")).value = this
    sheet.cell(at, column(look, "extra")).value = last


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(("this", "last"), [("Tahun 2026", "Tahun 2025"), (2026, 2025)])
def test_a_year_above_or_below_the_heads_counts(this, last, below, full, made, scorer, proposed):
    some = replace(full, answers={i: full.answers[i] for i in ("2.1", "3.4", "6.2")})
    book = made(some, "right", "Status", "Status")
    for name in SHEETS.values():
        for merged in [str(m) for m in book[name].merged_cells.ranges]:
            book[name].unmerge_cells(merged)
        years_above(book[name], "right", this, last, below)

    found = proposed(saved(book))

    assert found.assessment.statuses == some.statuses
    told = [f for f in found.findings if f.kind == "status_columns"]
    assert {(f.said, f.facts["other"]) for f in told} == {("Status 2025", "E 'Status 2026'")}


def test_a_sheet_with_the_earlier_year_only_has_none_of_this_round(full, made, scorer, proposed):
    book = made(full, "right", "Status 2026", "Status 2025")
    sheet: Any = book["III Risiko"]
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, column("right", "status")).value = None

    found = proposed(saved(book))

    area3 = {i for i in full.statuses if i[0] == "3"}
    assert found.assessment.statuses == {i: s for i, s in full.statuses.items() if i not in area3}
    assert [p.partition("!")[0] for p in kinds(found)["no_status"]] == ["III Risiko"]
    assert "Status 2025" in {f.said for f in found.lost if f.kind == "unread_column"}


def test_one_year_in_a_head_is_a_head_like_others(full, scorer, proposed):
    look = replace(OFFICIAL, heads={**HEADS, "status": "Status 2025"})
    found = proposed(saved(workbook(full, scorer, look)))
    assert found.assessment.statuses == full.statuses
    assert not found.findings


def test_remarks_are_those_of_the_latest_year(scorer, proposed):
    given = Assessment("kami-5.0", answers={"2.1": Answer("1", "tahun ini")})
    look = replace(
        OFFICIAL,
        columns=("number", "extra", *OFFICIAL.columns[1:]),
        heads={**HEADS, "remark": "Keterangan 2026", "extra": "Keterangan 2025"},
    )
    book = workbook(given, scorer, look)
    book[AREA2].cell(row_of(book[AREA2], "2.1"), 2).value = "tahun lalu"
    found = proposed(saved(book))
    assert found.answers["2.1"].note == "tahun ini"
    assert [f.said for f in found.lost] == ["Keterangan 2025"]


# -- heads that do not tell ----------------------------------------------------------------------


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("look", LOOKS)
def test_of_two_alike_the_one_with_drop_downs_is_filled_in(look, overwrite, full, made, fill):
    filled = fill(made(EMPTY, look, "Status", "Status"), full, overwrite=overwrite)
    assert not filled.left_out
    assert filled.written["status"] == len(full.statuses)


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("this", ["Status", "Status 2026"])
@pytest.mark.parametrize("look", LOOKS)
def test_answers_that_may_be_last_years_are_not_written_over(
    look, this, overwrite, full, made, scorer, fill
):
    """Not even the lowest ones, as a workbook is handed out with."""
    book = made(EMPTY, look, this, "Status", drops=False)

    filled = fill(book, full, overwrite=overwrite)

    assert filled.written["status"] == 0
    assert {f.kind for f in filled.left_out} == {"two_columns"}
    told = {f.item for f in filled.left_out}
    same = {i for i in full.statuses if i not in told}
    assert len(same) == filled.same["status"]
    assert values(filled, look, "extra").keys() >= full.statuses.keys()


def test_beside_last_years_a_plain_head_is_this_rounds(full, made, fill, proposed):
    """Also where it has answers that are to be written over."""
    book = made(full, "right", "Status", "Status 2025", drops=False)
    assert proposed(saved(book)).assessment.statuses == full.statuses
    other = replace(full, answers={**full.answers, "2.1": Answer("0")})
    assert not fill(book, other, overwrite=True).left_out


def test_a_list_of_other_words_is_no_drop_down_of_statuses(full, made, scorer, proposed):
    book = made(full, "left", "Status", "Status", drops=False)
    for name in SHEETS.values():
        drop = DataValidation(type="list", formula1='"Selesai,Belum"')
        book[name].add_data_validation(drop)
        drop.add("B1:B400")
        for row in range(1, book[name].max_row + 1):
            if book[name].cell(row, 1).value in scorer.instrument.items:
                book[name].cell(row, 2).value = "Selesai"
    assert proposed(saved(book)).assessment.statuses == full.statuses


@pytest.mark.parametrize("drops", [False, True])
def test_the_same_column_is_read_on_all_sheets_also_where_another_has_more_answers(
    drops, full, made, scorer, proposed
):
    """Told by drop-downs on other sheets, or by where most answers are."""
    book = made(full, "right", "Status", "Status", drops=drops)
    sheet: Any = book["III Risiko"]
    sheet.data_validations.dataValidation.clear()
    for item in ("3.2", "3.3", "3.4", "3.5"):
        sheet.cell(row_of(sheet, item), column("right", "status")).value = None
    left = {i: s for i, s in full.statuses.items() if i not in ("3.2", "3.3", "3.4", "3.5")}
    assert proposed(saved(book)).assessment.statuses == left


def test_a_sheet_without_drop_downs_is_filled_in_as_the_others_are(full, made, fill):
    book = made(EMPTY, "left", "Status", "Status")
    book["III Risiko"].data_validations.dataValidation.clear()
    filled = fill(book, full)
    assert not filled.left_out
    assert filled.written["status"] == len(full.statuses)


@pytest.mark.parametrize("last", ["left", "right"])
def test_remarks_are_those_beside_the_statuses_that_are_taken(last, full, scorer, proposed):
    """Where nothing but drop-downs tells the two rounds apart."""
    look = replace(
        OFFICIAL,
        columns=(*OFFICIAL.columns[:4], "previous", "extra", *OFFICIAL.columns[4:])
        if last == "left"
        else (*OFFICIAL.columns, "previous", "extra"),
        heads={**HEADS, "previous": "Status", "extra": "Keterangan"},
    )
    found = proposed(saved(workbook(full, scorer, look)))
    assert found.assessment.statuses == full.statuses
    assert {i: a.note for i, a in found.assessment.answers.items()} == {
        i: a.note for i, a in full.answers.items()
    }


def test_a_sheet_of_two_earlier_years_has_none_of_this_round(full, made, proposed):
    book = made(full, "right", "Status 2026", "Status 2025")
    sheet: Any = book["III Risiko"]
    head = next(r for r in range(1, 12) if sheet.cell(r, 5).value == "Status 2026")
    sheet.cell(head, 5).value = "Status 2024"
    found = proposed(saved(book))
    assert not {i for i in found.assessment.statuses if i[0] == "3"}
    assert [p.partition("!")[0] for p in kinds(found)["no_status"]] == ["III Risiko"]
    assert {"Status 2024", "Status 2025"} <= {f.said for f in found.lost}
