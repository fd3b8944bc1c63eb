"""Which rows of a column have a drop-down with a status."""

from __future__ import annotations

from collections.abc import Iterable

from kami_tui.exchange.workbook.grid import Sheet, Workbook
from kami_tui.usecases.ports import StatusWords


def rows_with_drop_downs(
    workbook: Workbook,
    sheet: Sheet,
    column: int,
    rows: range,
    items: Iterable[str],
    statuses: StatusWords,
) -> frozenset[int]:
    """Those of `rows` where a status can be chosen that one of the items has."""
    known = tuple(items)
    found: set[int] = set()
    for choices in sheet.choices:
        for top, left, bottom, right in choices.spans:
            here = range(max(top, rows.start), min(bottom + 1, rows.stop))
            if not (left <= column <= right and here):
                continue
            offered = workbook.values_offered(sheet, top, left)
            if any(statuses.code(item, value) is not None for value in offered for item in known):
                found.update(here)
    return frozenset(found)
