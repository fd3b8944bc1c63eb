"""Texts in cells of a table that a spreadsheet program will open, and back without loss.

A spreadsheet takes a text that begins with one of a few signs for a formula, and a formula can
reach out of the file. One apostrophe put before it makes it text again. Because an office's
spreadsheet may split a file at other signs than the one that wrote it (Indonesian settings: at
``;``, without regard to our quotes), the same is done after every sign that could begin a cell.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@＝＋－＠"
"""The wide ones are formulas in East Asian settings."""
_AHEAD = rf"[ '\"]*[{_SIGNS}]"
_FIRST = rf"\A{{}}(?=[ '\"]*[{_SIGNS}\t\r\n])"
_AFTER = rf"(?<=[;\t\r\n]){{}}(?={_AHEAD})"
_DANGER = re.compile("|".join((_FIRST.format(""), _AFTER.format(""))))
_MADE_SAFE = re.compile("|".join((_FIRST.format("'"), _AFTER.format("'"))))


def inert(text: str) -> str:
    """The text so that no cell that begins in it is a formula. `typed` gives it back."""
    return _DANGER.sub("'", text)


def typed(cell: str) -> str:
    """The text that `inert` was given."""
    return _MADE_SAFE.sub("", cell)
