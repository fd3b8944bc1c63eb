"""Why a value is what it is: conditions with their numbers, and what would satisfy them.

Read by the explain command, the side panel and the report, so that *why* is written once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kami_tui.domain.numbers import Exact, Value, exact
from kami_tui.domain.rules import Aggregate, Condition, HowMany, Linear, Rule, RuleRef
from kami_tui.domain.scorer import Evaluation


@dataclass(frozen=True, slots=True)
class Check:
    """A condition and how it stands. `holds` is None where answers are missing to tell."""

    form: Literal["all", "any", "named", "comparison"]
    holds: bool | None
    parts: tuple[Check, ...] = ()
    """Of all / any; of a named rule, its own condition."""
    rule: Rule | None = None
    """The rule compared, or the rule named."""
    op: Literal["ge", "gt", "eq"] | None = None
    value: Value = None
    wanted: Value = None

    @property
    def gap(self) -> Exact | None:
        """How much is missing; None where it holds or is no number."""
        if self.holds or not _is_number(self.value) or not _is_number(self.wanted):
            return None
        return self.wanted - self.value  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Need:
    """One comparison that does not hold yet, and the items that could still supply it."""

    check: Check
    items: tuple[str, ...]

    @property
    def rule(self) -> Rule:
        if self.check.rule is None:
            raise ValueError("a need is always a comparison")
        return self.check.rule


def check(evaluation: Evaluation, condition: Condition) -> Check:
    """A condition with the numbers of this evaluation."""
    values, rules = evaluation.values, evaluation.scorer.instrument.rule_by_id
    if condition.all is not None or condition.any is not None:
        parts = tuple(check(evaluation, p) for p in condition.all or condition.any or ())
        form: Literal["all", "any"] = "all" if condition.all is not None else "any"
        return Check(form, evaluation.scorer.test(condition)(values), parts)
    if condition.holds is not None:
        named = rules[condition.holds]
        stood: Check | None = evaluation.traced.get(("named", named.id))
        if stood is None:
            inner = (check(evaluation, named.condition),) if named.condition else ()
            held = values[named.id]
            stood = Check("named", held if isinstance(held, bool) else None, inner, rule=named)
            evaluation.traced["named", named.id] = stood
        return stood
    op: Literal["ge", "gt", "eq"] = (
        "ge" if condition.ge is not None else "gt" if condition.gt is not None else "eq"
    )
    right = getattr(condition, op)
    wanted: Value = (
        values[right.rule]
        if isinstance(right, RuleRef)
        else right
        if isinstance(right, str)
        else exact(right)
    )
    rule = rules[condition.of or ""]
    return Check(
        "comparison",
        evaluation.scorer.test(condition)(values),
        rule=rule,
        op=op,
        value=values[rule.id],
        wanted=wanted,
    )


def needs(evaluation: Evaluation, stood: Check) -> tuple[Need, ...]:
    """The comparisons that keep a check from holding, in the order of the rules.

    Of alternatives (any), the one that asks for least: fewest comparisons, then points.
    """
    if stood.holds:
        return ()
    if stood.form == "comparison":
        return (Need(stood, suppliers(evaluation, stood.rule)) if stood.rule else _bare(stood),)
    if stood.form == "named" and stood.rule:
        known: tuple[Need, ...] | None = evaluation.traced.get(("needs", stood.rule.id))
        if known is None:
            known = evaluation.traced["needs", stood.rule.id] = _all_of(evaluation, stood)
        return known
    if stood.form == "any":
        ways = [needs(evaluation, p) for p in stood.parts]
        return min(ways, key=lambda w: (len(w), sum(Fraction(n.check.gap or 0) for n in w)))
    return _all_of(evaluation, stood)


def _all_of(evaluation: Evaluation, stood: Check) -> tuple[Need, ...]:
    found: dict[tuple[str, str], Need] = {}
    for part in stood.parts:
        for need in needs(evaluation, part):
            found.setdefault((need.rule.id, str(need.check.wanted)), need)
    return tuple(found.values())


def suppliers(evaluation: Evaluation, rule: Rule) -> tuple[str, ...]:
    """Items whose answer, if raised, would raise this rule's value now. Shut-out items are not."""
    known: tuple[str, ...] | None = evaluation.traced.get(("suppliers", rule.id))
    if known is None:
        known = evaluation.traced["suppliers", rule.id] = _suppliers(evaluation, rule)
    return known


def _suppliers(evaluation: Evaluation, rule: Rule) -> tuple[str, ...]:
    scorer, body = evaluation.scorer, rule.body
    if isinstance(body, HowMany):
        wanted = body.answered or ()
        return tuple(
            scorer.ids[i] for i in scorer.select(body.items) if evaluation.statuses[i] not in wanted
        )
    if isinstance(body, Aggregate) and body.items is not None:
        return tuple(
            scorer.ids[i]
            for i in scorer.select(body.items)
            if evaluation.earned[i] < scorer.best[i]
            and (not body.gated or evaluation.counts(scorer.ids[i]))
        )
    below: tuple[str, ...] = ()
    if isinstance(body, Linear):
        below = tuple(t.rule for t in body.terms if t.times > 0)
    elif isinstance(body, Aggregate):
        below = body.rules or ()
    found: dict[str, None] = {}
    for rule_id in below:
        found.update(dict.fromkeys(suppliers(evaluation, scorer.instrument.rule_by_id[rule_id])))
    return tuple(i for i in scorer.ids if i in found)


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def _bare(stood: Check) -> Need:
    return Need(stood, ())
