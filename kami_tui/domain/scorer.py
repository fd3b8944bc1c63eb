"""From answers to values: an edition's rules, compiled once, evaluated at every key press.

Exact arithmetic throughout: whole numbers, and fractions where a mean or a percentage needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, itemgetter
from typing import Any

from kami_tui.domain.errors import UnknownItem, UnknownStatus
from kami_tui.domain.instrument import Instrument, Option, ScoreByTag, tags_of
from kami_tui.domain.rules import (
    Aggregate,
    Bands,
    Condition,
    Gate,
    HowMany,
    ItemGate,
    Ladder,
    Linear,
    Maximum,
    Percent,
    Round,
    Rule,
    RuleRef,
    Selector,
    references,
)

Exact = int | Fraction
Value = int | Fraction | str | bool | None
"""None is "incomplete": an answer that the rule needs is still missing."""


class CircularRules(Exception):
    """Rules that need one another. `rules` are the ids on the circle."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        super().__init__(rules)
        self.rules = rules


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
Test = Callable[[dict[str, Value]], bool | None]


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
        for node in self._in_order():
            step = self._compile(node)
            if isinstance(node, Rule) and self._is_fixed(node):
                step(Evaluation(self, [], [], [], frozenset(), self._fixed, {}))
            else:
                self._steps.append(step)

    # -- what others ask ------------------------------------------------------------------

    def select(self, selector: Selector) -> tuple[int, ...]:
        """Positions of the items a selector means, in the instrument's order."""
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

    # -- order ----------------------------------------------------------------------------

    def needs(self, rule: Rule) -> set[str]:
        """What must be known before this rule: rule ids, and ``gate:<id>`` for item gates."""
        body = rule.body
        if isinstance(body, Aggregate):
            if body.items is None:
                return set(body.rules or ())
            gates = {self.gate_of[i] for i in self.select(body.items) if i in self.gate_of}
            return {f"gate:{g}" for g in gates} if body.gated else set()
        if isinstance(body, Maximum):
            return set(body.rules or ())
        if isinstance(body, Percent):
            return {body.of, body.out_of}
        if isinstance(body, Linear):
            return {t.rule for t in body.terms}
        if isinstance(body, Round):
            return {body.of}
        if isinstance(body, Condition):
            return references(body)
        if isinstance(body, Gate):
            return references(body.when) | {body.then}
        if isinstance(body, Ladder):
            return set().union(*(references(r.when) for r in body.rungs if r.when))
        if isinstance(body, Bands):
            return {body.of} | ({body.by} if body.by else set())
        return set()

    def _in_order(self) -> list[Rule | ItemGate]:
        nodes: dict[str, Rule | ItemGate] = {r.id: r for r in self.instrument.rules}
        nodes.update({f"gate:{g.id}": g for g in self.instrument.item_gates})
        ordered: list[Rule | ItemGate] = []
        done: set[str] = set()
        path: dict[str, None] = {}

        for start in nodes:
            stack = [(start, False)]
            while stack:
                key, leaving = stack.pop()
                if leaving:
                    path.pop(key)
                    done.add(key)
                    ordered.append(nodes[key])
                elif key in path:
                    ring = list(path)
                    raise CircularRules(tuple(ring[ring.index(key) :]))
                elif key not in done:
                    path[key] = None
                    stack.append((key, True))
                    node = nodes[key]
                    below = (
                        references(node.when) if isinstance(node, ItemGate) else self.needs(node)
                    )
                    stack.extend((b, False) for b in sorted(below) if b not in done)
        return ordered

    def _is_fixed(self, rule: Rule) -> bool:
        body = rule.body
        if isinstance(body, HowMany):
            return body.answered is None
        if isinstance(body, Maximum) and body.items is not None:
            return not self._any_drops
        if isinstance(body, Aggregate) and body.items is not None:
            return False
        return self.needs(rule) <= self._fixed.keys()

    # -- compiling ------------------------------------------------------------------------

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
        if isinstance(body, Percent):
            return _store(key, lambda v, b=body: _percent(v[b.of], v[b.out_of]))
        if isinstance(body, Linear):
            return _store(key, _linear(body))
        if isinstance(body, Round):
            return _store(key, lambda v, b=body: half_up(v[b.of], b.decimals))
        if isinstance(body, Condition):
            return _store(key, compile_condition(body))
        if isinstance(body, Gate):
            return _store(key, _gate(body))
        if isinstance(body, Ladder):
            return _store(key, _ladder(body))
        return _store(key, _bands(body))

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
        combine = _COMBINE[form]
        if body.rules is not None:
            order = self._scale_order(body.rules)
            pick = body.rules
            return _store(key, lambda v: _over_values([v[r] for r in pick], combine, order))
        positions = self.select(body.items or Selector())
        take = _taker(positions)
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
            pick = body.rules
            return _store(key, lambda v: _over_values([v[r] for r in pick], _sum, None))
        positions = self.select(body.items or Selector())
        everything = sum(self.best[i] for i in positions)

        def step(e: Evaluation) -> None:
            lost = sum(self.best[i] for i in positions if i in e.dropped) if e.dropped else 0
            e.values[key] = everything - lost

        return step

    def _scale_order(self, rules: tuple[str, ...]) -> dict[str, int] | None:
        scale = self.instrument.scale_of(rules[0])
        return scale.order if scale else None

    def _refuse(self, statuses: Mapping[str, str]) -> None:
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


