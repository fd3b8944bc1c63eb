"""What the values of an edition's rules are, and where rules name one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kami_tui.domain.findings import Findings, Path
from kami_tui.domain.instrument import Instrument, Scale
from kami_tui.domain.rules import (
    Aggregate,
    Band,
    Bands,
    Condition,
    Gate,
    Ladder,
    Linear,
    Maximum,
    Percent,
    Round,
    Rule,
    RuleRef,
)

Kind = Literal["number", "text", "truth"]
Use = tuple[Path, str, Kind | None]
"""A place that names a rule, the rule, and what its value must be there (None: anything)."""
_FIXED_KINDS: dict[str, Kind] = {"condition": "truth", "ladder": "text", "bands": "text"}


class Values:
    """The kinds and scales of the rules' values."""

    def __init__(self, instrument: Instrument, findings: Findings) -> None:
        self.instrument, self.findings = instrument, findings
        self.rules = instrument.rule_by_id
        self.scales = instrument.scale_by_id
        self._kinds: dict[str, Kind | None] = {}

    def kind(self, rule_id: str) -> Kind | None:
        """What a rule's value is; None where that cannot be told."""
        chain: list[str] = []
        while rule_id not in self._kinds:
            rule = self.rules.get(rule_id)
            if rule is None or rule_id in chain:
                self._kinds[rule_id] = None
                break
            chain.append(rule_id)
            below = takes_after(rule)
            if below is None:
                self._kinds[rule_id] = _FIXED_KINDS.get(rule.form, "number")
                break
            rule_id = below
        for link in chain:
            self._kinds[link] = self._kinds[rule_id]
        return self._kinds[rule_id]

    def scale(self, rule_id: str) -> Scale | None:
        """The scale of a rule whose value is a text."""
        seen: set[str] = set()
        while rule_id in self.rules and rule_id not in seen:
            seen.add(rule_id)
            rule = self.rules[rule_id]
            laid = rule.ladder or rule.bands
            if laid is not None:
                return self.scales.get(laid.scale)
            rule_id = takes_after(rule) or ""
        return None

    def name(self, name: str, at: Path, kind: Kind | None = None) -> bool:
        """Whether a rule of that name (and kind) is there; else a finding."""
        if name not in self.rules:
            self.findings.add(
                "unknown_rule", at, name=name, near=self.findings.near(name, self.rules)
            )
            return False
        found = self.kind(name)
        if kind is not None and found is not None and found != kind:
            self.findings.add("wrong_kind", at, name=name, kind=found, expected=kind)
            return False
        return True

    def on_scale(self, value: str, scale: Scale | None, at: Path) -> None:
        if scale is not None and value not in scale.order:
            known = list(scale.order)
            facts = {
                "value": value,
                "scale": scale.id,
                "known": known,
                "near": self.findings.near(value, known),
            }
            self.findings.add("value_not_on_scale", at, **facts)


def takes_after(rule: Rule) -> str | None:
    """The rule whose kind of value this one has too."""
    if rule.gate is not None:
        return rule.gate.then
    lowest = rule.min or rule.max
    return lowest.rules[0] if lowest is not None and lowest.rules else None


def uses(body: object, at: Path) -> list[Use]:
    """Every place in a rule that names another, with the kind of value wanted there."""
    if isinstance(body, (Aggregate, Maximum)):
        kind: Kind | None = "number" if isinstance(body, Maximum) else None
        return [((*at, "rules", i), r, kind) for i, r in enumerate(body.rules or ())]
    if isinstance(body, Percent):
        return [((*at, "of"), body.of, "number"), ((*at, "out_of"), body.out_of, "number")]
    if isinstance(body, Linear):
        return [((*at, "terms", i, "rule"), t.rule, "number") for i, t in enumerate(body.terms)]
    if isinstance(body, Round):
        return [((*at, "of"), body.of, "number")]
    if isinstance(body, Condition):
        return [*condition_uses(body, at)]
    if isinstance(body, Gate):
        return [*condition_uses(body.when, (*at, "when")), ((*at, "then"), body.then, None)]
    if isinstance(body, Ladder):
        return [
            use
            for i, rung in enumerate(body.rungs)
            if rung.when is not None
            for use in condition_uses(rung.when, (*at, "rungs", i, "when"))
        ]
    if isinstance(body, Bands):
        by: list[Use] = [((*at, "by"), body.by, "text")] if body.by is not None else []
        return [((*at, "of"), body.of, "number"), *by]
    return []


def condition_uses(condition: Condition, at: Path) -> Iterator[Use]:
    for part, where in parts_of(condition, at):
        if part.holds is not None:
            yield (*where, "holds"), part.holds, "truth"
        if part.of is not None:
            yield (*where, "of"), part.of, None if part.eq is not None else "number"
        for form in ("ge", "gt", "eq"):
            other = getattr(part, form)
            if isinstance(other, RuleRef):
                yield (*where, form, "rule"), other.rule, None if form == "eq" else "number"


def parts_of(condition: Condition, at: Path) -> Iterator[tuple[Condition, Path]]:
    """The condition and all within it. Depth is bounded where files are read."""
    yield condition, at
    for form in ("all", "any"):
        for i, part in enumerate(getattr(condition, form) or ()):
            yield from parts_of(part, (*at, form, i))


def band_lists(body: Bands, at: Path) -> Iterator[tuple[tuple[Band, ...], Path]]:
    if isinstance(body.bands, tuple):
        yield body.bands, (*at, "bands")
    else:
        for key, bands in body.bands.items():
            yield bands, (*at, "bands", key)
