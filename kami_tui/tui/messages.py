"""What widgets and the app say to screens. State goes down by values, these go up."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class StatusPicked(Message):
    """An answer was clicked."""

    status: str


@dataclass
class ItemPicked(Message):
    item: str


@dataclass
class AreaPicked(Message):
    area: str


class NoteWanted(Message):
    """The note was clicked."""


class EvidenceWanted(Message):
    """The list of evidence was clicked."""
