"""Figures a workbook has worked out itself: on its dashboard, and below the items of an area."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.grid import Address, Cell, Sheet, Workbook
from kami_tui.exchange.workbook.layout import Layout, SheetLayout
from kami_tui.exchange.workbook.words import bare, words
from kami_tui.usecases.intake import Figure

FARTHEST = 8
MOST_ROWS = 300
NAMES = ("se_score", "se_category", "total", "readiness")
_SCORE = re.compile(r"(?:skor|score|nilai)\s*:\s*([0-9]+)", re.IGNORECASE)


def figures_of(workbook: Workbook, layout: Layout, instrument: Instrument) -> tuple[Figure, ...]:
    """The figures that have a value; one of each, those of a dashboard first."""
    found: dict[tuple[str, str], Figure] = {}
    with_items = {s.name: s for s in layout.sheets}
    for sheet in workbook.sheets:
        if sheet.hidden or sheet.name in with_items:
            continue
        for figure in _dashboard(sheet, instrument):
            found.setdefault((figure.name, figure.area), figure)
    for sheet_layout in layout.sheets:
        if sheet_layout.area and not sheet_layout.hidden:
            for figure in _below(workbook.sheet(sheet_layout.name), sheet_layout, instrument):
                found.setdefault((figure.name, figure.area), figure)
    return tuple(found.values())


def _dashboard(sheet: Sheet, instrument: Instrument) -> Iterator[Figure]:
    heads = {h: name for name in NAMES for h in words().totals[name]}
    areas: dict[str, str] = {}
    for role in instrument.results.areas:
        scored = instrument.area(role.area)
        names = [scored.name, scored.short] if scored.short else [scored.name]
        areas |= {folded(n): scored.id for text in names for n in (text.id, text.en)}
    for row in list(sheet.rows)[:MOST_ROWS]:
        for column, cell in sheet.rows[row].items():
            if not isinstance(cell.value, str):
                continue
            head = bare(cell.text).rstrip(": ")
            name, area = (
                heads.get(head),
                areas.get(re.sub(r"^[ivx]+[.\s]+|^[0-9]+[.\s]+", "", head)),
            )
            if name is None and area is None:
                continue
            wanted = str if name in ("se_category", "readiness") else float
            value = _value(sheet, row, column, wanted)
            if value is None:
                continue
            said, at = value
            place = str(Address(sheet.name, row, at))
            if name is None:
                yield Figure("area", said, place, area or "")
            else:
                yield Figure(name, said, place)  # type: ignore[arg-type]


def _value(
    sheet: Sheet, row: int, column: int, wanted: type
) -> tuple[int | float | str, int] | None:
    """The first number (or text) right of a head."""
    for c in range(column + 1, column + 1 + FARTHEST):
        cell = sheet.at(row, c)
        if cell is None or cell.error or cell.text.strip(": ") == "":
            continue
        if wanted is str:
            return (cell.text, c) if isinstance(cell.value, str) else None
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
    return any(text == w or text.startswith(w + " ") for w in words().totals["area"])
