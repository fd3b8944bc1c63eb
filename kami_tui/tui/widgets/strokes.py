"""Bars in the cells of a terminal. Every kind of cell is told apart by its sign as well as its
colour, so that a bar is read without colours and is still there when it is copied as text."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from kami_tui.domain.numbers import Exact


@dataclass(frozen=True, slots=True)
class Signs:
    full: str
    rest: str


BROAD = Signs("\N{FULL BLOCK}", "\N{LIGHT SHADE}")
"""For a bar that stands by itself."""
SLIM = Signs("\N{LOWER HALF BLOCK}", "_")
"""For bars in rows, which must not grow together."""
PLAIN = Signs("#", ".")
PARKED = "/"
"""Earned, and not counted while a gate is shut: hatched."""
_REST = {BROAD: "$bar-rest on $bar-rest", SLIM: "$text-disabled", PLAIN: "$text-disabled"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a bar: `length` is its share of the bar's scale, `full` and `parked` are parts
    of `length`, all in the same unit."""

    length: Exact
    full: Exact
    parked: Exact = 0


def bar(
    segments: list[Segment], width: int, *, broad: bool = False, ascii: bool = False
) -> Content:
    """Segments to scale in `width` cells, a blank between two of them."""
    signs = PLAIN if ascii else BROAD if broad else SLIM
    segments = [s for s in segments if s.length > 0]
    parts = []
    for segment, cells in zip(segments, split(segments, width), strict=True):
        full = cells_of(segment.full, segment.length, cells)
        parked = min(cells_of(segment.parked, segment.length, cells), cells - full)
        parts.append(
            Content.assemble(
                (signs.full * full, "$accent" if ascii else "$bar"),
                (PARKED * parked, "$foreground"),
                (signs.rest * (cells - full - parked), _REST[signs]),
            )
        )
    return Content(" ").join(parts)


def split(segments: list[Segment], width: int) -> list[int]:
    """Cells for each segment, by its length and at least one; with the blanks they fill `width`."""
    if not segments:
        return []
    room = max(width - (len(segments) - 1), len(segments))
    whole = sum(s.length for s in segments)
    cells = [max(int(room * s.length / whole), 1) for s in segments]
    while sum(cells) > room:  # many short ones were given their one
        cells[cells.index(max(cells))] -= 1
    by_loss = sorted(range(len(cells)), key=lambda i: cells[i] - room * segments[i].length / whole)
    for i in by_loss[: room - sum(cells)]:
        cells[i] += 1
    return cells


def cells_of(part: Exact, whole: Exact, width: int) -> int:
    """Cells for a part: none for nothing, all of them only for the whole."""
    if not part or not whole or part < 0:
        return 0
    if part >= whole:
        return width
    return min(max(round(width * part / whole), 1), max(width - 1, 1))
