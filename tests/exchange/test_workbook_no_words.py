"""Words that say that there is nothing, or only that there is something: a remark, no document."""

from __future__ import annotations

from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.i18n.intake import sentence
from kami_tui.i18n.translator import Translator
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import saved, workbook
from tests.exchange.told import AREA2, row_of

EMPTY = Assessment("kami-5.0")
REMARK, EVIDENCE = 7, 8


@pytest.fixture
def book(scorer):
    """A form nobody has filled in, with these words in a column beside 2.1."""

    def made(column: int, said: object, link: str = "") -> bytes:
        one = workbook(EMPTY, scorer, "official")
        cell: Any = one[AREA2].cell(row_of(one[AREA2], "2.1"), column)
        cell.value = said
        if link:
            cell.hyperlink = link
        return saved(one)

    return made


@pytest.mark.parametrize("said", ["Tidak ada", "N/A", "nihil", "Belum ada", "v", "?"])
def test_a_remark_is_whatever_a_person_typed(said, book, proposed):
    found = proposed(book(REMARK, said))
    assert (found.answers["2.1"].note, found.lost) == (said, ())


@pytest.mark.parametrize(
    "said",
    [
        "Tidak ada", "N/A", "nihil", "- belum ada", "-", ".", False, 0, "Tidak", "belum", "BELUM.",
        "(tidak ada)", "tidak ada dokumen", "tidak, belum ada", "Tidak\nBelum", "FALSE",
    ],
)  # fmt: skip
def test_no_document_is_none(said, book, proposed):
    found = proposed(book(EVIDENCE, said))
    assert (dict(found.answers), found.lost) == ({}, ())


@pytest.mark.parametrize(
    "said",
    [
        "v", "√", "✓", "?", "Ada", "sda", "s.d.a.", "IDEM", "x", "Terlampir", "- ada", True, 1, "1",
        "ADA.", "ya, ada", "ada/terlampir", "Sudah ada (terlampir)", "TBD", "menyusul",
        "akan dilampirkan", "belum dilampirkan", "ya, tidak ada",
    ],
)  # fmt: skip
def test_a_tick_where_documents_should_be_named_is_told_and_makes_none(said, book, proposed):
    found = proposed(book(EVIDENCE, said))
    assert dict(found.answers) == {}
    (told,) = found.lost
    assert (told.kind, told.item) == ("evidence", "2.1")
    word = "TRUE" if said is True else str(said).removeprefix("- ")
    assert (told.said, sentence(told, Translator("en"))) == (word, f"'{word}' names no document")


@pytest.mark.parametrize(
    "title", ["Dokumen 1", "SOP belum disahkan", "ada SK 12/2025", "V-1", "1/1", "Ya" * 60, "10"]
)
def test_words_beside_others_are_a_title(title, book, proposed):
    found = proposed(book(EVIDENCE, title))
    assert ([e.title for e in found.answers["2.1"].evidence], found.lost) == ([title], ())


def test_a_column_of_boxes_that_nobody_ticked_says_nothing(scorer, proposed):
    one = workbook(EMPTY, scorer, "official")
    for sheet in one.worksheets[2:-1]:
        for row in range(5, sheet.max_row):
            sheet.cell(row, EVIDENCE).value = False
    found = proposed(saved(one))
    assert (dict(found.answers), found.findings) == ({}, ())


def test_beside_a_tick_the_document_is_taken(book, proposed):
    found = proposed(book(EVIDENCE, "Ada\nSK Tim 12/2025; Adendum 1"))
    assert [e.title for e in found.answers["2.1"].evidence] == ["SK Tim 12/2025", "Adendum 1"]
    assert [f.said for f in found.lost] == ["Ada"]


def test_a_tick_that_is_a_link_is_the_document_it_leads_to(book, proposed):
    found = proposed(book(EVIDENCE, "Ada", link="https://kami.contoh.go.id/SK%20Tim.pdf"))
    ((entry,), lost) = found.answers["2.1"].evidence, found.lost
    assert (entry.title, entry.location) == ("SK Tim.pdf", "https://kami.contoh.go.id/SK%20Tim.pdf")
    assert lost == ()


def test_such_a_remark_is_filled_in_and_read_back_equal(book, library, proposed):
    """And one that stands there is written over only where that was asked for."""
    fill = WorkbookForms(library, Statuses)
    ours = Assessment("kami-5.0", answers={"2.1": Answer("1", "Tidak ada")})
    filled = fill.filled(Package(book(REMARK, None), "a.xlsx"), ours)
    assert proposed(filled.data).assessment.answers == ours.answers

    again = fill.filled(Package(filled.data, "a.xlsx"), ours)
    assert (again.same, again.findings) == ({"status": 1, "remark": 1}, ())

    other = Assessment("kami-5.0", answers={"2.1": Answer("1", "SK sudah ada.")})
    (told,) = fill.filled(Package(filled.data, "a.xlsx"), other).findings
    assert (told.kind, told.field, told.holds) == ("holds", "remark", "Tidak ada")
