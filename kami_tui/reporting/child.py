"""The report worker's side of `apart`: one request in, messages out, one file written."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TextIO

from kami_tui.domain.errors import KamiError, ReportFailed
from kami_tui.reporting import files, wire
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import Editions

log = logging.getLogger(__name__)


def serve(editions: Editions, templates: Path, stdin: TextIO, stdout: TextIO) -> int:
    """Reads one JSON request to the end of `stdin`, writes the PDF it names, tells on `stdout`.

    Messages are JSON, one a line: ``{"stage", "step", "steps"}``, at last ``{"done": path}`` or
    ``{"failed": code, "facts": {..}}``. Gives back the exit code: 0, or 1 without a file.
    """
    written: Path | None = None

    def tell(**facts: object) -> None:
        stdout.write(wire.message(**facts))
        stdout.flush()

    try:
        request = wire.request_from(stdin.read())
        reports = InProcessReports(editions, templates)
        data = reports.pdf(
            request, lambda stage, step, steps: tell(stage=stage, step=step, steps=steps)
        )
        files.write_part(request.out, data)
        written = request.out
        tell(done=str(request.out))
    except BrokenPipeError:
        # Nobody listens any more: the program was closed. The file would be found by no one.
        if written is not None:
            written.unlink(missing_ok=True)
        return 1
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
