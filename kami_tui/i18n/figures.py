"""The figures of a result in words: names of categories and levels, and what stands below them."""

from __future__ import annotations

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.result import Result
from kami_tui.i18n.translator import Translator


def label_of(instrument: Instrument, kind: str, value: str | None, tr: Translator) -> str:
    """A category's (``se``) or a final result's (``readiness``) name in the reader's language."""
    if value is None:
        return tr("incomplete")
    roles = instrument.results
    rule = roles.category.value if kind == "se" and roles.category else roles.readiness
    scale = instrument.scale_of(rule) if rule else None
    return scale.label(value, tr.language) if scale and value in scale.order else value


def summary(result: Result, instrument: Instrument, tr: Translator) -> list[tuple[str, str]]:
    """The figures under the areas, name and value."""
    facts: list[tuple[str, str]] = []
    if (c := result.category) is not None:
        said = label_of(instrument, "se", c.value, tr)
        facts.append(
            (
                tr("Electronic System category"),
                f"{said} ({tr.number(c.score)})" if c.score is not None else said,
            )
        )
    if result.total is not None:
        of = tr("{value} of {max}", value=tr.number(result.total), max=tr.number(result.max or 0))
        facts.append((tr("Completeness"), of))
    facts.append((tr("Maturity levels"), maturity_range(result, tr)))
    if instrument.results.readiness:
        facts.append((tr("Final result"), label_of(instrument, "readiness", result.readiness, tr)))
    if (s := result.supplement) is not None:
        said = tr("{value} of {max}", value=tr.number(s.score), max=tr.number(s.max))
        percent = f" ({tr.number(s.percent)}%)" if s.percent is not None else ""
        facts.append((tr("Supplement"), said + percent))
    facts.append((tr("Unanswered items"), tr.number(result.unanswered)))
    return facts


def area_rows(result: Result, instrument: Instrument, tr: Translator) -> list[list[str]]:
    """One row for each scored area, as `area_head` names its columns."""
    return [
        [
            a.area,
            tr.text(instrument.area(a.area).name),
            tr.number(a.score),
            tr.number(a.max),
            a.maturity or "-",
            _stage3(a.stage3_counted, tr),
            str(a.unanswered),
        ]
        for a in result.areas.values()
    ]


def area_head(tr: Translator) -> list[str]:
    """The second column, the area's name, has no head of its own."""
    return [tr("Area"), "", tr("Score"), tr("Most"), tr("Level"), tr("Stage 3"), tr("Unanswered")]


def maturity_range(result: Result, tr: Translator) -> str:
    if result.maturity_range is None:
        return "-"
    low, high = result.maturity_range
    return low if low == high else tr("{low} to {high}", low=low, high=high)


def _stage3(counted: bool | None, tr: Translator) -> str:
    if counted is None:
        return "-"
    return tr("counted") if counted else tr("not counted")
