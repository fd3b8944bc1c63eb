"""Which cell of a workbook is whose: for every item of a questionnaire its status, remark, ...

No address is known beforehand. Rows are found by their item numbers, columns by their heads (and,
for the status, by what stands in them), sheets by what they hold; their names decide only where
numbers begin at 1 on each sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kami_tui.domain.instrument import Instrument
from kami_tui.exchange.workbook import columns
from kami_tui.exchange.workbook.grid import Address, Cell, Sheet, Workbook
from kami_tui.exchange.workbook.homeless import may_be_area
from kami_tui.exchange.workbook.one_round import of_one_round
from kami_tui.exchange.workbook.own import register_sheet
from kami_tui.exchange.workbook.places import Doubt, DoubtKind, ItemCells, Places
from kami_tui.exchange.workbook.points import Points
from kami_tui.exchange.workbook.rivals import FoundSheet, Left, Rivals
from kami_tui.exchange.workbook.rows import FEWEST, RowFinder, Rows
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.ports import StatusWords

MOST_AGAIN = 5
"""Further rows of one item that are looked at."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet that has items."""

    name: str
    area: str | None
    """The area all its items are of; None if they are of several."""
    items: tuple[str, ...]
    """From top to bottom."""
    columns: Mapping[str, int]
    """Column (from 1) by what it holds: see `words.ROLES`."""
    first_row: int
    """Of the first item; heads stand above."""
    restarts: bool = False
    """Its numbers begin at 1, so that its area had to be found otherwise."""
    hidden: bool = False
    left: frozenset[int] = frozenset()
    """Rows of items that were left alone here, since a sheet of the form has them."""
    unsure: bool = False
    """Its statuses may be those of another round: two columns say that they are the statuses."""


@dataclass(frozen=True)
class Layout:
    """Where one edition's items stand in one workbook."""

    workbook: Workbook = field(repr=False)
    instrument: str
    items: Mapping[str, ItemCells]
    """Those that were found, in the instrument's order."""
    sheets: tuple[SheetLayout, ...]
    doubts: tuple[Doubt, ...] = ()
    again: Mapping[str, tuple[ItemCells, ...]] = field(default_factory=dict)
    """Further rows of items that are there more than once."""
    left: frozenset[str] = frozenset()
    """Sheets that were left alone: an agency's own lists of items."""
    unclear: Mapping[str, Address] = field(default_factory=dict)
    """Items that one of several rows has, and nothing tells which: the first of these."""
    elsewhere: Mapping[str, Address] = field(default_factory=dict)
    """Items that are only on a sheet, or a part of one, that was left alone."""

    @property
    def with_items(self) -> frozenset[str]:
        """Sheets that are about items, and say nothing else."""
        return self.left | {s.name for s in self.sheets}

    def cell(self, address: Address | None) -> Cell | None:
        """What stands at an address; None where it is empty, or there is no address."""
        if address is None:
            return None
        return self.workbook.sheet(address.sheet).at(address.row, address.column)

    def offered(self, address: Address) -> tuple[str, ...]:
        """The words of a cell's drop-down, as the workbook spells them."""
        sheet = self.workbook.sheet(address.sheet)
        return self.workbook.offered(sheet, address.row, address.column)


def layout_of(
    workbook: Workbook,
    instrument: Instrument,
    statuses: StatusWords,
    numbers: Mapping[str, str] | None = None,
) -> Layout:
    """Finds the instrument's items. Raises nothing: what is not found is not in `Layout.items`.

    `numbers`: for a workbook of an older edition, its item numbers in its order, each with the item
    it has become.
    """
    finder = _Finder(workbook, instrument, statuses, numbers or {i: i for i in instrument.items})
    aside = register_sheet(workbook)
    seen = (finder.look(s) for s in workbook.sheets if s.name != aside)
    finder.take_all([s for s in seen if s is not None])
    order = {name: n for n, name in enumerate(s.name for s in workbook.sheets)}
    return Layout(
        workbook,
        instrument.id,
        {i: finder.items[i] for i in instrument.items if i in finder.items},
        tuple(sorted(finder.sheets, key=lambda s: order[s.name])),
        tuple(finder.doubts),
        finder.again,
        frozenset(finder.left) - {s.name for s in finder.sheets},
        {i: where for i, where in finder.unclear.items() if i not in finder.items},
        {i: where for i, where in finder.elsewhere.items() if i not in finder.items},
    )


