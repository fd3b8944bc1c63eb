"""A radar of axes against reference lines, drawn in the cells of a terminal. Pure geometry.

Lengths are in heights of a cell; a cell is half as wide as it is high, so that a circle is round.
Each cell holds eight dots (a Braille pattern), or, in plain ASCII, one letter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kami_tui.tui.widgets.radar_labels import End, Written, write_all

RESULT = -1
LABEL = -2
"""Layers beside the reference lines, which are numbered from 0."""
LETTERS = ".o*"
"""Of the reference lines, in plain ASCII; the last repeats."""
RESULT_LETTER = "#"
_STROKES = ((1, 2), (5, 3), (1, 0))
"""Dots drawn and left out in turn, by reference line: dotted, dashed, whole. The result is whole
and thick."""
_THICK = 0.25
_SIZES = (1.0, 0.93, 0.86)
_NEAR = 2
"""Rows a label may be away from the end of its axis, before the radar is rather drawn smaller."""
_WHOLE = (1, 0)
_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bits of a Braille pattern, by row and column of the dot."""

Point = tuple[float, float]
Dot = tuple[int, int]
"""Column and row, from the upper left."""


@dataclass(frozen=True, slots=True)
class Axis:
    """`share` and `references` from 0 (the middle) to 1 (the end of the axis)."""

    label: str
    share: float
    references: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Rows of equal width. `layers` says of each cell what is drawn there; None: nothing."""

    rows: tuple[str, ...]
    layers: tuple[tuple[int | None, ...], ...]

    def runs(self, row: int) -> Iterator[tuple[str, int | None]]:
        """A row's text in pieces of one layer each."""
        text, layers = self.rows[row], self.layers[row]
        start = 0
        for at in range(1, len(text) + 1):
            if at == len(text) or layers[at] != layers[start]:
                yield text[start:at], layers[start]
                start = at


