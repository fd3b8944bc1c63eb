"""Text in columns of cells. A sign may take two cells or none; how many letters there are says
little."""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

_ACTING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]"  # control characters, halves of characters
)
_UNSEEN = re.compile(
    r"[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"  # turn a line, or nothing
    r"|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"  # how an emoji is drawn, and its skin
    r"|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"  # several emoji drawn as one
)
"""Terminals disagree about the width of composed emoji: their plainest form keeps the columns."""


def shown(text: str) -> str:
    """What somebody typed, as a screen may show it: a control character is a dot, a tab four
    blanks, and nothing turns the direction of a line. For showing only: what is stored stays."""
    if text.isascii() and text.isprintable():
        return text
    return _ACTING.sub("·", _UNSEEN.sub("", text.replace("\r\n", "\n").expandtabs(4)))


def cut(text: str, width: int) -> str:
    """At most `width` cells, with a sign where something is missing."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Filled up to `width` cells; `right`: the text stands at the right. Longer ones stay."""
    gap = " " * (width - cell_len(text))
    return gap + text if right else text + gap


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells, three dots where it is cut; flush left unless told."""
    short = cut(text, width)
    return pad(short if cell_len(short) <= width else short[:width], width, right=right)
