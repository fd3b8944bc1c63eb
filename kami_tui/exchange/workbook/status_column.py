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


TIED, PLAIN, FORM, POINTS = range(4)
"""What makes a column the one: nothing; that its head has no year, beside the same head with one;
what a form has or says there; the points that stand beside its statuses."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What else there is than heads and statuses."""

    drops: Collection[int] = ()
    """Columns that have drop-downs with statuses."""
    fitting: int = 0
    """The column whose statuses have the points that stand there; 0: none, or no telling."""
    year: int = 0
    """The one that all other heads are of; 0: none."""
    preferred: int = 0
    """What other sheets say."""


@dataclass(frozen=True, slots=True)
class Choice:
    column: int | None
    others: tuple[int, ...] = ()
    """Further columns that could be it."""
    by: int = FORM
    """How far it is known that it is this round's and the others are not."""
    filled: bool = False
    """It has answers."""


def chosen(
    sheet: Sheet, headed: Headed, counts: Counts, items: int, rounds: Rounds, signs: Signs
) -> Choice:
    """One that can be seen comes before a hidden one, the latest year before others; then the one
    that the points are of, one with drop-downs, one without a year."""
    if headed:
        choice = _by_heads(sheet, headed, counts, rounds, signs)
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
    sheet: Sheet, headed: Headed, counts: Counts, rounds: Rounds, signs: Signs
) -> Choice | None:
    sure = {c: sureness for sureness, c in headed}
    seen = [c for c in sure if sure[c] > 1 and not sheet.column_hidden(c)]
    older = rounds.older(seen)

    def filled(column: int) -> int:
        return counts.get(column, (0, 0))[0]

    def drops(column: int) -> bool:
        # Whoever began a new column may have left the drop-downs in the one with a year.
        begun = any(
            rounds.is_plain(c, column) and not filled(c) and c not in signs.drops for c in seen
        )
        return column in signs.drops and not (begun and filled(column))

    def out(column: int) -> tuple[bool, bool]:
        return sure[column] <= 1 or column in older, sheet.column_hidden(column)

    def rank(column: int) -> tuple[int, ...]:
        # "Status" and "Status 2026" are one head: other things tell which one is filled in now.
        says = max(s for c, s in sure.items() if c == column or rounds.alike(c, column))
        return (
            *out(column),
            column != signs.fitting,
            -says if sure[column] > 1 else 0,
            not drops(column),
            signs.year > 0 and rounds.years.get(column, 0) != signs.year,
        )

    def order(c: int) -> tuple[int, ...]:
        dated = any(rounds.is_plain(o, c) for o in seen)
        return (*out(c), c != signs.preferred, *rank(c)[2:], dated, -sure[c], -filled(c), c)

    best, *rest = sorted(sure, key=order)
    if sure[best] <= 1 and counts:
        return None
    level = [c for c in rest if rank(c) == rank(best)]
    others = [
        c
        for c in rest
        if sure[c] > 1 and (filled(c) or c in signs.drops or c in level or rounds.is_plain(c, best))
    ]
    by = POINTS if best == signs.fitting else FORM
    if level:
        # Beside "Status 2025" with answers, "Status" is this round's.
        plain = all(filled(c) and (sure[c] < sure[best] or rounds.is_plain(best, c)) for c in level)
        by = PLAIN if plain else TIED
    return Choice(best, tuple(others), by, filled(best) > 0)
