"""Blocks of text one below another in one widget, which paints only the lines that differ.

Textual pays for every line of every widget it meets: a panel of thirty small widgets costs more
than all the rest of a key press. A panel of the walker is therefore one sheet, given its blocks
anew at every key; it makes only the blocks that are not what they were, and paints only the lines
that come out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from operator import is_
from typing import ClassVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.css.styles import RulesMap
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from kami_tui.tui.widgets.backdrop import Backdrop
from kami_tui.tui.widgets.block import Block
from kami_tui.tui.widgets.pen import Pen

_EMPTY = Strip([], 0)


@dataclass(slots=True)
class _Made:
    """A block as it stands on the sheet."""

    block: Block
    hovered: bool
    strips: list[Strip]
    top: int = 0
    """First line on the sheet."""
    first: int = 0
    """The same, counted in lines of the text before wrapping: what is selected is copied so."""
    placed: list[Strip] | None = None
    """The same lines, whose pieces say where in the block they stand: made when the mouse asks."""

    @property
    def height(self) -> int:
        return len(self.strips)

    @property
    def room(self) -> tuple[int, int]:
        """Lines it takes with the gap beneath: on the sheet, and before wrapping."""
        gap = self.block.gap
        return self.height + gap, self.block.text.plain.count("\n") + 1 + gap


@dataclass(frozen=True, slots=True)
class _Painted:
    """How a sheet went out last."""

    state: tuple[object, ...]
    """Size, colours and filters come first; then what else may change without its lines."""
    lines: list[Strip]
    pieces: list[tuple[Strip, RichStyle | None]]
    """Of each row in view: the line, and the colour of the scroll bar beside it. Kept here, so that
    the id of a line is not given away."""
    strips: list[Strip]
    """Of each row in view: what came out."""


class Sheet(ScrollView, Backdrop, can_focus=False):
    """A kind of panel makes its blocks, gives them to `lay`, and is told by `clicked` where.

    It has margins, and a line at its left side if `border-left` says so, but no other border,
    outline or tint. One that is `BARRED` keeps its last column for a
    scroll bar and draws that itself: Textual's, when it comes and goes, moves all text and lays
    out the whole screen anew, and costs as much at each paint as the text beside it.
    """

    BARRED: ClassVar[bool] = True

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--chosen", "sheet--hover"}
    DEFAULT_CSS = """
    Sheet {
        overflow: hidden;
        & > .sheet--chosen {
            background: $block-cursor-background; color: $block-cursor-foreground;
        }
        & > .sheet--hover { background: $block-hover-background; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.blocks: dict[str, Block] = {}
        self._made: dict[str, _Made] = {}
        self._lines: list[Strip] = []
        self._owners: list[_Made | None] = []
        self._width = 0
        """Of the lines, as they are."""
        self._room = Size()
        self._hovered = ""
        self._wanted = self._reached = ""
        self._outdated = False
        """Colours have changed since the lines were made."""
        self._painted: _Painted | None = None
        self._pen = Pen(self, self._get_style)

    # -- what it shows --------------------------------------------------------------------

    def lay(self, blocks: Iterable[Block], in_view: str = "") -> None:
        """Brings the sheet in line; a block without text takes no room. `in_view` names a block to
        be scrolled to if it is another than before."""
        self.blocks = {b.name: b for b in blocks if b.text or b.before}
        self._wanted = in_view
        self._write()

    def clicked(self, name: str) -> None:
        """A live block was clicked."""

    def place_of(self, name: str) -> Region:
        """Where a block stands on the sheet, in cells of its content. Raises KeyError."""
        made = self._made[name]
        return Region(0, made.top, made.block.width or self._width, made.height)

    def _write(self, *, quietly: bool = False) -> None:
        """`quietly`: it is being painted already."""
        if not self.size:
            return
        if self._room != self.size:
            self._room, self._reached = self.size, ""
            self._made = {}
        self._outdated = False
        before = self._lines
        self._fill()
        if self._lines is not before and _are_same(self._lines, before):
            self._lines = before
        self._resized(Size(0, len(self._lines)))
        if self._wanted != self._reached and self._wanted in self._made:
            self._reached = self._wanted
            self.scroll_to_region(self.place_of(self._wanted), animate=False, force=True,
                                  immediate=True)  # fmt: skip
        if not quietly:
            self._repaint(before)

    def _fill(self) -> None:
        """Makes the lines; blocks that are what they were keep theirs."""
        width = self.size.width - self.BARRED
        known = self._made if width == self._width else {}
        self._width = width
        if known and self._patch(known):
            return
        lines: list[Strip] = []
        owners: list[_Made | None] = []
        made: dict[str, _Made] = {}
        text_lines = 0
        for name, block in self.blocks.items():
            hovered = block.lit and name == self._hovered
            now = known.get(name)
            if now is None or now.hovered != hovered or not now.block.is_same(block):
                now = _Made(block, hovered, self._strips(block, hovered))
            now.block, now.top, now.first = block, len(lines), text_lines
            made[name] = now
            lines += now.strips + [_EMPTY] * block.gap
            owners += [now] * now.height + [None] * block.gap
            text_lines += now.room[1]
        self._lines, self._owners, self._made = lines, owners, made

    def _patch(self, known: dict[str, _Made]) -> bool:
        """Makes only blocks that differ, if all is in the same place as before; whether it is.
        Else what was made for it is in `known`."""
        if len(known) != len(self.blocks):
            return False
        patched: list[_Made] = []
        whole = True
        for block, was in zip(self.blocks.values(), known.values(), strict=True):
            hovered = block.lit and block.name == self._hovered
            if was.block is block and was.hovered == hovered:
                continue
            if was.block.name != block.name:
                return False
            if was.hovered == hovered and was.block.is_same(block):
                was.block = block
                continue
            strips = self._strips(block, hovered)
            for n, (new, old) in enumerate(zip(strips, was.strips, strict=False)):
                if new == old:
                    strips[n] = old  # which is painted already
            now = _Made(block, hovered, strips, was.top, was.first)
            known[block.name] = now
            whole &= now.room == was.room
            patched.append(now)
        if not (whole and patched):
            return whole
        lines, owners = self._lines.copy(), self._owners.copy()
        for now in patched:
            lines[now.top : now.top + now.height] = now.strips
            owners[now.top : now.top + now.height] = [now] * now.height
        self._lines, self._owners = lines, owners
        return True

    def _resized(self, size: Size) -> None:
        """A layout of the whole screen is asked for only where this panel's place may change."""
        if self.styles.is_auto_height:
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def _repaint(self, before: Sequence[Strip]) -> None:
        now, top, high = self._lines, self.scroll_offset.y, self._room.height
        rows: list[tuple[int, int]] = []
        pairs = zip_longest(before[top : top + high], now[top : top + high])
        for y, (old, new) in enumerate(pairs):
            if old is new or old == new:
                continue
            if rows and sum(rows[-1]) == y:
                rows[-1] = (rows[-1][0], rows[-1][1] + 1)
            else:
                rows.append((y, 1))
        if rows:
            # With the margins: lines that need not be cut keep the codes they were put into.
            left, width = self.gutter.left, self.outer_size.width
            self.refresh(*(Region(-left, y, width, height) for y, height in rows))

    def _strips(self, block: Block, hovered: bool, *, placed: bool = False) -> list[Strip]:
        width, lit = min(self._width, block.width or self._width), block.chosen or hovered
        style = self.visual_style
        if lit:
            style = self.get_visual_style("sheet--chosen" if block.chosen else "sheet--hover")
        strips = self._pen.strips(block, style, width, filled=lit, placed=placed)
        return strips + [_EMPTY] * (block.least - len(strips))

    # -- painting -------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if width and width != self._width:
            rules = cast("RulesMap", self.styles)
            heights = (b.text.get_height(rules, width) + b.gap for b in self.blocks.values())
            return sum(heights)
        return len(self._lines)

    def on_resize(self) -> None:
        self._write()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._made = {}
        self._pen.forget()
        self._outdated = True

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._outdated or self._room != self.size:
            self._write(quietly=True)
        look = (self.outer_size, self.backdrop, tuple(self.get_line_filters()))
        state = (look, self.scroll_offset.y, self._bar_span(), self.text_selection)
        last = self._painted
        if last is None or last.lines is not self._lines or last.state != state:
            usable = last if last and last.state[0] == look else None
            last = self._painted = self._paint(state, usable)
        strips = last.strips[crop.y : crop.bottom]
        if crop.column_span == (0, self.outer_size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _paint(self, state: tuple[object, ...], last: _Painted | None) -> _Painted:
        """All that is in view. Lines that `last` has, though elsewhere, are not made again."""
        top, high, selection = self.scroll_offset.y, self.size.height, self.text_selection
        first, bar, finished = top - self.styles.padding.top, self._bar(), self._finish()
        lines, end = self._lines, min(top + high, len(self._lines))
        if last and last.state == state and selection is None and len(lines) == len(last.lines):
            pieces, strips = last.pieces.copy(), last.strips.copy()
            for at in range(top, end):
                if lines[at] is not last.lines[at]:
                    y = at - first
                    pieces[y] = (lines[at], bar[y])
                    strips[y] = finished(*pieces[y])
            return _Painted(state, lines, pieces, strips)
        then = last.pieces if last else []
        known: dict[tuple[int, object], Strip] | None = None
        pieces, strips = [], []
        for y, beside in enumerate(bar):
            at = y + first
            line = lines[at] if top <= at < end else _EMPTY
            if selection is not None and line is not _EMPTY and (owner := self._owners[at]):
                line = self._selected(self._placed(owner)[at - owner.top], owner, selection)
            if last and y < len(then) and then[y][0] is line and then[y][1] is beside:
                pieces.append(then[y])
                strips.append(last.strips[y])
                continue
            if known is None:
                paired = zip(then, last.strips, strict=True) if last else ()
                known = {(id(p[0]), p[1]): s for p, s in paired}
            pieces.append((line, beside))
            strips.append(known.get((id(line), beside)) or finished(line, beside))
        return _Painted(state, lines, pieces, strips)

    def _finish(self) -> Callable[[Strip, RichStyle | None], Strip]:
        """What makes of a line and its piece of the scroll bar how they go out, with margins."""
        width, background = self.outer_size.width, self.backdrop
        filters, left = self.get_line_filters(), self.gutter.left
        blank = RichStyle(bgcolor=background.rich_color)
        indent = [Segment(" " * left, blank)]
        if (side := self.styles.border_left)[0]:
            line = RichStyle(color=side[1].rich_color, bgcolor=background.rich_color)
            indent = [Segment("│", line), Segment(" " * (left - 1), blank)]

        def finished(line: Strip, beside: RichStyle | None) -> Strip:
            gap = width - left - line.cell_length - (beside is not None)
            if gap < 0:
                line, gap = line.crop(0, line.cell_length + gap), 0
            pieces = [*indent, *line]
            if gap:
                pieces.append(Segment(" " * gap, blank))
            if beside is not None:
                pieces.append(Segment(" ", beside))
            for line_filter in filters:  # no colours, for some terminals
                pieces = line_filter.apply(pieces, background)
            return Strip(pieces, width)

        return finished

    def _bar_span(self) -> tuple[int, int]:
        """First row of the scroll bar's thumb and the row after its last; (0, 0): no bar."""
        lines, window, high = self.virtual_size.height, self.size.height, self.outer_size.height
        if not self.BARRED or lines <= window or not high:
            return (0, 0)
        thumb = max(round(high * window / lines), 1)
        start = round((high - thumb) * self.scroll_y / max(lines - window, 1))
        return (start, start + thumb)

    def _bar(self) -> list[RichStyle | None]:
        """The colours of the scroll bar from top to bottom; None where everything is in view."""
        high, (start, end) = self.outer_size.height, self._bar_span()
        if not end:
            return [None] * high
        colours = (self.styles.scrollbar_color, self.styles.scrollbar_background)
        thumb, track = (c.rich_color for c in colours)
        # Reversed, so that it is seen where there are no colours, too.
        on, off = RichStyle(color=thumb, bgcolor=track, reverse=True), RichStyle(bgcolor=track)
        return [on if start <= y < end else off for y in range(high)]

    @property
    def allow_vertical_scroll(self) -> bool:
        return self.max_scroll_y > 0

    def render_line(self, y: int) -> Strip:
        """Textual asks for single lines where it wants to know what text is under the mouse."""
        y += self.scroll_offset.y
        owner = self._owners[y] if y < len(self._owners) else None
        return _moved(self._placed(owner)[y - owner.top], owner.first) if owner else _EMPTY

    # -- the mouse ------------------------------------------------------------------------

    def _under(self, event: events.MouseEvent) -> str:
        """The live block at the mouse, or ""."""
        spot = event.get_content_offset(self)
        if spot is None:
            return ""
        y = spot.y + self.scroll_offset.y
        owner = self._owners[y] if 0 <= y < len(self._owners) else None
        if owner is None or not owner.block.live or spot.x >= (owner.block.width or self._width):
            return ""
        return owner.block.name

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(self._under(event))

    def on_leave(self) -> None:
        self._hover("")

    def on_click(self, event: events.Click) -> None:
        if name := self._under(event):
            event.stop()
            self.clicked(name)
        elif self.BARRED and event.x == self.outer_size.width - 1:
            share = event.y / max(self.outer_size.height - 1, 1)
            self.scroll_to(y=round(share * self.max_scroll_y), animate=False)

    def _hover(self, name: str) -> None:
        if name != self._hovered:
            self._hovered = name
            self._write()

    # -- selecting ------------------------------------------------------------------------

    def _placed(self, made: _Made) -> list[Strip]:
        if made.placed is None:
            made.placed = self._strips(made.block, made.hovered, placed=True)
        return made.placed

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        gaps = ["\n" * (b.gap + 1) for b in self.blocks.values()]
        texts = (b.text.plain + gap for b, gap in zip(self.blocks.values(), gaps, strict=True))
        return selection.extract("".join(texts)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def _selected(self, strip: Strip, owner: _Made, selection: Selection) -> Strip:
        """The strip with what is selected of it marked."""
        style = self.screen.get_component_rich_style("screen--selection")
        parts = []
        for segment in strip:
            offset = segment.style.meta.get("offset") if segment.style else None
            piece = Strip([segment])
            span = selection.get_span(offset[1] + owner.first) if offset else None
            if offset and span:
                length = len(segment.text)
                first = min(max(span[0] - offset[0], 0), length)
                last = length if span[1] == -1 else min(max(span[1] - offset[0], 0), length)
                if first < last:
                    cuts = [cell_len(segment.text[:n]) for n in (first, last)]
                    ends = [piece.crop(0, cuts[0]), piece.crop(cuts[1])]
                    piece = Strip.join([ends[0], piece.crop(*cuts).apply_style(style), ends[1]])
            parts.append(piece)
        return Strip.join(parts)


def _are_same(one: Sequence[Strip], other: Sequence[Strip]) -> bool:
    return len(one) == len(other) and all(map(is_, one, other))


def _moved(strip: Strip, first: int) -> Strip:
    """The strip whose text says where on the sheet it stands, not where in its block."""
    segments = []
    for text, style, control in strip:
        offset = style.meta.get("offset") if style else None
        moved = RichStyle.from_meta({"offset": (offset[0], offset[1] + first)}) if offset else None
        segments.append(Segment(text, style + moved if style and moved else style, control))
    return Strip(segments, strip.cell_length)
