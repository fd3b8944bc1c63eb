"""``kami check``: what an edition contains, or everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.cli.text import shown, table
from kami_tui.domain.errors import BadInput, Problem
from kami_tui.domain.instrument import Instrument
from kami_tui.i18n.translator import N_
from kami_tui.usecases.lookup import exists

MAIN = "instrument.yaml"


def check(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar=N_("[DIR]"),
            help=N_("Folder of an edition, or of several; left out: every edition installed."),
        ),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="text|json", help=N_("Form of the output."))
    ] = None,
) -> int:
    """Checks the questionnaires and their rules, and tells every problem at once."""
    cli: Cli = ctx.obj
    chosen = cli.format(format_, ("text", "json"))
    good: list[Instrument] = []
    bad: list[BadInput] = []
    for one in _editions(cli, folder):
        try:
            good.append(_load(cli, one))
        except BadInput as error:
            bad.append(error)
    if good:
        if chosen == "json":
            contents = [_contents_document(i, cli) for i in good]
            output.write_json(contents)
        else:
            output.write("\n\n".join("\n".join(_contents(i, cli)) for i in good))
    if not bad:
        return Code.DONE
    problems = [p for error in bad for p in error.problems]
    return cli.diagnostics.error(BadInput(problems))


def _editions(cli: Cli, folder: Path | None) -> list[Path | str]:
    """What to check: ids of installed editions, or folders."""
    if folder is None:
        return list(cli.services.editions.ids())
    if folder.name == MAIN:  # the file was named, its folder is meant
        folder = folder.parent
    try:
        inside = (
            [] if _is_edition(folder) else sorted(p for p in folder.iterdir() if _is_edition(p))
        )
    except NotADirectoryError as error:
        code = "not_a_folder" if exists(folder) else "missing_file"
        raise BadInput([Problem(code, {}, str(folder))]) from error
    except (OSError, ValueError) as error:
        code = "unreadable_file" if exists(folder) else "missing_file"
        detail = getattr(error, "strerror", None) or str(error)
        raise BadInput([Problem(code, {"detail": detail}, str(folder))]) from error
    return list(inside) or [folder]


def _is_edition(folder: Path) -> bool:
    return exists(folder / MAIN)


def _load(cli: Cli, which: Path | str) -> Instrument:
    if isinstance(which, Path):
        return cli.services.read_edition(which)
    return cli.services.editions.scorer(which).instrument


def _contents(instrument: Instrument, cli: Cli) -> list[str]:
    tr = cli.tr
    lines = [
        cli.paint.strong(f"{instrument.id}: {tr.text(instrument.name)}"),
        tr("Issued by {issuer}", issuer=shown(instrument.issuer)),
        "",
    ]
    header = [tr("Area"), "", tr("Items"), tr("by stage 1 / 2 / 3"), tr("Not applicable allowed")]
    rows = []
    for area in instrument.areas:
        stages = [sum(i.stage == s for i in area.items) for s in (1, 2, 3)]
        offered = sum(any(o.not_applicable for o in instrument.options(i.id)) for i in area.items)
        rows.append(
            [
                area.id,
                tr.text(area.name),
                str(len(area.items)),
                " / ".join(map(str, stages)) if any(stages) else "-",
                str(offered or "-"),
            ]
        )
    lines += table(header, rows, ["left", "left", "right", "right", "right"])
    doubted = [r for r in instrument.rules if r.sureness != "settled"]
    lines += [
        "",
        tr(
            "{items} items, {rules} rules, {promises} promises checked. No problems.",
            items=len(instrument.items),
            rules=len(instrument.rules),
            promises=len(instrument.expectations),
        ),
    ]
    if doubted:
        lines.append(
            tr.plural(
                "{n} rule is not settled; its reading is told in the report's appendix.",
                "{n} rules are not settled; their readings are told in the report's appendix.",
                len(doubted),
            )
        )
    return lines


def _contents_document(instrument: Instrument, cli: Cli) -> dict[str, object]:
    return {
        "id": instrument.id,
        "edition": instrument.edition,
        "name": cli.tr.text(instrument.name),
        "issuer": instrument.issuer,
        "items": len(instrument.items),
        "rules": len(instrument.rules),
        "not_settled": [r.id for r in instrument.rules if r.sureness != "settled"],
        "areas": [
            {"id": a.id, "name": cli.tr.text(a.name), "items": len(a.items)}
            for a in instrument.areas
        ],
    }
