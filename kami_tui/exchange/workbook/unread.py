"""What people wrote beside items where nothing is read: told once for a column or a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kami_tui.exchange.workbook.columns import ABOVE, RIGHTMOST
from kami_tui.exchange.workbook.grid import Address, Cell, Sheet, letters
from kami_tui.exchange.workbook.layout import Layout, SheetLayout
from kami_tui.exchange.workbook.words import words


@dataclass(slots=True)
class Unread:
    kind: Literal["unread_column", "comments"]
    where: Address
    """The first of the cells."""
    column: str
    """Its head, or its letter if it has none; empty for comments."""
    cells: int
    sheets: int = 1


def unread(layout: Layout) -> Iterator[Unread]:
    """Columns with words beside items that are nobody's, and comments on the rows of items. Hidden
    columns and formulas are the workbook's own; so are numbers. Columns of one head are one."""
    found: dict[str, Unread] = {}
    for one in _on_sheets(layout):
        known = found.setdefault(one.column, one)
        if known is not one:
            known.cells += one.cells
            known.sheets += 1
    yield from found.values()


def _on_sheets(layout: Layout) -> Iterator[Unread]:
    for shown in layout.sheets:
        if not shown.hidden:
            sheet = layout.workbook.sheet(shown.name)
            rows = _rows(layout, shown)
            yield from _columns(layout, sheet, shown, rows)
            noted = sorted(p for p in sheet.comments if p[0] in rows)
            if noted:
                yield Unread("comments", Address(sheet.name, *noted[0]), "", len(noted))


def _rows(layout: Layout, shown: SheetLayout) -> frozenset[int]:
    """Rows in which items begin."""
    cells = (layout.items[i] for i in shown.items if i in layout.items)
    again = (c for i in shown.items for c in layout.again.get(i, ()))
    return frozenset(c.number.row for c in (*cells, *again) if c.number.sheet == shown.name)


def _columns(
    layout: Layout, sheet: Sheet, shown: SheetLayout, rows: frozenset[int]
) -> Iterator[Unread]:
    read = set(shown.columns.values())
    offers = {
        place
        for choices in sheet.choices
        for place in layout.workbook.places_offered(choices, sheet)
    }
    found: dict[int, list[int]] = {}
    for row in sorted(rows):
        for column, cell in sheet.rows.get(row, {}).items():
            if column in read or column > RIGHTMOST or (row, column) in offers:
                continue
            if _is_said(cell) and not sheet.column_hidden(column):
                found.setdefault(column, []).append(row)
    for column, at in sorted(found.items()):
        name = _head(sheet, column, shown.first_row) or letters(column)
        yield Unread("unread_column", Address(sheet.name, at[0], column), name, len(at))


def _is_said(cell: Cell) -> bool:
    if cell.formula or not isinstance(cell.value, str):
        return False
    text = cell.text
    return any(c.isalpha() for c in text) and not words().blank(text)


def _head(sheet: Sheet, column: int, first: int) -> str:
    """The nearest text above the items."""
    for row in range(first - 1, max(0, first - 1 - ABOVE), -1):
        cell = sheet.seen(row, column)
        if cell is not None and isinstance(cell.value, str) and cell.text:
            return " ".join(cell.text.split())[:80]
    return ""
