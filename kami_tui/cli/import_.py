"""``kami import``: an answers file, or a workbook that is looked at before it is taken in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import import_text, output
from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.line.input import standard_input
from kami_tui.cli.take_in import taken_in
from kami_tui.cli.text import folded_lines
from kami_tui.domain.errors import NotTakenIn
from kami_tui.i18n.translator import N_
from kami_tui.usecases.intake import Choice, Preview
from kami_tui.usecases.intake_preview import preview, take_in, take_into
from kami_tui.usecases.lookup import STDIN, has_workspace, is_pipe
from kami_tui.usecases.ports import Stored


def import_(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar=N_("FILE"),
            help=N_(
                "A filled-in workbook (.xlsx), a part, or an answers file (YAML, JSON or CSV; - for"
                " standard input)."
            ),
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="ID",
            help=N_("Workbook: into this assessment, as one step, not as a new one."),
            autocompletion=names,
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help=N_("Workbook: takes it in without asking."))
    ] = False,
    look: Annotated[
        str | None,
        typer.Option(
            "--preview",
            metavar="text|json",
            help=N_("Workbook: prints what is found in it and writes nothing."),
        ),
    ] = None,
    carry: Annotated[
        bool,
        typer.Option(
            "--carry",
            help=N_(
                "Workbook of an older edition: takes its answers along to the items that are the"
                " same."
            ),
        ),
    ] = False,
    ours: Annotated[
        bool,
        typer.Option(
            "--ours",
            help=N_(
                "With --to: where both say something else the assessment's value stays (usual)."
            ),
        ),
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help=N_("With --to: there the workbook's value is taken."))
    ] = False,
    fail: Annotated[
        bool,
        typer.Option("--fail", help=N_("With --to: then nothing is taken in, and it exits 1.")),
    ] = False,
) -> int:
    """Takes a file into the workspace."""
    cli: Cli = ctx.obj
    path = Path(cli.named(file))
    chosen: list[Choice] = []
    if ours:
        chosen.append("ours")
    if theirs:
        chosen.append("theirs")
    if fail:
        chosen.append("fail")
    if len(chosen) > 1 or (chosen and to is None):
        raise UsageMistake(
            message=cli.tr("Give --to and at most one of --ours, --theirs and --fail."), hint=""
        )
    cli.no_bundle(file)
    if file != STDIN and cli.services.workbooks.meant(path):
        if look is not None:
            cli.choice("--preview", look, ("text", "json"))
        return _workbook(cli, path, to, accept, look, carry, chosen[0] if chosen else "ours")
    if to is not None or accept or carry or look is not None:
        if file == STDIN or is_pipe(path):
            raise UsageMistake(
                message=cli.tr(
                    "--to, --accept, --preview and --carry go with a workbook (.xlsx), and that is"
                    " read from a file, not through a pipe."
                ),
                hint="  kami import FILE.xlsx",
            )
        raise UsageMistake(
            message=cli.tr("--to, --accept, --preview and --carry go with a workbook (.xlsx)."),
            hint="  " + cli.tr("An answers file is taken in as it is: 'kami import FILE'."),
        )
    return _told(cli, taken_in(cli, file))


def _workbook(
    cli: Cli,
    path: Path,
    to: str | None,
    accept: bool,
    look: str | None,
    carry: bool,
    choice: Choice,
) -> int:
    services = cli.services
    stored = _stored(cli, to) if to is not None else None
    proposal = services.workbooks.read(path, carry=carry)
    scorer = services.editions.scorer(proposal.instrument)
    found = preview(proposal, scorer, stored.assessment if stored else None)
    into = stored.id if stored else None
    if look == "json" or (look == "text" and cli.as_json):
        output.write_json(import_text.document(found, into, choice, cli.tr))
        return Code.DONE
    if look == "text":
        lines = import_text.lines(found, scorer, into, choice, cli, cli.paint.strong)
        output.write("\n".join(folded_lines(lines, output.columns_of(sys.stdout))))
        return Code.DONE
    lines = import_text.lines(found, scorer, into, choice, cli)
    cli.diagnostics.note("\n".join(folded_lines(lines, output.columns_of(sys.stderr))))
    _must_accept(cli, found, accept, choice)
    if stored is None:
        return _told(
            cli,
            take_in(
                found,
                choice,
                workspace=services.workspace,
                digest=services.editions.digest(proposal.instrument),
                who=services.who,
            ),
        )
    changes = take_into(
        stored, found, choice, scorer=scorer, workspace=services.workspace, who=services.who
    )
    if not changes:
        cli.diagnostics.note(cli.tr("Nothing was written: the assessment says all of it already."))
        return _told(cli, stored.id)
    cli.diagnostics.note(
        cli.tr.plural(
            "{n} change was written, as one step: undo takes it back.",
            "{n} changes were written, as one step: undo takes them back.",
            len(changes),
        )
    )
    return _told(cli, stored.id)


def _stored(cli: Cli, id: str) -> Stored:
    """Raises UnknownAssessment, StoreError."""
    from kami_tui.domain.errors import UnknownAssessment

    if not has_workspace(cli.services):
        raise UnknownAssessment(assessment=id, matches=[])
    return cli.services.workspace.load(id)


def _must_accept(cli: Cli, found: Preview, accept: bool, choice: Choice) -> None:
    """Raises NotTakenIn unless somebody has said that it shall be taken in."""
    if choice == "fail" and found.conflicts:
        raise NotTakenIn(reason="conflicts", conflicts=len(found.conflicts))
    must_accept(cli, accept, cli.tr("Take it in? [y/N]"))


def must_accept(cli: Cli, accept: bool, question: str) -> None:
    """Asks whoever is there; `accept`: it has been said already. Raises NotTakenIn."""
    if accept:
        return
    lines = standard_input()
    if not lines.typed or cli.as_json:
        raise NotTakenIn(reason="unasked")
    sys.stderr.write(question + " ")
    sys.stderr.flush()
    said = lines.read("")
    # An answer in either language is understood, whatever language is shown.
    if not isinstance(said, str) or said.strip().casefold() not in ("y", "yes", "ya"):
        raise NotTakenIn(reason="declined")


def _told(cli: Cli, id: str) -> int:
    if cli.as_json:
        output.write_json({"id": id})
    else:
        output.write(id)
    return Code.DONE
