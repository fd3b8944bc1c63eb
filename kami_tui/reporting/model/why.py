"""Why a level is what it is, and what keeps answers from counting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of a condition. `lead` lines ("one of:") carry words only."""

    depth: int
    """How deep it stands in the condition, from 0."""
    text: str
    """What is looked at."""
    wanted: str
    """What it must be, as written."""
    now: str
    """What it is."""
    state: str
    """In words, whether it holds and what is short."""
    holds: bool
    """Whether it holds."""
    lead: bool = False
    """Whether it only introduces the lines below it."""
    items: str = ""
    """Items that could still supply what is short."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to meet a condition, in running words: parts that must all hold. After the first
    way `joiner` is "or"."""

    joiner: str
    """Empty, or "or" in the report's language."""
    parts: tuple[CheckLine, ...]
    """What must hold."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What is missing for something, and the items that could supply it."""

    text: str
    """What is missing."""
    items: str
    """Numbers of the items that could supply it; may be empty."""


@dataclass(frozen=True, slots=True)
class GateBlock:
    """A condition that keeps answers from counting until it holds."""

    title: str
    """Name of the condition."""
    verdict: str
    """Whether it holds, in words."""
    open: bool
    """Whether it holds."""
    lines: tuple[CheckLine, ...]
    """What it looks at."""


@dataclass(frozen=True, slots=True)
class RungRow:
    """One level with its conditions."""

    level: str
    """Name of the level."""
    lines: tuple[Clause, ...]
    """Its conditions."""
    state: str
    """Whether they hold, in words."""
    holds: bool
    """Whether they hold."""
    current: bool
    """Whether this is the level of the area."""


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """A condition that rungs name, spelt out once."""

    title: str
    """Its name."""
    state: str
    """Whether it holds, in words."""
    holds: bool
    """Whether it holds."""
    lines: tuple[Clause, ...]
    """What it looks at."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why the level is what it is. Empty parts where the edition has no such thing."""

    title: str
    """The heading."""
    summary: str
    """The answer in a sentence or two."""
    gates: tuple[GateBlock, ...]
    """Conditions that keep answers from counting."""
    rungs: tuple[RungRow, ...]
    """Every level, highest first."""
    named: tuple[NamedCondition, ...]
    """Conditions that several levels share."""
    next_title: str
    """Heading of what the next level needs."""
    next_needs: tuple[NeedLine, ...]
    """What the next level needs."""
