"""Which rows of a sheet are items: found by the column in which item numbers stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.grid import Cell, Sheet, Workbook
from kami_tui.exchange.workbook.numbers import (
    ROMAN,
    SURE,
    candidates,
    deep_number,
    plain_number,
    settled,
)
from kami_tui.exchange.workbook.same_numbers import told_apart
from kami_tui.exchange.workbook.words import has_words, words

FEWEST = 3
"""Numbers in a column before it is taken for one of item numbers."""
MOST_ROWS = 5_000
"""Rows of a sheet that are looked at for item numbers; a questionnaire has some hundred."""
MOST_STRANGE = 50
"""Rows with other numbers that are remembered for one sheet."""
_ROMAN = re.compile(r"(?:bagian\s+|part\s+)?([ivx]{1,4})\b[\s.:)\-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    row: int
    item: str
    sure: bool
    """False: the number could be read otherwise, and nothing around it decides."""


@dataclass(frozen=True, slots=True)
class Rows:
    column: int
    """In which the numbers stand."""
    found: tuple[Row, ...]
    """From top to bottom."""
    restarts: bool = False
    """The numbers begin at 1."""
    strange: tuple[int, ...] = ()
    """Rows with a number that no item has."""
    unclear: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Rows that may be one of several items, and nothing tells of which."""
    homeless: tuple[int, ...] = ()
    """Rows with numbers that begin at 1, and nothing says of which area they are: then nothing is
    found."""


Numbered = list[tuple[int, dict[str, int]]]


class RowFinder:
    """Looks through the sheets of one workbook.

    `numbers` are the item numbers as they stand in the workbook, in its order, each with the item
    it is in the instrument: the same, but for a workbook of an older edition.
    """

    def __init__(
        self, workbook: Workbook, instrument: Instrument, numbers: Mapping[str, str]
    ) -> None:
        self.workbook, self.instrument, self.numbers = workbook, instrument, numbers
        self.words = words()
        self.order = {number: n for n, number in enumerate(numbers)}

    def find(self, sheet: Sheet) -> Rows | None:
        """The items of a sheet; None if it has none."""
        by_column: dict[int, list[tuple[int, Cell]]] = {}
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                found = by_column.setdefault(column, [])
                if len(found) < MOST_ROWS and (row, column) not in sheet.merged:
                    found.append((row, cell))
        best: tuple[int, int, Numbered, tuple[int, ...]] = (0, 0, [], ())
        for column in sorted(by_column):
            numbered, strange = self._full(by_column[column])
            nearest = [self.order[min(c, key=lambda i: c[i])] for _, c in numbered]
            distinct = len(set(nearest))
            # A column of clauses has such numbers, too, but they do not go one by one.
            steps = sum(b == a + 1 for a, b in pairwise(nearest))
            if distinct >= FEWEST and distinct + steps > best[0]:
                best = (distinct + steps, column, numbered, strange)
        if best[0]:
            items, unclear = self._settled(sheet, best[2])
            return Rows(best[1], items, strange=best[3], unclear=unclear)
        return self._restarted(sheet, by_column)

    def area_of(self, sheet: Sheet) -> str | None:
        """The area a sheet's name or title says it has."""
        known = {a.id for a in self.instrument.areas}
        titles = [c.text for r in list(sheet.rows)[:5] for c in sheet.rows[r].values()]
        for said in (sheet.name, *(t for t in titles[:10] if len(t) <= 120)):
            match = _ROMAN.match(said)
            if match and str(ROMAN.get(match[1].upper())) in known:
                return str(ROMAN[match[1].upper()])
            text = folded(said)
            for area in self.instrument.areas:
                own = [area.name.id, area.name.en]
                own += [area.short.id, area.short.en] if area.short else []
                hints = self.words.sheets.get(area.id, ())
                if any(has_words(text, w) for w in (*map(folded, own), *hints)):
                    return area.id
        return None

    def _full(self, cells: Sequence[tuple[int, Cell]]) -> tuple[Numbered, tuple[int, ...]]:
        """Rows with numbers of items, and rows with numbers of none."""
        found: Numbered = []
        strange: list[int] = []
        for row, cell in cells:
            options = candidates(cell, self.workbook, self.words.months)
            deep = deep_number(cell)
            if deep is not None:
                options = {deep: SURE}
            known = {i: d for i, d in options.items() if i in self.order}
            if known:
                found.append((row, known))
            elif options and deep is None and len(strange) < MOST_STRANGE:
                strange.append(row)
        return found, tuple(strange)

    def _settled(
        self, sheet: Sheet, rows: Numbered
    ) -> tuple[tuple[Row, ...], dict[int, tuple[str, ...]]]:
        readings = [c for _, c in rows]
        first = settled(readings, self.order)
        chosen, unclear = told_apart(
            readings, first, self.order, lambda n, number: self._asks(sheet, rows[n][0], number)
        )
        found = tuple(
            Row(row, self.numbers[c[0]], c[1])
            for (row, _), c in zip(rows, chosen, strict=True)
            if c is not None
        )
        items = {n: tuple(self.numbers[i] for i in both) for n, both in unclear.items()}
        return found, {rows[n][0]: both for n, both in items.items()}

    def _asks(self, sheet: Sheet, row: int, number: str) -> bool:
        """Whether a row has an item's question, in our wording."""
        text = self.instrument.items[self.numbers[number]].text
        asked = {folded(text.id), folded(text.en)}
        cells = sheet.rows[row].values()
        return any(isinstance(c.value, str) and folded(c.value) in asked for c in cells)

    def _restarted(
        self, sheet: Sheet, by_column: Mapping[int, Sequence[tuple[int, Cell]]]
    ) -> Rows | None:
        area = self.area_of(sheet)
        for column in sorted(by_column):
            rows = [(r, n) for r, c in by_column[column] if (n := plain_number(c)) is not None]
            steps = sum(b == a + 1 for (_, a), (_, b) in pairwise(rows))
            if len(rows) < FEWEST or steps * 2 < len(rows) - 1:
                continue
            if area is None:
                return Rows(column, (), homeless=tuple(r for r, _ in rows))
            known = [(r, f"{area}.{n}") for r, n in rows]
            found = tuple(Row(r, self.numbers[i], True) for r, i in known if i in self.order)
            strange = tuple(r for r, i in known if i not in self.order)[:MOST_STRANGE]
            if len(found) >= FEWEST:
                return Rows(column, found, restarts=True, strange=strange)
        return None
