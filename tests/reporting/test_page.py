"""What stands in for WeasyPrint's reading of HTML and for its style of HTML comes to the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import tinyhtml5

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.loading.library import Library
from kami_tui.reporting import press
from kami_tui.reporting.context import build_context
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.render import html
from kami_tui.usecases.ports import ReportRequest

AWFUL = "\x00\x0b<b>&nbsp;]]>\r\n\u2028\ufffe\U0010ffff {{ x }} &#0; <![CDATA[ \u202e"


@pytest.fixture
def as_weasyprint_does(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """From now on HTML is read as HTML, on WeasyPrint's own style."""

    def begin() -> None:
        press._ready.cache_clear()
        monkeypatch.setattr(press, "plainer", lambda html: html)
        # The report's own style twice over says nothing more; the base style is gone.
        monkeypatch.setattr(press, "BASE", press.STYLE)

    yield begin
    press._ready.cache_clear()


def test_a_whole_report_is_the_same_to_the_byte(
    library: Library, templates: Path, example: Assessment, example_pdf: Path, moment,
    as_weasyprint_does: Callable[[], None],
) -> None:  # fmt: skip
    as_weasyprint_does()
    request = ReportRequest(example, "id", Path("r.pdf"), moment)
    assert InProcessReports(library, templates).made(request) == example_pdf.read_bytes()


def test_so_is_an_executive_report_with_awful_words(
    library: Library, templates: Path, example: Assessment, moment,
    as_weasyprint_does: Callable[[], None],
) -> None:  # fmt: skip
    awful = replace(example, profile=replace(example.profile, organisation=AWFUL, scope=AWFUL))
    request = ReportRequest(awful, "en", Path("r.pdf"), moment, layout="executive")
    ours = InProcessReports(library, templates).made(request)
    as_weasyprint_does()
    assert InProcessReports(library, templates).made(request) == ours


def test_without_the_base_style_there_is_no_report(
    library: Library, templates: Path, example: Assessment, moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the two above would show nothing."""
    request = ReportRequest(example, "en", Path("r.pdf"), moment, layout="executive")
    press._ready.cache_clear()
    monkeypatch.setattr(press, "BASE", press.STYLE)
    with pytest.raises(ReportFailed):
        InProcessReports(library, templates).made(request)
    press._ready.cache_clear()


@pytest.mark.parametrize("brief", [False, True])
def test_it_is_xml_that_reads_as_the_html_does(
    library: Library, templates: Path, example: Assessment, moment, brief: bool
) -> None:
    """With the tables' bodies written out, and nothing that HTML closes by itself."""
    scorer = library.scorer(example.instrument)
    answers = dict(example.answers)
    first = next(iter(answers))
    answers[first] = replace(answers[first], note=AWFUL)
    awful = replace(example, answers=answers)
    context = build_context(
        awful, scorer, scorer.evaluate(awful.statuses), "id", moment,
        digest="sha256:1", program="k", brief=brief,
    )  # fmt: skip
    text = html(context, templates)
    read = tinyhtml5.parse(text, namespace_html_elements=False)
    assert list(seen(ElementTree.fromstring(text))) == list(seen(read))


def seen(element: Any) -> Iterator[object]:
    """The elements, attributes and words in order; HTML moves spaces around the page's parts."""

    def words(text: str | None) -> str:
        return (text or "").strip() if element.tag in {"html", "head", "body"} else text or ""

    yield element.tag, {k: v for k, v in element.attrib.items() if not k.endswith("xmlns")}
    yield words(element.text)
    for child in element:
        yield from seen(child)
        yield words(child.tail)
