"""A report may be printed in part; what is printed never points to what is not."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.i18n.sentences import REPORT_PARTS
from kami_tui.reporting.context import build_context
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest
from kami_tui.usecases.report_parts import NAMES, USUAL, left_out, wanted


@pytest.fixture
def printed(toy_reports, toy_assessment, moment, tmp_path, caplog):
    """Prints parts of the toy's report; fails if the layout found anything to complain about."""

    def print_(*parts: str, assessment: Assessment = toy_assessment, reports=toy_reports) -> Path:
        out = tmp_path / f"{'-'.join(parts)[:80]}.pdf"
        with caplog.at_level(logging.WARNING, "weasyprint"):
            made: Path = reports.render(ReportRequest(assessment, "en", out, moment, parts))
        assert not [r.getMessage() for r in caplog.records if r.name.startswith("weasyprint")]
        return made

    return print_


def pages(pdf: Path) -> int:
    with pikepdf.open(pdf) as file:
        return len(file.pages)


def bookmarks(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as file, file.open_outline() as outline:
        return [" ".join(e.title.split()) for e in outline.root]


def links(pdf: Path) -> list[str]:
    """Where the links of the document lead, each checked to be there."""
    with pikepdf.open(pdf) as file:
        names = pikepdf.NameTree(file.Root.Names.Dests) if "/Dests" in file.Root.Names else {}
        known = set(names.keys()) if names else set()
        found = [
            str(a.Dest)
            for page in file.pages
            for a in page.get("/Annots", [])
            if a.Subtype == "/Link"
        ]
    assert set(found) <= known
    return found


# -- which parts there are -----------------------------------------------------------------------


def test_parts_come_in_the_reports_order_each_once() -> None:
    assert wanted(None) == USUAL
    assert wanted(["method", "cover", "method"]) == ("cover", "method")
    assert left_out(("cover", "result")) == tuple(n for n in USUAL if n not in ("cover", "result"))
    for wrong in ([], ["cover", "nonsense"]):
        with pytest.raises(ValueError, match="no such parts"):
            wanted(wrong)


def test_every_part_has_words_for_people() -> None:
    assert tuple(REPORT_PARTS) == NAMES


# -- whole ---------------------------------------------------------------------------------------


def test_all_parts_named_make_the_bytes_of_the_usual_report(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment: datetime, tmp_path: Path
) -> None:
    request = ReportRequest(toy_assessment, "en", tmp_path / "r.pdf", moment)

    assert toy_reports.made(request) == toy_reports.made(replace(request, parts=NAMES))


def test_a_whole_report_says_nothing_of_an_excerpt(context_of, example: Assessment) -> None:
    context = context_of(example)

    assert "kutipan" not in context.meta.footer
    assert "Kutipan" not in [f.label for f in context.colophon]
    assert not context.result.whose
    assert all(a.anchor for a in context.result.areas)


# -- in part -------------------------------------------------------------------------------------


def test_the_result_stands_alone_on_one_page_and_says_whose_it_is(
    library, templates, example, kami, printed, words_of
) -> None:
    answers = {i: a for i, a in example.answers.items() if i not in {"1.1", "2.4", "5.3"}}
    long = replace(example.profile, scope="Layanan " * 60, unit="Bidang " * 30)
    most = Assessment(example.instrument, long, answers, example.evidence)
    out = printed("result", assessment=most, reports=InProcessReports(library, templates))
    words = words_of(out)

    assert pages(out) == 1
    assert bookmarks(out) == ["Result"]
    assert not links(out)
    assert example.profile.organisation in words
    assert "assessed 15 September 2025" in words
    assert "printed 20 September 2026, 03:15 UTC" in words
    assert "Self-assessment, not verified" in words
    assert "excerpt" in words
    assert str(kami.evaluate(most.statuses).values["total"]) in words


def test_links_of_the_result_and_the_evidence_lead_to_what_is_printed(
    library, templates, example, printed
) -> None:
    out = printed(
        "result", "supplement", assessment=example, reports=InProcessReports(library, templates)
    )
    assert bookmarks(out)[0] == "Result"
    assert len(bookmarks(out)) == 2
    assert links(out) == ["area-8"], "neither chapters of areas nor the register are there"


@pytest.mark.parametrize("missing", NAMES)
def test_leaving_out_one_part_breaks_no_link(printed, words_of, missing: str) -> None:
    out = printed(*(n for n in NAMES if n != missing))
    found = links(out)
    heading = {
        "result": "Result",
        "guide": "How to read this report",
        "gaps": "Strengths and gaps",
        "unanswered": "Unanswered and not applicable",
        "register": "Evidence register",
        "crosswalk": "Seen from ISO/IEC 27001:2022",
        "signoff": "Sign-off",
        "method": "Method: the rules with their numbers",
        "about": "About this report",
    }.get(missing)

    assert heading not in bookmarks(out)
    assert "excerpt" in words_of(out)
    assert ("bukti-1" in found) is (missing not in ("areas", "register"))
    assert ("area-1" in found) is (missing != "areas")


@pytest.mark.parametrize("one", [n for n in NAMES if n != "supplement"])
def test_any_part_can_be_printed_alone_without_an_empty_page(printed, words_of, one: str) -> None:
    out = printed(one)

    links(out)
    assert pages(out) == {"areas": 2}.get(one, 1)


def test_two_parts_beside_each_other_are_set_without_an_empty_page(printed, words_of) -> None:
    whole = [n for n in NAMES if n != "supplement"]
    alone = {n: pages(printed(n)) for n in whole}
    for pair in pairwise(whole):
        assert pages(printed(*pair)) <= sum(alone[n] for n in pair), pair


def test_contents_name_what_is_printed(context_of, kami, example: Assessment) -> None:
    role = kami.instrument.results.supplement
    assert role
    e = kami.evaluate(example.statuses)

    def anchors(*left: str) -> list[str]:
        parts = [n for n in NAMES if n not in left]
        context = build_context(example, kami, e, "id", _moment(), parts=parts)
        return [line.anchor for line in context.contents]

    whole = anchors()
    assert anchors("method") == [a for a in whole if a != "method"]
    assert anchors("supplement") == [a for a in whole if a != f"area-{role.area}"]
    assert anchors("areas") == [
        a for a in whole if not a.startswith("area-") or a == f"area-{role.area}"
    ]
    assert anchors("about", "result") == [a for a in whole if a not in ("colophon", "result")]


def test_the_guide_promises_nothing_that_is_left_out(printed, words_of) -> None:
    whole, excerpt = (words_of(printed(*parts)) for parts in (NAMES, ("guide", "about")))

    assert "excerpt" not in whole
    assert "rules in the appendix" not in excerpt
    assert "Printed: Reading guide, contents; About this report." in excerpt
    assert "Method and rules" in excerpt.partition("Left out:")[2]


def test_a_note_that_is_cut_is_told_even_without_the_guide(context_of, kami, example) -> None:
    huge = {i: Answer(a.status, "a long note " * 4000) for i, a in example.answers.items()}
    a, e = replace(example, answers=huge), kami.evaluate(example.statuses)
    context = build_context(a, kami, e, "en", _moment(), parts=("areas", "supplement"))
    assert "too long to print whole" in context.chapters[0].said
    assert not any(c.said for c in context.chapters[1:])
    assert not context_of(a, "en").chapters[0].said, "there the guide says it"


def test_an_edition_without_the_part_that_was_chosen_says_so(printed) -> None:
    with pytest.raises(ReportFailed) as failed:
        printed("supplement")
    assert failed.value.facts["reason"] == "empty"


def _moment() -> datetime:
    return datetime.fromisoformat("2026-09-20T03:15:00+00:00")
