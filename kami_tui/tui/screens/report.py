"""Asks how the report shall be, shows how far it is, and says what can be done with it.

The report itself is made by `printing`, which goes on when this window is closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static

from kami_tui.domain.official import OURS, Wording
from kami_tui.i18n.translator import N_
from kami_tui.tui import places, words
from kami_tui.tui.keys import actions
from kami_tui.tui.places import documents, file_name
from kami_tui.tui.printing import Choices, Job, JobMoved
from kami_tui.tui.saver import PATIENCE
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.report_faces import FULL, Asking, Made, Making
from kami_tui.tui.widgets.ticks import Ticks
from kami_tui.usecases.matter import Matter
from kami_tui.usecases.ports import ReportRequest
from kami_tui.usecases.report_parts import USUAL


class ReportDialog(KamiDialog[None]):
    CSS_PATH = ["dialogs.tcss", "form.tcss", "report.tcss"]  # noqa: RUF012
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "make", N_("make the report"), priority=True, id="report.make"),
        Binding("space", "tick", N_("tick"), id="report.tick"),
        Binding("a", "all", N_("all / none"), id="report.all"),
        Binding("x,delete", "stop", N_("stop it"), id="report.stop"),
        # These stand in a list of their own.
        Binding("o", "open", N_("open it"), show=False, id="report.open"),
        Binding("f", "folder", N_("open its folder"), show=False, id="report.folder"),
        Binding("c", "copy", N_("copy the place of the file"), show=False, id="report.copy"),
        Binding("n", "again", N_("another report"), id="report.again"),
        Binding("escape", "close", N_("close"), id="report.close"),
        Binding("down", "app.focus_next", N_("next field"), show=False, id="report.next"),
        Binding("up", "app.focus_previous", N_("previous field"), show=False, id="report.previous"),
    ]

    def __init__(self, matter: Callable[[], Matter], wording: Wording = OURS) -> None:
        """`matter` gives it as it is when the report is asked for; `wording` holds the official
        words that may be printed."""
        super().__init__()
        self._wording = wording
        self._matter = matter
        self._note: Callable[[], Content] = Content
        """What stands below; written anew in another language."""
        self._looking = False

    def compose(self) -> ComposeResult:
        choices = self.kami.printing.choices or Choices(
            self.tr.language, USUAL, places.short(documents()), FULL, ""
        )
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield Asking(
                choices,
                str(Path(choices.folder, self._file_name())),
                official=bool(self._wording.official),
            )
            yield Making()
            yield Made()
            yield Static(id="report-note", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        printing = self.kami.printing
        printing.watcher = self
        if printing.job is not None and printing.job.seen:
            printing.job = None
        if printing.choices is None and documents() == Path.cwd():
            self._say(
                N_("There is no Documents folder here, so the file goes to {folder}."),
                words.MUTED, folder=Path.cwd(),
            )  # fmt: skip
        self.retranslate()
        self._turn()

    def on_unmount(self) -> None:
        if self.kami.printing.watcher is self:
            self.kami.printing.watcher = None

    def _file_name(self) -> str:
        return file_name(self._matter().assessment, self.kami.today())

    # -- showing --------------------------------------------------------------------------

    @property
    def _job(self) -> Job | None:
        return self.kami.printing.job

    @property
    def _made(self) -> Path | None:
        return self._job.made if self._job is not None else None

    @property
    def face(self) -> str:
        """``asking``, ``making`` or ``made``."""
        if self._job is not None and self._job.running:
            return "making"
        return "made" if self._made is not None else "asking"

    def _turn(self) -> None:
        """Shows the face that fits, and puts the cursor where the next key is expected."""
        job = self._job
        for face in ("asking", "making", "made"):
            self.query_one(f"#{face}").display = face == self.face
        if job is not None:
            self._note = Content
        if job is not None and not job.running:
            job.seen = True
            if job.cancelled:
                self._say(N_("Cancelled. No file was made."), words.MISSING)
            elif (error := job.error) is not None:
                self._note = lambda: Content.styled(self.kami.explained(error), words.WRONG)
        at = {"asking": "#make", "made": "#next"}.get(self.face)
        self.set_focus(self.query_one(at) if at else None)
        self._show()
        self.refresh_bindings()

    def retranslate(self) -> None:
        self.query_one(".title", Static).update(self.tr("Report (PDF)"))
        self.query_one(Asking).show(self.tr)
        self._show()

    def _show(self) -> None:
        if self._job is not None and self.face == "making":
            self.query_one(Making).show(self._job, self.tr)
        elif self._job is not None and self.face == "made":
            keys = {a.action: a.name for a in actions(self)}
            self.query_one(Made).show(self._job, keys, self.tr)
        note, shown = self._note(), self.query_one("#report-note", Static)
        shown.display = bool(note)
        shown.update(note)

    def _say(self, source: str, style: str, **facts: object) -> None:
        """`source` is untranslated."""
        self._note = lambda: Content.styled(self.tr(source, **facts), style)
        self._show()

    @on(JobMoved)
    def _moved(self, event: JobMoved) -> None:
        event.stop()
        if self._job is None:
            return
        if self._job.running:
            self._show()
        elif not self._job.seen:
            self._turn()

    # -- asking ---------------------------------------------------------------------------

    def action_tick(self) -> None:
        if isinstance(self.focused, Ticks):
            self.focused.toggle()

    def action_all(self) -> None:
        self.query_one(Asking).parts.toggle_all()

    @on(Button.Pressed, "#make")
    @on(Input.Submitted)
    def action_make(self) -> None:
        form = self.query_one(Asking)
        if self._looking or not form.field.check(self.tr):
            return
        if form.layout_chosen == FULL and not form.parts.chosen:
            self._say(N_("Tick at least one part."), words.WRONG)
            form.parts.focus()
        else:
            self._look_and_start(form.field.value.strip())

    @work(exclusive=True, group="look")
    async def _look_and_start(self, typed: str) -> None:
        """Asks before a file is replaced or a folder is made."""
        self._looking = True
        try:
            place = await self._look(typed)
            if place is not None and await self._settled(place):
                self._start(place.path)
        finally:
            self._looking = False

    async def _look(self, typed: str) -> places.Place | None:
        """What is there; keys typed ahead wait for the question that may come, but not for ever."""
        looking = asyncio.ensure_future(self.kami.printing.disk(lambda: places.look(typed)))
        with self.kami.holding_keys(opening=False):
            await asyncio.wait([looking], timeout=PATIENCE)
        return await looking

    async def _settled(self, place: places.Place) -> bool:
        path = place.path
        if place.state == "bad":
            why = place.why
            self._say(N_("No file can be made there: {why}. Choose another place."), words.WRONG,
                      why=why)  # fmt: skip
        elif place.state == "folder":
            whole = Path(places.short(path), self._file_name())
            self.query_one(Asking).field.input.value = str(whole)
            self._say(N_("That is a folder; a name for the file was added."), words.MISSING)
        elif place.state == "taken":
            return await self._ask(
                N_("Replace this file?"), N_("{path}\n\nThere is a file of this name already."),
                N_("Replace it"), N_("Choose another name"), path,
            )  # fmt: skip
        elif place.state == "no_folder":
            sure = await self._ask(
                N_("Make this folder?"), N_("{path}\n\nThere is no such folder yet."),
                N_("Make it"), N_("Choose another place"), path.parent,
            )  # fmt: skip
            return sure and await self._make_folder(path.parent)
        return place.state == "free"

    async def _ask(self, title: str, body: str, yes: str, no: str, path: Path) -> bool:
        ask = ConfirmDialog(title, body, yes=yes, no=no, facts={"path": path})
        return await self.app.push_screen_wait(ask)

    async def _make_folder(self, folder: Path) -> bool:
        why = await self.kami.printing.disk(lambda: places.make_folder(folder))
        if why:
            self._say(N_("The folder could not be made: {why}. Choose another place."),
                      words.WRONG, why=why)  # fmt: skip
        return not why

    def _start(self, path: Path) -> None:
        form, printing = self.query_one(Asking), self.kami.printing
        parts, matter = form.parts.chosen, self._matter()
        printing.choices = form.choices(places.short(path.parent))
        printing.start(
            ReportRequest(
                matter.assessment, form.language, path, self.kami.services.clock(),
                None if parts == USUAL else parts, layout=form.layout_chosen, label=form.label,
                previous=matter.previous, entries=matter.entries,
                wording=replace(self._wording, whose=form.whose) if form.whose != "ours" else OURS,
            )
        )  # fmt: skip
        self._turn()

    def action_close(self) -> None:
        """What was chosen stays for the next time; a report under way goes on."""
        form, printing = self.query_one(Asking), self.kami.printing
        if self.face == "asking":
            folder = str(Path(form.field.value.strip() or form.suggested).parent)
            printing.choices = form.choices(folder)
        self.dismiss(None)

    # -- while it is being made, and after ------------------------------------------------

    def action_stop(self) -> None:
        if self._job is not None:
            self._job.stopped = True
            self._show()
            self.refresh_bindings()

    def action_again(self) -> None:
        self.kami.printing.job, self._note = None, Content
        self._turn()

    @on(OptionList.OptionSelected)
    async def _picked(self, event: OptionList.OptionSelected) -> None:
        await self.run_action(f"screen.{event.option_id}")

    def action_open(self) -> None:
        if self._made is not None:
            self._open(self._made, self._made)

    def action_folder(self) -> None:
        if self._made is not None:
            self._open(self._made, self._made.parent)

    @work(exclusive=True, group="open")
    async def _open(self, made: Path, shown: Path) -> None:
        desktop = self.kami.services.desktop
        self._say(N_("Handing it to the system..."), words.MUTED)
        there, taken = await self.kami.printing.disk(
            lambda: (made.is_file(), made.is_file() and desktop.open(shown))
        )
        if not there:
            self._say(N_("The file is not there any more. Make the report again."), words.WRONG)
        elif taken:
            self._say(N_("The system was asked to show it."), words.MUTED)
        else:
            self._say(N_("The system could not show it. The file is safe at the place above."),
                      words.MISSING)  # fmt: skip

    def action_copy(self) -> None:
        try:
            self.app.copy_to_clipboard(str(self._made))
        except ValueError:  # a name that is no text
            self._say(N_("This name cannot be copied."), words.MISSING)
        else:
            self._say(
                N_("Copied. If pasting brings nothing, this terminal does not allow it."),
                words.MUTED,
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        face, job = self.face, self._job
        match action:
            case "make":
                return face == "asking"
            case "tick":
                return face == "asking" and isinstance(self.focused, Ticks)
            case "all":
                return face == "asking" and self.focused is self.query_one(Asking).parts
            case "stop":
                return face == "making" and job is not None and not job.stopped
            case "open" | "folder":
                return face == "made" and job is not None and job.can_open
            case "copy" | "again":
                return face == "made"
        return True
