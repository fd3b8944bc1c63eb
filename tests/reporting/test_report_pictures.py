"""How the key pages look: small grey pictures, compared with a tolerance.

Edges of letters may differ from one Poppler to the next; a table that moved or a chart that is gone
may not. To take new ones on purpose: ``pytest tests/reporting/test_report_pictures.py
--snapshot-update``, and look at them.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter

from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest

KEPT = Path(__file__).parent / "pictures"
DPI = 60
BLUR = 1.5
"""Pixels over which ink is spread before two pictures are compared, so that hairs do not count."""
SHADE = 45
"""Of 255: from here on a pixel is another one."""
MOST = 0.0015
"""Share of pixels that may be: half a line of text."""


def picture(pdf: Path, page: int) -> Image.Image:
    out = pdf.with_name(f"{pdf.stem}-{page}")
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile", "-f", str(page), "-l",
         str(page), str(pdf), str(out)],
        check=True,
    )  # fmt: skip
    with Image.open(out.with_suffix(".png")) as made:
        return made.convert("L")


def differ(a: Image.Image, b: Image.Image) -> float:
    """Share of pixels that are another shade; 1 for pictures of another size."""
    if a.size != b.size:
        return 1.0
    soft = [i.filter(ImageFilter.GaussianBlur(BLUR)) for i in (a, b)]
    counts = ImageChops.difference(*soft).histogram()
    return sum(counts[SHADE:]) / (a.width * a.height)


@pytest.fixture
def check(request: pytest.FixtureRequest):
    renew = request.config.getoption("update_snapshots")

    def same(name: str, pdf: Path, page: int) -> None:
        made, kept = picture(pdf, page), KEPT / f"{name}.png"
        if renew:
            made.quantize(16).save(kept, optimize=True)
            return
        with Image.open(kept) as before:
            share = differ(made, before.convert("L"))
        assert share <= MOST, f"{name}: {share:.2%} of the page looks different; see {pdf}"

    return same


def page_of(pdf: Path, anchor: str) -> int:
    with pikepdf.open(pdf) as file:
        place = pikepdf.NameTree(file.Root.Names.Dests)[anchor]
        return next(n for n, p in enumerate(file.pages, 1) if p.obj.objgen == place[0].objgen)


@pytest.mark.parametrize("anchor", ["result", "area-2", "gaps", "crosswalk"])
def test_pages_of_the_whole_report_in_indonesian(example_pdf: Path, check, anchor: str) -> None:
    check(f"id-{anchor}", example_pdf, page_of(example_pdf, anchor))


@pytest.mark.parametrize("anchor", ["result", "area-5", "signoff"])
def test_pages_of_the_whole_report_in_english(english_pdf: Path, check, anchor: str) -> None:
    check(f"en-{anchor}", english_pdf, page_of(english_pdf, anchor))


@pytest.mark.parametrize("language", ["id", "en"])
def test_both_pages_of_the_executive_layout(
    library, templates, example, moment, tmp_path, check, language
) -> None:
    before = replace(example, answers=dict(list(example.answers.items())[:90]))
    request = ReportRequest(
        example, language, tmp_path / "brief.pdf", moment, layout="executive", label="TERBATAS",
        previous=before,
    )  # fmt: skip
    made = InProcessReports(library, templates).render(request)
    with pikepdf.open(made) as file:
        assert len(file.pages) == 2
    for page in (1, 2):
        check(f"{language}-executive-{page}", made, page)


# -- the comparison itself ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def result_page(example_pdf: Path) -> Image.Image:
    return picture(example_pdf, 2)


def test_a_touch_of_another_smoothing_passes(result_page: Image.Image) -> None:
    smoother = result_page.resize((result_page.width * 2, result_page.height * 2))
    smoother = smoother.resize(result_page.size, Image.Resampling.BOX)
    assert result_page.tobytes() != smoother.tobytes()
    assert differ(result_page, smoother) <= MOST


def test_a_table_that_moved_is_found(result_page: Image.Image) -> None:
    """By 1.7 mm, and below it nothing else."""
    moved = result_page.copy()
    box = (0, 250, moved.width, 430)
    moved.paste(result_page.crop(box), (0, 254))
    assert differ(result_page, moved) > MOST


def test_a_chart_that_is_gone_is_found(result_page: Image.Image) -> None:
    gone = result_page.copy()
    gone.paste(255, (40, 520, 240, 640))
    assert differ(result_page, gone) > MOST


def test_a_line_that_is_gone_is_found(result_page: Image.Image) -> None:
    gone = result_page.copy()
    gone.paste(255, (40, 138, 300, 160))
    assert differ(result_page, gone) > MOST
