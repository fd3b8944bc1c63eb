"""What users typed is text: nothing in it is run, styled or fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.reporting.folders import Folders
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.press import own_files
from kami_tui.reporting.proof.parts import NAMES
from kami_tui.usecases.ports import ReportRequest


def test_hostile_notes_are_printed_as_they_are_and_nothing_is_fetched(
    toy_reports: InProcessReports,
    toy_assessment: Assessment,
    listener: tuple[str, list[str]],
    moment: datetime,
    tmp_path: Path,
    words_of: Callable[[Path], str],
) -> None:
    url, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("HUNTER2")
    hostile = [
        "<script>alert(1)</script>",
        f'<img src="{url}/img.png">',
        f'<img src="file://{secret}">',
        f'<link rel="stylesheet" href="{url}/style.css">',
        f"<style>@import url({url}/import.css); body {{ display: none }}</style>",
        f'<link rel="attachment" href="file://{secret}">',
        f'"><a href="{url}/href">x</a>',
        "{{ 7*7 }} {% include '/etc/passwd' %} {{ report.__class__ }}",
        "[bold red]not markup[/] [link=x]y[/link]",
        "]]> &amp; &lt; &#65;",
        "--> <!-- comment",
        f"@page {{ background: url({url}/page.png) }}",
    ]
    note = "\n".join(hostile)
    a = replace(
        toy_assessment,
        profile=replace(toy_assessment.profile, organisation=hostile[1], scope=hostile[4]),
        answers={"1.1": Answer("2", note, ("E<1>",))},
        evidence={"E<1>": Evidence(hostile[2], hostile[0], f"{url}/where", sha256='"><b>')},
    )
    out = toy_reports.render(ReportRequest(a, "id", tmp_path / "r.pdf", moment))
    words = words_of(out)

    for line in hostile:
        assert line.replace(" ", "") in words.replace(" ", "")
    assert "HUNTER2" not in words
    assert not asked
    with pikepdf.open(out) as file:
        assert sorted(file.attachments) == sorted(NAMES), "none but the program's own"
        for page in file.pages:
            for note_ in page.get("/Annots", []):
                assert "/A" not in note_ or note_.A.get("/S") != "/URI"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://example.org/",
        "data:text/css,body{}",
        "kami-report:../pyproject.toml",
        "kami-report:/etc/passwd",
        "kami-report:report.html.jinja",
        "kami-report:fonts/../../LICENSE",
        "KAMI-REPORT:report.css",
    ],
)
def test_only_the_reports_own_style_and_fonts_can_be_read(templates: Path, url: str) -> None:
    with pytest.raises(ValueError, match="report"):
        own_files(Folders(templates)).fetch(url)


def test_the_reports_own_style_can_be_read(templates: Path) -> None:
    assert b"@page" in own_files(Folders(templates)).fetch("kami-report:report.css").read()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("x")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "report.css").symlink_to(tmp_path / "secret.css")
    with pytest.raises(ValueError, match="own"):
        own_files(Folders(folder)).fetch("kami-report:report.css")


def test_line_breaks_of_a_note_are_kept(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment: datetime, tmp_path: Path
) -> None:
    """As many lines as the note has stand one below the other."""

    def height(note: str) -> int:
        a = replace(toy_assessment, answers={"1.1": Answer("2", note)})
        out = toy_reports.render(ReportRequest(a, "id", tmp_path / "r.pdf", moment))
        with pikepdf.open(out) as file:
            return len(file.pages)

    assert height("a\n" * 200) > height("a " * 200)
