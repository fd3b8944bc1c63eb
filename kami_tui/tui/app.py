"""The terminal program: begins, moves between screens, and does what works on every one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen

from kami_tui.domain.official import WHOSE, Whose
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui.base_app import ROOM
from kami_tui.tui.commands import Actions, Palette
from kami_tui.tui.keys import key_of
from kami_tui.tui.opening import Opening
from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.screens.workspace import WorkspaceScreen

if TYPE_CHECKING:
    from kami_tui.tui.desk import Desk
    from kami_tui.usecases.merging import Settling

WORDS: dict[Whose, str] = {
    "ours": N_("Items in this project's own words."),
    "official": N_("Items in the official words."),
    "both": N_("Items in this project's own words, and below them in the official ones."),
}


class KamiApp(Opening):
    CSS_PATH = ["app.tcss", "looks.tcss", "screens/workspace.tcss"]  # noqa: RUF012 - the default screen brings none
    TITLE = "Indeks KAMI"
    COMMANDS = {Actions}  # noqa: RUF012 - Textual's own way to declare them
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", N_("help"), id="app.help"),
        Binding("L", "language", N_("English / Indonesian"), show=False, id="app.language_too"),
        # Function keys reach the program through windows and from within text fields.
        Binding("f1", "help", N_("help"), show=False, priority=True, id="app.help_always"),
        Binding(
            "f3",
            "language",
            N_("English / Indonesian"),
            show=False,
            priority=True,
            id="app.language",
        ),
        Binding("f4", "theme", N_("another look"), show=False, priority=True, id="app.theme"),
        Binding("f6", "copy", N_("copy this view"), show=False, priority=True, id="app.copy"),
        Binding(
            "ctrl+p",
            "command_palette",
            N_("all actions by name"),
            show=False,
            priority=True,
            id="app.palette",
        ),
        Binding("ctrl+q", "quit", N_("quit"), show=False, priority=True, id="app.quit"),
    ]

    def get_default_screen(self) -> Screen[None]:
        return WorkspaceScreen()

    def on_mount(self) -> None:
        if not self.is_headless:
            self._heed_signals()
            self.tidying.begin()

    def begin(self) -> None:
        """Called by the list once it stands on the screen: opening the store imports much."""
        if self._settling is not None:
            self.settle(self._settling)
        else:
            self.open_workspace()  # first, so that what was typed before waits for the list
        self.settle_keys()
        self.run_worker(self.keyboard.run(), group="keyboard")

    @work(exclusive=True, group="workspace")
    async def settle(self, settling: Settling) -> None:
        """Has the conflicts of a merge decided, and ends."""
        from kami_tui.tui.screens.merging import MergeScreen
        from kami_tui.usecases.session import Session

        ours = settling.plan.merge.ours
        with self.holding_keys():
            session = await self.attempt(
                lambda: Session(ours, self.services.editions.scorer(ours.instrument))
            )
            if session is not None:
                screen = MergeScreen(settling, session)
                closed = self.push_screen(screen, wait_for_dismiss=True)
        if session is not None:
            await closed
        await self._end(0)

    @work(group="settings")
    async def settle_keys(self) -> None:
        """Somebody's own keys; what was typed before waits for them."""
        try:
            with self.holding_keys(opening=False):
                if await self.wishes.settle():
                    self.set_keymap(self.wishes.keymap)
                    self._write_anew()
        finally:
            self._settled.set()
        if said := self.wishes.complaint(self.tr):
            self.notify(said, severity="warning", markup=False, timeout=15)

    # -- what works on every screen -------------------------------------------------------

    def ask_report(self, desk: Desk) -> None:
        """The report is of what is saved, even while something is tried out."""
        from kami_tui.tui.screens.report import ReportDialog
        from kami_tui.usecases.matter import Matter

        self.push_screen(
            ReportDialog(
                lambda: Matter(desk.base.assessment, desk.base.previous, desk.saver.seen),
                desk.wording,
            )
        )
        if desk.trial is not None:
            self.say(self.tr("What is being tried out is not in the report."))

    def action_command_palette(self) -> None:
        if self.use_command_palette and not CommandPalette.is_open(cast("App[object]", self)):
            self.push_screen(Palette(placeholder=self.tr("What do you want to do?")))

    def action_help(self) -> None:
        from kami_tui.tui.screens.help import HelpDialog

        if isinstance(self.screen, Speaking) and not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def action_language(self) -> None:
        self.tr = Translator("en" if self.tr.language == "id" else "id", ROOM)
        self.hush(errors=False)
        self._write_anew()
        self._remember("language", self.tr.language)

    def _write_anew(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Speaking) and screen.is_mounted:
                screen.retranslate()
                screen.refresh_bindings()

    def action_help_quit(self) -> None:
        """Ctrl+C, where nothing is to be copied: many press it in order to leave."""
        key = key_of(self.screen, "app.quit")
        self.say(self.tr("{key} ends the program.", key=key.title() if key[1:] else key))

    def action_copy(self) -> None:
        if isinstance(self.screen, Speaking):
            mark = self.screen.trial_mark().plain.strip()
            self.copy(f"{mark}\n\n{self.screen.as_text()}" if mark else self.screen.as_text())

    @work(exclusive=True, group="copy")
    async def copy(self, text: str) -> None:
        """Copies text for other programs, and says where else it can be had."""
        from kami_tui.tui.copying import copy

        await copy(self, text)

    def action_theme(self) -> None:
        self.next_look()
        self._remember("theme", self.look)

    def turn_wording(self) -> None:
        """Shows items in the words of the next in turn, and says whose they are."""
        desk = self.desk
        if desk is None or not desk.wording.official:
            self.say(
                self.tr(
                    "There are no official texts of this edition here. 'kami wording import"
                    " FILE.xlsx' takes them from your own workbook."
                )
            )
            return
        self.whose = WHOSE[(WHOSE.index(self.whose) + 1) % len(WHOSE)]
        desk.wording = replace(desk.wording, whose=self.whose)
        self.say(self.tr(WORDS[self.whose]))
        self._remember("wording", self.whose)

    @work(group="settings")
    async def _remember(self, name: str, value: str) -> None:
        if said := await self.wishes.remember(name, value, self.tr):
            self.say(said, "warning")
