"""``kami split`` and ``kami hand-back``: parts of an assessment, to a colleague and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.completion import areas as area_names
from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.names import area_called
from kami_tui.cli.report_place import is_folder, spared
from kami_tui.cli.split_owners import Wanted, given_to, left_over, owner_called
from kami_tui.domain.errors import KamiError, UnknownAssessment, UnknownItem
from kami_tui.domain.instrument import Instrument
from kami_tui.i18n import system
from kami_tui.i18n.translator import N_
from kami_tui.usecases.lookup import exists
from kami_tui.usecases.parts import Part, hand_back, split_off
from kami_tui.usecases.ports import Stored
from kami_tui.usecases.report_names import Names, safe

ENDING = ".kami-part.json"
BY = ("area", "owner")
STORED = N_("The id of an assessment (its beginning is enough).")
FORCE = N_("Writes over files that are there.")


def split(
    ctx: typer.Context,
    assessment: Annotated[str, typer.Argument(metavar=N_("ID"), help=STORED, autocompletion=names)],
    area: Annotated[
        list[str],
        typer.Option(
            metavar=N_("AREA"),
            help=N_("Gives this area (2 or II); may be repeated."),
            autocompletion=area_names,
        ),
    ] = [],  # noqa: B006 - typer's way to say so
    item: Annotated[
        list[str], typer.Option(metavar="2.5", help=N_("Gives this item; may be repeated."))
    ] = [],  # noqa: B006
    owner: Annotated[
        list[str],
        typer.Option(metavar=N_("NAME"), help=N_("Gives what this owner has; may be repeated.")),
    ] = [],  # noqa: B006
    by: Annotated[
        str | None,
        typer.Option(metavar="area|owner", help=N_("Makes a part for each area, or each owner.")),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar=N_("FILE"), help=N_("The part's file; with --by, the folder.")),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
) -> int:
    """Cuts parts off an assessment; the assessment itself stays as it is."""
    cli: Cli = ctx.obj
    services = cli.services
    _check_choice(cli, by, bool(area or item or owner))
    stored = _loaded(cli, assessment)
    instrument = services.editions.scorer(stored.assessment.instrument).instrument
    if by is None:
        label, items = _chosen(cli, stored, instrument, area, item, owner)
        wanted = [(label, items)]
    else:
        wanted = list(_each(cli, stored, instrument, by))
    files = _places(cli, stored.id, by, out, [label for label, _ in wanted])
    digest = services.editions.digest(instrument.id)
    made = [
        split_off(stored, items, label, edition=digest, who=services.who, now=services.clock())
        for label, items in wanted
    ]
    for file in files:  # all of them, before the first is written
        services.part_files.check(spared(cli, [], file), replace=force)
    for n, (part, file) in enumerate(zip(made, files, strict=True)):
        try:
            services.part_files.write(part, file, replace=force)
        except KamiError:
            if n:
                _tell(cli, made[:n], files[:n])
            raise
    _tell(cli, made, files)
    if by == "owner":
        left_over(cli, stored, instrument, wanted)
    return Code.DONE


def _loaded(cli: Cli, name: str) -> Stored:
    """Raises UnknownAssessment, StoreError; UsageMistake for a file, which has no journal that what
    comes back could be compared with."""
    try:
        return cli.services.workspace.load(cli.named(name))
    except UnknownAssessment:
        if not exists(Path(name)):
            raise
        cli.no_bundle(name)
        cli.no_part(name)
        raise UsageMistake(
            message=cli.tr(
                "{file} is a file; this is done with an assessment in the workspace.", file=name
            ),
            hint="  " + cli.tr("'kami import FILE' takes it in and prints its id."),
        ) from None


def _check_choice(cli: Cli, by: str | None, chosen: bool) -> None:
    if by is not None:
        cli.choice("--by", by, BY)
    if by is not None and chosen:
        raise UsageMistake(
            message=cli.tr(
                "--by makes a part for each area or owner; --area, --item and --owner do not go"
                " with it."
            ),
            hint="  " + cli.tr("See: {command}", command="kami split --help"),
        )
    if by is None and not chosen:
        raise UsageMistake(
            message=cli.tr("Say what to hand over: areas, items or owners, or --by."),
            hint="  " + cli.tr("See: {command}", command="kami split --help"),
        )


def _chosen(
    cli: Cli,
    stored: Stored,
    instrument: Instrument,
    areas: Iterable[str],
    items: Iterable[str],
    owners: Iterable[str],
) -> Wanted:
    found: set[str] = set()
    label: list[str] = []
    for name in areas:
        id = area_called(name, instrument)
        if id is None:
            known = [a.id for a in instrument.areas]
            cli.choice("--area", name, known)
        label.append(cli.tr("area {area}", area=id))
        found |= {i.id for i in instrument.area(id or "").items}
    for said in owners:
        given = given_to(cli, stored, instrument)
        name = owner_called(cli, said, stored, given)
        label.append(name)
        found |= set(given[name])
    for name in items:
        if name not in instrument.items:
            raise UnknownItem(item=name, instrument=instrument.id)
        label.append(name)
        found.add(name)
    return ", ".join(label), tuple(i for i in instrument.items if i in found)


def _each(cli: Cli, stored: Stored, instrument: Instrument, by: str) -> Iterator[Wanted]:
    if by == "area":
        for area in instrument.areas:
            yield cli.tr("area {area}", area=area.id), tuple(i.id for i in area.items)
    else:
        for name, items in given_to(cli, stored, instrument).items():
            yield name, tuple(items)


def _places(cli: Cli, id: str, by: str | None, out: str | None, labels: list[str]) -> list[Path]:
    """Where parts go: one file that was named, else names in a folder."""
    if by is None and out is not None and not is_folder(out):
        return [Path(out)]
    folder = Path(out or ".")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageMistake(
            message=cli.tr(
                "The folder {file} cannot be made: {detail}.",
                file=folder,
                detail=system.said(error.strerror or str(error), cli.tr),
            ),
            hint="",
        ) from error
    taken = Names(ENDING)
    return [folder / taken.of(safe(f"{id}-{label}"[:80].replace(" ", "-"))) for label in labels]


def _tell(cli: Cli, made: list[Part], files: list[Path]) -> None:
    if cli.as_json:
        output.write_json(
            [
                {"file": str(f), "split": p.split.id, "for": p.split.label,
                 "items": list(p.split.items)}
                for p, f in zip(made, files, strict=True)
            ]
        )  # fmt: skip
        return
    output.write("\n".join(str(f) for f in files))
    for part, file in zip(made, files, strict=True):
        n = len(part.split.items)
        said = cli.tr.plural("{file}: {n} item ({what})", "{file}: {n} items ({what})", n,
                             file=file.name, what=part.split.label)  # fmt: skip
        cli.diagnostics.note(said)
    cli.diagnostics.note(
        cli.tr(
            "Whoever gets one types: kami import FILE, fills it in, then: kami hand-back ID. What"
            " comes back you take in with: kami merge {id} FILE",
            id=made[0].split.assessment,
        )
    )


def back(
    ctx: typer.Context,
    assessment: Annotated[str, typer.Argument(metavar=N_("ID"), help=STORED, autocompletion=names)],
    out: Annotated[
        str | None, typer.Option(metavar=N_("FILE"), help=N_("The file to send back."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
) -> int:
    """Writes a part that was filled in as a file for whoever handed it out."""
    cli: Cli = ctx.obj
    services = cli.services
    id = _loaded(cli, assessment).id
    part = hand_back(services.part_store, id, who=services.who, now=services.clock())
    filled = part.filled
    assert filled is not None  # noqa: S101 - `hand_back` has just filled it in
    usual = safe(f"{part.split.assessment}-{filled.assessment}") + ENDING
    folder = out is not None and is_folder(out)
    file = Path(out or "") / usual if folder or out is None else Path(out)
    services.part_files.write(part, spared(cli, [], file), replace=force)
    items = part.split.items
    answered = sum(filled.now.answer(i).status is not None for i in items)
    if cli.as_json:
        where = {"file": str(file), "assessment": part.split.assessment, "split": part.split.id}
        output.write_json({**where, "answered": answered, "items": len(items)})
        return Code.DONE
    output.write(str(file))
    said = N_(
        "{done} of {n} items are answered. Send the file to {who}, who takes it in with: kami merge"
        " {id} {file}"
    )
    facts = {"done": answered, "n": len(items), "who": part.split.who, "file": file.name}
    cli.diagnostics.note(cli.tr(said, id=part.split.assessment, **facts))
    return Code.DONE
