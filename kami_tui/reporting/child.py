"""The report worker's side of `apart` and `together`: requests in, messages out, files written."""

from __future__ import annotations

import contextlib
import gc
import logging
from pathlib import Path
from typing import TextIO

from kami_tui.domain.errors import KamiError, ReportFailed
from kami_tui.reporting import files, limits, wire
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import Editions

log = logging.getLogger(__name__)

PROCESSOR = 900.0
"""Seconds of work for one report, should the program that asked be gone."""


def serve(
    editions: Editions, templates: Path, stdin: TextIO, stdout: TextIO, processes: int = 1
) -> int:
    """Reads one JSON request a line, writes the report it names, tells on `stdout`; to the end.

    Messages are JSON, one a line: ``{"stage", "step", "steps"}``, for each request at last
    ``{"done": path}`` or ``{"failed": code, "facts": {..}}``. Gives back the exit code: 0, or 1
    where a report was not made. `processes` is how many may work at a report at a time.
    """
    _warm()
    reports = InProcessReports(editions, templates, processes)
    code = 0
    try:
        for line in stdin:
            limits.processor(PROCESSOR)
            code |= _one(reports, line, stdout)
            # Boxes hold each other: without this the next report's are added to this one's.
            gc.collect()
    except BrokenPipeError:
        return 1  # nobody listens any more: the program was closed
    return code


def _warm() -> None:
    """Imports what every report needs while the request is still being put together elsewhere."""
    with contextlib.suppress(ImportError, ReportFailed):  # told with the first report
        from kami_tui.reporting import context, pdf, press, render  # noqa: F401
        from kami_tui.reporting.pieces import joined, piece  # noqa: F401

        press.weasyprint()
        import jinja2.sandbox  # noqa: F401
        import pikepdf  # noqa: F401
    # What stays is not looked through again and again.
    gc.freeze()


def _one(reports: InProcessReports, line: str, stdout: TextIO) -> int:
    written: Path | None = None

    def tell(**facts: object) -> None:
        stdout.write(wire.message(**facts))
        stdout.flush()

    try:
        request = wire.request_from(line)
        data = reports.made(
            request, lambda stage, step, steps: tell(stage=stage, step=step, steps=steps)
        )
        files.write_part(request.out, data)
        written = request.out
        tell(done=str(request.out))
    except BrokenPipeError:
        # The file would be found by no one.
        if written is not None:
            written.unlink(missing_ok=True)
        raise
    except KamiError as error:
        log.info("no report", exc_info=True)
        tell(failed=error.code, facts=dict(error.facts))
        return 1
    except (ValueError, KeyError, TypeError) as error:
        log.info("no request", exc_info=True)
        facts = {"reason": "failed", "detail": f"unreadable request: {error}"}
        tell(failed=ReportFailed.code, facts=facts)
        return 1
    return 0
