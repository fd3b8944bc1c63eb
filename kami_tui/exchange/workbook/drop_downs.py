"""Which cells of a sheet have a drop-down with a status."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kami_tui.exchange.workbook.grid import Offer, Sheet, Workbook
from kami_tui.usecases.ports import StatusWords

MOST = 20
"""Words of a drop-down that are looked at."""


class DropDowns:
    """Those with a status that one of the items has."""

    def __init__(
        self, workbook: Workbook, sheet: Sheet, items: Iterable[str], statuses: StatusWords
    ) -> None:
        self._items, self._statuses = tuple(items), statuses
        self._known: dict[Offer, bool] = {}
        self._spans = [
            span
            for choices in sheet.choices
            if any(map(self._is_status, workbook.values_of(choices, sheet)[:MOST]))
            for span in choices.spans
        ]

    def most(self, column: int, rows: Sequence[tuple[int, int]]) -> bool:
        """Whether more than half of the items, each with its first row and last, have one there."""
        tops, bottoms = self._in(column)
        having = 0
        for first, last in rows:
            place = bisect_right(tops, last) - 1
            having += place >= 0 and bottoms[place] >= first
        return 2 * having > len(rows)

    def _in(self, column: int) -> tuple[list[int], list[int]]:
        """First and last rows in a column, from top to bottom, none over another."""
        tops: list[int] = []
        bottoms: list[int] = []
        for top, left, bottom, right in sorted(self._spans):
            if not left <= column <= right:
                continue
            if bottoms and top <= bottoms[-1]:
                bottoms[-1] = max(bottoms[-1], bottom)
            else:
                tops.append(top)
                bottoms.append(bottom)
        return tops, bottoms

    def _is_status(self, value: Offer) -> bool:
        if value not in self._known:
            codes = (self._statuses.code(item, value) for item in self._items)
            self._known[value] = any(code is not None for code in codes)
        return self._known[value]
