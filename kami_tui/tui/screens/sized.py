"""A screen that is as large as the terminal is now, whatever sizes it had in between."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.geometry import Size
from textual.screen import Screen

T = TypeVar("T")


class Sized(Screen[T]):
    """Textual lays a screen out for every size it is told of, and then tells it of that size again:
    two sizes that come close together (somebody drags the window's edge) can chase one another for
    ever, and no key is answered any more."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Resize) and event.size != self.app.size:
            event.stop()
            event.prevent_default()
        else:
            await super().on_event(event)

    def _screen_resized(self, size: Size) -> None:
        """Textual says so to every screen beneath a window that opens, too."""
        if size == self.app.size and size != self._compositor.size:
            super()._screen_resized(size)
