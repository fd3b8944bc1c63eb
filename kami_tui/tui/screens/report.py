"""Asks how the report shall be, makes it in a worker, and says where it lies."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, ProgressBar, Select, Static

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.domain.languages import LANGUAGES
from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.offstage import Offstage
from kami_tui.tui.screens.base import KamiDialog, button
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.widgets.field import Field, FieldSpec
from kami_tui.usecases.ports import ReportRequest

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
"""Each in itself, so that it can be found by whoever needs it."""
STAGES = {
    "read": N_("Reading the questionnaire"),
    "context": N_("Working out the figures"),
    "template": N_("Writing the pages"),
    "layout": N_("Setting the pages"),
    "write": N_("Writing the file"),
}


@dataclass
class ReportProgress(Message):
    stage: str
    step: int
    of: int


class ReportDialog(KamiDialog[None]):
    CSS_PATH = ["dialogs.tcss", "form.tcss"]  # noqa: RUF012
    AUTO_FOCUS = "#make"
    TYPING = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "make", N_("make the report"), priority=True, id="report.make"),
        Binding("escape", "close", N_("cancel"), id="report.close"),
    ]

    def __init__(self, assessment: Assessment) -> None:
        super().__init__()
        self._assessment = assessment
        self._cancelled = False
        self._busy = False
        self._note: Content = Content()

    def compose(self) -> ComposeResult:
        path = Path(documents(), file_name(self._assessment, self.kami.today()))
        if path.is_relative_to(Path.home()):
            path = Path("~", path.relative_to(Path.home()))
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            with Horizontal(id="languages"):
                yield Static(id="language-label", markup=False)
                yield Select(
                    [(LANGUAGE_NAMES[code], code) for code in LANGUAGES],
                    value=self.tr.language, allow_blank=False, id="language", compact=True,
                )  # fmt: skip
            yield Field(FieldSpec("path", N_("File"), required=True), str(path))
            yield ProgressBar(total=1, show_eta=False, id="progress")
            yield Static(id="report-note", classes="body", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(id="make", variant="primary", compact=True)
                yield Button(id="close", compact=True)

    def on_mount(self) -> None:
        self.query_one(ProgressBar).display = False
        self.retranslate()

    def retranslate(self) -> None:
        tr = self.tr
        self.query_one(".title", Static).update(tr("Report (PDF)"))
        self.query_one("#language-label", Static).update(tr("Language"))
        self.query_one(Field).show(tr)
        self.query_one("#make", Button).label = button(
            tr("Make the report"), self.key("report.make")
        )
        self.query_one("#close", Button).label = button(tr("Close"), self.key("report.close"))
        self._say(self._note)

    def _say(self, note: Content) -> None:
        self._note = note
        shown = self.query_one("#report-note", Static)
        shown.display = bool(note)
        shown.update(note)

    @on(Button.Pressed, "#make")
    @on(Input.Submitted)
    def action_make(self) -> None:
        if self._busy or not self.query_one(Field).check(self.tr):
            return
        path = Path(self.query_one(Field).value.strip()).expanduser()
        if not path.exists():
            self._start(path)
            return

        def answered(sure: bool | None) -> None:
            if sure:
                self._start(path)

        self.app.push_screen(
            ConfirmDialog(
                N_("Replace this file?"), N_("{path}\n\nThere is a file of this name already."),
                yes=N_("Replace it"), no=N_("Choose another name"), facts={"path": path},
            ),
            answered,
        )  # fmt: skip

    def _start(self, path: Path) -> None:
        language = self.query_one(Select).value
        request = ReportRequest(self._assessment, str(language), path, self.kami.services.clock())
        self._cancelled, self._busy = False, True
        self.query_one("#make", Button).disabled = True
        bar = self.query_one(ProgressBar)
        bar.display = True
        bar.update(total=None, progress=0)
        self._say(Content.styled(self.tr("Starting..."), words.MUTED))
        self._make(request)

    @work
    async def _make(self, request: ReportRequest) -> None:
        def render() -> Path:
            return self.kami.services.reports_apart.render(
                request,
                lambda stage, step, of: self._tell(ReportProgress(stage, step, of)),
                lambda: self._cancelled,
            )

        try:
            made = await Offstage("report")(render)
        except Exception as error:  # shown as a sentence; a report must never end the program
            self._failed(error)
        else:
            self._made(made)

    def _tell(self, progress: ReportProgress) -> None:
        """Called in the worker's thread; posting is safe from there and waits for nothing."""
        self.post_message(progress)

    @on(ReportProgress)
    def _progressed(self, event: ReportProgress) -> None:
        event.stop()
        if self._busy:
            step, of = event.step, event.of
            self.query_one(ProgressBar).update(total=of or None, progress=step)
            word = self.tr(STAGES[event.stage]) if event.stage in STAGES else event.stage
            self._say(Content.styled(f"{word} ({step}/{of})" if of else word, words.MUTED))

    def on_unmount(self) -> None:
        self._cancelled = True

    def _ended(self) -> bool:
        self._busy = False
        if self.is_attached:
            self.query_one("#make", Button).disabled = False
            self.query_one(ProgressBar).display = False
        return self.is_attached

    def _made(self, path: Path) -> None:
        if self._ended():
            self._say(Content.assemble((self.tr("The report is ready:"), words.MUTED), f"\n{path}"))
            self.query_one("#close", Button).focus()
        else:
            self.kami.say(self.tr("The report is ready: {path}", path=path))

    def _failed(self, error: Exception) -> None:
        cancelled = isinstance(error, ReportFailed) and error.facts.get("reason") == "cancelled"
        if not self._ended():
            return
        if cancelled:
            self._say(Content.styled(self.tr("Cancelled. No file was made."), words.MISSING))
        else:
            self._say(Content.styled(self.kami.explained(error), words.WRONG))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """While the report is being made: stops it and stays, so that the outcome is seen."""
        if self._busy:
            self._cancelled = True
            self._say(Content.styled(self.tr("Stopping..."), words.MUTED))
        else:
            self.dismiss(None)


def documents() -> Path:
    """The user's Documents folder where there is one, else where the program was started."""
    for name in ("Documents", "Dokumen"):
        folder = Path.home() / name
        if folder.is_dir():
            return folder
    return Path.cwd()


def file_name(assessment: Assessment, today: str, extension: str = "pdf") -> str:
    """``kami-pemerintah-kota-contoh-2026-09-15.pdf``."""
    profile = assessment.profile
    plain = unicodedata.normalize("NFKD", profile.organisation).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")
    day = re.sub(r"[^0-9-]", "", profile.date) or today
    return "-".join(p for p in ("kami", slug, day) if p) + f".{extension}"
