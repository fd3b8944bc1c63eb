"""Reports: how long a whole one takes beside a browser, what it needs, and how it grows.

Where the time goes in the example's report (54 pages, 7,500 elements, WeasyPrint 70, Python 3.11,
two processors; 3.4 s, 6.2 s of work):

    three processes at once, 0.65 s   the command reads the answers; the worker imports WeasyPrint
                                      (0.3 s of work) and the style; a copy of it imports all that
                                      composes, loads the edition, scores, writes the HTML (0.5 s)
    laying out and drawing, 2.5 s     ten pieces, two at a time: 4.7 s of work; pieces are joined
                                      as they come (0.3 s)
    fonts, attachments, file, 0.1 s

and in the work of laying out and drawing, by profile:

    selectors and cascade           8 %   of which matching selectors 5 %
    values of style                10 %   worked out once for each style, of which there are 2,000
    boxes built                     5 %
    layout                         45 %   5,500 lines split by Pango, 26,000 boxes with percentages
    drawing                        24 %   7,500 texts, 3,300 borders of cells (4 %)
    tags, fonts, file               8 %   8,400 nodes of the tree of tags

What was gained, whole process against Chromium in turn (it was 5.0x, 320 MiB):

    pieces laid out in two processes, joined with pikepdf      3.1x   135 MiB
    worker started first, no compiler asked for libraries      2.8x
    joined as they come; fewer boxes                           2.7x
    WeasyPrint's style for all of HTML, which gives each       2.5x
    element six footnotes and markers, replaced by ours;
    ids moved from rows to cells without children, equal
    `style` attributes made classes: 2,000 styles for 50,000
    read as XML by expat; words without a span of their own    2.4x
    pieces of half the size, in their order                    2.2x    95 MiB
    composed beside the imports, libraries asked for by name,  2.1x
    no looking for garbage meanwhile, templates kept compiled;
    one sheet of style instead of three
    pieces carry no fonts that joining replaces (2 % of their   1.9x    93 MiB
    work), full bars are one box, the last pieces go by size
    (3 % of the time no processor waits), the worker leaves
    without being taken apart (80 ms)

Without effect: malloc's and Python's allocators, huge pages, how hard pages are packed (30 ms in
all), a collector that never runs (copies have none), parts of the style left out where they cannot
apply, selectors with > for each step down to a cell. Smaller pieces than 30,000 letters take
longer: each has a head and a fork of its own. Images there are none.

Untried, as it changes what a reader has: no links from the crosswalk to items (500 of 750, about
4 %), no bars beside each status (4 %), no lines between rows (4 %; as a background of the row
WeasyPrint 70 paints all of it; as the table's own ground between white rows its sides show as
faint lines). Untried, too: a newer Python; to compose in the process that read the answers (0.1 s),
which would not hold templates to their limits.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.table import EXAMPLE, QUICK, ms, python, told

if TYPE_CHECKING:
    from kami_tui.reporting.inprocess import InProcessReports
    from kami_tui.usecases.ports import ReportRequest

TURNS = 3 if QUICK else 5
MANY = 6 if QUICK else 20
FEW = 60
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PEAK = 160
"""MiB that one process may need at most."""
_PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def reports(home: str) -> bool:
    folder = Path(home)
    return all([beside_browser(folder), peak(folder), growth(), two_workers(folder)])


def beside_browser(folder: Path) -> bool:
    """Whole processes, in turn: ours from the answers, the browser's from the HTML."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    what = "kami report, whole process, against Chromium"
    if browser is None:
        return told(what, "skipped: no chromium here", "<= 2.0x", None)
    page = folder / "bench.html"
    subprocess.run(_report(page), stdout=subprocess.DEVNULL, check=True)
    theirs = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser",
        f"--print-to-pdf={folder}/browser.pdf", page.as_uri(),
    ]  # fmt: skip
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(TURNS):
        for command, taken in zip((theirs, _report(folder / "bench.pdf")), times, strict=True):
            began = time.perf_counter()
            subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
            )
            taken.append(time.perf_counter() - began)
    ratio = median(times[1]) / median(times[0])
    return told(
        what, f"{ms(median(times[1]))} / {ms(median(times[0]))} = {ratio:.1f}x", "<= 2.0x",
        ratio <= 2,
    )  # fmt: skip


def peak(folder: Path) -> bool:
    """Of the largest of the processes that a report takes."""
    command = python("-c", _PEAK, *_report(folder / "bench.pdf"))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    unit = 1024 if sys.platform != "darwin" else 1024**2
    mib = int(done.stdout.split()[-1]) / unit
    return told("kami report, peak memory", f"{mib:.0f} MiB", f"<= {PEAK} MiB", mib <= PEAK)


