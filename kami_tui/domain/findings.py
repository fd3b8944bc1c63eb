"""What a cross-check finds, and the items it looks through."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kami_tui.domain.instrument import Area, Instrument, Item, tags_of
from kami_tui.domain.rules import Selector

MOST_SUGGESTIONS = 50

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit. `at` leads into the instrument's data, keys and indices."""

    code: str
    facts: Mapping[str, object]
    at: Path


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not as its author wrote it (it had to be mended to be read).

    Findings that rest on it would only repeat the first mistake, so they are not made.
    """

    areas: frozenset[str] = frozenset()
    """Ids of areas whose items are doubtful."""
    rules: frozenset[str] = frozenset()
    every_item: bool = False

    def of_items(self, areas: Iterable[str]) -> bool:
        return self.every_item or not self.areas.isdisjoint(areas)


@dataclass(slots=True)
class Findings:
    """Collects findings."""

    found: list[Finding] = field(default_factory=list)
    suggested: int = 0

    def add(self, code: str, at: Path, **facts: object) -> None:
        """Facts that are None are left out."""
        self.found.append(Finding(code, {k: v for k, v in facts.items() if v is not None}, at))

    def near(self, word: str, known: Iterable[str]) -> str | None:
        """The known word that was probably meant. Comparing is slow, so only the first few ask."""
        self.suggested += 1
        if self.suggested > MOST_SUGGESTIONS:
            return None
        close = difflib.get_close_matches(word[:100], [*known], n=1, cutoff=0.6)
        return close[0] if close else None


class Placed:
    """The instrument's items with their places and tags, ready to be selected quickly."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.items: list[tuple[Path, Area, Item]] = []
        self.tags: list[dict[str, str]] = []
        for a, area in enumerate(instrument.areas):
            for s, section in enumerate(area.sections):
                for i, item in enumerate(section.items):
                    self.items.append((("areas", a, "sections", s, "items", i), area, item))
                    self.tags.append(tags_of(area, s + 1, item))
        self.having: dict[str, dict[str, int]] = {}
        """By tag and value, the positions that have it, as the bits of a number."""
        for position, tags in enumerate(self.tags):
            for tag, value in tags.items():
                values = self.having.setdefault(tag, {})
                values[value] = values.get(value, 0) | 1 << position

    @cached_property
    def everything(self) -> int:
        return (1 << len(self.items)) - 1

    def select(self, selector: Selector) -> int:
        """The positions a selector means, as bits."""
        chosen = self.everything
        for tag, values in selector.wanted().items():
            with_tag = 0
            for value in values:
                with_tag |= self.having.get(tag, {}).get(value, 0)
            chosen &= with_tag
        return chosen

    def positions(self, bits: int) -> list[int]:
        return [i for i in range(len(self.items)) if bits >> i & 1]

    def areas(self, selector: Selector) -> tuple[str, ...]:
        """Areas whose items a selector could mean."""
        return selector.area if selector.area is not None else tuple(self.having["area"])


def duplicates(ids: Iterable[tuple[str, Path]], code: str, findings: Findings) -> None:
    """One finding for every id that was there before. Facts: id, first_at (a path)."""
    first: dict[str, Path] = {}
    for name, at in ids:
        if name in first:
            findings.add(code, at, id=name, first_at=first[name])
        else:
            first[name] = at