class Canvas:
    """Strokes on dots, by layer. The middle is a dot, so that both sides are alike."""

    def __init__(self, width: int, height: int, *, ascii: bool) -> None:
        """In cells."""
        self.width, self.height, self.ascii = width, height, ascii
        self.columns, self.lines = (1, 1) if ascii else (2, 4)
        """Dots in a cell."""
        self._middle = ((width * self.columns - 1) // 2, (height * self.lines - 1) // 2)
        self.dots: dict[int, set[Dot]] = {}

    @property
    def reach(self) -> float:
        """The greatest radius whose circle lies on the canvas, with a row for labels above and
        below it."""
        return min(self._middle[0] / self.columns / 2, self._middle[1] / self.lines - 1)

    def dot(self, point: Point) -> Dot:
        """The dot nearest to a point, counted from the middle."""
        x, y = point
        return (
            self._middle[0] + _near(x * 2 * self.columns),
            self._middle[1] + _near(y * self.lines),
        )

    def cell(self, point: Point) -> Dot:
        column, line = self.dot(point)
        return column // self.columns, line // self.lines

    def line(self, layer: int, start: Point, end: Point, stroke: tuple[int, int], at: int) -> int:
        """Draws a line. `at`: how far its pattern has come; gives back how far it comes."""
        (left, top), (right, bottom) = self.dot(start), self.dot(end)
        steps = max(abs(right - left), abs(bottom - top), 1)
        drawn, period = self.dots.setdefault(layer, set()), sum(stroke)
        for step in range(steps):
            part = step / steps
            if (at + step) % period < stroke[0]:
                x = start[0] + (end[0] - start[0]) * part
                y = start[1] + (end[1] - start[1]) * part
                drawn.add(self.dot((x, y)))
        return at + steps

    def outline(self, layer: int, corners: Sequence[Point], stroke: tuple[int, int]) -> None:
        at = 0
        for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
            at = self.line(layer, start, end, stroke, at)


def draw(axes: Sequence[Axis], width: int, height: int, *, ascii: bool = False) -> Drawing | None:
    """The radar in `width` by at most `height` cells; None for fewer than three axes, or where
    there is too little room. It is as large as it can be with every label near the end of its axis.
    """
    if len(axes) < 3 or width < 20 or height < 9:
        return None
    canvas = Canvas(width, height, ascii=ascii)
    sizes = [canvas.reach * size for size in _SIZES]
    tries = [(reach, *_labelled(canvas, axes, reach)) for reach in sizes]
    near = [t for t in tries if t[2] <= _NEAR]
    reach, labels, _ = near[0] if near else min(tries, key=lambda t: t[2])
    lines = min(len(a.references) for a in axes)
    for layer in range(lines):
        stroke = _WHOLE if ascii else _STROKES[min(layer, len(_STROKES) - 1)]
        canvas.outline(layer, corners([a.references[layer] for a in axes], reach), stroke)
    for inwards in (0.0,) if ascii else (0.0, _THICK / reach):
        shares = [max(a.share - inwards, 0.0) for a in axes]
        canvas.outline(RESULT, corners(shares, reach), _WHOLE)
    cells = _cells(canvas, lines)
    for w in labels:
        cells.update({(w.column + i, w.row): (c, LABEL) for i, c in enumerate(w.text)})
    used = [r for _, r in cells]
    rows = range(min(used), max(used) + 1)
    grid = [[cells.get((c, r), (" ", None)) for c in range(width)] for r in rows]
    return Drawing(
        tuple("".join(sign for sign, _ in row) for row in grid),
        tuple(tuple(layer for _, layer in row) for row in grid),
    )


def corners(shares: Sequence[float], reach: float) -> list[Point]:
    """Points on axes of the length `reach`, the first upwards, going round as a clock does."""
    turns = (2 * math.pi * i / len(shares) - math.pi / 2 for i in range(len(shares)))
    return [
        (reach * share * math.cos(turn), reach * share * math.sin(turn))
        for turn, share in zip(turns, shares, strict=True)
    ]


def _labelled(canvas: Canvas, axes: Sequence[Axis], reach: float) -> tuple[list[Written], int]:
    """The labels around axes of this length, and how far from its end the farthest is."""
    points = corners([1.0] * len(axes), reach)
    ends = [
        End(
            axis.label,
            canvas.cell((x, y)),
            side=0 if abs(x) < 0.5 else 1 if x > 0 else -1,
            way=1 if y > 0 else -1,
        )
        for axis, (x, y) in zip(axes, points, strict=True)
    ]
    scratch = Canvas(canvas.width, canvas.height, ascii=canvas.ascii)
    scratch.outline(RESULT, points, _WHOLE)
    ring = {(c // canvas.columns, r // canvas.lines) for c, r in scratch.dots[RESULT]}
    return write_all(ends, canvas.width, canvas.height, ring)


def sample(layer: int, *, ascii: bool = False) -> str:
    """Five cells of a line's stroke, for the legend."""
    if ascii:
        return _letter(layer) * 5
    if layer == RESULT:
        return chr(0x2800 + sum(map(sum, _BRAILLE[1:3]))) * 5
    stroke = _STROKES[min(layer, len(_STROKES) - 1)]
    found = []
    for cell in range(5):
        bits = sum(_BRAILLE[2][d] for d in (0, 1) if (2 * cell + d) % sum(stroke) < stroke[0])
        found.append(chr(0x2800 + bits))
    return "".join(found)


def _near(number: float) -> int:
    """The nearest whole number; halves away from zero, the same on both sides of it."""
    near = math.floor(abs(number) + 0.5 + 1e-9)
    return near if number >= 0 else -near


def _letter(layer: int) -> str:
    if layer == RESULT:
        return RESULT_LETTER
    return LETTERS[min(layer, len(LETTERS) - 1)]


def _cells(canvas: Canvas, lines: int) -> dict[Dot, tuple[str, int | None]]:
    """What is written in each cell: the result over the lines, the outer lines over the inner."""
    cells: dict[Dot, tuple[str, int | None]] = {}
    for layer in (*range(lines), RESULT):
        bits: dict[Dot, int] = {}
        for column, line in canvas.dots.get(layer, ()):
            cell = (column // canvas.columns, line // canvas.lines)
            bit = 0 if canvas.ascii else _BRAILLE[line % 4][column % 2]
            bits[cell] = bits.get(cell, 0) | bit
        for cell, found in bits.items():
            before, _ = cells.get(cell, (" ", None))
            if canvas.ascii:
                cells[cell] = (_letter(layer), layer)
                continue
            under = ord(before) - 0x2800 if before != " " and layer != RESULT else 0
            cells[cell] = (chr(0x2800 + (found | under)), layer)
    return cells
