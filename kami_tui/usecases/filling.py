"""A workbook of the user's own, filled in with an assessment: the port and what it tells.

Only cells of statuses and remarks are written. What stands in them already stays, unless it was
said that it may be written over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from kami_tui.domain.answers import Assessment

Field = Literal["status", "remark"]
FillKind = Literal[
    # there was something to write, and it was not written
    "no_row", "no_cell", "not_offered", "holds", "formula", "too_long", "signs",
    "two_columns", "same_number", "elsewhere",
    # written, but to be looked at
    "no_list", "number", "duplicate", "hidden", "status_columns", "left_alone", "remark_stays",
    # of the file
    "macros", "signed",
]  # fmt: skip
LEFT_OUT: frozenset[FillKind] = frozenset(
    {"no_row", "no_cell", "not_offered", "holds", "formula", "too_long", "signs",
     "two_columns", "same_number", "elsewhere"}
)  # fmt: skip
"""Kinds of findings that say something of the assessment is not in the workbook."""


@dataclass(frozen=True, slots=True)
class FillFinding:
    """One thing about one cell, or about the whole file.

    ``no_row``: the workbook does not have the item; ``no_cell``: its sheet has no such column, or
    the cell is one with another item's or another column's; ``not_offered``: the drop-down does not
    offer the status; ``holds``: something else stands there; ``formula``: a formula stands there;
    ``too_long``: a cell cannot hold so much; ``signs``: it has signs that no workbook can hold;
    ``two_columns``: two columns say that they are the statuses, and nothing tells whether the
    answers there are this round's; ``same_number``: two rows have its number, and nothing tells
    which is its own; ``elsewhere``: the item is only on a sheet that was left alone;
    ``no_list``: the cell has no drop-down that can be read, so the official label was written;
    ``number``: the item's number could be read otherwise; ``duplicate``: the item is there again,
    and that row was left alone; ``hidden``: the items are on a hidden sheet only;
    ``status_columns``: another column could be the status, too; ``left_alone``: a sheet is an
    agency's own list of items; ``remark_stays``: the item has a remark there and none here, which
    may be one to an older status; ``macros``, ``signed``: the file has programs, or a digital
    signature.
    """

    kind: FillKind
    place: str = ""
    """``II Tata Kelola!E7``; empty: the file, or an item without a row."""
    item: str = ""
    field: Field = "status"
    holds: str = ""
    """What stands there."""
    wanted: str = ""
    """What was to be written."""

    @property
    def left_out(self) -> bool:
        return self.kind in LEFT_OUT


@dataclass(frozen=True)
class Filled:
    """A workbook that was filled in, not yet written."""

    file: str
    """The one it was made from."""
    instrument: str
    data: bytes = field(repr=False)
    written: Mapping[Field, int]
    """Cells."""
    same: Mapping[Field, int]
    """Cells that say so already."""
    as_shipped: int
    """Of the statuses written: over the lowest answer, on sheets where all have that."""
    unanswered: tuple[str, ...]
    """Items of the workbook without a status here; their cells are as they were."""
    answered_there: tuple[str, ...]
    """Those of them that have a status in the workbook."""
    remarked_there: tuple[str, ...]
    """Items without a remark here that have one in the workbook; it stays."""
    documents: int
    """Items that rest on documents; these are not written."""
    like_formulas: int
    """Remarks written that begin as a formula does; they are texts all the same."""
    formulas: bool
    """The workbook has formulas, whose values are those of before."""
    asks_to_calculate: bool
    """It asks the program that opens it to work them out."""
    findings: tuple[FillFinding, ...] = ()

    @property
    def left_out(self) -> tuple[FillFinding, ...]:
        return tuple(f for f in self.findings if f.left_out)

    @property
    def useless(self) -> bool:
        """Nothing was written, though something should have been."""
        return not any(self.written.values()) and bool(self.left_out)


class Filling(Protocol):
    """Fills in workbooks."""

    def fill(
        self, blank: Path, assessment: Assessment, *, overwrite: bool, recalculate: bool
    ) -> Filled:
        """The workbook with the assessment's statuses and remarks; writes nothing.

        `overwrite`: also where something else stands, or the same in other words than the cell's
        drop-down has. `recalculate`: the workbook asks the program that opens it to work out all
        formulas, which changes one more part of it.

        Raises:
            BadInput: it cannot be read safely, is of another edition, or cannot be changed safely.
        """
        ...

    def put(self, target: Path, filled: Filled) -> None:
        """Writes the file whole or not at all. Raises FileUnwritable."""
        ...
