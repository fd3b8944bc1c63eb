"""Statuses of one round on all sheets: what one sheet does not say of its columns, others may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.rivals import FoundSheet
from kami_tui.exchange.workbook.status_column import TIED


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
    votes: dict[int, Counter[tuple[int, str]]] = {}
    """By what tells: the columns that were taken, with their heads."""
    for one in found:
        roles = one.roles
        if roles.other_status and not one.sheet.hidden:
            taken = roles.taken["status"]
            own = votes.setdefault(roles.by, Counter())
            own[taken, _head(one, taken)] += len(one.rows.found) if roles.filled else 0
    return [_settled(one, votes, again) if one.roles.other_status else one for one in found]


def _settled(
    one: FoundSheet,
    votes: Mapping[int, Counter[tuple[int, str]]],
    again: Callable[[FoundSheet, int], FoundSheet],
) -> FoundSheet:
    """What tells more on other sheets counts here as well, where the heads are the same."""
    roles = one.roles
    could = sorted({roles.taken["status"], *roles.other_status})
    best, by = 0, roles.by
    for more in sorted(votes, reverse=True):
        if more <= roles.by and not (more == roles.by == TIED):
            break
        here = _columns(one, could, votes[more])
        if here:
            best, by = max(here, key=lambda c: here[c]), more
            break
    made = again(one, best) if best not in (0, roles.taken["status"]) else one
    if not roles.tied:
        return made if made is one else replace(made, roles=replace(made.roles, by=by))
    # Answers on any sheet may be another round's; where others tell which column it is, they do.
    filled = any(_columns(one, could, votes.get(TIED, Counter())).values())
    return replace(made, roles=replace(made.roles, by=by, filled=filled))


def _columns(
    one: FoundSheet, could: Sequence[int], votes: Counter[tuple[int, str]]
) -> dict[int, int]:
    """The votes for the columns of a sheet, in their order. A sheet on which nothing tells goes by
    their places alone."""
    found: dict[int, int] = {}
    for column in could:
        said = _head(one, column)
        fitting = [
            n for (c, h), n in votes.items() if c == column and (one.roles.tied or h == said)
        ]
        if fitting:
            found[column] = sum(fitting)
    return found


def _head(one: FoundSheet, column: int) -> str:
    return folded(one.roles.head(one.sheet, column))
