"""A list whose cursor is a sign as well as a colour."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import OptionList


class PickList(OptionList):
    """Puts ``>`` before the option the cursor is on; prompts are never markup."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)

    def _get_left_gutter_width(self) -> int:
        return 2

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        at = self.scroll_offset.y + y
        if at >= len(self._lines):
            return line
        index, row = self._lines[at]
        parts = ["option-list--option"]
        if index == self.highlighted:
            parts.append("option-list--option-highlighted")
        style = self.get_visual_style(*parts).rich_style + Style(meta={"option": index})
        sign = "> " if index == self.highlighted and row == 0 else "  "
        return Strip([Segment(sign, style), *line])
