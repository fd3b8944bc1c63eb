"""Crosswalk, signatures and the evidence register."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.model.basics import Fact


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause or control of ISO/IEC 27001 as the items that name it are answered."""

    number: str
    """Its number in the standard."""
    items: tuple[tuple[str, str], ...]
    """Item id and its anchor."""
    share: str
    """Of the points these items can earn, gates left aside."""
    width: str
    """The share as a CSS width."""
    unanswered: str
    """How many of its items have no answer."""


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """Clauses that stand together."""

    title: str
    """The heading."""
    rows: tuple[ClauseRow, ...]
    """The clauses."""


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Room for one signature."""

    role: str
    """In what role."""
    name: str
    """Who; may be empty."""
    position: str
    """Their position; may be empty."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who answers for the report."""

    declared: str
    """What is declared."""
    what: tuple[Fact, ...]
    """What is signed."""
    boxes: tuple[SignatureBox, ...]
    """Who signs."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document of the evidence register."""

    key: str
    """Key of the document."""
    anchor: str
    """Its id in the document."""
    title: str
    """Its title."""
    details: tuple[Fact, ...]
    """Kind, place, dates and so on, those that were entered."""
    sha256: str
    """Digest of its file; may be empty."""
    items: str
    """Numbers of the items that refer to it."""


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """A stretch of the register; a long one is split, since one long table lays out slowly."""

    title: str
    """The heading; empty where there is one part only."""
    rows: tuple[RegisterRow, ...]
    """The documents."""
