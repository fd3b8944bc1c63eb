"""One file inside a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relationship = Literal["Source", "Data", "Supplement"]
"""Words of ISO 32000-2 for what an associated file is to the document."""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    data: bytes
    relationship: Relationship
    about: str
    """One line for people, in English as the names are."""
