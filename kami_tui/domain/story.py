"""The story of one area and of the final status, told from the trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from kami_tui.domain.instrument import AreaRole
from kami_tui.domain.numbers import Exact, Value, exact
from kami_tui.domain.rules import Band, Bands, Gate, ItemGate, Rule
from kami_tui.domain.scorer import Evaluation
from kami_tui.domain.trace import Check, Need, check, needs


@dataclass(frozen=True, slots=True)
class StageSum:
    """One stage of one area. `earned` is before the gate, `counted` after it."""

    stage: str
    items: int
    unanswered: int
    earned: Exact
    counted: Exact
    max: Exact


@dataclass(frozen=True, slots=True)
class GateStory:
    """An item gate: whether its items count and, if not, what keeps it shut."""

    gate: ItemGate
    open: bool
    check: Check
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class RungStory:
    """One rung of a ladder. `check` is None on the lowest, which always holds."""

    value: str
    holds: bool
    current: bool
    check: Check | None


@dataclass(frozen=True)
class AreaStory:
    evaluation: Evaluation = field(repr=False, compare=False)
    area: str
    score: Exact
    max: Exact
    stages: tuple[StageSum, ...]
    gates: tuple[GateStory, ...]
    maturity: str | None
    ladder: Rule | None
    next_level: str | None
    """The rung above the present one; None at the top, or where there is no ladder."""
    next_needs: tuple[Need, ...]
    """What keeps the next level away; the first is the first thing to change."""

    @cached_property
    def rungs(self) -> tuple[RungStory, ...]:
        """Of the ladder, the lowest first. Worked out when asked for: at a key press nobody is."""
        if self.ladder is None or self.ladder.ladder is None:
            return ()
        value = self.evaluation.values[self.ladder.id]
        rungs = []
        for rung in self.ladder.ladder.rungs:
            stood = check(self.evaluation, rung.when) if rung.when else None
            holds = stood is None or stood.holds is True
            rungs.append(RungStory(rung.value, holds, rung.value == value, stood))
        return tuple(rungs)


@dataclass(frozen=True, slots=True)
class BandStory:
    """One band of the final status: from `lower` up to, and without, `upper` (None: the top)."""

    value: str
    lower: Exact
    upper: Exact | None
    current: bool


@dataclass(frozen=True, slots=True)
class StatusStory:
    """The final status: its bands for the present category, and what stands in the way."""

    value: str | None
    total: Exact | None
    max: Exact | None
    category: str | None
    bands: tuple[BandStory, ...]
    """Empty while the category is incomplete."""
    next_value: str | None
    distance: Exact | None
    """Points of the total still missing for the next band."""
    floor: Check | None
    """The condition beside the bands (the floors of the areas); None if there is none."""
    floor_needs: tuple[Need, ...]


def area_story(evaluation: Evaluation, area_id: str) -> AreaStory:
    """Why an area stands where it does.

    Raises:
        KeyError: the instrument has no such area.
    """
    scorer = evaluation.scorer
    instrument = scorer.instrument
    instrument.area(area_id)
    start, stop = scorer.span[area_id]
    role = next((r for r in instrument.results.areas if r.area == area_id), None)
    ladder: Rule | None = None
    next_level: str | None = None
    next_needs: tuple[Need, ...] = ()
    if role and role.maturity:
        ladder = instrument.rule_by_id[role.maturity]
        next_level, next_needs = _climb(evaluation, ladder)
    score, most = _figures(evaluation, area_id, role)
    return AreaStory(
        evaluation=evaluation,
        area=area_id,
        score=score,
        max=most,
        stages=_stages(evaluation, start, stop),
        gates=tuple(
            gate_story(evaluation, g)
            for g in instrument.item_gates
            if any(start <= i < stop for i in scorer.select(g.items))
        ),
        maturity=_text(evaluation.values[role.maturity]) if role and role.maturity else None,
        ladder=ladder,
        next_level=next_level,
        next_needs=next_needs,
    )


def gate_story(evaluation: Evaluation, gate: ItemGate) -> GateStory:
    stood = check(evaluation, gate.when)
    return GateStory(gate, evaluation.gates[gate.id] is True, stood, needs(evaluation, stood))


def status_story(evaluation: Evaluation) -> StatusStory | None:
    """Why the final status is what it is; None where the instrument has no final status."""
    instrument = evaluation.scorer.instrument
    roles, values = instrument.results, evaluation.values
    if roles.readiness is None:
        return None
    rule = instrument.rule_by_id[roles.readiness]
    banded = instrument.rule_by_id[roles.readiness_bands or roles.readiness]
    gate = rule.body if isinstance(rule.body, Gate) else None
    total = _number(values[roles.total])
    bands = _bands(banded.body, values, total) if isinstance(banded.body, Bands) else ()
    above = next((b for b in bands if total is not None and b.lower > total), None)
    floor = check(evaluation, gate.when) if gate else None
    return StatusStory(
        value=_text(values[rule.id]),
        total=total,
        max=_number(values[roles.total_max]),
        category=_text(values[roles.category.value]) if roles.category else None,
        bands=bands,
        next_value=above.value if above else None,
        distance=above.lower - total if above and total is not None else None,
        floor=floor,
        floor_needs=needs(evaluation, floor) if floor else (),
    )


def _stages(evaluation: Evaluation, start: int, stop: int) -> tuple[StageSum, ...]:
    scorer = evaluation.scorer
    by_stage: dict[str, list[int]] = {}
    for i in range(start, stop):
        by_stage.setdefault(scorer.tags[i].get("stage", ""), []).append(i)
    return tuple(
        StageSum(
            stage=stage,
            items=len(rows),
            unanswered=sum(evaluation.statuses[i] is None for i in rows),
            earned=sum(evaluation.earned[i] for i in rows),
            counted=sum(evaluation.counted[i] for i in rows),
            max=sum(scorer.best[i] for i in rows if i not in evaluation.dropped),
        )
        for stage, rows in sorted(by_stage.items())
        if stage
    )


def _climb(evaluation: Evaluation, rule: Rule) -> tuple[str | None, tuple[Need, ...]]:
    """The next level, and what keeps it away."""
    if rule.ladder is None:
        return None, ()
    value, rungs = evaluation.values[rule.id], rule.ladder.rungs
    at = next((i for i, r in enumerate(rungs) if r.value == value), len(rungs) - 1)
    above: str | None = None
    wanting: tuple[Need, ...] = ()
    for higher in rungs[at + 1 :]:
        asked = needs(evaluation, check(evaluation, higher.when)) if higher.when else ()
        if above is None or _asks_no_more(asked, wanting):
            above, wanting = higher.value, asked
    return above, wanting


def _asks_no_more(needs: tuple[Need, ...], than: tuple[Need, ...]) -> bool:
    """Whether these hold as soon as the others do: the higher rung then is the one reached.

    In area 6 of Indeks KAMI 5.0, III begins at 64 points and II+ at 68: II+ is never seen.
    """
    wanted = {n.rule.id: n.check for n in than}
    return all(
        (other := wanted.get(n.rule.id)) is not None
        and (n.check.op, other.op) == ("ge", "ge")
        and (other.gap or 0) >= (n.check.gap or 0) > 0
        for n in needs
    )


def _figures(evaluation: Evaluation, area_id: str, role: AreaRole | None) -> tuple[Exact, Exact]:
    values, roles = evaluation.values, evaluation.scorer.instrument.results
    if role is not None:
        return _number(values[role.score]) or 0, _number(values[role.max]) or 0
    if roles.supplement and roles.supplement.area == area_id:
        rules = (roles.supplement.score, roles.supplement.max)
        return _number(values[rules[0]]) or 0, _number(values[rules[1]]) or 0
    start, stop = evaluation.scorer.span[area_id]
    return sum(evaluation.counted[start:stop]), sum(evaluation.scorer.best[start:stop])


def _bands(body: Bands, values: dict[str, Value], of: Exact | None) -> tuple[BandStory, ...]:
    chosen: tuple[Band, ...]
    if isinstance(body.bands, tuple):
        chosen = body.bands
    else:
        by = values[body.by] if body.by else None
        chosen = body.bands.get(by, ()) if isinstance(by, str) else ()
    stories = []
    for band, following in zip(chosen, [*chosen[1:], None], strict=False):  # there may be none
        lower = exact(band.from_)
        upper = exact(following.from_) if following else None
        inside = of is not None and lower <= of and (upper is None or of < upper)
        stories.append(BandStory(band.value, lower, upper, inside))
    return tuple(stories)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Value) -> Exact | None:
    return None if isinstance(value, (str, bool)) else value
