"""The rules of an edition checked: what they name exists, fits, and can be worked out in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kami_tui.domain.crosscheck_values import (
    Use,
    Values,
    band_lists,
    condition_uses,
    parts_of,
    uses,
)
from kami_tui.domain.findings import Findings, Path, Placed
from kami_tui.domain.instrument import Instrument, Scale
from kami_tui.domain.rules import (
    Aggregate,
    Bands,
    Condition,
    Gate,
    HowMany,
    Ladder,
    Maximum,
    Rule,
    RuleRef,
    Selector,
)


class RuleChecks(Values):
    """Checks the rules and item gates; afterwards `unsound` names those that cannot be scored."""

    def __init__(self, instrument: Instrument, placed: Placed, findings: Findings) -> None:
        super().__init__(instrument, findings)
        self.placed = placed
        self.unsound: set[str] = set()
        """Rule ids, and ``gate:<id>`` for item gates, with those that rest on them."""
        self._needs: dict[str, set[str]] = {}

    def run(self) -> None:
        gate_of = self._gates()
        needs = self._needs
        for i, rule in enumerate(self.instrument.rules):
            at: Path = ("rules", i)
            body_at = (*at, rule.form)
            self._source(rule.source, at)
            sound_from = len(self.findings.found)  # a missing source does not hinder scoring
            self._selectors(rule.body, body_at)
            self._own(rule, body_at)
            needs[rule.id] = self._names(uses(rule.body, body_at)) | self._gates_over(rule, gate_of)
            if len(self.findings.found) > sound_from:
                self.unsound.add(rule.id)
        for i, gate in enumerate(self.instrument.item_gates):
            at = ("item_gates", i)
            self._source(gate.source, at)
            sound_from = len(self.findings.found)
            self._selector(gate.items, (*at, "items"))
            self._lists(gate.when, (*at, "when"))
            names = self._names([*condition_uses(gate.when, (*at, "when"))])
            needs[f"gate:{gate.id}"] = names
            if len(self.findings.found) > sound_from:
                self.unsound.add(f"gate:{gate.id}")
        self._circles()
        self._kinds_fit()
        self.unsound = self.resting_on(self.unsound)

    # -- checks ---------------------------------------------------------------------------

    def _source(self, source: str, at: Path) -> None:
        known = self.instrument.sources
        if source not in known:
            facts = {
                "name": source,
                "known": list(known),
                "near": self.findings.near(source, known),
            }
            self.findings.add("unknown_source", (*at, "source"), **facts)

    def _names(self, named: Sequence[Use]) -> set[str]:
        """The rules named. Kinds are looked at later: they may go in circles as yet."""
        for at, name, _ in named:
            if name not in self.rules:
                self.findings.add(
                    "unknown_rule", at, name=name, near=self.findings.near(name, self.rules)
                )
        return {name for _, name, _ in named if name in self.rules}

    def _kinds_fit(self) -> None:
        """What a rule does with others must suit their values."""
        for i, rule in enumerate(self.instrument.rules):
            at: Path = ("rules", i, rule.form)
            before = len(self.findings.found)
            for where, name, kind in uses(rule.body, at):
                if name in self.rules:
                    self.name(name, where, kind)
            self._texts(rule, at)
            if len(self.findings.found) > before:
                self.unsound.add(rule.id)
        for i, gate in enumerate(self.instrument.item_gates):
            before = len(self.findings.found)
            for where, name, kind in condition_uses(gate.when, ("item_gates", i, "when")):
                if name in self.rules:
                    self.name(name, where, kind)
            self._compared(gate.when, ("item_gates", i, "when"))
            if len(self.findings.found) > before:
                self.unsound.add(f"gate:{gate.id}")

    def _texts(self, rule: Rule, at: Path) -> None:
        """Texts must be on the scale of what they are compared with or stand in for."""
        body = rule.body
        if isinstance(body, Condition):
            self._compared(body, at)
        elif isinstance(body, Gate):
            self._compared(body.when, (*at, "when"))
            kind = self.kind(body.then)
            if isinstance(body.otherwise, str):
                self.on_scale(body.otherwise, self.scale(body.then), (*at, "otherwise"))
            if kind is not None and (kind == "text") != isinstance(body.otherwise, str):
                facts = {"name": body.then, "kind": kind}
                self.findings.add("otherwise_kind", (*at, "otherwise"), **facts)
        elif isinstance(body, Ladder):
            for i, rung in enumerate(body.rungs):
                if rung.when is not None:
                    self._compared(rung.when, (*at, "rungs", i, "when"))
        elif isinstance(body, Aggregate) and body.rules:
            self._alike(body.rules, rule.form, at)
        elif isinstance(body, Bands) and body.by is not None:
            self._band_keys(body, at)

    def _alike(self, names: Sequence[str], form: str, at: Path) -> None:
        """Aggregated rules are all numbers; only min and max also take texts, of one scale."""
        known = [n for n in names if self.kind(n) is not None]
        for i, name in enumerate(names):
            if name not in known:
                continue
            kind = self.kind(name)
            wrong = kind == "truth" or (kind == "text" and form not in ("min", "max"))
            scales = (self.scale(known[0]), self.scale(name))
            if wrong or kind != self.kind(known[0]) or scales[0] is not scales[1]:
                self.findings.add("not_alike", (*at, "rules", i), name=name, form=form)

    def _compared(self, condition: Condition, at: Path) -> None:
        """`eq` with a text wants a rule whose value is a text, and a value of its scale."""
        for part, where in parts_of(condition, at):
            if part.of is None or part.eq is None or isinstance(part.eq, RuleRef):
                continue
            kind = self.kind(part.of)
            expected = "text" if isinstance(part.eq, str) else "number"
            if kind is not None and kind != expected:
                facts = {"name": part.of, "kind": kind, "expected": expected}
                self.findings.add("wrong_kind", (*where, "eq"), **facts)
            elif isinstance(part.eq, str):
                self.on_scale(part.eq, self.scale(part.of), (*where, "eq"))

    def _band_keys(self, body: Bands, at: Path) -> None:
        scale = self.scale(body.by or "")
        if scale is None or isinstance(body.bands, tuple):
            return
        for key in body.bands:
            self.on_scale(key, scale, (*at, "bands", key))
        missing = [v for v in scale.order if v not in body.bands]
        if missing:
            self.findings.add("bands_missing", (*at, "bands"), missing=missing, by=body.by)

    def _own(self, rule: Rule, at: Path) -> None:
        """What can be told from one rule alone, and the scale it names."""
        body = rule.body
        if isinstance(body, (Ladder, Bands)):
            scale = self.scales.get(body.scale)
            if scale is None:
                facts = {
                    "known": list(self.scales),
                    "near": self.findings.near(body.scale, self.scales),
                }
                self.findings.add("unknown_scale", (*at, "scale"), name=body.scale, **facts)
            if isinstance(body, Ladder):
                values = [(r.value, (*at, "rungs", i, "value")) for i, r in enumerate(body.rungs)]
                self._rising(values, scale)
                for i, rung in enumerate(body.rungs):
                    if (rung.when is None) != (i == 0):
                        code = "rung_without_condition" if i else "lowest_rung_condition"
                        self.findings.add(code, (*at, "rungs", i), value=rung.value)
                    elif rung.when is not None:
                        self._lists(rung.when, (*at, "rungs", i, "when"))
            else:
                for bands, where in band_lists(body, at):
                    self._rising(
                        [(b.value, (*where, i, "value")) for i, b in enumerate(bands)], scale
                    )
        elif isinstance(body, (Aggregate, Maximum)) and body.rules == ():
            self.findings.add("empty_list", (*at, "rules"))
        elif isinstance(body, (Condition, Gate)):
            self._lists(
                *((body, at) if isinstance(body, Condition) else (body.when, (*at, "when")))
            )

    def _rising(self, values: Sequence[tuple[str, Path]], scale: Scale | None) -> None:
        if scale is None:
            return
        highest = -1
        for value, at in values:
            self.on_scale(value, scale, at)
            rank = scale.order.get(value)
            if rank is not None and rank <= highest:
                self.findings.add("not_rising", at, value=value, scale=scale.id)
            highest = max(highest, rank if rank is not None else highest)

    def _lists(self, condition: Condition, at: Path) -> None:
        for part, where in parts_of(condition, at):
            for form in ("all", "any"):
                if getattr(part, form) == ():
                    self.findings.add("empty_list", (*where, form))

    def _selectors(self, body: object, at: Path) -> None:
        if isinstance(body, (Aggregate, Maximum)) and body.items is not None:
            self._selector(body.items, (*at, "items"))
        elif isinstance(body, HowMany):
            chosen = self._selector(body.items, (*at, "items"))
            if chosen and body.answered is not None:
                self._answered(body.answered, chosen, (*at, "answered"))

    def _selector(self, selector: Selector, at: Path) -> int:
        if not unknown_values(selector, self.placed, at, self.findings):
            chosen = self.placed.select(selector)
            if not chosen:
                self.findings.add("selects_nothing", at)
            return chosen
        return 0

    def _answered(self, codes: Sequence[str], chosen: int, at: Path) -> None:
        sets = {s.id: s.options for s in self.instrument.option_sets}
        known: dict[str, None] = {}
        for position in self.placed.positions(chosen):
            _, area, item = self.placed.items[position]
            if item.options is not None:
                known.update(dict.fromkeys(o.code for o in item.options))
            else:
                known.update(dict.fromkeys(o.code for o in sets.get(area.option_set or "", ())))
        for i, code in enumerate(codes):
            if known and code not in known:
                self.findings.add("unknown_answered", (*at, i), answered=code, known=list(known))

    # -- order ----------------------------------------------------------------------------

    def _gates(self) -> dict[str, int]:
        """Item gates with their items as bits; an item may stand behind one gate only."""
        taken, gates = 0, {}
        for i, gate in enumerate(self.instrument.item_gates):
            chosen = self.placed.select(gate.items)
            if chosen & taken:
                first = self.placed.positions(chosen & taken)[0]
                item = self.placed.items[first][2].id
                self.findings.add("gates_overlap", ("item_gates", i, "items"), item=item)
            taken |= chosen
            gates[f"gate:{gate.id}"] = chosen
        return gates

    def _gates_over(self, rule: Rule, gates: dict[str, int]) -> set[str]:
        body = rule.body
        if not isinstance(body, Aggregate) or body.items is None or not body.gated:
            return set()
        chosen = self.placed.select(body.items)
        return {g for g, bits in gates.items() if bits & chosen}

    def _circles(self) -> None:
        """One finding for every circle met; its rules are unsound."""
        needs, done = self._needs, set[str]()
        told: set[str] = set()
        path: dict[str, None] = {}
        for start in needs:
            stack = [(start, False)]
            while stack:
                key, leaving = stack.pop()
                if leaving:
                    path.pop(key)
                    done.add(key)
                elif key in path:
                    ring = [*path][[*path].index(key) :]
                    if told.isdisjoint(ring):
                        self._circle(ring)
                    told.update(ring)
                elif key not in done:
                    path[key] = None
                    stack.append((key, True))
                    stack.extend((b, False) for b in sorted(needs[key]) if b not in done)
        self.unsound |= told

    def _circle(self, ring: list[str]) -> None:
        gates = {f"gate:{g.id}": i for i, g in enumerate(self.instrument.item_gates)}
        rules = {r.id: i for i, r in enumerate(self.instrument.rules)}
        at: Path = ("item_gates", gates[ring[0]]) if ring[0] in gates else ("rules", rules[ring[0]])
        names = [n.removeprefix("gate:") for n in ring]
        self.findings.add("circular_rules", at, rules=names[:20])

    def resting_on(self, keys: Iterable[str]) -> set[str]:
        """These rules and gates, and whatever needs them."""
        users: dict[str, list[str]] = {}
        for key, below in self._needs.items():
            for name in below:
                users.setdefault(name, []).append(key)
        found = set(keys)
        waiting = [*found]
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if user not in found:
                    found.add(user)
                    waiting.append(user)
        return found


def unknown_values(selector: Selector, placed: Placed, at: Path, findings: Findings) -> bool:
    """Whether a selector asks for a tag or value that no item has; a finding for each."""
    told = False
    for tag, values in selector.wanted().items():
        named = tag in ("area", "section", "stage", "maturity")
        where = (*at, tag) if named else (*at, "tags", tag)
        known = placed.having.get(tag, {})
        for i, value in enumerate(values):
            if value not in known:
                facts = {
                    "tag": tag,
                    "value": value,
                    "known": list(known),
                    "near": findings.near(value, known),
                }
                findings.add("unknown_tag_value", (*where, i), **facts)
                told = True
    return told
