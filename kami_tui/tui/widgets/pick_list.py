"""A list whose cursor is a sign as well as a colour."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual._widget_navigation import Direction
from textual.strip import Strip
from textual.widgets import OptionList


class PickList(OptionList):
    """Puts ``>`` before the option the cursor is on; prompts are never markup."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)

    def _get_left_gutter_width(self) -> int:
        return 2

    def _move_page(self, direction: Direction) -> None:
        """Textual lays a list out when it is painted; a key may come before that."""
        self._update_lines()
        if self._lines:
            super()._move_page(direction)

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        at = self.scroll_offset.y + y
        if at >= len(self._lines):
            return line
        index, row = self._lines[at]
        sign = "> " if index == self.highlighted and row == 0 else "  "
        segments = list(line)
        # Its end is blank and has the colour of the row, whatever colours the text has.
        colour = (segments[-1].style if segments else None) or Style()
        return Strip([Segment(sign, colour + Style(meta={"option": index})), *segments])
