"""Two sheets with the same items: an answer comes from one of them only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.exchange.workbook.words import words
from kami_tui.i18n.filling import sentence as filling_sentence
from kami_tui.i18n.intake import sentence
from kami_tui.i18n.translator import Translator
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.intake_preview import preview
from tests.exchange.lookalike import saved, workbook
from tests.exchange.told import AREA2, everything, kinds, row_of

THIS = Assessment(
    "kami-5.0",
    answers={"2.1": Answer("1", "baru", ("E1",)), "2.2": Answer("2")},
    evidence={"E1": Evidence("SK 2026")},
)
OTHER = ("Diterapkan Secara Menyeluruh", "lama", "SK 2025")


@pytest.fixture
def made(scorer) -> Callable[..., Any]:
    """A sheet with two answers, called `this`, and a copy in which everything is answered."""

    def book(name: str, this: str = AREA2, *, first: bool = False, same: bool = False) -> Any:
        made = workbook(THIS, scorer, "official")
        own: Any = made[AREA2]
        copy: Any = made.copy_worksheet(own)
        for choices in own.data_validations.dataValidation:
            copy.add_data_validation(choices)
        for item in scorer.instrument.area("2").items:
            if not (same and item.id in THIS.answers):
                for column, value in zip((5, 7, 8), OTHER, strict=True):
                    copy.cell(row_of(copy, item.id), column).value = value
        copy.title, own.title = name, this
        if first:
            made.move_sheet(copy, -len(made.worksheets) + 1)
        return made

    return book


def said(proposal) -> dict[str, tuple[str | None, str, tuple[str, ...]]]:
    return {
        i: (s.status, s.note, tuple(e.title for e in s.evidence))
        for i, s in proposal.answers.items()
    }


TAKEN = {"2.1": ("1", "baru", ("SK 2026",)), "2.2": ("2", "", ())}


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize(
    ("name", "this"),
    [("Tata Kelola 2025", AREA2), ("II Tata Kelola (2025)", "II Tata Kelola 2026"),
     ("2024-2025 II", "Tata Kelola 2025-2026")],
)  # fmt: skip
def test_an_earlier_rounds_copy_answers_nothing_and_is_told_once(name, this, first, made, proposed):
    found = proposed(saved(made(name, this, first=first)))
    assert said(found) == TAKEN
    (told,) = found.lost
    assert (told.kind, told.place.partition("!")[0]) == ("left_alone_said", name)
    assert told.facts["other"] == this
    assert "earlier round" in sentence(told, Translator("en"))
    assert "putaran yang lebih awal" in sentence(told, Translator("id"))


def test_nothing_is_written_into_an_earlier_rounds_copy(full, made, library):
    package = Package(saved(made("Tata Kelola 2025", first=True)), "x.xlsx")
    filled = WorkbookForms(library, Statuses).filled(package, full, overwrite=True)
    assert not filled.left_out
    assert filled.written["status"] == len(full.statuses) - sum(
        full.statuses[i] == s for i, s in THIS.statuses.items()
    )
    before, after = (
        read(p).sheet("Tata Kelola 2025") for p in (package, Package(filled.data, "x"))
    )
    assert before.cells == after.cells


@pytest.fixture
def shorter(full, scorer) -> Any:
    """Of this round there are 12 items of area 2, and all of them of an earlier one."""
    book: Any = workbook(full, scorer, "official")
    own = book[AREA2]
    book.copy_worksheet(own).title = "II 2025"
    own.title = "II 2026"
    own.delete_rows(row_of(own, "2.13"), 40)
    return book


LEFT = [f"2.{n}" for n in range(13, 23)]


def test_items_on_a_sheet_that_was_left_alone_are_not_called_missing(
    shorter, full, scorer, proposed
):
    found = proposed(saved(shorter))
    assert {i for i in full.statuses if i not in found.assessment.statuses} == {*LEFT}
    (told,) = (f for f in found.findings if f.kind == "items_left")
    assert (told.said.split(", "), told.place.partition("!")[0]) == (LEFT, "II 2025")
    assert told.lost
    assert "only on this sheet, which was left alone" in sentence(told, Translator("en"))
    assert "hanya ada pada lembar ini, yang dibiarkan" in sentence(told, Translator("id"))
    assert not {"items_missing", "area_missing"} & kinds(found).keys()
    why = {g.figure.area: g.why for g in preview(found, scorer).gaps if g.figure.name == "area"}
    assert why == {"2": ("not_understood",)}


def test_what_was_not_written_to_such_items_is_told_so(shorter, full, library):
    package = Package(saved(shorter), "x.xlsx")
    filled = WorkbookForms(library, Statuses).filled(package, full)
    told = {f.item: f for f in filled.left_out if f.field == "status"}
    assert [*told] == LEFT
    assert {f.kind for f in told.values()} == {"elsewhere"}
    assert all(f.place.startswith("II 2025!") for f in told.values())
    assert "a sheet that was left alone" in filling_sentence(told["2.13"], Translator("en"))
    assert "lembar yang dibiarkan" in filling_sentence(told["2.13"], Translator("id"))


# -- a year in one name, none in the other ----------------------------------------------------


@pytest.fixture
def beside(full, scorer) -> Callable[..., Any]:
    """`full` on a sheet whose name has a year, beside the form's own, on which area 2 says
    otherwise: nothing, its lowest answers, or others. `date`: of filling in."""

    def book(answers: str, date: str, name: str = f"{AREA2} 2026", *, first: bool = False) -> Any:
        given = replace(full, profile=replace(full.profile, date=date))
        made: Any = workbook(given, scorer, "official")
        own = made[AREA2]
        copy = made.copy_worksheet(own)
        for choices in own.data_validations.dataValidation:
            copy.add_data_validation(choices)
        copy.title = name
        for item in scorer.instrument.area("2").items:
            row, options = row_of(own, item.id), scorer.instrument.options(item.id)
            place = [o.code for o in options].index(full.answers[item.id].status)
            other = {"none": None, "lowest": options[0], "other": options[place - 1]}[answers]
            own.cell(row, 5).value = other and other.label.id
            for column in (6, 7, 8):
                own.cell(row, column).value = None
        if first:
            made.move_sheet(copy, -len(made.worksheets) + 1)
        return made

    return book


FIRST = pytest.mark.parametrize("first", [False, True])
TWO = ("left_alone", "left_alone_said", "rows_differ", "second_sheet", "duplicate")


@FIRST
@pytest.mark.parametrize("answers", ["none", "lowest"])
def test_blank_sheets_beside_those_of_the_year_of_filling_are_left_alone_in_silence(
    answers, first, full, beside, proposed
):
    found = proposed(saved(beside(answers, "2026-09-15", first=first)))
    assert found.assessment.statuses == full.statuses
    assert not {*TWO} & kinds(found).keys()


@FIRST
@pytest.mark.parametrize("text", ["", "Senin, 15 September 2026"])
def test_a_sheet_without_a_year_is_not_this_rounds_beside_one_of_the_year_of_filling(
    text, first, full, beside, proposed
):
    book = beside("other", "2026-09-15", first=first)
    for row in book["Identitas Responden"].iter_rows():
        for cell in row:
            cell.value = text if text and cell.is_date else cell.value
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    (told,) = (f for f in found.findings if f.kind in TWO)
    assert (told.kind, told.place.partition("!")[0]) == ("left_alone_said", AREA2)
    assert "has the year of the date of filling in" in sentence(told, Translator("en"))
    assert "tahun tanggal pengisian" in sentence(told, Translator("id"))


@FIRST
def test_nothing_is_written_into_a_blank_sheet_beside_that_of_the_year_of_filling(
    first, full, beside, library
):
    package = Package(saved(beside("none", "2026-09-15", first=first)), "x.xlsx")
    filled = WorkbookForms(library, Statuses).filled(package, full)
    assert filled.same["status"] == len(full.statuses)
    assert not filled.written["status"]


@FIRST
@pytest.mark.parametrize(
    ("answers", "date"), [("lowest", ""), ("lowest", "2027-01-10"), ("other", "2025-12-01")]
)
def test_where_nothing_tells_the_round_neither_is_taken(
    answers, date, first, full, beside, proposed
):
    """Handed-out answers are no later round's; a year after that of filling in is next year's."""
    found = proposed(saved(beside(answers, date, first=first)))
    told = {f.item for f in found.findings if f.kind == "rows_differ"}
    assert {i for i in full.statuses if i not in found.assessment.statuses} == told
    assert told
    assert all(i.startswith("2.") for i in told)
    assert not {"left_alone", "left_alone_said"} & kinds(found).keys()


@FIRST
@pytest.mark.parametrize(("answers", "date"), [("other", ""), ("other", "2027-01-10"),
                                               ("none", "2027-01-10")])  # fmt: skip
def test_a_year_before_that_of_filling_is_an_earlier_round(
    answers, date, first, full, beside, proposed
):
    found = proposed(saved(beside(answers, date, first=first)))
    taken = {i: s for i, s in found.assessment.statuses.items() if i.startswith("2.")}
    assert all(full.statuses[i] != s for i, s in taken.items())
    assert len(taken) == (22 if answers == "other" else 0)
    (told,) = (f for f in found.findings if f.kind in TWO)
    assert "earlier round" in sentence(told, Translator("en"))


@pytest.mark.parametrize(
    ("name", "year"),
    [("II ISO 27001 2022", 0), ("27001:2022", 0), ("ISO27001:2022", 0), ("II 27001-2022", 0),
     ("SNI ISO/IEC 27001 (2022) II", 0), ("COBIT 2019", 0), ("ISO 27001 tahun 2026", 2026),
     ("ISO 27001:2022, 2026", 2026), ("II 2026", 2026), ("2025/2026", 2026)],
)  # fmt: skip
def test_the_year_of_a_standard_is_no_round(name, year):
    assert words().year(name) == year


@FIRST
def test_a_sheet_named_after_a_standard_is_of_no_earlier_round(first, full, beside, proposed):
    found = proposed(saved(beside("other", "", "II ISO 27001 2022", first=first)))
    assert {i for i in full.statuses if i not in found.assessment.statuses} == {
        f.item for f in found.findings if f.kind == "rows_differ"
    }
    assert "rows_differ" in kinds(found)


def test_a_list_without_a_year_does_not_come_before_the_form_with_one(full, scorer, proposed):
    book: Any = workbook(full, scorer, "official")
    book[AREA2].title = "II Tata Kelola 2026"
    plan = book.create_sheet("Rencana Tindak Lanjut", 0)
    plan.append(["No", "Rekomendasi", "Status"])
    for item in scorer.instrument.area("2").items:
        plan.append([item.id, "Susun prosedurnya", "Dalam Perencanaan"])
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    assert kinds(found)["left_alone_said"] == [f"{plan.title}!A2"]


def test_what_only_a_second_sheet_says_is_not_taken_and_told_item_by_item(made, scorer, proposed):
    found = proposed(saved(made("II Tata Kelola (2)", same=True)))
    assert said(found) == TAKEN
    told = [f for f in found.findings if f.kind == "second_sheet"]
    own = [i.id for i in scorer.instrument.area("2").items]
    assert [f.item for f in told] == [i for i in own if i not in TAKEN]
    assert {f.said for f in told} == {"; ".join(OTHER)}
    assert all(f.lost and f.place.startswith("II Tata Kelola (2)!") for f in told)
    assert [f.item for f in found.findings if f.kind == "duplicate"] == [*TAKEN]
    assert "hide or remove" in sentence(told[0], Translator("en"))
    assert "sembunyikan atau hapus" in sentence(told[0], Translator("id"))


def test_documents_of_a_second_sheet_are_not_joined_to_those_of_the_first(made, proposed):
    book = made("II Tata Kelola (2)", same=True)
    sheet: Any = book["II Tata Kelola (2)"]
    sheet.cell(row_of(sheet, "2.1"), 8).value = "SK 2026\nSK 2025"
    sheet.cell(row_of(sheet, "2.2"), 7).value = "lama"
    found = proposed(saved(book))
    assert said(found) == TAKEN
    told = {f.item: f.said for f in found.findings if f.kind == "second_sheet"}
    assert (told["2.1"], told["2.2"]) == ("SK 2025", "lama")


def test_items_may_be_on_one_sheet_or_the_other(full, scorer, proposed):
    book: Any = workbook(full, scorer, "official")
    one, two = book[AREA2], book.copy_worksheet(book[AREA2])
    two.title = "Tata Kelola lanjutan"
    split = row_of(one, "2.12")
    one.delete_rows(split, 40)
    two.delete_rows(row_of(two, "2.1"), split - row_of(two, "2.1"))
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    assert not {"second_sheet", "left_alone_said"} & kinds(found).keys()


# -- figures ------------------------------------------------------------------------------------


def test_no_reason_is_given_that_cannot_make_a_figure_less_than_ours(scorer, proposed):
    """An answer that was not understood counts there, and can only make it more."""
    full = everything(scorer, "1")
    book: Any = workbook(full, scorer, "official")
    book[AREA2].cell(row_of(book[AREA2], "2.5"), 5).value = "Sedang disusun"
    dashboard = book["Dashboard"]
    for row in range(1, 20):
        head = str(dashboard.cell(row, 2).value)
        if head == scorer.instrument.area("2").name.id or "Kelengkapan" in head:
            dashboard.cell(row, 3).value = 2
    book[AREA2].delete_rows(book[AREA2].max_row)  # the sum below the items

    gaps = preview(proposed(saved(book)), scorer).gaps

    why = {(g.figure.name, g.figure.area): g.why for g in gaps}
    assert why == {("area", "2"): ("unknown",), ("total", ""): ("unknown",)}
