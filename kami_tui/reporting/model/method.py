"""The rules, where they come from, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.model.basics import Fact


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule with its number."""

    anchor: str
    """Its id in the document."""
    name: str
    """Name of the rule."""
    id: str
    """Its id in the edition."""
    how: tuple[str, ...]
    """How it is worked out, one line each."""
    value: str
    """What came out."""
    source: str
    """Key of its source."""
    sureness: str
    """How sure it is, in words."""
    settled: bool
    """Whether it is settled."""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that stand together."""

    title: str
    """The heading."""
    rows: tuple[RuleRow, ...]
    """The rules."""
    short: bool
    """So few that they stand on one page."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule that is not settled, with the reading taken."""

    name: str
    """Name of the rule."""
    where: str
    """Areas it concerns; may be empty."""
    sureness: str
    """How sure it is, in words."""
    reading: str
    """How it was read."""


@dataclass(frozen=True, slots=True)
class Method:
    """The rules, where they come from, and how sure they are."""

    intro: tuple[str, ...]
    """The text."""
    sources: tuple[Fact, ...]
    """Where rules come from, by key."""
    doubts: tuple[Doubt, ...]
    """Rules that are not settled."""
    groups: tuple[RuleGroup, ...]
    """All rules."""
