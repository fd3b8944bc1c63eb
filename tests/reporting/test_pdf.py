"""The PDF as a reader's programs see it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.domain.scorer import Scorer
from kami_tui.reporting.apart import ReportsApart
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest

WordsOf = Callable[[Path], str]


def test_the_text_has_every_item_with_its_status(
    example_pdf: Path, words_of: WordsOf, kami: Scorer, example: Assessment
) -> None:
    words = words_of(example_pdf).replace(" ", "")
    at = 0
    for item_id in kami.ids:
        item = kami.instrument.items[item_id]
        at = words.find(item_id + "".join(_tags(item)) + _squeezed(item.text.id), at)
        assert at >= 0, item_id
        option = kami.instrument.option(item_id, example.statuses[item_id])
        assert option
        until = words.find(_squeezed(option.label.id), at)
        assert until >= 0, item_id


def test_the_first_two_pages_tell_the_result(
    example_pdf: Path, kami: Scorer, example: Assessment, tmp_path: Path, words_of: WordsOf
) -> None:
    values = kami.evaluate(example.statuses).values
    for page in (0, 1):
        with pikepdf.open(example_pdf) as file:
            one = pikepdf.new()
            one.pages.append(file.pages[page])
            one.save(tmp_path / f"{page}.pdf")
        words = words_of(tmp_path / f"{page}.pdf")
        assert str(values["readiness"]) in words
        assert f"{values['total']} dari {values['total_max']}" in words
        assert str(values["se_category"]) in words
        assert f"{values['maturity_lowest']} s.d. {values['maturity_highest']}" in words


def test_title_author_language_and_dates(example_pdf: Path, example: Assessment) -> None:
    with pikepdf.open(example_pdf) as file:
        info = file.docinfo
        assert info["/Title"] == f"Laporan Indeks KAMI 5.0: {example.profile.organisation}"
        assert info["/Author"] == example.profile.organisation
        assert str(info["/CreationDate"]).startswith("D:20260920031500")
        assert file.Root.Lang == "id"
        with file.open_metadata() as xmp:
            assert xmp.pdfa_status == "3A"
        assert file.Root.MarkInfo.Marked
        assert file.Root.StructTreeRoot


def test_bookmarks_lead_to_every_chapter(example_pdf: Path, kami: Scorer) -> None:
    with pikepdf.open(example_pdf) as file, file.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        chapters = [e for e in outline.root if e.title[:1].isdigit()]

    names = [f"{a.id} {a.name.id}" for a in kami.instrument.areas]
    assert [" ".join(c.title.split()) for c in chapters] == names
    assert all(c.children for c in chapters)
    assert titles[0] == "Hasil penilaian"


def test_the_fonts_are_the_reports_own_and_embedded(example_pdf: Path) -> None:
    with pikepdf.open(example_pdf) as file:
        fonts = {
            str(font.BaseFont): set(font.DescendantFonts[0].FontDescriptor.keys())
            for page in file.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert fonts
    for name, parts in fonts.items():
        assert "Source-Sans-3" in name
        assert {"/FontFile2", "/FontFile3"} & parts


def test_every_page_has_its_number_and_whose_it_is(example_pdf: Path, words_of: WordsOf) -> None:
    with pikepdf.open(example_pdf) as file:
        pages = len(file.pages)
    words = words_of(example_pdf)

    assert f"Halaman {pages} dari {pages}" in words
    assert words.count("Pemerintah Kota Contoh · Indeks KAMI 5.0") == pages - 1


def test_the_same_answers_make_the_same_bytes_in_another_process(
    example_pdf: Path, example: Assessment, moment: datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The child process of the terminal program makes what the command line makes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    later = moment.replace(year=2030)
    stages: list[str] = []
    out = ReportsApart().render(
        ReportRequest(example, "id", tmp_path / "laporan.pdf", later),
        lambda stage, step, steps: stages.append(stage),
    )

    assert out.read_bytes() == example_pdf.read_bytes()
    assert list(dict.fromkeys(stages)) == ["read", "score", "compose", "layout", "draw", "write"]
    assert [p.name for p in tmp_path.iterdir()] == ["laporan.pdf"]


def test_an_edition_without_category_and_levels_prints(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment, tmp_path, words_of: WordsOf
) -> None:
    out = toy_reports.render(ReportRequest(toy_assessment, "en", tmp_path / "r.pdf", moment))
    words = words_of(out)

    assert "3 of 12" in words
    assert "Incomplete: 4 items of 6 have no answer yet." in words
    assert "E1 A document" in words


def test_a_name_of_any_length_fits(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment, tmp_path, words_of: WordsOf
) -> None:
    long = replace(toy_assessment.profile, organisation="Sekretariat " * 300, scope="ruang " * 600)
    request = ReportRequest(replace(toy_assessment, profile=long), "id", tmp_path / "r.pdf", moment)
    words = words_of(toy_reports.render(request))

    assert words.count("Sekretariat") > 300
    assert "3 dari 12" in words


def test_nothing_heavy_is_imported_before_a_report_is_asked_for() -> None:
    code = (
        "import sys; import kami_tui.reporting.inprocess, kami_tui.reporting.apart, "
        "kami_tui.reporting.child, kami_tui.reporting.health; "
        "print([m for m in ('weasyprint', 'jinja2', 'babel') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "[]"


def _tags(item) -> list[str]:
    tags = [f"tahap{item.stage}"] if item.stage else []
    return tags + ([f"tingkat{item.maturity}"] if item.maturity else [])


def _squeezed(text: str) -> str:
    return "".join(text.split())
