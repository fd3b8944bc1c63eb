"""Letters that no font has print as boxes: whoever asked for the report is told which."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.i18n.boxes import NAMED, boxes_told
from kami_tui.i18n.translator import Translator
from kami_tui.reporting.apart import ReportsApart
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.together import ReportsTogether
from kami_tui.usecases.ports import ReportRequest

NOBODY_HAS = "\U0010fffd"
"""A place for private letters."""


@pytest.fixture
def asked(toy_assessment: Assessment, moment: datetime, tmp_path: Path):
    def made(name: str, form: str = "pdf") -> ReportRequest:
        a = replace(toy_assessment, profile=replace(toy_assessment.profile, organisation=name))
        request = ReportRequest(a, "id", tmp_path / "r.pdf", moment)
        return replace(request, form="html" if form == "html" else "pdf")

    return made


def test_they_are_told_once(toy_reports: InProcessReports, asked) -> None:
    heard: list[str] = []
    toy_reports.render(asked(f"Kota {NOBODY_HAS} {NOBODY_HAS}"), boxes=heard.append)
    assert heard == [NOBODY_HAS]


@pytest.mark.parametrize("name", ["Kota Contoh", "Kota\u200b Contoh\u202e \ufeff"])
def test_nothing_is_told_of_letters_that_have_one_or_are_never_seen(
    toy_reports: InProcessReports, asked, name: str
) -> None:
    heard: list[str] = []
    toy_reports.render(asked(name), boxes=heard.append)
    assert not heard


def test_a_browser_has_fonts_of_its_own(toy_reports: InProcessReports, asked) -> None:
    heard: list[str] = []
    toy_reports.render(asked(NOBODY_HAS, "html"), boxes=heard.append)
    assert not heard


def test_they_are_told_of_a_report_made_in_pieces_by_a_worker(
    example: Assessment, moment: datetime, tmp_path: Path
) -> None:
    a = replace(example, profile=replace(example.profile, organisation=NOBODY_HAS))
    heard: list[str] = []
    ReportsApart().render(ReportRequest(a, "id", tmp_path / "r.pdf", moment), boxes=heard.append)
    assert heard == [NOBODY_HAS]


def test_they_are_told_of_the_report_they_are_in(
    example: Assessment, moment: datetime, tmp_path: Path
) -> None:
    parts = ("result",)
    a = replace(example, profile=replace(example.profile, organisation=NOBODY_HAS))
    requests = [
        ReportRequest(of, "id", tmp_path / name, moment, parts)
        for of, name in ((a, "a.pdf"), (example, "b.pdf"))
    ]
    made = ReportsTogether().render_all(requests, 1)
    assert {m.request.out.name: m.boxes for m in made} == {"a.pdf": NOBODY_HAS, "b.pdf": ""}


@pytest.mark.parametrize("language", ["id", "en"])
def test_they_are_named_by_their_numbers_but_not_without_end(language: str) -> None:
    letters = "".join(chr(0xE000 + n) for n in range(NAMED + 3))
    told = boxes_told(letters, Translator(language))
    assert "(U+E000)" in told
    assert told.count("U+") == NAMED
    assert f"{NAMED + 3} " in told
    assert " 3 " in told
