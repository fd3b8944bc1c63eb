"""Sheets with words of which nothing was taken in: an action plan, a risk register, instructions.

Whether the form has such a sheet or somebody made it cannot be told, so they are named, not called
lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from kami_tui.exchange.workbook.forms import known_lines
from kami_tui.exchange.workbook.grid import Sheet
from kami_tui.exchange.workbook.layout import Layout
from kami_tui.exchange.workbook.names import sheet_named
from kami_tui.exchange.workbook.own import is_ours
from kami_tui.exchange.workbook.unread import is_said
from kami_tui.usecases.intake import Figure

FIGURES = 2
"""Figures of one sheet, one of them a result, that make it a dashboard: any table has a total."""
BESIDE = 5
"""Rows of words beside the lines of a form: its titles, and whoever signs it."""


def aside(layout: Layout, figures: Iterable[Figure]) -> tuple[str, ...]:
    """Their names, in the workbook's order. A sheet that was told otherwise is none of them."""
    book = layout.workbook
    told = {d.where.sheet for d in layout.doubts if d.kind == "homeless"} | layout.with_items
    told |= _dashboards(figures)
    ours = _named(layout) if is_ours(book) else frozenset[str]()
    offered = _offered(layout)
    return tuple(
        s.name
        for s in book.sheets
        if not (s.hidden or s.name in told or s.name in ours)
        and any(map(is_said, s.cells.values()))
        and not (is_ours(book) and any(c.formula for c in s.cells.values()))
        and not _is_form(s)
        and not _is_list(s, offered)
    )


def _dashboards(figures: Iterable[Figure]) -> set[str]:
    names: dict[str, list[str]] = {}
    for one in figures:
        names.setdefault(one.place.rpartition("!")[0], []).append(one.name)
    return {s for s, n in names.items() if len(n) >= FIGURES and set(n) != {"area"}}


def _named(layout: Layout) -> frozenset[str]:
    """Of our own workbook, the sheets that its names are about; the others of its own reckon."""
    places = layout.workbook.names.meanings.values()
    return frozenset(sheet_named(p.rpartition("!")[0]) for p in places if "!" in p)


def _is_form(sheet: Sheet) -> bool:
    """Whether it is an identity, filled in or not, and nothing else."""
    lines = known_lines(sheet)
    words = {row for (row, _), cell in sheet.cells.items() if is_said(cell)}
    return bool(lines) and len(words - lines) <= BESIDE


def _is_list(sheet: Sheet, offered: frozenset[str]) -> bool:
    """Whether it is there for drop-downs: most words are what they offer."""
    said = [c.text for c in sheet.cells.values() if is_said(c)]
    return 2 * sum(t in offered for t in said) > len(said)


def _offered(layout: Layout) -> frozenset[str]:
    book = layout.workbook
    found: dict[tuple[str, str], frozenset[str]] = {}
    for sheet in book.sheets:
        for choices in sheet.choices:
            key = (sheet.name, choices.formula)
            if key not in found:
                values = book.values_of(choices, sheet)
                found[key] = frozenset(str(v).strip() for v in values)
    return frozenset().union(*found.values())
