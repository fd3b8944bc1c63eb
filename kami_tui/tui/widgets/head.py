"""The head line: where one is, and whether everything is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from kami_tui.tui import words
from kami_tui.tui.widgets.ground import Ground
from kami_tui.tui.widgets.put import put

if TYPE_CHECKING:
    from kami_tui.tui.app import KamiApp
    from kami_tui.tui.saver import SaveState
    from kami_tui.tui.screens.base import Speaking

WIDTH = 20
"""Columns for what is usually said: they stay, so that saving moves nothing on the line."""
BLINK = 0.012
"""Seconds an answer may take to be durable before "Saving..." is shown, with the answer. Until
then neither is: a key press is painted once, and nothing on the screen is said too early."""


class Head(Horizontal, Ground):
    """Shows the screen's `head()` and the app's state of saving."""

    DEFAULT_CSS = """
    Head {
        dock: top; height: auto; max-height: 2; width: 1fr; background: $panel; padding: 0 1;
        #where { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #saved { width: 20; height: 1; margin-left: 2; text-align: right; }
        #saved.-long { width: auto; max-width: 75%; height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._soon: asyncio.TimerHandle | None = None
        self._held = False
        self._where = Static(id="where", markup=False)
        self._saved = Static(id="saved", markup=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What becomes of a change is not said while this lasts: `show` will say it, with the
        change. Else the head line would be painted first, and the panels a frame later."""
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def compose(self) -> ComposeResult:
        yield self._where
        yield self._saved

    def on_mount(self) -> None:
        self.show()

    def saved(self, state: SaveState | None) -> None:
        if self._soon is not None:
            self._soon.cancel()
        if self._held:
            return
        if state and state.waiting and not state.error:
            self._soon = asyncio.get_running_loop().call_later(BLINK, self.changed)
        else:
            self.changed()

    def changed(self) -> None:
        """Only where it can be seen: to Textual a covered screen that differs is a reason to paint
        the one above it whole. A screen that comes up again shows its head anew."""
        if not self.is_attached:
            return
        stack = self.app.screen_stack
        above = stack[stack.index(self.screen) + 1 :] if self.screen in stack else stack
        if all(screen.is_modal for screen in above):
            self.show_state()

    def show(self) -> None:
        screen = cast("Speaking[object]", self.screen)
        self._put(self._where, screen.trial_mark() + screen.head())
        self.show_state()

    def show_state(self) -> None:
        """Only how it stands with saving."""
        app = cast("KamiApp", self.app)
        failed = bool(app.save_state and app.save_state.error)
        # Of a trial nothing is saved, nor is to be: the place is the name's.
        self._saved.display = bool(app.opening or failed or not (app.desk and app.desk.trial))
        if app.opening:
            self._put(self._saved, Content(app.tr("Opening...")))
        elif self._saved.display:
            self._show_saved(app.save_state)

    def _show_saved(self, state: SaveState | None) -> None:
        app = cast("KamiApp", self.app)
        reason = app.explained(state.error) if state and state.error else ""
        first = reason.strip().split("\n")[0]  # the rest of it is in the window asked on leaving
        text, style = words.save_state(state, words.one_line(first), app.tr)
        self._saved.set_class(cell_len(text) > WIDTH, "-long")
        self._put(self._saved, Content.styled(text, style))

    def _put(self, static: Static, content: Content) -> None:
        """Its parts are not there yet, or no more, while its screen opens or closes."""
        if static.is_attached:
            put(static, content)
