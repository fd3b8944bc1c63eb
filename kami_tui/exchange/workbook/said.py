"""What the cells of one item say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from kami_tui.domain.answers import MAX_FIELD, MAX_NOTE, Evidence
from kami_tui.domain.scorer import Scorer
from kami_tui.domain.text import folded, visible
from kami_tui.exchange.workbook.again import Again, Tell
from kami_tui.exchange.workbook.grid import Address, Cell
from kami_tui.exchange.workbook.layout import Layout
from kami_tui.exchange.workbook.listed import document, listed
from kami_tui.exchange.workbook.option_letters import letter, several
from kami_tui.exchange.workbook.own import documents, register_of
from kami_tui.exchange.workbook.own_table import Document, OwnTable
from kami_tui.exchange.workbook.places import ItemCells
from kami_tui.exchange.workbook.seen import is_other, seen
from kami_tui.exchange.workbook.status_words import contradicts, status
from kami_tui.exchange.workbook.words import words
from kami_tui.usecases.intake import Said
from kami_tui.usecases.ports import StatusWords

MOST_DOCUMENTS = 50
"""Documents of one cell."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class ItemReader:
    """Reads item by item. `compare`: points are those of this edition."""

    def __init__(
        self,
        layout: Layout,
        scorer: Scorer,
        statuses: StatusWords,
        tell: Tell,
        *,
        compare: bool,
        table: OwnTable | None = None,
    ) -> None:
        self.layout, self.scorer, self.statuses = layout, scorer, statuses
        self.instrument, self.tell, self.compare = scorer.instrument, tell, compare
        self.words = words()
        self.register = register_of(layout.workbook)
        """Of our own auditor's workbook; None: it is none."""
        self.documents = table.documents if table else None
        """Of our own table, by the cells of their keys; None: it is none."""
        self.points: dict[str, int | float] = {}
        """The workbook's own, by item."""

    def read(self, item: str, cells: ItemCells, again: Iterable[ItemCells]) -> Said:
        """What the item's row says, laid beside the other rows it has."""
        return Again(self.layout, self._item, self.points, self.tell).compared(
            self._item(item, cells), cells.number.sheet, again
        )

    def _item(self, item: str, cells: ItemCells) -> Said:
        score = self.layout.cell(cells.score)
        if score is not None and score.number is not None:
            self.points[item] = score.number
        status = self._status(item, cells)
        note = self.note(item, cells)
        documents = self._documents(item, cells)
        keys = tuple(key for key, _ in documents)
        entries = tuple(entry for _, entry in documents)
        return Said(item, str(cells.status or cells.number), status, note, entries, keys)

    def _cell(self, where: Address | None, item: str) -> Cell | None:
        """A cell that has a value; one that should have and does not is told."""
        cell = self.layout.cell(where)
        if cell is not None and (cell.error or (cell.formula and cell.value is None)):
            self.tell("no_value", where, item, cell.text)
            return None
        return cell

    def _shown(self, where: Address | None, item: str, cell: Cell) -> str:
        """What people see in a cell; it is told where that could not be copied."""
        shown = seen(cell, self.layout.workbook)
        if not shown.faithful:
            self.tell("as_kept", where, item, shown.text, format=cell.format[:80])
        return shown.text

    def _status(self, item: str, cells: ItemCells) -> str | None:
        cell = self._cell(cells.status, item)
        if cell is None or not cell.text:
            return None
        where, said = cells.status, seen(cell, self.layout.workbook).text
        code = self.code(item, cell)
        if code is not None:
            self._compare(item, code, cells)
            return code
        foreign = self._means_not_applicable(said)
        if self.words.blank(said) and not foreign:
            return None
        by_points = None if self._undecided(item, said) else self._by_points(item)
        if by_points is not None:
            self.tell("by_score", where, item, said, status=by_points)
            return by_points
        if foreign:
            self.tell("not_offered", where, item, said)
        else:
            look = partial(self.statuses.code, item)
            facts = {"apart": True} if contradicts(said, look) else {"near": self._near(item, said)}
            self.tell("status", where, item, said, **facts)
        return None

    def _means_not_applicable(self, said: str) -> bool:
        means = self.statuses.means_not_applicable
        return status(said, lambda text: "yes" if means(text) else None) is not None

    def code(self, item: str, cell: Cell) -> str | None:
        """The status a cell says; a letter of an item's own options also as ``[A]``, ``Opsi A``."""
        if isinstance(cell.value, (bool, float)) or (cell.number is not None and is_other(cell)):
            return None
        value = cell.value if isinstance(cell.value, int) else cell.text
        look = partial(self.statuses.code, item)
        if not isinstance(value, str):
            return look(value)
        if self.instrument.items[item].options is None:
            return status(value, look)
        value = visible(value).lstrip("'’` ")
        if (code := look(value)) is not None:
            return code
        said = None if self._undecided(item, value) else letter(value, self.words.letter)
        return self.statuses.code(item, said) if said else None

    def _undecided(self, item: str, said: str) -> bool:
        """Whether several of an item's own options are named, such as ``A atau B``."""
        options = self.instrument.items[item].options
        said = visible(said)
        return options is not None and several(said, self.words.letter, [o.code for o in options])

    def _by_points(self, item: str) -> str | None:
        """The option of an item's own that has the workbook's points: their texts are not known to
        us, so that a form which writes texts is read by its points."""
        points = self.points.get(item)
        if self.instrument.items[item].options is None or points is None:
            return None
        offered = self.scorer.points[self.scorer.position[item]]
        fitting = [code for code, earned in offered.items() if earned == points]
        return fitting[0] if len(fitting) == 1 else None

    def _compare(self, item: str, code: str, cells: ItemCells) -> None:
        """The workbook's points against ours. Those of stage 3 may be 0 while they do not count."""
        points = self.points.get(item)
        if points is None or not self.compare:
            return
        position = self.scorer.position[item]
        ours = self.scorer.points[position][code]
        held_back = points == 0 and position in self.scorer.gate_of
        if points != ours and not held_back:
            self.tell("score", cells.score, item, str(points), status=code, ours=int(ours))

    def _near(self, item: str, said: str) -> str:
        denies = self.words.denies
        offered = [o.label.id for o in self.instrument.options(item)]
        offered = [label for label in offered if denies(label) == denies(said)]
        close = difflib.get_close_matches(said[:80], offered, n=1, cutoff=0.75)
        return close[0] if close else ""

    def note(self, item: str, cells: ItemCells) -> str:
        cell = self._cell(cells.remark, item)
        text = _CONTROL.sub(" ", self._shown(cells.remark, item, cell)).strip() if cell else ""
        if self.words.blank(text):
            text = ""
        if len(text) > MAX_NOTE:
            self.tell("note", cells.remark, item, text, limit=MAX_NOTE)
            return ""
        return self._with_link(item, cells.remark, text) if cell else ""

    def _link(self, where: Address | None, item: str, said: str) -> str:
        """Where a cell leads; a link that cannot be read is told."""
        if where is None:
            return ""
        link = self.layout.workbook.sheet(where.sheet).links.get((where.row, where.column))
        if link is None:
            return ""
        if not link or len(link) > MAX_FIELD:
            self.tell("link", where, item, link or said)
            return ""
        return link

    def _with_link(self, item: str, where: Address | None, note: str) -> str:
        """A remark cannot be a link, so the address stands below its words."""
        link = self._link(where, item, note)
        if not link or _bare(link) in note:
            return note
        if len(note) + len(link) + 1 > MAX_NOTE:
            self.tell("link", where, item, link)
            return note
        self.tell("link_added", where, item, link)
        return f"{note}\n{link}".strip()

    def _documents(self, item: str, cells: ItemCells) -> tuple[Document, ...]:
        cell = self._cell(cells.evidence, item)
        if self.documents is not None and cells.evidence is not None:
            return self._bounded(item, cells, self.documents.get(cells.evidence, ()))
        if cell is not None and self.register is not None:
            said = self._shown(cells.evidence, item, cell)
            return self._bounded(item, cells, self._ours(said, self.register))
        if cell is None:
            return ()
        titles = list(listed(self._shown(cells.evidence, item, cell)))
        titles = [t for t in titles if not self.words.blank(t)]
        if len(titles) > MOST_DOCUMENTS:
            self.tell("evidence", cells.evidence, item, "; ".join(titles[MOST_DOCUMENTS:]))
        link = self._link(cells.evidence, item, cell.text)
        found: dict[tuple[str, str], Evidence] = {}
        for entry in self._entries(item, cells, titles[:MOST_DOCUMENTS], link):
            found.setdefault((folded(entry.title), entry.location), entry)
        return tuple(("", entry) for entry in found.values())

    def _entries(
        self, item: str, cells: ItemCells, titles: list[str], link: str
    ) -> Iterator[Evidence]:
        """The documents. A cell can be one link only: that of its one document, or, since nobody
        knows of which, beside several."""
        alone = len(titles) == 1
        for title in titles:
            if len(title) > MAX_FIELD:
                self.tell("evidence", cells.evidence, item, title)
            elif (entry := document(title, link if alone else "")) is not None:
                yield entry
        if link and not alone and not any(_bare(link) in t for t in titles):
            if titles:
                self.tell("link_added", cells.evidence, item, link)
            if (entry := document(link)) is not None:
                yield entry

    def _ours(self, said: str, register: Mapping[str, Evidence]) -> Iterator[Document]:
        for key, one in documents(said, register):
            if not isinstance(one, str):
                yield key, one
            elif not self.words.names_none(one):
                yield key, Evidence(_CONTROL.sub(" ", one).strip())

    def _bounded(
        self, item: str, cells: ItemCells, ours: Iterable[Document]
    ) -> tuple[Document, ...]:
        """What our own files list, each once."""
        found: dict[Document, None] = {}
        for key, entry in ours:
            if len(entry.title) > MAX_FIELD or len(found) >= MOST_DOCUMENTS:
                self.tell("evidence", cells.evidence, item, entry.title)
            elif not self.words.blank(entry.title):
                found[key, entry] = None
        return tuple(found)


def _bare(address: str) -> str:
    """An address as people write it in a text."""
    return re.sub(r"^(?:https?://|mailto:)|/$", "", address, flags=re.IGNORECASE)
