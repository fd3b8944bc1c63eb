"""How people write a status: what says one beyond doubt is read, anything else is told."""

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


# -- texts -------------------------------------------------------------------------------------

SOME = "Dalam Penerapan / Diterapkan Sebagian"
PLANNED = "Dalam Perencanaan"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"\u200b{SOME}\ufeff", "2"), ("Dalam\u00a0Peren\u00adcanaan\u2060", "1"), ("\u200b2", "2"),
        ("'2", "2"), ("2.0", "2"), ("3,00", "3"),
        (f"2 - {SOME}", "2"), (f"2. {SOME}", "2"), (f"[2] {SOME}", "2"), (f"2={SOME}", "2"),
        (f"2 – {SOME.upper()}.", "2"), (f"2) {SOME}", "2"), (f"2 {SOME}", "2"),
        (f"{PLANNED} (1)", "1"), (f"{PLANNED} - 1", "1"), (f"{PLANNED}: 1", "1"),
        (f"2.0 - {SOME}", "2"), ("Dalam Penerapan - Diterapkan Sebagian", "2"),
        ("Dlm Perencanaan", "1"), ("Diterapkan Sbgn", "2"), ("Dalam Perencanaan*", "1"),
    ],
)  # fmt: skip
def test_what_says_one_status_beyond_doubt_is_read(text, status, scorer, proposed):
    found = proposed(saved(book(text, scorer)))
    assert found.assessment.statuses == {"2.5": status}
    assert not [f for f in found.findings if f.item == "2.5"]


@pytest.mark.parametrize(
    "text",
    ["TB", "T.B.", "Tdk Berlaku", "Tdk. Berlaku", "Tidak Berlaku (TB)", "N/A - Tidak Berlaku"],
)
def test_not_applicable_is_read_where_it_is_offered_and_told_where_not(text, scorer, proposed):
    assert proposed(saved(book(text, scorer, item="6.28"))).assessment.statuses == {"6.28": "NA"}
    found = proposed(saved(book(text, scorer, item="2.5")))
    assert "2.5" not in found.assessment.statuses
    (told,) = (f for f in found.lost if f.item == "2.5")
    assert (told.kind, told.said) == ("not_offered", text)


@pytest.mark.parametrize(
    "text", [f"2 - {PLANNED}", f"{PLANNED} (3)", f"{PLANNED} - Tidak Dilakukan", f"0 {SOME}"]
)
def test_a_code_and_words_that_say_different_statuses_are_told_and_none_is_taken(
    text, scorer, proposed
):
    found = proposed(saved(book(text, scorer)))
    assert "2.5" not in found.assessment.statuses
    (told,) = (f for f in found.lost if f.item == "2.5")
    assert (told.kind, told.said, told.place) == ("status", text, f"{AREA2}!E10")
    assert "two different statuses" in sentence(told, Translator("en"))


@pytest.mark.parametrize(
    "text",
    [
        "-1", "2-3", "2 - 2", "2.5", "3.1", "1/2", "Dalam Perencanaan - belum", "x", "✓", "100%",
        f"2 - {SOME} - menunggu SK", "Sudah", "T", "4 - Selesai",
    ],
)  # fmt: skip
def test_what_may_mean_something_else_is_no_status(text, scorer, proposed):
    found = proposed(saved(book(text, scorer)))
    assert "2.5" not in found.assessment.statuses
    assert [f.said for f in found.lost if f.item == "2.5"] == [text]


@pytest.mark.parametrize("text", ["\u200bA", "'A", "A\ufeff", "[\u200bA]"])
def test_a_letter_with_signs_nobody_sees_is_the_letter(text, scorer, proposed):
    made = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = made["I Kategori SE"]
    sheet.cell(row_of(sheet, "1.1"), STATUS).value = text
    found = proposed(saved(made))
    assert found.assessment.statuses == {"1.1": "A"}
    assert not found.lost


@pytest.mark.parametrize("form", ["'{}", "{}\u200b", "\ufeff{}", "\u00ad’{}"])
def test_item_numbers_with_signs_nobody_sees_are_numbers(form, full, scorer, proposed):
    made = workbook(full, scorer, "official")
    for sheet in made.worksheets:
        for row in range(1, 400):
            number = sheet.cell(row, 1).value
            if number in scorer.instrument.items:
                sheet.cell(row, 1).value = form.format(number)
    assert proposed(saved(made)).assessment.statuses == full.statuses
