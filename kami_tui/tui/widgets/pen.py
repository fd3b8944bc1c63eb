"""How text becomes lines on a sheet.

Textual gives every piece of text a style of its own, in which it notes where the piece stands: so
it can be selected, but its colours are worked out, filtered and put into codes at each paint.
Here pieces of one look share one style. What is the same in both is tested (tests/tui/test_pen.py).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import cast

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from textual.widget import Widget

from kami_tui.tui.widgets.block import Block

Line = tuple[list[Segment], int]
"""Pieces of text, and how many cells they take."""
Kind = tuple[RichStyle, ...]
TEXT: Kind = tuple(RichStyle.from_meta({"piece": n}) for n in (0, 1))
COLUMN: Kind = (RichStyle.null(),)
"""Put under pieces by turns: those of a text stay apart even if they look alike, as they do where
Textual notes their places in them. (It is only in pictures for the tests that one can tell.)"""


class Pen:
    """Writes for one sheet. It must be told to forget what it knows of looks if they change."""

    def __init__(self, widget: Widget, look_up: Callable[[Style | str], Style]) -> None:
        self._widget = widget
        self._look_up = look_up
        self._styles: dict[Style | str, Style] = {}
        self._inks: dict[tuple[Style, Kind], tuple[dict[Style | str, RichStyle], ...]] = {}
        self._wraps: bool | None = None

    def forget(self) -> None:
        self._styles.clear()
        self._inks.clear()
        self._wraps = None

    def strips(
        self, block: Block, style: Style, width: int, *, filled: bool, placed: bool = False
    ) -> list[Strip]:
        """The lines of a block. `filled`: they are as wide as the block, even without columns;
        `placed`: pieces of its text say where they stand, as Textual has it."""
        write = self.placed if placed else self.lines
        left, right = (column[1] if column else 0 for column in (block.before, block.after))
        room = width - left - right
        texts = write(block.text, room, style)
        if not (left or right or filled):
            return [Strip(*line) for line in texts]
        fill, strips = style.rich_style, []
        for n, (pieces, length) in enumerate(texts):
            whole = self._column(block.before if n == 0 else None, left, style) if left else []
            whole += pieces
            if length < room:
                whole.append(Segment(" " * (room - length), fill))
            if right:
                whole += self._column(block.after if n == 0 else None, right, style)
            strips.append(Strip(whole, max(room, length) + left + right))
        return strips

    def _column(
        self, column: tuple[Content, int] | None, width: int, style: Style
    ) -> list[Segment]:
        pieces: list[Segment] = []
        length = 0
        if column is not None:
            text = column[0] if _fits(column[0], width) else column[0].wrap(width)[0]
            pieces, length = self._pieces(text, style, COLUMN), text.cell_length
        if length < width:
            pieces.append(Segment(" " * (width - length), style.rich_style))
        return pieces

    # -- text -----------------------------------------------------------------------------

    def lines(self, text: Content, width: int, base: Style) -> list[Line]:
        if width <= 0:
            return []
        if "\n" not in text.plain and _fits(text, width):
            return [(self._pieces(text, base, TEXT), text.cell_length)]
        if not self._wrapping:
            return [([*strip], strip.cell_length) for strip in self._textual(text, width, base)]
        found = []
        for part in text.split(allow_blank=True):
            for line in [part] if _fits(part, width) else part.wrap(width):
                found.append((self._pieces(line, base, TEXT), line.cell_length))
        return found

    def placed(self, text: Content, width: int, base: Style) -> list[Line]:
        return [([*strip], strip.cell_length) for strip in self._textual(text, width, base)]

    def _textual(self, text: Content, width: int, base: Style) -> list[Strip]:
        options = RenderOptions(self._style, self._rules)
        return text.render_strips(width, None, base, options)

    @property
    def _rules(self) -> RulesMap:
        return cast("RulesMap", self._widget.styles)

    @property
    def _wrapping(self) -> bool:
        if self._wraps is None:
            get = self._rules.get
            usual = (get("text_wrap", "wrap"), get("text_overflow", "fold"))
            self._wraps = usual == ("wrap", "fold")
        return self._wraps

    def _pieces(self, line: Content, base: Style, kind: Kind) -> list[Segment]:
        known = self._inks.get((base, kind))
        if known is None:
            known = self._inks[base, kind] = tuple({} for _ in kind)
        text, spans, at = line.plain, line.spans, 0
        pieces: list[Segment] = []
        if any(one.end > other.start for one, other in pairwise(spans)):
            parts = line.render(base, end="", parse_style=self._style)
            return [
                Segment(part, (base + ink).rich_style + kind[n % len(kind)])
                for n, (part, ink) in enumerate(parts)
            ]
        for start, end, style in (*spans, (len(text), 0, "")):
            for last, ink in ((start, ""), (end, style)):
                if last > at or not (text or pieces):
                    inks = known[n := len(pieces) % len(kind)]
                    if (found := inks.get(ink)) is None:
                        whole = base + (base + self._style(ink)) if ink else base + base
                        found = inks[ink] = whole.rich_style + kind[n]
                    pieces.append(Segment(text[at:last], found))
                    at = last
        return pieces

    def _style(self, style: Style | str) -> Style:
        """Textual reads a style's name anew each time, slowly, and slowest where it is none."""
        known = self._styles.get(style)
        if known is None:
            known = self._styles[style] = self._look_up(style)
        return known


def _fits(text: Content, width: int) -> bool:
    return text.cell_length <= width and "\t" not in text.plain
