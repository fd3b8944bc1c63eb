"""A user's folder changes the report piece by piece, and can do nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting import limits
from kami_tui.reporting.apart import ReportsApart
from kami_tui.reporting.context_words import kinds, shape
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
SHAPE = Path(__file__).parents[1] / "data" / "report_context.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    return made


@pytest.fixture
def request_with(toy_assessment: Assessment, moment: datetime, tmp_path: Path, folder: Path):
    def made(**files: str | bytes) -> ReportRequest:
        for name, text in files.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return ReportRequest(
            toy_assessment, "en", tmp_path / "r.pdf", moment, templates=folder, form="html"
        )

    return made


@pytest.fixture
def page(toy_reports: InProcessReports):
    return lambda request: toy_reports.made(request).decode()


@pytest.fixture
def refused(toy_reports: InProcessReports) -> Callable[[ReportRequest], str]:
    """Why a report with this folder is not made, the same for both forms."""

    def detail(request: ReportRequest) -> str:
        said = []
        for form in ("pdf", "html"):
            with pytest.raises(ReportFailed) as failed:
                toy_reports.made(replace(request, form=form))
            assert failed.value.facts["reason"] == "template"
            said.append(str(failed.value.facts["detail"]))
        assert said[0] == said[1]
        return said[0]

    return detail


def extended(block: str, words: str) -> str:
    return f'{{% extends "kami/report.html.jinja" %}}\n{{% block {block} %}}{words}{{% endblock %}}'


def test_one_block_is_replaced_and_the_rest_stays(request_with, page) -> None:
    made = page(request_with(report_html_jinja=extended("footer", "Dinas <b>X</b>")))
    assert '<div class="edge-foot">Dinas <b>X</b></div>' in made
    assert "Question 2.3?" in made


def test_every_block_can_be_replaced(request_with, page) -> None:
    for block in (
        "title", "head", "header", "label", "footer", "page_number", "before", "cover", "result",
        "guide", "chapters", "chapter", "brief", "gaps", "unanswered", "register", "crosswalk",
        "method", "signoff", "about", "after",
    ):  # fmt: skip
        words = "OWN {{ chapter.name }}" if block == "chapter" else "OWN"
        assert "OWN" in page(request_with(report_html_jinja=extended(block, words))), block


def test_a_section_of_the_same_name_comes_before_ours_and_can_use_it(request_with, page) -> None:
    own = '{% include "kami/sections/cover.jinja" %}<p>after {{ report.cover.organisation }}</p>'
    made = page(request_with(sections__cover_jinja=own))
    assert "<p>after Kantor Mainan</p>" in made
    assert '<section class="cover">' in made


def test_own_style_comes_after_ours_in_both_forms(
    request_with, page, toy_reports: InProcessReports
) -> None:
    request = request_with(extra_css="h1 { color: #ff0000 }\n@media screen { h1 { gap: 1px } }")
    made = page(request)
    assert made.index("h1 { color: #ff0000 }") > made.index("h1.organisation")
    plain = toy_reports.made(replace(request, form="pdf", templates=None))
    assert toy_reports.made(replace(request, form="pdf")) != plain


def test_own_pictures_and_fonts_are_used(
    request_with, page, toy_reports: InProcessReports, templates: Path
) -> None:
    font = (templates / "fonts" / "SourceSans3-Regular.otf").read_bytes()
    face = '@font-face { font-family: Own; src: url("kami-own:f.otf") }\nh1 { font-family: Own }'
    request = request_with(
        extra_css=face + "\n.cover { background: url(kami-own:p.png) }",
        report_html_jinja=extended("before", '<p><img src="kami-own:p.png" alt=""></p>'),
        f_otf=font,
        p_png=PIXEL,
    )
    made = page(request)
    assert made.count("data:image/png;base64,") == 2
    assert "kami-own:" not in made
    assert toy_reports.made(replace(request, form="pdf")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"report_html_jinja": extended("after", "\n\n{{ report.nonsense }}")},
         "report.html.jinja:4: "),
        ({"report_html_jinja": extended("after", "\n{% if %}")}, "report.html.jinja:3: "),
        ({"sections__cover_jinja": "\n{% include 'sections/nowhere.jinja' %}"},
         "sections/cover.jinja:2: sections/nowhere.jinja"),
        ({"sections__cover_jinja": "{% include '../../../etc/passwd' %}"},
         "sections/cover.jinja:1: "),
        ({"sections__cover_jinja": b"\n\n\xff"}, "sections/cover.jinja:3: it is not in UTF-8"),
        ({"sections__cover_jinja": "{{ ''.__class__.__mro__ }}"}, "sections/cover.jinja:1: "),
        ({"sections__cover_jinja": "\n{{ range(10**9) }}"}, "sections/cover.jinja:2: "),
        ({"sections__cover_jinja": "\n{{ range(1000000000) }}"}, "sections/cover.jinja:2: Range"),
        ({"sections__cover_jinja": "{{ 9**9**9 }}"}, "sections/cover.jinja:1: "),
        ({"sections__cover_jinja": "{% include 'sections/cover.jinja' %}"},
         "sections/cover.jinja:1: it calls or includes itself without end"),
        ({"extra_css": "h1 { color: red }\n\nh2 { color red }"}, "extra.css:3: "),
        ({"extra_css": "h1 { color: red }\n}"}, "extra.css:2: "),
        ({"extra_css": "\nh1 >> h2 { color: red }"}, "extra.css:2: invalid selector"),
        ({"extra_css": "@import url(kami-own:x.css);"}, "extra.css:1: no other style sheet"),
        ({"extra_css": b"\n\xe9"}, "extra.css:2: it is not in UTF-8"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_message_with_file_and_line(request_with, refused, files, said) -> None:
    assert refused(request_with(**files)).startswith(said)


def test_a_property_that_paper_does_not_know_is_said_with_its_line(
    request_with, toy_reports: InProcessReports
) -> None:
    request = request_with(extra_css="h1 { color: red }\nh2 { colour: red }")
    with pytest.raises(ReportFailed) as failed:
        toy_reports.made(replace(request, form="pdf"))
    said = str(failed.value.facts["detail"])
    assert said.startswith("extra.css:2: Ignored `colour: red")
    assert said.endswith("unknown property.")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/x.png", "file://{secret}", "{secret}", "kami-own:../secret.png",
        "kami-own:missing.png", "kami-own:link.png", "kami-own:notes.txt", "kami-own:/etc/passwd",
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["img", "css"])
def test_nothing_but_the_folders_own_files_is_read(
    request_with, refused, folder: Path, tmp_path: Path, url: str, where: str, listener
) -> None:
    server, asked = listener
    secret = tmp_path / "secret.png"
    secret.write_bytes(PIXEL)
    (folder / "link.png").symlink_to(secret)
    (folder / "notes.txt").write_text("x")
    url = url.format(port=server.rpartition(":")[2], secret=secret)
    files = {
        "img": {"report_html_jinja": extended("before", f'<img src="{url}" alt="">')},
        "css": {"extra_css": f"\n.cover {{ background: url({url}) }}"},
    }[where]
    said = refused(request_with(**files))
    assert said.startswith(("report.html.jinja:2: ", "extra.css:2: ")), said
    assert not asked


def test_a_link_among_templates_leads_nowhere_else(
    request_with, refused, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.jinja").write_text("HUNTER2")
    request = request_with(report_html_jinja=extended("before", '{% include "x.jinja" %}'))
    (folder / "x.jinja").symlink_to(tmp_path / "secret.jinja")
    assert refused(request) == "report.html.jinja:2: x.jinja"


def test_a_folder_that_changes_nothing_is_said(request_with, refused) -> None:
    assert "neither report.html.jinja nor extra.css" in refused(
        request_with(section__cover_jinja="")
    )


ROUND_AND_ROUND = "{% for a in range(99999) %}{% for b in range(99999) %}"
BACK = "{% endfor %}{% endfor %}"


# The alarm may come while the collector calls back, as Hypothesis has it do: it comes again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("written", "seconds", "starts", "ends"),
    [
        ("", 0.5, "sections/cover.jinja:", "no end after"),
        # Too many letters are counted, and told, at the end of the whole.
        ("\n{{ a }}", limits.COMPOSE, "report.html.jinja: ", "1,000,000 letters"),
    ],
    ids=["writes nothing", "writes on and on"],
)
def test_a_template_without_end_is_stopped(
    request_with, refused, written: str, seconds: float, starts: str, ends: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(limits, "COMPOSE", seconds)
    monkeypatch.setattr(limits, "LETTERS", 1_000_000)
    said = refused(request_with(sections__cover_jinja="\n" + ROUND_AND_ROUND + written + BACK))
    assert said.startswith(starts)
    assert ends in said


def test_a_template_that_eats_memory_ends_in_a_clear_error(
    example: Assessment, moment: datetime, tmp_path: Path, folder: Path
) -> None:
    """In the worker, which the system holds to its memory."""
    (folder / "extra.css").write_text("")
    (folder / "report.html.jinja").write_text("\n{% set x = 'abcdefgh' * 1000000000 %}")
    out = tmp_path / "r.pdf"
    with pytest.raises(ReportFailed) as failed:
        ReportsApart().render(ReportRequest(example, "id", out, moment, templates=folder))
    assert failed.value.facts["reason"] == "template"
    assert str(failed.value.facts["detail"]).startswith("report.html.jinja:2: it takes more than")
    assert not out.exists()


# -- what templates are given ---------------------------------------------------------------------


def test_every_field_of_the_context_has_words() -> None:
    silent = [k.name for k in kinds() if not k.words]
    silent += [f"{k.name}.{f.name}" for k in kinds() for f in k.fields if not f.words]
    assert not silent, "a docstring under the field, for those who write templates"


def test_the_shape_of_the_context_is_the_one_that_templates_were_written_for() -> None:
    """A change here breaks templates of others. Where it is meant, rewrite the file:

    python -c "from kami_tui.reporting.context_words import shape; print(*shape(), sep='\\n')"
    """
    assert shape() == SHAPE.read_text("utf-8").splitlines()
