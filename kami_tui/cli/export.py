"""``kami export``: an assessment in the forms that others read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.assessments import ASSESSMENT
from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.moment import generated
from kami_tui.cli.report_place import holds_answers
from kami_tui.i18n.translator import N_
from kami_tui.usecases.exports import ExportRequest
from kami_tui.usecases.lookup import STDIN, Found

ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".xlsx": "xlsx"}
"""The form that a file's name implies."""
BINARY = ("xlsx",)
"""Forms that are nothing for a terminal."""


def export(
    ctx: typer.Context,
    assessment: Annotated[
        str, typer.Argument(metavar=N_("ASSESSMENT"), help=ASSESSMENT, autocompletion=names)
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="yaml|json|xlsx",
            help=N_(
                "Form of the output. xlsx: a workbook whose formulas reckon every figure again."
            ),
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar=N_("FILE"),
            help=N_(
                "Where to write it, over what is there; - or nothing is standard output. Its name"
                " may say the form."
            ),
        ),
    ] = None,
) -> int:
    """Writes an assessment as an answers file, or as the auditor's workbook."""
    cli: Cli = ctx.obj
    form = _form(cli, format_, out)
    to_stdout = out in (None, STDIN)
    if to_stdout and form in BINARY and output.is_terminal(sys.stdout):
        raise UsageMistake(
            message=cli.tr("A workbook is nothing a terminal can show; name a file with --out."),
            hint=f"  kami export {assessment} --out kota.xlsx",
        )
    found = cli.find(assessment)
    target = None if out is None or to_stdout else _spared(cli, found, Path(out))
    request = ExportRequest(found.assessment, cli.tr.language, generated(cli))
    data = cli.services.exports[form](request)
    if target is None:
        if form in BINARY:
            output.write_bytes(data)
        else:
            output.write(data.decode())
        return Code.DONE
    made = cli.services.write_file(target, data)
    if cli.as_json:
        output.write_json({"path": str(made)})
    else:
        output.write(str(made))
    return Code.DONE


def _form(cli: Cli, given: str | None, out: str | None) -> str:
    """Raises UsageMistake: there is no such form, or ``--out`` names a file of another."""
    implied = None if out is None else ENDINGS.get(Path(out).suffix.lower())
    form = implied if given is None and implied else cli.format(given, tuple(cli.services.exports))
    if implied not in (None, form):
        raise UsageMistake(
            message=cli.tr(
                "--format {form} does not go with the name {file}.", form=form, file=out
            ),
            hint="  " + cli.tr("Leave --format out, or give --out another name."),
        )
    return form


def _spared(cli: Cli, found: Found, target: Path) -> Path:
    """Raises UsageMistake: it is the answers file itself, or the workspace."""
    if holds_answers(cli, [found.path], target):
        raise UsageMistake(
            message=cli.tr("{file} holds the answers; it was left as it is.", file=str(target)),
            hint="  " + cli.tr("Give --out another name."),
        )
    return target
