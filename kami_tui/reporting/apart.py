"""Makes the PDF in a process of its own, so that no key press ever waits for a layout.

Layout is pure Python and holds the interpreter's lock for seconds, and its memory is not given
back: a child gives both back when it ends, and it can be stopped in the middle of a page.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting import files, wire
from kami_tui.reporting.inprocess import dated
from kami_tui.usecases.ports import Progress, ReportRequest

log = logging.getLogger(__name__)

LIMIT = 600.0
"""Seconds after which a report is given up."""
_LOOK = 0.1
"""Seconds between two looks at whether the report is still wanted."""
_KEPT_LOG = 20_000
"""Characters of the child's complaints kept for the log."""
_PASSED_ON = (
    "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "LC_ALL",
    "LC_CTYPE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "FONTCONFIG_FILE",
    "FONTCONFIG_PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES", "KAMI_HOME", "KAMI_RESOURCES", "SOURCE_DATE_EPOCH",
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV",
)  # fmt: skip
"""What drawing needs of the environment; everything else (tokens, proxies) stays here."""


class ReportsApart:
    """Adapter of `ports.Reports` that starts ``kami report-worker`` for each report."""

    def __init__(self, command: tuple[str, ...] | None = None, limit: float = LIMIT) -> None:
        """`command` stands in for the worker in a test; `limit` is in seconds."""
        self.command = command or (sys.executable, "-X", "utf8", "-m", "kami_tui", "report-worker")
        self.limit = limit

    def render(
        self,
        request: ReportRequest,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Path:
        """See `ports.Reports.render`. The child is gone when this returns, whatever happened."""
        target = files.check_place(request.out)
        part = files.part_of(target)
        asked = wire.request_text(replace(dated(request), out=part.absolute()))
        try:
            self._work(asked, progress, cancelled)
            if not part.is_file():
                raise ReportFailed(reason="failed", detail="the report worker wrote no file")
            files.put_in_place(part, target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return request.out

    def _work(
        self, asked: str, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        try:
            child = subprocess.Popen(  # noqa: S603 - our own program, no shell
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(os.environ),
                encoding="utf-8",
                errors="replace",
                # A ctrl+c in the terminal is the program's to answer, not the child's.
                start_new_session=True,
            )
        except OSError as error:
            detail = f"the report worker did not start: {error}"
            raise ReportFailed(reason="failed", detail=detail) from error
        said: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        complaints: list[str] = []
        helpers = [
            _start(_feed, child.stdin, asked),
            _start(_listen, child.stdout, said),
            _start(_keep, child.stderr, complaints),
        ]
        try:
            self._follow(said, progress, cancelled)
        finally:
            _end(child)
            for helper in helpers:
                helper.join(timeout=2)
            for pipe in (child.stdout, child.stderr):
                if pipe is not None:
                    pipe.close()
            if complaints:
                log.warning("report worker: %s", "".join(complaints)[:_KEPT_LOG])

    def _follow(
        self,
        said: queue.SimpleQueue[str | None],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        """Passes progress on until the worker is done. Raises ReportFailed."""
        deadline = time.monotonic() + self.limit
        while True:
            if cancelled is not None and cancelled():
                raise ReportFailed(reason="cancelled", detail="")
            if time.monotonic() > deadline:
                detail = f"no report after {self.limit:.0f} s"
                raise ReportFailed(reason="failed", detail=detail)
            try:
                line = said.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if line is None:
                raise ReportFailed(reason="failed", detail="the report worker ended early")
            told = wire.message_from(line)
            if "done" in told:
                return
            if "failed" in told:
                raise _failure(told)
            if progress is not None and "stage" in told:
                progress(str(told["stage"]), int(told["step"]), int(told["steps"]))


def _failure(told: Mapping[str, Any]) -> ReportFailed:
    """The worker's error as one of ours. An edition that does not load there is a failed report
    here: this program has loaded it already."""
    facts = told.get("facts")
    facts = facts if isinstance(facts, dict) else {}
    if told["failed"] == ReportFailed.code:
        return ReportFailed(
            reason=str(facts.get("reason", "failed")), detail=str(facts.get("detail", ""))
        )
    return ReportFailed(reason="failed", detail=f"{told['failed']}: {facts}")


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    kept = {k: ours[k] for k in _PASSED_ON if k in ours}
    package = Path(__file__).resolve().parents[2]
    if package.name not in {"site-packages", "dist-packages"}:
        # Run from a checkout: the child finds the same code, wherever it is started.
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (str(package), kept.get("PYTHONPATH"))))
    return kept


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _start(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _feed(pipe: IO[str], asked: str) -> None:
    with contextlib.suppress(OSError, ValueError), pipe:
        pipe.write(asked)


def _listen(pipe: Iterable[str], said: queue.SimpleQueue[str | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in pipe:
            said.put(line)
    said.put(None)


def _keep(pipe: Iterable[str], complaints: list[str]) -> None:
    kept = 0
    with contextlib.suppress(OSError, ValueError):
        for line in pipe:
            if kept < _KEPT_LOG:
                complaints.append(line)
                kept += len(line)
