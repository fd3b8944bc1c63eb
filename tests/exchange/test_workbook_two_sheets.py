"""Two sheets with the same items: an answer comes from one of them only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
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
