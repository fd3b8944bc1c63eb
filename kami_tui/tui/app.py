"""The terminal program: opens the workspace, moves between screens, ends only when all is saved."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar, cast

from textual import events, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.css.query import NoMatches
from textual.reactive import var
from textual.screen import Screen

from kami_tui.domain.answers import Change
from kami_tui.domain.errors import KamiError
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import shelf, words
from kami_tui.tui.commands import Actions
from kami_tui.tui.desk import Desk
from kami_tui.tui.keyboard import Keyboard
from kami_tui.tui.offstage import Offstage
from kami_tui.tui.saver import PATIENCE, Saver, SaveState
from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.screens.workspace import WorkspaceScreen
from kami_tui.tui.themes import DARK, LIGHT, THEMES
from kami_tui.usecases.services import Services

if TYPE_CHECKING:
    from kami_tui.usecases.session import Session

# The other screens are imported where they are opened: the first picture needs only the list.

T = TypeVar("T")


class KamiApp(App[int]):
    """`assessment` (an id or its beginning) is opened at once, at `item` if one is named."""

    CSS_PATH = ["app.tcss", "screens/workspace.tcss"]  # noqa: RUF012 - the default screen brings none
    TITLE = "Indeks KAMI"
    COMMANDS = {Actions}  # noqa: RUF012 - Textual's own way to declare them
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", N_("help")),
        Binding("L", "language", N_("English / Indonesian"), show=False),
        # Function keys reach the program through windows and from within text fields.
        Binding("f1", "help", N_("help"), show=False, priority=True),
        Binding("f3", "language", N_("English / Indonesian"), show=False, priority=True),
        Binding("f4", "theme", N_("light / dark"), show=False, priority=True),
        Binding("ctrl+p", "command_palette", N_("all actions by name"), show=False, priority=True),
        Binding("ctrl+q", "quit", N_("quit"), show=False, priority=True),
    ]

    # Only the head line shows these: as plain reactives they would paint the whole screen anew.
    save_state: var[SaveState | None] = var(None)
    opening: var[bool] = var(False)
    """Something slow is being fetched."""

    def __init__(
        self, services: Services, assessment: str | None = None, item: str | None = None
    ) -> None:
        super().__init__()
        self.services = services
        self.tr = Translator(services.language)
        self.offstage = Offstage("store")
        self.desk: Desk | None = None
        self._wanted = (assessment, item) if assessment else None
        """What to open as soon as the workspace is there."""
        self.last: str | None = None
        """The assessment the list puts its cursor on."""
        self.holds = 0
        """How many are under way that keys must wait for."""
        self.keyboard = Keyboard(self, super().on_event)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[None]:
        return WorkspaceScreen()

    def on_mount(self) -> None:
        if not self.is_headless:
            self._heed_signals()

    def begin(self) -> None:
        """Called by the list once it stands on the screen: opening the store imports much."""
        self.open_workspace()  # first, so that what was typed before waits for the list
        self.run_worker(self.keyboard.run(), group="keyboard")

    def _handle_exception(self, error: Exception) -> None:
        """A screen that is still opening when the program ends is given no widgets: they are not
        missed then, and a farewell must not look like a crash."""
        if not (self._exit and isinstance(error, NoMatches)):
            super()._handle_exception(error)

    # -- keys -----------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go in single file; only the wish to quit overtakes them."""
        fresh = isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded
        if fresh and not (isinstance(event, events.Key) and event.key == "ctrl+q"):
            self.keyboard.put(event)
        else:
            await super().on_event(event)

    @contextmanager
    def holding_keys(self, *, opening: bool = True) -> Iterator[None]:
        """Keys wait for the screen that is to come; the head line says when one is being opened."""
        self.holds += 1
        self.opening = self.opening or opening
        try:
            yield
        finally:
            self.holds -= 1
            self.opening = self.opening and self.holds > 0

    # -- the workspace --------------------------------------------------------------------

    @property
    def workspace_screen(self) -> WorkspaceScreen:
        return cast("WorkspaceScreen", self.screen_stack[0])

    @work(exclusive=True, group="workspace")
    async def open_workspace(self) -> None:
        """Reads the list (again). What fails is told on a screen of its own."""
        listing = asyncio.ensure_future(self.offstage(lambda: shelf.rows(self.services)))
        with self.holding_keys(opening=False):  # not for ever: one can still leave by q
            await asyncio.wait([listing], timeout=PATIENCE)
        try:
            rows = await listing
        except Exception as error:
            if not self.screen_stack:  # the program has ended meanwhile
                return
            from kami_tui.tui.screens.trouble import TroubleScreen

            self._end_trouble()
            self.push_screen(TroubleScreen(error))
            return
        if not self.screen_stack:
            return
        self._end_trouble()
        self.workspace_screen.fill(rows, self.last)
        self._warm_up()
        if self._wanted:
            (assessment, item), self._wanted = self._wanted, None
            self.open_assessment(assessment, item)

    @work(exclusive=True, group="warm")
    async def _warm_up(self) -> None:
        """Loads what the next key will need, while the list is being looked at."""
        with suppress(Exception):  # it is asked for again, and explained, when it is needed
            await self.offstage(lambda: shelf.warm_up(self.services))

    def _end_trouble(self) -> None:
        from kami_tui.tui.screens.trouble import TroubleScreen

        if any(isinstance(s, TroubleScreen) for s in self.screen_stack[-1:]):
            self.pop_screen()

    def today(self) -> str:
        return self.services.clock().astimezone().date().isoformat()

    # -- one assessment -------------------------------------------------------------------

    @work(exclusive=True, group="workspace")
    async def open_assessment(
        self, id: str, item: str | None = None, summary: bool = False
    ) -> None:
        """Goes to the item asked for, else to where the assessor was last."""
        with self.holding_keys():
            await self.open_now(id, item, summary)

    async def open_now(self, id: str, item: str | None = None, summary: bool = False) -> None:
        from kami_tui.tui.screens.walker import WalkerScreen
        from kami_tui.usecases.session import Session

        loaded = await self.attempt(lambda: shelf.load(self.services, id))
        if loaded is None:
            return
        stored, scorer, renewed = loaded
        if renewed:
            said = N_("The questionnaire has changed since this assessment was begun.")
            self.say(self.tr(said), "warning")
        if item and item not in scorer.position:
            self.say(self.tr("There is no item {item}.", item=item), "warning")
        places = (item, stored.place, scorer.ids[0])
        session = Session(stored.assessment, scorer)
        saver = Saver(
            self.offstage, self.services.workspace, stored.id, who=self.services.who,
            seq=stored.seq, clock=self.services.clock, tell=self._saved, absorb=self._absorb,
            rekey=session.rekey,
        )  # fmt: skip
        self.desk = Desk(
            stored.id,
            session,
            saver,
            next(p for p in places if p and p in scorer.position),
        )
        self.last = stored.id
        self.save_state = saver.state
        self.run_worker(saver.run(), group="saver", exclusive=True)
        walker = WalkerScreen(self.desk)
        await self.push_screen(walker)
        self._rest_collector()
        if summary:
            walker.action_summary()

    def _rest_collector(self) -> None:
        """Tells Python's collector that what is here now stays: searching libraries and
        questionnaire for garbage again would hold up some key for a tenth of a second."""
        if not (self.is_headless or gc.get_freeze_count()):
            gc.freeze()
            gc.set_threshold(5_000, 20, 20)

    def _saved(self, state: SaveState) -> None:
        troubled = self.save_state is not None and self.save_state.error is not None
        self.save_state = state
        if troubled != (state.error is not None) and self.screen_stack:
            self.screen.refresh_bindings()

    def _absorb(self, changes: Sequence[Change]) -> None:
        """Another program has written: the session takes it over, and the assessor is told."""
        from kami_tui.tui.screens.walker import WalkerScreen

        if self.desk is None:
            return
        self.desk.session.absorb(changes)
        for screen in self.screen_stack:
            if isinstance(screen, WalkerScreen):
                screen.show()
        items = sorted({c.subject for c in changes if c.kind in ("answer", "link")})
        text = self.tr.plural(
            "Another program changed {n} entry.",
            "Another program changed {n} entries.",
            len(changes),
        )
        self.say(f"{text} {words.item_ids(items, 8)}".strip())

    def ask_report(self, session: Session) -> None:
        from kami_tui.tui.screens.report import ReportDialog

        self.push_screen(ReportDialog(session.assessment))

    # -- leaving --------------------------------------------------------------------------

    @work(exclusive=True, group="leave")
    async def leave_desk(self) -> None:
        if await self._may_leave():
            with self.holding_keys(opening=False):
                self._clear_desk()
                while len(self.screen_stack) > 1:
                    await self.pop_screen()
                self.open_workspace()

    async def action_quit(self) -> None:
        from kami_tui.tui.screens.leave import LeaveDialog

        # Through the screen's queue, so that a key pressed just before is answered first.
        if not isinstance(self.screen, LeaveDialog):
            self.screen.call_later(self._quit)

    @work(exclusive=True, group="leave")
    async def _quit(self) -> None:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Speaking) and not screen.may_close():
                return
        if await self._may_leave():
            await self._end(0)

    async def _end(self, code: int) -> None:
        self._clear_desk()
        with suppress(Exception):  # all is durable; a store that hangs must not hold us here
            async with asyncio.timeout(2):
                await self.offstage(self.services.workspace.close)
        self.exit(code, return_code=code)

    def _heed_signals(self) -> None:
        """A terminal that closes or a system that shuts down loses no answer and leaves no mess."""
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(NotImplementedError, AttributeError):  # not on every system
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(
                    number, self.end_at_once, 128 + number
                )

    @work(exclusive=True, group="leave")
    async def end_at_once(self, code: int) -> None:
        """Saves what can be saved, and ends without asking."""
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.keep()
        if self.desk is not None:
            await self.desk.saver.flush()
        await self._end(code)

    async def _may_leave(self) -> bool:
        """True once nothing is left to save, or the assessor wants to go all the same."""
        from kami_tui.tui.screens.leave import LeaveDialog

        desk = self.desk
        if desk is None:
            return True
        while not await self._all_saved(desk):
            state = desk.saver.state
            reason = (
                self.explained(state.error)
                if state.error
                else self.tr("The workspace has not answered yet.")
            )
            choice = await self.push_screen_wait(LeaveDialog(state.waiting, reason))
            if choice == "drop" or (choice == "copy" and await self._write_copy(desk)):
                return True
            if choice != "copy":
                return False
        return True

    async def _all_saved(self, desk: Desk) -> bool:
        with self.holding_keys(opening=False):
            return await desk.saver.flush()

    async def _write_copy(self, desk: Desk) -> bool:
        """The whole assessment as a file, for when the store cannot be written."""
        from kami_tui.tui.screens.confirm import ConfirmDialog
        from kami_tui.tui.screens.report import documents, file_name

        assessment = desk.session.assessment
        name = file_name(assessment, self.today(), "yaml")
        folders = (documents(), Path.cwd(), Path.home())
        path = await self.attempt(
            lambda: shelf.write_copy(self.services, assessment, name, folders)
        )
        if path is None:
            return False
        body = N_("{path}\n\nImport it once the workspace can be written again.")
        await self.push_screen_wait(
            ConfirmDialog(N_("A copy was written"), body, yes=N_("Leave"), facts={"path": path})
        )
        return True

    def _clear_desk(self) -> None:
        self.workers.cancel_group(self, "saver")
        self.desk, self.save_state = None, None

    # -- small things every screen needs --------------------------------------------------

    async def attempt(self, work: Callable[[], T]) -> T | None:
        """Slow work off the event loop; a failure becomes a sentence and None."""
        try:
            return await self.offstage(work)
        except Exception as error:
            self.say(self.explained(error), "error")
            return None

    def explained(self, error: Exception) -> str:
        """What went wrong, in a sentence."""
        if isinstance(error, KamiError):
            return explain(error, self.tr)
        return self.tr(
            "Something unforeseen happened: {error}", error=words.one_line(repr(error))[:200]
        )

    def say(
        self, text: str, severity: Literal["information", "warning", "error"] = "information"
    ) -> None:
        self.notify(text, severity=severity, markup=False, timeout=6 if severity != "error" else 12)

    def action_command_palette(self) -> None:
        if self.use_command_palette and not CommandPalette.is_open(cast("App[object]", self)):
            self.push_screen(CommandPalette(placeholder=self.tr("What do you want to do?")))

    def action_help(self) -> None:
        from kami_tui.tui.screens.help import HelpDialog

        if isinstance(self.screen, Speaking) and not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def action_language(self) -> None:
        self.tr = Translator("en" if self.tr.language == "id" else "id")
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.retranslate()
                screen.refresh_bindings()

    def action_help_quit(self) -> None:
        """Ctrl+C, where nothing is to be copied: many press it in order to leave."""
        self.say(self.tr("Ctrl+Q ends the program."))

    def action_theme(self) -> None:
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
