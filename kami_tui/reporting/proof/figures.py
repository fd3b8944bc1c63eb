"""The figures of a report and the words they stand beside, for prints of another version: their
templates are not known here, so that a figure is looked for near its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kami_tui.reporting.model import KeyFigure, ReportContext
from kami_tui.reporting.proof.compare import Mismatch
from kami_tui.reporting.proof.page_text import Run, squeezed

NEAR = 14
"""Runs after a name among which its figures are looked for."""
NEAR_ITEM = 400
"""The same after an item's number: its question, evidence and note come first."""


@dataclass(frozen=True, slots=True)
class Figure:
    where: tuple[str, ...]
    name: str
    values: tuple[str, ...]
    near: int = NEAR


def figures(context: ReportContext) -> list[Figure]:
    """All that this print has, as far as its parts tell."""
    found: list[Figure] = []
    if {"cover", "result"} & set(context.parts):
        found += map(_key, (context.cover.status, *context.cover.figures))
    if "result" in context.parts:
        for row in context.result.areas:
            values = tuple(v for v in (row.score, row.max, row.level) if v)
            found.append(Figure((row.name,), row.name, values))
    for chapter in context.chapters:
        for section in chapter.sections:
            for item in section.items:
                found.append(Figure((chapter.name, item.id), item.id, (item.points,), NEAR_ITEM))
    return found


def _key(figure: KeyFigure) -> Figure:
    return Figure((figure.label,), figure.label, (figure.value,))


def missing(figures: Sequence[Figure], runs: Sequence[Run]) -> list[Mismatch]:
    """Figures that do not stand beside their names."""
    flow = [r for r in runs if not r.figure]
    starts: dict[str, list[int]] = {}
    for i, run in enumerate(flow):
        starts.setdefault(run.text, []).append(i)
        starts.setdefault(run.text[:12], []).append(i)
    found = []
    for figure in figures:
        name, values = squeezed(figure.name), [squeezed(v) for v in figure.values]
        after = list(_after(name, flow, starts.get(name, []) + starts.get(name[:12], [])))
        if any(all(_has(flow[i : i + figure.near], v) for v in values) for i in after):
            continue
        near = " ".join(r.shown for r in flow[after[0] : after[0] + 6]) if after else ""
        page = flow[min(after[0], len(flow) - 1)].page if after else None
        found.append(Mismatch(figure.where, page, "; ".join(figure.values), near[:90]))
    return found


def _after(name: str, flow: Sequence[Run], starts: Sequence[int]) -> Iterator[int]:
    for start in starts:
        left, i = name, start
        while left and i < len(flow) and left.startswith(flow[i].text):
            left = left[len(flow[i].text) :]
            i += 1
        if not left:
            yield i


def _has(runs: Sequence[Run], value: str) -> bool:
    """Whether whole runs give the value."""
    for start in range(len(runs)):
        left = value
        for run in runs[start:]:
            if not left.startswith(run.text):
                break
            left = left[len(run.text) :]
            if not left:
                return True
    return False
