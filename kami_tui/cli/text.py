"""Text for a terminal: nothing a user typed may steer it, and columns line up."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Literal

from kami_tui.domain.visible import shown as shown

Align = Literal["left", "right"]


def width(text: str) -> int:
    """Columns a text takes: wide East Asian signs take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def pad(text: str, columns: int, align: Align = "left") -> str:
    gap = " " * (columns - width(text))
    return gap + text if align == "right" else text + gap


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[Align] = ()
) -> list[str]:
    """Lines of a plain table: no rules to read aloud, columns two spaces apart.

    The first line is the header. Cells are made safe here.
    """
    clean = [[shown(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[i]) for row in clean) for i in range(len(header))]
    rest: list[Align] = ["left"] * (len(header) - len(align))
    sides = [*align, *rest]
    return [
        "  ".join(pad(c, w, a) for c, w, a in zip(row, widths, sides, strict=True)).rstrip()
        for row in clean
    ]


def wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    """A paragraph broken at blanks, by columns; a longer word stands alone and is never cut."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width(indent + longer) > columns:
            lines.append(indent + line)
            line = word
        else:
            line = longer
    return [*lines, indent + line] if line else lines


def folded_lines(lines: Sequence[str], columns: int | None) -> list[str]:
    """Lines that fit: longer ones go on below, further in. None: as they are, for a file."""
    if columns is None:
        return list(lines)
    found: list[str] = []
    for line in lines:
        if width(line) <= columns or "\x1b" in line:  # emphasis is for short heads only
            found.append(line)
            continue
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        found += textwrap.wrap(
            line, columns, subsequent_indent=indent, break_long_words=False,
            break_on_hyphens=False, replace_whitespace=False, expand_tabs=False,
        )  # fmt: skip
    return found
