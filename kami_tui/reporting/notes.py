"""Notes in bounds: every note is printed whole as long as all of them together can be laid out."""

from __future__ import annotations

import math
from collections.abc import Mapping

LINE = 80
"""Letters of a note on one printed line, about."""
ALL_LINES = 20_000
"""Printed lines that all notes together may take: some 500 pages, a minute and 600 MB of layout."""


def lines(note: str) -> int:
    """Printed lines a note takes, about."""
    return sum(max(1, math.ceil(len(line) / LINE)) for line in note.split("\n"))


def allowance(notes: Mapping[str, str], most: int = ALL_LINES) -> int | None:
    """Lines any one note may take so that all fit `most`; None where all fit whole.

    Short notes never pay for long ones: only the longest are cut, and all to the same length.
    """
    sizes = sorted(lines(n) for n in notes.values())
    if sum(sizes) <= most:
        return None
    left = most
    for at, size in enumerate(sizes):
        each = left // (len(sizes) - at)
        if size > each:
            return each
        left -= size
    return None


def cut(note: str, most: int) -> str:
    """As much of a note as `most` printed lines hold."""
    kept: list[str] = []
    for line in note.split("\n"):
        need = max(1, math.ceil(len(line) / LINE))
        if need > most:
            if most:
                kept.append(line[: most * LINE])
            break
        kept.append(line)
        most -= need
    return "\n".join(kept)
