"""Where a workbook's own figures are not ours, and why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kami_tui.domain.numbers import Exact
from kami_tui.domain.result import Result, plain
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.domain.text import folded
from kami_tui.usecases.intake import Figure, Finding, Gap, Proposal, Reason


def gaps_of(proposal: Proposal, evaluation: Evaluation, result: Result) -> list[Gap]:
    """The figures that differ; `evaluation` and `result` are of the workbook's answers alone."""
    areas = [f for f in proposal.figures if f.name == "area"]
    found = [g for f in areas if (g := _area_gap(f, proposal, evaluation, result)) is not None]
    why = tuple(dict.fromkeys(r for g in found for r in g.why))
    for figure in proposal.figures:
        if figure.name == "area":
            continue
        gap = _sheet_gap(figure, proposal, evaluation, result, why, bool(areas))
        if gap is None:
            continue
        if figure.name in ("se_category", "readiness") and found:
            gap = replace(gap, why=("follows",))
        found.append(gap)
    return found


def _area_gap(
    figure: Figure, proposal: Proposal, evaluation: Evaluation, result: Result
) -> Gap | None:
    area = result.areas.get(figure.area)
    if area is None or _alike(figure.value, area.score):
        return None
    items = evaluation.scorer.instrument.area(figure.area).items
    why = _why(figure.value, [i.id for i in items], proposal, evaluation)
    return Gap(figure, plain(area.score), why)


def _sheet_gap(
    figure: Figure, proposal: Proposal, evaluation: Evaluation, result: Result,
    areas_why: tuple[Reason, ...], areas_known: bool,
) -> Gap | None:  # fmt: skip
    instrument = evaluation.scorer.instrument
    category = result.category
    if figure.name == "total":
        if _alike(figure.value, result.total):
            return None
        scored = [i.id for a in result.areas for i in instrument.area(a).items]
        why = areas_why or (
            ("unknown",) if areas_known else _why(figure.value, scored, proposal, evaluation)
        )
        return Gap(figure, plain(result.total), why)
    if figure.name == "se_score":
        role = instrument.results.category
        if category is None or role is None or _alike(figure.value, category.score):
            return None
        items = [i.id for i in instrument.area(role.area).items]
        return Gap(figure, plain(category.score), _why(figure.value, items, proposal, evaluation))
    ours, rule = result.readiness, instrument.results.readiness
    if figure.name == "se_category":
        role = instrument.results.category
        ours, rule = (category.value, role.value) if category and role else (None, None)
    if rule is None or _same_word(str(figure.value), ours, evaluation.scorer, rule):
        return None
    why = ("unanswered",) if ours is None else ("unknown",)
    return Gap(figure, ours, why)


def _same_word(said: str, ours: str | None, scorer: Scorer, rule: str) -> bool:
    scale = scorer.instrument.scale_of(rule)
    if ours is None or scale is None:
        return False
    words = {folded(w) for w in (ours, scale.label(ours, "id"), scale.label(ours, "en"))}
    return folded(said) in words


def _why(
    theirs: int | float | str, items: list[str], proposal: Proposal, evaluation: Evaluation
) -> tuple[Reason, ...]:
    """What explains a sum of points: what gives it exactly, else all that may."""
    lost = {f.item for f in proposal.findings if f.lost}
    for every in (False, True):  # with the gates of the rules, and without them
        base = {
            i: evaluation.earned_by(i) if every else evaluation.counted_of(i)
            for i in items
            if every or evaluation.counts(i)
        }
        others = {
            i: Fraction(points) - base[i]
            for i, points in proposal.points.items()
            if i in base and points != base[i] and (points or evaluation.counts(i))
        }
        stage3: tuple[Reason, ...] = ("stage3",) if every else ()
        if every and _alike(theirs, sum(base.values())):
            return stage3
        if others and _alike(theirs, sum(base.values()) + sum(others.values())):
            untaken: tuple[Reason, ...] = ("not_understood",) if lost & others.keys() else ()
            other: tuple[Reason, ...] = ("points",) if others.keys() - lost else ()
            return stage3 + untaken + other
    found: list[Reason] = []
    if lost.intersection(items):
        found.append("not_understood")
    missing = {i for f in proposal.findings for i in _missing(f)}
    if missing.intersection(items):
        found.append("missing")
    if any(evaluation.status_of(i) is None and i not in lost | missing for i in items):
        found.append("unanswered")
    return tuple(found) or ("unknown",)


def _missing(finding: Finding) -> tuple[str, ...]:
    items = finding.facts.get("items", ())
    return tuple(map(str, items)) if isinstance(items, (tuple, list)) else ()


def _alike(said: int | float | str, ours: Exact | None) -> bool:
    """Whether a figure is ours, but for what a spreadsheet loses of it."""
    return not isinstance(said, str) and ours is not None and abs(said - float(ours)) < 0.01
