"""Painted lines go as soon as nothing shows them, and look as Textual's do."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.strip import Strip

from kami_tui.tui import strips

CONSOLE = Console(color_system="truecolor")
FILTER = ANSIToTruecolor(DEFAULT_TERMINAL_THEME)
pieces = st.lists(
    st.tuples(st.text("ab 漢e\u0301", max_size=5), st.sampled_from([Style(), None])).map(
        lambda piece: Segment(*piece)
    ),
    max_size=4,
)
places = st.integers(0, 24)


def told(lines: Sequence[Strip]) -> list[tuple[list[Segment], int]]:
    return [([*line], line.cell_length) for line in lines]


@pytest.fixture(autouse=True)
def ours():
    strips.keep_none()


def theirs(segments: list[Segment]) -> Strip:
    line = Strip.__new__(Strip)
    strips._begin(line, segments)
    return line


@given(pieces, st.lists(places, unique=True).map(sorted))
def test_cut_in_pieces_they_are_what_textual_makes(segments, cuts):
    assert told(Strip(segments).divide(cuts)) == told(strips._divide(theirs(segments), cuts))


@given(pieces, places, places)
def test_cut_out_and_filled_up_they_are_what_textual_makes(segments, start, end):
    made = strips._crop_extend(theirs(segments), start, end, None)
    assert told([Strip(segments).crop_extend(start, end, None)]) == told([made])


WAYS = [
    lambda line, at: line.crop(at, at + 4),
    lambda line, at: line.adjust_cell_length(at),
    lambda line, at: line.simplify(),
    lambda line, at: line.apply_style(Style(bold=True)),
    lambda line, at: line.apply_filter(FILTER, Color(1, 2, 3)),
    lambda line, at: line.apply_offsets(at, 2),
    lambda line, at: line.text_align(at, "right"),
]


@pytest.mark.parametrize("way", WAYS)
@given(segments=pieces, at=places)
def test_whatever_else_is_made_of_one_twice_is_what_textual_makes(way, segments, at):
    ours = Strip(segments)
    made = way(theirs(segments), at)
    for _ in range(2):
        assert told([way(ours, at)]) == told([made])
        assert way(ours, at).render(CONSOLE) == made.render(CONSOLE)


def test_nothing_is_missing_that_textual_gives_a_line():
    assert [name for name in Strip.__slots__ if not hasattr(Strip([]), name)] == []


def test_a_line_cut_at_its_own_end_leaves_nothing_to_collect():
    gc.collect()
    gc.disable()
    try:
        line = Strip([Segment("abc")])
        line.divide([3])
        line.crop_extend(0, 3, None)
        del line
        assert gc.collect() == 0
    finally:
        gc.enable()
