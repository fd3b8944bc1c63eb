"""Statuses of one round on all sheets: what one sheet does not say of its columns, others may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from kami_tui.exchange.workbook.rivals import FoundSheet


def of_one_round(
    found: Sequence[FoundSheet], again: Callable[[FoundSheet, int], FoundSheet]
) -> list[FoundSheet]:
    """`again` looks at a sheet once more and prefers a column of statuses."""
    alike = _in_one_column(found, again)
    # Where sheets have statuses of several years, one with an earlier year's has none of this one.
    this = max((s.roles.year for s in alike if s.roles.rounds and not s.sheet.hidden), default=0)
    return [
        replace(s, roles=s.roles.without_status()) if 0 < s.roles.year < this else s for s in alike
    ]


def _in_one_column(
    found: Sequence[FoundSheet], again: Callable[[FoundSheet, int], FoundSheet]
) -> list[FoundSheet]:
    """With the same column on all sheets that could have it, rather than the fuller on each."""
    sure: Counter[int] = Counter()
    likely: Counter[int] = Counter()
    for one in found:
        roles = one.roles
        if roles.other_status and not one.sheet.hidden:
            votes = likely if roles.tied else sure
            votes[roles.taken["status"]] += len(one.rows.found) if roles.filled else 0
            votes.setdefault(roles.taken["status"], 0)
    return [_settled(one, sure, likely, again) if one.roles.tied else one for one in found]


def _settled(
    one: FoundSheet,
    sure: Counter[int],
    likely: Counter[int],
    again: Callable[[FoundSheet, int], FoundSheet],
) -> FoundSheet:
    could = {one.roles.taken["status"], *one.roles.other_status}
    known = sorted(c for c in could if c in sure)
    votes = sure if known else likely
    best = max(known or sorted(c for c in could if c in votes), key=lambda c: votes[c], default=0)
    made = again(one, best) if best != one.roles.taken["status"] else one
    filled = any(likely[c] for c in could)
    # Answers on any sheet may be another round's; where others tell which column it is, they do.
    return replace(made, roles=replace(made.roles, tied=not known, filled=filled))
