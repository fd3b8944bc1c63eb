"""Where the names of a radar's axes are written: beside the ends, clear of the lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Cell = tuple[int, int]
"""Column and row, from the upper left."""
MISSING = 99
"""Rows away that a name counts for which there is no room at all."""


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class End:
    """Of an axis: its name, its cell, and whether that is left (-1), right (1) or in the middle."""

    label: str
    cell: Cell
    side: int
    way: int
    """-1 in the upper half, 1 in the lower: where a name moves that finds no room beside it."""


class Room:
    """What is taken on each row: the outer line of the radar, and names written before."""

    def __init__(self, width: int, height: int, ring: set[Cell]) -> None:
        self.width, self.height = width, height
        self._taken: dict[int, list[tuple[int, int]]] = {}
        for column, row in ring:
            spans = self._taken.setdefault(row, [(column, column)])
            spans[0] = (min(spans[0][0], column), max(spans[0][1], column))

    def write(self, end: End) -> tuple[list[Written], int]:
        """The name, in one line or two, as near to its end as it finds room; and how many rows
        away that is."""
        column, row = end.cell
        rows = range(row, -1 if end.way < 0 else self.height, end.way)
        if end.side == 0:
            rows = range(row + end.way, row + 2 * end.way, end.way)
        found: list[tuple[int, int, list[Written]]] = []
        for lines in _forms(end):
            for away, at in enumerate(rows):
                top = at - len(lines) + 1 if end.way < 0 else at
                if written := self._fit(lines, column, top, end.side):
                    found.append((away, len(lines), written))
                    break
        if not found:
            return [], MISSING
        away, _, written = min(found, key=lambda f: f[:2])
        for w in written:
            self._taken.setdefault(w.row, []).append((w.column, w.column + len(w.text) - 1))
        return written, away

    def _fit(self, lines: Sequence[str], column: int, top: int, side: int) -> list[Written] | None:
        wide, rows = max(map(len, lines)), range(top, top + len(lines))
        ring = [self._taken[r][0] for r in rows if r in self._taken]
        if side == 0:
            start = column - wide // 2
        elif side > 0:
            start = max((right for _, right in ring), default=column) + 2
        else:
            start = min((left for left, _ in ring), default=column) - 1 - wide
        if start < 0 or start + wide > self.width or top < 0 or rows[-1] >= self.height:
            return None
        spans = [s for r in rows for s in self._taken.get(r, ())]
        if any(left <= start + wide and start - 1 <= right for left, right in spans):
            return None
        return [
            Written(line, start + (wide - len(line) if side < 0 else 0), row)
            for line, row in zip(lines, rows, strict=True)
        ]


def _forms(end: End) -> list[list[str]]:
    head, _, last = end.label.rpartition(" ")
    return [[end.label], [head, last]] if end.side and " " in head else [[end.label]]


def write_all(
    ends: Sequence[End], width: int, height: int, ring: set[Cell]
) -> tuple[list[Written], int]:
    """All names, and how many rows the one farthest from its end is away from it."""
    room = Room(width, height, ring)
    every = [room.write(end) for end in ends]
    return [w for written, _ in every for w in written], max(away for _, away in every)
