"""Why a level is what it is, in lines of words and numbers. `domain.story` has the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kami_tui.domain.numbers import Exact
from kami_tui.domain.story import AreaStory, GateStory, RungStory
from kami_tui.domain.trace import Check, Need
from kami_tui.reporting.model import (
    CheckLine,
    Clause,
    GateBlock,
    NamedCondition,
    NeedLine,
    RungRow,
    Why,
)
from kami_tui.reporting.text import NONE, Writer

DEEPEST = 3
"""Indents there are; what stands deeper in a condition is not set further in."""
SIGNS = {"ge": "≥", "gt": ">", "eq": "="}


def why(w: Writer, story: AreaStory) -> Why | None:
    """The account of one area; None where the edition has neither levels nor gates for it."""
    if story.ladder is None and not story.gates:
        return None
    tr = w.tr
    level = w.scaled(story.ladder.id, story.maturity) if story.ladder and story.maturity else ""
    following = (
        w.scaled(story.ladder.id, story.next_level) if story.ladder and story.next_level else ""
    )
    summary = ""
    if level and following:
        summary = tr(
            "Level {level} is the highest whose conditions are all met. The next, {next}, has "
            "not been reached.",
            level=level,
            next=following,
        )
    elif level:
        summary = tr("Level {level} is the highest there is in this area.", level=level)
    title = tr("Why the level is {level}", level=level) if level else tr("What counts, and why")
    gated = {g.check.rule.id for g in story.gates if g.check.rule}
    return Why(
        title=title,
        summary=summary,
        gates=tuple(_gate(w, g, {n.rule.id for n in story.next_needs}) for g in story.gates),
        rungs=tuple(_rung(w, story, r) for r in reversed(story.rungs)),
        named=tuple(_named(w, c) for c in _all_named(story.rungs, gated)),
        next_title=tr("Still missing for {next}", next=following) if following else "",
        next_needs=tuple(need_line(w, n) for n in story.next_needs),
    )


def need_line(w: Writer, need: Need) -> NeedLine:
    """What is short, by how much, and which items can supply it."""
    tr, stood = w.tr, need.check
    facts = {
        "what": w.rule(need.rule),
        "now": w.value(need.rule.id, stood.value),
        "wanted": w.value(need.rule.id, stood.wanted),
    }
    if stood.gap is not None:
        text = tr(
            "{what}: {now} now, {wanted} needed; {gap} short",
            gap=w.number(_positive(stood.gap)),
            **facts,
        )
    else:
        text = tr("{what}: {now} now, {wanted} needed", **facts)
    return NeedLine(text, ", ".join(need.items))


def check_lines(
    w: Writer, stood: Check, supply: Mapping[str, str] | None = None, depth: int = 0
) -> Iterator[CheckLine]:
    """A condition, one comparison or named condition per line; alternatives under a lead line.

    `supply` has, by rule id, the items that could still supply what a comparison is short of.
    """
    tr, depth = w.tr, min(depth, DEEPEST)
    state, holds = state_word(w, stood.holds), stood.holds is True
    if stood.form == "comparison" and stood.rule:
        yield CheckLine(
            depth,
            w.rule(stood.rule),
            f"{SIGNS[stood.op or 'ge']}\u00a0{w.value(stood.rule.id, stood.wanted)}",
            w.value(stood.rule.id, stood.value),
            state,
            holds,
            items="" if holds or supply is None else supply.get(stood.rule.id, ""),
        )
    elif stood.form == "named" and stood.rule:
        yield CheckLine(depth, w.rule(stood.rule), "", "", state, holds)
    elif stood.form == "any" or depth:
        lead = tr("one of these:") if stood.form == "any" else tr("all of these:")
        yield CheckLine(depth, lead, "", "", state, holds, lead=True)
        for part in stood.parts:
            yield from check_lines(w, part, supply, depth + 1)
    else:
        for part in stood.parts:
            yield from check_lines(w, part, supply, depth)


def state_word(w: Writer, holds: bool | None) -> str:
    if holds is None:
        return w.tr("not known yet")
    return w.tr("met") if holds else w.tr("not met")


def clauses(w: Writer, stood: Check) -> tuple[Clause, ...]:
    """A condition in running words, one line for each way it can be met.

    What nests too deep for that stands line by line, set in as far as it is nested.
    """
    ways = stood.parts if stood.form == "any" else (stood,)
    told = [way.parts if way.form == "all" else (way,) for way in ways]
    if any(part.form in ("all", "any") for way in told for part in way):
        return tuple(Clause("", (line,)) for line in check_lines(w, stood))
    return tuple(
        Clause(w.tr("or") if i else "", tuple(x for part in way for x in check_lines(w, part)))
        for i, way in enumerate(told)
    )


def _gate(w: Writer, story: GateStory, told: set[str]) -> GateBlock:
    """`told` are rules whose items the page has named already."""
    tr, inner = w.tr, story.check
    while inner.form == "named" and inner.parts:
        inner = inner.parts[0]
    supply = {n.rule.id: ", ".join(n.items) for n in story.needs if n.rule.id not in told}
    verdict = tr("These items count.") if story.open else tr("At present these items do not count.")
    return GateBlock(
        title=w.text(story.gate.label),
        verdict=verdict,
        open=story.open,
        lines=tuple(check_lines(w, inner, supply)),
    )


def _rung(w: Writer, story: AreaStory, rung: RungStory) -> RungRow:
    always = CheckLine(0, w.tr("always holds"), "", "", "", True, lead=True)
    lines = clauses(w, rung.check) if rung.check else (Clause("", (always,)),)
    level = w.scaled(story.ladder.id, rung.value) if story.ladder else rung.value
    held = None if rung.check and rung.check.holds is None else rung.holds
    return RungRow(level or NONE, lines, state_word(w, held), rung.holds, rung.current)


def _named(w: Writer, stood: Check) -> NamedCondition:
    inner = stood.parts[0] if stood.parts else stood
    title = w.rule(stood.rule) if stood.rule else ""
    return NamedCondition(title, state_word(w, stood.holds), stood.holds is True, clauses(w, inner))


def _all_named(rungs: Sequence[RungStory], known: set[str]) -> list[Check]:
    """Conditions the rungs name, each once, what is named inside one before it; gates are told."""
    found: dict[str, Check] = {}

    def visit(stood: Check) -> None:
        for part in stood.parts:
            visit(part)
        if stood.form == "named" and stood.rule and stood.rule.id not in known:
            found.setdefault(stood.rule.id, stood)

    for rung in rungs:
        if rung.check:
            visit(rung.check)
    return list(found.values())


def _positive(gap: Exact) -> Exact:
    return gap if gap >= 0 else -gap
