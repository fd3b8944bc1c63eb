"""Which of several columns that say so is this round's status."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kami_tui.exchange.workbook.grid import Sheet
from kami_tui.exchange.workbook.rounds import Rounds

Headed = Sequence[tuple[int, int]]
"""How sure a head is, and its column."""
Counts = Mapping[int, tuple[int, int]]
"""How many items have a known status in a column, and how many have anything."""


@dataclass(frozen=True, slots=True)
class Choice:
    column: int | None
    others: tuple[int, ...] = ()
    """Further columns that could be it."""
    tied: bool = False
    """Nothing says that it is this round's and one of the others another's."""
    filled: bool = False
    """It has answers."""


def chosen(
    sheet: Sheet,
    headed: Headed,
    counts: Counts,
    items: int,
    rounds: Rounds,
    drops: Collection[int],
    preferred: int = 0,
) -> Choice:
    """One that can be seen comes before a hidden one, the latest year before others, and one with
    drop-downs (`drops`) before one without. `preferred`: what other sheets say."""
    if headed:
        choice = _by_heads(sheet, headed, counts, rounds, drops, preferred)
        if choice is not None:
            return choice
    # No head says so: then the column in which nearly all that stands there is a status.
    foreign = {column for _, column in headed}
    likely = [
        (not sheet.column_hidden(column), known, -column)
        for column, (known, said) in counts.items()
        if column not in foreign and known >= 3 and known >= 0.6 * said and known >= 0.1 * items
    ]
    if likely:
        return Choice(-max(likely)[2])
    return Choice(headed[0][1] if headed else None)


def _by_heads(
    sheet: Sheet,
    headed: Headed,
    counts: Counts,
    rounds: Rounds,
    drops: Collection[int],
    preferred: int,
) -> Choice | None:
    sure = {c: sureness for sureness, c in headed}
    seen = [c for c in sure if sure[c] > 1 and not sheet.column_hidden(c)]
    older = rounds.older(seen)

    def rank(column: int) -> tuple[int, ...]:
        # "Status" and "Status 2026" are one head: a drop-down may tell which one is filled in now.
        says = max(s for c, s in sure.items() if c == column or rounds.alike(c, column))
        return (
            sure[column] <= 1 or column in older,
            sheet.column_hidden(column),
            -says if sure[column] > 1 else 0,
            column not in drops,
        )

    def filled(column: int) -> int:
        return counts.get(column, (0, 0))[0]

    best, *rest = sorted(sure, key=lambda c: (*rank(c), c != preferred, -sure[c], -filled(c), c))
    if sure[best] <= 1 and counts:
        return None
    level = [c for c in rest if rank(c) == rank(best)]
    others = [c for c in rest if sure[c] > 1 and (filled(c) or c in drops or c in level)]
    # Beside "Status 2025" with answers, "Status" is this round's.
    tied = any(not (sure[c] < sure[best] and filled(c)) for c in level)
    return Choice(best, tuple(others), tied, filled(best) > 0)
