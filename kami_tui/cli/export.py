"""``kami export`` and ``kami schema``: what the program knows, as files for people and tools."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import export_forms, export_into, output
from kami_tui.cli.assessments import ASSESSMENT
from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.report_place import no_folder, spared, unless_there
from kami_tui.cli.text import table
from kami_tui.i18n.translator import N_
from kami_tui.usecases.evidence_paths import rooted

SCHEMAS = {
    "answers": "kami export --format json",
    "findings": "kami findings --format json",
    "result": "kami score --format json",
}
"""What prints the documents that a schema describes."""


def export(
    ctx: typer.Context,
    assessment: Annotated[
        str | None,
        typer.Argument(metavar=N_("[ASSESSMENT]"), help=ASSESSMENT, autocompletion=names),
    ] = None,
    what: Annotated[
        str | None,
        typer.Option(
            "--what",
            metavar="answers|result|findings",
            help=N_("What of it (answers if not told)."),
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="yaml|json|csv|xlsx|markdown|oscal",
            help=N_("Form of the output; the name given to --out tells it, too."),
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar=N_("FILE"), help=N_("Write to this file, not to standard output.")),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(
            metavar=N_("EDITION"),
            help=N_("The questionnaire itself, as --format oscal or ciso-assistant."),
        ),
    ] = None,
    bom: Annotated[
        bool,
        typer.Option("--bom", help=N_("With csv: begin with the mark by which Excel knows UTF-8.")),
    ] = False,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar=N_("BLANK.xlsx"),
            help=N_(
                "Fill in a copy of this workbook (statuses and remarks only), to be written to"
                " --out."
            ),
        ),
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help=N_("With --into: also cells that say something else.")),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Writes over a file that is there."))
    ] = False,
    recalculate: Annotated[
        bool,
        typer.Option(
            "--recalculate",
            help=N_("With --into: Excel works out the workbook's formulas on opening it."),
        ),
    ] = False,
) -> int:
    """Writes an assessment, or a questionnaire, for others."""
    cli: Cli = ctx.obj
    if into is not None:
        export_into.alone(cli, what, format_, edition, bom)
        return export_into.fill(cli, assessment, into, out, overwrite, recalculate, force)
    if overwrite or recalculate:
        raise UsageMistake(message=cli.tr("--overwrite and --recalculate go with --into."), hint="")
    if out is not None and out != "-":
        no_folder(cli, out)
    source: Path | None = None
    if edition is not None:
        if assessment is not None or what is not None:
            raise UsageMistake(
                message=cli.tr("--edition writes a questionnaire; it goes with no assessment."),
                hint="",
            )
        text, form = export_forms.questionnaire(cli, edition, format_, out)
        data = text.encode("utf-8")
    elif assessment is None:
        raise UsageMistake(
            message=cli.tr("Name the assessment to export, or a questionnaire with --edition."),
            hint="  kami export kota.yaml --format csv",
        )
    else:
        found = cli.find(assessment)
        source = found.path
        if source is not None and out not in (None, "-") and not _beside(source, Path(out or "")):
            found = replace(found, assessment=rooted(found, found.assessment))
        data, form = export_forms.assessment(cli, found, what, format_, out)
    if bom:
        if form != "csv":
            raise UsageMistake(message=cli.tr("--bom goes with --format csv."), hint="")
        data = "\ufeff".encode() + data
    deliver(cli, data, form, out, source, force=force)
    return Code.DONE


def _beside(source: Path, out: Path) -> bool:
    """Whether relative paths mean the same in both files."""
    try:
        return source.absolute().parent.resolve() == out.absolute().parent.resolve()
    except (OSError, RuntimeError, ValueError):  # told when it is written
        return True


def deliver(
    cli: Cli, data: bytes, form: str, out: str | None, source: Path | None, *, force: bool
) -> None:
    """Prints it, or writes it to a file that holds no answers.

    Raises:
        UsageMistake: the file is the one that was read, or the workspace; or it is there already
            and `force` was not said; or it is nothing for a terminal.
        FileUnwritable, OutputFailed.
    """
    if out is None or out == "-":
        if form not in export_forms.BINARY:
            output.write(data.decode("utf-8"))
            return
        if output.is_terminal(sys.stdout):
            raise UsageMistake(
                message=cli.tr(
                    "A workbook is nothing a terminal can show; name a file with --out."
                ),
                hint="  kami export kota.yaml --out kota.xlsx",
            )
        output.write_bytes(data)
        return
    target = unless_there(cli, spared(cli, [source], Path(out)), force=force)
    cli.services.exports.put(target, data)
    cli.diagnostics.fact("written", str(target), cli.tr("Written: {file}", file=str(target)))


def schema(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[answers|result|findings]", help=N_("Which documents.")),
    ] = None,
) -> int:
    """Prints a JSON Schema, or which there are."""
    cli: Cli = ctx.obj
    exports = cli.services.exports
    known = exports.schemas()
    if name is not None:
        output.write(exports.schema(cli.choice("schema", name, known)))
    elif cli.as_json:
        output.write_json(list(known))
    else:
        rows = [[n, SCHEMAS[n]] for n in known]
        lines = table([cli.tr("Name"), cli.tr("Printed by")], rows)
        output.write("\n".join([cli.paint.strong(lines[0]), *lines[1:]]))
    return Code.DONE
