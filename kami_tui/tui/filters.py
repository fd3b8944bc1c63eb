"""What every line passes through on its way to the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor

from kami_tui.tui.glyphs import plain
from kami_tui.tui.themes import BAR_REST, CURSOR, SIGNS

_UNSEEN = (
    *range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F),
    0x2060, *range(0x2066, 0x206A), 0xFEFF,
)  # fmt: skip
_HARMLESS: Mapping[int, str | None] = {
    **dict.fromkeys(_UNSEEN), 0xAD: "-", **dict.fromkeys(range(0xD800, 0xE000), "?"),
}  # fmt: skip


class Harmless(LineFilter):
    """Takes out what takes no cell and yet acts on a terminal: control characters, marks that turn
    the direction of a line. What was typed stays as it is; only the picture is without them."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(text.isascii() and text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment
            if segment.text.isprintable()
            else _with(segment, segment.text.translate(_HARMLESS))
            for segment in segments
        ]


class Ascii(LineFilter):
    """Draws with ASCII signs only."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(text.isascii() for text, _, _ in segments):
            return segments
        return [_with(segment, plain(segment.text)) for segment in segments]


class Colourless(LineFilter):
    """Takes all colours out; bold, underlined and reversed stay.

    What only a colour said is said in another way: `signs` has one for blanks of a colour, lines
    of the colour `thin` are drawn thin, and what lies on the colour `cursor` is reversed.
    """

    def __init__(self, signs: Mapping[str, str], *, thin: str, cursor: str) -> None:
        super().__init__()
        self._signs = {_triplet(colour): sign for colour, sign in signs.items()}
        self._thin, self._cursor = _triplet(thin), _triplet(cursor)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [self._without(s) if s.style else s for s in segments]

    def _without(self, segment: Segment) -> Segment:
        text, style, control = segment
        if style is None:
            return segment
        plane = style.bgcolor.triplet if style.bgcolor else None
        if sign := self._signs.get(plane):
            text = text.replace(" ", sign)
        elif plane and plane == self._cursor:
            return Segment(text, _bare(style) + _REVERSE, control)
        elif style.color and style.color.triplet == self._thin:
            text = text.translate(_THIN)
        return Segment(text, _bare(style), control)


_REVERSE = Style(reverse=True)
_THIN = str.maketrans("━╸╺", "─╴╶")


def _triplet(colour: str) -> ColorTriplet | None:
    return Color.parse(colour).rich_color.triplet


@lru_cache(4096)
def _bare(style: Style) -> Style:
    """The same without colours; what can be clicked stays so."""
    return Style(
        bold=style.bold, dim=style.dim, italic=style.italic, underline=style.underline,
        blink=style.blink, reverse=style.reverse, strike=style.strike,
        underline2=style.underline2, overline=style.overline,
        link=style.link, meta=style.meta or None,
    )  # fmt: skip


def _with(segment: Segment, text: str) -> Segment:
    return Segment(text, segment.style, segment.control)


GREYS = (Monochrome, NoColor)
"""What Textual puts in where NO_COLOR is set."""
_HARMLESS_ONE, _ASCII, _COLOURLESS = (
    Harmless(),
    Ascii(),
    Colourless(SIGNS, thin=BAR_REST, cursor=CURSOR),
)
"""One of each: lines remember what a filter made of them."""


def filters_for(look: str, *, ascii: bool) -> list[LineFilter]:
    """In the order lines pass through them: signs for colours are drawn in ASCII too."""
    found: list[LineFilter] = [_HARMLESS_ONE]
    if look == "mono":
        found.append(_COLOURLESS)
    return [*found, _ASCII] if ascii else found
