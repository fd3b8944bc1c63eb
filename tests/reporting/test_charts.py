"""Charts as geometry: nothing overlaps and nothing leaves the paper, at either end of a scale."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.reporting.charts import WIDTH, BandSpec, BarSpec, Word, band_bar, stage_bars

LETTER = 15.5
"""Width of an average figure or letter of a chart, in tenths of a millimetre."""


def span(word: Word) -> tuple[float, float]:
    x, wide = float(word.x), len(word.text) * LETTER
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[word.anchor]
    return left, left + wide


@pytest.mark.parametrize("category", ["A", "B", "C"])
@pytest.mark.parametrize("status", ["0", "2", "3"])
def test_the_words_of_the_band_bar_keep_apart(context_of, kami, category: str, status: str) -> None:
    """Totals 0, 426 and 918 in each category."""
    answers = {i: Answer(category if i.startswith("1.") else status) for i in kami.ids}
    bar = context_of(Assessment("kami-5.0", answers=answers)).result.bar

    rows: dict[str, list[tuple[float, float]]] = {}
    for word in bar.words:
        rows.setdefault(word.y, []).append(span(word))
    for row in rows.values():
        row.sort()
        assert row[0][0] >= 0
        assert row[-1][1] <= WIDTH + 5
        assert all(a[1] < b[0] for a, b in pairwise(row))
    for x, _ in re.findall(r"([\d.-]+),([\d.-]+)", bar.marker):
        assert -5 <= float(x) <= WIDTH + 5


def test_a_narrow_last_band_has_both_its_numbers_in_one() -> None:
    bands = [BandSpec("low", 0.0, 0.95, "0", True), BandSpec("top", 0.95, 1.0, "95", False)]
    shown = [w.text for w in band_bar(bands, 0.5, "50", "100", "").words]

    assert "95–100" in shown
    assert "100" not in shown


def test_the_longest_words_beside_a_stage_bar_stay_on_the_paper() -> None:
    said = "0 dari 144 (diperoleh 108, tidak dihitung)"
    (word,) = [
        w
        for w in stage_bars([BarSpec("Tahap 3", "16 butir", 1.0, 0.0, 0.8, said)], "").words
        if w.text == said
    ]
    assert float(word.x) + len(said) * 12.5 <= WIDTH
