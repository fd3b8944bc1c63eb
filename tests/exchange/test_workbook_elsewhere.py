"""What people wrote where nothing is read is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from openpyxl.comments import Comment

from kami_tui.domain.answers import Assessment
from tests.exchange.lookalike import (
    saved,
    workbook,
)
from tests.exchange.told import AREA2, row_of


def test_columns_of_others_are_told_once_each(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    for name in (AREA2, "III Risiko"):
        sheet: Any = book[name]
        head = next(r for r in range(1, 20) if sheet.cell(r, 5).value == "Status")
        sheet.cell(head, 10).value = "Rekomendasi"
        for row in range(head + 1, sheet.max_row):
            if sheet.cell(row, 1).value:
                sheet.cell(row, 10).value = "Perbarui SK"
    items = [i for i in scorer.instrument.items if i[0] in "23"]
    (finding,) = [f for f in proposed(saved(book)).lost if f.kind == "unread_column"]
    assert (finding.said, finding.facts) == ("Rekomendasi", {"cells": len(items), "sheets": 2})


@pytest.mark.parametrize("head", ["Status Akhir", "Status Tindak Lanjut"])
def test_a_column_of_statuses_that_was_not_taken_counts_as_lost(head, full, scorer, proposed):
    """Scripts count what is lost: that it could be the status, too, is only to be looked at."""
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    top = next(r for r in range(1, 20) if sheet.cell(r, 5).value == "Status")
    sheet.cell(top, 10).value = head
    for row in range(top + 1, sheet.max_row):
        if sheet.cell(row, 1).value:
            sheet.cell(row, 10).value = "Diterapkan Secara Menyeluruh"
    found = proposed(saved(book))
    assert "status_columns" in {f.kind for f in found.findings}
    (lost,) = found.lost
    assert (lost.kind, lost.said, lost.facts["sheets"]) == ("unread_column", head, 1)


def test_numbers_formulas_and_hidden_columns_are_the_workbooks_own(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    row = row_of(sheet, "2.5")
    sheet.cell(row, 10).value = 12
    sheet.cell(row, 11).value = "=E7"
    sheet.cell(row, 12).value = "rahasia"
    sheet.column_dimensions["L"].hidden = True
    sheet.cell(row, 13).value = "-"
    assert not proposed(saved(book)).lost


@pytest.mark.parametrize("value", [date(2026, 9, 15), 2, "3", True, "ya"])
def test_below_a_head_anything_counts_as_written(value, full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    row = row_of(sheet, "2.5")
    head = next(r for r in range(1, 20) if sheet.cell(r, 5).value == "Status")
    sheet.cell(head, 10).value, sheet.cell(row, 10).value = "Tindak lanjut", value
    (finding,) = proposed(saved(book)).lost
    assert (finding.kind, finding.place) == ("unread_column", f"{AREA2}!J{row}")
    assert finding.said == "Tindak lanjut"


@pytest.mark.parametrize("head", ["Skor", "Tingkat Kematangan", "Tahap", "No"])
def test_columns_that_the_form_has_twice_are_its_own(head, full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    top = next(r for r in range(1, 20) if sheet.cell(r, 5).value == "Status")
    sheet.cell(top, 10).value = head
    sheet.cell(row_of(sheet, "2.5"), 10).value = "IV"
    assert not proposed(saved(book)).lost


def test_a_title_over_the_whole_sheet_is_no_head_of_a_column(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=12)
    sheet.cell(1, 1).value = "Bagian II: Tata Kelola"
    sheet.cell(row_of(sheet, "2.5"), 10).value = "tanpa judul"
    (finding,) = proposed(saved(book)).lost
    assert (finding.kind, finding.said) == ("unread_column", "J")


def test_words_below_the_table_are_told_once_for_all_sheets(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    for name in (AREA2, "III Risiko"):
        sheet: Any = book[name]
        foot = sheet.max_row + 2
        sheet.cell(foot, 1).value = "Catatan bebas di bawah tabel"
        sheet.cell(foot + 1, 2).value = "mohon diperiksa"
    (finding,) = proposed(saved(book)).lost
    assert (finding.kind, finding.said) == ("strays", "Catatan bebas di bawah tabel")
    assert finding.facts == {"cells": 4, "sheets": 2}


@pytest.mark.parametrize("column", [7, 8, 11])
def test_words_between_items_are_told_where_somebody_writes(column, full, scorer, proposed):
    """In the columns of remarks and documents, and beside the table."""
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    between = row_of(sheet, "2.5") + 1
    while sheet.cell(between, 1).value and sheet.cell(between, 5).value:
        between += 1
    assert sheet.cell(between, 1).value != "2.6"  # the name of a section
    sheet.cell(between, column).value = "berlaku untuk seluruh bagian ini"
    (finding,) = proposed(saved(book)).lost
    assert (finding.kind, finding.place) == (
        "strays", f"{AREA2}!{'ABCDEFGHIJK'[column - 1]}{between}",
    )  # fmt: skip


def test_heads_sums_and_legends_in_rows_of_no_item_are_the_forms_own(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    foot = sheet.max_row + 2
    sheet.cell(foot, 1).value, sheet.cell(foot, 6).value = "Ambang tingkat II", 12
    sheet.cell(foot + 1, 1).value = "Tidak Dilakukan"
    sheet.cell(foot + 2, 7).value = "Keterangan"
    assert not proposed(saved(book)).lost


SUM = "Total Nilai Evaluasi Tata Kelola Keamanan Informasi"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (SUM, False), ("TOTAL SKOR :", False), ("Jumlah", False), ("Total Skor Area II", False),
        ("Tingkat Kelengkapan", False), ("Total score Governance", False),
        ("Total anggaran belum disetujui", True), ("Total skor turun sejak 2024", True),
        (f"{SUM} salah hitung", True), ("Mohon diperiksa jumlahnya", True),
        ("Jumlah personel kurang", True), ("Totalitas", True),
    ],
)  # fmt: skip
def test_heads_of_sums_are_the_forms_own_also_without_a_sum(words, told, full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    sheet.cell(sheet.max_row + 2, 4).value = words
    assert [(f.kind, f.said) for f in proposed(saved(book)).lost] == [("strays", words)] * told


def test_comments_on_cells_are_told(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    for item in ("2.5", "2.6"):
        sheet.cell(row_of(sheet, item), 5).comment = Comment("lihat notulen", "Petugas Contoh")
    (finding,) = proposed(saved(book)).lost
    assert (finding.kind, finding.facts["cells"]) == ("comments", 2)


def test_a_remark_merged_over_several_items_is_told_of_all_but_the_first(scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book[AREA2]
    first, last = row_of(sheet, "2.5"), row_of(sheet, "2.7")
    sheet.cell(first, 7).value = "Berlaku untuk ketiganya"
    sheet.merge_cells(start_row=first, end_row=last, start_column=7, end_column=7)
    found = proposed(saved(book))
    assert {i for i, s in found.answers.items() if s.note} == {"2.5"}
    assert [f.item for f in found.lost if f.kind == "merged_remark"] == ["2.6", "2.7"]


def test_more_findings_than_can_be_told_are_counted(full, scorer, proposed, monkeypatch):
    monkeypatch.setattr("kami_tui.exchange.workbook.reading.MOST_FINDINGS", 3)
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    for n in range(5, 12):
        sheet.cell(row_of(sheet, f"2.{n}"), 5).value = "Sudah"
    found = proposed(saved(book)).findings
    assert [f.kind for f in found] == ["status"] * 3 + ["too_many"]
    assert found[-1].facts == {"count": 4}


def test_a_sheet_that_only_lists_the_items_again_is_no_second_answer(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    recap = book.create_sheet("Rekap")
    for item in scorer.instrument.items:
        recap.append([item, 3])
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    assert not found.findings


def test_a_workbook_that_calls_itself_another_edition_is_told(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    book["Identitas Responden"]["B2"] = "Indeks KAMI, Versi 4.2"
    (finding,) = proposed(saved(book)).findings
    assert (finding.kind, finding.said) == ("says_other", "Indeks KAMI 4.2")


def test_lines_of_the_form_that_the_profile_does_not_have_are_told(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet: Any = book["Identitas Responden"]
    sheet.insert_rows(7, 2)
    for row, (head, value) in enumerate((("Kota", "Kota Contoh"), ("Kode pos", "-")), start=7):
        sheet.cell(row, 2).value, sheet.cell(row, 4).value = head, value
    found = proposed(saved(book))
    (finding,) = found.lost
    assert (finding.kind, finding.said) == ("profile_other", "Kota Contoh")
    assert finding.facts["head"] == "Kota"
    assert found.assessment.profile == full.profile
