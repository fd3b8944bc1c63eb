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
        self._beneath = (None, [])
        return super().refresh(*regions, **kinds)

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
            self._beneath = (made_for, [dim(s, tint) for s in below._compositor.render_strips()])
        strips = self._beneath[1][crop.y : crop.bottom]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]


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
