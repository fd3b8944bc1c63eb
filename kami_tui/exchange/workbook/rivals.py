"""Which sheets are an agency's own lists of items: the form's sheets have the same items, and have
more of what a form has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kami_tui.exchange.workbook import columns
from kami_tui.exchange.workbook.drop_downs import DropDowns
from kami_tui.exchange.workbook.grid import Sheet, Workbook
from kami_tui.exchange.workbook.own_rows import MOST_BELOW
from kami_tui.exchange.workbook.rows import Rows
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.ports import StatusWords

FORM = 4
"""Marks of a sheet of a form, at least."""
AHEAD = 2
"""Marks by which a form is ahead of a list. A copy of a form lacks one at most, such as its
drop-downs: then the two are compared, and nothing is guessed."""
ANSWERS = ("status", "remark", "evidence")


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
    earlier: bool = False
    """Its name has a year, and that of the other sheet a later one or none."""


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
    ) -> None:
        self.workbook, self.sizes = workbook, sizes
        self.area_of, self.statuses = area_of, statuses

    def compared(self, found: Sequence[FoundSheet]) -> tuple[dict[str, Left], set[str]]:
        """What is left alone, by sheet; and the sheets of which another one is the better."""
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
            other, earlier = "", False
            for area, items in one.areas.items():
                mine = marks[one.sheet.name][area]
                rivals = [
                    (marks[s.sheet.name][area], s.areas[area], s.sheet.name)
                    for s in shown
                    if s is not one and area in s.areas
                ]
                if any(theirs > mine and items & there for theirs, there, _ in rivals):
                    second.add(one.sheet.name)
                alike = max(FORM, mine - AHEAD + 1)
                later = [
                    r for r in rivals if r[0] >= alike and _is_earlier(one.sheet.name, than=r[2])
                ]
                ahead = [r for r in rivals if r[0] >= max(FORM, mine + AHEAD)]
                ahead = later or ([] if one.sheet.name in forms else ahead)
                there = frozenset[str]().union(*(r[1] for r in ahead))
                # An area may stand on two sheets, the second of which says less of itself.
                if 2 * len(there) > self.sizes[area] and 2 * len(items & there) >= len(items):
                    gone |= items
                    earlier = earlier or bool(later)
                    other = other or max(ahead, key=lambda r: r[0])[2]
            every = frozenset().union(*one.areas.values())
            if gone:
                # A list of that kind is nobody's answer to the rest of its items, either.
                most = 2 * len(gone) >= len(every)
                left[one.sheet.name] = Left(every if most else frozenset(gone), other, earlier)
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


def _is_earlier(name: str, than: str) -> bool:
    """Whether a sheet's name says that it is of an earlier round than another one."""
    mine, theirs = words().year(name), words().year(than)
    return mine > 0 and (theirs == 0 or theirs > mine)