def exact(number: int | Decimal | Fraction) -> Exact:
    """A number without binary rounding; whole numbers stay plain integers."""
    if isinstance(number, int):
        return number
    fraction = number if isinstance(number, Fraction) else Fraction(number)
    return int(fraction) if fraction.denominator == 1 else fraction


def points_of(option: Option, tags: Mapping[str, str]) -> Exact:
    """What an option earns on an item with these tags.

    Raises:
        KeyError: the score goes by a tag (or tag value) the item does not have.
    """
    score = option.score
    if isinstance(score, ScoreByTag):
        return exact(score.points[tags[score.by]])
    return exact(score)


def half_up(value: Value, decimals: int) -> Value:
    """Round as people do: 0.5 goes up (away from zero below it)."""
    if not isinstance(value, (int, Fraction)) or isinstance(value, bool):
        return None
    scaled = abs(Fraction(value)) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return exact(Fraction(whole if value >= 0 else -whole, 10**decimals))


def compile_condition(c: Condition) -> Test:
    """A test on values: True, False, or None where it cannot be told yet."""
    if c.all is not None:
        return _all([compile_condition(p) for p in c.all])
    if c.any is not None:
        return _any([compile_condition(p) for p in c.any])
    if c.holds is not None:
        return itemgetter(c.holds)
    left = c.of or ""
    op, right = next((op, x) for op, x in ((ge, c.ge), (gt, c.gt), (eq, c.eq)) if x is not None)
    if isinstance(right, RuleRef):
        return _compare_rules(left, op, right.rule)
    return _compare(left, op, right if isinstance(right, str) else exact(right))


def _compare(left: str, op: Callable[[Any, Any], bool], wanted: Value) -> Test:
    if isinstance(wanted, Fraction):
        # 43.2 as 216/5: comparing whole numbers is ten times as fast, and as exact.
        whole, part = wanted.numerator, wanted.denominator

        def scaled(v: dict[str, Value]) -> bool | None:
            value: Any = v[left]
            return None if value is None else op(value * part, whole)

        return scaled

    def test(v: dict[str, Value]) -> bool | None:
        value = v[left]
        return None if value is None else op(value, wanted)

    return test


def _compare_rules(left: str, op: Callable[[Any, Any], bool], right: str) -> Test:
    def test(v: dict[str, Value]) -> bool | None:
        value, wanted = v[left], v[right]
        return None if value is None or wanted is None else op(value, wanted)

    return test


