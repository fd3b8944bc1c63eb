"""``kami wording``: official question texts from the user's own workbook, kept on this computer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.import_ import must_accept
from kami_tui.cli.text import shown, table, wrapped
from kami_tui.domain.errors import KamiError, WordingMissing
from kami_tui.domain.official import WHOSE
from kami_tui.i18n.translator import N_
from kami_tui.usecases.wordings import FoundWording, StoredWording

WIDTH = 96
"""Columns of a line at most; a narrower terminal has fewer."""
"""Columns of a text at most."""
WORDS = {
    "ours": N_("this project's words"),
    "official": N_("the official words"),
    "both": N_("this project's words and below them the official ones"),
}


def show(ctx: typer.Context) -> int:
    """Tells what is kept, and what is shown."""
    cli: Cli = ctx.obj
    kept, broken = _kept(cli)
    if cli.as_json:
        output.write_json(
            {
                "shown": cli.settings.wording,
                "kept": [_document(cli, s) for s in kept.values()],
                "unreadable": {i: cli.diagnostics.document(e) for i, e in broken.items()},
            }
        )
        return Code.SOME_FAILED if broken else Code.DONE
    if kept:
        output.write("\n".join(_lines(cli, kept)))
        words = cli.tr(WORDS[cli.settings.wording])
        cli.diagnostics.note(
            cli.tr("Shown: {words} (kami wording use ours|official|both).", words=words)
        )
    for error in broken.values():
        cli.diagnostics.error(error)
    if not kept and not broken:
        cli.diagnostics.note(
            cli.tr(
                "No official texts are kept; items are shown in this project's own words.\n"
                "'kami wording import FILE.xlsx' takes them from your own workbook."
            )
        )
    return Code.SOME_FAILED if broken else Code.DONE


def import_(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar=N_("FILE"), help=N_("Your own workbook (.xlsx), filled in or not.")),
    ],
    accept: Annotated[
        bool, typer.Option("--accept", help=N_("Keeps the texts without asking."))
    ] = False,
) -> int:
    """Shows what a workbook has and, once accepted, keeps it."""
    cli: Cli = ctx.obj
    wordings = cli.services.wordings
    cli.no_bundle(str(cli.no_pipe(file)))
    cli.no_part(str(file))
    found = wordings.find(file)
    cli.diagnostics.note("\n".join(_preview(cli, found)))
    must_accept(cli, accept, cli.tr("Keep these texts? [y/N]"))
    taken = cli.services.clock()
    place = wordings.keep(
        StoredWording(found.instrument, found.texts, found.file, found.sha256, taken)
    )
    words = cli.tr(WORDS[cli.settings.wording])
    cli.diagnostics.note(
        cli.tr(
            "Kept. Shown from now on: {words}. Change it with 'kami wording use"
            " ours|official|both', or with the key T.",
            words=words,
        )
    )
    if cli.as_json:
        output.write_json(
            {
                "path": str(place),
                "instrument": found.instrument,
                "items": len(found.texts),
                "empty": list(found.empty),
                "absent": list(found.absent),
                "too_long": list(found.too_long),
            }
        )
    else:
        output.write(shown(str(place)))
    return Code.DONE


def use(
    ctx: typer.Context,
    whose: Annotated[
        str, typer.Argument(metavar="ours|official|both", help=N_("Whose words are shown."))
    ],
) -> int:
    """Remembers whose words are shown, in the settings file."""
    cli: Cli = ctx.obj
    chosen = cli.choice("kami wording use", whose, WHOSE)
    cli.settings_file.remember("wording", chosen)
    cli.diagnostics.note(cli.tr("Shown from now on: {words}.", words=cli.tr(WORDS[chosen])))
    if not cli.services.wordings.kept() and chosen != "ours":
        cli.diagnostics.note(
            cli.tr("No official texts are kept yet: 'kami wording import FILE.xlsx' takes them.")
        )
    output.write_json({"wording": chosen}) if cli.as_json else output.write(chosen)
    return Code.DONE


def remove(
    ctx: typer.Context,
    edition: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("EDITION"), help=N_("Which one; may be left out if there is only one.")
        ),
    ] = None,
) -> int:
    """Removes what is kept of an edition."""
    cli: Cli = ctx.obj
    wordings = cli.services.wordings
    kept = wordings.kept()
    if edition is None:
        if len(kept) > 1:
            raise UsageMistake(
                message=cli.tr("Texts of several editions are kept; name one."),
                hint="  " + cli.tr("They are: {names}.", names=", ".join(kept)),
            )
        edition = kept[0] if kept else cli.services.usual_instrument
    if not wordings.remove(edition):
        raise WordingMissing(instrument=edition)
    cli.diagnostics.note(cli.tr("Removed. Items are shown in this project's own words."))
    output.write_json({"removed": edition}) if cli.as_json else output.write(shown(edition))
    return Code.DONE


# -- telling ----------------------------------------------------------------------------------


def _kept(cli: Cli) -> tuple[dict[str, StoredWording], dict[str, KamiError]]:
    kept: dict[str, StoredWording] = {}
    broken: dict[str, KamiError] = {}
    for edition in cli.services.wordings.kept():
        try:
            found = cli.services.wordings.load(edition)
        except KamiError as error:
            broken[edition] = error
        else:
            if found is not None:
                kept[edition] = found
    return kept, broken


def _usable(cli: Cli, stored: StoredWording) -> tuple[Mapping[str, str], int, int | None]:
    """The texts that are shown, how many are not, and how many items there are."""
    left_out = len(stored.unfit)
    try:
        instrument = cli.services.editions.scorer(stored.instrument).instrument
    except KamiError:  # an edition that is not here (any more)
        return stored.texts, left_out, None
    left_out += len(stored.unknown(instrument))
    return stored.known(instrument), left_out, len(instrument.items)


def _document(cli: Cli, stored: StoredWording) -> dict[str, object]:
    texts, left_out, items = _usable(cli, stored)
    return {
        "instrument": stored.instrument,
        "texts": len(texts),
        "left_out": left_out,
        "items": items,
        "file": stored.file,
        "sha256": stored.sha256,
        "taken": stored.taken.isoformat(),
        "path": str(cli.services.wordings.place(stored.instrument)),
    }


def _lines(cli: Cli, kept: Mapping[str, StoredWording]) -> Iterator[str]:
    tr = cli.tr
    head = (tr("Edition"), tr("Texts"), tr("From"), tr("Taken in"), "SHA-256")
    rows, more = [], []
    for stored in kept.values():
        texts, left_out, items = _usable(cli, stored)
        counted = str(len(texts)) if items is None else f"{len(texts)}/{items}"
        when = stored.taken.astimezone()
        day = f"{tr.day(when.date())} {when:%H:%M}"
        rows.append((stored.instrument, counted, stored.file, day, stored.sha256[:12]))
        if items is None:
            more.append(tr("{edition} is not installed.", edition=stored.instrument))
        if left_out:
            more.append(
                tr.plural(
                    "{n} entry of {edition} is no text of an item, and is not shown.",
                    "{n} entries of {edition} are no texts of items, and are not shown.",
                    left_out,
                    edition=stored.instrument,
                )
            )
    yield from table(head, rows)
    yield from more


def _width() -> int:
    return min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)


def _preview(cli: Cli, found: FoundWording) -> Iterator[str]:
    tr = cli.tr
    instrument = cli.services.editions.scorer(found.instrument).instrument
    order = [*instrument.items]
    yield tr("{file}: {edition}", file=shown(found.file), edition=tr.text(instrument.name))
    yield tr("{n} of {of} items have an official text.", n=len(found.texts),
             of=len(instrument.items))  # fmt: skip
    for sentence, items in (
        (N_("Their row has no question: {items}"), found.empty),
        (N_("Not in the workbook: {items}"), found.absent),
        (N_("Longer than can be kept: {items}"), found.too_long),
    ):
        if items:
            yield from wrapped(tr(sentence, items=_runs(items, order)), _width(), "  ")
    yield tr("For example:")
    for item in found.examples:
        lines = wrapped(shown(found.texts[item]), _width(), " " * 8)
        yield from (f"  {item:<6}{lines[0].strip()}", *lines[1:])
    try:
        before = cli.services.wordings.load(found.instrument)
    except KamiError:
        yield tr("It takes the place of a file that cannot be read.")
    else:
        if before is not None:
            yield tr("It takes the place of {n} texts from {file}.", n=len(before.texts),
                     file=shown(before.file))  # fmt: skip
    yield from wrapped(
        tr(
            "The texts stay on this computer. No export has them, and a report only if it is asked"
            " for (kami report --wording)."
        ),
        _width(),
    )


def _runs(items: Sequence[str], order: Sequence[str]) -> str:
    """``2.3, 4.1 - 4.29``: items that follow one another are told by the first and the last."""
    runs: list[list[str]] = []
    for item in items:
        if runs and order.index(item) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return ", ".join(r[0] if len(r) == 1 else f"{r[0]} - {r[-1]}" for r in runs)
