"""What each column of a sheet holds: told by its head and, for the status, by its contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kami_tui.exchange.workbook.drop_downs import DropDowns
from kami_tui.exchange.workbook.grid import Sheet, Workbook, letters
from kami_tui.exchange.workbook.points import Points
from kami_tui.exchange.workbook.rounds import Rounds, rounds
from kami_tui.exchange.workbook.status_column import FORM, TIED, Choice, Headed, Signs, chosen
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
BESIDE = ("score", "remark", "evidence")
"""What each status has for itself."""
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
    """Further columns that could be the status by their heads."""
    by: int = FORM
    """What says which of them is the status of this round: see `status_column`."""
    filled: bool = False
    """The status column has answers."""
    years: Mapping[int, int] = field(default_factory=dict)
    """Of columns whose heads say one."""

    def head(self, sheet: Sheet, column: int) -> str:
        """What a column's head says, with the year that stands above or below it."""
        cell = sheet.seen(self.heads[column], column) if column in self.heads else None
        text = " ".join(cell.text.split())[:80] if cell else ""
        year = str(self.years.get(column, ""))
        return text if not text or year in text else f"{text} {year}"

    def told(self, sheet: Sheet, column: int) -> str:
        """A column by its letter and head."""
        head = self.head(sheet, column)
        return f"{letters(column)} '{head}'" if head else letters(column)

    @property
    def tied(self) -> bool:
        """Nothing says which of them is the status of this round."""
        return self.by == TIED

    @property
    def year(self) -> int:
        """Of the status; 0 if nothing says it."""
        return self.years.get(self.taken.get("status", 0), 0)

    @property
    def rounds(self) -> bool:
        """Whether another year's statuses stand beside."""
        return any(0 < self.years.get(c, 0) < self.year for c in self.other_status)

    def without_status(self) -> Columns:
        """The same, if its answers are those of another round."""
        rest = {r: c for r, c in self.taken.items() if r != "status"}
        return replace(self, taken=rest, other_status=())


def find(
    workbook: Workbook,
    sheet: Sheet,
    number: int,
    blocks: Sequence[Block],
    statuses: StatusWords,
    words: Words,
    points: Points,
    preferred: int = 0,
) -> Columns:
    """`number` is the column of item numbers, `blocks` where the items stand, `preferred` the
    statuses by what other sheets say."""
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
    found_rounds = rounds(sheet, heads, first, words)
    headed = roles.pop("status", [])
    items = {item.partition(".")[0]: item for _, _, item in blocks}
    lists = DropDowns(workbook, sheet, items.values(), statuses)
    drops = {c for _, c in headed if lists.most(c, [(row, row) for row, _, _ in blocks])}
    signs = Signs(
        drops,
        _fitting(sheet, headed, roles.get("score", []), found_rounds, blocks, points),
        _year_beside(roles, found_rounds),
        preferred,
    )
    choice = chosen(sheet, headed, likely, len(blocks), found_rounds, signs)
    if choice.column is not None:
        taken["status"] = choice.column
    for role, found in roles.items():
        free = [(-sureness, c) for sureness, c in found if c not in taken.values()]
        if role in BESIDE:
            free = _of_this_round(free, found_rounds, choice)
        own = [f for f in free if f[0] < -1] or ([] if role == "score" else free)
        if own and role != "number":
            best = [c for sureness, c in own if sureness == min(own)[0]]
            taken[role] = _beside(best, choice) if role in BESIDE else min(best)
    if "question" not in taken:
        question = _wordiest(sheet, blocks, [c for c in used if c not in taken.values()])
        if question is not None:
            taken["question"] = question
    return Columns(taken, heads, choice.others, choice.by, choice.filled, found_rounds.years)


def _fitting(
    sheet: Sheet,
    headed: Headed,
    scores: Headed,
    found: Rounds,
    blocks: Sequence[Block],
    points: Points,
) -> int:
    """The column of statuses that the one column of points is of; 0 where there is no telling:
    with several columns of points, each may have its own, and one of a year has it of that year."""
    could = [c for sureness, c in headed if sureness > 1]
    named = [c for sureness, c in scores if sureness == max(s for s, _ in scores) > 1]
    named = [c for s, c in scores if s > 1 and any(found.alike(c, n) for n in named)]
    named = [c for c in named if c not in found.older(named)]
    if len(named) == 1 and named[0] in found.years:
        could = [c for c in could if found.years.get(c) == found.years[named[0]]]
    if len(could) < 2 or len(named) != 1:
        return 0
    return points.fitting(sheet, could, named[0], [(row, item) for row, _, item in blocks])


def _year_beside(roles: Mapping[str, Headed], found: Rounds) -> int:
    """The year that all heads beside the statuses are of, if these are two at least; else 0."""
    heads = [c for role in BESIDE for sureness, c in roles.get(role, ()) if sureness > 1]
    years = {found.years.get(c, 0) for c in heads}
    return years.pop() if len(years) == 1 and len(heads) > 1 else 0


def _of_this_round(
    free: list[tuple[int, int]], found: Rounds, choice: Choice
) -> list[tuple[int, int]]:
    """Without columns of an earlier year than another one's, or of another round than that of the
    statuses where these are there of several."""
    beside = [c for _, c in free]
    older = found.older(beside)
    this, status = found.years.get(choice.column or 0, 0), choice.column or 0
    years = {found.years.get(c, 0) for c in choice.others}
    if any(0 < year < this for year in years):
        older |= {c for c in beside if 0 < found.years.get(c, 0) < this}
    if any(found.is_plain(status, c) for c in choice.others):
        older |= {c for c in beside if found.years.get(c, 0) in years - {0}}
    if any(found.is_plain(c, status) for c in choice.others):
        dated = [c for c in beside if found.years.get(c, 0) == this]
        older |= {c for c in beside if any(found.is_plain(c, d) for d in dated)}
    return [f for f in free if f[1] not in older]


def _beside(columns: list[int], choice: Choice) -> int:
    """The first; but where there are several statuses, each has its own beside it: all of them at
    the right, or all at the left."""
    status = choice.column
    if status is None or not choice.others:
        return min(columns)
    if min(columns) > min(status, *choice.others):
        return min((c for c in columns if c > status), default=min(columns))
    return max((c for c in columns if c < status), default=min(columns))


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
