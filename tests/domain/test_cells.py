"""A text in a cell stays text in every spreadsheet, and comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kami_tui.domain.cells import inert, typed

STARTS = "=+-@＝＋－＠\t\r\n"
NASTY = st.text(st.sampled_from("=+-@＝ '\"\t\r\n;,ax1"), max_size=12) | st.text(max_size=20)


@given(NASTY)
@example("'=1")
@example("\t=1")
@example("''")
@example(" '\"=1")
@example("a\n\n- b")
def test_it_comes_back_as_it_was(text):
    assert typed(inert(text)) == text


@given(NASTY)
def test_no_cell_begins_like_a_formula(text):
    assert not inert(text).startswith(tuple(STARTS))
    assert not inert(text).lstrip(" ").startswith(tuple(STARTS))


@pytest.mark.parametrize("delimiter", [";", "\t"])
@given(st.lists(NASTY, min_size=1, max_size=3))
def test_nor_in_a_program_that_splits_at_another_sign(delimiter, texts):
    """Excel with Indonesian settings takes ``;`` for the end of a cell, whatever we quoted."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow(["2.1", *map(inert, texts)])
    buffer.seek(0)
    for row in csv.reader(buffer, delimiter=delimiter):
        for cell in row:
            assert not cell.lstrip(' "').startswith(tuple("=+-@＝＋－＠")), row


@pytest.mark.parametrize("text", ["", "ya", "a=b", "1 - 2", "it's", "'quoted'", "a\n\nb", "x; y"])
def test_what_is_harmless_stays_readable(text):
    assert inert(text) == text
