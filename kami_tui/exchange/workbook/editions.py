"""Which edition a workbook is of: the installed one it fits, or a word about the one it seems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from kami_tui.domain.errors import KamiError
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.scorer import Scorer
from kami_tui.domain.text import folded
from kami_tui.exchange.workbook.grid import Cell, Workbook
from kami_tui.exchange.workbook.layout import Layout, layout_of
from kami_tui.exchange.workbook.numbers import deep_number
from kami_tui.exchange.workbook.own_table import is_table
from kami_tui.exchange.workbook.package import refused
from kami_tui.exchange.workbook.words import Carried, Edition, carried, has_words, words
from kami_tui.usecases.ports import Editions, StatusWords

FEWEST = 3
"""Items a workbook must have before it is taken for an assessment at all."""
MOST_CELLS = 30_000
"""Cells that are looked at for what the file says of itself."""
LONGEST = 2_000
"""Characters of a text in which the edition may be named."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The edition a workbook is read as."""

    layout: Layout
    scorer: Scorer
    older: Edition | None = None
    """The workbook's own edition, if it is an older one whose answers are taken along."""
    carried: Carried | None = None


@dataclass(frozen=True, slots=True)
class Only:
    """One edition of those that are installed."""

    editions: Editions
    one: str

    def ids(self) -> tuple[str, ...]:
        return (self.one,)

    def scorer(self, instrument_id: str) -> Scorer:
        return self.editions.scorer(instrument_id)

    def digest(self, instrument_id: str) -> str:
        return self.editions.digest(instrument_id)


def chosen(
    workbook: Workbook,
    editions: Editions,
    statuses: Callable[[Instrument], StatusWords],
    carry: bool,
) -> Chosen:
    """The edition that fits best, and where its items stand. `carry`: answers of an older edition
    are taken along to the items they have become.

    Raises:
        BadInput: it is our own table of answers, no item was found, no status column, or it is of
            an edition that is not installed.
    """
    if is_table(workbook):
        raise refused(workbook.file, "workbook_own_table")
    best: tuple[float, Layout, Scorer] | None = None
    for name in editions.ids():
        try:
            scorer = editions.scorer(name)
        except KamiError:  # an edition with mistakes is no reason to refuse a file of another one
            continue
        layout = layout_of(workbook, scorer.instrument, statuses(scorer.instrument))
        share = len(layout.items) - 0.5 * (len(scorer.ids) - len(layout.items))
        if best is None or share > best[0]:
            best = (share, layout, scorer)
    if best is None or len(best[1].items) < FEWEST:
        raise refused(workbook.file, "workbook_no_items")
    found = Chosen(best[1], best[2])
    seems = seeming(workbook, found.layout, found.scorer.instrument)
    if seems is not None:
        found = _older(workbook, seems, found.scorer, editions, statuses, carry)
    if not any("status" in s.columns for s in found.layout.sheets):
        raise refused(workbook.file, "workbook_no_status")
    return found


def _older(
    workbook: Workbook,
    seems: Edition,
    scorer: Scorer,
    editions: Editions,
    statuses: Callable[[Instrument], StatusWords],
    carry: bool,
) -> Chosen:
    instrument = scorer.instrument
    known = [c for c in carried() if seems.id in c.older and c.newer == instrument.id]
    if not known or not carry:
        facts = {"edition": seems.name, "here": ", ".join(editions.ids())}
        code = "workbook_older" if known else "workbook_edition"
        raise refused(workbook.file, code, **facts)
    numbers = {old: new for old, new in known[0].items.items() if new in instrument.items}
    layout = layout_of(workbook, instrument, statuses(instrument), numbers)
    return Chosen(layout, scorer, seems, known[0])


def seeming(workbook: Workbook, layout: Layout, instrument: Instrument) -> Edition | None:
    """The other edition a workbook seems to be of; None where it may be this one.

    It must show twice: by the last numbers of at least two areas, by a supplement numbered as older
    editions do, or by what it says of itself.
    """
    own = {a.id: len(a.items) for a in instrument.areas}
    last: dict[str, int] = {}
    for item in layout.items:
        area, _, number = item.partition(".")
        last[area] = max(last.get(area, 0), int(number))
    deep = _has_deep(workbook)
    said = editions_said(workbook)
    best: tuple[int, Edition] | None = None
    for edition in words().editions:
        if edition.id == instrument.id:
            if edition.id in said:
                return None
            continue
        telling = {a for a, n in edition.areas.items() if a in last and own.get(a) != n}
        fitting = sum(last[a] == edition.areas[a] for a in telling)
        ours = sum(last[a] == own.get(a) for a in telling)
        signs = fitting - 2 * ours + (2 if edition.id in said else 0)
        signs += 1 if deep and edition.deep else 0
        if signs >= 2 and (best is None or signs > best[0]):
            best = (signs, edition)
    return best[1] if best else None


def editions_said(workbook: Workbook) -> set[str]:
    """Editions the file names, as ``Versi 4.2``."""
    found = set()
    for cell in _first(workbook):
        if isinstance(cell.value, str) and len(cell.value) <= LONGEST and "ersi" in cell.value:
            text = folded(cell.value)
            found |= {e.id for e in words().editions if any(has_words(text, w) for w in e.says)}
    return found


def _has_deep(workbook: Workbook) -> bool:
    count = 0
    for cell in _first(workbook):
        count += deep_number(cell) is not None
        if count >= FEWEST:
            return True
    return False


def _first(workbook: Workbook) -> Iterator[Cell]:
    """The cells that are looked at for what a file says of itself."""
    cells = (c for s in workbook.sheets for c in s.cells.values())
    return islice(cells, MOST_CELLS)
