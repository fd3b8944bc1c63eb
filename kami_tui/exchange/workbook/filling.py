"""Fills in a workbook of the user's own: nothing in the file but the cells it is for is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import BadInput
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange import files
from kami_tui.exchange.workbook.editions import Chosen, chosen
from kami_tui.exchange.workbook.grid import Address, Cell, Offer, Workbook
from kami_tui.exchange.workbook.own import is_ours
from kami_tui.exchange.workbook.package import Package, refused
from kami_tui.exchange.workbook.plan import Plan
from kami_tui.exchange.workbook.pull import Budget
from kami_tui.exchange.workbook.rezip import Unusual, with_parts
from kami_tui.exchange.workbook.sheets import main_part, read
from kami_tui.exchange.workbook.splice import put_values, worked_out_on_opening
from kami_tui.exchange.workbook.tags import NotSpliced
from kami_tui.usecases.filling import Field, Filled
from kami_tui.usecases.ports import Editions, StatusWords

_BEGIN_FORMULAS = ("=", "+", "-", "@")


class WorkbookForms:
    """Implements `usecases.filling.Filling`."""

    def __init__(self, editions: Editions, statuses: Callable[[Instrument], StatusWords]) -> None:
        self._editions, self._statuses = editions, statuses

    def fill(
        self, blank: Path, assessment: Assessment, *, overwrite: bool, recalculate: bool
    ) -> Filled:
        package = Package.read(blank)
        return self.filled(package, assessment, overwrite=overwrite, recalculate=recalculate)

    def put(self, target: Path, filled: Filled) -> None:
        files.put(target, filled.data)

    def filled(
        self,
        package: Package,
        assessment: Assessment,
        *,
        overwrite: bool = False,
        recalculate: bool = False,
    ) -> Filled:
        """As `fill`."""
        book = read(package)
        if is_ours(book):
            raise refused(package.name, "workbook_own_book")
        found = self._chosen(book, assessment.instrument)
        plan = Plan(
            found.layout,
            found.scorer,
            self._statuses(found.scorer.instrument),
            assessment,
            overwrite,
        )
        if book.macros:
            plan.tell("macros", None, "")
        if any(name.startswith("_xmlsignatures/") for name in package.parts):
            plan.tell("signed", None, "")
        try:
            data, asks = _written(package, book, plan, recalculate)
        except (NotSpliced, Unusual):
            raise refused(package.name, "workbook_not_fillable") from None
        return _told(package, book, plan, assessment, data, asks)

    def _chosen(self, book: Workbook, wanted: str) -> Chosen:
        """Raises BadInput: it is of another edition, or of none."""
        facts = {"wanted": wanted}
        try:
            found = chosen(book, _First(self._editions, wanted), self._statuses, carry=False)
        except BadInput as error:
            (problem,) = error.problems
            if problem.code not in ("workbook_edition", "workbook_older"):
                raise
            facts["found"] = str(problem.facts["edition"])
            raise refused(book.file, "workbook_of_another", **facts) from None
        if found.scorer.instrument.id != wanted:
            raise refused(
                book.file, "workbook_of_another", found=found.scorer.instrument.id, **facts
            )
        return found


@dataclass(frozen=True, slots=True)
class _First:
    """Editions with one before all others, so that of two that fit it is the one."""

    editions: Editions
    first: str

    def ids(self) -> tuple[str, ...]:
        ids = tuple(self.editions.ids())
        return (self.first, *(i for i in ids if i != self.first)) if self.first in ids else ids

    def scorer(self, instrument_id: str) -> Scorer:
        return self.editions.scorer(instrument_id)

    def digest(self, instrument_id: str) -> str:
        return self.editions.digest(instrument_id)


def _written(package: Package, book: Workbook, plan: Plan, recalculate: bool) -> tuple[bytes, bool]:
    """The file, and whether it asks to be worked out when it is opened. What could not be written
    is told to the plan.

    Raises:
        NotSpliced, Unusual, BadInput.
    """
    source = Package(package.data, package.name)  # what has been read counts for one reading
    parts: dict[str, bytes] = {}
    for sheet in book.sheets:
        values = {(a.row, a.column): v for a, v in plan.values.items() if a.sheet == sheet.name}
        if values:
            spliced = put_values(b"".join(source.chunks(sheet.part)), values)
            for row, column in spliced.refused:
                plan.drop(Address(sheet.name, row, column), "formula")
            parts[source.parts[sheet.part.casefold()].filename] = spliced.xml
    main = main_part(source, Budget())
    after, asks = worked_out_on_opening(b"".join(source.chunks(main)))
    if recalculate and not asks:
        parts[source.parts[main.casefold()].filename] = after
        asks = True
    if not parts:
        return package.data, asks
    data = with_parts(package.data, parts)
    _check(book, read(Package(data, package.name)), plan.values)
    return data, asks


def _check(before: Workbook, after: Workbook, values: Mapping[Address, Offer]) -> None:
    """Reads what was made, as whoever gets it will: a workbook is handed in once a year, and nobody
    looks through hundreds of its cells. Raises NotSpliced."""
    expected = {s.name: dict(s.cells) for s in before.sheets}
    for address, value in values.items():
        place, cells = (address.row, address.column), expected[address.sheet]
        old = cells.get(place)
        made = after.sheet(address.sheet).cells.get(place)
        # A cell that was empty is not remembered, and so neither is its format.
        kind = old.format if old else made.format if made else "General"
        cells[place] = Cell(_as_read(value), kind)
    for one, other in zip(before.sheets, after.sheets, strict=True):
        if replace(one, cells=expected[one.name], merged=other.merged) != other:
            raise NotSpliced


def _as_read(value: Offer) -> Offer:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def _told(
    package: Package, book: Workbook, plan: Plan, assessment: Assessment, data: bytes, asks: bool
) -> Filled:
    written: dict[Field, int] = {"status": 0, "remark": 0}
    for _, field in plan.fields.values():
        written[field] += 1
    remarks = [plan.values[a] for a, (_, field) in plan.fields.items() if field == "remark"]
    return Filled(
        file=package.name,
        instrument=assessment.instrument,
        data=data,
        written=written,
        same=plan.same,
        as_shipped=len(plan.as_shipped),
        unanswered=tuple(plan.unanswered),
        answered_there=tuple(plan.answered_there),
        remarked_there=tuple(plan.remarked_there),
        documents=sum(bool(a.evidence) for a in assessment.answers.values()),
        like_formulas=sum(str(r).startswith(_BEGIN_FORMULAS) for r in remarks),
        formulas=any(c.formula for s in book.sheets for c in s.cells.values()),
        asks_to_calculate=asks,
        findings=tuple(plan.findings),
    )
