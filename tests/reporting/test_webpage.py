"""The report as one HTML file: whole, closed, and readable without us."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import tinyhtml5
from tinyhtml5.parser import HTMLParser

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.domain.scorer import Scorer
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.webpage import POLICY
from kami_tui.usecases.ports import ReportRequest


@pytest.fixture(scope="module")
def page(library, templates: Path, example: Assessment, moment: datetime) -> str:
    request = ReportRequest(example, "id", Path("x.html"), moment, form="html")
    return InProcessReports(library, templates).made(request).decode()


@pytest.fixture(scope="module")
def tree(page: str):
    return tinyhtml5.parse(page, namespace_html_elements=False)


def test_it_says_what_the_pdf_says(page: str, tree, kami: Scorer) -> None:
    words = " ".join("".join(tree.itertext()).split())
    for item in kami.instrument.items.values():
        assert " ".join(item.text.id.split()) in words, item.id
    assert "472 dari 918" in words
    assert "Metode: aturan beserta angkanya" in words


def test_it_is_valid(page: str) -> None:
    parser = HTMLParser()
    parser.parse(page)
    assert not parser.errors


def test_it_is_one_file_that_asks_for_nothing(page: str, tree) -> None:
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in page
    assert page.index("Content-Security-Policy") < page.index("<style")
    assert "default-src 'none'" in POLICY
    assert not re.search(r"https?:|file:|kami-own:|kami-report:", _code(page))
    assert set(re.findall(r"url\(\"?([a-z]+:[a-z/0-9]+)", page)) == {"data:font/woff2"}
    names = {e.tag for e in tree.iter() if isinstance(e.tag, str)}
    assert not names & {"script", "link", "iframe", "object", "embed", "form", "base"}
    assert not [a for e in tree.iter() for a in e.attrib if str(a).startswith("on")]


def test_links_lead_to_places_in_it(tree) -> None:
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    targets = {e.get("href") for e in tree.iter("a")}
    assert targets
    assert targets <= {f"#{i}" for i in ids}


def test_it_is_no_larger_than_a_picture(page: str) -> None:
    """Fonts hold the letters of this report alone."""
    assert len(page.encode()) < 500_000


def test_the_same_answers_make_the_same_bytes(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment: datetime
) -> None:
    request = ReportRequest(toy_assessment, "id", Path("x.html"), moment, form="html")
    assert toy_reports.made(request) == toy_reports.made(request)


def test_page_numbers_are_left_to_paper(page: str) -> None:
    after_ours = page.rindex(".page-count::before")
    assert page.index(".edge-page, .contents li::after { display: none") > after_ours


def test_hostile_text_is_text(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment: datetime
) -> None:
    note = (
        "<script>alert(1)</script> </style> <img src='kami-own:x.png'> "
        '<img src="kami-report:report.css"> url(kami-report:report.css) {{ 7*7 }}'
    )
    a = replace(
        toy_assessment,
        answers={"1.1": Answer("2", note, ("E<1>",))},
        evidence={"E<1>": Evidence(note, note, note)},
        profile=replace(toy_assessment.profile, organisation=note),
    )
    made = toy_reports.made(ReportRequest(a, "id", Path("x.html"), moment, form="html")).decode()
    read = tinyhtml5.parse(made, namespace_html_elements=False)
    assert " ".join(note.split()) in " ".join("".join(read.itertext()).split())
    assert not list(read.iter("img")) + list(read.iter("script"))
    assert made.count("</style>") == 1


def _code(page: str) -> str:
    """All but the words: tags and style. What a drawing is called by is no address."""
    page = page.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    style = re.findall(r"<style>.*?</style>", page, re.DOTALL)
    return "".join([*re.findall(r"<[^>]*>", page), *style])
