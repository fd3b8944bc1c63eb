"""What lies beneath other widgets, and costs next to nothing at each paint."""

from __future__ import annotations

from rich.style import Style as RichStyle
from textual.geometry import Region
from textual.strip import Strip

from kami_tui.tui.widgets.backdrop import Backdrop


class Ground(Backdrop):
    """What lies beneath other widgets: one colour, and one line made once for all of them."""

    _line: tuple[object, Strip] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        filters, background = self.get_line_filters(), self.backdrop
        look = (crop.width, background, tuple(filters))
        if self._line is None or self._line[0] != look:
            strip = Strip.blank(crop.width, RichStyle(bgcolor=background.rich_color))
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            self._line = (look, strip)
        return [self._line[1]] * crop.height
