"""``kami findings``: what is weak about an assessment before it is handed in."""

from __future__ import annotations

from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.cli.scoring import ASSESSMENT
from kami_tui.cli.text import table
from kami_tui.i18n import weaknesses as said
from kami_tui.i18n.translator import N_
from kami_tui.usecases.check import Weakness, blocking, findings
from kami_tui.usecases.session import Session

CSV_HEAD = ("severity", "kind", "item", "field", "evidence", "items", "message")
"""Stable: scripts rely on names and order."""


def findings_(
    ctx: typer.Context,
    assessment: Annotated[
        str, typer.Argument(metavar=N_("ASSESSMENT"), help=ASSESSMENT, autocompletion=names)
    ],
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="table|json|csv", help=N_("Form of the output.")),
    ] = None,
) -> int:
    """Lists every weakness; tells by its exit code whether one must still be settled."""
    cli: Cli = ctx.obj
    chosen = cli.format(format_, ("table", "json", "csv"))
    answers = cli.find(assessment).assessment
    found = findings(Session(answers, cli.services.editions.scorer(answers.instrument)))
    if chosen == "json":
        output.write_json(document(found, answers.instrument, cli))
    elif chosen == "csv":
        output.write(csv_of(found, cli))
    elif found:
        output.write("\n".join(_lines(found, cli)))
    else:
        output.write(cli.tr("Nothing is left to settle."))
    return Code.SOME_FAILED if blocking(found) else Code.DONE


def _lines(found: tuple[Weakness, ...], cli: Cli) -> list[str]:
    tr = cli.tr
    header = [tr("Severity"), tr("Place"), tr("Finding")]
    rows = [
        [tr(said.SEVERITIES[w.severity]), said.place(w, tr), said.sentence(w, tr)] for w in found
    ]
    lines = table(header, rows)
    lines[0] = cli.paint.strong(lines[0])
    counts = [
        f"{tr(name)}: {n}"
        for severity, name in said.SEVERITIES.items()
        if (n := sum(w.severity == severity for w in found))
    ]
    return [*lines, "", "   ".join(counts)]


def csv_of(found: tuple[Weakness, ...], cli: Cli) -> str:
    return output.csv_text(CSV_HEAD, [_row(w, cli) for w in found])


def document(found: tuple[Weakness, ...], instrument: str, cli: Cli) -> dict[str, object]:
    """Stable names, for scripts; `exchange.documents` says what each is."""
    counts: dict[str, object] = {s: sum(w.severity == s for w in found) for s in said.SEVERITIES}
    return {
        "instrument": instrument,
        **counts,
        "findings": [
            {
                "severity": w.severity,
                "kind": w.kind,
                "item": w.item,
                "field": w.field,
                "evidence": w.key,
                "items": list(w.items),
                "message": said.sentence(w, cli.tr),
            }
            for w in found
        ],
    }


def _row(w: Weakness, cli: Cli) -> list[object]:
    message = said.sentence(w, cli.tr)
    return [w.severity, w.kind, w.item, w.field, w.key, " ".join(w.items), message]