class _Finder:
    def __init__(
        self,
        workbook: Workbook,
        instrument: Instrument,
        statuses: StatusWords,
        numbers: Mapping[str, str],
    ) -> None:
        self.rows = RowFinder(workbook, instrument, numbers)
        self.statuses, self.instrument = statuses, instrument
        self.points = Points(instrument, statuses)
        self.items: dict[str, ItemCells] = {}
        self.again: dict[str, tuple[ItemCells, ...]] = {}
        self.sheets: list[SheetLayout] = []
        self.doubts: list[Doubt] = []
        self.sizes = Counter(item.partition(".")[0] for item in numbers.values())
        self.rivals = Rivals(workbook, self.sizes, self.rows.area_of, statuses, self.points)
        self.left: dict[str, Left] = {}
        self.unclear: dict[str, Address] = {}
        self.elsewhere: dict[str, Address] = {}

    def take_all(self, found: Sequence[FoundSheet]) -> None:
        """A visible sheet goes first, and before it one that has more of a form; one that says
        nothing of answers comes after those that do."""
        found = of_one_round(found, self._again)
        self.left, second = self.rivals.compared(found)
        for one in sorted(
            found, key=lambda s: (s.sheet.hidden, not s.tells, s.sheet.name in second)
        ):
            self.take(one)

    def look(self, sheet: Sheet) -> FoundSheet | None:
        """Which items a sheet has, and its columns; None if it has none."""
        rows = self.rows.find(sheet)
        if rows is None:
            return None
        if len(rows.found) < FEWEST:
            sizes = self.sizes.values()
            if not sheet.hidden and may_be_area(sheet, rows, sizes, self.instrument, self.statuses):
                where = Address(sheet.name, min(sheet.rows), rows.column)
                self.doubts.append(Doubt("homeless", where))
            return None
        return self._columned(sheet, rows)

    def _columned(self, sheet: Sheet, rows: Rows, preferred: int = 0) -> FoundSheet:
        begin = sorted({*(r.row for r in rows.found), *rows.unclear})
        last = dict(zip(begin, [*(n - 1 for n in begin[1:]), max(sheet.rows)], strict=True))
        ends = [last[r.row] for r in rows.found]
        blocks = [(r.row, end, r.item) for r, end in zip(rows.found, ends, strict=True)]
        book, column = self.rows.workbook, rows.column
        roles = columns.find(
            book, sheet, column, blocks, self.statuses, words(), self.points, preferred
        )
        return FoundSheet(sheet, rows, ends, roles)

    def _again(self, seen: FoundSheet, preferred: int) -> FoundSheet:
        return self._columned(seen.sheet, seen.rows, preferred)

    def take(self, seen: FoundSheet) -> None:
        """Takes a sheet's items, unless it only lists those that others have the answers of."""
        sheet, rows, roles = seen.sheet, seen.rows, seen.roles
        left = self.left[sheet.name].items if sheet.name in self.left else frozenset()
        found = tuple(r.item for r in rows.found if r.item not in left)
        left_rows = [r.row for r in rows.found if r.item in left]
        for one in rows.found:
            if one.item in left:
                self.elsewhere.setdefault(one.item, Address(sheet.name, one.row, rows.column))
        if left and not self.left[sheet.name].as_shipped:
            why, said = self.left[sheet.name], seen.said(left_rows)
            where = Address(sheet.name, left_rows[0], rows.column)
            kind: DoubtKind = "left_alone_said" if said else "left_alone"
            self.doubts.append(Doubt(kind, where, "", said, why.other, why.by))
        if not found or (not seen.tells and all(item in self.items for item in found)):
            return
        column, numbers = rows.column, [r.row for r in rows.found]
        areas = {item.partition(".")[0] for item in found}
        area = areas.pop() if len(areas) == 1 else None
        self.sheets.append(
            SheetLayout(
                sheet.name,
                area,
                found,
                roles.taken,
                numbers[0],
                rows.restarts,
                sheet.hidden,
                frozenset(left_rows),
                roles.tied and roles.filled,
            )
        )
        first = Address(sheet.name, numbers[0], column)
        if "status" not in roles.taken and not sheet.hidden:
            self.doubts.append(Doubt("no_status", first))
        for other in () if sheet.hidden else roles.other_status:
            head = Address(sheet.name, roles.heads.get(other, numbers[0]), other)
            said = roles.head(sheet, other)
            told = roles.told(sheet, roles.taken["status"])
            self.doubts.append(Doubt("status_columns", head, detail=said, other=told))
        if not sheet.hidden:
            for row in rows.strange:
                where = Address(sheet.name, row, column)
                self.doubts.append(Doubt("unknown_number", where, detail=sheet.text(row, column)))
            for row, items in rows.unclear.items():
                where = Address(sheet.name, row, column)
                said, either = sheet.text(row, column), ", ".join(items)
                self.doubts.append(Doubt("same_number", where, detail=said, other=either))
                self.unclear = dict.fromkeys(items, where) | self.unclear
        self._take(seen, first)

    def _take(self, seen: FoundSheet, first: Address) -> None:
        sheet, column, fresh, copy = seen.sheet, seen.rows.column, False, False
        places = Places(sheet, seen.roles, self.statuses, self.instrument, self.doubts.append)
        for found, end in zip(seen.rows.found, seen.ends, strict=True):
            row, item = found.row, found.item
            if sheet.name in self.left and item in self.left[sheet.name].items:
                continue
            if sheet.hidden and item in self.items:
                copy = True
                continue
            if len(self.again.get(item, ())) >= MOST_AGAIN:
                continue
            cells = places.of(item, row, end)
            if item in self.items:
                self.again[item] = (*self.again.get(item, ()), cells)
                self.doubts.append(Doubt("duplicate", cells.number, item))
                continue
            fresh = True
            self.items[item] = cells
            if not found.sure:
                said = sheet.text(row, column)
                self.doubts.append(Doubt("number", cells.number, item, said))
        if sheet.hidden and fresh:
            self.doubts.append(Doubt("hidden", first))
        if copy:
            self.doubts.append(Doubt("hidden_copy", first))
