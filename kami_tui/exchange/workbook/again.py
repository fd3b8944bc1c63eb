"""Rows of an item that is there more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import replace
from typing import Protocol

from kami_tui.domain.answers import Evidence
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.grid import Address
from kami_tui.exchange.workbook.layout import Layout
from kami_tui.exchange.workbook.places import ItemCells
from kami_tui.usecases.intake import FindingKind, Said


class Tell(Protocol):
    """Hears of a cell that was not understood, or is to be looked at."""

    def __call__(
        self,
        kind: FindingKind,
        where: Address | None = None,
        item: str = "",
        said: str = "",
        **facts: object,
    ) -> None: ...


class Again:
    """Lays rows beside an item's first. `read`: what a row says, which puts its points among
    `points`."""

    def __init__(
        self,
        layout: Layout,
        read: Callable[[str, ItemCells], Said],
        points: MutableMapping[str, int | float],
        tell: Tell,
    ) -> None:
        self.layout, self.points, self.tell = layout, points, tell
        self._read = read

    def compared(self, said: Said, sheet: str, others: Iterable[ItemCells]) -> Said:
        """What the item's rows say, of which the first is on `sheet`. If they say different
        statuses, nobody knows which one is meant, so none is taken."""
        others = tuple(others)
        said, differs = self._rows(said, [c for c in others if c.number.sheet == sheet])
        differs |= self._sheets(said, [c for c in others if c.number.sheet != sheet])
        return replace(said, status=None) if differs else said

    def _rows(self, said: Said, others: Iterable[ItemCells]) -> tuple[Said, bool]:
        """Rows on the same sheet may say more. Also whether one says another status."""
        differs = False
        for cells in others:
            other, contradicts = self._other(said, cells)
            differs |= contradicts
            if not contradicts:
                self.tell("duplicate", _place(cells), said.item, other=said.place)
            said = replace(
                said,
                status=said.status or other.status,
                note=said.note or other.note,
                evidence=said.evidence + _more(said, other),
            )
        return said, differs

    def _sheets(self, said: Said, others: Iterable[ItemCells]) -> bool:
        """Another sheet may be another round's: what it adds is not taken, and told. Whether it
        says another status."""
        differs = False
        for cells in others:
            other, contradicts = self._other(said, cells)
            differs |= contradicts
            there = self.layout.cell(cells.status)
            added = [there.text] if other.status and not said.status and there else []
            added += [other.note] if other.note and not said.note else []
            added += [e.title for e in _more(said, other)]
            if added:
                told, facts = "; ".join(added), {"other": said.place}
                self.tell("second_sheet", _place(cells), said.item, told, **facts)
            elif not contradicts:
                self.tell("duplicate", _place(cells), said.item, other=said.place)
        return differs

    def _other(self, said: Said, cells: ItemCells) -> tuple[Said, bool]:
        """What a further row says, and whether its status is another one. The points stay those of
        the first."""
        points = self.points.pop(said.item, None)
        other = self._read(said.item, cells)
        if points is not None:
            self.points[said.item] = points
        contradicts = bool(other.status and said.status and other.status != said.status)
        if contradicts:
            facts = {"first": said.status, "other": said.place}
            self.tell("rows_differ", _place(cells), said.item, other.status or "", **facts)
        if other.note and said.note and other.note != said.note:
            self.tell("second_note", cells.remark, said.item, other.note)
        return other, contradicts


def _place(cells: ItemCells) -> Address:
    return cells.status or cells.number


def _more(said: Said, other: Said) -> tuple[Evidence, ...]:
    """Documents that only the other one names."""
    known = {(folded(e.title), e.location) for e in said.evidence}
    return tuple(e for e in other.evidence if (folded(e.title), e.location) not in known)
