"""Everything in an edition checked against everything else: what the shape alone cannot tell.

A finding says what is wrong and where in the instrument's data; `loading` turns the place into a
file and line. An edition without findings can be scored: nothing in `scorer` will fail on it.
"""

from __future__ import annotations

from dataclasses import replace

from kami_tui.domain.crosscheck_plausibility import check_consistency, check_profile
from kami_tui.domain.crosscheck_promises import check_expectations, check_results
from kami_tui.domain.crosscheck_rules import RuleChecks
from kami_tui.domain.findings import Doubt, Finding, Findings, Path, Placed, duplicates
from kami_tui.domain.instrument import Area, Instrument, Item, Option, ScoreByTag
from kami_tui.domain.text import folded

__all__ = ["Doubt", "Finding", "crosscheck"]

MOST_ITEMS = 5_000
MOST_RULES = 5_000
"""More than any questionnaire has; the checks take time in proportion to rules times items."""


def crosscheck(instrument: Instrument, doubt: Doubt | None = None) -> list[Finding]:
    """Every finding, in the order of the instrument's data; none means it can be scored."""
    doubt = doubt or Doubt()
    findings = Findings()
    items = sum(len(s.items) for a in instrument.areas for s in a.sections)
    if items > MOST_ITEMS:
        findings.add("too_many_items", ("areas",), items=items, limit=MOST_ITEMS)
    if len(instrument.rules) > MOST_RULES:
        findings.add("too_many_rules", ("rules",), rules=len(instrument.rules), limit=MOST_RULES)
    if findings.found:
        return findings.found
    placed = Placed(instrument)
    _check_ids(instrument, placed, findings)
    _check_options(instrument, placed, findings)
    scorable = not findings.found
    rules = RuleChecks(instrument, placed, findings)
    rules.run()
    check_results(instrument, rules, findings)
    check_consistency(instrument, placed, findings)
    check_profile(instrument, findings)
    strays = _check_levels(instrument, placed, findings)
    # Sums over areas with such items are wrong too: once is enough.
    doubt = replace(doubt, areas=doubt.areas | strays)
    check_expectations(instrument, placed, rules, findings, doubt, scorable=scorable)
    return findings.found


def _check_ids(instrument: Instrument, placed: Placed, findings: Findings) -> None:
    areas = [(a.id, ("areas", i, "id")) for i, a in enumerate(instrument.areas)]
    duplicates(areas, "duplicate_area", findings)
    duplicates([(i.id, (*at, "id")) for at, _, i in placed.items], "duplicate_item", findings)
    for name, several in (
        ("option_sets", [s.id for s in instrument.option_sets]),
        ("scales", [s.id for s in instrument.scales]),
        ("rules", [r.id for r in instrument.rules]),
        ("item_gates", [g.id for g in instrument.item_gates]),
    ):
        ids: list[tuple[str, Path]] = [(one, (name, i, "id")) for i, one in enumerate(several)]
        duplicates(ids, f"duplicate_{name[:-1]}", findings)
    for s, scale in enumerate(instrument.scales):
        steps = [(x.value, ("scales", s, "steps", i, "value")) for i, x in enumerate(scale.steps)]
        duplicates(steps, "duplicate_step", findings)
    before: Item | None = None
    area_before: Area | None = None
    for at, area, item in placed.items:
        if not item.id.startswith(f"{area.id}."):
            findings.add("item_outside_area", (*at, "id"), item=item.id, area=area.id)
        elif before is not None and area is area_before and _number(item) < _number(before):
            findings.add("item_order", (*at, "id"), item=item.id, before=before.id)
        if item.weight is not None and item.weight <= 0:
            findings.add("bad_weight", (*at, "weight"), item=item.id)
        before, area_before = item, area


