"""The report worker's side of `apart` and `together`: requests in, messages out, files written."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NoReturn, TextIO

from kami_tui.domain.errors import KamiError, ReportFailed
from kami_tui.reporting import files, limits, wire
from kami_tui.reporting.folders import Folders
from kami_tui.reporting.inprocess import Composed, InProcessReports
from kami_tui.reporting.pieces import forked
from kami_tui.usecases.ports import Boxes, Editions, Progress, ReportRequest

log = logging.getLogger(__name__)

Report = tuple[Path, bytes]
"""Where it goes, and what it is."""
PROCESSOR = 900.0
"""Seconds of work for one report, should the program that asked be gone."""


def serve(
    editions: Editions, templates: Path, stdin: TextIO, stdout: TextIO, processes: int = 1
) -> int:
    """Reads one JSON request a line, writes the report it names, tells on `stdout`; to the end.

    Messages are JSON, one a line: ``{"stage", "step", "steps"}``, ``{"boxes": letters}`` where no
    font has them, for each request at last ``{"done": path}`` or
    ``{"failed": code, "facts": {..}}``. Gives back the exit code: 0, or 1
    where a report was not made. `processes` is how many may work at a report at a time; with more
    than one it is one report that is made.
    """
    reports = InProcessReports(editions, templates, processes)
    try:
        if processes > 1 and forked.can_fork():
            # The words of it are put together beside the imports, which take as long.
            words = forked.beside(partial(_composed, reports, stdin))
            with _to_stay():
                _to_print(templates)
            return _one(stdout, partial(_made_of, reports, words))
        with _to_stay():
            _to_compose(editions)
            _to_print(templates)
        code = 0
        for line in stdin:
            limits.processor(PROCESSOR)
            code |= _one(stdout, partial(_made, reports, line))
            # Boxes hold each other: without this the next report's are added to this one's.
            gc.collect()
    except BrokenPipeError:
        return 1  # nobody listens any more: the program was closed
    return code


def leave(code: int) -> NoReturn:
    """Ends this process at once, and its copies: to take apart all that a report has left behind
    takes as long as to print two pages of it. What is on the disk for its time only is removed."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.getpgrp() == os.getpid():  # started for itself (see `worker`): the group is its copies
        os.killpg(os.getpid(), signal.SIGTERM)
    with contextlib.suppress(OSError, ValueError, RuntimeError):  # in the middle of a line
        sys.stdout.flush()
    if press := sys.modules.get("kami_tui.reporting.press"):
        press.put_away()
    os._exit(code)


def _to_compose(editions: Editions) -> None:
    """Has ready what a report is composed with: all modules, and the edition it likely is of."""
    import jinja2.sandbox  # noqa: F401

    from kami_tui.reporting import context, render  # noqa: F401
    from kami_tui.reporting.proof import parts  # noqa: F401

    with contextlib.suppress(KamiError):  # told with the report
        for edition in editions.ids()[:1]:
            editions.scorer(edition)


def _to_print(templates: Path) -> None:
    """Has ready what a report is drawn with, down to the letters of its fonts."""
    with contextlib.suppress(ImportError, ReportFailed):  # told with the report
        import pikepdf  # noqa: F401

        from kami_tui.reporting import pdf, press  # noqa: F401
        from kami_tui.reporting.pieces import joined, piece  # noqa: F401

        press.Press(Folders(templates)).warm()


@contextlib.contextmanager
def _to_stay() -> Iterator[None]:
    """What is imported inside is not looked through for garbage, now and later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _made(reports: InProcessReports, line: str, progress: Progress, boxes: Boxes) -> Report | None:
    request = _request(line)
    return request.out, reports.made(request, progress, boxes=boxes)


def _composed(
    reports: InProcessReports, stdin: TextIO, tell: forked.Tell
) -> tuple[ReportRequest, Composed] | None:
    _to_compose(reports.editions)
    line = stdin.readline()
    if not line:
        return None
    limits.processor(PROCESSOR)
    request = _request(line)
    return request, reports.compose(request, lambda *step: tell(step))


def _made_of(
    reports: InProcessReports,
    words: Callable[[forked.Tell], tuple[ReportRequest, Composed] | None],
    progress: Progress,
    boxes: Boxes,
) -> Report | None:
    limits.processor(PROCESSOR)
    found = words(lambda step: progress(*step))
    if found is None:
        return None
    request, composed = found
    return request.out, reports.made(request, progress, composed=lambda: composed, boxes=boxes)


def _one(stdout: TextIO, made: Callable[[Progress, Boxes], Report | None]) -> int:
    """Writes what is `made`, if anything was asked for, and tells how it went."""
    written: Path | None = None

    def tell(**facts: object) -> None:
        stdout.write(wire.message(**facts))
        stdout.flush()

    try:
        report = made(
            lambda stage, step, steps: tell(stage=stage, step=step, steps=steps),
            lambda letters: tell(boxes=letters),
        )
        if report is None:
            return 0
        out, data = report
        files.write_part(out, data)
        written = out
        tell(done=str(out))
    except BrokenPipeError:
        # The file would be found by no one.
        if written is not None:
            written.unlink(missing_ok=True)
        raise
    except KamiError as error:
        log.info("no report", exc_info=True)
        tell(failed=error.code, facts=dict(error.facts))
        return 1
    return 0


def _request(line: str) -> ReportRequest:
    """Raises ReportFailed: it is none."""
    try:
        return wire.request_from(line)
    except (ValueError, KeyError, TypeError) as error:
        detail = f"unreadable request: {error}"
        raise ReportFailed(reason="failed", detail=detail) from error
