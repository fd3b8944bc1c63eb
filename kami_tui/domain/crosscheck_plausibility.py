"""An edition's consistency rules, and what it asks of a submission, checked."""

from __future__ import annotations

from kami_tui.domain.crosscheck_rules import unknown_values
from kami_tui.domain.findings import Findings, Path, Placed, duplicates
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.plausibility import Consistency
from kami_tui.domain.rules import Selector


def check_consistency(instrument: Instrument, placed: Placed, findings: Findings) -> None:
    ids: list[tuple[str, Path]] = [
        (one.id, ("consistency", i, "id")) for i, one in enumerate(instrument.consistency)
    ]
    duplicates(ids, "duplicate_consistency", findings)
    known = instrument.sources
    for i, one in enumerate(instrument.consistency):
        at: Path = ("consistency", i)
        if one.source not in known:
            facts = {"known": list(known), "near": findings.near(one.source, known)}
            findings.add("unknown_source", (*at, "source"), name=one.source, **facts)
        upper = _chosen(one.items, placed, (*at, "items"), findings)
        lower = _chosen(one.rests_on, placed, (*at, "rests_on"), findings)
        if upper and lower:
            _together(one, upper, lower, placed, at, findings)
            _gap(one, upper, placed, at, findings)
    for s, option_set in enumerate(instrument.option_sets):
        for o, option in enumerate(option_set.options):
            if option.needs_evidence and option.wants_evidence:
                where: Path = ("option_sets", s, "options", o, "wants_evidence")
                findings.add("evidence_twice", where, option=option.code)


def check_profile(instrument: Instrument, findings: Findings) -> None:
    named: list[tuple[str, Path]] = [
        (name, ("required_profile", i)) for i, name in enumerate(instrument.required_profile)
    ]
    duplicates(named, "duplicate_profile_field", findings)


def _chosen(selector: Selector, placed: Placed, at: Path, findings: Findings) -> int:
    """The items meant, as bits; 0, and a finding, where there are none."""
    if unknown_values(selector, placed, at, findings):
        return 0
    chosen = placed.select(selector)
    if not chosen:
        findings.add("selects_nothing", at)
    return chosen


def _together(
    one: Consistency, upper: int, lower: int, placed: Placed, at: Path, findings: Findings
) -> None:
    def groups(bits: int) -> set[tuple[str, ...]]:
        return {group_of(placed.tags[p], one.within) for p in placed.positions(bits)}

    if groups(upper).isdisjoint(groups(lower)):
        findings.add("rests_on_nothing", (*at, "rests_on"))


def _gap(one: Consistency, upper: int, placed: Placed, at: Path, findings: Findings) -> None:
    sets = {s.id: s.options for s in placed.instrument.option_sets}
    most = 0
    for position in placed.positions(upper):
        _, area, item = placed.items[position]
        if item.options is not None:
            steps = len(item.options)
        else:
            shared = sets.get(area.option_set or "", ())
            steps = sum(o.not_applicable is None for o in shared)
        most = max(most, steps - 1)
    if most and not 1 <= one.gap <= most:
        findings.add("gap_out_of_range", (*at, "gap"), least=1, most=most)


def group_of(tags: dict[str, str], within: str) -> tuple[str, ...]:
    """The area, or the area and section, that an item's tags place it in."""
    return (tags["area"],) if within == "area" else (tags["area"], tags["section"])
