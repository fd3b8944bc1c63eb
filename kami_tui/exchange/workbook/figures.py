"""Figures a workbook has worked out itself: on its dashboard, and below the items of an area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from itertools import islice

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.grid import Address, Cell, Sheet, Workbook
from kami_tui.exchange.workbook.layout import Layout, SheetLayout
from kami_tui.exchange.workbook.words import bare, has_words, words
from kami_tui.usecases.intake import Figure

FARTHEST = 8
MOST_ROWS = 300
NAMES = ("se_score", "se_category", "total", "readiness")
MOST = 200
"""Figures of one sheet, and of all, that are looked at."""
LONGEST = 80
"""Characters of a figure's head."""
_NUMBERED = re.compile(r"^(?:[ivx]+|[0-9]+)[.\s]+")
_SCORE = re.compile(r"(?:skor|score|nilai)\s*:\s*([0-9]+)", re.IGNORECASE)


def figures_of(workbook: Workbook, layout: Layout, instrument: Instrument) -> tuple[Figure, ...]:
    """What may be a figure, those of a dashboard first. Of one figure there may be several: beside
    the data of a chart stand the same names, with other numbers."""
    found: list[Figure] = []
    with_items = layout.with_items
    heads = _Heads(instrument)
    areas_only: list[Figure] = []
    for sheet in workbook.sheets:
        if not sheet.hidden and sheet.name not in with_items:
            here = list(islice(_dashboard(sheet, heads), MOST))
            # A sheet with names of areas and no result at all is most likely a chart's.
            own = found if any(f.name != "area" for f in here) else areas_only
            own += here
    if not found:
        found = areas_only
    for sheet_layout in layout.sheets:
        if sheet_layout.area and not sheet_layout.hidden:
            sheet = workbook.sheet(sheet_layout.name)
            found += islice(_below(sheet, sheet_layout, instrument), MOST)
    return tuple(found[:MOST])


class _Heads:
    """Which figure a head announces: a name of `intake.Figure`, and an area."""

    def __init__(self, instrument: Instrument) -> None:
        self.names = {h: name for name in NAMES for h in words().totals[name]}
        self.areas: dict[str, str] = {}
        self.hints: list[tuple[str, str]] = []
        roles = instrument.results
        category = roles.category.value if roles.category else None
        self.labels = {
            "se_category": _labels(instrument, category),
            "readiness": _labels(instrument, roles.readiness),
        }
        for role in roles.areas:
            area = instrument.area(role.area)
            names = [area.name, area.short] if area.short else [area.name]
            self.areas |= {folded(n): area.id for text in names for n in (text.id, text.en)}
            self.hints += [(hint, area.id) for hint in words().sheets.get(area.id, ())]

    def says(self, name: str, value: str) -> bool:
        """Whether a word is one that this figure can have: what says that there is none yet is no
        figure, nor is a table's next head."""
        return folded(value) in self.labels.get(name, ())

    def of(self, text: str) -> tuple[str, str] | None:
        head = _NUMBERED.sub("", bare(text).rstrip(": "))
        if not head or len(head) > LONGEST:
            return None
        if head in self.names:
            return self.names[head], ""
        if head in self.areas:
            return "area", self.areas[head]
        near = {area for hint, area in self.hints if has_words(head, hint)}
        return ("area", near.pop()) if len(near) == 1 else None


class _Columns:
    """Which columns of a table have numbers that are no scores of these answers: how many there
    are of something, the most there can be, another round's."""

    def __init__(self) -> None:
        self.others: set[int] = set()
        self._last = 0

    def goes_on(self, row: int, cells: Mapping[int, Cell]) -> None:
        """The next row of the sheet. A row without texts or numbers ends a table; heads stand in
        rows without numbers, other texts there are values ("-")."""
        if row > self._last + 1 or not any(c.text.strip() for c in cells.values()):
            self.others.clear()
        self._last = row
        if any(c.number is not None for c in cells.values()):
            return
        for column, cell in cells.items():
            if words().counts(cell.text) or words().foreign(cell.text):
                self.others.add(column)
            elif words().role(cell.text) is not None:
                self.others.discard(column)


def _labels(instrument: Instrument, rule: str | None) -> frozenset[str]:
    scale = instrument.scale_of(rule) if rule else None
    return (
        frozenset(folded(n) for v in scale.order for n in scale.names(v)) if scale else frozenset()
    )


def _dashboard(sheet: Sheet, heads: _Heads) -> Iterator[Figure]:
    table = _Columns()
    for row in list(sheet.rows)[:MOST_ROWS]:
        table.goes_on(row, sheet.rows[row])
        for column, cell in sheet.rows[row].items():
            if not isinstance(cell.value, str) or len(cell.value) > LONGEST:
                continue
            announced = heads.of(cell.text)
            if announced is None:
                continue
            name, area = announced
            wanted = str if name in ("se_category", "readiness") else float
            value = _value(sheet, row, column, wanted, table.others)
            if value is not None and (wanted is float or heads.says(name, str(value[0]))):
                place = str(Address(sheet.name, row, value[1]))
                yield Figure(name, value[0], place, area)  # type: ignore[arg-type]


def _value(
    sheet: Sheet, row: int, column: int, wanted: type, others: Set[int]
) -> tuple[int | float | str, int] | None:
    """The first number (or text) right of a head; numbers in the columns `others` are of
    other things."""
    for c in range(column + 1, column + 1 + FARTHEST):
        cell = sheet.at(row, c)
        if cell is None or cell.error or cell.text.strip(": ") == "":
            continue
        if wanted is str:
            return (cell.text, c) if isinstance(cell.value, str) else None
        if c in others:
            continue
        if cell.number is not None:
            return cell.number, c
        match = _SCORE.search(cell.text[:200])
        return (int(match[1]), c) if match else None
    return None


def _below(sheet: Sheet, layout: SheetLayout, instrument: Instrument) -> Iterator[Figure]:
    """The sum in the column of points, in a row that says it is one."""
    column = layout.columns.get("score")
    roles = {r.area for r in instrument.results.areas}
    category = instrument.results.category
    area = layout.area or ""
    for row, cells in sheet.rows.items():
        cell = cells.get(column) if column else None
        if row < layout.first_row or cell is None or cell.number is None:
            continue
        if any(_is_sum(c) for c in cells.values()):
            place = str(Address(sheet.name, row, column or 0))
            if area in roles:
                yield Figure("area", cell.number, place, area)
            elif category is not None and category.area == area:
                yield Figure("se_score", cell.number, place)


def _is_sum(cell: Cell) -> bool:
    if not isinstance(cell.value, str) or len(cell.value) > 120:
        return False
    text = bare(cell.text)
    named = any(text == w or text.startswith(w + " ") for w in words().totals["area"])
    return named and not words().counts(text)
