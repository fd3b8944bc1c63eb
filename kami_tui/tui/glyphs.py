"""Signs of the screen in plain ASCII, one cell for one cell, for terminals that have no others.

What is drawn by hand asks `KamiApp.ascii` and chooses its signs; everything else passes through
`plain` on its way out. Words keep their letters: only signs for drawing and typesetting are put
another way.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_TYPESETTING = {
    "-": "‐‑‒–—―−⁃", "'": "‘’‚‛‹›′", '"': "“”„‟«»″", "~": "…",
    " ": "\u00a0\u2002\u2003\u2007\u2009\u202f",
    ".": "·∙⋅", "*": "•●★", "o": "○◦◯⭘", "x": "×✕✗✘", "v": "✓✔▼▾↓⌄", "^": "▲▴↑⌃",
    "<": "◀◂◄←⇐", ">": "▶▸►→⇒", "#": "■▪◼", "=": "═", "/": "÷",
}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    table = {ord(sign): plain for plain, signs in _TYPESETTING.items() for sign in signs}
    table |= {code: _line(unicodedata.name(chr(code))) for code in range(0x2500, 0x2580)}
    table |= {code: _block(unicodedata.name(chr(code))) for code in range(0x2580, 0x25A0)}
    table |= {code: _braille(code - 0x2800) for code in range(0x2800, 0x2900)}
    return table


def plain(text: str) -> str:
    """As many cells, drawn with ASCII signs."""
    return text if text.isascii() else text.translate(_table())


def _line(name: str) -> str:
    if "DIAGONAL" in name:
        return "X" if "CROSS" in name else "/" if "UPPER RIGHT TO LOWER LEFT" in name else "\\"
    flat = any(word in name for word in ("HORIZONTAL", "LEFT", "RIGHT"))
    steep = any(word in name for word in ("VERTICAL", "UP", "DOWN"))
    if flat and steep:
        return "+"
    if steep:
        return "|"
    return "-" if "LIGHT" in name else "="


def _block(name: str) -> str:
    if "SHADE" in name:
        return {"LIGHT": ".", "MEDIUM": ":", "DARK": "#"}[name.split()[0]]
    if "EIGHTH" in name or "QUARTER" in name:
        if "LEFT" in name or "RIGHT" in name:
            return "|" if "ONE" in name or name.startswith("LEFT ONE") else "#"
        return "_" if "ONE" in name and "LOWER" in name else "-" if "UPPER" in name else "#"
    return "'" if name == "UPPER HALF BLOCK" else "#"


def _braille(dots: int) -> str:
    return " .:*o####"[dots.bit_count()]
