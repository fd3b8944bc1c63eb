"""A list of hundreds of lines that opens at once: what is out of sight is not even made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.geometry import Size
from textual.visual import Visual
from textual.widgets.option_list import Option

from kami_tui.tui.widgets.pick_list import PickList


class LongList(PickList):
    """Every option is `rows` lines high and never wraps; those with an id are drawn when they come
    into sight. It fills the room it is given: its style must not ask for a height of its own."""

    def __init__(self, *, id: str, rows: int = 1) -> None:
        super().__init__(id=id)
        self._rows = rows
        self._draw: Callable[[str], Content] = Content

    def fill(self, options: Iterable[str | Option], draw: Callable[[str], Content]) -> None:
        """Lists options by id, or as they are. The cursor is put on none."""
        self._draw = draw
        self.set_options(Option("", id=o) if isinstance(o, str) else o for o in options)

    @property
    def ids(self) -> list[str]:
        """Of all that can be chosen."""
        return [o.id for o in self.options if o.id]

    @property
    def chosen(self) -> str:
        """The id the cursor is on; empty for none."""
        option = self.highlighted_option
        return (option.id or "") if option else ""

    def redraw(self, id: str) -> None:
        """Something about one option is different now."""
        self.replace_option_prompt(id, self._draw(id))

    def text(self, id: str) -> Content:
        """What an option says, in sight or not."""
        return self._draw(id)

    def _get_visual(self, option: Option) -> Visual:
        if option.id and option.prompt == "":
            option._set_prompt(self._draw(option.id))
        return super()._get_visual(option)

    def _update_lines(self) -> None:
        """As the base class does, without laying every option out in order to count its lines."""
        if not self.scrollable_content_region:
            return
        cache, rows = self._line_cache, self._rows
        for index in range(len(cache.heights), len(self.options)):
            cache.index_to_line[index] = len(cache.lines)
            cache.heights[index] = rows
            cache.lines += [(index, n) for n in range(rows)]
        width = self.scrollable_content_region.width - self._get_left_gutter_width()
        size = Size(width, len(cache.lines))
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)
