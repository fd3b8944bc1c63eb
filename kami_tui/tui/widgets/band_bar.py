"""The total on the bands of its category, to scale: where it stands, and where the next begins."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from kami_tui.domain.numbers import Exact
from kami_tui.domain.story import BandStory, StatusStory
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.widgets.strokes import Segment, bar, split
from kami_tui.usecases.session import Session


def band_bar(
    status: StatusStory, width: int, tr: Translator, *, ascii: bool = False
) -> list[Content]:
    """Three lines: the total over its place, the bands, the score each band begins at.

    Without bands (they depend on a category that is not known yet) the scale is one stretch.
    """
    total, most = status.total, status.max
    if total is None or not most:
        return []
    lowers = [b.lower for b in status.bands] or [0]
    segments = _segments(lowers, most, total)
    return [
        _marker(segments, total, width, tr),
        bar(segments, width, broad=True, ascii=ascii),
        _bounds(segments, lowers, most, width, tr),
    ]


def band_lines(session: Session, bands: Sequence[BandStory], tr: Translator) -> list[Content]:
    """The bands by name, from the lowest; a sign stands before the one the total is in."""
    return [_band_line(session, band, tr) for band in bands]


def span(session: Session, band: BandStory, tr: Translator) -> tuple[str, str]:
    """First and last score of a band, in words."""
    top = session.result.max if band.upper is None else band.upper - 1
    return tr.number(band.lower), tr.number(top or 0)


def _band_line(session: Session, band: BandStory, tr: Translator) -> Content:
    rule = session.instrument.results.readiness
    word, tone = words.scaled(session.instrument, rule, band.value, tr)
    low, high = span(session, band, tr)
    return Content.assemble(
        ("> " if band.current else "  ", "bold $accent"),
        (f"{low:>4} - {high:<4}  ", words.MUTED),
        (word, f"bold {tone}" if band.current else words.MUTED),
    )


def _segments(lowers: Sequence[Exact], most: Exact, total: Exact) -> list[Segment]:
    return [
        Segment(upper - lower, min(max(total - lower, 0), upper - lower))
        for lower, upper in zip(lowers, [*lowers[1:], most], strict=True)
    ]


def _starts(segments: list[Segment], width: int) -> list[tuple[int, int]]:
    """First cell and number of cells of each segment."""
    found, at = [], 0
    for cells in split(segments, width):
        found.append((at, cells))
        at += cells + 1
    return found


def _marker(segments: list[Segment], total: Exact, width: int, tr: Translator) -> Content:
    """A sign over the last cell that is full, the figure on the side where there is room."""
    at = 0
    for segment, (start, cells) in zip(segments, _starts(segments, width), strict=True):
        if segment.full:
            part = round(cells * segment.full / segment.length)
            at = start + min(max(part, 1), cells) - 1
    figure = tr.number(total)
    before = f"{figure} v".rjust(at + 1)
    return Content.styled(before if at > len(figure) else f"{'v':>{at + 1}} {figure}", "bold")


def _bounds(
    segments: list[Segment],
    lowers: Sequence[Exact],
    most: Exact,
    width: int,
    tr: Translator,
) -> Content:
    """The score each band begins at, under its first cell, and the greatest score at the end."""
    line = ""
    for lower, (start, _) in zip(lowers, _starts(segments, width), strict=True):
        if start == 0 or len(line) < start:
            line = line.ljust(start) + tr.number(lower)
    end = tr.number(most)
    if len(line) + 1 + len(end) <= width:
        line = line + end.rjust(width - len(line))
    return Content.styled(line, words.MUTED)
