"""Which round a column is of: the year in its head, or in one above or below that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kami_tui.exchange.workbook.grid import Sheet
from kami_tui.exchange.workbook.words import Words

ABOVE = 3
"""Rows above a head in which its year is looked for."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Of the columns that have heads."""

    years: Mapping[int, int]
    """Only columns of which one is known."""
    asks: Mapping[int, str]
    """A column's head without a year."""

    def older(self, columns: list[int]) -> set[int]:
        """Those of which another one says the same of a later year."""
        return {
            c
            for c in columns
            if c in self.years
            and any(self.asks[o] == self.asks[c] and self._is_later(o, c) for o in columns)
        }

    def alike(self, one: int, other: int) -> bool:
        """Whether the heads are the same, but for a year."""
        return self.asks[one] == self.asks[other]

    def is_plain(self, one: int, other: int) -> bool:
        """Whether one head is the other without its year."""
        return self.alike(one, other) and one not in self.years and other in self.years

    def _is_later(self, one: int, than: int) -> bool:
        return self.years.get(one, 0) > self.years[than]


def rounds(sheet: Sheet, heads: Mapping[int, int], first: int, words: Words) -> Rounds:
    """`heads`: the row of each column's head; `first`: the first item's row."""
    years: dict[int, int] = {}
    asks: dict[int, str] = {}
    for column, head in heads.items():
        rows = (head, *range(head + 1, first), *range(head - 1, max(0, head - 1 - ABOVE), -1))
        texts = [cell.text if (cell := sheet.seen(r, column)) else "" for r in rows]
        asks[column] = words.undated(texts[0])
        year = next((y for y in map(words.year, texts) if y), 0)
        if year:
            years[column] = year
    return Rounds(years, asks)
