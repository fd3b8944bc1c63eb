"""Whether a sheet whose numbers begin at 1 may be an area of the form, though it names none."""

from __future__ import annotations

from collections.abc import Iterable

from kami_tui.domain.instrument import Instrument
from kami_tui.exchange.workbook.grid import Sheet
from kami_tui.exchange.workbook.rows import Rows
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.ports import StatusWords

FEWER = 2
"""Rows that the smallest area may lack."""


def may_be_area(
    sheet: Sheet, rows: Rows, sizes: Iterable[int], instrument: Instrument, statuses: StatusWords
) -> bool:
    """Whether it has as many rows as an area has, and statuses of the edition beside them: most of
    what stands there. A legend has few rows; a list of people has other words."""
    if len(rows.homeless) < min(sizes, default=0) - FEWER:
        return False
    kinds = {tuple(o.code for o in instrument.options(i)): i for i in instrument.items}
    for column in _headed(sheet) - {rows.column}:
        cells = (sheet.at(row, column) for row in rows.homeless)
        said = [c.value for c in cells if c is not None and c.text]
        known = sum(any(statuses.code(i, v) is not None for i in kinds.values()) for v in said)
        if known and known * 2 >= len(said):
            return True
    return False


def _headed(sheet: Sheet) -> set[int]:
    """Columns that say near the top that they are statuses."""
    near = ((c, cell) for r in list(sheet.rows)[:20] for c, cell in sheet.rows[r].items())
    return {c for c, cell in near if words().role(cell.text) == ("status", 3)}
