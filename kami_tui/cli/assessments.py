"""``kami list`` and ``show``: the workspace from the command line."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import typer

from kami_tui.cli import output, results
from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.cli.text import table
from kami_tui.domain.answers import PROFILE_FIELDS
from kami_tui.domain.errors import KamiError
from kami_tui.domain.result import Result, plain, result_of
from kami_tui.i18n.figures import label_of
from kami_tui.i18n.translator import N_
from kami_tui.usecases import parts
from kami_tui.usecases.lookup import Found, has_workspace
from kami_tui.usecases.ports import Summary

ASSESSMENT = N_("The id of an assessment (its beginning is enough), or an answers file.")
PROFILE_WORDS = {
    "organisation": N_("Organisation"),
    "unit": N_("Unit"),
    "address": N_("Address"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "assessor": N_("Assessor"),
    "position": N_("Position"),
    "date": N_("Date"),
    "scope": N_("Scope"),
}
LIST_HEAD = (
    "id", "organisation", "unit", "instrument", "date", "answered", "items", "total", "se_category",
    "readiness", "created", "changed", "previous",
)  # fmt: skip
"""Stable names, in CSV and JSON."""


def list_(
    ctx: typer.Context,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="table|json|csv", help=N_("Form of the output.")),
    ] = None,
) -> int:
    """Lists the workspace."""
    cli: Cli = ctx.obj
    chosen = cli.format(format_, ("table", "json", "csv"))
    services = cli.services
    summaries = services.workspace.summaries() if has_workspace(services) else ()
    rows = [_row(cli, s) for s in summaries]
    if chosen == "json":
        output.write_json([dict(zip(LIST_HEAD, row, strict=True)) for row in rows])
    elif chosen == "csv":
        output.write_csv(LIST_HEAD, rows)
    elif rows:
        output.write("\n".join(_list_table(cli, rows)))
    else:
        cli.diagnostics.note(
            cli.tr("The workspace {place} is empty.", place=services.workspace.place)
        )
        cli.diagnostics.note(cli.tr("'kami import FILE' takes one in; 'kami' begins a new one."))
    return Code.DONE


def _row(cli: Cli, s: Summary) -> list[object]:
    """One line of the list. An edition that cannot score it leaves its figures empty."""
    result = _scored(cli, s)
    items = len(cli.services.editions.scorer(s.instrument).ids) if result else None
    return [
        s.id,
        s.profile.organisation,
        s.profile.unit,
        s.instrument,
        s.profile.date,
        len(s.statuses),
        items,
        plain(result.total) if result else None,
        result.category.value if result and result.category else None,
        result.readiness if result else None,
        _stamp(s.created),
        _stamp(s.changed),
        s.previous,
    ]


def _scored(cli: Cli, s: Summary) -> Result | None:
    try:
        return result_of(cli.services.editions.scorer(s.instrument).evaluate(s.statuses))
    except KamiError:
        return None


def _list_table(cli: Cli, rows: list[list[object]]) -> list[str]:
    tr = cli.tr
    header = [
        "ID",
        tr("Organisation"),
        tr("Edition"),
        tr("Date"),
        tr("Answered"),
        tr("Total"),
        tr("Final result"),
        tr("Changed"),
    ]
    lines = []
    for row in rows:
        f = dict(zip(LIST_HEAD, row, strict=True))
        scored = f["items"] is not None
        lines.append(
            [
                str(f["id"]),
                _cut(str(f["organisation"] or "-")),
                str(f["instrument"]),
                str(f["date"] or "-"),
                f"{f['answered']}/{f['items']}" if scored else str(f["answered"]),
                _total(cli, f["total"]) if scored else "-",
                _readiness(cli, f) if scored else _unscored(cli, str(f["instrument"])),
                _local(datetime.fromisoformat(str(f["changed"]))),
            ]
        )
    sides = ["left", "left", "left", "left", "right", "right", "left", "left"]
    drawn = table(header, lines, sides)  # type: ignore[arg-type]
    return [cli.paint.strong(drawn[0]), *drawn[1:]]


def _readiness(cli: Cli, facts: dict[str, object]) -> str:
    instrument = cli.services.editions.scorer(str(facts["instrument"])).instrument
    value = facts["readiness"]
    return label_of(instrument, "readiness", None if value is None else str(value), cli.tr)


def _total(cli: Cli, value: object) -> str:
    return "-" if value is None else cli.tr.number(Decimal(str(value)))


def _unscored(cli: Cli, edition: str) -> str:
    """Why the list has no figures for an assessment; ``show`` tells it in full."""
    if edition in cli.services.editions.ids():
        return cli.tr("does not fit the edition")
    return cli.tr("edition not installed")


def _cut(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


def show(
    ctx: typer.Context,
    assessment: Annotated[
        str, typer.Argument(metavar=N_("ASSESSMENT"), help=ASSESSMENT, autocompletion=names)
    ],
    format_: Annotated[
        str | None, typer.Option("--format", metavar="text|json", help=N_("Form of the output."))
    ] = None,
) -> int:
    """Shows one assessment."""
    cli: Cli = ctx.obj
    chosen = cli.format(format_, ("text", "json"))
    found = cli.find(assessment)
    scorer = cli.services.editions.scorer(found.assessment.instrument)
    result = result_of(scorer.evaluate(found.assessment.statuses))
    if chosen == "json":
        output.write_json(_document(found, result))
        return Code.DONE
    tr, stored = cli.tr, found.stored
    facts = [("ID", stored.id)] if stored else [(tr("File"), found.name)]
    facts.append((tr("Edition"), tr.text(scorer.instrument.name)))
    profile = found.assessment.profile
    facts += [
        (tr(word), getattr(profile, name))
        for name, word in PROFILE_WORDS.items()
        if getattr(profile, name)
    ]
    if stored:
        facts.append((tr("Begun"), _local(stored.created)))
        facts.append((tr("Changed"), _local(stored.changed)))
        if stored.previous:
            facts.append((tr("Previous round"), stored.previous))
        if came := parts.origin_of(cli.services.part_store, stored.id):
            split = came[0]
            said = tr("{id} of {who}: {what}", id=split.assessment, who=split.who, what=split.label)
            facts.append((tr("Part of"), said))
    facts.append((tr("Documents of evidence"), str(len(found.assessment.evidence))))
    if stored and stored.digest != cli.services.editions.digest(scorer.instrument.id):
        # The figures are of today's files; whoever compares them with an old print must know.
        facts.append((tr("Questionnaire"), tr("changed since this assessment was begun")))
    lines = [*results.facts_table(facts), "", *results.detail(result, scorer.instrument, cli)]
    output.write("\n".join(lines))
    return Code.DONE


def _document(found: Found, result: Result) -> dict[str, object]:
    assessment, stored = found.assessment, found.stored
    where: dict[str, object] = (
        {
            "id": stored.id,
            "created": _stamp(stored.created),
            "changed": _stamp(stored.changed),
            "previous": stored.previous,
            "digest": stored.digest,
        }
        if stored
        else {"file": found.name}
    )
    return where | {
        "instrument": assessment.instrument,
        "profile": {f: getattr(assessment.profile, f) for f in PROFILE_FIELDS},
        "answered": len(assessment.statuses),
        "evidence": len(assessment.evidence),
        "result": result.as_document(),
    }


def _stamp(moment: datetime) -> str:
    """A moment as scripts sort it."""
    return moment.replace(microsecond=0).isoformat()


def _local(moment: datetime) -> str:
    """A moment as the reader's clock shows it."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
