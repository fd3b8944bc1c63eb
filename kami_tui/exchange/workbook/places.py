"""The cells of one item, and why it has not all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kami_tui.domain.instrument import Instrument
from kami_tui.exchange.workbook.columns import Columns
from kami_tui.exchange.workbook.grid import Address, Sheet
from kami_tui.exchange.workbook.own_rows import OwnRows
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.ports import StatusWords

DoubtKind = Literal[
    "number",
    "same_number",
    "duplicate",
    "merged_status",
    "merged_remark",
    "merged_columns",
    "no_number",
    "status_columns",
    "no_status",
    "unknown_number",
    "homeless",
    "hidden",
    "hidden_copy",
    "left_alone",
    "left_alone_said",
]


@dataclass(frozen=True, slots=True)
class ItemCells:
    """The cells of one item. An address is None where the workbook has no such column.

    An address names the cell to read or write: of merged cells the first. Whether something stands
    there is another question.
    """

    item: str
    number: Address
    status: Address | None = None
    remark: Address | None = None
    evidence: Address | None = None
    score: Address | None = None
    question: Address | None = None
    stage: Address | None = None
    maturity: Address | None = None
    last_row: int = 0
    """The item's rows go from ``number.row`` to here."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about the layout that a person should look at.

    ``number``: the number could be read otherwise; ``same_number``: it is that of two items, in
    two rows, and nothing tells which is which, so that neither was taken; ``duplicate``: the item
    is there again (`where` is the other place, which is not in `Layout.items`); ``merged_status``:
    its status cell is one with another item's; ``merged_remark``: its remark or documents stand in
    a cell of another item;
    ``merged_columns``: its cell in one column is one with that in another, which alone has it;
    ``status_columns``: several could be the status, `where` is the head of the one not taken;
    ``no_number``: something that is no status stands where the item's answer might, in a row below
    it; ``no_status``: a sheet has items but no status; ``unknown_number``: a row's number is no
    item's;
    ``homeless``: a sheet's numbers begin at 1, and nothing says of which area they are; ``hidden``:
    items were found on a hidden sheet only; ``hidden_copy``: a hidden sheet has items that are on a
    visible one, too, and was left alone; ``left_alone``: the sheet is an agency's own list of items
    that the form's sheets have, or another round's copy of one; ``left_alone_said``: so it is,
    and somebody wrote answers there.
    """

    kind: DoubtKind
    where: Address
    item: str = ""
    detail: str = ""
    other: str = ""
    """Of ``status_columns`` and ``merged_columns`` the column that was taken, with its head; of
    ``left_alone`` the form's sheet; of ``same_number`` the items."""
    by: str = ""
    """Of ``left_alone``: what names say of the two sheets, if that is why; see `rivals`."""


class Places:
    """Finds the cells of a sheet's items. `doubt` hears of those that an item has not."""

    def __init__(
        self,
        sheet: Sheet,
        roles: Columns,
        statuses: StatusWords,
        instrument: Instrument,
        doubt: Callable[[Doubt], object],
    ) -> None:
        self.sheet, self.roles, self.statuses, self.doubt = sheet, roles, statuses, doubt
        self._rows = OwnRows(sheet, roles, instrument)
        self._own = {role: self._columns(column) for role, column in roles.taken.items()}

    def of(self, item: str, row: int, end: int) -> ItemCells:
        """Those of an item whose rows go from `row` to `end`."""
        sheet = self.sheet
        found: dict[str, Address] = {}
        for role, column in self.roles.taken.items():
            place = self._place(role, row, end)
            if role == "status":
                place = self._status_place(item, place, row, end)
            if place is not None:
                found[role] = Address(sheet.name, *place)
            elif role == "status" or (
                role in ("remark", "evidence") and sheet.seen(row, column) is not None
            ):
                self._tell(item, role, row, end)
        number = Address(sheet.name, row, self.roles.taken["number"])
        rest = {role: where for role, where in found.items() if role != "number"}
        return ItemCells(item, number, **rest, last_row=end)

    def _columns(self, column: int) -> frozenset[int]:
        """The columns that the head of one stands over, as far as they are no other role's."""
        head = self.roles.heads.get(column, 0)
        first = self.sheet.merged.get((head, column), (head, column))[1]
        return frozenset(range(first, column)) - {*self.roles.taken.values()} | {column}

    def _place(self, role: str, row: int, end: int) -> tuple[int, int] | None:
        """The cell itself, or the first of the merged ones it is under; None if that one is
        another item's, or of another column: it would be read as two things, and written twice."""
        column = self.roles.taken[role]
        place = self.sheet.merged.get((row, column), (row, column))
        return place if row <= place[0] <= end and place[1] in self._own[role] else None

    def _status_place(
        self, item: str, place: tuple[int, int] | None, row: int, end: int
    ) -> tuple[int, int] | None:
        """An item of several rows may have its answer beside any of them, such as its options."""
        sheet, column = self.sheet, self.roles.taken["status"]
        if place is None and self._is_another_items(row, column, row, end):
            return None
        if place is not None and sheet.at(*place) is not None:
            return place
        below = [
            r for r in self._rows.below(item, row, end)
            if (r, column) not in sheet.merged  # nobody sees what stands under a merged cell
        ]  # fmt: skip
        said = {
            r: code
            for r in below
            if (cell := sheet.at(r, column)) is not None
            and (code := self.statuses.code(item, cell.value)) is not None
        }
        if len({*said.values()}) == 1:  # a letter beside each option is no choice
            return min(said), column
        if not self._drops(*(place or (row, column))):
            for r in below:
                if self._drops(r, column) and sheet.at(r, column) is None:
                    return r, column
        if not said:
            for r in below:  # a cross beside an option, say
                cell = sheet.at(r, column)
                if cell is not None and not cell.formula and not words().blank(cell.text):
                    where = Address(sheet.name, r, column)
                    self.doubt(Doubt("no_number", where, item, cell.text))
        return place

    def _drops(self, row: int, column: int) -> bool:
        return any(
            top <= row <= bottom and left <= column <= right
            for choices in self.sheet.choices
            for top, left, bottom, right in choices.spans
        )

    def _is_another_items(self, row: int, column: int, first: int, last: int) -> bool:
        return not first <= self.sheet.merged.get((row, column), (row, column))[0] <= last

    def _tell(self, item: str, role: str, row: int, end: int) -> None:
        column = self.roles.taken[role]
        cell = Address(self.sheet.name, row, column)
        first = Address(self.sheet.name, *self.sheet.merged[row, column])
        if not self._is_another_items(row, column, row, end):
            own, other = (self.roles.told(self.sheet, c) for c in (column, first.column))
            self.doubt(Doubt("merged_columns", first, item, own, other))
        elif role == "status":
            self.doubt(Doubt("merged_status", cell, item))
        else:
            self.doubt(Doubt("merged_remark", first, item))
