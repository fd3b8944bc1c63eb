"""Which single answers would help right now: raise a level, the final status, or the total.

Nothing is known here of how an edition is scored: every answer is tried and scored whole. That
takes a while (half a millisecond for each), so the search is a generator that pauses after each
trial, and whoever runs it decides when to go on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from kami_tui.domain.instrument import Option, Scale
from kami_tui.domain.numbers import Exact, Value
from kami_tui.domain.scorer import Evaluation, Scorer

Figure = Literal["level", "status", "category"]
MOST_REMEMBERED = 32
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Move:
    """One answer that would raise a figure: the lowest of its item that does."""

    item: str
    option: str
    """Status code to give."""
    figure: Figure
    area: str | None
    """Whose level; None for the status and the category."""
    before: str | None
    """Value on the figure's scale; None: not known yet, because answers are missing."""
    after: str


@dataclass(frozen=True, slots=True)
class Gain:
    """What the best answer to one item would add to the total."""

    item: str
    option: str
    """The lowest that adds this much."""
    points: Exact
    opened: tuple[str, ...]
    """Item gates it would open: their items' points are counted in."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything single answers would do, in the instrument's order; `gains` the greatest first."""

    moves: tuple[Move, ...]
    gains: tuple[Gain, ...]

    def of(self, figure: Figure, area: str | None = None) -> tuple[Move, ...]:
        """Moves of one figure; `area`: of that area's level."""
        return tuple(m for m in self.moves if m.figure == figure and m.area == area)


class Moves:
    """Searches, and remembers what it found for the last few sets of answers."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._figures = _figures(scorer)
        self._known: OrderedDict[tuple[str | None, tuple[str | None, ...]], Found] = OrderedDict()

    def known(self, evaluation: Evaluation, area: str | None = None) -> Found | None:
        """What is remembered for these answers, without a search."""
        return self._known.get((area, tuple(evaluation.statuses)))

    def search(
        self, evaluation: Evaluation, area: str | None = None
    ) -> Generator[None, None, Found]:
        """Tries every higher answer to the items of one area, or of all.

        Pauses (yields None) after each trial; what it found is what it returns. "Not applicable"
        is never tried: it is a fact, not a choice. Answers given after the start do no harm: the
        search is about those of `evaluation`. Raises KeyError for an unknown area.
        """
        key = (area, tuple(evaluation.statuses))
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        scorer = self._scorer
        start, stop = scorer.span[area] if area is not None else (0, len(scorer.ids))
        given = {
            i: s for i, s in zip(scorer.ids, evaluation.statuses, strict=True) if s is not None
        }
        moves: list[Move] = []
        gains: list[Gain] = []
        for position in range(start, stop):
            item = scorer.ids[position]
            told: set[tuple[Figure, str | None]] = set()
            best: Gain | None = None
            for option in higher(scorer, item, evaluation.statuses[position]):
                trial = scorer.evaluate({**given, item: option.code})
                for move in self._compare(evaluation, trial, item, option.code):
                    if (move.figure, move.area) not in told:
                        told.add((move.figure, move.area))
                        moves.append(move)
                gain = _gain(evaluation, trial, item, option.code)
                if gain.points > 0 and (best is None or gain.points > best.points):
                    best = gain
                yield
            if best is not None:
                gains.append(best)
        gains.sort(key=lambda g: -g.points)  # stable: equal ones stay in order
        found = Found(tuple(moves), tuple(gains))
        self._known[key] = found
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return found

    def _compare(
        self, before: Evaluation, after: Evaluation, item: str, option: str
    ) -> Iterable[Move]:
        for figure, area, rule, scale in self._figures:
            old, new = before.values[rule], after.values[rule]
            if isinstance(new, str) and old != new and _rank(scale, old) < scale.order[new]:
                was = old if isinstance(old, str) else None
                yield Move(item, option, figure, area, was, new)


def higher(scorer: Scorer, item: str, status: str | None) -> list[Option]:
    """Options that earn more than the present answer, the least first; all, where there is none."""
    points = scorer.points[scorer.position[item]]
    least = points[status] if status is not None else -1
    options = [o for o in scorer.instrument.options(item) if o.not_applicable is None]
    return sorted(
        (o for o in options if points[o.code] > least or status is None),
        key=lambda o: points[o.code],
    )


def finish(search: Generator[None, None, T]) -> T:
    """Runs a search to its end without a pause."""
    while True:
        try:
            next(search)
        except StopIteration as end:
            found: T = end.value
            return found


def _figures(scorer: Scorer) -> list[tuple[Figure, str | None, str, Scale]]:
    """Figure, area, rule and scale: everything an answer can raise."""
    roles = scorer.instrument.results
    named: list[tuple[Figure, str | None, str | None]] = [
        ("level", role.area, role.maturity) for role in roles.areas
    ]
    named.append(("status", None, roles.readiness))
    named.append(("category", None, roles.category.value if roles.category else None))
    found = []
    for figure, area, rule in named:
        scale = scorer.instrument.scale_of(rule) if rule else None
        if rule is not None and scale is not None:
            found.append((figure, area, rule, scale))
    return found


def _rank(scale: Scale, value: Value) -> int:
    return scale.order[value] if isinstance(value, str) else -1


def _gain(before: Evaluation, after: Evaluation, item: str, option: str) -> Gain:
    total = before.scorer.instrument.results.total
    opened = tuple(g for g, counts in after.gates.items() if counts and not before.gates[g])
    return Gain(item, option, _points(after.values[total]) - _points(before.values[total]), opened)


def _points(value: Value) -> Exact:
    return 0 if value is None or isinstance(value, (str, bool)) else value
