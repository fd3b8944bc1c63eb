"""Which rows below an item's first are visibly its own: those of its options, and those that its
number or its question stands over. What stands in any other row is somebody else's: an item that
has lost its number, a verifier's verdict, a legend."""

from __future__ import annotations

from collections.abc import Iterator

from kami_tui.domain.instrument import Instrument
from kami_tui.exchange.workbook.columns import Columns
from kami_tui.exchange.workbook.grid import Sheet
from kami_tui.exchange.workbook.option_letters import letter
from kami_tui.exchange.workbook.words import words

MOST_BELOW = 20
"""Rows below an item's first that are looked at."""


class OwnRows:
    """Those of a sheet's items."""

    def __init__(self, sheet: Sheet, roles: Columns, instrument: Instrument) -> None:
        self.sheet, self.instrument = sheet, instrument
        taken = roles.taken
        self._over = [taken[role] for role in ("number", "question") if role in taken]
        self._answers = {taken.get(role) for role in ("status", "score", "remark", "evidence")}

    def below(self, item: str, row: int, end: int) -> list[int]:
        """From top to bottom. `row` is the item's first, `end` the last that can be its own."""
        rows = range(row + 1, min(end, row + MOST_BELOW) + 1)
        options = self.instrument.items[item].options
        offered = [] if options is None else [o.code for o in options]
        found = {r for r in rows if self._is_under(row, r) and not self._is_anothers(r)}
        if offered:
            found |= {*(self._lettered(rows, offered) or self._plain(rows, offered))}
        return sorted(found)

    def _is_under(self, first: int, row: int) -> bool:
        """Whether the number's cell, or the question's, goes on from an item's first row."""
        merged = self.sheet.merged
        return any(
            (row, c) in merged and merged[row, c] == merged.get((first, c), (first, c))
            for c in self._over
        )

    def _is_anothers(self, row: int) -> bool:
        """Whether a row says that it is a verifier's, or of another round."""
        return any(words().foreign(text) for text in self._texts(row))

    def _texts(self, row: int) -> Iterator[str]:
        for column, cell in self.sheet.rows.get(row, {}).items():
            if column not in self._answers and isinstance(cell.value, str) and cell.text:
                yield cell.text

    def _lettered(self, rows: range, offered: list[str]) -> list[int]:
        """Rows that begin with an option's letter, each letter once: the next item's options may
        stand below, if its number is gone."""
        left, found = list(offered), []
        for row in rows:
            said = {letter(text, words().letter) for text in self._texts(row)} & {*offered}
            if not said:
                continue
            if not said <= {*left}:
                break
            left = [code for code in left if code not in said]
            found.append(row)
        return found

    def _plain(self, rows: range, offered: list[str]) -> list[int]:
        """As many rows of texts as there are options, without a gap."""
        found: list[int] = []
        for row in rows:
            if not any(True for _ in self._texts(row)):
                break
            found.append(row)
        fits = len(found) == len(offered) and not any(map(self._is_anothers, found))
        return found if fits else []
