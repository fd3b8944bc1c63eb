"""Painting what a key has changed as soon as it is known.

Textual gathers what is to be painted and paints it sixty times a second: good for many small
changes, and up to 17 ms late for the one change a key makes. Here all panels of a screen have been
brought in line by one call, so there is nothing to wait for. On the way Textual would also send
itself a message for every widget that differs; together this costs as much as the painting.

Textual has no public name for it: whether a new version still has these names, and paints only
once, is what tests/tui/test_painting.py tells.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from textual.screen import UPDATE_PERIOD, Screen


class Painter:
    """Paints one screen, at most as often as Textual would."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._last = -UPDATE_PERIOD

    def paint(self) -> None:
        """Paints what differs, unless it must be laid out first, or has just been painted: keys
        that come faster than that are painted together."""
        screen, now = self._screen, monotonic()
        if now - self._last < UPDATE_PERIOD or screen.app.screen is not screen:
            return
        visible = screen._compositor.visible_widgets
        if screen._layout_required:
            return
        if any(w._layout_required or w._scroll_required for w in visible):
            return
        dirty = [w for w in visible if w._repaint_required]
        for widget in dirty:
            widget._repaint_required = False
        screen._dirty_widgets.update(dirty)
        screen._on_timer_update()
        self._last = now
