"""Windows over the dimmed screen: painted whole at any moment, resizing included."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.driver import Driver
from textual.events import Key, Resize
from textual.geometry import Size

from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.tidying import Tidying
from tests.tui.test_pictures import partly

SIZES = [(80, 30), (40, 10), (120, 40), (79, 24), (200, 60), (30, 8), (80, 24)]
SIGNS = {"slash": "/", "question_mark": "?", "exclamation_mark": "!", "escape": "\x1b"}


class Paper(Driver):
    """A terminal that takes every byte and shows it to nobody; painting happens as in a real one,
    which Textual leaves out where there is no terminal at all."""

    def write(self, data: str) -> None: ...

    def disable_input(self) -> None: ...

    def start_application_mode(self) -> None:
        self.resize(*(self._size or (80, 24)))

    def stop_application_mode(self) -> None: ...

    def resize(self, width: int, height: int) -> None:
        size = Size(width, height)
        self._app.post_message(Resize(size, size))


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def _press(app, key: str) -> None:
    app.post_message(Key(key, SIGNS.get(key, key if len(key) == 1 else None)))


def _top(app):
    return app.screen_stack[-1] if app.is_running and app.screen_stack else None


WINDOWS = ["e", "t", "f", "h", "x", "o", "g", "slash", "question_mark", "r", "ctrl+p", "W"]


@pytest.mark.parametrize("key", WINDOWS)
async def test_a_window_may_be_resized_at_any_moment(make_app, workspace, key, monkeypatch):
    monkeypatch.setattr(Tidying, "begin", lambda self: None)  # the collector is everybody's here
    monkeypatch.setattr(Tidying, "settle", lambda self: None)
    workspace.create(partly(), digest="", who="x")
    app = make_app("id", "a001", "2.1")
    app.driver_class = Paper
    running = asyncio.ensure_future(app.run_async(size=(80, 24)))
    try:
        await _until(lambda: isinstance(_top(app), WalkerScreen) and _top(app).ready)
        for size in SIZES:
            _press(app, key)
            app._driver.resize(*size)  # while it opens
            await asyncio.sleep(0.05)
            app._driver.resize(*SIZES[0])  # while it is open
            await asyncio.sleep(0.02)
            _press(app, "escape")
            app._driver.resize(*size)  # while it closes
            await asyncio.sleep(0.02)
            assert not running.done(), "the program ended"
        await _until(lambda: _top(app)._compositor.size == Size(*SIZES[-1]))
    finally:
        app.exit()
        await running
    assert app.return_code == 0
    assert app._exception is None
