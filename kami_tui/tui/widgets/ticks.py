"""Things to choose by keys: tick boxes, or one of a few. The sign says it, not the colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from kami_tui.i18n.translator import N_, Translator

GAP = 3
"""Blanks between two columns."""


class Ticks(Static, can_focus=True):
    """Entries in columns, filled downwards. ``>`` stands before the one the cursor is on.

    `one`: exactly one entry is chosen, as by radio buttons.
    """

    class Changed(Message):
        """Others are chosen now."""

    DEFAULT_CSS = "Ticks { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(0, 1)", N_("down"), show=False, id="ticks.down"),
        Binding("up", "move(0, -1)", N_("up"), show=False, id="ticks.up"),
        Binding("right", "move(1, 0)", N_("right"), show=False, id="ticks.right"),
        Binding("left", "move(-1, 0)", N_("left"), show=False, id="ticks.left"),
        Binding("enter", "app.focus_next", N_("next field"), show=False, id="ticks.next"),
    ]

    def __init__(
        self,
        entries: Sequence[tuple[str, str]],
        chosen: Collection[str],
        *,
        id: str,
        columns: int = 2,
        one: bool = False,
    ) -> None:
        """`entries` are names and what to call them, untranslated."""
        super().__init__(id=id, markup=False)
        self._entries = list(entries)
        self._chosen = set(chosen)
        self._one = one
        self._rows = -(-len(self._entries) // columns)
        self._columns = columns
        names = [name for name, _ in self._entries]
        self._at = names.index(next(iter(chosen))) if one else 0
        self._spans: list[tuple[int, int]] = []
        """Columns of the screen from and to, for each column of entries."""
        self._tr: Translator | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names in the order of the entries."""
        return tuple(name for name, _ in self._entries if name in self._chosen)

    @chosen.setter
    def chosen(self, names: Collection[str]) -> None:
        self._chosen = set(names)
        self._draw()
        self.post_message(self.Changed())

    def show(self, tr: Translator) -> None:
        self._tr = tr
        self._draw()

    def toggle(self) -> None:
        name = self._entries[self._at][0]
        self.chosen = {name} if self._one else self._chosen ^ {name}

    def toggle_all(self) -> None:
        """All, or none where all are chosen already."""
        names = {name for name, _ in self._entries}
        self.chosen = set() if names == self._chosen else names

    def action_move(self, across: int, down: int) -> None:
        """Beyond the first or last row the next field is meant."""
        column, row = divmod(self._at, self._rows)
        column, row = column + across, row + down
        if not 0 <= row < self._rows or (down and column * self._rows + row >= len(self._entries)):
            self.screen.focus_next() if down > 0 else self.screen.focus_previous()
        elif 0 <= column < self._columns:
            self._at = min(column * self._rows + row, len(self._entries) - 1)
            self._draw()

    def watch_has_focus(self, focused: bool) -> None:
        super().watch_has_focus(focused)
        self._draw()

    def on_click(self, event: events.Click) -> None:
        for column, (start, end) in enumerate(self._spans):
            at = column * self._rows + event.y
            if start <= event.x < end and at < len(self._entries):
                self._at = at
                self.toggle()

    def _draw(self) -> None:
        if self._tr is None:
            return
        columns = [
            [self._entry(i) for i in range(start, min(start + self._rows, len(self._entries)))]
            for start in range(0, len(self._entries), self._rows)
        ]
        lines = [Content() for _ in range(self._rows)]
        self._spans, at = [], 0
        for column in columns:
            width = max(c.cell_length for c in column)
            self._spans.append((at, at + width))
            at += width + GAP
            for row, entry in enumerate(column):
                lines[row] += entry.pad_right(width - entry.cell_length + GAP)
        self.update(Content("\n").join(line.rstrip() for line in lines))

    def _entry(self, index: int) -> Content:
        name, label = self._entries[index]
        here = self.has_focus and index == self._at
        marks = ("(*)", "( )") if self._one else ("[x]", "[ ]")
        sign = marks[0] if name in self._chosen else marks[1]
        text = self._tr(label) if self._tr else label
        style = "$block-cursor-foreground on $block-cursor-background" if here else ""
        return Content.assemble((">" if here else " ", "bold $accent"), (f" {sign} {text} ", style))
