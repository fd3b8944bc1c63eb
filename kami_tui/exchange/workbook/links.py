"""Where cells lead that are links: read, within bounds, and never followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kami_tui.exchange.workbook.grid import Span
from kami_tui.exchange.workbook.package import Package, relations_of
from kami_tui.exchange.workbook.pull import Budget, pull

MOST = 20_000
"""Links of one sheet, and cells that have them, that are remembered."""
LONGEST = 8_192
"""Characters of a formula, and of an address; a longer address is left as an unread one."""
UNREAD = ""
"""The address of a link that is worked out, or is longer than any that is meant."""
_LITERAL = re.compile(r'\s*HYPERLINK\s*\(\s*"((?:[^"]|"")*)"\s*[,;)]', re.IGNORECASE)
_USED = re.compile(r"\bHYPERLINK\s*\(", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as the sheet has it: for which cells, and the id or the place it leads to."""

    span: Span
    relation: str
    inside: str
    """A place of a workbook, such as ``Daftar!A5``."""


def of_formula(formula: str) -> str | None:
    """The address of a formula that makes a link; None: it makes none."""
    used = _USED.findall(formula)
    if not used:
        return None
    found = _LITERAL.match(formula)
    if found is None or len(used) > 1 or len(formula) > LONGEST:
        return UNREAD
    return _clean(found[1].replace('""', '"'))


def of_anchors(
    package: Package,
    part: str,
    anchors: Iterable[Anchor],
    cells: Iterable[tuple[int, int]],
    budget: Budget,
) -> dict[tuple[int, int], str]:
    """Addresses by cell, of cells that hold something.

    Raises:
        BadInput: the part that names them is damaged, or holds more than may be read.
    """
    anchors, there = tuple(anchors), set(cells)
    targets = _targets(package, part, budget) if any(a.relation for a in anchors) else {}
    last_row = max((r for r, _ in there), default=0)
    last_column = max((c for _, c in there), default=0)
    found: dict[tuple[int, int], str] = {}
    steps = 0
    for anchor in anchors:
        address = targets.get(anchor.relation, UNREAD)
        if anchor.inside:
            address = _clean(f"{address}#{anchor.inside}")
        top, left, bottom, right = anchor.span
        for row in range(top, min(bottom, last_row) + 1):
            for column in range(left, min(right, last_column) + 1):
                steps += 1
                if steps > MOST:
                    return found
                if (row, column) in there:
                    found.setdefault((row, column), address)
    return found


def _targets(package: Package, part: str, budget: Budget) -> Mapping[str, str]:
    found: dict[str, str] = {}

    def start(name: str, a: Mapping[str, str]) -> None:
        if name == "Relationship" and a.get("Type", "").endswith("/hyperlink"):
            found.setdefault(a.get("Id", ""), _clean(a.get("Target", "")))

    place = relations_of(part)
    if package.has(place):
        pull(package, place, budget, start, lambda _: None)
    return found


def _clean(address: str) -> str:
    return UNREAD if len(address) > LONGEST else _CONTROL.sub(" ", address).strip()
