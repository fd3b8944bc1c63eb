"""What lies beneath a window, dimmed, and worked out once for as long as it stays as it is.

Textual draws the screen beneath anew, and mixes each of its colours anew, whenever a window is
painted: most of what opening one costs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual._context import visible_screen_stack
from textual.color import Color
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

T = TypeVar("T")


class Dimmed(ModalScreen[T]):
    """A window whose background is a colour one can see through."""

    _beneath: tuple[object, list[Strip]] = (None, [])
    """What the picture was made for, and its lines."""

    def refresh(self, *regions: Region, **kinds: bool) -> Any:
        """Textual has the window refreshed when anything beneath it wants to be painted."""
        self._beneath = (None, [])
        return super().refresh(*regions, **kinds)

    # The stack is Textual's, of the screens beneath that are still to be painted: where these lines
    # are known already nobody asks for the rest of it.
    def render_lines(self, crop: Region) -> list[Strip]:
        tint = self.styles.background
        made_for = (self.size, tint, self.app.theme)
        if self._beneath[0] != made_for:
            screens = visible_screen_stack.get([])
            if not screens or tint.a == 1:
                return super().render_lines(crop)
            below = screens.pop()
            if isinstance(below, Dimmed):
                below._beneath = (None, [])
            lines = [dim(strip, tint) for strip in below._compositor.render_strips()]
            # When the terminal is resized a window is painted before what lies beneath it knows.
            whole = below._compositor.size == self.size
            self._beneath = (made_for if whole else None, lines)
        return _cut_out(self._beneath[1], crop)


def _cut_out(strips: list[Strip], crop: Region) -> list[Strip]:
    """As many lines, and as wide, as are asked for: a missing one would end the program."""
    start, end = crop.column_span
    cut = [strip.crop_extend(start, end, None) for strip in strips[crop.y : crop.bottom]]
    return cut + [Strip.blank(crop.width)] * (crop.height - len(cut))


def dim(strip: Strip, tint: Color) -> Strip:
    segments = [Segment(text, _dimmed(style, tint), control) for text, style, control in strip]
    return Strip(segments, strip.cell_length)


@lru_cache(1024)
def _dimmed(style: Style | None, tint: Color) -> Style:
    """Without what a click or a link would do."""
    if style is None:
        return Style()
    over = (
        (Color.from_rich_color(c) + tint).rich_color if c is not None and tint.a else c
        for c in (style.color, style.bgcolor)
    )
    return style.clear_meta_and_links() + Style.from_color(*over)
