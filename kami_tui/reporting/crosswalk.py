"""The items seen from ISO/IEC 27001:2022: what the answers say about each clause and control."""

from __future__ import annotations

import re

from kami_tui.domain.numbers import Exact
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.model import ClauseGroup, ClauseRow
from kami_tui.reporting.text import NONE, width

_PIECES = re.compile(r"\d+|\D+")


def crosswalk(f: Facts) -> tuple[ClauseGroup, ...]:
    """By clause (``5``) and by theme of Annex A (``A.5``). An item that names several numbers is
    seen under each; items that decide only a category earn nothing to be seen here."""
    category = f.scorer.instrument.results.category
    under: dict[str, list[int]] = {}
    for at, item in enumerate(f.scorer.ids):
        tags = f.scorer.tags[at]
        if at in f.evaluation.dropped or (category and tags["area"] == category.area):
            continue
        for number in dict.fromkeys(f.scorer.instrument.items[item].iso27001):
            under.setdefault(number, []).append(at)
    groups: dict[str, list[str]] = {}
    for number in sorted(under, key=_order):
        groups.setdefault(_group(number), []).append(number)
    return tuple(
        ClauseGroup(_title(f, group), tuple(_row(f, n, under[n]) for n in numbers))
        for group, numbers in groups.items()
    )


def _row(f: Facts, number: str, rows: list[int]) -> ClauseRow:
    w, e = f.w, f.evaluation
    got: Exact = sum(e.earned[p] for p in rows)
    most: Exact = sum(f.scorer.best[p] for p in rows)
    open_ = sum(e.statuses[p] is None for p in rows)
    return ClauseRow(
        number=number,
        items=tuple((f.scorer.ids[p], f.item_anchor(f.scorer.ids[p])) for p in rows),
        share=w.percent(got, most),
        width=width(got, most),
        unanswered=w.number(open_) if open_ else NONE,
    )


def _group(number: str) -> str:
    head, _, rest = number.partition(".")
    return f"{head}.{rest.partition('.')[0]}" if head.isalpha() else head


def _title(f: Facts, group: str) -> str:
    tr = f.w.tr
    if group[:1].isalpha():
        return tr("Annex {number}", number=group)
    return tr("Clause {number}", number=group)


def _order(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Clauses before annexes, 5.10 after 5.9."""
    return tuple(
        (not piece.isdigit(), int(piece) if piece.isdigit() else 0, piece)
        for piece in _PIECES.findall(number)
    )
