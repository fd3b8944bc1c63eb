"""Strengths and gaps, items without an answer, items left out."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.model.why import NeedLine


@dataclass(frozen=True, slots=True)
class GapRow:
    """The items of one area that have no answer."""

    name: str
    """Name of the area."""
    count: str
    """How many there are."""
    items: str
    """Their numbers."""


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """An item that was said not to apply."""

    id: str
    """Number of the item."""
    anchor: str
    """Its id in the document."""
    text: str
    """The question."""
    status: str
    """The chosen status."""
    reason: str
    """The note; a warning where there is none."""
    missing: bool
    """Whether there is no reason."""


@dataclass(frozen=True, slots=True)
class ShutRow:
    """One gate that keeps answers from counting."""

    name: str
    """Of its area."""
    anchor: str
    """Of the area's chapter."""
    waiting: str
    """Points earned behind it."""
    needs: tuple[NeedLine, ...]
    """What would open it."""


@dataclass(frozen=True, slots=True)
class GainRow:
    """An item that does not earn all it can."""

    id: str
    """Number of the item."""
    anchor: str
    """Its id in the document."""
    area: str
    """Name of the area."""
    text: str
    """The question."""
    status: str
    """The chosen status."""
    points: str
    """What it earns now."""
    gain: str
    """What more it could earn."""
    waits: str
    """Said where the points count only once a stage is open; else empty."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section by its share."""

    name: str
    """The heading."""
    anchor: str
    """Its id in the document."""
    points: str
    """Its points, of how many."""
    share: str
    """The same in per cent."""
    width: str
    """The share as a CSS width."""


@dataclass(frozen=True, slots=True)
class Gains:
    """Strengths and gaps."""

    shut: tuple[ShutRow, ...]
    """Gates that keep answers from counting."""
    items: tuple[GainRow, ...]
    """Those that could add most first."""
    rest: str
    """How many more there are, and what they could add; empty where all are listed."""
    strongest: tuple[SectionRow, ...]
    """Sections that earn most of their points."""
    weakest: tuple[SectionRow, ...]
    """Those that earn least."""
