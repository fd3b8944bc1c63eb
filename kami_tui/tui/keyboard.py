"""Gives keys to screens one at a time, each only when the one before has had its effect.

Textual answers a key while the next is already on its way. Someone who types ahead on a slow
line ("n" for a new assessment, then at once its name) would send the name to the screen that is
about to go, where letters are commands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.command import CommandPalette
from textual.events import Event
from textual.message_pump import MessagePump

from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.tidying import Tidying

if TYPE_CHECKING:
    from kami_tui.tui.base_app import BaseApp

TURN = 0.05
"""Seconds to wait for one widget before asking whether it is still there."""
TURNS = 100
"""How often. Counted, not timed: on a machine under load time runs out before the work is done."""


class Keyboard:
    def __init__(
        self, app: BaseApp, deliver: Callable[[Event], Awaitable[None]], tidying: Tidying
    ) -> None:
        self._app = app
        self._tidying = tidying
        self._deliver = deliver
        self._typed: asyncio.Queue[Event] = asyncio.Queue()
        self._busy = False

    @property
    def idle(self) -> bool:
        """Whether everything that was typed has had its effect."""
        return self._typed.empty() and not self._busy

    def put(self, event: Event) -> None:
        self._typed.put_nowait(event)

    async def run(self) -> None:
        """Works until it is cancelled."""
        while True:
            self._busy = False
            if self._typed.empty():
                self._tidying.rest()
            event = await self._typed.get()
            self._tidying.hurry()
            self._busy = True
            while not self._ready:
                await asyncio.sleep(0.005)
            await self._answer(event)
            del event

    async def _answer(self, event: Event) -> None:
        """A function of its own: while nothing is typed, no closed screen is held on to."""
        path = (self._app.focused or self._app.screen).ancestors_with_self
        await self._deliver(event)
        # Always, even if nothing more has been typed yet: it may come in the next moment.
        await self._settled(path)  # the key itself
        await self._settled(path)  # what the widgets sent because of it

    @property
    def _ready(self) -> bool:
        """Whether the screen on top can take keys, and none is being fetched to go above it."""
        if self._app.holds:
            return False
        screen = self._app.screen
        if isinstance(screen, CommandPalette):
            return screen.focused is not None
        return not isinstance(screen, Speaking) or screen.ready

    async def _settled(self, path: Sequence[MessagePump]) -> None:
        """Follows a key the way it bubbles: each queue on the way is worked off up to here."""
        for pump in path:
            passed = asyncio.Event()
            if not (pump.is_running and pump.call_later(passed.set)):
                continue
            for _ in range(TURNS):
                with suppress(TimeoutError):
                    async with asyncio.timeout(TURN):
                        await passed.wait()
                if passed.is_set() or not pump.is_running:  # one that is removed answers no more
                    break
