"""The report that is being made. It outlives the window it was asked for in: whoever asked may go
on working meanwhile, and is told at the end."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.message import Message
from textual.message_pump import MessagePump

from kami_tui.domain.errors import ReportFailed
from kami_tui.domain.official import Whose
from kami_tui.i18n.boxes import boxes_told
from kami_tui.i18n.translator import N_
from kami_tui.tui.offstage import Offstage
from kami_tui.usecases.ports import ReportRequest

if TYPE_CHECKING:
    from kami_tui.tui.base_app import BaseApp

FAREWELL = 3.0
"""Seconds that leaving waits for a report to be stopped."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen last, for as long as the program runs."""

    language: str
    parts: tuple[str, ...]
    folder: str
    layout: Literal["full", "executive"]
    label: str
    whose: Whose = "ours"
    """Whose words the questions are printed in."""


@dataclass(eq=False)
class Job:
    """One report, from being asked for to its end."""

    request: ReportRequest
    at: tuple[str, int, int] = ("", 0, 0)
    """Stage, step and number of steps."""
    stopped: bool = False
    """Somebody wants it no more."""
    made: Path | None = None
    boxes: list[str] = field(default_factory=list)
    """Letters that no font here has: they are boxes in the PDF."""
    can_open: bool = False
    """Whether there is a program and a screen to show it on."""
    error: Exception | None = None
    seen: bool = False
    """Its end has been shown in a window."""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def running(self) -> bool:
        return not self.over.is_set()

    @property
    def cancelled(self) -> bool:
        return (
            isinstance(self.error, ReportFailed) and self.error.facts.get("reason") == "cancelled"
        )


class JobMoved(Message):
    """To the window that watches: the job is further, or over."""


class Printing:
    """One report at a time, beside the keys."""

    def __init__(self, app: BaseApp) -> None:
        self._app = app
        self._press = Offstage("report")
        self.disk = Offstage("files")
        """For looking at places, and for opening what was made."""
        self.job: Job | None = None
        self.choices: Choices | None = None
        self.watcher: MessagePump | None = None
        """The window that shows the job, while there is one."""

    def start(self, request: ReportRequest) -> Job:
        job = self.job = Job(request)
        self._app.run_worker(self._make(job), group="report")
        return job

    async def _make(self, job: Job) -> None:
        try:
            job.made, job.can_open = await self._press(lambda: self._render(job))
        except Exception as error:  # told as a sentence; a report must never end the program
            job.error = error
        finally:
            job.over.set()
        self._moved()
        if self.watcher is None:
            self._announce(job)

    def _render(self, job: Job) -> tuple[Path, bool]:
        services = self._app.services

        def tell(stage: str, step: int, steps: int) -> None:
            job.at = (stage, step, steps)
            self._moved()

        made = services.reports.render(
            job.request, tell, lambda: job.stopped, boxes=job.boxes.append
        )
        return made, services.desktop.can_open()

    def _moved(self) -> None:
        """Called in any thread; posting is safe from there and waits for nothing."""
        watcher = self.watcher
        if watcher is not None:
            watcher.post_message(JobMoved())

    def _announce(self, job: Job) -> None:
        """The end of a job whose window was closed."""
        app = self._app
        if job.made is not None:
            said = N_("The report is ready: {path}\nThe report window can open it for you.")
            told = [app.tr(said, path=job.made)]
            if job.boxes:
                told.append(boxes_told("".join(job.boxes), app.tr))
            app.say("\n\n".join(told))
        elif job.error is not None and not job.cancelled:
            app.say(app.explained(job.error), "error")

    async def may_end(self) -> bool:
        """True when nothing is being made, or the user would rather go. Called in a worker."""
        from kami_tui.tui.screens.confirm import ConfirmDialog

        if self.job is None or not self.job.running or self.job.stopped:
            return True
        ask = ConfirmDialog(
            N_("Leave while the report is being made?"),
            N_("Leaving stops it, and no file is made. Your answers are safe."),
            yes=N_("Stop it and leave"),
            no=N_("Stay"),
        )
        sure = await self._app.push_screen_wait(ask)
        return sure or not self.job.running

    async def end(self) -> None:
        """Stops what is being made, so that no half file and no process stays behind."""
        job = self.job
        if job is not None and job.running:
            job.stopped = True
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await job.over.wait()
