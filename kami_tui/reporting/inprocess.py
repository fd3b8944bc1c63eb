"""Makes the report in this process: inside the worker of `apart` and `together`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kami_tui import __version__
from kami_tui.domain.errors import KamiError, ReportFailed
from kami_tui.reporting import files, limits
from kami_tui.reporting.folders import Folders
from kami_tui.reporting.wire import answers_digest
from kami_tui.usecases.ports import Boxes, Editions, Progress, ReportRequest

if TYPE_CHECKING:
    from kami_tui.domain.scorer import Evaluation
    from kami_tui.reporting.model import ReportContext
    from kami_tui.reporting.proof.part import Part

STEPS = 100
"""Progress is told in hundredths of the whole work, as it usually takes."""
_AT = {"read": 1, "score": 4, "compose": 6, "layout": 10, "draw": 65, "close": 82, "write": 97}
_PAGE = 1_600
"""Letters of HTML to a page laid out, about (each is, some three times): for the progress bar."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A report's words, before anything is laid out."""

    html: str
    inside: tuple[Part, ...]
    """Files that go into the PDF."""


class InProcessReports:
    """Adapter of `ports.Reports`. WeasyPrint and Jinja2 are imported by the first report."""

    def __init__(self, editions: Editions, templates: Path, processes: int = 1) -> None:
        """`processes` is how many may lay out a long report at a time, each a part of it."""
        self.editions = editions
        self.templates = templates
        self.processes = processes

    def render(
        self,
        request: ReportRequest,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        boxes: Boxes | None = None,
    ) -> Path:
        """See `ports.Reports.render`. Asks `cancelled` between stages and at every page."""
        target = files.check_place(request.out)
        data = self.made(request, progress, cancelled, boxes=boxes)
        part = files.part_of(target)
        files.write_part(part, data)
        files.put_in_place(part, target)
        if progress is not None:
            progress("write", STEPS, STEPS)
        return request.out

    def made(
        self,
        request: ReportRequest,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        composed: Callable[[], Composed] | None = None,
        boxes: Boxes | None = None,
    ) -> bytes:
        """The report as bytes; nothing is written. `composed` gives what `compose` made elsewhere.
        A web page has no boxes that are known here: its reader's browser has fonts of its own.

        Raises:
            ReportFailed: as `ports.Reports.render`, all but ``unwritable``.
            UnknownInstrument, BadInput: the edition cannot be loaded.
        """
        with _told():
            request, steps = dated(request), _Steps(progress, cancelled)
            words = self._composed(request, steps) if composed is None else composed()
            return self._printed(request, words, steps, boxes)

    def compose(self, request: ReportRequest, progress: Progress | None = None) -> Composed:
        """The first half of `made`, which needs no WeasyPrint. Raises as it does."""
        with _told():
            return self._composed(dated(request), _Steps(progress, None))

    def _composed(self, request: ReportRequest, steps: _Steps) -> Composed:
        from kami_tui.reporting.proof.parts import parts_of
        from kami_tui.reporting.render import html

        steps.at("read")
        assessment = request.assessment
        scorer = self.editions.scorer(assessment.instrument)
        digest = self.editions.digest(assessment.instrument)
        steps.at("score")
        evaluation = scorer.evaluate(assessment.statuses)
        steps.at("compose")
        text = html(composed(request, evaluation, digest), self.templates, request.templates)
        inside: tuple[Part, ...] = ()
        if request.form != "html":
            inside = tuple(parts_of(request, evaluation, digest, self.templates))
        return Composed(text, inside)

    def _printed(
        self, request: ReportRequest, words: Composed, steps: _Steps, boxes: Boxes | None
    ) -> bytes:
        steps.at("layout")
        folders = Folders(self.templates, request.templates)
        if request.form == "html":
            from kami_tui.reporting.webpage import web_page

            data = web_page(words.html, folders)
        else:
            from kami_tui.reporting.pdf import write_pdf

            steps.pages = 10 + len(words.html) // _PAGE
            data = write_pdf(
                words.html, folders, steps.seen, words.inside, request.generated, self.processes,
                boxes,
            )  # fmt: skip
        steps.at("write")
        return data


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Whatever goes wrong inside comes out as one of our errors."""
    try:
        yield
    except (KamiError, BrokenPipeError):
        raise
    except MemoryError as error:
        detail = limits.OUT_OF_MEMORY.format(mib=limits.MEMORY // 1024**2)
        raise ReportFailed(reason="too_large", detail=detail) from error
    except Exception as error:
        # Layout meets text nobody thought of; whatever it stumbles on is told, not thrown.
        detail = f"{type(error).__name__}: {error}"
        raise ReportFailed(reason="failed", detail=detail) from error


def composed(request: ReportRequest, evaluation: Evaluation, digest: str) -> ReportContext:
    """All that the templates place. Verification comes here, too, to print the same again."""
    from kami_tui.reporting.context import build_context
    from kami_tui.reporting.proof.parts import shareable

    return build_context(
        request.assessment,
        evaluation.scorer,
        evaluation,
        request.language,
        request.generated,
        digest=digest,
        program=f"kami_tui {__version__}",
        parts=request.parts,
        brief=request.layout == "executive",
        label=request.label,
        previous=request.previous,
        # Of the answers as they go with the report, so that whoever has it can work it out again.
        answers_digest=answers_digest(shareable(request.assessment)),
        entries=request.entries,
        wording=request.wording,
    )


class _Steps:
    """Tells how far the work is, and stops it where it is no longer wanted."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self.progress, self.cancelled = progress, cancelled
        self.pages, self.done = 1, 0

    def at(self, stage: str, step: int | None = None) -> None:
        if self.cancelled is not None and self.cancelled():
            raise ReportFailed(reason="cancelled", detail=stage)
        if self.progress is not None:
            self.progress(stage, _AT[stage] if step is None else step, STEPS)

    def seen(self, what: str) -> None:
        """`what` is a word of `pdf.Seen`. Nobody knows yet how many pages there will be."""
        if what != "page":
            self.at("draw", _AT[what])
            return
        self.done += 1
        room = _AT["draw"] - _AT["layout"]
        self.at("layout", _AT["layout"] + room * min(self.done, self.pages) // self.pages)


def dated(request: ReportRequest) -> ReportRequest:
    """The request with the time of ``SOURCE_DATE_EPOCH`` where that is set, to the second: the same
    answers then make the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    when = request.generated
    if epoch.isascii() and epoch.isdecimal() and len(epoch) < 12:
        when = datetime.fromtimestamp(int(epoch), UTC)
    return replace(request, generated=when.replace(microsecond=0))
