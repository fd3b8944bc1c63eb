"""Painted lines go as soon as nothing shows them, and look as Textual's do."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kami_tui.tui import strips

pieces = st.lists(
    st.tuples(st.text("ab 漢e\u0301", max_size=5), st.sampled_from([Style(), None])).map(
        lambda piece: Segment(*piece)
    ),
    max_size=4,
)
places = st.integers(0, 24)


def told(lines: Sequence[Strip]) -> list[tuple[list[Segment], int]]:
    return [([*line], line.cell_length) for line in lines]


@given(pieces, st.lists(places, unique=True).map(sorted))
def test_cut_in_pieces_they_are_what_textual_makes(segments, cuts):
    theirs = strips._divide(Strip(segments), cuts)
    assert told(strips.divide(Strip(segments), cuts)) == told(theirs)


@given(pieces, places, places)
def test_cut_out_and_filled_up_they_are_what_textual_makes(segments, start, end):
    theirs = strips._crop_extend(Strip(segments), start, end, None)
    assert told([strips.crop_extend(Strip(segments), start, end, None)]) == told([theirs])


@pytest.mark.parametrize("kept", [Strip.divide, Strip.crop_extend], ids=["divide", "crop_extend"])
def test_a_line_cut_at_its_own_end_leaves_nothing_to_collect(monkeypatch, kept):
    monkeypatch.setattr(Strip, kept.__name__, kept)
    strips.keep_none()
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
