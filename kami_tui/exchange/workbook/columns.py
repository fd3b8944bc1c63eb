"""What each column of a sheet holds: told by its head and, for the status, by its contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kami_tui.exchange.workbook.grid import Sheet, letters
from kami_tui.exchange.workbook.words import Words
from kami_tui.usecases.ports import StatusWords

ABOVE = 15
"""Rows above the first item in which heads are looked for."""
WIDEST = 4
"""Columns one head may stand over; what is wider is a title or an explanation."""
RIGHTMOST = 100
"""Columns that are looked at."""
LONGEST = 200
"""Characters of a text that may be a status."""
STRUCTURE = ("number", "stage", "maturity")
"""What heads may say a column holds that never is an answer."""
Block = tuple[int, int, str]
"""First and last row of an item, and the item."""


@dataclass(frozen=True, slots=True)
class Columns:
    taken: Mapping[str, int]
    """Column by what it holds."""
    heads: Mapping[int, int]
    """Row in which a column's head stands."""
    other_status: tuple[int, ...] = ()
    """Further columns that could be the status, equally well by their heads."""

    def told(self, sheet: Sheet, column: int) -> str:
        """A column by its letter and head."""
        head = sheet.seen(self.heads[column], column) if column in self.heads else None
        return f"{letters(column)} '{head.text[:80]}'" if head else letters(column)


def find(
    sheet: Sheet, number: int, blocks: Sequence[Block], statuses: StatusWords, words: Words
) -> Columns:
    """`number` is the column of item numbers, `blocks` where the items stand."""
    first = blocks[0][0]
    used = sorted({c for r, cells in sheet.rows.items() if r >= first - ABOVE for c in cells})
    used = [c for c in used if c != number and c <= RIGHTMOST]
    heads: dict[int, int] = {}
    roles: dict[str, list[tuple[int, int]]] = {}
    for column in used:
        said = _head(sheet, column, first, words)
        if said is not None:
            role, sureness, row = said
            heads[column] = row
            roles.setdefault(role, []).append((sureness, column))
    taken = {"number": number}
    counts = {c: _statuses_in(sheet, c, blocks, statuses) for c in used}
    # Stages are small numbers, as codes of statuses are: a head that says so is believed.
    plain = {c for role in STRUCTURE for _, c in roles.get(role, ())}
    likely = {c: n for c, n in counts.items() if c not in plain}
    status, others = _status(sheet, roles.pop("status", []), likely, len(blocks))
    if status is not None:
        taken["status"] = status
    for role, found in roles.items():
        free = [(-sureness, c) for sureness, c in found if c not in taken.values()]
        own = [f for f in free if f[0] < -1] or ([] if role == "score" else free)
        if own and role != "number":
            taken[role] = min(own)[1]
    if "question" not in taken:
        question = _wordiest(sheet, blocks, [c for c in used if c not in taken.values()])
        if question is not None:
            taken["question"] = question
    return Columns(taken, heads, others)


def _head(sheet: Sheet, column: int, first: int, words: Words) -> tuple[str, int, int] | None:
    """Role, sureness and row of the nearest head above the items that says something."""
    for row in range(first - 1, max(0, first - 1 - ABOVE), -1):
        text = head_text(sheet, row, column)
        found = words.role(text) if text else None
        if found is None:
            continue
        role, sureness = found
        # "Status" below "Previous round" is not this round's.
        above = (head_text(sheet, r, column) for r in range(row - 1, max(0, row - 4), -1))
        if any(words.foreign(t) for t in above if t):
            sureness = 1
        return role, sureness, row
    return None


def head_text(sheet: Sheet, row: int, column: int) -> str | None:
    """What stands above a column there; None for a number, or a title over many columns."""
    cell = sheet.seen(row, column)
    if cell is None or not isinstance(cell.value, str) or _wide(sheet, row, column):
        return None
    return cell.text


def _wide(sheet: Sheet, row: int, column: int) -> bool:
    place = sheet.merged.get((row, column), (row, column))
    width = 1
    while sheet.merged.get((row, place[1] + width)) == place and width <= WIDEST:
        width += 1
    return width > WIDEST


def _status(
    sheet: Sheet,
    headed: Sequence[tuple[int, int]],
    counts: Mapping[int, tuple[int, int]],
    items: int,
) -> tuple[int | None, tuple[int, ...]]:
    """The column of statuses, and those that could be it as well. One that can be seen comes before
    a hidden one."""
    if headed:
        ranked = sorted(
            headed,
            key=lambda h: (
                h[0] <= 1, sheet.column_hidden(h[1]), -h[0], -counts.get(h[1], (0, 0))[0], h[1],
            ),
        )  # fmt: skip
        sureness, best = ranked[0]
        others = [c for s, c in ranked[1:] if s > 1 and counts[c][0]]
        if sureness > 1 or not counts:
            return best, tuple(others)
    # No head says so: then the column in which nearly all that stands there is a status.
    foreign = {column for _, column in headed}
    likely = [
        (not sheet.column_hidden(column), known, -column)
        for column, (known, said) in counts.items()
        if column not in foreign and known >= 3 and known >= 0.6 * said and known >= 0.1 * items
    ]
    if likely:
        return -max(likely)[2], ()
    return (headed[0][1], ()) if headed else (None, ())


def _statuses_in(
    sheet: Sheet, column: int, blocks: Sequence[Block], statuses: StatusWords
) -> tuple[int, int]:
    """How many items have a known status in a column, and how many have anything. Bare numbers,
    also as texts, do not count as statuses here: they might be points or stages."""
    known = said = 0
    for row, _, item in blocks:
        cell = sheet.at(row, column)
        if cell is not None and cell.text:
            said += 1
            text = cell.value if isinstance(cell.value, str) else ""
            if text.strip().isdecimal():
                continue
            known += len(text) <= LONGEST and statuses.code(item, text.strip()) is not None
    return known, said


def _wordiest(sheet: Sheet, blocks: Sequence[Block], columns: Sequence[int]) -> int | None:
    """The column with the longest texts, if they are long enough to be questions."""
    best = max(((_length(sheet, blocks, c), -c) for c in columns), default=(0.0, 0))
    return -best[1] if best[0] >= 20 else None


def _length(sheet: Sheet, blocks: Sequence[Block], column: int) -> float:
    return sum(map(len, _texts(sheet, blocks, column))) / len(blocks)


def _texts(sheet: Sheet, blocks: Sequence[Block], column: int) -> Iterator[str]:
    for row, _, _ in blocks:
        cell = sheet.at(row, column)
        if cell is not None and isinstance(cell.value, str):
            yield cell.value
