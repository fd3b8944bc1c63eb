"""Formulas over the values of other rules, compiled once. None of them looks at an item."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import eq, ge, gt, itemgetter
from typing import Any

from kami_tui.domain.numbers import Exact, Value, exact, half_up
from kami_tui.domain.rules import (
    Bands,
    Condition,
    Gate,
    Ladder,
    Linear,
    Percent,
    Round,
    RuleRef,
)

Values = dict[str, Value]
Formula = Callable[[Values], Value]
Test = Callable[[Values], bool | None]
Combine = Callable[[list[Exact], list[Exact]], Exact]
"""Of scores and their weights."""


def formula(body: Percent | Linear | Round | Condition | Gate | Ladder | Bands) -> Formula:
    """One primitive that reads other rules only."""
    if isinstance(body, Percent):
        return lambda v: _percent(v[body.of], v[body.out_of])
    if isinstance(body, Linear):
        return _linear(body)
    if isinstance(body, Round):
        return lambda v: half_up(v[body.of], body.decimals)
    if isinstance(body, Condition):
        return compile_condition(body)
    if isinstance(body, Gate):
        return _gate(body)
    if isinstance(body, Ladder):
        return _ladder(body)
    return _bands(body)


def over_rules(rules: tuple[str, ...], form: str, order: dict[str, int] | None) -> Formula:
    """An aggregate of other rules' values; `order` ranks them where they are words of a scale."""
    combine = COMBINE[form]
    return lambda v: _over_values([v[r] for r in rules], combine, order)


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

        def scaled(v: Values) -> bool | None:
            value: Any = v[left]
            return None if value is None else op(value * part, whole)

        return scaled

    def test(v: Values) -> bool | None:
        value = v[left]
        return None if value is None else op(value, wanted)

    return test


def _compare_rules(left: str, op: Callable[[Any, Any], bool], right: str) -> Test:
    def test(v: Values) -> bool | None:
        value, wanted = v[left], v[right]
        return None if value is None or wanted is None else op(value, wanted)

    return test


def _all(tests: list[Test]) -> Test:
    """False if any is False, else None if any is None."""

    def test(v: Values) -> bool | None:
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

    def test(v: Values) -> bool | None:
        result: bool | None = False
        for one in tests:
            held = one(v)
            if held:
                return True
            if held is None:
                result = None
        return result

    return test


def _sum(scores: list[Exact], weights: list[Exact]) -> Exact:
    return sum(scores)


def _mean(scores: list[Exact], weights: list[Exact]) -> Exact:
    return exact(Fraction(sum(scores)) / len(scores))


def _weighted(scores: list[Exact], weights: list[Exact]) -> Exact:
    whole = sum(weights)
    return exact(Fraction(sum(s * w for s, w in zip(scores, weights, strict=True))) / whole)


COMBINE: dict[str, Combine] = {
    "sum": _sum,
    "mean": _mean,
    "weighted_mean": _weighted,
    "min": lambda scores, weights: min(scores),
    "max": lambda scores, weights: max(scores),
}


def _over_values(
    values: list[Value],
    combine: Combine,
    order: dict[str, int] | None,
) -> Value:
    if None in values:
        return None
    if order is None:
        return combine(values, [1] * len(values))  # type: ignore[arg-type]
    ranks = {order[v]: v for v in values if isinstance(v, str)}
    return ranks[combine(list(ranks), [])]  # type: ignore[index]


def _percent(of: Value, out_of: Value) -> Value:
    if of is None or not out_of:
        return None
    if isinstance(of, int) and isinstance(out_of, int):
        return exact(Fraction(of * 100, out_of))
    return exact(Fraction(of) * 100 / Fraction(out_of))


def _linear(body: Linear) -> Formula:
    constant = exact(body.constant)
    terms = [(t.rule, exact(t.times)) for t in body.terms]

    def compute(v: Values) -> Value:
        if any(v[rule] is None for rule, _ in terms):
            return None
        return exact(constant + sum(v[rule] * times for rule, times in terms))  # type: ignore[operator,misc]

    return compute


def _gate(body: Gate) -> Formula:
    test = compile_condition(body.when)
    otherwise: Value = body.otherwise if isinstance(body.otherwise, str) else exact(body.otherwise)

    def compute(v: Values) -> Value:
        holds, then = test(v), v[body.then]
        if holds is None or then is None:
            return None
        return then if holds else otherwise

    return compute


def _ladder(body: Ladder) -> Formula:
    rungs = [(r.value, compile_condition(r.when) if r.when else None) for r in body.rungs][::-1]

    def compute(v: Values) -> Value:
        for value, test in rungs:
            if test is None or test(v):
                return value
        return None

    return compute


def _bands(body: Bands) -> Formula:
    lists = {"": body.bands} if isinstance(body.bands, tuple) else body.bands
    falling = {
        by: [(exact(b.from_), b.value) for b in reversed(bands)] for by, bands in lists.items()
    }

    def compute(v: Values) -> Value:
        of = v[body.of]
        by = v[body.by] if body.by else ""
        if of is None or by is None:
            return None
        return next((value for lower, value in falling[str(by)] if of >= lower), None)  # type: ignore[operator]

    return compute
