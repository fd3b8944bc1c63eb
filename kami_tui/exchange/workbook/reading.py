"""What a filled-in workbook says, and every cell that was not understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kami_tui.domain.instrument import Instrument
from kami_tui.exchange.workbook import own
from kami_tui.exchange.workbook.aside import aside
from kami_tui.exchange.workbook.editions import Chosen, Only, chosen, editions_said
from kami_tui.exchange.workbook.figures import figures_of
from kami_tui.exchange.workbook.grid import Address, Workbook
from kami_tui.exchange.workbook.identity import profile_of
from kami_tui.exchange.workbook.listed import unnamed
from kami_tui.exchange.workbook.own_table import OwnTable, own_table
from kami_tui.exchange.workbook.package import Package, looks_like_workbook, refused
from kami_tui.exchange.workbook.places import ItemCells
from kami_tui.exchange.workbook.said import ItemReader
from kami_tui.exchange.workbook.seen import seen
from kami_tui.exchange.workbook.sheets import read
from kami_tui.exchange.workbook.unnumbered import unnumbered
from kami_tui.exchange.workbook.unread import unread
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.intake import Figure, Finding, FindingKind, Proposal, Said
from kami_tui.usecases.ports import Editions, StatusWords
from kami_tui.usecases.row_items import RowItems
from kami_tui.usecases.row_labels import changed, points_of

MOST_FINDINGS = 2_000


class WorkbookFiles:
    """Implements `usecases.intake.Workbooks`."""

    def __init__(self, editions: Editions, statuses: Callable[[Instrument], StatusWords]) -> None:
        self._editions, self._statuses = editions, statuses

    def meant(self, path: Path) -> bool:
        return looks_like_workbook(path)

    def read(self, path: Path, *, carry: bool = False) -> Proposal:
        return self.proposal(read(Package.read(path)), carry=carry)

    def proposal(self, workbook: Workbook, *, carry: bool = False) -> Proposal:
        """Raises BadInput: it holds no assessment, or one of an edition that is not here."""
        table = own_table(workbook)
        editions = self._editions
        if table is not None:
            workbook = table.workbook
            if table.edition and table.edition not in editions.ids():
                facts = {"edition": table.edition, "here": ", ".join(editions.ids())}
                raise refused(workbook.file, "workbook_edition", **facts)
            if table.edition:
                editions = Only(editions, table.edition)
        found = chosen(workbook, editions, self._statuses, carry)
        return _Reader(found, self._statuses(found.scorer.instrument), table).proposal()


class _Reader:
    def __init__(self, found: Chosen, statuses: StatusWords, table: OwnTable | None) -> None:
        self.found, self.layout = found, found.layout
        self.instrument = found.scorer.instrument
        self.statuses = statuses
        self.table = table
        self.findings: list[Finding] = []
        self.beyond = 0
        """Findings that are not remembered one by one."""
        self.items = ItemReader(
            found.layout,
            found.scorer,
            statuses,
            self.tell,
            compare=found.older is None,
            table=table,
        )

    def tell(
        self,
        kind: FindingKind,
        where: Address | None = None,
        item: str = "",
        said: str = "",
        **facts: object,
    ) -> None:
        if len(self.findings) < MOST_FINDINGS:
            place = str(where) if where else ""
            self.findings.append(Finding(kind, place, item, said[:200], facts))
        else:
            self.beyond += 1

    def proposal(self) -> Proposal:
        book, older = self.layout.workbook, self.found.older
        if older is not None:
            self.tell("older", said=older.name)
        else:
            self._says_other()
        if self.items.register is not None:
            self.tell("own_book")
        if self.table is not None:
            self.tell("own_table")
            for where, key in self.table.untitled.items():
                self.tell("untitled", where, said=key)
            if self.table.owners:
                first, *_ = self.table.owners
                self.tell("owners", first, cells=len(self.table.owners))
        if book.macros:
            self.tell("macros")
        for doubt in self.layout.doubts:
            if doubt.kind == "duplicate":  # told where the rows are compared
                continue
            kind: FindingKind = doubt.kind
            if older is not None and kind == "unknown_number":
                kind = "not_carried"
            facts: dict[str, object] = {"other": doubt.other} if doubt.other else {}
            if doubt.by:
                facts[doubt.by] = True
            if doubt.kind == "same_number":
                facts["either"] = tuple(doubt.other.split(", "))
            self.tell(kind, doubt.where, doubt.item, doubt.detail, **facts)
        self._hidden()
        answers: dict[str, Said] = {}
        for item, cells in self.layout.items.items():
            again = self.layout.again.get(item, ())
            said = self.items.read(item, cells, again)
            self._unnamed(item, (cells, *again))
            if not said.empty:
                answers[item] = said
        if self.table is not None:
            self._own_rows(self.table, answers)
        for where, text in unnumbered(self.layout, self.instrument, self.statuses):
            self.tell("no_number", where, said=text)
        self._missing()
        self._reworded(answers)
        profile = profile_of(book, self.layout, self.tell)
        # An older edition's points and sums go by other rules.
        figures = () if older else figures_of(book, self.layout, self.instrument)
        if not older:
            self._unsaved(figures)
        for found in unread(self.layout, self.instrument, self.statuses):
            self.tell(
                found.kind, found.where, said=found.said, cells=found.cells, sheets=found.sheets
            )
        known = figures_of(book, self.layout, self.instrument) if older else figures
        if names := aside(self.layout, known):
            facts = {"names": names}
            self.findings.append(Finding("sheets_aside", said=", ".join(names), facts=facts))
        if self.beyond:
            self.findings.append(Finding("too_many", facts={"count": self.beyond}))
        return Proposal(
            book.file,
            book.sha256,
            self.instrument.id,
            answers,
            profile,
            {} if older else self.items.points,
            figures,
            tuple(self.findings),
        )

    def _unnamed(self, item: str, places: Iterable[ItemCells]) -> None:
        """Where documents should be named, words that name none. Our own table has columns of its
        own for them."""
        if self.table is not None:
            return
        book, register = self.layout.workbook, self.items.register
        for where in dict.fromkeys(p.evidence for p in places):
            cell = self.layout.cell(where)
            if where is None or cell is None or cell.error:
                continue
            said = seen(cell, book).text
            link = book.sheet(where.sheet).links.get((where.row, where.column))
            titles = own.unnamed(said, register) if register is not None else unnamed(said, link)
            for title in titles:
                self.tell("evidence", where, item, title, unnamed=True)

    def _own_rows(self, table: OwnTable, answers: Mapping[str, Said]) -> None:
        """What rows of our own table say twice. Raises BadInput: they are other items' rows."""
        scorer, known = self.found.scorer, RowItems(self.instrument)
        mixed: list[tuple[Address, str, str]] = []
        for item, cells in self.layout.items.items():
            row = table.beside.get(cells.number.row)
            if row is None:
                continue
            if other := known.other(item, row.number, row.question):
                mixed.append((row.id, item, other))
            status = answers[item].status if item in answers else None
            written = self.layout.cell(cells.status)
            if not row.said or (status is None and written is not None and written.text.strip()):
                continue  # what is no status is told as such
            means = self.statuses.code(item, row.said)
            points = scorer.points[scorer.position[item]]
            if changed(status, means, points, points_of(row.points)) in ("label", "either"):
                self.tell("label", row.label, item, row.said)
        if mixed:
            place, item, other = mixed[0]
            facts = {"place": str(place), "item": item, "other": other, "rows": len(mixed)}
            raise refused(self.layout.workbook.file, "workbook_other_item", **facts)

    def _says_other(self) -> None:
        """It calls itself another edition than the one whose items it has."""
        named = editions_said(self.layout.workbook)
        if named and self.instrument.id not in named:
            names = [e.name for e in words().editions if e.id in named]
            self.tell("says_other", said=", ".join(names))

    def _hidden(self) -> None:
        """Statuses that nobody sees who opens the workbook; a column that is seen comes first."""
        for sheet in self.layout.sheets:
            column = sheet.columns.get("status", 0)
            cells = self.layout.workbook.sheet(sheet.name)
            if not sheet.hidden and cells.column_hidden(column):
                self.tell("hidden_status", Address(sheet.name, sheet.first_row, column))

    def _missing(self) -> None:
        carried = self.found.carried
        here = set(carried.items.values()) if carried else self.instrument.items.keys()
        new = [i for i in self.instrument.items if i not in here]
        if new:
            self.tell("new_items", said=", ".join(new), items=tuple(new))
        for area in self.instrument.areas:
            known = [i.id for i in area.items if i.id in here and i.id not in self.layout.unclear]
            gone = [i for i in known if i not in self.layout.items]
            gone = self._elsewhere(area.id, gone)
            facts: dict[str, Any] = {"area": area.id, "items": tuple(gone)}
            if gone and len(gone) == len(known):
                self.tell("area_missing", **facts)
            elif gone:
                self.tell("items_missing", said=", ".join(gone), **facts)

    def _elsewhere(self, area: str, items: list[str]) -> list[str]:
        """Tells of items that are on sheets that were left alone only; those that are on none."""
        places = self.layout.elsewhere
        by_sheet: dict[str, list[str]] = {}
        for item in items:
            if item in places:
                by_sheet.setdefault(places[item].sheet, []).append(item)
        for sheet, there in by_sheet.items():
            facts: dict[str, Any] = {"area": area, "sheet": sheet, "items": tuple(there)}
            self.tell("items_left", places[there[0]], said=", ".join(there), **facts)
        return [i for i in items if i not in places]

    def _reworded(self, answers: dict[str, Said]) -> None:
        """Answers to what an older edition asked otherwise."""
        reworded = self.found.carried.reworded if self.found.carried else frozenset()
        for item, said in answers.items():
            if item in reworded and said.status is not None:
                self.tell("reworded", self.layout.items[item].number, item)

    def _unsaved(self, figures: tuple[Figure, ...]) -> None:
        """A program that does not calculate leaves formulas without a value."""
        bare = [
            cells.score
            for cells in self.layout.items.values()
            if (cell := self.layout.cell(cells.score)) and cell.formula and cell.value is None
        ]
        if bare and not figures:
            self.tell("not_worked_out", bare[0], count=len(bare))
