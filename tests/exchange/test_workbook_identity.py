"""The sheet of who is assessed: heads beside, above, or in one cell with what was filled in."""

from __future__ import annotations

from typing import Any

import pytest

from kami_tui.domain.answers import Assessment
from tests.exchange.lookalike import random_assessment, saved, workbook
from tests.exchange.told import kinds

SHEET = "Identitas Responden"
FIRST, LAST = 4, 12


@pytest.fixture
def assessment(scorer) -> Assessment:
    return random_assessment(21, scorer, share=1)


@pytest.fixture
def book(assessment, scorer) -> Any:
    return workbook(assessment, scorer, "official")


def lines(book: Any) -> list[tuple[str, Any, str]]:
    """Heads, values and formats of the form; takes them out of it."""
    found, sheet = [], book[SHEET]
    for row in range(FIRST, LAST + 1):
        cell = sheet.cell(row, 4)
        found.append((sheet.cell(row, 2).value, cell.value, cell.number_format))
        for column in (2, 3, 4):
            sheet.cell(row, column).value = None
            sheet.cell(row, column).number_format = "General"
    return found


def put(sheet: Any, row: int, column: int, value: Any, code: str = "General") -> None:
    sheet.cell(row, column).value = value
    sheet.cell(row, column).number_format = code


def test_values_below_their_heads(book, assessment, proposed):
    for n, (head, value, code) in enumerate(lines(book)):
        put(book[SHEET], FIRST + 2 * n, 2, head)
        put(book[SHEET], FIRST + 2 * n + 1, 2, value, code)
    found = proposed(saved(book))
    assert found.assessment.profile == assessment.profile
    assert not found.findings


def test_values_below_their_heads_in_two_columns(book, assessment, proposed):
    for n, (head, value, code) in enumerate(lines(book)):
        row, column = FIRST + 3 * (n // 2), 2 + 3 * (n % 2)
        put(book[SHEET], row, column, head)
        put(book[SHEET], row + 1, column, value, code)
    assert proposed(saved(book)).assessment.profile == assessment.profile


def test_an_empty_line_of_such_a_form_is_empty_and_unknown_lines_are_told(book, proposed):
    for n, (head, value, code) in enumerate(lines(book)):
        put(book[SHEET], FIRST + 2 * n, 2, "Situs Web" if head == "Alamat" else head)
        if head != "Email":
            put(book[SHEET], FIRST + 2 * n + 1, 2, value, code)
    found = proposed(saved(book))
    profile = found.assessment.profile
    assert (profile.address, profile.email, profile.assessor) == ("", "", "Hukum Contoh")
    assert kinds(found) == {"profile_other": [f"{SHEET}!B9"]}


@pytest.mark.parametrize("mark", [" : ", ": ", ":"])
def test_head_and_value_in_one_cell(mark, book, assessment, proposed):
    for n, (head, value, _) in enumerate(lines(book)):
        said = value.strftime("%d/%m/%Y") if head.startswith("Tanggal") else value
        put(book[SHEET], FIRST + n, 2, f"{head}{mark}{said}")
    found = proposed(saved(book))
    assert found.assessment.profile == assessment.profile
    assert not found.findings


def test_all_of_it_in_one_cell(book, proposed):
    lines(book)
    text = "Nama Instansi : Kota Contoh\nAlamat : Jl. Contoh 1\nKota Contoh\nEmail : a@contoh.go.id"
    put(book[SHEET], FIRST, 2, text)
    profile = proposed(saved(book)).assessment.profile
    assert profile.organisation == "Kota Contoh"
    assert (profile.address, profile.email) == ("Jl. Contoh 1\nKota Contoh", "a@contoh.go.id")


def test_a_form_that_nobody_filled_in_says_nothing(book, proposed):
    for n, (head, _, _) in enumerate(lines(book)):
        put(book[SHEET], FIRST + n, 2, f"{head} :")
    found = proposed(saved(book))
    assert found.profile == {}


def test_another_tables_words_are_no_profile(book, proposed):
    """Minutes, plans and registers have columns of dates, units and positions, too."""
    lines(book)
    sheet = book.create_sheet("Rencana")
    for column, head in enumerate(("No", "Kegiatan", "Unit", "Jabatan", "Email", "Tanggal"), 1):
        put(sheet, 1, column, head)
        put(sheet, 2, column, f"isi {column}")
    put(sheet, 4, 1, "Tanggal : 3 Mei 2026")
    assert proposed(saved(book)).profile == {}


def test_a_telephone_number_keeps_the_zeros_that_are_seen(book, proposed):
    put(book[SHEET], 7, 4, 215550100, "0000000000")
    found = proposed(saved(book))
    assert found.assessment.profile.phone == "0215550100"
    assert not found.findings


def test_one_that_cannot_be_copied_as_it_looks_is_told(book, proposed):
    put(book[SHEET], 7, 4, 215550100, "000-0000000")
    found = proposed(saved(book))
    assert found.assessment.profile.phone == "215550100"
    assert kinds(found) == {"as_kept": [f"{SHEET}!D7"]}
