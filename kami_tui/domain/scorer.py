"""From answers to values: an edition's rules, compiled once, evaluated at every key press.

Exact arithmetic throughout: whole numbers, and fractions where a mean or a percentage needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from kami_tui.domain.errors import UnknownItem, UnknownStatus
from kami_tui.domain.formulas import COMBINE, Formula, Test, compile_condition, formula, over_rules
from kami_tui.domain.instrument import Instrument, Option, ScoreByTag, tags_of
from kami_tui.domain.numbers import Exact, Value, exact
from kami_tui.domain.ordering import below, in_order
from kami_tui.domain.rules import Aggregate, Condition, HowMany, ItemGate, Maximum, Rule, Selector


@dataclass(slots=True)
class Evaluation:
    """Every value of one set of answers. Lists run along the instrument's items, in order.

    `earned` is what each answer is worth, `counted` the same after item gates; both 0 where
    unanswered. Treat it as read-only.
    """

    scorer: Scorer
    statuses: list[str | None]
    earned: list[Exact]
    counted: list[Exact]
    dropped: frozenset[int]
    """Positions of items that N/A takes out of sums and maxima."""
    values: dict[str, Value]
    """By rule id."""
    gates: dict[str, bool | None]
    """By item gate id: whether its items count."""
    traced: dict[tuple[str, str], Any] = field(default_factory=dict, compare=False, repr=False)
    """What `trace` has worked out of it: rules of one ladder ask for the same again and again."""

    def status_of(self, item_id: str) -> str | None:
        return self.statuses[self.scorer.position[item_id]]

    def earned_by(self, item_id: str) -> Exact:
        return self.earned[self.scorer.position[item_id]]

    def counted_of(self, item_id: str) -> Exact:
        return self.counted[self.scorer.position[item_id]]

    def counts(self, item_id: str) -> bool:
        """False while a shut gate discounts the item."""
        gate = self.scorer.gate_of.get(self.scorer.position[item_id])
        return gate is None or self.gates[gate] is True


Step = Callable[[Evaluation], None]


class Scorer:
    """An instrument made ready for scoring. Build once, share freely: it holds no answers.

    Raises:
        CircularRules: the rules cannot be put in an order.
        KeyError: a rule names a rule that is not there (`crosscheck` finds these first).
    """

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        placed = [
            (area, number, item)
            for area in instrument.areas
            for number, section in enumerate(area.sections, start=1)
            for item in section.items
        ]
        self.ids = tuple(item.id for _, _, item in placed)
        self.position = {item_id: i for i, item_id in enumerate(self.ids)}
        self.tags = tuple(tags_of(area, number, item) for area, number, item in placed)
        self._having: dict[str, dict[str, list[int]]] = {}
        """Positions by tag and value: a rule is selected for without a look at every item."""
        for i, tags in enumerate(self.tags):
            for tag, value in tags.items():
                self._having.setdefault(tag, {}).setdefault(value, []).append(i)
        self._selected: dict[int, tuple[Selector, tuple[int, ...]]] = {}
        self._tests: dict[int, tuple[Condition, Test]] = {}
        """Both by the id of a declaration of the instrument, which is kept beside what it means."""
        self.span = _spans(instrument)
        """Area id to its slice of positions."""
        self.weights = tuple(exact(item.weight or 1) for _, _, item in placed)
        self.points: tuple[dict[str, Exact], ...] = tuple(
            {o.code: points_of(o, self.tags[i]) for o in instrument.options(item_id)}
            for i, item_id in enumerate(self.ids)
        )
        self.best = tuple(max(p.values(), default=0) for p in self.points)
        self._drops = tuple(
            frozenset(o.code for o in instrument.options(item_id) if o.not_applicable == "drop")
            for item_id in self.ids
        )
        self._any_drops = any(self._drops)
        self.gate_of: dict[int, str] = {
            i: gate.id for gate in instrument.item_gates for i in self.select(gate.items)
        }
        self._fixed: dict[str, Value] = {}
        """Values that no answer can change: limits, maxima, numbers of items."""
        self._steps: list[Step] = []
        for node in in_order(instrument.rules, instrument.item_gates, self._gates_of):
            step = self._compile(node)
            if isinstance(node, Rule) and self._is_fixed(node):
                step(Evaluation(self, [], [], [], frozenset(), self._fixed, {}))
            else:
                self._steps.append(step)

    # -- what others ask ------------------------------------------------------------------

    def select(self, selector: Selector) -> tuple[int, ...]:
        """Positions of the items a selector means, in the instrument's order."""
        known = self._selected.get(id(selector))
        if known is None:
            known = self._selected[id(selector)] = (selector, self._select(selector))
        return known[1]

    def test(self, condition: Condition) -> Test:
        """A condition of the instrument, compiled."""
        known = self._tests.get(id(condition))
        if known is None:
            known = self._tests[id(condition)] = (condition, compile_condition(condition))
        return known[1]

    def _select(self, selector: Selector) -> tuple[int, ...]:
        chosen: set[int] | None = None
        for tag, values in selector.wanted().items():
            having = self._having.get(tag, {})
            some = {i for value in set(values) for i in having.get(value, ())}
            chosen = some if chosen is None else chosen & some
        return tuple(range(len(self.ids)) if chosen is None else sorted(chosen))

    def evaluate(self, statuses: Mapping[str, str]) -> Evaluation:
        """Score these answers, item id to status code; an unanswered item is absent.

        Raises:
            UnknownItem: an id is not one of the instrument's.
            UnknownStatus: a status is not offered by its item.
        """
        given: list[str | None] = list(map(statuses.get, self.ids))
        if len(given) - given.count(None) != len(statuses):
            self._refuse(statuses)
        try:
            earned: list[Exact] = [
                0 if s is None else p[s] for s, p in zip(given, self.points, strict=True)
            ]
        except (KeyError, TypeError):
            self._refuse(statuses)
            raise
        dropped = (
            frozenset(i for i, s in enumerate(given) if s in self._drops[i])
            if self._any_drops
            else frozenset()
        )
        done = Evaluation(self, given, earned, earned.copy(), dropped, self._fixed.copy(), {})
        for step in self._steps:
            step(done)
        return done

    def filled(self, statuses: Mapping[str, str], area: str, *, best: bool) -> dict[str, str]:
        """These answers with one area's gaps closed by the lowest (or highest) answer."""
        choose = max if best else min
        filled = dict(statuses)
        for i, item_id in enumerate(self.ids):
            if self.tags[i]["area"] == area and item_id not in filled:
                filled[item_id] = choose(self.points[i], key=lambda c: self.points[i][c])
        return filled

    # -- compiling ------------------------------------------------------------------------

    def needs(self, rule: Rule) -> set[str]:
        """What must be known before this rule: rule ids, and ``gate:<id>`` for item gates."""
        return below(rule, self._gates_of)

    def _gates_of(self, selector: Selector) -> set[str]:
        return {self.gate_of[i] for i in self.select(selector) if i in self.gate_of}

    def _is_fixed(self, rule: Rule) -> bool:
        body = rule.body
        if isinstance(body, HowMany):
            return body.answered is None
        if isinstance(body, Maximum) and body.items is not None:
            return not self._any_drops
        if isinstance(body, Aggregate) and body.items is not None:
            return False
        return self.needs(rule) <= self._fixed.keys()

    def _compile(self, node: Rule | ItemGate) -> Step:
        if isinstance(node, ItemGate):
            return self._item_gate(node)
        body, key = node.body, node.id
        if isinstance(body, Aggregate):
            return self._aggregate(key, node.form, body)
        if isinstance(body, HowMany):
            return self._how_many(key, body)
        if isinstance(body, Maximum):
            return self._maximum(key, body)
        return _store(key, formula(body))

    def _item_gate(self, gate: ItemGate) -> Step:
        positions, test, otherwise = (
            self.select(gate.items),
            compile_condition(gate.when),
            exact(gate.otherwise),
        )

        def step(e: Evaluation) -> None:
            counts = e.gates[gate.id] = test(e.values)
            if not counts:
                for i in positions:
                    e.counted[i] = otherwise

        return step

    def _aggregate(self, key: str, form: str, body: Aggregate) -> Step:
        if body.rules is not None:
            return _store(key, over_rules(body.rules, form, self._scale_order(body.rules)))
        positions = self.select(body.items or Selector())
        take, combine = _taker(positions), COMBINE[form]
        weights = [self.weights[i] for i in positions]
        if form == "sum" and body.missing == "zero" and not self._any_drops:

            def plain(e: Evaluation) -> None:
                e.values[key] = sum(take(e.counted if body.gated else e.earned))

            return plain

        def step(e: Evaluation) -> None:
            if body.missing == "incomplete" and None in take(e.statuses):
                e.values[key] = None
                return
            scores = take(e.counted if body.gated else e.earned)
            kept = [
                (s, w)
                for i, s, w in zip(positions, scores, weights, strict=True)
                if i not in e.dropped
            ]
            e.values[key] = combine([s for s, _ in kept], [w for _, w in kept]) if kept else None

        return step

    def _how_many(self, key: str, body: HowMany) -> Step:
        positions = self.select(body.items)
        if body.answered is None:
            fixed = len(positions)
            return _store(key, lambda v: fixed)
        take, wanted = _taker(positions), frozenset(body.answered)

        def step(e: Evaluation) -> None:
            e.values[key] = sum([s in wanted for s in take(e.statuses)])

        return step

    def _maximum(self, key: str, body: Maximum) -> Step:
        if body.rules is not None:
            return _store(key, over_rules(body.rules, "sum", None))
        positions = self.select(body.items or Selector())
        everything = sum(self.best[i] for i in positions)

        def step(e: Evaluation) -> None:
            lost = sum(self.best[i] for i in positions if i in e.dropped) if e.dropped else 0
            e.values[key] = everything - lost

        return step

    def _scale_order(self, rules: tuple[str, ...]) -> dict[str, int] | None:
        scale = self.instrument.scale_of(rules[0])
        return scale.order if scale else None

    def _refuse(self, statuses: Mapping[str, object]) -> None:
        for item_id, status in statuses.items():
            if item_id not in self.position:
                raise UnknownItem(item=item_id, instrument=self.instrument.id)
            known = self.points[self.position[item_id]]
            if not isinstance(status, str) or status not in known:
                raise UnknownStatus(item=item_id, status=status, known=list(known))


def _spans(instrument: Instrument) -> dict[str, tuple[int, int]]:
    spans, start = {}, 0
    for area in instrument.areas:
        spans[area.id] = (start, start + len(area.items))
        start += len(area.items)
    return spans


def points_of(option: Option, tags: Mapping[str, str]) -> Exact:
    """What an option earns on an item with these tags.

    Raises:
        KeyError: the score goes by a tag (or tag value) the item does not have.
    """
    score = option.score
    if isinstance(score, ScoreByTag):
        return exact(score.points[tags[score.by]])
    return exact(score)


def _store(key: str, compute: Formula) -> Step:
    def step(e: Evaluation) -> None:
        e.values[key] = compute(e.values)

    return step


def _taker(positions: tuple[int, ...]) -> Callable[[list], tuple]:  # type: ignore[type-arg]
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda row: tuple(row[i] for i in positions)
