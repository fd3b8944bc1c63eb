"""The method appendix: every rule with its numbers, printed from the instrument itself."""

from __future__ import annotations

from kami_tui.domain.instrument import Option, OptionSet, ScoreByTag
from kami_tui.domain.numbers import exact
from kami_tui.domain.rules import ItemGate, Rule
from kami_tui.reporting.describe import how, item_gate
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.model import (
    Doubt,
    Fact,
    Guide,
    Method,
    RuleGroup,
    RuleRow,
    StatusRow,
    StatusTable,
)
from kami_tui.reporting.text import Writer

FEW = 6
"""Rules that stand on one page: of so short a table no row or two go on alone."""


def guide(f: Facts) -> Guide:
    """How to read the report: one page for somebody who never saw the instrument."""
    w, tr, roles = f.w, f.w.tr, f.scorer.instrument.results
    said = [
        tr(
            "Each item is answered with a status, and the status earns points. An area's score is "
            "the sum of its items."
        )
    ]
    if any(r.stage3 for r in roles.areas) or f.scorer.instrument.item_gates:
        said.append(
            tr(
                "Stages order the items from basic to mature. Items of a later stage can be kept "
                "from counting until the earlier stages suffice; their answers stay, marked as "
                "not counted."
            )
        )
    if any(r.maturity for r in roles.areas):
        said.append(
            tr(
                "The maturity level of an area is the highest level whose conditions are all met. "
                "Each chapter lists every level with its numbers."
            )
            if "areas" in f.parts
            else tr(
                "The maturity level of an area is the highest level whose conditions are all met."
            )
        )
    if roles.readiness:
        said.append(
            tr(
                "The final status follows from the total and its bands. Each number in this report "
                "can be derived from the answers in the chapters and the rules in the appendix."
            )
            if {"areas", "supplement", "method"} <= set(f.parts)
            else tr(
                "The final status follows from the total and its bands. This print is an excerpt: "
                "the whole report has every answer and every rule the numbers are derived from."
            )
        )
    if w.instrument.advice:
        said.append(w.text(w.instrument.advice))
    return Guide(tuple(said), _status_tables(f))


def method(f: Facts) -> Method:
    w, tr, instrument = f.w, f.w.tr, f.scorer.instrument
    intro = (
        tr(
            "These are all the rules of the edition, printed from the same definition that "
            "produced the results, each with its value in this assessment."
        ),
        tr(
            "Settled: established beyond doubt. Likely: well founded, but not confirmed. "
            "Uncertain: several interpretations exist; the one used is stated."
        ),
    )
    numbers = source_numbers(f)
    sources = tuple(Fact(n, w.text(instrument.sources[k])) for k, n in numbers.items())
    return Method(intro, sources, _doubts(f), _groups(f))


def source_numbers(f: Facts) -> dict[str, str]:
    """What a rule's line calls each source: an edition's own names for them are not for reading.
    Sources that no rule names are left out."""
    instrument = f.scorer.instrument
    cited = {r.source for r in instrument.rules} | {g.source for g in instrument.item_gates}
    return {k: f"S{i}" for i, k in enumerate((k for k in instrument.sources if k in cited), 1)}


def sureness(w: Writer, word: str) -> str:
    tr = w.tr
    return {"settled": tr("settled"), "likely": tr("likely"), "open": tr("uncertain")}[word]


def _status_tables(f: Facts) -> tuple[StatusTable, ...]:
    used = {a.option_set for a in f.areas}
    return tuple(_status_table(f, s) for s in f.scorer.instrument.option_sets if s.id in used)


def _areas_named(f: Facts, areas: list[str]) -> str:
    """ "areas 2, 5", "areas 2 to 7"; `areas` are ids in the instrument's order."""
    if not areas:
        return ""
    return f.w.tr.plural("area {areas}", "areas {areas}", len(areas), areas=listed(f, areas))


def listed(f: Facts, areas: list[str]) -> str:
    """Area ids with commas between, or from the first to the last where three or more follow one
    another in the instrument."""
    order = [a.id for a in f.areas]
    at = order.index(areas[0])
    if len(areas) > 2 and order[at : at + len(areas)] == areas:
        return f.w.range(areas[0], areas[-1])
    return ", ".join(areas)


