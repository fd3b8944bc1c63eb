"""On a terminal long lines go on below, at a blank; in a file they stay as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kami_tui.cli.text import folded_lines


def test_a_long_line_goes_on_further_in():
    assert folded_lines(["  satu dua tiga empat", "lima"], 14) == [
        "  satu dua", "    tiga empat", "lima",
    ]  # fmt: skip


def test_a_name_without_blanks_is_never_broken():
    assert folded_lines(["/satu/dua/tiga/empat lima"], 10) == ["/satu/dua/tiga/empat", "  lima"]


@given(st.lists(st.text("ab  ", max_size=60), max_size=4), st.integers(8, 30))
def test_no_word_is_lost(lines, columns):
    assert " ".join(folded_lines(lines, columns)).split() == " ".join(lines).split()
    assert folded_lines(lines, None) == lines
