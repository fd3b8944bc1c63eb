"""The terminal program in this process, on a real workspace, with a terminal that only counts.

Everything happens as for an officer, painting included, except that nobody reads what is painted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.driver import Driver
from textual.events import Key, Resize
from textual.geometry import Size

from kami_tui.tui.app import KamiApp
from kami_tui.usecases.services import Services

SIZE = (120, 40)
SIGNS = {"slash": "/", "escape": "\x1b", "enter": "\r"}
"""Keys that have a name, with the character they send."""
PATIENCE = 30.0
"""Seconds for one thing to happen before the measuring is given up."""


class Paper(Driver):
    """A terminal that takes every byte and shows it to nobody."""

    painted: Callable[[], None] = staticmethod(lambda: None)
    """Called after every write."""
    written = 0
    """Characters written so far."""

    def write(self, data: str) -> None:
        type(self).written += len(data)
        Paper.painted()

    def start_application_mode(self) -> None:
        size = Size(*(self._size or SIZE))
        self._app.post_message(Resize(size, size))

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


class Terminal:
    """Presses keys, and waits for what they are to bring about."""

    def __init__(self, app: KamiApp) -> None:
        self.app = app

    def press(self, key: str) -> None:
        """As the terminal's driver does: the event goes into the program's queue."""
        self.app.post_message(Key(key, SIGNS.get(key, key if len(key) == 1 else None)))

    @property
    def says_saved(self) -> bool:
        state = self.app.save_state
        return state is not None and not state.waiting and state.saved_at is not None

    async def press_until(self, key: str, condition: Callable[[], bool]) -> float:
        """Seconds from the key press until a paint after which the condition holds, and nothing
        more is to be painted."""
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()

        def look(at: float) -> None:
            if not done.done() and condition() and not self._pending():
                done.set_result(at)

        def soon() -> None:
            # When the paint is over: what was painted is told apart from what waits only then.
            loop.call_soon(look, time.perf_counter())

        loop = asyncio.get_running_loop()
        Paper.painted = staticmethod(soon)
        try:
            began = time.perf_counter()
            self.press(key)
            async with asyncio.timeout(PATIENCE):
                return await done - began
        finally:
            Paper.painted = staticmethod(lambda: None)

    def _pending(self) -> bool:
        """Whether anything in view waits to be laid out or painted."""
        shown = self.app.screen
        if shown._layout_required or shown._repaint_required or shown._dirty_widgets:
            return True
        visible = shown._compositor.visible_widgets
        return any(w._layout_required or w._scroll_required or w._repaint_required for w in visible)

    async def until(self, condition: Callable[[], bool], every: float = 0.01) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(every)


@asynccontextmanager
async def running(
    services: Services, place: tuple[str, str] | None = None, size: tuple[int, int] = SIZE
) -> AsyncIterator[Terminal]:
    """The program from its start to its end; `place`: an assessment and the item to begin at."""
    app = KamiApp(services, *(place or (None, None)))
    app.driver_class = Paper
    task = asyncio.ensure_future(app.run_async(size=size))
    terminal = Terminal(app)
    try:
        await terminal.until(lambda: app.is_running and bool(app.screen_stack))
        await terminal.until(lambda: getattr(app.screen, "ready", False))
        if place:
            await terminal.until(lambda: app.desk is not None and len(app.screen_stack) > 1)
            await terminal.until(lambda: getattr(app.screen, "ready", False))
            await asyncio.sleep(0.3)  # until all is drawn and warmed up
        yield terminal
    finally:
        app.exit()
        await task


def stored_example() -> tuple[Services, str]:
    """A workspace with one whole assessment in it, and its id."""
    from kami_tui.wiring import wire

    services = wire(None, "id")
    example = services.examples()[0]
    digest = services.editions.digest(example.instrument)
    return services, services.workspace.create(example, digest=digest, who="bench")
