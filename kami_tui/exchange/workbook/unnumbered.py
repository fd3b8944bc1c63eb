"""Statuses in rows that are no item's: its number is gone, or it is somebody else's verdict."""

from __future__ import annotations

from collections.abc import Iterator

from kami_tui.domain.instrument import Instrument
from kami_tui.exchange.workbook.columns import LONGEST
from kami_tui.exchange.workbook.grid import Address
from kami_tui.exchange.workbook.layout import Layout, SheetLayout
from kami_tui.usecases.ports import StatusWords


def unnumbered(
    layout: Layout, instrument: Instrument, statuses: StatusWords
) -> Iterator[tuple[Address, str]]:
    """Each with its text. Bare numbers count where a sheet's answers are such; else they are most
    likely sums. A row whose number is no item's is told otherwise."""
    read = {c.status for c in layout.items.values()}
    read |= {c.status for rows in layout.again.values() for c in rows}
    kinds = ("unknown_number", "same_number")
    told = {(d.where.sheet, d.where.row) for d in layout.doubts if d.kind in kinds}
    for shown in layout.sheets:
        column = shown.columns.get("status")
        if column is None or shown.hidden:
            continue
        items, counted = _kinds(shown, instrument), _counted(layout, shown)
        for row, cells in layout.workbook.sheet(shown.name).rows.items():
            cell, where = cells.get(column), Address(shown.name, row, column)
            if cell is None or row < shown.first_row or row in shown.left or where in read:
                continue
            if (shown.name, row) in told or len(cell.text) > LONGEST:
                continue
            if not isinstance(cell.value, (str, int) if counted else str):
                continue
            if any(statuses.code(item, cell.text) is not None for item in items):
                yield where, cell.text


def _kinds(shown: SheetLayout, instrument: Instrument) -> list[str]:
    """One item for each set of options that a sheet's items have."""
    kinds = {tuple(o.code for o in instrument.options(item)): item for item in shown.items}
    return [*kinds.values()]


def _counted(layout: Layout, shown: SheetLayout) -> bool:
    """Whether an item of a sheet is answered with a bare number."""
    here = (layout.items[i].status for i in shown.items if i in layout.items)
    cells = (layout.cell(c) for c in here if c is not None and c.sheet == shown.name)
    return any(cell is not None and cell.number is not None for cell in cells)
