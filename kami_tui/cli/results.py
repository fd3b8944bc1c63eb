"""Results of assessments as a table, as JSON, as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from kami_tui.cli.context import Cli
from kami_tui.cli.text import shown, table
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.result import Result, plain
from kami_tui.i18n.figures import area_head, area_rows, label_of, maturity_range, summary

CSV_HEAD = (
    "file", "instrument", "se_score", "se_category", "se_complete", "total", "max",
    "maturity_lowest", "maturity_highest", "readiness", "supplement_score", "supplement_max",
    "supplement_percent", "unanswered",
)  # fmt: skip
"""Stable: scripts rely on names and order. Five columns for each area follow."""
CSV_AREA = ("score", "max", "maturity", "stage3_counted", "unanswered")


def detail(result: Result, instrument: Instrument, cli: Cli) -> list[str]:
    """One result, area by area."""
    tr = cli.tr
    header, rows = area_head(tr), area_rows(result, instrument, tr)
    lines = table(header, rows, ["left", "left", "right", "right", "left", "left", "right"])
    lines[0] = cli.paint.strong(lines[0])
    return [*lines, "", *facts_table(summary(result, instrument, tr))]


def facts_table(facts: Sequence[tuple[str, str]]) -> list[str]:
    """Names and values below one another."""
    return table(("", ""), facts)[1:]


def overview(results: Sequence[tuple[str, Result, Instrument]], cli: Cli) -> list[str]:
    """Several results, one line each."""
    tr = cli.tr
    header = [
        tr("File"),
        tr("Edition"),
        tr("Category"),
        tr("Total"),
        tr("Levels"),
        tr("Final result"),
        tr("Unanswered"),
    ]
    rows = [
        [
            name,
            result.instrument,
            label_of(instrument, "se", result.category.value if result.category else None, tr),
            tr.number(result.total) if result.total is not None else "-",
            maturity_range(result, tr),
            label_of(instrument, "readiness", result.readiness, tr),
            str(result.unanswered),
        ]
        for name, result, instrument in results
    ]
    lines = table(header, rows, ["left", "left", "left", "right", "left", "left", "right"])
    return [cli.paint.strong(lines[0]), *lines[1:]]


def csv_rows(results: Sequence[tuple[str, Result]]) -> tuple[list[str], list[list[object]]]:
    """Header and rows; a column group for every area that any result has."""
    areas = list(dict.fromkeys(a for _, result in results for a in result.areas))
    header = [*CSV_HEAD, *(f"area_{a}_{column}" for a in areas for column in CSV_AREA)]
    return header, [_csv_row(name, result, areas) for name, result in results]


def _csv_row(name: str, result: Result, areas: Sequence[str]) -> list[object]:
    c, s = result.category, result.supplement
    low, high = result.maturity_range or (None, None)
    row: list[object] = [
        name,
        result.instrument,
        plain(c.score) if c else None,
        c.value if c else None,
        c.complete if c else None,
        plain(result.total),
        plain(result.max),
        low,
        high,
        result.readiness,
        plain(s.score) if s else None,
        plain(s.max) if s else None,
        plain(s.percent) if s else None,
        result.unanswered,
    ]
    for area in areas:
        a = result.areas.get(area)
        row += (
            [plain(a.score), plain(a.max), a.maturity, a.stage3_counted, a.unanswered]
            if a
            else [None] * len(CSV_AREA)
        )
    return row


def title(name: str, cli: Cli) -> str:
    return cli.paint.strong(shown(name))
