"""Charts as geometry: where every line and word of an inline SVG stands, worked out before Jinja.

Lengths are in tenths of a millimetre of the printed page, so that a viewBox of 1700 is the width of
the text. Numbers are text with one decimal: templates place them and nothing else. Shades differ in
lightness, not in hue alone, so a chart reads on a grey print and to a colour-blind eye; each chart
carries the sentence that says the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

INK = "#1b2733"
MUTED = "#5a6775"
LINE = "#c3cad3"
ACCENT = "#1f4e79"
PALE = "#e9edf2"
NARROW = 150.0
"""Of a last band: its two numbers would touch, so they are written as one span."""
WIDTH = 1700.0
"""Tenths of a millimetre: A4 less both margins."""


@dataclass(frozen=True, slots=True)
class Word:
    """Text at a point. `anchor` is SVG's text-anchor."""

    x: str
    """Where it stands, from the left."""
    y: str
    """Where its line stands, from the top."""
    text: str
    """The text."""
    anchor: str = "start"
    """``start``, ``middle`` or ``end``."""
    fill: str = INK
    """Colour."""
    bold: bool = False
    """Whether it is semibold."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: str
    """Left edge."""
    y: str
    """Upper edge."""
    width: str
    """Width."""
    height: str
    """Height."""
    fill: str
    """Colour."""
    stroke: str = "none"
    """Colour of its edge, or ``none``."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: str
    """Where it begins, from the left."""
    y1: str
    """Where it begins, from the top."""
    x2: str
    """Where it ends, from the left."""
    y2: str
    """Where it ends, from the top."""
    stroke: str = LINE
    """Colour."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed line through points, as SVG writes them."""

    points: str
    """The points."""
    stroke: str
    """Colour of the line."""
    dash: str
    """``none``, or SVG's dash pattern."""
    fill: str
    """Colour inside, or ``none``."""
    label: str = ""
    """Its name in the key; empty: it has none."""


@dataclass(frozen=True, slots=True)
class BandBar:
    """A scale cut into bands, with a marker at the value."""

    height: str
    """Height of the picture; its width is 1700."""
    boxes: tuple[Box, ...]
    """The bands."""
    strokes: tuple[Stroke, ...]
    """Their bounds."""
    words: tuple[Word, ...]
    """Names and numbers."""
    marker: str
    """Points of the marker's triangle; empty where there is no value."""
    key: tuple[str, ...]
    """Names of the bands where they are too long to stand under them; else empty."""
    alt: str
    """The same in a sentence."""


@dataclass(frozen=True, slots=True)
class Radar:
    """All areas around one centre, over the lines they are measured against."""

    size: str
    """Width of the picture."""
    height: str
    """Its height."""
    rings: tuple[Shape, ...]
    """The lines areas are measured against."""
    spokes: tuple[Stroke, ...]
    """One for each area."""
    area: Shape
    """This assessment."""
    dots: tuple[tuple[str, str], ...]
    """Its corners, each as x and y."""
    words: tuple[Word, ...]
    """Names of the areas."""
    alt: str
    """The same in a sentence."""


@dataclass(frozen=True, slots=True)
class StageBars:
    """One bar for each stage, filled as far as it is reached."""

    height: str
    """Height of the picture; its width is 1700."""
    boxes: tuple[Box, ...]
    """The bars."""
    words: tuple[Word, ...]
    """Names and numbers."""
    alt: str
    """The same in a sentence."""


@dataclass(frozen=True, slots=True)
class BandSpec:
    """One band: its name, bounds as fractions of the scale, and its lower bound in words."""

    name: str
    start: float
    stop: float
    lower: str
    current: bool


@dataclass(frozen=True, slots=True)
class SpokeSpec:
    """One area on the radar: its name, its share, and its share at each reference line."""

    name: str
    share: float
    references: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BarSpec:
    """One stage: fractions are of the longest bar; `idle` is earned but not counted."""

    name: str
    note: str
    length: float
    filled: float
    idle: float
    value: str


def band_bar(
    bands: Sequence[BandSpec], at: float | None, value: str, end: str, alt: str
) -> BandBar:
    """The band bar, to scale. `at` is the value as a fraction; `end` the scale's last number."""
    top, tall, size = 62.0, 64.0, 31.0
    boxes, strokes, words = [], [], []
    shades = [PALE, "#dde4ec", "#cfd9e4", "#c0cedd", "#b1c2d5"]
    spans = [(b.stop - b.start) * WIDTH for b in bands]
    names = [_wrap(b.name, span - 14, size) for b, span in zip(bands, spans, strict=True)]
    keyed = any(lines is None or len(lines) > 3 for lines in names)
    lines_below = 1
    for i, (band, span, lines) in enumerate(zip(bands, spans, names, strict=True)):
        x = band.start * WIDTH
        fill = ACCENT if band.current else shades[min(i, len(shades) - 1)]
        boxes.append(Box(_n(x), _n(top), _n(max(1.0, span - 4)), _n(tall), fill))
        if i < len(bands) - 1 or span >= NARROW:
            words.append(Word(_n(x), _n(top + tall + 38), band.lower, fill=MUTED))
        else:
            end = f"{band.lower}–{end}"
        shown = [str(i + 1)] if keyed or lines is None else lines
        lines_below = max(lines_below, len(shown))
        for j, line in enumerate(shown):
            words.append(Word(_n(x), _n(top + tall + 76 + 36 * j), line, bold=band.current))
    if not bands:
        boxes.append(Box("0.0", _n(top), _n(WIDTH), _n(tall), PALE))
        words.append(Word("0.0", _n(top + tall + 38), "0", fill=MUTED))
        if at is not None:
            boxes.append(Box("0.0", _n(top), _n(at * WIDTH), _n(tall), ACCENT))
    words.append(Word(_n(WIDTH), _n(top + tall + 38), end, "end", MUTED))
    marker = ""
    if at is not None:
        x = min(WIDTH - 10, max(10.0, at * WIDTH))
        marker = f"{_n(x - 13)},{_n(top - 24)} {_n(x + 13)},{_n(top - 24)} {_n(x)},{_n(top - 2)}"
        strokes.append(Stroke(_n(x), _n(top - 4), _n(x), _n(top + tall), "#ffffff"))
        side = "end" if at > 0.92 else "start" if at < 0.04 else "middle"
        words.append(Word(_n(x), _n(top - 34), value, side, bold=True))
    height = top + tall + 88 + (36 * (lines_below - 1) if bands else -36)
    key = tuple(f"{i}  {b.name}" for i, b in enumerate(bands, 1)) if keyed else ()
    return BandBar(_n(height), tuple(boxes), tuple(strokes), tuple(words), marker, key, alt)


