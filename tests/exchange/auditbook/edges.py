"""Assessments at every threshold of an edition and just below it, found in its own declarations."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kami_tui.domain.crosscheck_values import parts_of
from kami_tui.domain.numbers import Exact, exact
from kami_tui.domain.result import result_of
from kami_tui.domain.rules import Bands, Condition, Gate, Ladder, RuleRef
from kami_tui.domain.scorer import Scorer

Statuses = dict[str, str]
TRIES = 12
"""Walks over each threshold; the first that changes a result is taken."""


@dataclass(frozen=True)
class Edge:
    """The same assessment a moment before a threshold is reached, and when it is."""

    rule: str
    bound: Exact | str
    below: Statuses
    at: Statuses
    decisive: bool
    """A figure of the result sheet changes."""
    exact: bool
    """The threshold is met to the point, not passed."""


def thresholds(scorer: Scorer) -> Iterator[tuple[str, Exact | str]]:
    """Every number that some rule's value is compared with; the id of a rule for its value."""
    for rule in scorer.instrument.rules:
        body = rule.body
        conditions: list[Condition] = []
        if isinstance(body, Condition):
            conditions = [body]
        elif isinstance(body, Gate):
            conditions = [body.when]
        elif isinstance(body, Ladder):
            conditions = [r.when for r in body.rungs if r.when]
        elif isinstance(body, Bands):
            for bands in body.lists():
                yield from ((body.of, exact(b.from_)) for b in bands[1:])
        for part in (p for c in conditions for p, _ in parts_of(c, ())):
            for wanted in (part.ge, part.gt):
                if part.of and isinstance(wanted, RuleRef):
                    yield part.of, wanted.rule
                elif part.of and wanted is not None and not isinstance(wanted, RuleRef):
                    yield part.of, exact(wanted)


def edges(scorer: Scorer, seed: int = 0) -> list[Edge]:
    chance = random.Random(seed)
    found = []
    for rule, bound in dict.fromkeys(thresholds(scorer)):
        tries = [e for _ in range(TRIES) if (e := _walk(scorer, rule, bound, chance)) is not None]
        found += sorted(tries, key=lambda e: (not e.decisive, not e.exact))[:1]
    return found


def together(scorer: Scorer, found: list[Edge], chance: random.Random) -> list[Statuses]:
    """Both sides of every edge in fewer assessments: what decides within one area only is put
    beside the edges of the other areas; every edge still stands as it was found."""
    alone: list[Statuses] = []
    by_area: dict[str, list[tuple[Edge, Statuses]]] = {a: [] for a in scorer.span}
    for edge in found:
        area = _area_of(scorer, edge)
        for side in (edge.below, edge.at):
            if area is None:
                alone.append(side)
            else:
                by_area[area].append((edge, side))
    merged = []
    for n in range(max(map(len, by_area.values()))):
        statuses = background(scorer, chance)
        here = [(area, *row[n]) for area, row in by_area.items() if n < len(row)]
        for area, _, side in here:
            statuses |= _within(scorer, side, area)
        values = scorer.evaluate(statuses).values
        for _, edge, side in here:
            assert values[edge.rule] == scorer.evaluate(side).values[edge.rule]
        merged.append(statuses)
    return merged + alone


def _area_of(scorer: Scorer, edge: Edge) -> str | None:
    """The area that the edge lies in: its own figures change, and the others do not matter."""
    one, other = (result_of(scorer.evaluate(s)).areas for s in (edge.below, edge.at))
    value = scorer.evaluate(edge.at).values[edge.rule]
    for area in one:
        told = [(a[area].maturity, a[area].stage3_counted) for a in (one, other)]
        around = [
            {
                i: choose(p, key=p.__getitem__)
                for i, p in zip(scorer.ids, scorer.points, strict=True)
            }
            | _within(scorer, edge.at, area)
            for choose in (min, max)
        ]
        if told[0] != told[1] and all(
            scorer.evaluate(a).values[edge.rule] == value for a in around
        ):
            return area
    return None


def _within(scorer: Scorer, statuses: Statuses, area: str) -> Statuses:
    start, stop = scorer.span[area]
    return {i: statuses[i] for i in scorer.ids[start:stop]}


def _walk(scorer: Scorer, rule: str, bound: Exact | str, chance: random.Random) -> Edge | None:
    """From weak to full, one answer and one step at a time, in any order: where it is crossed."""
    start = background(scorer, chance)
    steps = []
    for item in scorer.ids:
        rising = sorted(scorer.points[scorer.position[item]].items(), key=lambda p: p[1])
        codes = [c for c, _ in rising]
        steps += [item] * (len(codes) - 1 - codes.index(start[item]))
    chance.shuffle(steps)

    def after(n: int) -> Statuses:
        statuses = dict(start)
        for item in steps[:n]:
            codes = sorted(
                scorer.points[scorer.position[item]],
                key=lambda c: scorer.points[scorer.position[item]][c],
            )
            statuses[item] = codes[codes.index(statuses[item]) + 1]
        return statuses

    def reached(n: int) -> bool:
        values = scorer.evaluate(after(n)).values
        wanted = values[bound] if isinstance(bound, str) else bound
        return values[rule] is not None and values[rule] >= wanted  # type: ignore[operator]

    low, high = 0, len(steps)
    if reached(low) or not reached(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    before, now = after(low), after(high)
    decisive = result_of(scorer.evaluate(before)) != result_of(scorer.evaluate(now))
    values = scorer.evaluate(now).values
    wanted = values[bound] if isinstance(bound, str) else bound
    return Edge(rule, bound, before, now, decisive, values[rule] == wanted)


def background(scorer: Scorer, chance: random.Random) -> Statuses:
    """Every area by itself weak, middling or strong."""
    found = {}
    for start, stop in scorer.span.values():
        weights = chance.choice(
            [(9, 1, 0, 0, 0), (2, 2, 2, 2, 0), (0, 1, 4, 8, 1), (1, 0, 0, 0, 0)]
        )
        for item in scorer.ids[start:stop]:
            codes = sorted(scorer.points[scorer.position[item]])
            found[item] = chance.choices(codes, weights[: len(codes)])[0]
    return found


def gaps(scorer: Scorer, statuses: Mapping[str, str], chance: random.Random) -> Statuses:
    """The same with answers missing here and there, whole areas at times."""
    empty = {a for a in scorer.span if chance.random() < 0.15}
    share = chance.choice([0.02, 0.2, 0.6])
    return {
        item: status
        for item, status in statuses.items()
        if scorer.tags[scorer.position[item]]["area"] not in empty and chance.random() > share
    }
