"""What stands in the cells of a workbook. Plain values; ``sheets`` reads them from the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from kami_tui.exchange.workbook.names import Names, sheet_named

ROWS, COLUMNS = 1_048_576, 16_384
"""What a sheet can have at most."""
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 1, all included."""
Offer = str | int | float
"""What a drop-down offers, as it would stand in the cell."""
_WHOLE = re.compile("0|[1-9][0-9]{0,8}")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something."""

    value: str | int | float | bool | None
    """What is shown: of a formula its value as last worked out (None: never worked out). A date is
    the number it is stored as, unless the file has it as a text."""
    format: str = "General"
    """The number format's code."""
    formula: bool = False
    error: bool = False
    """The value is an error such as ``#REF!``."""

    @property
    def text(self) -> str:
        """The value as a text without blanks around it; numbers in their shortest form."""
        if isinstance(self.value, str):
            return self.value.strip()
        if self.value is None:
            return ""
        return str(self.value)

    @property
    def number(self) -> int | float | None:
        return None if isinstance(self.value, (str, bool)) else self.value

    @property
    def dated(self) -> bool:
        """Whether a number here is shown as a date or a time."""
        return is_date_format(self.format)


@dataclass(frozen=True, slots=True)
class Choices:
    """A drop-down: the cells that have it and where its words come from."""

    spans: tuple[Span, ...]
    formula: str
    """``"a,b"``, a range such as ``$X$1:$X$5``, or a name; as in the file, without ``=``."""


@dataclass(frozen=True)
class Sheet:
    """One sheet. Rows and columns count from 1."""

    name: str
    part: str
    """The zip entry it is read from, such as ``xl/worksheets/sheet2.xml``."""
    cells: Mapping[tuple[int, int], Cell] = field(repr=False)
    """Only cells that hold something, by row and column."""
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict, repr=False)
    """Cells hidden under a merged one: where that one is."""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    protected: bool = False
    choices: tuple[Choices, ...] = ()
    comments: frozenset[tuple[int, int]] = frozenset()
    """Cells with a comment."""
    links: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)
    """Cells that are a link, and where it leads; empty: that could not be read."""

    def at(self, row: int, column: int) -> Cell | None:
        """The cell itself; None where it is empty."""
        return self.cells.get((row, column))

    def seen(self, row: int, column: int) -> Cell | None:
        """What a reader sees there: of merged cells the one value they have."""
        place = (row, column)
        return self.cells.get(self.merged.get(place, place))

    def text(self, row: int, column: int) -> str:
        cell = self.at(row, column)
        return cell.text if cell else ""

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Cell]]:
        """The cells row by row, from top to bottom and left to right."""
        found: dict[int, dict[int, Cell]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        return found

    def column_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(frozen=True)
class Workbook:
    """Every sheet of a file that has cells, in the order of its tabs."""

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    date1904: bool = False
    """Dates count from 1904, as old Macs did."""
    macros: bool = False
    names: Names = field(default_factory=Names)

    def sheet(self, name: str) -> Sheet:
        """Raises KeyError."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    def moment(self, number: int | float) -> datetime | None:
        """The date and time a number is shown as; None where it cannot be one."""
        if not 0 <= number < 2_958_466:
            return None
        if self.date1904:
            return datetime(1904, 1, 1) + timedelta(days=number)  # noqa: DTZ001 - a wall clock
        days = number if number >= 60 else number + 1  # the 29 February 1900 that never was
        return datetime(1899, 12, 30) + timedelta(days=days)  # noqa: DTZ001

    def day(self, cell: Cell) -> date | None:
        """The day a cell shows; None if it shows none."""
        if cell.number is None or not cell.dated or cell.number < 1:
            return None
        found = self.moment(cell.number)
        return found.date() if found else None

    def offered(self, sheet: Sheet, row: int, column: int) -> tuple[str, ...]:
        """The words of a cell's drop-down, in its order; empty where it has none we can read."""
        return tuple(str(v).strip() for v in self.values_offered(sheet, row, column))

    def values_offered(self, sheet: Sheet, row: int, column: int) -> tuple[Offer, ...]:
        """The same as choosing them would put them into the cell: with their blanks, numbers as
        numbers."""
        for choices in sheet.choices:
            if any(_within(s, row, column) for s in choices.spans):
                return self._values(choices.formula, sheet)
        return ()

    def values_of(self, choices: Choices, sheet: Sheet) -> tuple[Offer, ...]:
        """The same of a drop-down of a sheet, wherever that has it."""
        return self._values(choices.formula, sheet)

    def places_offered(self, choices: Choices, sheet: Sheet) -> frozenset[tuple[int, int]]:
        """Cells of this very sheet that a drop-down takes its words from."""
        name, _, reference = self._source(choices.formula, sheet).rpartition("!")
        found = span(reference)
        if found is None or (name and sheet_named(name) != sheet.name):
            return frozenset()
        top, left, bottom, right = found
        return frozenset(p for p in sheet.cells if top <= p[0] <= bottom and left <= p[1] <= right)

    def _source(self, formula: str, sheet: Sheet) -> str:
        """Where a drop-down on a sheet takes its words from, with what its name stands for."""
        formula = formula.strip().lstrip("=")
        meaning = self.names.meaning(formula, sheet.name)
        return formula if meaning is None else meaning.strip().lstrip("=")

    def _values(self, formula: str, sheet: Sheet) -> tuple[Offer, ...]:
        formula = self._source(formula, sheet)
        if formula.startswith('"') and formula.endswith('"') and len(formula) > 1:
            words = (w.strip() for w in formula[1:-1].replace('""', '"').split(","))
            return tuple(int(w) if _WHOLE.fullmatch(w) else w for w in words)
        name, _, reference = formula.rpartition("!")
        found = span(reference)
        if found is None:
            return ()
        try:
            there = self.sheet(sheet_named(name)) if name else sheet
        except KeyError:
            return ()
        first_row, first_column, last_row, last_column = found
        if (last_row - first_row + 1) * (last_column - first_column + 1) > 100:
            return ()
        return tuple(
            cell.text if isinstance(cell.value, bool) or cell.value is None else cell.value
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
            if (cell := there.at(row, column)) is not None and cell.text
        )


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One cell of a workbook."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """``E7``"""
        return f"{letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


def letters(column: int) -> str:
    """``AB`` of 28."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_number(name: str) -> int:
    """28 of ``AB``."""
    number = 0
    for sign in name.upper():
        number = number * 26 + ord(sign) - 64
    return number


def position(reference: str) -> tuple[int, int] | None:
    """Row and column of ``E7`` or ``$E$7``; None if it is none that a sheet can have."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 1 <= row <= ROWS and 1 <= column <= COLUMNS else None


def span(reference: str) -> Span | None:
    """``E7:F9``, or a single cell."""
    first, _, last = reference.strip().partition(":")
    begin, end = position(first), position(last or first)
    if begin is None or end is None:
        return None
    rows, columns = sorted((begin[0], end[0])), sorted((begin[1], end[1]))
    return rows[0], columns[0], rows[1], columns[1]


def spans(references: str) -> Iterator[Span]:
    """Several, with blanks between them."""
    for reference in references.split():
        if (found := span(reference)) is not None:
            yield found


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    bare = _LITERAL.sub("", code.partition(";")[0]).lower()
    return bare != "general" and any(sign in bare for sign in "dmyhs")


def _within(area: Span, row: int, column: int) -> bool:
    return area[0] <= row <= area[2] and area[1] <= column <= area[3]
