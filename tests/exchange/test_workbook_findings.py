"""Workbooks that lie, or that people have spoiled: what is not understood is said, cell by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.domain.errors import BadInput
from kami_tui.exchange.workbook.said import MOST_DOCUMENTS
from kami_tui.exchange.workbook.words import carried
from kami_tui.usecases.intake_preview import preview
from tests.exchange.lookalike import (
    HEADS,
    LAYOUTS,
    SHEETS,
    Look,
    build,
    points,
    random_assessment,
    saved,
    workbook,
)

AREA2 = "II Tata Kelola"


@pytest.fixture
def full(scorer):
    """Every item answered."""
    return random_assessment(21, scorer, share=1)


def everything(scorer, code: str) -> Assessment:
    """Every item answered so, where it offers that; else with its lowest option."""
    answers = {}
    for item in scorer.instrument.items:
        offered = [o.code for o in scorer.instrument.options(item)]
        answers[item] = Answer(code if code in offered else offered[0])
    return Assessment("kami-5.0", answers=answers)


def row_of(sheet: Any, number: str) -> int:
    return next(r for r in range(1, 400) if sheet.cell(r, 1).value == number)


def kinds(proposal) -> dict[str, list[str]]:
    """Places by kind of finding."""
    found: dict[str, list[str]] = {}
    for finding in proposal.findings:
        found.setdefault(finding.kind, []).append(finding.place)
    return found


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


@pytest.mark.parametrize("nothing", ["-", " - ", "Tidak ada", "N/A", "nihil"])
def test_where_people_say_that_there_is_nothing_there_is_nothing(nothing, scorer, proposed):
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


# -- the workbook's own figures --------------------------------------------------------------


def test_counting_stage_3_too_early_is_named_as_the_reason(scorer, proposed):
    """A full stage 3 on nothing: the workbook that adds everything up has more."""
    answers = {
        i: Answer("3" if item.stage == 3 else "0") for i, item in scorer.instrument.items.items()
        if item.stage
    }  # fmt: skip
    assessment = Assessment("kami-5.0", answers=answers)
    book = workbook(assessment, scorer, "official")
    naive = 0
    dashboard = book["Dashboard"]
    for row in range(1, 20):
        for area in scorer.instrument.areas:
            if dashboard.cell(row, 2).value == area.name.id and area.id in "234567":
                total = sum(points(scorer, i.id, answers[i.id].status or "0") for i in area.items)
                dashboard.cell(row, 3).value = total
                naive += total
    head = next(r for r in range(1, 20) if "Kelengkapan" in str(dashboard.cell(r, 2).value))
    dashboard.cell(head, 3).value = naive

    found = preview(proposed(saved(book)), scorer)

    why = {(g.figure.name, g.figure.area): g.why for g in found.gaps}
    gated = {i.id for i in scorer.instrument.areas if any(x.stage == 3 for x in i.items)}
    assert why == {("area", a): ("stage3",) for a in gated} | {("total", ""): ("stage3",)}


def test_answers_that_were_not_understood_are_named_as_the_reason(full, scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    book[AREA2].cell(row_of(book[AREA2], "2.5"), 5).value = "Sedang disusun"

    found = preview(proposed(saved(book)), scorer)

    why = {(g.figure.name, g.figure.area): g.why for g in found.gaps}
    assert why == {("area", "2"): ("not_understood",), ("total", ""): ("not_understood",)}


def test_other_points_for_an_answer_are_named_as_the_reason(scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    sheet: Any = book[AREA2]
    dashboard: Any = book["Dashboard"]
    sheet.cell(row_of(sheet, "2.5"), 6).value += 1
    head = next(r for r in range(1, 20) if dashboard.cell(r, 2).value ==
                scorer.instrument.area("2").name.id)  # fmt: skip
    dashboard.cell(head, 3).value += 1

    (gap,) = preview(proposed(saved(book)), scorer).gaps

    assert (gap.figure.area, gap.why, gap.exact) == ("2", ("points",), True)


def test_counting_the_lowest_answer_where_there_is_none_is_named_as_the_reason(scorer, proposed):
    """The official cells begin at the lowest answer, so that a category is there from the start."""
    full = everything(scorer, "A")
    some = replace(full, answers={i: a for i, a in full.answers.items() if i not in ("1.2", "1.5")})
    book = workbook(some, scorer, "official")
    lowest = scorer.filled(some.statuses, "1", best=False)
    dashboard: Any = book["Dashboard"]
    dashboard["B15"] = "Skor Kategori SE"
    dashboard["C15"] = sum(points(scorer, i, c) for i, c in lowest.items() if i.startswith("1."))

    gaps = preview(proposed(saved(book)), scorer).gaps

    assert [(g.figure.name, g.why, g.exact) for g in gaps] == [("se_score", ("unanswered",), True)]


def test_the_data_of_a_chart_beside_a_figure_raises_no_alarm(scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    chart: Any = book.create_sheet("Grafik", 0)
    for n, area in enumerate(scorer.instrument.areas):
        for column, value in enumerate((area.short.id, 4 + n, 40, 80)):
            chart.cell(n + 1, column + 1, value)

    assert preview(proposed(saved(book)), scorer).gaps == ()


def test_a_figure_that_nothing_explains_is_said_to_be_so(full, scorer, proposed):
    full = everything(scorer, "1")
    book = workbook(full, scorer, "official")
    dashboard: Any = book["Dashboard"]
    head = next(r for r in range(1, 20) if "Kelengkapan" in str(dashboard.cell(r, 2).value))
    dashboard.cell(head, 3).value += 500

    (gap,) = preview(proposed(saved(book)), scorer).gaps

    assert (gap.figure.name, gap.why, gap.exact) == ("total", ("unknown",), False)


def test_figures_without_values_are_told(full, scorer, proposed):
    """As a program leaves them that writes formulas and does not calculate."""
    book = workbook(full, scorer, replace(LAYOUTS["official"], dashboard=False))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int):
                    cell.value = "=1+1"
    found = proposed(saved(book))

    assert found.figures == ()
    assert "not_worked_out" in kinds(found)
    assert found.assessment.statuses == full.statuses


# -- editions --------------------------------------------------------------------------------


def older(book, *, supplement: bool) -> None:
    """As 3.1 and 4.2 are: fewer items, and a supplement with deep numbers."""
    for title, last in {
        "IV Kerangka Kerja": 29,
        "V Pengelolaan Aset": 38,
        "VI Teknologi": 26,
    }.items():
        sheet = book[title]
        for row in range(sheet.max_row, 0, -1):
            area, _, number = str(sheet.cell(row, 1).value).partition(".")
            if area in "456" and number.isdecimal() and int(number) > last:
                sheet.delete_rows(row)
    book.remove(book["VII PDP"])
    book.remove(book["VIII Suplemen"])
    if supplement:
        sheet = book.create_sheet("VII Suplemen")
        for row in range(1, 9):
            sheet.cell(row, 1, f"7.1.1.{row}")


@pytest.mark.parametrize(("supplement", "name"), [(False, "3.1"), (True, "4.2")])
def test_an_older_edition_is_recognised_and_refused(supplement, name, full, scorer, proposed):
    book = workbook(full, scorer, replace(LAYOUTS["official"], dashboard=False))
    book.remove(book["Identitas Responden"])
    older(book, supplement=supplement)

    with pytest.raises(BadInput) as refused:
        proposed(saved(book))

    (problem,) = refused.value.problems
    assert problem.code == "workbook_older"
    assert name in str(problem.facts["edition"])


def test_a_part_of_this_edition_is_not_taken_for_an_older_one(full, scorer, proposed):
    book = workbook(full, scorer, Look(dashboard=False), areas=("2", "3"))
    book.remove(book["Identitas Responden"])

    assert len(proposed(saved(book)).answers) == 38


# -- an older edition's answers taken along ----------------------------------------------------


def of_older(edition: str, assessment: Assessment, scorer: Any) -> bytes:
    """A workbook of an older edition: what 5.0 asks too is answered as the assessment is."""
    (known,) = [c for c in carried() if edition in c.older]
    book = Workbook()
    sheet: Any = book.active
    sheet.append([f"Indeks KAMI Versi {edition.removeprefix('kami-')}"])
    sheet.append(["No", "Pertanyaan", "Status", "Skor"])
    for old, item in known.items.items():
        code = assessment.answer(item).status
        label = scorer.instrument.option(item, code).label.id if code else None
        own = scorer.instrument.items[item].options is not None
        sheet.append([old, "Pertanyaan lama yang panjang", code if own else label, 1])
    sheet.append(["6.4", "Pertanyaan yang sudah tidak ada", "Dalam Perencanaan", 1])
    return saved(book)


@pytest.mark.parametrize("edition", ["kami-3.1", "kami-4.2"])
def test_answers_of_an_older_edition_are_taken_along_to_the_items_they_became(
    edition, scorer, carrying
):
    assessment = everything(scorer, "2")
    (known,) = [c for c in carried() if edition in c.older]

    found = carrying(of_older(edition, assessment, scorer))

    took = {i: assessment.statuses[i] for i in known.items.values()}
    assert found.assessment.statuses == took
    told = {k: [f.item for f in found.findings if f.kind == k] for k in ("reworded", "score")}
    assert told == {
        "reworded": [i for i in scorer.instrument.items if i in known.reworded],
        "score": [],
    }
    (new,) = [f for f in found.findings if f.kind == "new_items"]
    assert new.facts["items"] == tuple(i for i in scorer.instrument.items if i not in took)
    assert [f.said for f in found.findings if f.kind == "not_carried"] == ["6.4"]


def test_what_is_carried_over_adds_up_as_the_editions_do(scorer):
    """130 items and 26 of the old supplement are scored now; the third parties stay supplement."""
    (known,) = [c for c in carried() if "kami-4.2" in c.older]
    by_area = Counter(i.partition(".")[0] for i in known.items.values())
    scored = {r.area for r in scorer.instrument.results.areas}
    assert len(set(known.items.values())) == len(known.items)
    assert sum(n for area, n in by_area.items() if area in scored) == 130 + 26
    assert by_area["8"] == 27
    assert set(known.items.values()) <= set(scorer.instrument.items)
    assert known.reworded <= set(known.items.values())


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


# -- which column is the status -----------------------------------------------------------------


def stages_as_texts(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_col=3, max_col=3):
            if isinstance(row[0].value, int):
                row[0].value = str(row[0].value)


@pytest.mark.parametrize("head", ["", "Kondisi", "Evaluasi", "Tingkat Penerapan", "Respons"])
def test_stages_are_never_taken_for_statuses(head, full, scorer, proposed):
    """Stages are texts of small numbers here, as codes of statuses are."""
    book = workbook(full, scorer, replace(LAYOUTS["official"], heads={**HEADS, "status": head}))
    stages_as_texts(book)
    assert proposed(saved(book)).assessment.statuses == full.statuses


def test_without_any_heads_the_labels_tell_and_a_column_of_numbers_does_not(scorer, proposed, full):
    nobody = dict.fromkeys(HEADS, "")
    book = workbook(full, scorer, replace(LAYOUTS["official"], heads=nobody))
    stages_as_texts(book)
    found = proposed(saved(book)).assessment.statuses
    # Letters of options are told from other letters by a head alone, if at all.
    assert {i: s for i, s in found.items() if i[0] != "1"} == {
        i: s for i, s in full.statuses.items() if i[0] != "1"
    }


def test_a_blank_workbook_with_an_unknown_head_answers_nothing(scorer, proposed):
    heads = {**HEADS, "status": "Kondisi"}
    book = workbook(Assessment("kami-5.0"), scorer, replace(LAYOUTS["official"], heads=heads))
    stages_as_texts(book)
    with pytest.raises(BadInput) as refused:
        proposed(saved(book))
    assert [p.code for p in refused.value.problems] == ["workbook_no_status"]


def test_a_hidden_column_of_statuses_does_not_come_before_one_that_is_seen(full, scorer, proposed):
    look = replace(
        LAYOUTS["official"], columns=("previous", *LAYOUTS["official"].columns),
        heads={**HEADS, "previous": "Status"},
    )  # fmt: skip
    book = workbook(full, scorer, look)
    for sheet in book.worksheets:
        if sheet.title in SHEETS.values():
            sheet.column_dimensions["A"].hidden = True
    found = proposed(saved(book))
    assert found.assessment.statuses == full.statuses
    told = [f for f in found.findings if f.kind == "status_columns"]
    assert {f.facts["other"] for f in told} == {"F 'Status'"}


@pytest.mark.parametrize("text", ["N/A", "n/a", "NA", "n.a.", "N.A", "Tidak Berlaku"])
def test_every_word_for_not_applicable_is_told_where_it_is_not_offered(
    text, full, scorer, proposed
):
    book = workbook(full, scorer, "official")
    row = row_of(book[AREA2], "2.5")
    book[AREA2].cell(row, 5).value = text
    book[AREA2].cell(row, 6).value = None
    found = proposed(saved(book))
    assert kinds(found)["not_offered"] == [f"{AREA2}!E{row}"]


def test_not_applicable_with_dots_is_an_answer_where_it_is_offered(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    offered = next(
        i for i in scorer.instrument.items
        if "NA" in {o.code for o in scorer.instrument.options(i)}
    )  # fmt: skip
    sheet = book[SHEETS[offered[0]]]
    sheet.cell(row_of(sheet, offered), 5).value = "n.a."
    assert proposed(saved(book)).answers[offered].status == "NA"


# -- what people wrote elsewhere ----------------------------------------------------------------


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
