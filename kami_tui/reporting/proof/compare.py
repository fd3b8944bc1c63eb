"""Is every word of the report where it should be, and nothing else?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kami_tui.reporting.proof.alike import alike, latin, narrowed, simple
from kami_tui.reporting.proof.blocks import Block, Text
from kami_tui.reporting.proof.edges import without_edges
from kami_tui.reporting.proof.page_text import Clock, Run
from kami_tui.reporting.proof.walk import MOST_FOUND, Walk, says_something

NEAR = 12
"""Blocks within which the rest of a block of another script is looked for."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    where: tuple[str, ...]
    page: int | None
    expected: str
    """Empty: this should not be there."""
    found: str
    """Empty: this is missing."""


def mismatches(text: Text, runs: Sequence[Run], pages: int, clock: Clock) -> list[Mismatch]:
    """Where pages and text differ; at most about `MOST_FOUND` places. Raises TooMuch."""
    walk = Walk(text, without_edges(text, [r for r in runs if not r.figure], pages), clock)
    walk.go()
    found = _told(walk)
    found += _figures(text.figures, [r for r in runs if r.figure])
    return sorted(found, key=lambda m: m.page or 0)


def _told(walk: Walk) -> list[Mismatch]:
    """Each difference once: what is missing beside what stands there instead."""
    found: list[Mismatch] = []
    extra = [(i, r) for i, r in walk.extra if says_something(r)]
    for i, block, near_page in walk.missing:
        if not simple(block.text) and (its := _drawn_otherwise(i, block, extra)):
            extra = [e for e in extra if e not in its]
            continue
        beside = [e for e in extra if e[0] == i] or [e for e in extra if abs(e[0] - i) <= 2][:1]
        extra = [e for e in extra if e not in beside]
        page = beside[0][1].page if beside else near_page
        said = " ".join(e[1].shown.strip() for e in beside)
        found.append(Mismatch(block.where, page, *narrowed(block.shown, said)))
    for i, run in extra:
        near = walk.text.flow[min(i, len(walk.text.flow) - 1)].where if walk.text.flow else ()
        found.append(Mismatch(near, run.page, *narrowed("", run.shown)))
    for block, run in walk.promised:
        there = walk.pages.get(block.leads_to)
        if there is not None and str(there) != run.text:
            expected = f"{block.shown} {there}"
            found.append(Mismatch(block.where, run.page, expected, run.shown))
    return found


def _drawn_otherwise(
    at: int, block: Block, extra: Sequence[tuple[int, Run]]
) -> list[tuple[int, Run]]:
    """The runs near a block of another script that hold its Latin letters and digits together:
    such a text may go over a page in an order of its own. Empty: something is missing of it."""
    near = [
        e
        for e in extra
        if abs(e[0] - at) <= NEAR and (not simple(e[1].text) or e[1].text in block.text)
    ]
    return near if latin("".join(r.text for _, r in near)) == latin(block.text) else []


def _figures(blocks: Sequence[Block], runs: Sequence[Run]) -> list[Mismatch]:
    """Words of charts are drawn in their order, each whole."""
    found = []
    for i in range(max(len(blocks), len(runs))):
        block = blocks[i] if i < len(blocks) else None
        run = runs[i] if i < len(runs) else None
        if block and run and alike(block.text, run.text):
            continue
        where, page = block.where if block else (), run.page if run else None
        found.append(
            Mismatch(where, page, *narrowed(block.shown if block else "", run.shown if run else ""))
        )
        if len(found) >= MOST_FOUND:
            break
    return found
