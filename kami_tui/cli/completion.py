"""What the shell may offer: ids of the workspace's assessments, numbers of areas, report parts.

Nothing here may fail or speak: a shell waits at the other end of a Tab key.
"""

from __future__ import annotations

import typer

from kami_tui.cli.context import Cli
from kami_tui.usecases.lookup import has_workspace
from kami_tui.usecases.report_parts import NAMES


def names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of assessments. None of them fits: the shell goes on to file names itself."""
    cli = ctx.find_root().obj
    if not isinstance(cli, Cli):
        return []
    try:
        cli.database = ctx.find_root().params.get("db") or cli.database
        found = cli.services.workspace.summaries() if has_workspace(cli.services) else ()
    except Exception:  # see above
        return []
    return [(s.id, s.profile.organisation) for s in found if s.id.startswith(incomplete)]


def areas(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    cli = ctx.find_root().obj
    if not isinstance(cli, Cli):
        return []
    try:
        instrument = cli.services.editions.scorer(cli.services.usual_instrument).instrument
    except Exception:  # see above
        return []
    known = [(a.id, cli.tr.text(a.name)) for a in instrument.areas]
    return [(a, name) for a, name in known if a.startswith(incomplete)]


def part_names(incomplete: str) -> list[str]:
    """Parts of a report that are not in the list yet; what stands before the last comma stays."""
    before, comma, begun = incomplete.rpartition(",")
    return [before + comma + n for n in NAMES if n.startswith(begun) and n not in before.split(",")]