def _check_levels(instrument: Instrument, placed: Placed, findings: Findings) -> set[str]:
    """A level that no rule asks for is a slip of the pen, and its item would silently not count.

    Gives back the areas with such items.
    """
    asked: dict[str, None] = {}
    for one in (*(r.body for r in instrument.rules), *instrument.item_gates):
        selector = getattr(one, "items", None)
        if selector is not None:
            asked.update(dict.fromkeys(selector.maturity or ()))
    strays: set[str] = set()
    for at, area, item in placed.items:
        if asked and item.maturity is not None and item.maturity not in asked:
            facts = {"item": item.id, "value": item.maturity, "known": [*asked]}
            near = findings.near(item.maturity, asked)
            findings.add("unused_level", (*at, "maturity"), near=near, **facts)
            strays.add(area.id)
    return strays


def _number(item: Item) -> tuple[int, ...]:
    return tuple(int(part[:20]) for part in item.id.split("."))


def _check_options(instrument: Instrument, placed: Placed, findings: Findings) -> None:
    sets = {s.id: s.options for s in instrument.option_sets}
    for s, option_set in enumerate(instrument.option_sets):
        _check_words(option_set.options, ("option_sets", s, "options"), findings)
    told: set[str] = set()
    for position, (at, area, item) in enumerate(placed.items):
        if item.options is not None:
            codes = [(o.code, (*at, "options", i, "code")) for i, o in enumerate(item.options)]
            duplicates(codes, "duplicate_code", findings)
            if not item.options:
                findings.add("no_options", (*at, "options"), item=item.id)
            if item.not_applicable:
                findings.add("no_na_option", (*at, "not_applicable"), item=item.id)
        elif area.option_set is None or area.option_set not in sets:
            if area.id not in told:
                _no_set(area, at[:2], list(sets), item, findings)
            told.add(area.id)
        else:
            options = sets[area.option_set]
            if item.not_applicable and all(o.not_applicable is None for o in options):
                facts = {"item": item.id, "option_set": area.option_set}
                findings.add("no_na_option", (*at, "not_applicable"), **facts)
            _check_scores(options, position, placed, findings)


def _no_set(area: Area, at: Path, known: list[str], item: Item, findings: Findings) -> None:
    if area.option_set is None:
        findings.add("no_options", at, item=item.id, area=area.id, known=known)
        return
    near_one = findings.near(area.option_set, known)
    facts = {"area": area.id, "name": area.option_set, "known": known, "near": near_one}
    findings.add("unknown_option_set", (*at, "option_set"), **facts)


def _check_scores(
    options: tuple[Option, ...], position: int, placed: Placed, findings: Findings
) -> None:
    """A score that goes by a tag needs the tag on the item, and points for its value."""
    at, _, item = placed.items[position]
    told: set[str] = set()
    for option in options:
        if option.not_applicable is not None and not item.not_applicable:
            continue
        score = option.score
        if not isinstance(score, ScoreByTag) or score.by in told:
            continue
        value = placed.tags[position].get(score.by)
        if value is None or value not in score.points:
            told.add(score.by)
            facts = {"item": item.id, "tag": score.by, "option": option.code}
            findings.add("score_without_tag", at, value=value, known=list(score.points), **facts)


def _check_words(options: tuple[Option, ...], at: Path, findings: Findings) -> None:
    """What people may write for one option must not mean another one too."""
    codes = [(o.code.casefold(), (*at, i, "code")) for i, o in enumerate(options)]
    duplicates(codes, "duplicate_code", findings)
    owner = {folded(o.code): i for i, o in reversed([*enumerate(options)])}
    for i, option in enumerate(options):
        words: list[tuple[str, Path]] = [
            (option.label.id, ("label",)),
            (option.label.en, ("label",)),
        ]
        if option.short is not None:
            words += [(option.short.id, ("short",)), (option.short.en, ("short",))]
        words += [(alias, ("aliases", n)) for n, alias in enumerate(option.aliases)]
        for word, where in words:
            other = owner.setdefault(folded(word), i)
            if other != i:
                facts = {"word": word, "option": option.code, "other": options[other].code}
                findings.add("ambiguous_word", (*at, i, *where), **facts)