def _all(tests: list[Test]) -> Test:
    """False if any is False, else None if any is None."""

    def test(v: dict[str, Value]) -> bool | None:
        result: bool | None = True
        for one in tests:
            held = one(v)
            if held is False:
                return False
            if held is None:
                result = None
        return result

    return test


def _any(tests: list[Test]) -> Test:
    """True if any is True, else None if any is None."""

    def test(v: dict[str, Value]) -> bool | None:
        result: bool | None = False
        for one in tests:
            held = one(v)
            if held:
                return True
            if held is None:
                result = None
        return result

    return test


def _store(key: str, compute: Callable[[dict[str, Value]], Value]) -> Step:
    def step(e: Evaluation) -> None:
        e.values[key] = compute(e.values)

    return step


def _taker(positions: tuple[int, ...]) -> Callable[[list], tuple]:  # type: ignore[type-arg]
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda row: tuple(row[i] for i in positions)


def _sum(scores: list[Exact], weights: list[Exact]) -> Exact:
    return sum(scores)


def _mean(scores: list[Exact], weights: list[Exact]) -> Exact:
    return exact(Fraction(sum(scores)) / len(scores))


def _weighted(scores: list[Exact], weights: list[Exact]) -> Exact:
    whole = sum(weights)
    return exact(Fraction(sum(s * w for s, w in zip(scores, weights, strict=True))) / whole)


_COMBINE: dict[str, Callable[[list[Exact], list[Exact]], Exact]] = {
    "sum": _sum,
    "mean": _mean,
    "weighted_mean": _weighted,
    "min": lambda scores, weights: min(scores),
    "max": lambda scores, weights: max(scores),
}


def _over_values(
    values: list[Value],
    combine: Callable[[list[Exact], list[Exact]], Exact],
    order: dict[str, int] | None,
) -> Value:
    if None in values:
        return None
    if order is None:
        return combine(values, [1] * len(values))  # type: ignore[arg-type]
    ranks = {order[v]: v for v in values if isinstance(v, str)}
    return ranks[combine(list(ranks), [])]  # type: ignore[index,arg-type]


def _percent(of: Value, out_of: Value) -> Value:
    if of is None or not out_of:
        return None
    if isinstance(of, int) and isinstance(out_of, int):
        return exact(Fraction(of * 100, out_of))
    return exact(Fraction(of) * 100 / Fraction(out_of))


def _linear(body: Linear) -> Callable[[dict[str, Value]], Value]:
    constant = exact(body.constant)
    terms = [(t.rule, exact(t.times)) for t in body.terms]

    def compute(v: dict[str, Value]) -> Value:
        if any(v[rule] is None for rule, _ in terms):
            return None
        return exact(constant + sum(v[rule] * times for rule, times in terms))  # type: ignore[operator,misc]

    return compute


def _gate(body: Gate) -> Callable[[dict[str, Value]], Value]:
    test = compile_condition(body.when)
    otherwise: Value = body.otherwise if isinstance(body.otherwise, str) else exact(body.otherwise)

    def compute(v: dict[str, Value]) -> Value:
        holds, then = test(v), v[body.then]
        if holds is None or then is None:
            return None
        return then if holds else otherwise

    return compute


def _ladder(body: Ladder) -> Callable[[dict[str, Value]], Value]:
    rungs = [(r.value, compile_condition(r.when) if r.when else None) for r in body.rungs][::-1]

    def compute(v: dict[str, Value]) -> Value:
        for value, test in rungs:
            if test is None or test(v):
                return value
        return None

    return compute


def _bands(body: Bands) -> Callable[[dict[str, Value]], Value]:
    lists = {"": body.bands} if isinstance(body.bands, tuple) else body.bands
    falling = {
        by: [(exact(b.from_), b.value) for b in reversed(bands)] for by, bands in lists.items()
    }

    def compute(v: dict[str, Value]) -> Value:
        of = v[body.of]
        by = v[body.by] if body.by else ""
        if of is None or by is None:
            return None
        return next((value for lower, value in falling[str(by)] if of >= lower), None)  # type: ignore[operator]

    return compute
