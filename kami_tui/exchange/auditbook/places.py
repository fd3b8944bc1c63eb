"""Where everything stands: sheets, the row of each item, the block of options it chooses from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kami_tui.domain.instrument import Area, Item, Option, Scale, ScoreByTag
from kami_tui.domain.numbers import Exact
from kami_tui.domain.scorer import Scorer
from kami_tui.domain.text import roman
from kami_tui.exchange.auditbook.nodes import Names
from kami_tui.i18n.translator import N_, Translator

COLUMNS = {
    "number": "A", "maturity": "B", "stage": "C", "question": "D", "status": "E", "earned": "F",
    "counted": "G", "best": "H", "note": "I", "evidence": "J", "choice": "K", "code": "L",
    "weight": "M",
}  # fmt: skip
"""Of an area's sheet. Further tags of an edition follow."""
HEAD = 4
"""Row of the column heads on an area's sheet."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as an item has it."""

    code: str
    label: str
    other: str
    """The label in the other language."""
    points: Exact
    drops: bool


@dataclass(frozen=True, slots=True)
class Block:
    """The options that some items share, points included; rows of the sheet of options."""

    title: str
    choices: tuple[Choice, ...]
    own: bool
    """The item brings them itself: what is chosen from is their letters, as texts are long."""
    first: int

    @property
    def last(self) -> int:
        return self.first + len(self.choices) - 1


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an area's sheet: a section's title or lead, or an item with its position."""

    row: int
    text: str = ""
    lead: bool = False
    item: Item | None = None
    position: int = -1


class Places:
    """Made for one edition and language."""

    def __init__(self, scorer: Scorer, tr: Translator) -> None:
        self.scorer, self.tr = scorer, tr
        instrument = scorer.instrument
        self._titles = _Titles()
        self.result = self._titles.free(tr("Result"))
        self.areas = {a.id: self._titles.free(self._called(a)) for a in instrument.areas}
        self.rules = self._titles.free(tr("Rules"))
        self.options = self._titles.free(tr("Options"))
        self.register = self._titles.free(tr("Evidence"))
        self.rows = {a.id: tuple(self._rows(a)) for a in instrument.areas}
        self.row_of = {r.position: r.row for rows in self.rows.values() for r in rows if r.item}
        self.any_drops = any(self.drops(i) for i in range(len(scorer.ids)))
        self.blocks: list[Block] = []
        self.block_of = self._blocks()
        names = Names()
        self._scale_names = {s.id: names.free("SCALE_", s.id) for s in instrument.scales}
        self.scale_rows: dict[str, int] = {}
        """First row of each scale's words, below the options."""
        row = (self.blocks[-1].last if self.blocks else 3) + 3
        for scale in instrument.scales:
            self.scale_rows[scale.id] = row + 1
            row += len(scale.steps) + 2

    # -- what formulas ask ------------------------------------------------------------------

    def cell(self, position: int, column: str, sheet: bool = True) -> str:
        """One item's cell; without its sheet where the formula stands on that."""
        place = f"${COLUMNS[column]}${self.row_of[position]}"
        return self._on(self.scorer.tags[position]["area"], place) if sheet else place

    def cells(self, positions: Iterable[int], column: str) -> list[str]:
        """The cells of these items, in as few ranges as can be. A range passes over titles of
        sections, whose cells are empty, and never over an item that is not meant."""
        letter = COLUMNS[column]
        found = []
        for first, last in self._runs(sorted(positions)):
            top, bottom = self.row_of[first], self.row_of[last]
            area = self.scorer.tags[first]["area"]
            found.append(self._on(area, f"${letter}${top}:${letter}${bottom}"))
        return found

    def drops(self, position: int) -> tuple[str, ...]:
        """Codes that take the item out of every sum."""
        options = self.scorer.instrument.options(self.scorer.ids[position])
        return tuple(o.code for o in options if o.not_applicable == "drop")

    def scale_name(self, scale: str) -> str:
        """The defined name of a scale's words."""
        return self._scale_names[scale]

    def scale_range(self, scale: Scale, column: str = "A") -> str:
        first = self.scale_rows[scale.id]
        last = first + len(scale.steps) - 1
        return f"{quoted(self.options)}!${column}${first}:${column}${last}"

    def block_range(self, block: Block, first: str, last: str) -> str:
        return f"{quoted(self.options)}!${first}${block.first}:${last}${block.last}"

    def _on(self, area: str, place: str) -> str:
        return f"{quoted(self.areas[area])}!{place}"

    def _runs(self, positions: Sequence[int]) -> Iterator[tuple[int, int]]:
        start = 0
        for i, position in enumerate(positions):
            after = positions[i + 1] if i + 1 < len(positions) else None
            tags = self.scorer.tags
            if after != position + 1 or tags[after]["area"] != tags[position]["area"]:
                yield positions[start], position
                start = i + 1

    # -- making -----------------------------------------------------------------------------

    def _called(self, area: Area) -> str:
        return f"{roman(area.id)} {self.tr.text(area.short or area.name)}"

    def _rows(self, area: Area) -> Iterator[Row]:
        row, position = HEAD, self.scorer.span[area.id][0]
        for section in area.sections:
            row += 1
            yield Row(row, self.tr.text(section.name))
            if section.lead is not None:
                row += 1
                yield Row(row, self.tr.text(section.lead), lead=True)
            for item in section.items:
                row += 1
                yield Row(row, item=item, position=position)
                position += 1

    def _blocks(self) -> list[Block]:
        """A block for each different list of options and points; and which one each item has."""
        found: dict[tuple[bool, tuple[Choice, ...]], Block] = {}
        of_items = []
        row = 3
        for position, item_id in enumerate(self.scorer.ids):
            own = self.scorer.instrument.items[item_id].options is not None
            options = self.scorer.instrument.options(item_id)
            choices = tuple(self._choice(o, position) for o in options)
            if (own, choices) not in found:
                title = self._block_title(position, options, own)
                block = Block(title, choices, own, row + 2)
                found[own, choices] = block
                self.blocks.append(block)
                row = block.last + 1
            of_items.append(found[own, choices])
        return of_items

    def _choice(self, option: Option, position: int) -> Choice:
        language = self.tr.language
        label, other = (
            " ".join(option.label.in_(one).split())
            for one in (language, "id" if language == "en" else "en")
        )
        points = self.scorer.points[position][option.code]
        return Choice(option.code, label, other, points, option.not_applicable == "drop")

    def _block_title(self, position: int, options: tuple[Option, ...], own: bool) -> str:
        item_id = self.scorer.ids[position]
        if own:
            return self.tr("Item {item}", item=item_id)
        area = self.scorer.instrument.area_of[item_id]
        tags = self.scorer.tags[position]
        by = dict.fromkeys(o.score.by for o in options if isinstance(o.score, ScoreByTag))
        words = [f"{self.tr(_TAGS.get(tag, tag))} {tags[tag]}" for tag in by]
        if any(o.not_applicable for o in options):
            words.append(self.tr("with N/A"))
        return " · ".join([str(area.option_set), *words])


_TAGS = {"stage": N_("stage"), "maturity": N_("level")}


def quoted(title: str) -> str:
    """A sheet's title as formulas write it."""
    return "'" + title.replace("'", "''") + "'"


class _Titles:
    """Titles of sheets: short, without the signs that Excel refuses, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        plain = " ".join(_FORBIDDEN.sub(" ", wanted).split()) or "-"
        title, n = plain[:_LONGEST_TITLE].rstrip(), 1
        while title.casefold() in self._taken:
            n += 1
            title = f"{plain[: _LONGEST_TITLE - 5].rstrip()} ({n})"
        self._taken.add(title.casefold())
        return title
