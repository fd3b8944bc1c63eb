"""Rules in words, for the method appendix: what each primitive does, with its numbers."""

from __future__ import annotations

from collections.abc import Callable

from kami_tui.domain.numbers import Exact, exact
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
    Number,
    OverItemsOrRules,
    Percent,
    Round,
    Rule,
    RuleRef,
    Selector,
)
from kami_tui.reporting.text import Writer
from kami_tui.reporting.why import SIGNS

AreasOf = Callable[..., str]
"""Areas that some rules (by id) read, in words."""


def how(w: Writer, rule: Rule, areas_of: AreasOf) -> tuple[str, ...]:
    """Lines that say how a rule's value comes about. Rules of one name are told apart by their
    areas."""
    tr, body = w.tr, rule.body
    if isinstance(body, Aggregate):
        return (_aggregate(w, rule.form, body, areas_of),)
    if isinstance(body, HowMany):
        if body.answered is None:
            return (tr("number of items: {items}", items=_items(w, body.items)),)
        codes = tr(" or ").join(_status(w, c, body.items) for c in body.answered)
        return (
            tr(
                "number of items answered {codes}: {items}",
                codes=codes,
                items=_items(w, body.items),
            ),
        )
    if isinstance(body, Maximum):
        return (tr("maximum score: {over}", over=_over(w, body, areas_of)),)
    if isinstance(body, Percent):
        return (tr("100 × {of} ÷ {out_of}", of=w.rule(body.of), out_of=w.rule(body.out_of)),)
    if isinstance(body, Linear):
        return (_linear(w, body),)
    if isinstance(body, Round):
        return (
            tr.plural(
                "{of}, rounded half up to {n} decimal",
                "{of}, rounded half up to {n} decimals",
                body.decimals,
                of=w.rule(body.of),
            ),
        )
    if isinstance(body, Condition):
        return (condition(w, body),)
    if isinstance(body, Gate):
        otherwise = _constant(w, rule.id, body.otherwise)
        return (
            tr(
                "{then}, if {condition}; otherwise {otherwise}",
                then=w.rule(body.then),
                condition=condition(w, body.when),
                otherwise=otherwise,
            ),
        )
    if isinstance(body, Ladder):
        return _ladder(w, rule.id, body)
    return _bands(w, rule.id, body)


def item_gate(w: Writer, gate: ItemGate) -> tuple[str, ...]:
    return (
        w.tr(
            "{items}: they count if {condition}; otherwise each earns {n}",
            items=_items(w, gate.items),
            condition=condition(w, gate.when),
            n=_number(w, gate.otherwise),
        ),
    )


def condition(w: Writer, c: Condition, inner: bool = False) -> str:
    """A condition as one clause; brackets where one kind of joining stands in the other."""
    tr = w.tr
    parts = c.all or c.any
    if parts is not None:
        word = tr(" and ") if c.all is not None else tr(" or ")
        joined = word.join(condition(w, p, inner=True) for p in parts)
        return f"({joined})" if inner and len(parts) > 1 else joined
    if c.holds is not None:
        return w.rule(c.holds)
    of = c.of or ""
    op = next(o for o in ("ge", "gt", "eq") if getattr(c, o) is not None)
    right = getattr(c, op)
    wanted = w.rule(right.rule) if isinstance(right, RuleRef) else _constant(w, of, right)
    return f"{w.rule(of)} {SIGNS[op]}\u00a0{wanted}"


def _aggregate(w: Writer, form: str, body: Aggregate, areas_of: AreasOf) -> str:
    tr = w.tr
    over = _over(w, body, areas_of)
    said = {
        "sum": tr("sum: {over}", over=over),
        "mean": tr("mean: {over}", over=over),
        "weighted_mean": tr("weighted mean: {over}", over=over),
        "min": tr("lowest of: {over}", over=over),
        "max": tr("highest of: {over}", over=over),
    }[form]
    if body.missing == "incomplete":
        said += "; " + tr("known once all of them are answered")
    if body.items is not None and not body.gated:
        said += "; " + tr("whether or not the items count")
    return said


def _over(w: Writer, body: OverItemsOrRules, areas_of: AreasOf) -> str:
    if body.items is not None:
        return _items(w, body.items)
    alike: dict[str, list[str]] = {}
    for rule in body.rules or ():
        alike.setdefault(w.rule(rule), []).append(rule)
    return ", ".join(
        name if len(rules) == 1 else w.tr("{name} of {areas}", name=name, areas=areas_of(*rules))
        for name, rules in alike.items()
    )


def _status(w: Writer, code: str, items: Selector) -> str:
    """A status in the words of the areas meant; its code where areas word it differently."""
    areas = items.wanted().get("area")
    sets = {a.option_set for a in w.instrument.areas if areas is None or a.id in areas}
    words = {
        w.text(o.label)
        for s in w.instrument.option_sets
        if s.id in sets
        for o in s.options
        if o.code == code
    }
    return f"\u201c{words.pop()}\u201d" if len(words) == 1 else code


def _items(w: Writer, selector: Selector) -> str:
    """The items a selector means: "area 2, stage 1"."""
    tr = w.tr
    wanted = selector.wanted()
    if not wanted:
        return tr("every item")
    words = {
        "area": tr("area"),
        "section": tr("section"),
        "stage": tr("stage"),
        "maturity": tr("level"),
    }
    joined = tr(" or ")
    return ", ".join(f"{words.get(k, k)} {joined.join(v)}" for k, v in wanted.items())


def _linear(w: Writer, body: Linear) -> str:
    """ "a + 2 × b − 3": the constant last, and no sign at the beginning where it can be helped."""
    signed: list[tuple[bool, str]] = []
    for term in body.terms:
        minus, size = _signed(exact(term.times))
        name = w.rule(term.rule)
        signed.append((minus, name if size == 1 else f"{w.number(size)} × {name}"))
    if body.constant or not body.terms:
        minus, size = _signed(exact(body.constant))
        signed.append((minus, w.number(size)))
    signed.sort(key=lambda part: part[0])
    said = ("− " if signed[0][0] else "") + signed[0][1]
    return said + "".join(f" {'−' if minus else '+'} {part}" for minus, part in signed[1:])


def _signed(number: Exact) -> tuple[bool, Exact]:
    return (True, -number) if number < 0 else (False, number)


def _ladder(w: Writer, rule_id: str, body: Ladder) -> tuple[str, ...]:
    tr = w.tr
    lines = [tr("the highest of these that holds:")]
    for rung in body.rungs:
        level = w.scaled(rule_id, rung.value)
        when = condition(w, rung.when) if rung.when else tr("always holds")
        lines.append(f"{level}: {when}")
    return tuple(lines)


def _bands(w: Writer, rule_id: str, body: Bands) -> tuple[str, ...]:
    tr = w.tr
    lists = {"": body.bands} if isinstance(body.bands, tuple) else body.bands
    first = tr("by the value of {of}:", of=w.rule(body.of))
    if body.by:
        first = tr("by the value of {of}, for each {by}:", of=w.rule(body.of), by=w.rule(body.by))
    lines = [first]
    for key, bands in lists.items():
        told = "; ".join(
            tr("{name} from {n}", name=w.scaled(rule_id, b.value), n=_number(w, b.from_))
            for b in bands
        )
        lines.append(f"{w.scaled(body.by, key)}: {told}" if body.by else told)
    return tuple(lines)


def _number(w: Writer, number: Number) -> str:
    return w.number(exact(number))


def _constant(w: Writer, rule_id: str, value: Number | str) -> str:
    return w.scaled(rule_id, value) if isinstance(value, str) else _number(w, value)
