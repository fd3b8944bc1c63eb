"""The figures of the result sheet under names that do not change from edition to edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kami_tui.domain.crosscheck_values import Kind
from kami_tui.domain.instrument import AreaRole
from kami_tui.domain.numbers import Value
from kami_tui.domain.result import Result
from kami_tui.domain.text import roman
from kami_tui.exchange.auditbook import expressions as x
from kami_tui.exchange.auditbook.formulas import Formulas


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    """Defined name of its cell: ``TOTAL``, ``AREA_2_LEVEL``."""
    label: str
    formula: str
    kind: Kind
    value: Value
    """As the program's own result has it; None is incomplete, or does not exist here."""


def figures(formulas: Formulas, result: Result) -> tuple[Figure, ...]:
    """Every figure that the edition's results name, areas last."""
    return tuple(_all(formulas, result))


def _all(formulas: Formulas, result: Result) -> Iterator[Figure]:
    tr, roles = formulas.places.tr, formulas.scorer.instrument.results

    def of(name: str, rule: str, value: Value, *, or_zero: bool = False) -> Figure:
        node = formulas[rule]
        formula = f"IF({x.unknown(node)},0,{node.name})" if or_zero and node.open else node.name
        label = tr.text(formulas.scorer.instrument.rule_by_id[rule].label)
        return Figure(name, label, formula, node.kind, value)

    if (c := roles.category) is not None and result.category is not None:
        yield of("SE_SCORE", c.score, result.category.score)
        yield of("SE_CATEGORY", c.value, result.category.value)
    yield of("TOTAL", roles.total, result.total)
    yield of("TOTAL_MAX", roles.total_max, result.max)
    if roles.readiness:
        yield of("READINESS", roles.readiness, result.readiness)
    if roles.maturity_lowest and roles.maturity_highest:
        low, high = result.maturity_range or (None, None)
        yield of("MATURITY_LOWEST", roles.maturity_lowest, low)
        yield of("MATURITY_HIGHEST", roles.maturity_highest, high)
    if (s := roles.supplement) is not None and result.supplement is not None:
        found = result.supplement
        yield of("SUPPLEMENT_SCORE", s.score, found.score, or_zero=True)
        yield of("SUPPLEMENT_MAX", s.max, found.max, or_zero=True)
        yield of("SUPPLEMENT_PERCENT", s.percent, found.percent)
    everything = range(len(formulas.scorer.ids))
    gaps = _gaps(formulas, everything)
    yield Figure("UNANSWERED", tr("Unanswered items"), gaps, "number", result.unanswered)
    for role in roles.areas:
        yield from _of_area(formulas, role, result)


def _of_area(formulas: Formulas, role: AreaRole, result: Result) -> Iterator[Figure]:
    tr, area = formulas.places.tr, result.areas[role.area]
    rules: dict[str, tuple[str | None, Kind, Value, str]] = {
        "SCORE": (role.score, "number", area.score, tr("score")),
        "MAX": (role.max, "number", area.max, tr("greatest score")),
        "LEVEL": (role.maturity, "text", area.maturity, tr("maturity level")),
        "STAGE3": (role.stage3, "truth", area.stage3_counted, tr("stage 3 counts")),
    }
    for name, (rule, kind, value, label) in rules.items():
        formula = x.EMPTY
        if rule is not None:
            node = formulas[rule]
            zero = kind == "number" and node.open
            formula = f"IF({x.unknown(node)},0,{node.name})" if zero else node.name
        called = f"{roman(role.area)}: {label}"
        yield Figure(f"AREA_{role.area}_{name}", called, formula, kind, value)
    start, stop = formulas.scorer.span[role.area]
    gaps = tr("unanswered items")
    yield Figure(
        f"AREA_{role.area}_UNANSWERED",
        f"{roman(role.area)}: {gaps}",
        _gaps(formulas, range(start, stop)),
        "number",
        area.unanswered,
    )


def _gaps(formulas: Formulas, positions: range) -> str:
    return "+".join(f"COUNTIF({c},0)" for c in formulas.places.cells(positions, "choice")) or "0"
