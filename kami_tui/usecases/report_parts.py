"""The parts a report can have, in the order they are printed.

Names are for commands and requests; `i18n.sentences` has the words for people.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    usual: bool = True
    """Printed where nobody chose."""


PARTS = (
    Part("cover"),
    Part("result"),
    Part("guide"),
    Part("areas"),
    Part("supplement"),
    Part("gaps"),
    Part("unanswered"),
    Part("register"),
    Part("crosswalk"),
    Part("method"),
    Part("signoff"),
    Part("about"),
)
EXECUTIVE = ("result", "brief")
"""What the executive layout prints; ``brief`` is the second of its two pages."""
NAMES = tuple(p.name for p in PARTS)
MOST_LABEL = 40
"""Letters of the classification at the head of every page."""
USUAL = tuple(p.name for p in PARTS if p.usual)


def wanted(parts: Collection[str] | None) -> tuple[str, ...]:
    """The parts to print, each once, in the order of the report; None stands for the usual ones.

    Raises:
        ValueError: none is named, or one that does not exist.
    """
    if parts is None:
        return USUAL
    unknown = [p for p in parts if p not in NAMES]
    if unknown or not parts:
        raise ValueError(f"no such parts of a report: {unknown}")
    return tuple(n for n in NAMES if n in parts)


def left_out(parts: Collection[str]) -> tuple[str, ...]:
    """The usual parts that are missing: a report without them says that it is an excerpt."""
    return tuple(n for n in USUAL if n not in parts)
