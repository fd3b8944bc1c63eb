"""Which year a workbook says it is of: that of the date of filling in."""

from __future__ import annotations

from collections.abc import Collection

from kami_tui.exchange.workbook.forms import filled
from kami_tui.exchange.workbook.grid import Cell, Workbook
from kami_tui.exchange.workbook.words import words


def year_of_filling(workbook: Workbook, aside: Collection[str]) -> int:
    """The latest, where there are forms of several rounds; 0 if none. `aside`: sheets with items,
    which have dates of other things."""
    years = [
        _year(line.cell, workbook)
        for sheet in workbook.sheets
        if not (sheet.hidden or sheet.name in aside)
        for line in filled(sheet)
        if line.field == "date"
    ]
    return max(years, default=0)


def _year(cell: Cell, workbook: Workbook) -> int:
    day = workbook.day(cell)
    return day.year if day else words().year(cell.text)