def _status_table(f: Facts, options: OptionSet) -> StatusTable:
    w, tr = f.w, f.w.tr
    areas = [a.id for a in f.areas if a.option_set == options.id]
    tags = next((o.score.by for o in options.options if isinstance(o.score, ScoreByTag)), None)
    keys: list[str] = []
    for o in options.options:
        if isinstance(o.score, ScoreByTag):
            keys += [k for k in o.score.points if k not in keys]
    columns = tuple(
        tr("stage {stage}", stage=k) if tags == "stage" else f"{tags} {k}" for k in keys
    )
    return StatusTable(
        title=tr.plural(
            "Statuses and points, area {areas}",
            "Statuses and points, areas {areas}",
            len(areas),
            areas=listed(f, areas),
        ),
        columns=columns or (tr("points"),),
        rows=tuple(
            StatusRow(
                w.text(o.label),
                _points(w, o, keys),
                w.text(o.guidance) if o.guidance else "",
            )
            for o in options.options
        ),
    )


def _points(w: Writer, option: Option, keys: list[str]) -> tuple[str, ...]:
    if isinstance(option.score, ScoreByTag):
        by = option.score.points
        return tuple(w.number(exact(by[k])) if k in by else "" for k in keys)
    return tuple(w.number(exact(option.score)) for _ in keys or [""])


def _doubts(f: Facts) -> tuple[Doubt, ...]:
    """Rules that are not settled; those that say the same of several areas, said once."""
    w = f.w
    merged: dict[tuple[str, str, str], list[str]] = {}
    for rule in f.scorer.instrument.rules:
        if rule.sureness != "settled" and rule.reading:
            same = (w.rule(rule), rule.sureness, w.text(rule.reading))
            areas = _areas_of(f, rule)
            merged.setdefault(same, []).extend(areas if len(areas) == 1 else ())
    return tuple(
        Doubt(
            name,
            _areas_named(f, list(dict.fromkeys(named))),
            sureness(w, sure),
            reading,
        )
        for (name, sure, reading), named in merged.items()
    )


def _groups(f: Facts) -> tuple[RuleGroup, ...]:
    """Rules by the one area they read, those over several areas first."""
    w, tr, e = f.w, f.w.tr, f.evaluation
    whole: list[RuleRow] = []
    numbers = source_numbers(f)

    def areas_of(*rules: str) -> str:
        read = {a for r in rules for a in f.rule_areas[r]}
        return _areas_named(f, [a.id for a in f.areas if a.id in read])

    by_area: dict[str, list[RuleRow]] = {a.id: [] for a in f.areas}
    for rule in f.scorer.instrument.rules:
        value = w.value(rule.id, e.values[rule.id])
        row = _row(w, rule, how(w, rule, areas_of), value, numbers[rule.source])
        areas = _areas_of(f, rule)
        (by_area[areas[0]] if len(areas) == 1 else whole).append(row)
    for gate in f.scorer.instrument.item_gates:
        state = e.gates[gate.id]
        value = tr("they count") if state else tr("they do not count")
        areas = tuple(dict.fromkeys(f.scorer.tags[i]["area"] for i in f.scorer.select(gate.items)))
        row = _row(w, gate, item_gate(w, gate), value, numbers[gate.source])
        (by_area[areas[0]] if len(areas) == 1 else whole).append(row)
    groups = [RuleGroup(tr("Across the areas"), tuple(whole), len(whole) <= FEW)] if whole else []
    for area in f.areas:
        if by_area[area.id]:
            name = f"{area.id}  {w.area(area)}"
            groups.append(RuleGroup(name, tuple(by_area[area.id]), len(by_area[area.id]) <= FEW))
    return tuple(groups)


def _row(
    w: Writer, rule: Rule | ItemGate, lines: tuple[str, ...], value: str, source: str
) -> RuleRow:
    return RuleRow(
        f"aturan-{rule.id}",
        w.text(rule.label),
        rule.id,
        lines,
        value,
        source,
        sureness(w, rule.sureness),
        rule.sureness == "settled",
    )


def _areas_of(f: Facts, rule: Rule) -> tuple[str, ...]:
    """Areas whose items a rule reads, in the instrument's order."""
    found = f.rule_areas[rule.id]
    return tuple(a.id for a in f.areas if a.id in found)
