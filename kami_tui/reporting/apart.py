"""Makes the report in a process of its own, so that no key press ever waits for a layout.

Layout is pure Python and holds the interpreter's lock for seconds, and its memory is not given
back: a child gives both back when it ends, it can be stopped in the middle of a page, and the
system holds it to its limits.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting import files, limits, wire
from kami_tui.reporting.inprocess import dated
from kami_tui.reporting.worker import COMMAND, Message, Worker, failure
from kami_tui.usecases.ports import Boxes, Progress, ReportRequest

LIMIT = 600.0
"""Seconds after which a report is given up."""
PATIENCE = 5.0
"""Seconds more than `limits.COMPOSE` until templates that the worker cannot stop are stopped."""
_LOOK = 0.1
"""Seconds between two looks at whether the report is still wanted."""


class ReportsApart:
    """Adapter of `ports.Reports` that starts ``kami report-worker`` for each report."""

    def __init__(self, command: tuple[str, ...] | None = None, limit: float = LIMIT) -> None:
        """`command` stands in for the worker in a test; `limit` is in seconds."""
        self.command = command or COMMAND
        self.limit = limit
        self._ready: Worker | None = None

    def ready(self) -> None:
        """Starts the worker of the next report, which imports what it needs meanwhile."""
        with contextlib.suppress(ReportFailed):  # told when there is a report to make
            self._ready = Worker(self.command)

    def close(self) -> None:
        """Ends a worker that got no report."""
        worker, self._ready = self._ready, None
        if worker is not None:
            worker.end()

    def render(
        self,
        request: ReportRequest,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        boxes: Boxes | None = None,
    ) -> Path:
        """See `ports.Reports.render`. The child is gone when this returns, whatever happened."""
        order = Order(request)
        worker = None
        try:
            worker, self._ready = self._ready or Worker(self.command), None
            worker.ask(order.asked, last=True)
            self._follow(worker, progress, cancelled, boxes)
            return order.keep()
        finally:
            try:
                if worker is not None:
                    worker.end()
            finally:  # a second ctrl+c comes while the first one's worker ends
                order.drop()

    def _follow(
        self,
        worker: Worker,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        boxes: Boxes | None,
    ) -> None:
        """Passes on what is told until the worker is done. Raises ReportFailed."""
        deadline = Deadline(self.limit)
        while True:
            if cancelled is not None and cancelled():
                raise ReportFailed(reason="cancelled", detail="")
            deadline.check()
            try:
                told = worker.next_message(_LOOK)
            except queue.Empty:
                continue
            if told is None:
                raise worker.how_it_ended()
            if "done" in told:
                return
            if "failed" in told:
                raise failure(told)
            deadline.heard(told)
            if boxes is not None and "boxes" in told:
                boxes(str(told["boxes"]))
            if progress is not None and "stage" in told:
                progress(str(told["stage"]), int(told["step"]), int(told["steps"]))


class Order:
    """One report on its way: written beside its place by a worker, put there when it is whole."""

    def __init__(self, request: ReportRequest) -> None:
        """Raises ReportFailed: nothing can be written there."""
        self.request = request
        self._target = files.check_place(request.out)
        self._part = files.part_of(self._target)
        self.asked = wire.request_text(replace(dated(request), out=self._part.absolute()))

    def keep(self) -> Path:
        """Raises ReportFailed: there is no file, or it cannot be put in its place."""
        if not self._part.is_file():
            raise ReportFailed(reason="failed", detail="the report worker wrote no file")
        files.put_in_place(self._part, self._target)
        return self.request.out

    def drop(self) -> None:
        """Nothing half made stays."""
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)


class Deadline:
    """When a report is given up: as a whole, and in the templates, which have less time."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.at = time.monotonic() + limit
        self.templates: float | None = None

    def heard(self, told: Message) -> None:
        if "stage" in told:
            now = time.monotonic()
            patience = limits.COMPOSE + PATIENCE
            self.templates = now + patience if told["stage"] == "compose" else None

    def check(self) -> None:
        """Raises ReportFailed."""
        now = time.monotonic()
        if now > self.at:
            raise ReportFailed(reason="failed", detail=f"no report after {self.limit:.0f} s")
        if self.templates is not None and now > self.templates:
            detail = f"no end after {limits.COMPOSE:.0f} s"
            raise ReportFailed(reason="template", detail=detail)
