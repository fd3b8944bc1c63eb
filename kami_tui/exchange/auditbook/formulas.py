"""Every rule of an edition as a formula, and each part of it that is worth a cell of its own.

The rules are those the scorer runs; what is here is only how a spreadsheet says each primitive.
"""

from __future__ import annotations

from collections.abc import Callable

from kami_tui.domain.crosscheck_values import Values
from kami_tui.domain.findings import Findings
from kami_tui.domain.formulas import formula as computed
from kami_tui.domain.instrument import Scale
from kami_tui.domain.numbers import Exact, Value, exact
from kami_tui.domain.ordering import in_order
from kami_tui.domain.rules import (
    Aggregate,
    Band,
    Bands,
    Body,
    Condition,
    Gate,
    HowMany,
    ItemGate,
    Ladder,
    Linear,
    Maximum,
    Number,
    Percent,
    Round,
    Rule,
    RuleRef,
    Rung,
    Selector,
)
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.exchange.auditbook import expressions as x
from kami_tui.exchange.auditbook.item_formulas import ItemFormulas
from kami_tui.exchange.auditbook.nodes import Expression, Names, Node
from kami_tui.exchange.auditbook.places import Places

Sides = tuple[Node, str, Node | Exact | str]
DEEPEST = 40
"""IFs within one another; Excel takes 64."""


