"""What people wrote beside items where nothing is read: told once for a column or a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.text import folded, roman
from kami_tui.exchange.workbook.columns import ABOVE, LONGEST, RIGHTMOST, head_text
from kami_tui.exchange.workbook.grid import Address, Cell, Sheet, letters
from kami_tui.exchange.workbook.layout import Layout, SheetLayout
from kami_tui.exchange.workbook.words import bare, words
from kami_tui.usecases.ports import StatusWords

FORM = ("number", "maturity", "stage", "score")
"""What heads say of columns that are the form's own, however often it has them."""

LONGEST_SUM = 120
"""Characters of a sum's head."""


@dataclass(slots=True)
class Unread:
    kind: Literal["unread_column", "comments", "strays"]
    where: Address
    """The first of the cells."""
    said: str
    """A column's head, or its letter if it has none; of strays the first; empty for comments."""
    cells: int
    sheets: int = 1


def unread(layout: Layout, instrument: Instrument, statuses: StatusWords) -> Iterator[Unread]:
    """Columns beside items that are nobody's, comments on the rows of items, and words in rows of
    no item. Hidden columns and formulas are the workbook's own; so are numbers below no head.
    Columns of one head are one."""
    found: dict[tuple[str, str], Unread] = {}
    for one in _on_sheets(layout, instrument, statuses):
        known = found.setdefault((one.kind, "" if one.kind == "strays" else one.said), one)
        if known is not one:
            known.cells += one.cells
            known.sheets += 1
    yield from found.values()


def _on_sheets(layout: Layout, instrument: Instrument, statuses: StatusWords) -> Iterator[Unread]:
    for shown in layout.sheets:
        if shown.hidden:
            continue
        sheet = layout.workbook.sheet(shown.name)
        rows = _rows(layout, shown)
        offers = {
            place
            for choices in sheet.choices
            for place in layout.workbook.places_offered(choices, sheet)
        }
        yield from _columns(sheet, shown, rows, offers)
        noted = sorted(p for p in sheet.comments if p[0] in rows)
        if noted:
            yield Unread("comments", Address(sheet.name, *noted[0]), "", len(noted))
        told = {d.where.row for d in layout.doubts if d.where.sheet == shown.name} | shown.left
        found = [
            (row, column)
            for row, column in _strays(sheet, shown, rows, instrument)
            if row not in told
            and (row, column) not in offers
            and not _is_form(sheet.cells[row, column], shown, statuses)
        ]
        if found:
            text = " ".join(sheet.text(*found[0]).split())
            yield Unread("strays", Address(sheet.name, *found[0]), text, len(found))


def _rows(layout: Layout, shown: SheetLayout) -> frozenset[int]:
    """Rows in which items begin."""
    cells = (layout.items[i] for i in shown.items if i in layout.items)
    again = (c for i in shown.items for c in layout.again.get(i, ()))
    return frozenset(c.number.row for c in (*cells, *again) if c.number.sheet == shown.name)


def _columns(
    sheet: Sheet, shown: SheetLayout, rows: frozenset[int], offers: set[tuple[int, int]]
) -> Iterator[Unread]:
    read = set(shown.columns.values())
    found: dict[int, list[int]] = {}
    for row in sorted(rows):
        for column in sheet.rows.get(row, {}):
            if column not in read and column <= RIGHTMOST and (row, column) not in offers:
                found.setdefault(column, []).append(row)
    for column, at in sorted(found.items()):
        head = _head(sheet, column, shown.first_row)
        role = words().role(head)
        if sheet.column_hidden(column) or (role and role[1] == 3 and role[0] in FORM):
            continue
        said = [r for r in at if is_said(sheet.cells[r, column], headed=bool(head))]
        if said:
            where = Address(sheet.name, said[0], column)
            yield Unread("unread_column", where, head or letters(column), len(said))


def _strays(
    sheet: Sheet, shown: SheetLayout, rows: frozenset[int], instrument: Instrument
) -> Iterator[tuple[int, int]]:
    """Cells with words in rows of no item: where remarks and documents stand, beside the table, and
    all over below it. A row with a figure there is one of the form's sums."""
    last = max(rows, default=0)
    below = last + 1
    # Below the last item its own options may stand, up to an empty row.
    if instrument.items[shown.items[-1]].options is not None:
        while below in sheet.rows:
            below += 1
    own = _OwnWords(instrument)
    written = {shown.columns.get("remark"), shown.columns.get("evidence")}
    right = max(shown.columns.values())
    for row, cells in sheet.rows.items():
        if row <= shown.first_row or row in rows:
            continue
        summed = row > last and any(c.number is not None or c.formula for c in cells.values())
        for column, cell in cells.items():
            beside = column in written or column > right
            if column > RIGHTMOST or not (beside or row >= below) or (summed and not beside):
                continue
            if is_said(cell) and not sheet.column_hidden(column) and not own.is_sum(cell.text):
                yield row, column


class _OwnWords:
    """Words of which a form makes the heads of its sums: those of sums, and names of areas."""

    def __init__(self, instrument: Instrument) -> None:
        names = [n for a in instrument.areas for n in (a.name, a.short) if n is not None]
        texts = [folded(t) for n in names for t in (n.id, n.en)]
        texts += [hint for hints in words().sheets.values() for hint in hints]
        for area in instrument.areas:
            texts += [area.id, folded(roman(area.id))]
        self.heads = tuple({h for heads in words().totals.values() for h in heads})
        self.known = {"area", "bagian", "part"}.union(*map(_words, (*texts, *self.heads)))

    def is_sum(self, text: str) -> bool:
        """Whether a text is such a head: ``Total Nilai Evaluasi Tata Kelola``."""
        head = bare(text) if len(text) <= LONGEST_SUM else ""
        return head.startswith(self.heads) and _words(head) <= self.known


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def is_said(cell: Cell, *, headed: bool = False) -> bool:
    """Whether a person wrote it: words, a date; below a head anything but a formula. A box that is
    not ticked says nothing."""
    if cell.formula or cell.error or cell.value is False or words().blank(cell.text):
        return False
    return headed or any(c.isalpha() for c in cell.text) or cell.dated


def _is_form(cell: Cell, shown: SheetLayout, statuses: StatusWords) -> bool:
    """Whether it is a head that is there again, or a status in a legend."""
    role = words().role(cell.text)
    if role is not None and role[1] == 3:
        return True
    text = cell.text
    return len(text) <= LONGEST and statuses.code(shown.items[0], text) is not None


def _head(sheet: Sheet, column: int, first: int) -> str:
    """The nearest text above the items that is no title over many columns."""
    for row in range(first - 1, max(0, first - 1 - ABOVE), -1):
        if text := head_text(sheet, row, column):
            return " ".join(text.split())[:80]
    return ""
