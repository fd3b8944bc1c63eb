"""Which cell of a workbook gets which value, and why others get none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from kami_tui.domain.answers import Assessment
from kami_tui.domain.scorer import Scorer
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.grid import Address, Cell, Offer
from kami_tui.exchange.workbook.layout import Layout
from kami_tui.exchange.workbook.places import ItemCells
from kami_tui.exchange.workbook.said import ItemReader
from kami_tui.exchange.workbook.seen import seen
from kami_tui.exchange.workbook.sheet import LONGEST
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.filling import Field, FillFinding, FillKind
from kami_tui.usecases.ports import StatusWords

MOST_FINDINGS = 5_000
_HALF_SIGN = re.compile("[\ud800-\udfff]")
_TOLD: Mapping[str, FillKind] = {
    "number": "number",
    "duplicate": "duplicate",
    "hidden": "hidden",
    "status_columns": "status_columns",
    "left_alone": "left_alone",
    "left_alone_said": "left_alone",
}
"""Doubts about the layout that matter to whoever fills it in."""


class Plan:
    """Made by going through the instrument's items once; `values` is what is to be written."""

    def __init__(
        self,
        layout: Layout,
        scorer: Scorer,
        statuses: StatusWords,
        assessment: Assessment,
        overwrite: bool,
    ) -> None:
        self.layout, self.scorer, self.statuses = layout, scorer, statuses
        self.instrument, self.overwrite = scorer.instrument, overwrite
        self.values: dict[Address, Offer] = {}
        self.fields: dict[Address, tuple[str, Field]] = {}
        self.same: dict[Field, int] = {"status": 0, "remark": 0}
        self.as_shipped: set[Address] = set()
        self.unanswered: list[str] = []
        self.answered_there: list[str] = []
        self.remarked_there: list[str] = []
        self.findings: list[FillFinding] = []
        self._reader = ItemReader(layout, scorer, statuses, _deaf, compare=False)
        for doubt in layout.doubts:
            if doubt.kind in _TOLD:
                self.tell(_TOLD[doubt.kind], doubt.where, doubt.item, holds=doubt.detail)
        for item in self.instrument.items:
            answer = assessment.answer(item)
            self._item(item, answer.status, answer.note if answer.note.strip() else "")

    def tell(
        self,
        kind: FillKind,
        where: Address | None,
        item: str,
        field: Field = "status",
        holds: str = "",
        wanted: object = "",
    ) -> None:
        if len(self.findings) < MOST_FINDINGS:
            place = str(where) if where else ""
            text = str(wanted)[:200]
            self.findings.append(FillFinding(kind, place, item, field, holds[:200], text))

    def drop(self, where: Address, kind: FillKind) -> None:
        """The cell turned out to be one that cannot be written."""
        item, field = self.fields.pop(where)
        self.as_shipped.discard(where)
        self.tell(kind, where, item, field, wanted=self.values.pop(where))

    def _item(self, item: str, status: str | None, note: str) -> None:
        cells = self.layout.items.get(item)
        if cells is None:
            where = self.layout.unclear.get(item)
            kind: FillKind = "same_number" if where else "no_row"
            if where is None and (where := self.layout.elsewhere.get(item)):
                kind = "elsewhere"
            if status is not None:
                self.tell(kind, where, item, wanted=self._label(item, status))
            if note:
                self.tell(kind, where, item, "remark", wanted=note)
            return
        if status is None:
            self.unanswered.append(item)
            there = self.layout.cell(cells.status)
            if there is not None and self._reader.code(item, there) is not None:
                self.answered_there.append(item)
        else:
            self._status(item, cells, status)
        if note:
            self._remark(item, cells, note)
        else:
            self._no_remark(item, cells)

    # -- status ----------------------------------------------------------------------------

    def _status(self, item: str, cells: ItemCells, status: str) -> None:
        where, label = cells.status, self._label(item, status)
        if where is None:
            self.tell("no_cell", cells.number, item, wanted=label)
            return
        cell = self.layout.cell(where)
        if cell is not None and cell.formula:
            self.tell("formula", where, item, holds=cell.text, wanted=label)
            return
        there = cell is not None and self._reader.code(item, cell) == status
        if there and not (self.overwrite and self._in_other_words(cell, where, item, status)):
            self.same["status"] += 1
            return
        if where.sheet in self._unsure:
            self.tell("two_columns", where, item, holds=self._text(cell), wanted=label)
            return
        shipped = where.sheet in self._untouched
        if not (shipped or self._free(cell)):
            self.tell("holds", where, item, holds=self._text(cell), wanted=label)
            return
        offered = self._offered(where)
        value = self._spelling(item, status, offered)
        kind = cell.format if cell is not None else "General"
        if value is None or self._reader.code(item, Cell(value, kind)) != status:
            self.tell("not_offered", where, item, wanted=label)
            return
        if not offered:
            self.tell("no_list", where, item, wanted=value)
        if shipped and not there:
            self.as_shipped.add(where)
        self._write(where, item, "status", value)

    def _offered(self, where: Address) -> tuple[Offer, ...]:
        book = self.layout.workbook
        return book.values_offered(book.sheet(where.sheet), where.row, where.column)

    def _in_other_words(self, cell: Cell | None, where: Address, item: str, status: str) -> bool:
        """Whether the cell's drop-down has the status, but not as it stands there: formulas would
        not find it."""
        offered = self._offered(where)
        if cell is None or cell.value in offered:
            return False
        return any(self._code(item, value) == status for value in offered)

    def _spelling(self, item: str, status: str, offered: tuple[Offer, ...]) -> Offer | None:
        """As the drop-down has it: formulas of the workbook compare with that very text."""
        if not offered:
            return self._learnt.get((self._kind(item), status)) or self._label(item, status)
        for value in offered:
            if self._code(item, value) == status:
                return value
        return None

    @cached_property
    def _learnt(self) -> dict[tuple[int, str], Offer]:
        """How other cells' drop-downs spell a status, for cells that have none."""
        found: dict[tuple[int, str], Offer] = {}
        for item, cells in self.layout.items.items():
            for value in self._offered(cells.status) if cells.status else ():
                code = self._code(item, value)
                if code is not None:
                    found.setdefault((self._kind(item), code), value)
        return found

    def _kind(self, item: str) -> int:
        """Alike for items whose options are the same."""
        options = self.instrument.items[item].options
        return 0 if options is None else hash(tuple(o.code for o in options))

    def _code(self, item: str, value: Offer) -> str | None:
        return self._reader.code(item, Cell(value))

    def _label(self, item: str, status: str) -> str:
        option = self.instrument.option(item, status)
        if option is None or self.instrument.items[item].options is not None:
            return status
        return option.label.id

    @cached_property
    def _untouched(self) -> frozenset[str]:
        """Sheets on which every status is the lowest one, as the official workbook is shipped: then
        nobody has chosen anything there."""
        found = set()
        for sheet in self.layout.sheets:
            here = [self.layout.items[i] for i in sheet.items if i in self.layout.items]
            own = [c for c in here if c.number.sheet == sheet.name]
            if own and all(self._is_lowest(c) for c in own):
                found.add(sheet.name)
        return frozenset(found)

    @cached_property
    def _unsure(self) -> frozenset[str]:
        """Sheets whose answers may be those of another round."""
        return frozenset(s.name for s in self.layout.sheets if s.unsure)

    def _is_lowest(self, cells: ItemCells) -> bool:
        cell = self.layout.cell(cells.status)
        code = self._reader.code(cells.item, cell) if cell is not None else None
        points = self.scorer.points[self.scorer.position[cells.item]]
        return code is not None and points[code] == min(points.values())

    # -- remark ----------------------------------------------------------------------------

    def _remark(self, item: str, cells: ItemCells, note: str) -> None:
        where = cells.remark
        if where is None:
            self.tell("no_cell", cells.number, item, "remark", wanted=note)
            return
        cell = self.layout.cell(where)
        if cell is not None and cell.formula:
            self.tell("formula", where, item, "remark", holds=cell.text, wanted=note)
        elif cell is not None and folded(note) in (
            folded(cell.text),
            folded(self._reader.note(item, cells)),  # with where the cell leads, as it was read
        ):
            self.same["remark"] += 1
        elif not self._free(cell):
            self.tell("holds", where, item, "remark", holds=self._text(cell), wanted=note)
        elif len(note.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
            self.tell("too_long", where, item, "remark", wanted=note)
        elif _HALF_SIGN.search(note):
            self.tell("signs", where, item, "remark", wanted=note)
        else:
            self._write(where, item, "remark", note)

    def _no_remark(self, item: str, cells: ItemCells) -> None:
        """What a person wrote is never taken out, but it may be about an older status."""
        cell = self.layout.cell(cells.remark)
        if cell is None or cell.formula or cell.error or words().blank(cell.text):
            return
        self.remarked_there.append(item)
        self.tell("remark_stays", cells.remark, item, "remark", holds=self._text(cell))

    def _free(self, cell: Cell | None) -> bool:
        """Whether nothing is lost by writing there."""
        return self.overwrite or cell is None or (not cell.error and words().blank(cell.text))

    def _write(self, where: Address, item: str, field: Field, value: Offer) -> None:
        if where in self.values:  # what was said there would be lost, and nobody told
            self.tell("no_cell", where, item, field, wanted=value)
            return
        self.values[where] = value
        self.fields[where] = (item, field)

    def _text(self, cell: Cell | None) -> str:
        return seen(cell, self.layout.workbook).text if cell is not None else ""


def _deaf(*_: object, **__: object) -> None:
    """What a cell says is not to be told here."""
