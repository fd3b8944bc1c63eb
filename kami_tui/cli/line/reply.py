"""What comes of one line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """A line was refused; nothing was changed. `code` is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code, self.sentence = code, sentence


@dataclass(slots=True)
class Reply:
    lines: list[str] = field(default_factory=list)
    """For people."""
    saved: dict[str, Any] | None = None
    """For scripts: what is durable now."""
    refused: Refused | None = None
    done: bool = False
