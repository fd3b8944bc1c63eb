"""``kami answer``: the walk line by line, for screen readers, Braille, slow lines and scripts."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.completion import areas, names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.line.input import standard_input
from kami_tui.cli.line.item import one_line
from kami_tui.cli.line.route import Route
from kami_tui.cli.line.talk import Talk
from kami_tui.cli.line.walk import Walk
from kami_tui.cli.names import area_called
from kami_tui.domain.answers import MAX_FIELD, Assessment, Profile
from kami_tui.domain.errors import UnknownAssessment, WordingUnreadable
from kami_tui.domain.official import OURS, Wording
from kami_tui.i18n.translator import N_
from kami_tui.usecases.keeping import Keeper
from kami_tui.usecases.lookup import exists, has_workspace, is_id
from kami_tui.usecases.ports import Stored
from kami_tui.usecases.texts import check_text
from kami_tui.usecases.wordings import wording_of

if TYPE_CHECKING:  # pydantic comes with it
    from kami_tui.domain.instrument import Instrument


def answer(
    ctx: typer.Context,
    assessment: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("[ID]"),
            help=N_("The id of an assessment in the workspace (its beginning is enough)."),
            autocompletion=names,
        ),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help=N_("Begins a new assessment and says its id on stderr."))
    ] = False,
    organisation: Annotated[
        str | None, typer.Option(metavar=N_("NAME"), help=N_("With --new: who is assessed."))
    ] = None,
    scope: Annotated[
        str | None, typer.Option(metavar=N_("TEXT"), help=N_("With --new: which system."))
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(
            metavar=N_("EDITION"), help=N_("With --new: the edition; kami-5.0 if not set.")
        ),
    ] = None,
    item: Annotated[
        str | None,
        typer.Option(metavar="2.5", help=N_("Begins at this item, not where you were last.")),
    ] = None,
    area: Annotated[
        str | None,
        typer.Option(
            metavar=N_("AREA"),
            help=N_("Walks only this area: 2 or II."),
            autocompletion=areas,
        ),
    ] = None,
    unanswered: Annotated[
        bool,
        typer.Option("--unanswered", help=N_("Walks only items without an answer, in order.")),
    ] = False,
) -> int:
    """Walks an assessment line by line."""
    cli: Cli = ctx.obj
    lines = standard_input()
    if new:
        stored = _begun(cli, assessment, organisation, scope, edition)
    else:
        if given := [
            o for o, v in _only_new(organisation, scope, edition).items() if v is not None
        ]:
            raise _mistake(cli.tr("{option} goes with --new.", option=given[0]))
        stored = _found(cli, assessment)
    services = cli.services
    scorer = services.editions.scorer(stored.assessment.instrument)
    keeper = Keeper(stored, scorer, services.workspace, services.who)
    route = Route(keeper.session, _area(cli, keeper, area), unanswered)
    start = route.start(stored.place) if item is None else _item(cli, keeper, item, route)
    asks = lines.typed and not cli.as_json
    statuses = services.statuses(scorer.instrument)
    wording = _wording(cli, scorer.instrument)
    walk = Walk(keeper, statuses, route, cli.tr, start=start, asks=asks, wording=wording)
    if not cli.as_json:
        _greet(cli, keeper, stored)
    try:
        code = Talk(cli, walk, lines).run()
        _part(cli, keeper)
        return code
    except KeyboardInterrupt:
        if lines.typed:
            output.write("")
        cli.diagnostics.note(cli.tr("Everything that was called saved is in the workspace."))
        if walk.drafting:
            cli.diagnostics.note(cli.tr("The note that was being written is not."))
        return Code.INTERRUPTED
    finally:
        if walk.item is not None:
            with suppress(KeyboardInterrupt):
                keeper.remember(walk.item)


def _wording(cli: Cli, instrument: Instrument) -> Wording:
    """Whose words items are read in; what cannot be read is told, and ours are read then."""
    try:
        return wording_of(cli.services.wordings, instrument, cli.settings.wording)
    except WordingUnreadable as error:
        cli.diagnostics.note(cli.diagnostics.message(error))
        return OURS


def _only_new(
    organisation: str | None, scope: str | None, edition: str | None
) -> dict[str, object]:
    return {"--organisation": organisation, "--scope": scope, "--edition": edition}


def _mistake(message: str, hint: str = "") -> UsageMistake:
    return UsageMistake(message=message, hint=hint)


def _begun(
    cli: Cli,
    assessment: str | None,
    organisation: str | None,
    scope: str | None,
    edition: str | None,
) -> Stored:
    """A new assessment in the workspace; its id is told at once, before anything can go wrong."""
    tr, services = cli.tr, cli.services
    if assessment is not None:
        raise _mistake(tr("With --new there is no id yet; leave out '{id}'.", id=assessment))
    if not (organisation or "").strip():
        raise _mistake(
            tr("A new assessment needs the name of the organisation."),
            '  kami answer --new --organisation "..."',
        )
    profile = Profile(organisation=organisation or "", scope=scope or "")
    for name in ("organisation", "scope"):
        check_text(name, getattr(profile, name), MAX_FIELD)
    instrument = edition or services.usual_instrument
    services.editions.scorer(instrument)
    made = services.workspace.create(
        Assessment(instrument, profile),
        digest=services.editions.digest(instrument),
        who=services.who,
    )
    cli.diagnostics.fact("id", made, tr("New assessment: {id}", id=made))
    return services.workspace.load(made)


def _found(cli: Cli, name: str | None) -> Stored:
    """The assessment of the workspace. A file is refused: its answers could not be kept in it.

    Raises UsageMistake, UnknownAssessment, StoreError.
    """
    tr = cli.tr
    if name is None:
        raise _mistake(
            tr("{name} is missing.", name="ID"),
            "  "
            + tr("'kami list' shows the ids; 'kami answer --new --organisation NAME' begins one."),
        )
    unknown: UnknownAssessment = UnknownAssessment(assessment=name, matches=[])
    if is_id(name) and has_workspace(cli.services):
        try:
            return cli.services.workspace.load(name)
        except UnknownAssessment as error:
            unknown = error
    if name == "-" or exists(Path(name)):
        raise _mistake(
            tr(
                "'{name}' is a file. Answers given line by line are kept in the workspace.",
                name=name,
            ),
            "  " + tr('Take the file in first: kami answer "$(kami import {file})"', file=name),
        )
    raise unknown


def _area(cli: Cli, keeper: Keeper, name: str | None) -> str | None:
    if name is None:
        return None
    instrument = keeper.session.instrument
    found = area_called(name, instrument)
    if found is None:
        known = ", ".join(a.id for a in instrument.areas)
        raise _mistake(
            cli.tr("There is no area '{name}'; there are: {known}.", name=name, known=known)
        )
    return found


def _item(cli: Cli, keeper: Keeper, item: str, route: Route) -> str:
    area = keeper.session.area_of(item).id
    if route.area not in (None, area):
        raise _mistake(cli.tr("Item {item} is not in area {area}.", item=item, area=route.area))
    return item


def _part(cli: Cli, keeper: Keeper) -> None:
    done, whole = keeper.session.answered()
    cli.diagnostics.note(cli.tr("{done} of {all} answered.", done=done, all=whole))
    cli.diagnostics.note(cli.tr("To go on: {command}", command=f"kami answer {keeper.id}"))


def _greet(cli: Cli, keeper: Keeper, stored: Stored) -> None:
    tr, session = cli.tr, keeper.session
    done, whole = session.answered()
    profile = session.assessment.profile
    called = one_line(profile.organisation or profile.unit) or stored.id
    cli.diagnostics.note(f"{called}. {tr.text(session.instrument.name)}.")
    cli.diagnostics.note(tr("{done} of {all} answered.", done=done, all=whole))
    if stored.digest != cli.services.editions.digest(session.instrument.id):
        cli.diagnostics.note(tr("The questionnaire has changed since this assessment was begun."))
    cli.diagnostics.note(tr("? lists the commands, q ends."))
