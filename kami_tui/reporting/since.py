"""What has changed since the round before."""

from __future__ import annotations

from kami_tui.domain.numbers import Exact
from kami_tui.domain.result import Result
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.model import Fact, Since
from kami_tui.reporting.text import NONE, one_line


def since(f: Facts) -> Since | None:
    """None where the round before is not known, or was of another edition."""
    if f.before is None or f.previous is None:
        return None
    w, tr, roles = f.w, f.w.tr, f.scorer.instrument.results
    then, now, facts = f.before, f.result, list[Fact]()
    totals = _from_to(f, w.number(then.total), w.number(now.total))
    facts.append(Fact(w.rule(roles.total), totals + _by(f, then.total, now.total)))
    if roles.readiness:
        scaled = [
            w.scaled(roles.readiness, r.readiness) if r.readiness else tr("not known yet")
            for r in (then, now)
        ]
        facts.append(Fact(w.rule(roles.readiness), _from_to(f, *scaled)))
    levels = _levels(f, then)
    if levels:
        facts.append(Fact(tr("Levels"), levels))
    changed = sum(
        f.previous.answer(i).status != f.assessment.answer(i).status for i in f.scorer.ids
    )
    told = tr.plural("{n} of {all} differs", "{n} of {all} differ", changed,
                     all=w.number(len(f.scorer.ids)))  # fmt: skip
    facts.append(Fact(tr("Answers"), told))
    day = tr.day_text(one_line(f.previous.profile.date, 40))
    title = tr("Since the assessment of {day}", day=day) if day else tr("Since the last round")
    return Since(title, tuple(facts))


def moved(f: Facts, area: str) -> str:
    """By how many points an area's score differs from the round before; empty without one."""
    if f.before is None:
        return ""
    then, now = f.before.areas.get(area), f.result.areas[area]
    return _signed(f, now.score - then.score) if then else NONE


def moved_total(f: Facts) -> str:
    if f.before is None or f.before.total is None or f.result.total is None:
        return ""
    return _signed(f, f.result.total - f.before.total)


def _signed(f: Facts, by: Exact) -> str:
    if not by:
        return "0"
    return f"+{f.w.number(by)}" if by > 0 else f"\u2212{f.w.number(-by)}"


def _by(f: Facts, then: Exact | None, now: Exact | None) -> str:
    return "" if then is None or now is None else f" ({_signed(f, now - then)})"


def _from_to(f: Facts, then: str, now: str) -> str:
    if then == now:
        return f.w.tr("{value}, as before", value=now)
    return f"{then} \u2192 {now}"


def _levels(f: Facts, then: Result) -> str:
    """Areas whose level is another now."""
    w, said = f.w, []
    for role in f.scorer.instrument.results.areas:
        was, now = then.areas.get(role.area), f.result.areas[role.area]
        if role.maturity and was and was.maturity and now.maturity != was.maturity:
            name = w.area_short(f.scorer.instrument.area(role.area))
            low, high = (
                w.scaled(role.maturity, x) if x else NONE for x in (was.maturity, now.maturity)
            )
            said.append(f"{name} {low}\u00a0\u2192\u00a0{high}")
    return "; ".join(said)
