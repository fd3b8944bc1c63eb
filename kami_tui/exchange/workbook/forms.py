"""Heads of a form and what was filled in: beside them, below them, or behind them in one cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from kami_tui.exchange.workbook.grid import Cell, Sheet
from kami_tui.exchange.workbook.words import bare, words

FARTHEST = 6
"""Columns right of its head in which a value may stand."""
MOST_ROWS = 300
FEWEST = 4
"""Known heads below each other that make a form."""
MOST_LINES = 50
"""Lines of one cell in which heads are looked for."""
MOST_WITHIN = 300
LONG = 20
"""Characters of a text that stands below its head in any form; shorter ones only where all do."""
WHOLE = "organisation"
"""The field without which single words such as ``Date`` are some other table's heads."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Filled:
    field: str
    place: Place
    """Where the value stands."""
    cell: Cell
    """With the value alone."""


def filled(sheet: Sheet) -> Iterator[Filled]:
    """Every known head with something filled in, from top to bottom."""
    above = _is_above(sheet)
    for (row, column), field in _heads(sheet):
        place = _beside(sheet, row, column) or _below(sheet, row, column, above)
        if place is not None:
            yield Filled(field, place, sheet.cells[place])
    within = list(islice(_within(sheet), MOST_WITHIN))
    fields = {line.field for line in within}
    if WHOLE in fields or len(fields) >= FEWEST:
        yield from within


def others(sheet: Sheet, read: set[Place]) -> Iterator[tuple[str, Place, Cell]]:
    """Further lines of a form, with what they are called: a text with a value, among the heads that
    are known and in their column."""
    known: dict[int, list[int]] = {}
    for (row, column), _ in _heads(sheet):
        known.setdefault(column, []).append(row)
    column, rows = max(known.items(), key=lambda k: len(k[1]), default=(0, []))
    if len(rows) < FEWEST:
        return
    above, taken = _is_above(sheet), set(read)
    for row in range(rows[0], rows[-1] + (3 if above else 2)):
        label = sheet.at(row, column)
        if row in rows or (row, column) in taken or label is None:
            continue
        if not isinstance(label.value, str) or is_head(label):
            continue
        place = _beside(sheet, row, column)
        if place is None and above:
            place = _below(sheet, row, column, above)
        if (
            place is not None
            and place not in taken
            and not words().says_nothing(sheet.cells[place].text)
        ):
            taken.add(place)
            yield label.text[:60], place, sheet.cells[place]


def known_lines(sheet: Sheet) -> frozenset[int]:
    """Rows of a sheet that is a form: of its heads, filled in or not, and of what is filled in.
    Empty: it is none."""
    heads = [(place[0], field) for place, field in _heads(sheet)]
    lines = [*filled(sheet)]
    fields = {field for _, field in heads} | {line.field for line in lines}
    if WHOLE not in fields and len(fields) < FEWEST:
        return frozenset()
    read = {line.place for line in lines}
    further = {place for _, place, _ in others(sheet, read)}
    return frozenset(row for row, _ in heads) | {row for row, _ in read | further}


def is_head(cell: Cell) -> bool:
    return isinstance(cell.value, str) and _field(cell.text) is not None


def _field(text: str) -> str | None:
    return words().profile.get(bare(text).rstrip(": "))


def _texts(sheet: Sheet) -> Iterator[tuple[int, int, Cell]]:
    for row in list(sheet.rows)[:MOST_ROWS]:
        for column, cell in sheet.rows[row].items():
            if isinstance(cell.value, str):
                yield row, column, cell


def _heads(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    for row, column, cell in _texts(sheet):
        field = _field(cell.text)
        if field is not None:
            yield (row, column), field


def _said(text: str) -> list[tuple[str, str]]:
    """Fields and values of ``Name : X``, of several lines perhaps; a line without a head goes on
    with the one above. Nothing of a text that begins otherwise."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n", MOST_LINES):
        head, mark, rest = line.partition(":")
        field = words().profile.get(bare(head)) if mark else None
        if field is not None:
            found.append((field, [rest.strip()]))
        elif not found:
            break
        else:
            found[-1][1].append(line.strip())
    texts = ((field, "\n".join(lines).strip()) for field, lines in found)
    return [(field, said) for field, said in texts if said]


def _is_above(sheet: Sheet) -> bool:
    """Whether values stand below their heads on this sheet, as far as most heads go."""
    beside, below = 0, set[str]()
    for (row, column), field in _heads(sheet):
        if _beside(sheet, row, column) is not None:
            beside += 1
        elif _below(sheet, row, column, True) is not None:
            below.add(field)
    return WHOLE in below and len(below) >= FEWEST and len(below) > beside


def _within(sheet: Sheet) -> Iterator[Filled]:
    for row, column, cell in _texts(sheet):
        for field, said in _said(cell.text):
            yield Filled(field, (row, column), replace(cell, value=said))


def _beside(sheet: Sheet, row: int, column: int) -> Place | None:
    for c in range(column + 1, column + 1 + FARTHEST):
        cell = sheet.at(row, c)
        if cell is None or cell.text.strip(": ") == "":
            continue
        return None if is_head(cell) else (row, c)
    return None


def _below(sheet: Sheet, row: int, column: int, above: bool) -> Place | None:
    """Long texts, such as the scope, stand below their head."""
    for r in (row + 1,) if above else (row + 1, row + 2):
        cell = sheet.at(r, column)
        if cell is None or not cell.text:
            continue
        if is_head(cell) or (isinstance(cell.value, str) and _said(cell.text)):
            return None
        return (r, column) if above or len(cell.text) >= LONG else None
    return None
