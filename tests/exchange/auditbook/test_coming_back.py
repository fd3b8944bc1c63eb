"""The auditor's workbook, taken in again: nothing doubled, nothing invented, what it lacks told."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.exchange.auditbook.write import audit_book
from kami_tui.usecases.intake_preview import preview
from tests.exchange.lookalike import random_assessment


def book(subject, assessment: Assessment, language: str = "id") -> bytes:
    s = subject(assessment, language)
    return audit_book(assessment, s.scorer, s.digest, language, s.moment)


def said(assessment: Assessment):
    """Answers with their documents, whatever their keys are."""
    return {
        item: (a.status, a.note, [assessment.evidence[k] for k in a.evidence])
        for item, a in assessment.answers.items()
    }


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("seed", range(4))
def test_answers_remarks_and_documents_are_what_they_were(
    language, seed, scorer, subject, proposed
):
    assessment = random_assessment(seed, scorer)
    found = proposed(book(subject, assessment, language))
    assert said(found.assessment) == said(assessment)
    assert len(found.assessment.evidence) == len(set(assessment.evidence.values()))
    assert [f.kind for f in found.findings] == ["own_book"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_dates_of_documents_are_nobodys_date_of_assessment(language, subject, proposed):
    register = {
        "E1": Evidence("SK"),
        "E2": Evidence("Notulen", dated="2026-01-02", valid_until="2027-01-02"),
    }
    answers = {"2.1": Answer("1", "", ("E1", "E2"))}
    found = proposed(book(subject, Assessment("kami-5.0", Profile(), answers, register), language))
    assert (found.profile, [f.kind for f in found.findings]) == ({}, ["own_book"])


TRAPS = {
    "E1": Evidence("SK; lampiran E2 Notulen", "SK", "SK/1", "2026-01-02", "2027-01-02", "a" * 64),
    "E2": Evidence("Notulen"),
    "E10": Evidence("E1 salinan"),
    "SOP-1": Evidence("=SOP; akhir;"),
}


def test_titles_may_hold_semicolons_and_other_keys(scorer, subject, proposed):
    answers = {"2.1": Answer("1", "", tuple(TRAPS)), "2.2": Answer(None, "", ("E10", "E2"))}
    assessment = Assessment("kami-5.0", Profile(organisation="Kota"), answers, TRAPS)
    found = proposed(book(subject, assessment)).assessment
    assert said(found) == said(assessment)
    assert sorted(map(str, found.evidence.values())) == sorted(map(str, TRAPS.values()))


def typed(subject, assessment: Assessment, said: object) -> bytes:
    """The workbook with something typed into the cell of 2.1's documents."""
    opened = openpyxl.load_workbook(io.BytesIO(book(subject, assessment)))
    sheet = next(s for s in opened.worksheets if s["A6"].value == "2.1")
    cell: Any = sheet["J6"]
    cell.value = said
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


SK, LINES = "SK Wali Kota 5/2026", "SOP; bab 1\nbab 2"
REGISTER = {"E1": Evidence("SOP"), "E10": Evidence("Notulen; rapat"), "E12": Evidence(LINES)}


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        (f"E10 Notulen; rapat\n{SK}", ["Notulen; rapat", SK]),
        (f"E10 Notulen; rapat \r\n\n{SK}\nE1", ["Notulen; rapat", SK, "SOP"]),
        (f"{SK}\nE10", [SK, "Notulen; rapat"]),
        (f"{SK};\nE10; E1 SOP", [SK, "Notulen; rapat", "SOP"]),
        (f"{SK};E10", [SK, "Notulen; rapat"]),
        (f"- E1\n- {SK}", ["SOP", SK]),
        (f"E12 {LINES}\nE1", [LINES, "SOP"]),
        (f"E12 {LINES};E1", [LINES, "SOP"]),
        ("https://a.go.id/x;v=1", ["https://a.go.id/x;v=1"]),
        ("E10\nbelum", ["Notulen; rapat"]),
        (False, []),
    ],
)
def test_what_is_typed_beside_documents_loses_none(said, titles, subject, proposed):
    assessment = Assessment("kami-5.0", Profile(), {"2.1": Answer("1", "", ("E1",))}, REGISTER)
    found = proposed(typed(subject, assessment, said))
    assert [e.title for e in found.answers["2.1"].evidence] == titles
    assert [f.kind for f in found.findings] == ["own_book"]


@pytest.mark.parametrize("said", ["v", "Ada", "menyusul", "E1 SOP\nAda", True])
def test_a_tick_among_documents_is_told_and_makes_none(said, subject, proposed):
    assessment = Assessment("kami-5.0", Profile(), {"2.1": Answer("1", "", ("E1",))}, REGISTER)
    found = proposed(typed(subject, assessment, said))
    assert [e.title for e in found.answers["2.1"].evidence] == ["SOP"] * ("E1" in str(said))
    (told,) = found.lost
    assert (told.kind, told.item, told.place.rpartition("!")[2]) == ("evidence", "2.1", "J6")


def test_saved_by_another_program_it_is_known_all_the_same(scorer, subject, proposed):
    assessment = random_assessment(3, scorer)
    opened = openpyxl.load_workbook(io.BytesIO(book(subject, assessment)))
    out = io.BytesIO()
    opened.save(out)
    found = proposed(out.getvalue())
    assert said(found.assessment) == said(assessment)
    assert "own_book" in {f.kind for f in found.findings}


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_result_that_is_incomplete_in_both_is_no_difference(language, scorer, subject, proposed):
    answers = {i: Answer("3") for i in scorer.ids if i.startswith("2.")} | {"1.1": Answer("A")}
    half = Assessment("kami-5.0", Profile(organisation="Kota"), answers)
    found = preview(proposed(book(subject, half, language)), scorer)
    assert found.result.readiness is None
    assert found.result.category is not None
    assert not found.result.category.complete
    assert found.gaps == ()


def test_a_status_chosen_in_it_is_taken(scorer, subject, proposed):
    assessment = replace(random_assessment(3, scorer), evidence={}, answers={"2.1": Answer("1")})
    opened = openpyxl.load_workbook(io.BytesIO(book(subject, assessment)))
    sheet = next(s for s in opened.worksheets if s["A6"].value == "2.1")
    sheet["E6"] = "3"
    out = io.BytesIO()
    opened.save(out)
    assert proposed(out.getvalue()).assessment.statuses == {"2.1": "3"}


def test_names_in_other_letters_and_those_of_copied_sheets_do_not_matter(scorer, subject, proposed):
    """Who copies a sheet copies names as well, as names of that sheet."""
    assessment = random_assessment(3, scorer)
    opened = openpyxl.load_workbook(io.BytesIO(book(subject, assessment)))
    for name in ("KAMI_AUDIT_BOOK", "KAMI_REGISTER"):
        meaning = opened.defined_names.pop(name).attr_text
        opened.defined_names[name.title()] = DefinedName(name.title(), attr_text=meaning)
    copied = opened.worksheets[-1]
    copied.defined_names["KAMI_REGISTER"] = DefinedName(
        "KAMI_REGISTER", attr_text=f"'{copied.title}'!$A$1:$H$1"
    )
    out = io.BytesIO()
    opened.save(out)
    found = proposed(out.getvalue())
    assert said(found.assessment) == said(assessment)
    assert [f.kind for f in found.findings] == ["own_book"]
