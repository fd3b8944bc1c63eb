"""Letters of an item's own options: one is an answer, several are none."""

from __future__ import annotations

from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import random_assessment, saved, workbook

SHEET, ITEM = "I Kategori SE", "1.1"


def said(text: str, scorer, *, points: bool = True) -> Any:
    """A workbook that says this of the item, and points for it."""
    book = workbook(random_assessment(21, scorer, share=1), scorer, "official")
    sheet: Any = book[SHEET]
    row = next(r for r in range(1, 400) if sheet.cell(r, 1).value == ITEM)
    sheet.cell(row, 5).value = text
    sheet.cell(row, 6).value = 5 if points else None
    return book


@pytest.mark.parametrize(
    "text",
    [
        "A atau B", "a atau b", "A dan B", "A dan/atau B", "A or B", "A and C", "A ke B", "A to B",
        "A s.d. C", "A s/d C", "A sd C", "A sampai C", "A sampai dengan C", "A hingga C",
        "A - C", "A-C", "A – C", "A/B", "A / B", "A & B", "A, B", "A,B", "A, B dan C", "A + B",
        "A; B", "A -> B", "A B", "A\nB", "A. B.",
        "opsi b atau c", "Opsi A atau Opsi B", "Opsi A/B", "[A] atau [B]", "(A)/(B)", "A) atau B)",
        "A. atau B.", "'A' atau 'B'", "A (atau B)", "A atau B, masih dibahas",
        "A / B (belum pasti)", "A - B masih dibahas", "B or A pending", "B - A atau C",
    ],
)  # fmt: skip
def test_two_letters_are_told_and_none_is_taken(text, scorer, proposed):
    """Not by the workbook's points either: whichever it counted, somebody has not decided."""
    found = proposed(saved(said(text, scorer)))
    assert ITEM not in found.assessment.statuses
    (finding,) = (f for f in found.findings if f.item == ITEM)
    assert (finding.kind, finding.said) == ("status", text)


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("A. Lebih dari Rp 30 miliar", "A"), ("A.Lebih dari Rp 30 miliar", "A"),
        ("B - di atas Rp 3 miliar", "B"), ("c) di bawah Rp 3 miliar", "C"),
        ("[B] Rp 3-30 miliar", "B"),
        ("A. Has a network of more than 1,000 users", "A"), ("A. A network of 1,000 users", "A"),
        ("B. a network", "B"), ("B - A network of 1,000 users", "B"), ("B: a network", "B"),
        ("B) To a limited degree", "B"), ("C. Or a smaller one", "C"), ("A - A network", "A"),
        ("B. Between a and c", "B"), ("C. A dan B tidak terpenuhi", "C"),
        ("A - dan sejenisnya", "A"), ("A - B2B", "A"), ("A - C-level approval", "A"),
        ("A (lebih dari Rp 30 miliar)", "A"), ("Opsi B - a network", "B"), ("A, A", None),
    ],
)  # fmt: skip
def test_one_letter_with_its_text_is_read(text, letter, scorer, proposed):
    """A text that begins with an article, or has other letters later on, says one all the same.
    What was no letter before stays none."""
    found = proposed(saved(said(text, scorer, points=False)))
    assert found.assessment.statuses.get(ITEM) == letter


def test_two_letters_in_a_blank_workbook_are_not_there_already(scorer, library):
    book = said("A atau B", scorer)
    forms = WorkbookForms(library, Statuses)
    filled = forms.filled(
        Package(saved(book), "blank.xlsx"), Assessment("kami-5.0", answers={ITEM: Answer("A")})
    )
    assert filled.same["status"] == 0
    assert [(f.kind, f.holds) for f in filled.left_out] == [("holds", "A atau B")]
