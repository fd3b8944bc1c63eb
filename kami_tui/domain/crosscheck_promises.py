"""What an edition's author promised (expectations) and which rule is which figure (results)."""

from __future__ import annotations

from dataclasses import replace

from kami_tui.domain.crosscheck_rules import RuleChecks, unknown_values
from kami_tui.domain.crosscheck_values import Kind
from kami_tui.domain.findings import Doubt, Findings, Path, Placed
from kami_tui.domain.instrument import Expectation, Instrument
from kami_tui.domain.numbers import exact
from kami_tui.domain.scorer import Evaluation, Scorer

_SINGLE_ROLES: tuple[tuple[str, Kind], ...] = (
    ("total", "number"),
    ("total_max", "number"),
    ("maturity_lowest", "text"),
    ("maturity_highest", "text"),
    ("readiness", "text"),
    ("readiness_bands", "text"),
)


def check_results(instrument: Instrument, rules: RuleChecks, findings: Findings) -> None:
    """Every role names a rule of the right kind and an area that exists."""
    roles = instrument.results
    areas = {a.id for a in instrument.areas}

    def role(name: str | None, at: Path, kind: Kind) -> None:
        if name is not None:
            rules.name(name, at, kind)

    def area(name: str, at: Path) -> None:
        if name not in areas:
            findings.add("unknown_area", (*at, "area"), area=name, known=sorted(areas))

    for name, kind in _SINGLE_ROLES:
        role(getattr(roles, name), ("results", name), kind)
    bands = rules.rules.get(roles.readiness_bands or "")
    if bands is not None and bands.form != "bands":
        findings.add("not_bands", ("results", "readiness_bands"), name=bands.id, form=bands.form)
    if roles.category is not None:
        at: Path = ("results", "category")
        area(roles.category.area, at)
        role(roles.category.score, (*at, "score"), "number")
        role(roles.category.value, (*at, "value"), "text")
    if roles.supplement is not None:
        at = ("results", "supplement")
        area(roles.supplement.area, at)
        for name in ("score", "max", "percent"):
            role(getattr(roles.supplement, name), (*at, name), "number")
    told: set[str] = set()
    for i, one in enumerate(roles.areas):
        at = ("results", "areas", i)
        area(one.area, at)
        if one.area in told:
            findings.add("duplicate_role", (*at, "area"), area=one.area)
        told.add(one.area)
        role(one.score, (*at, "score"), "number")
        role(one.max, (*at, "max"), "number")
        role(one.maturity, (*at, "maturity"), "text")
        role(one.stage3, (*at, "stage3"), "truth")
        for n, reference in enumerate(one.references):
            role(reference, (*at, "references", n), "number")
        if len(one.references) != len(roles.references):
            facts = {"area": one.area, "found": len(one.references)}
            findings.add("reference_count", at, expected=len(roles.references), **facts)
    if roles.usual_mark is not None:
        named = [roles.maturity_lowest, *(one.maturity for one in roles.areas)]
        scale = next((s for n in named if n and (s := rules.scale(n)) is not None), None)
        rules.on_scale(roles.usual_mark, scale, ("results", "usual_mark"))


def check_expectations(
    instrument: Instrument, placed: Placed, rules: RuleChecks, findings: Findings, doubt: Doubt,
    *, scorable: bool,
) -> None:  # fmt: skip
    """Counts, sums of weights, and the rules' values with every item at its best answer.

    `scorable`: the items and options are sound, so that rules can be worked out.
    """
    missed: set[str] = set()
    for i, one in enumerate(instrument.expectations):
        if one.items is not None and not doubt.of_items(areas := placed.areas(one.items)):
            before = len(findings.found)
            _check_items(one, placed, ("expectations", i), findings)
            if len(findings.found) > before and one.items.area is not None:
                missed.update(areas)
    # Where items are missing, every sum over them is wrong too: once is enough.
    doubt = replace(doubt, areas=doubt.areas | missed)
    shaken = _shaken(instrument, placed, rules, doubt)
    best: Evaluation | None = None
    for i, one in enumerate(instrument.expectations):
        at: Path = ("expectations", i)
        if one.rule is not None and rules.name(one.rule, (*at, "rule"), "number"):
            if scorable and one.rule not in rules.unsound and one.rule not in shaken:
                best = best or _at_best(instrument, rules.unsound)
                value = best.values[one.rule]
                if value != exact(one.value or 0):
                    facts = {"rule": one.rule, "expected": one.value, "found": value}
                    findings.add("expected_value", at, **facts)


def _check_items(one: Expectation, placed: Placed, at: Path, findings: Findings) -> None:
    selector = one.items
    if selector is None:
        return
    if one.count != 0 and unknown_values(selector, placed, (*at, "items"), findings):
        return
    chosen = placed.positions(placed.select(selector))
    if one.count is not None and len(chosen) != one.count:
        findings.add("expected_count", at, expected=one.count, found=len(chosen))
    if one.weights is not None:
        total = sum(exact(placed.items[p][2].weight or 0) for p in chosen)
        if total != exact(one.weights):
            findings.add("expected_weights", at, expected=one.weights, found=total)


def _at_best(instrument: Instrument, unsound: set[str]) -> Evaluation:
    """The sound rules, worked out with the best answer to every item."""
    # Made anew: a copy would take along what the instrument has remembered of its rules.
    fields = {name: getattr(instrument, name) for name in Instrument.model_fields}
    fields["rules"] = tuple(r for r in instrument.rules if r.id not in unsound)
    gates = tuple(g for g in instrument.item_gates if f"gate:{g.id}" not in unsound)
    sound = Instrument.model_construct(**{**fields, "item_gates": gates})
    scorer = Scorer(sound)
    statuses = {
        item: max(points, key=lambda code: points[code])
        for item, points in zip(scorer.ids, scorer.points, strict=True)
        if points
    }
    return scorer.evaluate(statuses)


def _shaken(instrument: Instrument, placed: Placed, rules: RuleChecks, doubt: Doubt) -> set[str]:
    """Rules whose value rests on something doubtful."""
    shaken = set(doubt.rules)
    for rule in instrument.rules:
        selector = getattr(rule.body, "items", None)
        if selector is not None and doubt.of_items(placed.areas(selector)):
            shaken.add(rule.id)
    return rules.resting_on(shaken)