def radar(spokes: Sequence[SpokeSpec], references: Sequence[str], alt: str) -> Radar | None:
    """Areas as spokes from 0 to all of their points; None for fewer than three spokes."""
    if len(spokes) < 3:
        return None
    middle, reach, size = 470.0, 268.0, 31.0
    turns = [2 * math.pi * i / len(spokes) - math.pi / 2 for i in range(len(spokes))]

    def at(turn: float, share: float) -> tuple[float, float]:
        return (
            middle + reach * share * math.cos(turn),
            110 + reach + reach * share * math.sin(turn),
        )

    def shape(shares: Sequence[float], stroke: str, dash: str, fill: str, label: str) -> Shape:
        corners = [at(t, s) for t, s in zip(turns, shares, strict=True)]
        return Shape(" ".join(f"{_n(x)},{_n(y)}" for x, y in corners), stroke, dash, fill, label)

    dashes = ["6 8", "22 10", "none"]
    rings = [
        shape(
            [s.references[i] for s in spokes], MUTED, dashes[min(i, len(dashes) - 1)], "none", label
        )
        for i, label in enumerate(references)
    ]
    if not references:
        rings = [shape([1.0] * len(spokes), MUTED, "none", "none", "")]
    words = []
    for turn, spoke in zip(turns, spokes, strict=True):
        x, y = at(turn, 1.0)
        side, lift = math.cos(turn), math.sin(turn)
        anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
        lines = _wrap(spoke.name, 270 if abs(side) >= 0.2 else 420, size) or [spoke.name]
        first = y + lift * 42 + (10 if abs(side) >= 0.2 else 10 + lift * 12)
        first -= 36 * (len(lines) - 1) * (1.0 if lift < -0.5 else 0.5 if abs(lift) <= 0.5 else 0.0)
        for j, line in enumerate(lines):
            words.append(Word(_n(x + side * 26), _n(first + 36 * j), line, anchor))
    ends = [at(t, 1.0) for t in turns]
    center = at(0.0, 0.0)
    return Radar(
        size=_n(2 * middle),
        height=_n(2 * reach + 220),
        rings=tuple(rings),
        spokes=tuple(Stroke(_n(center[0]), _n(center[1]), _n(x), _n(y)) for x, y in ends),
        area=shape([s.share for s in spokes], ACCENT, "none", ACCENT, ""),
        dots=tuple(
            (_n(at(t, s.share)[0]), _n(at(t, s.share)[1]))
            for t, s in zip(turns, spokes, strict=True)
        ),
        words=tuple(words),
        alt=alt,
    )


def stage_bars(bars: Sequence[BarSpec], alt: str) -> StageBars:
    """One bar per stage, all on the same scale: full, then what waits behind a shut gate."""
    left, room, step, tall = 330.0, 790.0, 58.0, 32.0
    boxes, words = [], []
    for i, bar in enumerate(bars):
        y = 8 + step * i
        whole = max(2.0, room * bar.length)
        boxes.append(Box(_n(left), _n(y), _n(whole), _n(tall), PALE))
        if bar.filled:
            boxes.append(Box(_n(left), _n(y), _n(room * bar.filled), _n(tall), ACCENT))
        if bar.idle:
            wide = max(1.0, room * bar.idle - 3)
            start = left + room * bar.filled + 1.5
            boxes.append(Box(_n(start), _n(y + 1.5), _n(wide), _n(tall - 3), "#ffffff", ACCENT))
        words.append(Word("0.0", _n(y + 27), bar.name, bold=True))
        words.append(Word("130.0", _n(y + 27), bar.note, fill=MUTED))
        words.append(Word(_n(left + whole + 18), _n(y + 27), bar.value))
    return StageBars(_n(8 + step * len(bars)), tuple(boxes), tuple(words), alt)


def _wrap(name: str, room: float, size: float) -> list[str] | None:
    """Lines that fit `room`, judged by an average letter; None where one word alone is too wide."""
    wide = size * 0.5
    lines: list[str] = []
    for word in name.split():
        if len(word) * wide > room:
            return None
        if lines and (len(lines[-1]) + 1 + len(word)) * wide <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _n(number: float) -> str:
    return f"{number:.1f}"
