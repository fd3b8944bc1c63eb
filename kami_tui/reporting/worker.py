"""One ``kami report-worker`` process, seen from the program that started it."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting import limits, wire

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-X", "utf8", "-m", "kami_tui", "report-worker")
ALONE = "--alone"
"""Follows it where there are workers enough: this one then works in one process."""
_KEPT_LOG = 20_000
"""Characters of the worker's complaints kept for the log."""
_PASSED_ON = (
    "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "LC_ALL",
    "LC_CTYPE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "FONTCONFIG_FILE",
    "FONTCONFIG_PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES", "KAMI_HOME", "KAMI_RESOURCES", "SOURCE_DATE_EPOCH",
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV",
)  # fmt: skip
"""What drawing needs of the environment; everything else (tokens, proxies) stays here."""

_OUT_OF_MEMORY = ("SIGKILL", "SIGABRT", "SIGSEGV", "SIGBUS", "SIGTRAP")
"""How libraries under Pango, or the system, end a process that is out of memory."""

_NO_ROOM = ("MemoryError", "error return without exception set")
"""What Python itself says then; the second where there is no room even to say the first."""

Message = Mapping[str, Any]


class Worker:
    """A process that makes reports, one after another, until it is ended."""

    def __init__(
        self,
        command: tuple[str, ...] = COMMAND,
        heard: Callable[[Message | None], None] | None = None,
    ) -> None:
        """`heard` is called with each message, in a thread of its own; with None once there can be
        no more. Without it, messages are read with `next_message`.

        Raises:
            ReportFailed: it does not start.
        """
        self._said: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        heard = heard or self._said.put
        self._complaints: list[str] = []
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own program, no shell
                command,
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
        self._helpers = [
            _start(_listen, self._child.stdout, heard),
            _start(_keep, self._child.stderr, self._complaints),
        ]

    def ask(self, asked: str, *, last: bool) -> None:
        """Hands over one request as `wire.request_text` writes it; comes back at once."""
        self._helpers.append(_start(_feed, self._child.stdin, asked, last))

    def next_message(self, seconds: float) -> Message | None:
        """What it says next; None once it says no more. Raises queue.Empty."""
        return self._said.get(timeout=seconds)

    def how_it_ended(self) -> ReportFailed:
        """Why it said nothing more, as far as the system tells."""
        try:
            code = self._child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            code = 0
        self._helpers[1].join(timeout=2)  # what it complained of last
        if code > 0 and any(word in line for line in self._complaints for word in _NO_ROOM):
            detail = limits.OUT_OF_MEMORY.format(mib=limits.MEMORY // 1024**2)
            return ReportFailed(reason="too_large", detail=detail)
        if code >= 0:
            return ReportFailed(reason="failed", detail="the report worker ended early")
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        if name not in _OUT_OF_MEMORY:
            return ReportFailed(reason="failed", detail=f"the report worker ended early ({name})")
        detail = limits.OUT_OF_MEMORY.format(mib=limits.MEMORY // 1024**2)
        return ReportFailed(reason="too_large", detail=f"{detail} ({name})")

    def _stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Copies that it may have made of itself (`pieces.forked`) are of its group."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, how)
        else:
            self._child.terminate()

    def end(self) -> None:
        """The process is gone when this returns."""
        if self._child.poll() is None:
            self._stop()
            try:
                self._child.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._stop(signal.SIGKILL)
                self._child.wait()
        for helper in self._helpers:
            helper.join(timeout=2)
        for pipe in (self._child.stdin, self._child.stdout, self._child.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()
        if self._complaints:
            log.warning("report worker: %s", "".join(self._complaints)[:_KEPT_LOG])


def failure(told: Message) -> ReportFailed:
    """The worker's error as one of ours. An edition that does not load there is a failed report
    here: this program has loaded it already."""
    facts = told.get("facts")
    facts = facts if isinstance(facts, dict) else {}
    if told["failed"] == ReportFailed.code:
        known = {k: str(facts[k]) for k in ("file", "why") if k in facts}
        return ReportFailed(
            reason=str(facts.get("reason", "failed")), detail=str(facts.get("detail", "")), **known
        )
    return ReportFailed(reason="failed", detail=f"{told['failed']}: {facts}")


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    kept = {k: ours[k] for k in _PASSED_ON if k in ours}
    if sys.platform == "linux":
        # It runs no other program; WeasyPrint would ask a compiler where libraries are.
        kept["PATH"] = os.devnull
    package = Path(__file__).resolve().parents[2]
    if package.name not in {"site-packages", "dist-packages"}:
        # Run from a checkout: the child finds the same code, wherever it is started.
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (str(package), kept.get("PYTHONPATH"))))
    return kept


def _start(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _feed(pipe: IO[str], asked: str, last: bool) -> None:
    with contextlib.suppress(OSError, ValueError):
        pipe.write(asked + "\n")
        pipe.flush()
    if last:
        with contextlib.suppress(OSError, ValueError):
            pipe.close()


def _listen(pipe: Iterable[str], heard: Callable[[Message | None], None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in pipe:
            heard(wire.message_from(line))
    heard(None)


def _keep(pipe: Iterable[str], complaints: list[str]) -> None:
    kept = 0
    with contextlib.suppress(OSError, ValueError):
        for line in pipe:
            if kept < _KEPT_LOG:
                complaints.append(line)
                kept += len(line)
