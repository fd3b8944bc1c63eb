"""Workbooks that lie, or that people have spoiled: what is not understood is said, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.said import MOST_DOCUMENTS
from tests.exchange.lookalike import (
    build,
    saved,
    workbook,
)
from tests.exchange.told import AREA2, kinds, row_of


@pytest.mark.parametrize(
    "text", ["Sudah", "Ya", "4", 7, 2.5, True, "=Sheet!A1", "Tidak Dilakukan atau Direncanakan"]
)
def test_a_text_that_is_no_status_is_told_with_its_cell_and_not_guessed(
    text, full, scorer, proposed
):
    book = workbook(full, scorer, "official")
    row = row_of(book[AREA2], "2.5")
    book[AREA2].cell(row, 5).value = text
    if isinstance(text, str):
        book[AREA2].cell(row, 5).data_type = "s"

    found = proposed(saved(book))

    assert kinds(found)["status"] == [f"{AREA2}!E{row}"]
    assert found.answers["2.5"].status is None if "2.5" in found.answers else True
    rest = {i: s for i, s in full.statuses.items() if i != "2.5"}
    assert found.assessment.statuses == rest


def test_a_slip_of_the_pen_comes_with_the_status_that_was_meant(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    meant = scorer.instrument.option("2.5", "3").label.id
    book[AREA2].cell(row_of(book[AREA2], "2.5"), 5).value = meant.replace("Secara", "Scr")

    (finding,) = proposed(saved(book)).lost
    assert finding.facts["near"] == meant


@pytest.mark.parametrize("code", ["1", "2", "3"])
@pytest.mark.parametrize("word", ["belum", "Tidak", "tdk"])
def test_a_status_that_is_denied_is_no_slip_of_that_status(full, scorer, proposed, code, word):
    book = workbook(full, scorer, "official")
    label = scorer.instrument.option("2.5", code).label.id
    book[AREA2].cell(row_of(book[AREA2], "2.5"), 5).value = f"{word} {label.lower()}"

    (finding,) = proposed(saved(book)).lost
    assert (finding.kind, finding.facts.get("near", "")) == ("status", "")


def test_not_applicable_where_it_is_not_offered_is_no_answer(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    label = next(o.label.id for o in scorer.instrument.option_sets[0].options if o.not_applicable)
    row = row_of(book[AREA2], "2.5")
    book[AREA2].cell(row, 5).value = label

    found = proposed(saved(book))

    assert kinds(found)["not_offered"] == [f"{AREA2}!E{row}"]
    assert "2.5" not in found.assessment.statuses


def test_points_that_do_not_fit_the_status_are_told_and_the_status_counts(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    row = row_of(book[AREA2], "2.5")
    honest: Any = book[AREA2].cell(row, 6).value
    book[AREA2].cell(row, 6).value = honest + 1

    found = proposed(saved(book))

    (finding,) = [f for f in found.findings if f.kind == "score"]
    assert (finding.place, finding.facts["ours"]) == (f"{AREA2}!F{row}", honest)
    assert found.assessment.statuses == full.statuses


def test_rows_twice_with_the_same_answer_count_once(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book[AREA2]
    row, last = row_of(sheet, "2.5"), sheet.max_row + 2
    for column in range(1, 9):
        sheet.cell(last, column).value = sheet.cell(row, column).value

    found = proposed(saved(book))

    assert kinds(found)["duplicate"] == [f"{AREA2}!E{last}"]
    assert found.assessment.statuses == full.statuses


def test_rows_twice_with_different_answers_are_neither_taken(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book[AREA2]
    last = sheet.max_row + 2
    other = "0" if full.answer("2.5").status != "0" else "1"
    sheet.cell(last, 1).value = "2.5"
    sheet.cell(last, 5).value = scorer.instrument.option("2.5", other).label.id

    found = proposed(saved(book))

    assert kinds(found)["rows_differ"] == [f"{AREA2}!E{last}"]
    assert "2.5" not in found.assessment.statuses


def test_what_a_second_row_adds_is_taken_and_what_it_contradicts_is_told(scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book[AREA2]
    row, last = row_of(sheet, "2.5"), sheet.max_row + 2
    sheet.cell(last, 1).value = "2.5"
    sheet.cell(row, 7).value, sheet.cell(last, 7).value = "satu", "dua"
    sheet.cell(row, 8).value, sheet.cell(last, 8).value = "SK 1", "SK 1\nSK 2"

    found = proposed(saved(book))

    said = found.answers["2.5"]
    assert (said.note, [e.title for e in said.evidence]) == ("satu", ["SK 1", "SK 2"])
    assert kinds(found)["second_note"] == [f"{AREA2}!G{last}"]


def test_more_documents_than_one_cell_may_name_are_told(scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book[AREA2]
    row = row_of(sheet, "2.1")
    sheet.cell(row, 8).value = "; ".join(f"SK {n}" for n in range(3_000))

    found = proposed(saved(book))

    assert kinds(found)["evidence"] == [f"{AREA2}!H{row}"]
    assert len(found.answers["2.1"].evidence) == MOST_DOCUMENTS


def test_what_only_looks_like_an_address_is_a_title(scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book[AREA2]
    sheet.cell(row_of(sheet, "2.1"), 8).value = "http://[bukan/alamat"

    titles = [e.title for e in proposed(saved(book)).answers["2.1"].evidence]
    assert titles == ["http://[bukan/alamat"]


def test_a_missing_area_and_missing_rows_are_named(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    book.remove(book["VII PDP"])
    book[AREA2].delete_rows(row_of(book[AREA2], "2.5"))

    gone = {f.facts["area"]: f.facts["items"] for f in proposed(saved(book)).findings
            if f.kind in ("area_missing", "items_missing")}  # fmt: skip

    assert gone == {"2": ("2.5",), "7": tuple(i.id for i in scorer.instrument.area("7").items)}


def test_a_status_shared_by_merged_cells_is_the_first_items_only(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book[AREA2]
    row = row_of(sheet, "2.5")
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=5, end_column=5)

    found = proposed(saved(book))

    assert found.assessment.statuses["2.5"] == full.statuses["2.5"]
    assert kinds(found)["merged_status"] == [f"{AREA2}!E{row + 1}"]
    assert "2.6" not in found.assessment.statuses


def test_a_sheet_without_statuses_is_told(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    book[AREA2].delete_cols(5)

    found = proposed(saved(book))

    assert [p.partition("!")[0] for p in kinds(found)["no_status"]] == [AREA2]
    assert {i for i in full.statuses if i not in found.assessment.statuses} == {
        i.id for i in scorer.instrument.area("2").items
    }


def test_the_assessors_own_column_is_taken_not_the_verifiers_or_last_years(full, scorer, proposed):
    assert proposed(build(full, scorer, "extra")).assessment.statuses == full.statuses


def test_two_columns_that_could_be_the_status_are_pointed_out(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book[AREA2]
    head = next(r for r in range(1, 10) if sheet.cell(r, 5).value == "Status")
    sheet.cell(head, 9).value = "Jawaban"
    sheet.cell(row_of(sheet, "2.1"), 9).value = scorer.instrument.option("2.1", "0").label.id

    found = proposed(saved(book))

    assert kinds(found)["status_columns"] == [f"{AREA2}!I{head}"]
    assert found.assessment.statuses == full.statuses


def test_an_empty_cell_is_unanswered_and_the_lowest_answer_is_an_answer(scorer, proposed):
    assessment = Assessment("kami-5.0", answers={"2.1": Answer("0"), "2.3": Answer("1")})

    found = proposed(build(assessment, scorer, "official"))

    assert found.assessment.statuses == {"2.1": "0", "2.3": "1"}
    assert not found.lost


@pytest.mark.parametrize("said", ["[A]", "a", "A.", "A - di atas Rp30 miliar", "Opsi A", "(A)"])
def test_letters_of_options_as_people_write_them(said, full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book["I Kategori SE"]
    sheet.cell(row_of(sheet, "1.1"), 5).value = said

    assert proposed(saved(book)).assessment.statuses["1.1"] == "A"


def test_an_option_beside_its_own_text_below_the_item_is_found(full, scorer, proposed):
    """The answer may stand in the row of the option, not of the question."""
    book = workbook(full, scorer, "official")
    sheet = book["I Kategori SE"]
    row = row_of(sheet, "1.1")
    sheet.cell(row + 2, 5).value = sheet.cell(row, 5).value
    sheet.cell(row, 5).value = None

    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_web_addresses_without_a_file_are_no_documents(full, scorer, proposed):
    book = workbook(replace(full, evidence={}, answers={"2.1": Answer("1")}), scorer, "web")
    book[AREA2].cell(4, 5).value = "https://kami.contoh.go.id/file/"
    book[AREA2].cell(5, 5).value = "https://kami.contoh.go.id/file/SK%20Tim.pdf"

    found = proposed(saved(book))

    documents = {i: [(e.title, e.location) for e in s.evidence] for i, s in found.answers.items()}
    address = "https://kami.contoh.go.id/file/SK%20Tim.pdf"
    assert documents == {"2.1": [], "2.2": [("SK Tim.pdf", address)]}


@pytest.mark.parametrize("nothing", ["-", " - ", "--", ".", "–"])
def test_where_people_put_a_sign_that_there_is_nothing_there_is_nothing(nothing, scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    row = row_of(book[AREA2], "2.1")
    book[AREA2].cell(row, 7).value = book[AREA2].cell(row, 8).value = nothing

    found = proposed(saved(book))

    assert (dict(found.answers), found.lost) == ({}, ())


def test_several_documents_in_one_cell_with_bullets_are_several(scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    row = row_of(book[AREA2], "2.1")
    book[AREA2].cell(
        row, 8
    ).value = "- SK Tim 12/2025\n2. SOP Insiden; Notulen rapat\n• Notulen rapat"

    found = proposed(saved(book))

    titles = [e.title for e in found.answers["2.1"].evidence]
    assert titles == ["SK Tim 12/2025", "SOP Insiden", "Notulen rapat"]


# -- rows and sheets that are not understood ---------------------------------------------------


def test_an_answer_without_a_number_is_told(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book[AREA2]
    row = row_of(sheet, "2.5")
    sheet.cell(row, 1).value = "dua titik lima"

    found = proposed(saved(book))

    assert kinds(found)["no_number"] == [f"{AREA2}!E{row}"]
    assert found.assessment.statuses == {i: s for i, s in full.statuses.items() if i != "2.5"}


def test_a_number_that_no_item_has_is_told(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book[AREA2]
    sheet.cell(row_of(sheet, "2.5"), 1).value = "2.99"

    assert len(kinds(proposed(saved(book)))["unknown_number"]) == 1


def test_numbers_that_restart_on_a_sheet_of_no_known_area_are_told(full, scorer, proposed):
    book = workbook(full, scorer, "web")
    book[AREA2].title = "Lembar"
    book["Lembar"]["A1"] = "Jawaban"

    found = proposed(saved(book))

    assert [p.partition("!")[0] for p in kinds(found)["homeless"]] == ["Lembar"]
    assert not [i for i in found.assessment.statuses if i.startswith("2.")]


@pytest.mark.parametrize("gone", [0, 3, 12])
def test_so_they_are_with_some_rows_gone_or_unanswered(gone, full, scorer, proposed):
    book = workbook(full, scorer, "web")
    sheet = book[AREA2]
    sheet.title, sheet["A1"] = "Lembar", "Isian"
    sheet.delete_rows(sheet.max_row - gone + 1, gone)
    for row in range(7, sheet.max_row + 1):
        sheet.cell(row, 3).value = None

    found = proposed(saved(book))
    assert [(f.kind, f.place.partition("!")[0]) for f in found.lost] == [("homeless", "Lembar")]


def test_formulas_without_a_value_are_told_not_taken_for_blank(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    sheet = book[AREA2]
    row = row_of(sheet, "2.5")
    for column in (5, 7, 8):
        sheet.cell(row, column).value = "=Daftar!B1"

    assert kinds(proposed(saved(book)))["no_value"] == [f"{AREA2}!{c}{row}" for c in "EGH"]


def test_a_date_as_a_remark_is_a_date(scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    row = row_of(book[AREA2], "2.1")
    book[AREA2].cell(row, 7).value = date(2026, 9, 15)

    assert proposed(saved(book)).answers["2.1"].note == "2026-09-15"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Senin, 15 September 2025, 10:00:00", "2025-09-15"),
        ("15 Sept 2025", "2025-09-15"),
        ("15/09/2025", "2025-09-15"),
        ("2025-09-15 10:00:00", "2025-09-15"),
        ("15-Agu-2025", "2025-08-15"),
        ("Belum Diserahkan", ""),
        ("31 Februari 2025", None),
        ("minggu lalu", None),
    ],
)
def test_the_day_of_the_assessment_as_people_write_it(said, day, scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book["Identitas Responden"]
    row = next(r for r in range(1, 20) if sheet.cell(r, 2).value == "Tanggal Pengisian")
    sheet.cell(row, 4).value = said

    found = proposed(saved(book))

    assert found.assessment.profile.date == (day or "")
    assert [f.place for f in found.findings if f.kind == "profile"] == (
        [f"Identitas Responden!D{row}"] if day is None else []
    )
