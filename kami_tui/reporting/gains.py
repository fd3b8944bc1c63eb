"""Strengths and gaps: what could still be earned, the gates that are shut and by what."""

from __future__ import annotations

from collections.abc import Iterator

from kami_tui.domain.instrument import Area, Item
from kami_tui.domain.numbers import Exact
from kami_tui.domain.story import GateStory
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.model import GainRow, Gains, SectionRow, ShutRow, ShutTable
from kami_tui.reporting.text import NONE, one_line, width
from kami_tui.reporting.why import need_line

SHOWN = 15
"""Items listed with what they could still earn. Every chapter has the rest."""
SHOWN_BRIEFLY = 8
SECTIONS = 5
"""Sections named as the strongest, and as the weakest."""
TEXT, TEXT_BRIEFLY = 100, 105
"""Letters of an item's question, in whole words; its chapter has it whole: two lines."""


def gains(f: Facts) -> Gains:
    w, tr = f.w, f.w.tr
    rows = sorted(_open_items(f), key=lambda row: (-row[0], f.scorer.position[row[1].id]))
    most = SHOWN_BRIEFLY if f.brief else SHOWN
    left = rows[most:]
    rest = ""
    if left:
        rest = tr.plural(
            "Another {n} item could earn {points} points.",
            "Another {n} items could together earn {points} points.",
            len(left),
            points=w.number(sum(row[0] for row in left)),
        )
    sections = sorted(_sections(f), key=lambda s: -s[0])
    weakest = [s for s in sections[SECTIONS:] if s[0] < 1][-SECTIONS:]
    return Gains(
        shut=shut_gates(f),
        items=tuple(_gain(f, item, gain) for gain, item in rows[:most]),
        rest=rest,
        strongest=tuple(row for _, row in sections[:SECTIONS]),
        weakest=tuple(row for _, row in reversed(weakest)),
    )


def shut_gates(f: Facts) -> tuple[ShutRow, ...]:
    """Gates that keep answers from counting, with what is missing for each to open."""
    return tuple(
        ShutRow(
            name=f.area_name(area),
            anchor=f.anchor(area),
            waiting=_waiting(f, area),
            needs=tuple(need_line(f.w, n) for n in gate.needs),
        )
        for area, gate in _shut(f)
    )


def _shut(f: Facts) -> Iterator[tuple[str, GateStory]]:
    for role in f.scorer.instrument.results.areas:
        yield from ((role.area, g) for g in f.stories[role.area].gates if not g.open)


def _waiting(f: Facts, area: str) -> str:
    """Points earned in stages that do not count."""
    waiting = sum(s.earned - s.counted for s in f.stories[area].stages)
    return f.w.number(waiting) if waiting else NONE


def shut_table(f: Facts) -> ShutTable | None:
    """The same on a few lines: conditions of one name, which areas share, are one row."""
    w, columns, waiting = f.w, list[tuple[str, str]](), list[str]()
    cells: dict[str, dict[int, str]] = {}
    for at, (area, gate) in enumerate(_shut(f)):
        columns.append((f.area_name(area), f.anchor(area)))
        waiting.append(_waiting(f, area))
        for need in gate.needs:
            now, wanted = (w.value(need.rule.id, v) for v in (need.check.value, need.check.wanted))
            said = w.tr("{now} of {wanted}", now=now, wanted=wanted)
            cells.setdefault(w.rule(need.rule), {})[at] = said
    if not columns:
        return None
    rows = [
        (name, tuple(found.get(at, NONE) for at in range(len(columns))))
        for name, found in cells.items()
    ]
    return ShutTable(tuple(columns), (*rows, (w.tr("Points waiting"), tuple(waiting))))


def _scored(f: Facts) -> list[Area]:
    return [f.scorer.instrument.area(r.area) for r in f.scorer.instrument.results.areas]


def _open_items(f: Facts) -> list[tuple[Exact, Item]]:
    """Items of the scored areas that do not earn all they can, with what they could add."""
    found, e = [], f.evaluation
    for area in _scored(f):
        for item in area.items:
            at = f.scorer.position[item.id]
            gain = f.scorer.best[at] - e.counted[at]
            if gain and at not in e.dropped:
                found.append((gain, item))
    return found


def _gain(f: Facts, item: Item, gain: Exact) -> GainRow:
    w, tr = f.w, f.w.tr
    at = f.scorer.position[item.id]
    status = f.evaluation.statuses[at]
    option = f.scorer.instrument.option(item.id, status) if status else None
    area = f.scorer.tags[at]["area"]
    best = f.scorer.best[at]
    return GainRow(
        id=item.id,
        anchor=f.item_anchor(item.id),
        area=area,
        text=_begun(one_line(f.question(item), 10_000), TEXT_BRIEFLY if f.brief else TEXT),
        status=w.text(option.label) if option else tr("Not answered"),
        points=f"{w.number(f.evaluation.counted[at])} / {w.number(best)}",
        gain="+" + w.number(gain),
        waits="" if f.evaluation.counts(item.id) else tr("once its stage counts"),
    )


def _begun(text: str, most: int) -> str:
    """Whole words of at most `most` letters, with an ellipsis where some are left out."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0].rstrip(",;") + "\u00a0…"


def _sections(f: Facts) -> list[tuple[float, SectionRow]]:
    """Sections of the scored areas with their share of the points they could bring."""
    found, e = [], f.evaluation
    for area in _scored(f):
        for section in area.sections:
            rows = [p for i in section.items if (p := f.scorer.position[i.id]) not in e.dropped]
            most = sum(f.scorer.best[p] for p in rows)
            if not most:
                continue
            got = sum(e.counted[p] for p in rows)
            row = SectionRow(
                name=f"{area.id}  {f.w.text(section.name)}",
                anchor=f.anchor(area.id),
                points=f"{f.w.number(got)} / {f.w.number(most)}",
                share=f.w.percent(got, most),
                width=width(got, most),
            )
            found.append((float(got) / float(most), row))
    return found
