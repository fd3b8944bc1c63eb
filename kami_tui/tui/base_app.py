"""What every part of the terminal program stands on: services, words, keys in their order, and
slow work off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeVar

from textual import events
from textual.css.query import NoMatches
from textual.notifications import Notify
from textual.reactive import var

from kami_tui.domain.errors import KamiError
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import Translator
from kami_tui.tui import strips, words
from kami_tui.tui.desk import Desk
from kami_tui.tui.dressed import DressedApp
from kami_tui.tui.keyboard import Keyboard
from kami_tui.tui.offstage import Offstage
from kami_tui.tui.printing import Printing
from kami_tui.tui.saver import SaveState
from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.tidying import Tidying
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.wishes import Wishes
from kami_tui.usecases.services import Services

if TYPE_CHECKING:  # few come to merge
    from kami_tui.usecases.merging import Settling

T = TypeVar("T")
ROOM = "tui"
"""Whose words are meant where another room has the same one with another meaning."""


class BaseApp(DressedApp):
    """`assessment` (an id or its beginning) is opened at once, at `item` if one is named. With
    `settling` the program is there for that alone."""

    # Only the head line shows these: as plain reactives they would paint the whole screen anew.
    save_state: var[SaveState | None] = var(None)
    opening: var[bool] = var(False)
    """Something slow is being fetched."""

    def __init__(
        self,
        services: Services,
        assessment: str | None = None,
        item: str | None = None,
        settling: Settling | None = None,
    ) -> None:
        super().__init__()
        self.services = services
        self.tr = Translator(services.language, ROOM)
        self.offstage = Offstage("store")
        self.printing = Printing(self)
        self.desk: Desk | None = None
        self._wanted = (assessment, item) if assessment else None
        """What to open as soon as the workspace is there."""
        self._settling = settling
        """Conflicts of a merge, to be decided instead of all else."""
        self.guidance = False
        """Whether the walker says under each answer when to choose it."""
        self.whose = services.settings.wording
        """Whose words items are shown in, where there are official ones."""
        self.unread: set[str] = set()
        """Editions whose official texts cannot be read, once that has been said."""
        self.last: str | None = None
        """The assessment the list puts its cursor on."""
        self.holds = 0
        """How many are under way that keys must wait for."""
        strips.keep_none()
        self.tidying = Tidying()
        self.keyboard = Keyboard(self, self._deliver, self.tidying)
        self.wishes = Wishes(services)
        self._settled = asyncio.Event()
        self.dress(services.settings.theme, ascii=services.settings.ascii)

    # The heads are told. Would they watch, those of closed screens would be kept, with all of them.

    def watch_save_state(self, state: SaveState | None) -> None:
        for head in self._heads():
            head.saved(state)
        if state is not None and self.screen_stack and isinstance(self.screen, Speaking):
            self.screen.saved(state)

    def watch_opening(self) -> None:
        for head in self._heads():
            head.changed()

    def _heads(self) -> Iterator[Head]:
        for screen in self.screen_stack:  # at every key: no query, which reads its words anew
            yield from (w for w in screen.children if isinstance(w, Head))

    def _handle_exception(self, error: Exception) -> None:
        """A screen that is still opening when the program ends is given no widgets: they are not
        missed then, and a farewell must not look like a crash."""
        ending = self._exit or not self._running
        if not (ending and isinstance(error, NoMatches)):
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

    def on_notify(self, event: Notify) -> None:
        """The newest message takes the place of the last one, but never that of an error."""
        self.hush(errors=event.notification.severity == "error")

    def hush(self, *, errors: bool) -> None:
        """Takes messages away: what they say is no longer so, or in another language."""
        for said in list(self._notifications):
            if errors or said.severity != "error":
                self._unnotify(said)

    def today(self) -> str:
        return self.services.clock().astimezone().date().isoformat()
