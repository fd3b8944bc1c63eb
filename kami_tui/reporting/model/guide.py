"""How to read the report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One status of an option set, with what it earns."""

    label: str
    """Name of the status."""
    points: tuple[str, ...]
    """What it earns, one for each column."""
    guidance: str
    """When to choose it."""


@dataclass(frozen=True, slots=True)
class StatusTable:
    """The statuses of one option set, as a table."""

    title: str
    """Which items have these statuses."""
    columns: tuple[str, ...]
    """Heads of the columns of points."""
    rows: tuple[StatusRow, ...]
    """The statuses."""


@dataclass(frozen=True, slots=True)
class Guide:
    """How to read the report."""

    paragraphs: tuple[str, ...]
    """The text."""
    statuses: tuple[StatusTable, ...]
    """What each status earns."""
