"""Whoever has to choose between two texts sees in what they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kami_tui.cli.excerpts import line_of, side_by_side

START = "Kebijakan ditetapkan dengan Peraturan Wali Kota Nomor 12 Tahun 2025 dan berlaku bagi "


def test_short_texts_stand_there_whole():
    assert side_by_side("satu\ndua", "satu", 40) == ("satu dua", "satu")


@pytest.mark.parametrize(("one", "other"), [("semua OPD", "Diskominfo"), ("", "semua OPD " * 20)])
def test_long_texts_are_shown_from_where_they_differ(one, other):
    first, second = side_by_side(START + one, START + other, 40)
    assert first.endswith(one or "bagi")
    assert other[:10] in second
    assert first.startswith("...")


def test_line_breaks_alone_are_seen():
    first, second = side_by_side("satu\ndua", "satu dua", 40)
    assert (first, second) == ("satu\\ndua", "satu dua")


@given(st.text("ab \n", max_size=80), st.text("ab \n", max_size=80), st.text("ab \n", max_size=80))
def test_different_words_never_look_the_same(start, one, other):
    first, second = side_by_side(start + one, start + other, 20)
    assert max(len(first), len(second)) <= 23 or "\\" in first + second
    if (start + one).split() != (start + other).split():
        assert first != second


def test_one_line_is_cut_at_its_end():
    assert line_of("satu dua tiga", 10) == "satu du..."
