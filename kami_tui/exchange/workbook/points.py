"""Which of several columns of statuses the points beside them are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.numbers import Exact
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.workbook.grid import Cell, Sheet
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.ports import StatusWords

FEWEST = 3
"""Items whose points must tell."""
SHARE = 0.9
"""How many of these must have the points of one column."""


class Points:
    """What the statuses of an edition's items earn."""

    def __init__(self, instrument: Instrument, statuses: StatusWords) -> None:
        self.instrument, self.statuses = instrument, statuses

    @cached_property
    def _scorer(self) -> Scorer:  # few workbooks have several columns of statuses
        return Scorer(self.instrument)

    def fitting(
        self, sheet: Sheet, columns: Sequence[int], score: int, rows: Sequence[tuple[int, str]]
    ) -> int:
        """One of the columns; 0 if the points tell none. `rows`: each with its item."""
        fits = dict.fromkeys(columns, 0)
        telling = 0
        for row, item in rows:
            there = sheet.at(row, score)
            if there is None or there.number is None:
                continue
            position = self._scorer.position[item]
            if there.number == 0 and position in self._scorer.gate_of:
                continue  # stage 3, which does not count yet
            earned = {c: self._earns(item, position, sheet.at(row, c)) for c in columns}
            if len({*earned.values()}) > 1:
                telling += 1
                for column, points in earned.items():
                    fits[column] += points == there.number
        best = max(fits, key=lambda c: fits[c])
        alone = sum(n == fits[best] for n in fits.values()) == 1
        return best if telling >= FEWEST and fits[best] >= SHARE * telling and alone else 0

    def is_lowest(self, item: str, code: str) -> bool:
        """Whether no other status of the item earns less, as a workbook is handed out with."""
        offered = self._scorer.points[self._scorer.position[item]]
        return offered[code] == min(offered.values())

    def _earns(self, item: str, position: int, cell: Cell | None) -> Exact | None:
        """0 for an empty cell; None for what is no status."""
        if cell is None or words().blank(cell.text):
            return 0
        code = self.statuses.code(item, cell.value)
        points: Mapping[str, Exact] = self._scorer.points[position]
        return points[code] if code is not None else None