def growth() -> bool:
    """An edition with four times the items, in one process: four times the time, not more."""
    few, many = FEW, 4 * FEW
    times: dict[int, list[float]] = {few: [], many: []}
    for turn in range(TURNS):
        for items, taken in times.items():
            reports, request = _edition_of(items)
            if not turn and items == few:
                reports.made(request)  # pays for the imports
            began = time.process_time()
            reports.made(request)
            taken.append(time.process_time() - began)
    ratio = median(times[many]) / median(times[few])
    return told(
        f"report of {many} items, against {few}",
        f"{ms(median(times[many]))} / {ms(median(times[few]))} = {ratio:.2f}x", "<= 4.4x",
        ratio <= 4.4,
    )  # fmt: skip


def two_workers(folder: Path) -> bool:
    """The same reports by one worker and by two, in one run. A worker is one process here: where
    there are many reports, none is shared out."""
    from kami_tui.reporting.together import ReportsTogether
    from kami_tui.usecases.ports import ReportRequest
    from kami_tui.wiring import wire

    services = wire(None, "id")
    example = services.files.read(EXAMPLE)
    together = ReportsTogether()

    def taken(jobs: int) -> float:
        asked = (
            ReportRequest(example, "id", folder / f"many-{n}.pdf", services.clock())
            for n in range(MANY)
        )
        began = time.perf_counter()
        with closing(together.render_all(asked, jobs)) as made:  # type: ignore[type-var]
            if any(one.error for one in made):
                raise SystemExit("a report failed")
        return time.perf_counter() - began

    one, two = taken(1), taken(2)
    ratio = one / two
    return told(
        f"{MANY} reports, two workers against one", f"{one:.0f} s / {two:.0f} s = {ratio:.2f}x",
        ">= 1.7x", ratio >= 1.7,
    )  # fmt: skip


def _report(out: Path) -> list[str]:
    return python("-m", "kami_tui", "report", str(EXAMPLE), "--out", str(out), "--lang", "id")


def _edition_of(items: int) -> tuple[InProcessReports, ReportRequest]:
    """Reports of an edition made here, and a request for its whole, every item with a note."""
    from kami_tui.domain.answers import Answer, Assessment, Profile
    from kami_tui.domain.instrument import Instrument
    from kami_tui.domain.scorer import Scorer
    from kami_tui.reporting.inprocess import InProcessReports
    from kami_tui.resources import report_templates
    from kami_tui.usecases.ports import ReportRequest

    def both(words: str) -> dict[str, str]:
        return {"id": words, "en": words}

    known = {"label": both("Score"), "source": "here", "sureness": "settled"}
    ids = [f"1.{n}" for n in range(1, items + 1)]
    sections = [
        {
            "name": both(f"Section {at}"),
            "items": [{"id": i, "text": both(f"Is {i} planned, done and looked after?" * 3)}
                      for i in ids[at : at + 20]],
        }
        for at in range(0, items, 20)
    ]  # fmt: skip
    instrument = Instrument.model_validate({
        "id": "made", "edition": "1", "name": both("Made"), "issuer": "nobody",
        "wording": both("our own"), "sources": {"here": both("this benchmark")},
        "option_sets": [{"id": "steps", "options": [
            {"code": str(n), "score": n, "label": both(f"status {n}")} for n in range(3)]}],
        "areas": [{"id": "1", "name": both("Area"), "description": both("About it"),
                   "option_set": "steps", "sections": sections}],
        "rules": [
            {"id": "score", **known, "sum": {"items": {"area": ["1"]}}},
            {"id": "most", **known, "maximum": {"items": {"area": ["1"]}}},
        ],
        "results": {"areas": [{"area": "1", "score": "score", "max": "most"}],
                    "total": "score", "total_max": "most"},
    })  # fmt: skip
    scorer = Scorer(instrument)

    class One:
        def ids(self) -> tuple[str, ...]:
            return ("made",)

        def scorer(self, instrument: str) -> Scorer:
            return scorer

        def digest(self, instrument: str) -> str:
            return "sha256:0"

    answers = {i: Answer("2", "A note of some words, as people write them. " * 3) for i in ids}
    made = Assessment("made", Profile(organisation="Bench"), answers)
    request = ReportRequest(made, "id", Path("x.pdf"), datetime.now(UTC))
    return InProcessReports(One(), report_templates()), request
