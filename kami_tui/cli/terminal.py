"""``kami open`` and ``kami demo``: the ways into the terminal program."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.take_in import taken_in
from kami_tui.domain.errors import UnknownItem
from kami_tui.i18n.translator import N_


def open_(
    ctx: typer.Context,
    assessment: Annotated[
        str,
        typer.Argument(
            metavar=N_("ASSESSMENT"),
            help=N_(
                "The id of an assessment (its beginning is enough). An answers file, or a part, is"
                " taken into the workspace first; the file itself stays as it is."
            ),
            autocompletion=names,
        ),
    ],
    item: Annotated[
        str | None, typer.Option(metavar="2.5", help=N_("Goes straight to this item."))
    ] = None,
) -> int:
    """Opens the terminal program at an assessment."""
    cli: Cli = ctx.obj
    services = cli.services
    if services.part_files.is_part(Path(assessment)):
        stored, edition = None, services.part_files.read(Path(assessment)).split.base.instrument
    else:
        found = cli.find(assessment)
        stored, edition = found.stored, found.assessment.instrument
    scorer = services.editions.scorer(edition)
    if item is not None and item not in scorer.position:
        raise UnknownItem(item=item, instrument=scorer.instrument.id)
    cli.need_terminal()
    if stored:
        return cli.open_terminal(services, stored.id, item)
    new = taken_in(cli, assessment)
    cli.diagnostics.note(
        cli.tr(
            "{file} was taken into the workspace as {id}; the file stays as it is.",
            file=assessment,
            id=new,
        )
    )
    return cli.open_terminal(services, new, item)


def demo(ctx: typer.Context) -> int:
    """Opens a workspace that vanishes afterwards."""
    cli: Cli = ctx.obj
    cli.need_terminal()
    with tempfile.TemporaryDirectory(prefix="kami-demo-", ignore_cleanup_errors=True) as folder:
        services = cli.wire(str(Path(folder) / "demo.db"), cli.tr.language, cli.settings)
        # It leaves no trace: what is copied vanishes with it, and no settings are written.
        services = replace(services, settings_file=None, home=Path(folder))
        try:
            previous = None
            for round_ in services.examples():
                digest = services.editions.digest(round_.instrument)
                previous = services.workspace.create(
                    round_, digest=digest, who=services.who, previous=previous
                )
            return cli.open_terminal(services)
        finally:
            services.workspace.close()
