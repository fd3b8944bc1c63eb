"""One area with its items."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.charts import BandBar, StageBars
from kami_tui.reporting.model.basics import Fact
from kami_tui.reporting.model.why import Why


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """A document an item refers to."""

    key: str
    """Its key in the register."""
    title: str
    """Its title."""
    anchor: str
    """Empty where the register has no such entry, or is not printed."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its answer."""

    id: str
    """Number of the item."""
    anchor: str
    """Its id in the document."""
    text: str
    """The question."""
    official: str
    """The official words of it, to stand below; mostly empty, and also where `text` is in them."""
    language: str
    """Language of the official words (of `official`, else of `text`), where that is not the
    report's; else empty."""
    tags: tuple[str, ...]
    """Stage and level, one line each."""
    status: str
    """The chosen status, in words; of an item with options of its own, its letter."""
    option: str
    """The chosen text of an item with options of its own."""
    answered: bool
    """Whether there is an answer."""
    width: str
    """What the answer earns, of the most it could, as a CSS width."""
    points: str
    """What it earns, as written."""
    discounted: str
    """Said where a shut gate keeps the answer from counting; else empty."""
    evidence: tuple[EvidenceRef, ...]
    """Documents it refers to."""
    note: str
    """The assessor's note, with its line feeds; may be empty."""
    warning: str
    """What is to be doubted or missing about it; may be empty."""
    long: bool
    """Too tall to be kept on one page."""


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """The items under one heading."""

    name: str
    """The heading."""
    lead: str
    """A sentence under it; may be empty."""
    items: tuple[ItemRow, ...]
    """Its items."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One area."""

    id: str
    """Number of the area."""
    anchor: str
    """Its id in the document."""
    name: str
    """Name of the area."""
    description: str
    """What the area is about."""
    facts: tuple[Fact, ...]
    """Score, level and so on."""
    bars: StageBars | None
    """The stages; none where there are none."""
    bands: BandBar | None
    """The score on the bands of a category; none in most areas."""
    why: Why | None
    """Why the level is what it is; none where there are no levels."""
    with_tags: bool
    """Whether items have a stage and a level."""
    own_options: bool
    """Whether items have options of their own."""
    said: str
    """The sentence about notes that were cut, where no guide says it before; else empty."""
    sections: tuple[SectionBlock, ...]
    """The items."""
