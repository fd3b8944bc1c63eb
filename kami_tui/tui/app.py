"""The terminal program: opens the workspace, moves between screens, ends only when all is saved."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from kami_tui.tui.commands import Actions, Palette
from kami_tui.tui.desk import Desk
from kami_tui.tui.dressed import DressedApp
from kami_tui.tui.keyboard import Keyboard
from kami_tui.tui.keys import key_of
from kami_tui.tui.offstage import Offstage
from kami_tui.tui.printing import Printing
from kami_tui.tui.saver import PATIENCE, Saver, SaveState
from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.screens.workspace import WorkspaceScreen
from kami_tui.tui.wishes import Wishes
from kami_tui.usecases.services import Services

if TYPE_CHECKING:
    from kami_tui.usecases.session import Session

# The other screens are imported where they are opened: the first picture needs only the list.

T = TypeVar("T")
ROOM = "tui"
"""Whose words are meant where another room has the same one with another meaning."""


class KamiApp(DressedApp):
    """`assessment` (an id or its beginning) is opened at once, at `item` if one is named."""

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

    # Only the head line shows these: as plain reactives they would paint the whole screen anew.
    save_state: var[SaveState | None] = var(None)
    opening: var[bool] = var(False)
    """Something slow is being fetched."""

    def __init__(
        self, services: Services, assessment: str | None = None, item: str | None = None
    ) -> None:
        super().__init__()
        self.services = services
        self.tr = Translator(services.language, ROOM)
        self.offstage = Offstage("store")
        self.printing = Printing(self)
        self.desk: Desk | None = None
        self._wanted = (assessment, item) if assessment else None
        """What to open as soon as the workspace is there."""
        self.guidance = False
        """Whether the walker says under each answer when to choose it."""
        self.last: str | None = None
        """The assessment the list puts its cursor on."""
        self.holds = 0
        """How many are under way that keys must wait for."""
        self.keyboard = Keyboard(self, self._deliver)
        self.wishes = Wishes(services)
        self._settled = asyncio.Event()
        self.dress(services.settings.theme, ascii=services.settings.ascii)

    def get_default_screen(self) -> Screen[None]:
        return WorkspaceScreen()

    def on_mount(self) -> None:
        if not self.is_headless:
            self._heed_signals()

    def begin(self) -> None:
        """Called by the list once it stands on the screen: opening the store imports much."""
        self.open_workspace()  # first, so that what was typed before waits for the list
        self.settle_keys()
        self.run_worker(self.keyboard.run(), group="keyboard")

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

    def _handle_exception(self, error: Exception) -> None:
        """A screen that is still opening when the program ends is given no widgets: they are not
        missed then, and a farewell must not look like a crash."""
        if not (self._exit and isinstance(error, NoMatches)):
            super()._handle_exception(error)

    # -- keys -----------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go in single file; only the wish to quit overtakes them."""
        fresh = isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded
        if fresh and not (isinstance(event, events.Key) and event.key in self.wishes.quit_keys):
            self.keyboard.put(event)
        else:
            await super().on_event(event)

    async def _deliver(self, event: events.Event) -> None:
        if isinstance(event, events.Paste):
            from kami_tui.tui.pasting import fit

            fit(self, event)
        await super().on_event(event)

    @property
    def clipboard(self) -> str:
        """What was copied here last, as ctrl+v pastes it: on one line into a field of one line."""
        from kami_tui.tui.pasting import as_pasted

        return as_pasted(self, super().clipboard)

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
            with self.holding_keys():  # what was typed meanwhile is meant for its screen
                await self._settled.wait()  # which is to name the keys as they are
                await self.open_now(assessment, item)

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
        from kami_tui.usecases.filters import Filters

        loaded = await self.attempt(lambda: shelf.load(self.services, id))
        if loaded is None:
            return
        stored, session = loaded.stored, loaded.session
        scorer = session.scorer
        if loaded.renewed:
            said = N_("The questionnaire has changed since this assessment was begun.")
            self.say(self.tr(said), "warning")
        if item and item not in scorer.position:
            self.say(self.tr("There is no item {item}.", item=item), "warning")
        places = (item, stored.place, scorer.ids[0])
        saver = Saver(
            self.offstage, self.services.workspace, stored.id, who=self.services.who,
            seq=stored.seq, clock=self.services.clock, tell=self._saved, absorb=self._absorb,
            rekey=self._rekey,
        )  # fmt: skip
        self.desk = Desk(
            stored.id,
            session,
            saver,
            next(p for p in places if p and p in scorer.position),
            Filters(),
        )
        self.last = stored.id
        self.save_state = saver.state
        self.run_worker(saver.run(), group="saver", exclusive=True)
        walker = WalkerScreen(self.desk)
        await self.push_screen(walker)
        self._rest_collector()
        if summary:
            walker.action_summary()
        self._look_at_files(self.desk)

    @work(exclusive=True, group="files")
    async def _look_at_files(self, desk: Desk) -> None:
        """Says once, and calmly, if files of the evidence register are not what they were."""
        from kami_tui.tui.file_words import trouble
        from kami_tui.tui.reading import glance_at

        with suppress(Exception):  # the register looks again, and tells more
            await glance_at(desk, self.services.evidence_files)
        if self.desk is desk and (said := trouble(desk.files, self.tr)):
            self.say(said + " " + self.tr("Press l for the register."), "warning")

    def _rest_collector(self) -> None:
        """Tells Python's collector that what is here now stays: searching libraries and
        questionnaire for garbage again would hold up some key for a tenth of a second. What comes
        after is looked through often, and so in a few milliseconds (3 at the median, 10 at most,
        over a walk of 400 answers)."""
        if not (self.is_headless or gc.get_freeze_count()):
            gc.freeze()
            gc.set_threshold(1_000, 10, 3)

    def _saved(self, state: SaveState) -> None:
        troubled = self.save_state is not None and self.save_state.error is not None
        self.save_state = state
        if troubled != (state.error is not None) and self.screen_stack:
            self.screen.refresh_bindings()

    def _absorb(self, changes: Sequence[Change]) -> None:
        """Another program has written: the session takes it over, and the assessor is told."""
        if self.desk is None:
            return
        self.desk.absorb(changes)
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.renew()
        items = sorted({c.subject for c in changes if c.kind in ("answer", "link")})
        text = self.tr.plural(
            "Another program changed {n} entry.",
            "Another program changed {n} entries.",
            len(changes),
        )
        self.say(f"{text} {words.item_ids(items, 8)}".strip())

    def _rekey(self, renamed: Mapping[str, str]) -> Mapping[str, str]:
        return self.desk.rekey(renamed) if self.desk is not None else renamed

    def ask_report(self, session: Session) -> None:
        from kami_tui.tui.screens.report import ReportDialog

        self.push_screen(ReportDialog(lambda: session.assessment))

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
        if await self.printing.may_end() and await self._may_leave():
            await self._end(0)

    async def _end(self, code: int) -> None:
        self._clear_desk()
        await self.printing.end()
        with suppress(Exception):  # all is durable; a store that hangs must not hold us here
            async with asyncio.timeout(2):
                await self.offstage(self.services.workspace.close)
                await self.wishes.written()
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
        from kami_tui.tui.places import documents, file_name
        from kami_tui.tui.screens.confirm import ConfirmDialog

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
            self.push_screen(Palette(placeholder=self.tr("What do you want to do?")))

    def action_help(self) -> None:
        from kami_tui.tui.screens.help import HelpDialog

        if isinstance(self.screen, Speaking) and not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def action_language(self) -> None:
        self.tr = Translator("en" if self.tr.language == "id" else "id", ROOM)
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
            self.copy(self.screen.as_text())

    @work(exclusive=True, group="copy")
    async def copy(self, text: str) -> None:
        """Copies text for other programs, and says where else it can be had."""
        from kami_tui.tui.copying import copy

        await copy(self, text)

    def action_theme(self) -> None:
        self.next_look()
        self._remember("theme", self.look)

    @work(group="settings")
    async def _remember(self, name: str, value: str) -> None:
        if said := await self.wishes.remember(name, value, self.tr):
            self.say(said, "warning")
