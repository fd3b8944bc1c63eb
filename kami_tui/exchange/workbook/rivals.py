"""Which sheets are an agency's own lists of items: the form's sheets have the same items, and have
more of what a form has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kami_tui.exchange.workbook import columns
from kami_tui.exchange.workbook.drop_downs import DropDowns
from kami_tui.exchange.workbook.grid import Sheet, Workbook
from kami_tui.exchange.workbook.own_rows import MOST_BELOW
from kami_tui.exchange.workbook.points import Points
from kami_tui.exchange.workbook.rows import Rows
from kami_tui.exchange.workbook.this_year import year_of_filling
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.ports import StatusWords

FORM = 4
"""Marks of a sheet of a form, at least."""
AHEAD = 2
"""Marks by which a form is ahead of a list. A copy of a form lacks one at most, such as its
drop-downs: then the two are compared, and nothing is guessed."""
ANSWERS = ("status", "remark", "evidence")
BLANK, LOWEST, FILLED = range(3)
"""What the answers of a sheet are: none; the lowest ones, as it may have been handed out; others,
or remarks."""
ByName = Literal["", "earlier", "undated"]
"""What names say of a sheet beside another one. ``earlier``: its own has a year, and the other one
a later one or none; ``undated``: it has none, and the other one that of the date of filling in."""


@dataclass(frozen=True)
class FoundSheet:
    """A sheet with items, before any is taken."""

    sheet: Sheet
    rows: Rows
    ends: Sequence[int]
    """The last row of each item."""
    roles: columns.Columns

    @property
    def tells(self) -> bool:
        """Whether it says anything of an answer."""
        return not {*ANSWERS}.isdisjoint(self.roles.taken)

    @cached_property
    def areas(self) -> Mapping[str, frozenset[str]]:
        """Its items by area."""
        found: dict[str, set[str]] = {}
        for row in self.rows.found:
            found.setdefault(row.item.partition(".")[0], set()).add(row.item)
        return {area: frozenset(items) for area, items in found.items()}

    def said(self, item_rows: Sequence[int]) -> str:
        """The first that somebody wrote there into a column of answers."""
        for row in item_rows:
            for role in ANSWERS:
                cell = self.sheet.at(row, self.roles.taken.get(role, 0))
                if cell is None or cell.formula or cell.error:
                    continue
                if not words().blank(cell.text):
                    return cell.text
        return ""


@dataclass(frozen=True, slots=True)
class Left:
    """What of a sheet is left alone."""

    items: frozenset[str]
    other: str
    """The sheet that has them."""
    by: ByName = ""
    """Why it is this one, if by their names."""
    as_shipped: bool = False
    """By the date of filling in it is another one, and nobody has answered anything there: then
    there is nothing to be told."""


class Rivals:
    """Compares the sheets of one workbook, area by area.

    `sizes`: how many items each area has; `area_of`: the area a sheet's name or title says.
    """

    def __init__(
        self,
        workbook: Workbook,
        sizes: Mapping[str, int],
        area_of: Callable[[Sheet], str | None],
        statuses: StatusWords,
        points: Points,
    ) -> None:
        self.workbook, self.sizes = workbook, sizes
        self.area_of, self.statuses, self.points = area_of, statuses, points
        self._with_items: frozenset[str] = frozenset()
        self._answers: dict[str, int] = {}

    def compared(self, found: Sequence[FoundSheet]) -> tuple[dict[str, Left], set[str]]:
        """What is left alone, by sheet; and the sheets of which another one is the better."""
        self._with_items = frozenset(s.sheet.name for s in found)
        shown = [s for s in found if s.tells and not s.sheet.hidden]
        marks = {s.sheet.name: self._marks(s) for s in shown}
        # Forms for themselves, whatever else there is: who knows which one is meant?
        forms = {
            s.sheet.name
            for s in shown
            if not words().foreign(s.sheet.name) and self._asks(s) and self._drops(s)
        }
        left: dict[str, Left] = {}
        second: set[str] = set()
        for one in shown:
            gone: set[str] = set()
            other: str = ""
            by: ByName = ""
            for area, items in one.areas.items():
                mine = marks[one.sheet.name][area]
                rivals = [
                    (marks[s.sheet.name][area], s.areas[area], s)
                    for s in shown
                    if s is not one and area in s.areas
                ]
                if any(theirs > mine and items & there for theirs, there, _ in rivals):
                    second.add(one.sheet.name)
                alike = max(FORM, mine - AHEAD + 1)
                later = [r for r in rivals if r[0] >= alike and self._by_name(one, r[2])]
                ahead = [r for r in rivals if r[0] >= max(FORM, mine + AHEAD)]
                ahead = later or ([] if one.sheet.name in forms else ahead)
                there = frozenset[str]().union(*(r[1] for r in ahead))
                # An area may stand on two sheets, the second of which says less of itself.
                if 2 * len(there) > self.sizes[area] and 2 * len(items & there) >= len(items):
                    gone |= items
                    best = max(ahead, key=lambda r: (bool(later) and _year(r[2]), r[0]))[2]
                    other = other or best.sheet.name
                    by = by or (self._by_name(one, best) if later else "")
            every = frozenset().union(*one.areas.values())
            if gone:
                # A list of that kind is nobody's answer to the rest of its items, either.
                most = 2 * len(gone) >= len(every)
                shipped = by == "undated" and self._answers_of(one) != FILLED
                left[one.sheet.name] = Left(every if most else frozenset(gone), other, by, shipped)
        return left, second

    def _marks(self, one: FoundSheet) -> dict[str, int]:
        """By area, how much a sheet has of what a form's has."""
        named = self.area_of(one.sheet)
        drops = self._drops(one)
        everywhere = [
            not one.rows.restarts,
            len(one.areas) == 1,
            self._asks(one),
            drops,
            self._answered(one, drops),
        ]
        # A copy that calls itself the verifier's, or last year's.
        others = -(AHEAD + 1) if words().foreign(one.sheet.name) else 0
        return {
            area: others + sum(everywhere) + (named == area) + (2 * len(items) > self.sizes[area])
            for area, items in one.areas.items()
        }

    def _asks(self, one: FoundSheet) -> bool:
        """Whether it has questions: by a head, or by what they end in."""
        column = one.roles.taken.get("question")
        if column is None:
            return False
        head = one.sheet.seen(one.roles.heads.get(column, 0), column)
        if head is not None and (words().role(head.text) or ("", 0))[0] == "question":
            return True
        texts = [one.sheet.text(r.row, column) for r in one.rows.found]
        return 2 * sum(t.endswith("?") for t in texts) > len(texts)

    def _drops(self, one: FoundSheet) -> bool:
        """Whether most items have a drop-down with a status."""
        column = one.roles.taken.get("status")
        if column is None:
            return False
        firsts = [min(items) for items in one.areas.values()]
        rows = [
            (row.row, min(end, row.row + MOST_BELOW))
            for row, end in zip(one.rows.found, one.ends, strict=True)
        ]
        return DropDowns(self.workbook, one.sheet, firsts, self.statuses).most(column, rows)

    def _answered(self, one: FoundSheet, drops: bool) -> bool:
        """Whether what stands there as a status mostly is one; where nothing does, whether one can
        be chosen."""
        column = one.roles.taken.get("status")
        if column is None:
            return False
        said = [
            (row.item, cell)
            for row in one.rows.found
            if (cell := one.sheet.at(row.row, column)) is not None and cell.text
        ]
        known = sum(self.statuses.code(item, cell.value) is not None for item, cell in said)
        return 2 * known > len(said) if said else drops

    def _by_name(self, one: FoundSheet, beside: FoundSheet) -> ByName:
        """Whether a sheet's name says that it is not this round's, as the other one is."""
        mine, theirs = _year(one), _year(beside)
        if mine and theirs:
            return "earlier" if theirs > mine else ""
        if theirs:
            return "undated" if theirs == self._this_year else ""
        if not mine or mine >= self._this_year > 0:
            return ""
        # A sheet as it was handed out is no later round; an empty one may be, by the date.
        answers = self._answers_of(beside)
        later = answers == FILLED or (answers == BLANK and self._this_year > 0)
        return "earlier" if later else ""

    @cached_property
    def _this_year(self) -> int:
        return year_of_filling(self.workbook, self._with_items)

    def _answers_of(self, one: FoundSheet) -> int:
        name = one.sheet.name
        if name not in self._answers:
            self._answers[name] = max(self._each_answer(one), default=BLANK)
        return self._answers[name]

    def _each_answer(self, one: FoundSheet) -> Iterator[int]:
        column = one.roles.taken.get("status", 0)
        for row, end in zip(one.rows.found, one.ends, strict=True):
            for r in range(row.row, min(end, row.row + MOST_BELOW) + 1):
                cell = one.sheet.at(r, column)
                if cell is None or words().blank(cell.text):
                    continue
                code = self.statuses.code(row.item, cell.value)
                if code is not None:
                    yield LOWEST if self.points.is_lowest(row.item, code) else FILLED
                elif r == row.row:
                    yield FILLED
            for role in ("remark", "evidence"):
                said = one.sheet.at(row.row, one.roles.taken.get(role, 0))
                if said is not None and not said.formula and not words().blank(said.text):
                    yield FILLED


def _year(one: FoundSheet) -> int:
    return words().year(one.sheet.name)
