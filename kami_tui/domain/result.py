"""The figures of the result sheet, read off an evaluation by the roles the instrument names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kami_tui.domain.instrument import AreaRole, Instrument
from kami_tui.domain.numbers import Exact, Value
from kami_tui.domain.scorer import Evaluation, Scorer


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """How much depends on the system. `score` and `value` are None while an answer is missing."""

    score: Exact | None
    value: str | None
    complete: bool


@dataclass(frozen=True, slots=True)
class AreaResult:
    area: str
    score: Exact
    max: Exact
    maturity: str | None
    stage3_counted: bool | None
    """None: the area has no stage 3."""
    unanswered: int


@dataclass(frozen=True, slots=True)
class SupplementResult:
    score: Exact
    max: Exact
    percent: Exact | None


@dataclass(frozen=True, slots=True)
class Result:
    """One assessment's result. Points are whole numbers in Indeks KAMI."""

    instrument: str
    category: CategoryResult | None
    areas: Mapping[str, AreaResult]
    total: Exact | None
    max: Exact | None
    maturity_range: tuple[str, str] | None
    """Lowest and highest level over the scored areas."""
    readiness: str | None
    supplement: SupplementResult | None
    unanswered: int
    """Over every item of the instrument."""

    def as_document(self) -> dict[str, Any]:
        """The shape that ``kami score --format json`` prints; scripts rely on it."""
        document: dict[str, Any] = {"instrument": self.instrument}
        if self.category is not None:
            document["se"] = {
                "score": plain(self.category.score),
                "category": self.category.value,
                "complete": self.category.complete,
            }
        document["areas"] = {
            a.area: {
                "score": plain(a.score),
                "max": plain(a.max),
                "maturity": a.maturity,
                "stage3_counted": a.stage3_counted,
                "unanswered": a.unanswered,
            }
            for a in self.areas.values()
        }
        document["total"] = plain(self.total)
        document["max"] = plain(self.max)
        document["maturity_range"] = list(self.maturity_range) if self.maturity_range else None
        document["readiness"] = self.readiness
        if self.supplement is not None:
            document["supplement"] = {
                "score": plain(self.supplement.score),
                "max": plain(self.supplement.max),
                "percent": plain(self.supplement.percent),
            }
        document["unanswered"] = self.unanswered
        return document


def plain(number: Exact | None) -> int | float | None:
    """A number as JSON writes it: whole where it is whole."""
    return float(number) if isinstance(number, Fraction) else number


def result_of(evaluation: Evaluation) -> Result:
    """The result sheet of one evaluation."""
    scorer = evaluation.scorer
    instrument = scorer.instrument
    roles, values = instrument.results, evaluation.values
    gaps = unanswered_by_area(evaluation)

    category = None
    if roles.category is not None:
        score, value = values[roles.category.score], values[roles.category.value]
        category = CategoryResult(
            _number(score), _text(value), complete=not gaps[roles.category.area]
        )
    maturity_range = None
    if roles.maturity_lowest and roles.maturity_highest:
        low, high = _text(values[roles.maturity_lowest]), _text(values[roles.maturity_highest])
        maturity_range = (low, high) if low is not None and high is not None else None
    supplement = None
    if (s := roles.supplement) is not None:
        supplement = SupplementResult(
            _number(values[s.score]) or 0, _number(values[s.max]) or 0, _number(values[s.percent])
        )
    return Result(
        instrument=instrument.id,
        category=category,
        areas={r.area: _area(r, values, gaps[r.area]) for r in roles.areas},
        total=_number(values[roles.total]),
        max=_number(values[roles.total_max]),
        maturity_range=maturity_range,
        readiness=_text(values[roles.readiness]) if roles.readiness else None,
        supplement=supplement,
        unanswered=sum(gaps.values()),
    )


def unanswered_by_area(evaluation: Evaluation) -> dict[str, int]:
    """Number of items without a status, for every area of the instrument."""
    scorer, found = evaluation.scorer, {}
    for area, (start, stop) in scorer.span.items():
        found[area] = evaluation.statuses[start:stop].count(None)
    return found


def possible_categories(
    scorer: Scorer, statuses: Mapping[str, str]
) -> tuple[tuple[int, str], tuple[int, str]] | None:
    """Lowest and highest (score, category) that the missing answers still allow.

    None where the instrument has no category.
    """
    role = scorer.instrument.results.category
    if role is None:
        return None
    ends = []
    for best in (False, True):
        values = scorer.evaluate(scorer.filled(statuses, role.area, best=best)).values
        ends.append((int(_number(values[role.score]) or 0), _text(values[role.value]) or ""))
    return ends[0], ends[1]


def instrument_roles(instrument: Instrument) -> dict[str, AreaRole]:
    return {r.area: r for r in instrument.results.areas}


def _area(role: AreaRole, values: Mapping[str, Value], unanswered: int) -> AreaResult:
    stage3 = values[role.stage3] if role.stage3 else None
    return AreaResult(
        area=role.area,
        score=_number(values[role.score]) or 0,
        max=_number(values[role.max]) or 0,
        maturity=_text(values[role.maturity]) if role.maturity else None,
        stage3_counted=stage3 if isinstance(stage3, bool) else None,
        unanswered=unanswered,
    )


def _number(value: Value) -> Exact | None:
    return value if isinstance(value, (int, Fraction)) and not isinstance(value, bool) else None


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
