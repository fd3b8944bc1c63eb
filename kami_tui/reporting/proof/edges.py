"""What runs along the edge of every page, which is drawn last."""

from __future__ import annotations

from collections.abc import Sequence

from kami_tui.reporting.proof.alike import alike
from kami_tui.reporting.proof.blocks import PAGE, PAGES, Text
from kami_tui.reporting.proof.page_text import Run

EDGE_RUNS = 40
"""Runs at the end of a page among which its edges are looked for."""


def without_edges(text: Text, runs: Sequence[Run], pages: int) -> list[Run]:
    """The runs without what runs along the edge of every page, which is drawn last."""
    kept: list[Run] = []
    by_page: dict[int, list[Run]] = {}
    for run in runs:
        by_page.setdefault(run.page, []).append(run)
    for number, drawn in sorted(by_page.items()):
        edges = [e.replace(PAGE, str(number)).replace(PAGES, str(pages)) for e in text.edges]
        size = len(drawn)
        while edges:
            found = _last_edge(drawn[:size], edges)
            if found is None:
                break
            edge, runs_of_it = found
            edges.remove(edge)
            size -= runs_of_it
        kept += drawn[:size]
    return kept


def _last_edge(drawn: Sequence[Run], edges: Sequence[str]) -> tuple[str, int] | None:
    tail = ""
    for size in range(1, min(EDGE_RUNS, len(drawn)) + 1):
        tail = drawn[-size].text + tail
        for edge in edges:
            if alike(edge, tail):
                return edge, size
    return None
