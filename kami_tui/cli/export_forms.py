"""Which form goes with what, and who writes it.

JSON and CSV of results and findings are those that ``kami score`` and ``kami findings`` print.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from kami_tui.cli import findings as cli_findings
from kami_tui.cli import output, results
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import UsageMistake
from kami_tui.domain.answers import Assessment
from kami_tui.domain.result import plain, result_of
from kami_tui.usecases.check import findings
from kami_tui.usecases.exporting import Subject, What
from kami_tui.usecases.lookup import Found
from kami_tui.usecases.session import Session
from kami_tui.usecases.sheet import COLUMNS, SheetRow, item_key, sheet

FORMS: dict[str, tuple[str, ...]] = {
    "answers": ("yaml", "json", "csv", "xlsx", "markdown", "oscal"),
    "result": ("json", "csv", "markdown", "oscal"),
    "findings": ("json", "csv", "markdown"),
}
"""The usual one first. OSCAL holds answers, evidence and result in one document."""
QUESTIONNAIRE_FORMS = ("oscal", "ciso-assistant")
BINARY = ("xlsx",)
"""Forms that are no text."""
_ENDINGS = {
    ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".csv": "csv", ".md": "markdown",
    ".xlsx": "xlsx",
}  # fmt: skip

_YEARS = range(1900, 3000)


def assessment(
    cli: Cli, found: Found, what: str | None, format_: str | None, out: str | None
) -> tuple[bytes, str]:
    """What it is written as, and the form it has.

    Raises:
        UsageMistake: there is no such form of it.
        ExportFailed: it cannot be put into this form.
    """
    chosen = cast("What", cli.choice("--what", what or "answers", [*FORMS]))
    form = _form(cli, format_, out, FORMS[chosen])
    if form == "xlsx":
        return cli.services.exports.audit_book(_subject(cli, found)), form
    # A lone surrogate cannot be written as UTF-8; no reader of the program lets one in.
    return _text(cli, found, chosen, form).encode("utf-8", "replace"), form


def _subject(cli: Cli, found: Found) -> Subject:
    services = cli.services
    scorer = services.editions.scorer(found.assessment.instrument)
    return Subject(
        found.assessment,
        scorer,
        services.editions.digest(scorer.instrument.id),
        cli.tr.language,
        moment_of(cli, found),
        found.stored.id if found.stored else "",
    )


def _text(cli: Cli, found: Found, what: What, form: str) -> str:
    services = cli.services
    if what == "answers" and form in ("yaml", "json"):
        return services.files.write(found.assessment, form)
    if form == "oscal":
        return services.exports.oscal(_subject(cli, found))
    if form == "markdown":
        return services.exports.markdown(_subject(cli, found), what)
    scorer = services.editions.scorer(found.assessment.instrument)
    if what == "findings":
        weak = findings(Session(found.assessment, scorer))
        if form == "csv":
            return cli_findings.csv_of(weak, cli)
        document = cli_findings.document(weak, scorer.instrument.id, cli)
        return output.json_text(document, indent=2) + "\n"
    evaluation = scorer.evaluate(found.assessment.statuses)
    if what == "result":
        result = result_of(evaluation)
        if form == "csv":
            return output.csv_text(*results.csv_rows([(found.name, result)]))
        return output.json_text(result.as_document(), indent=2) + "\n"
    edition = scorer.instrument.id
    rows = ([*_cells(edition, row, cli)] for row in sheet(found.assessment, evaluation))
    return output.csv_text(COLUMNS, rows)


def questionnaire(cli: Cli, edition: str, format_: str | None, out: str | None) -> tuple[str, str]:
    """A questionnaire for another tool, and its form. Raises UsageMistake."""
    editions = cli.services.editions
    scorer = editions.scorer(edition)
    if format_ is None and (out is None or not out.lower().endswith((".json", ".yaml", ".yml"))):
        known = ", ".join(QUESTIONNAIRE_FORMS)
        raise UsageMistake(
            message=cli.tr("Say for which tool: --format {choices}.", choices=known),
            hint="  kami export --edition kami-5.0 --format ciso-assistant",
        )
    implied = "oscal" if out and out.lower().endswith(".json") else "ciso-assistant"
    form = cli.choice("--format", format_ or implied, QUESTIONNAIRE_FORMS)
    exports, language = cli.services.exports, cli.tr.language
    if form == "oscal":
        return exports.oscal_catalog(scorer, editions.digest(edition), language), form
    return exports.ciso_assistant(scorer, language), form


def moment_of(cli: Cli, found: Found) -> datetime:
    """When the assessment was last changed: as the workspace knows it, else the day it names, else
    now. ``SOURCE_DATE_EPOCH`` comes before all, so that an export can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) < 11:  # up to the year 2286
        return datetime.fromtimestamp(int(epoch), UTC)
    if found.stored is not None:
        return found.stored.changed
    return _day(found.assessment) or cli.services.clock()


def _day(assessment: Assessment) -> datetime | None:
    try:
        day = date.fromisoformat(assessment.profile.date)
    except ValueError:
        return None
    # OSCAL's times go from 1900 to 2999; a day outside of them is a slip of the pen anyway.
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day.year in _YEARS else None


def _form(cli: Cli, given: str | None, out: str | None, choices: tuple[str, ...]) -> str:
    """Raises UsageMistake: there is no such form, or ``--out`` names a workbook and it is none."""
    implied = _ENDINGS.get(Path(out).suffix.lower()) if out else None
    if given is None and implied in choices:
        return str(implied)
    if given is None and out and out != "-" and implied is None and Path(out).suffix:
        raise UsageMistake(
            message=cli.tr("The name {file} does not tell which form it shall have.", file=out),
            hint="  " + cli.tr("Say it: --format {choices}.", choices="|".join(choices)),
        )
    form = cli.format(given, choices)
    if implied is not None and form != implied and {form, implied}.intersection(BINARY):
        raise UsageMistake(
            message=cli.tr(
                "--format {form} does not go with the name {file}.", form=form, file=out
            ),
            hint="  " + cli.tr("Leave --format out, or give --out another name."),
        )
    return form


def _cells(edition: str, row: SheetRow, cli: Cli) -> Iterator[object]:
    """One line of the table of answers, as `COLUMNS` names them."""
    item, option = row.item, row.option
    yield item_key(edition, item.id)
    yield row.area.id
    yield row.section
    yield item.id
    yield item.stage
    yield item.maturity
    yield cli.tr.text(item.text)
    yield option.code if option else None
    yield cli.tr.text(option.label) if option else None
    yield plain(row.earned)
    yield plain(row.counted)
    yield plain(row.possible)
    yield row.note
    # A key without a document (another program took it out meanwhile) would mean nothing.
    documents = [(key, e.title) for key, e in row.evidence if e]
    yield " ".join(key for key, _ in documents)
    yield "\n".join(" ".join(title.split()) for _, title in documents)
    yield row.owner