class Formulas:
    """Made once for an edition. `nodes` are in the order of its rules, parts before their whole."""

    def __init__(self, scorer: Scorer, places: Places) -> None:
        self.scorer, self.places = scorer, places
        instrument = scorer.instrument
        self._kinds = Values(instrument, Findings())
        self._items = ItemFormulas(scorer, places)
        self._by_key: dict[str, Node] = {}
        self._made: dict[str, list[Node]] = {}
        self._tests: dict[int, Node] = {}
        """Cells of conditions, by the id of a condition of the instrument."""
        # First of all: a rule that is called as a part of another one keeps its name.
        self._names = Names()
        keys = {r.id: self._names.free("R_", r.id) for r in instrument.rules}
        keys |= {f"gate:{g.id}": self._names.free("G_", g.id) for g in instrument.item_gates}
        for one in in_order(instrument.rules, instrument.item_gates, self._gates_of):
            key = one.id if isinstance(one, Rule) else f"gate:{one.id}"
            self._owner, self._parts = one, self._made.setdefault(key, [])
            made = self._rule(one, keys[key]) if isinstance(one, Rule) else self._gate(one, keys)
            self._by_key[key] = made
            self._parts.append(made)
        self.nodes = tuple(n for key in keys for n in self._made[key])

    def __getitem__(self, key: str) -> Node:
        """By rule id, ``gate:<id>``, or ``<rule>/<part>``. Raises KeyError."""
        return self._by_key[key]

    def rung(self, rule: str, value: str) -> Node | None:
        """The condition of a ladder's rung; None for one that always holds."""
        return self._by_key.get(f"{rule}/{value}")

    def test(self, c: Condition) -> str:
        """A formula that calls the cell of a condition (or of the rule that it names)."""
        return self._tests[id(c)].name if c.holds is None else self[c.holds].name

    def label(self, name: str, scale: Scale) -> str:
        """Formula: the label of the word of a scale that a cell holds."""
        words = self.places.scale_name(scale.id)
        labels = self.places.scale_range(scale, "B")
        return f"INDEX({labels},{_place(words, name)})"

    def _gates_of(self, selector: Selector) -> set[str]:
        gate_of = self.scorer.gate_of
        return {gate_of[i] for i in self.scorer.select(selector) if i in gate_of}

    # -- rules, gates and their parts -------------------------------------------------------

    def _rule(self, rule: Rule, name: str) -> Node:
        key, sides = rule.id, None
        if isinstance(rule.body, Condition):
            made, sides = self._condition(rule.body, key)
        else:
            made = self._body(rule.form, rule.body, key)
        kind = self._kinds.kind(key) or "number"
        node = Node(key, name, made, lambda e: e.values[key], kind, rule, sides=sides)
        if rule.condition is not None:
            self._tests[id(rule.condition)] = node
        return node

    def _gate(self, gate: ItemGate, names: dict[str, str]) -> Node:
        key = f"gate:{gate.id}"
        made, sides = self._condition(gate.when, key)
        return Node(
            key, names[key], made, lambda e: e.gates[gate.id], "truth", gate, sides=sides
        )  # fmt: skip

    def _part(
        self,
        key: str,
        made: Expression,
        value: Callable[[Evaluation], Value],
        kind: str = "truth",
        sides: Sides | None = None,
    ) -> Node:
        known = self._by_key.get(key)
        if known is None:
            name = self._names.free("R_", key)
            known = Node(key, name, made, value, kind, self._owner, part=True, sides=sides)  # type: ignore[arg-type]
            self._by_key[key] = known
            self._parts.append(known)
        return known

    def _body(self, form: str, body: Body, key: str) -> Expression:
        if isinstance(body, (Aggregate, Maximum)) and body.rules is not None:
            return self._over_rules(form, body.rules)
        if isinstance(body, Aggregate):
            return self._items.aggregate(form, body)
        if isinstance(body, Maximum):
            return self._items.maximum(body)
        if isinstance(body, HowMany):
            return self._items.how_many(body)
        if isinstance(body, Percent):
            return self._percent(body)
        if isinstance(body, Linear):
            return self._linear(body)
        if isinstance(body, Round):
            return self._round(body)
        if isinstance(body, Gate):
            return self._choice(body, key)
        if isinstance(body, Ladder):
            return self._ladder(body, key)
        if isinstance(body, Bands):
            return self._bands(body, key)
        raise TypeError(form)  # conditions are made where they are named

    # -- numbers ----------------------------------------------------------------------------

    def _over_rules(self, form: str, rules: tuple[str, ...]) -> Expression:
        nodes = [self[r] for r in rules]
        if nodes[0].kind == "text":
            scale = self.scorer.instrument.scale_of(rules[0])
            if scale is not None:
                return self._of_words(form, nodes, scale)
        names = [n.name for n in nodes]
        whole = all(n.whole for n in nodes)
        if form in ("min", "max"):
            return x.expression(x.call(form.upper(), names), nodes, whole=whole)
        total = x.call("SUM", names)
        if form in ("sum", "maximum"):
            return x.expression(total, nodes, whole=whole)
        # A weighted mean of rules weighs them alike: weights are the items'.
        return x.expression(f"{total}/{len(names)}", nodes)

    def _of_words(self, form: str, nodes: list[Node], scale: Scale) -> Expression:
        """The lowest or highest word: each one's place on its scale, then the word there."""
        ranks = [self._rank(n, scale) for n in nodes]
        place = x.call(form.upper(), [r.name for r in ranks])
        return x.expression(f"INDEX({self.places.scale_name(scale.id)},{place})", ranks)

    def _rank(self, node: Node, scale: Scale) -> Node:
        words = self.places.scale_name(scale.id)

        def value(e: Evaluation) -> Value:
            found = node.value(e)
            return scale.order[found] + 1 if isinstance(found, str) else None

        made = x.expression(_place(words, node.name), [node], whole=True)
        return self._part(f"{node.key}/#", made, value, "number")

    def _percent(self, body: Percent) -> Expression:
        of, out_of = self[body.of], self[body.out_of]
        share = f"IF({x.settled(out_of)}=0,{x.EMPTY},100*{of.name}/{out_of.name})"
        return x.expression(share, [of, out_of], may_be_open=True)

    def _linear(self, body: Linear) -> Expression:
        nodes = [self[t.rule] for t in body.terms]
        text = "" if body.constant == 0 and nodes else x.number(exact(body.constant))
        factors = [exact(t.times) for t in body.terms]
        for node, times in zip(nodes, factors, strict=True):
            sign = "+" if text and times >= 0 else ""
            text += sign + (node.name if times == 1 else f"{x.number(times)}*{node.name}")
        whole = all(isinstance(n, int) for n in [exact(body.constant), *factors])
        return x.expression(text, nodes, whole=whole and all(n.whole for n in nodes))

    def _round(self, body: Round) -> Expression:
        of = self[body.of]
        text = of.name if of.whole else f"ROUND({x.settled(of)},{body.decimals})"
        return x.expression(text, [of], whole=of.whole or body.decimals == 0)

    # -- conditions ---------------------------------------------------------------------------

    def _condition(self, c: Condition, key: str) -> tuple[Expression, Sides | None]:
        """A condition, whose parts get cells of their own."""
        if c.holds is not None:
            named = self[c.holds]
            return Expression(named.name, named.open), None
        if c.of is None:
            form, parts = ("any", c.any) if c.any is not None else ("all", c.all)
            nodes = [self._tested(p, f"{key}/{n}") for n, p in enumerate(parts or (), start=1)]
            return x.joined(form, nodes), None
        left = self[c.of]
        op = next(o for o in ("ge", "gt", "eq") if getattr(c, o) is not None)
        given: Number | str | RuleRef = getattr(c, op)
        right: Node | Exact | str
        if isinstance(given, RuleRef):
            right = self[given.rule]
        else:
            right = given if isinstance(given, str) else exact(given)
        return x.compared(left, op, right), (left, op, right)

    def _tested(self, c: Condition, key: str, *, own: bool = False) -> Node:
        """The cell of a condition; one that only names a rule has that rule's, unless `own`."""
        if c.holds is not None and not own:
            return self[c.holds]
        made, sides = self._condition(c, key)
        test = self.scorer.test(c)
        self._tests[id(c)] = self._part(key, made, lambda e: test(e.values), sides=sides)
        return self._tests[id(c)]

    def _choice(self, body: Gate, key: str) -> Expression:
        when, then = self._tested(body.when, f"{key}/?"), self[body.then]
        other: Value = body.otherwise if isinstance(body.otherwise, str) else exact(body.otherwise)
        text = f"IF({when.name},{then.name},{x.literal(other)})"
        return x.expression(text, [when, then], whole=then.whole and isinstance(other, int))

    # -- words --------------------------------------------------------------------------------

    def _ladder(self, body: Ladder, key: str) -> Expression:
        """From the highest rung down; the lowest has no condition."""
        rungs, otherwise, open_ = body.rungs, x.EMPTY, True
        if len(rungs) > DEEPEST:
            lower = self._lower(Ladder(scale=body.scale, rungs=rungs[:-DEEPEST]), key)
            rungs, otherwise, open_ = rungs[-DEEPEST:], lower.name, lower.open
        choices: list[tuple[str, str]] = []
        for rung in reversed(rungs):
            if rung.when is None:
                otherwise, open_ = x.literal(rung.value), False
                break
            choices.append((x.holds(self._rung(rung, rung.when, key)), x.literal(rung.value)))
        return Expression(x.first_of(choices, otherwise), open_)

    def _rung(self, rung: Rung, when: Condition, key: str) -> Node:
        return self._tested(when, f"{key}/{rung.value}", own=True)

    def _bands(self, body: Bands, key: str) -> Expression:
        """One list; or the word that the list of each value of another rule gives, and which."""
        of = self[body.of]
        if isinstance(body.bands, tuple):
            text = x.first_of(*self._list(body, body.bands, key))
            return x.expression(text, [of], may_be_open=True)
        by = self[body.by or ""]
        choices = []
        for value, bands in body.bands.items():
            one = Bands(of=body.of, scale=body.scale, bands=bands)
            listed = self._part(
                f"{key}/{value}", self._bands(one, f"{key}/{value}"), _values(one), "text"
            )
            choices.append((f"EXACT({by.name},{x.literal(value)})", listed.name))
        return x.expression(self._nested(choices, key), [of, by], may_be_open=True)

    def _nested(self, choices: list[tuple[str, str]], key: str) -> str:
        """At most one of these tests holds: many are joined instead of nested."""
        if len(choices) <= DEEPEST:
            return x.first_of(choices, x.EMPTY)
        return "&".join(f"IF({test},{value},{x.EMPTY})" for test, value in choices)

    def _list(
        self, body: Bands, bands: tuple[Band, ...], key: str
    ) -> tuple[list[tuple[str, str]], str]:
        of, otherwise = x.settled(self[body.of]), x.EMPTY
        if len(bands) > DEEPEST:
            low = Bands(of=body.of, scale=body.scale, bands=bands[:-DEEPEST])
            otherwise, bands = self._lower(low, key).name, bands[-DEEPEST:]
        falling = [
            (f"{of}>={x.number(exact(b.from_))}", x.literal(b.value)) for b in reversed(bands)
        ]
        return falling, otherwise

    def _lower(self, body: Ladder | Bands, key: str) -> Node:
        """The lower end of a list too long for one formula."""
        below = f"{key}/-"
        made = self._ladder(body, below) if isinstance(body, Ladder) else self._bands(body, below)
        return self._part(below, made, _values(body), "text")


def _place(words: str, word: str) -> str:
    """Formula: which of a scale's words it is, from 1; its capital letters matter."""
    return f"SUMPRODUCT(EXACT({words},{word})*(ROW({words})-MIN(ROW({words}))+1))"


def _values(body: Ladder | Bands) -> Callable[[Evaluation], Value]:
    """What a part of a rule gives, reckoned as the whole is."""
    compute = computed(body)
    return lambda e: compute(e.values)
