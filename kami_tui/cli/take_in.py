"""An answers file, or a part of a colleague's assessment, as a new assessment of the workspace."""

from __future__ import annotations

from pathlib import Path

from kami_tui.cli.context import Cli
from kami_tui.usecases import parts
from kami_tui.usecases.evidence_paths import rooted
from kami_tui.usecases.lookup import STDIN


def taken_in(cli: Cli, name: str) -> str:
    """A file (or a copy of an assessment) taken into the workspace; its id there."""
    services = cli.services
    if name != STDIN and services.part_files.is_part(Path(name)):
        return _part(cli, Path(name))
    found = cli.find(name)
    # In the workspace a relative path would lead from wherever the program is started.
    size = services.evidence_files.size
    assessment = rooted(found, found.assessment, lambda path: size(path) is not None)
    return services.workspace.create(
        assessment, digest=services.editions.digest(assessment.instrument), who=services.who
    )


def _part(cli: Cli, file: Path) -> str:
    services = cli.services
    part = services.part_files.read(file)
    before = parts.already_here(services.part_store, part.split)
    edition = services.editions.digest(part.split.base.instrument)
    new = parts.take_in(
        part, services.part_store, edition=edition, who=services.who, file=str(file)
    )
    cli.diagnostics.note(
        cli.tr.plural(
            "A part from {who}: {n} item ({what}). When it is filled in: kami hand-back {id}",
            "A part from {who}: {n} items ({what}). When it is filled in: kami hand-back {id}",
            len(part.split.items),
            who=part.split.who,
            what=part.split.label,
            id=new,
        )
    )
    if before:
        cli.diagnostics.note(
            cli.tr(
                "This part was taken in before, as {ids}: each is filled in and handed back for"
                " itself.",
                ids=", ".join(before),
            )
        )
    return new
