"""``kami report``: reports as PDF or HTML, one or many."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output, signing
from kami_tui.cli.completion import names, part_names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.moment import generated
from kami_tui.cli.report_many import jobs_of, report_many
from kami_tui.cli.report_place import Place, form_of, target_of
from kami_tui.cli.report_progress import OneProgress
from kami_tui.cli.scoring import ASSESSMENT
from kami_tui.domain.answers import Assessment
from kami_tui.domain.official import OURS, Wording
from kami_tui.i18n.boxes import boxes_told
from kami_tui.i18n.translator import N_
from kami_tui.usecases.lookup import Found
from kami_tui.usecases.matter import Matter, matter_of
from kami_tui.usecases.ports import ReportRequest, Reports
from kami_tui.usecases.report_parts import MOST_LABEL, NAMES, USUAL
from kami_tui.usecases.wordings import wording_asked


class Layout(Enum):
    FULL = "full"
    EXECUTIVE = "executive"


class Whose(Enum):
    OURS = "ours"
    OFFICIAL = "official"
    BOTH = "both"


def report(
    ctx: typer.Context,
    assessments: Annotated[
        list[str] | None,
        typer.Argument(metavar=N_("ASSESSMENT..."), help=ASSESSMENT, autocompletion=names),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar=N_("FILE|FOLDER"),
            help=N_(
                "Where to write it, over what is there; - is standard output. A folder gets a file"
                " named after each assessment, as does this one if it is left out, and none there"
                " is written over."
            ),
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="pdf|html",
            help=N_("html: one file for a browser. A name with .html says so, too."),
        ),
    ] = None,
    parts: Annotated[
        list[str] | None,
        typer.Option(
            metavar=N_("PARTS"),
            help=N_(
                "Only these parts, with commas between: cover, result, guide, areas, supplement,"
                " gaps, unanswered, register, crosswalk, method, signoff, about."
            ),
            autocompletion=part_names,
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar=N_("PARTS"),
            help=N_("All parts but these."),
            autocompletion=part_names,
        ),
    ] = None,
    layout: Annotated[
        Layout,
        typer.Option(
            metavar="full|executive",
            help=N_("The whole report, or the result on two pages for those who decide."),
        ),
    ] = Layout.FULL,
    label: Annotated[
        str,
        typer.Option(
            metavar=N_("WORDS"),
            help=N_("Classification at the head of every page, such as TERBATAS."),
        ),
    ] = "",
    previous: Annotated[
        str | None,
        typer.Option(
            metavar=N_("ASSESSMENT"),
            help=N_(
                "The round before, to tell what has changed since; if left out, the one that this"
                " one follows in the workspace."
            ),
            autocompletion=names,
        ),
    ] = None,
    wording: Annotated[
        Whose,
        typer.Option(
            metavar="ours|official|both",
            help=N_(
                "Whose words the questions are printed in. The official ones, from your own"
                " workbook, leave your computer with the report: they are in it only if you say so."
            ),
        ),
    ] = Whose.OURS,
    sign: signing.SIGN = None,
    password_file: signing.PASSWORD_FILE = None,
    timestamp: signing.TIMESTAMP = None,
    pkcs11_module: signing.MODULE = None,
    pkcs11_token: signing.TOKEN = None,
    pkcs11_label: signing.LABEL = None,
    template: Annotated[
        str | None,
        typer.Option(
            metavar=N_("FOLDER"),
            help=N_(
                "Your own templates and extra.css, which come before ours; --template-help tells"
                " what they are given."
            ),
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help=N_("Reports made at once; if left out, as many as there are processors."),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Writes over files in the folder."))
    ] = False,
    template_help: Annotated[
        bool,
        typer.Option("--template-help", help=N_("Prints what templates are given, as Markdown.")),
    ] = False,
) -> int:
    """Makes reports and prints where they are."""
    cli: Cli = ctx.obj
    if template_help:
        output.write(cli.services.template_words())
        return Code.DONE
    if not assessments:
        raise UsageMistake(
            message=cli.tr("Name at least one answers file or assessment."),
            hint="  kami report kota-contoh.yaml",
        )
    place = Place(out, force)
    form = form_of(cli, format_, place)
    if form == "pdf" and place.is_stdout and output.is_terminal(sys.stdout):
        raise UsageMistake(
            message=cli.tr("A PDF is nothing a terminal can show; send it on with | or >."), hint=""
        )
    if len(label.strip()) > MOST_LABEL:
        raise UsageMistake(
            message=cli.tr.plural(
                "--label has room for {n} letter.", "--label has room for {n} letters.", MOST_LABEL
            ),
            hint="",
        )
    wanted = _parts(cli, parts, without)
    if previous is not None and len(assessments) > 1:
        raise UsageMistake(message=cli.tr("--previous goes with one assessment."), hint="")
    before = None if previous is None else cli.find(previous)
    own = _own_templates(cli, template)
    now = generated(cli)

    def ask(found: Found, target: Path) -> ReportRequest:
        matter = matter_of_found(cli, found)
        round_before = matter.previous if before is None else _of_one_edition(cli, before, found)
        return ReportRequest(
            matter.assessment, cli.tr.language, target, now, wanted,
            layout="executive" if layout is Layout.EXECUTIVE else "full",
            form=form, label=label, previous=round_before, templates=own,
            entries=matter.entries, wording=_wording(cli, matter, wording),
        )  # fmt: skip

    wished = signing.Wish(sign, password_file, timestamp, pkcs11_module, pkcs11_token, pkcs11_label)
    if len(assessments) > 1:
        signing.only_one(cli, wished)
        return report_many(cli, assessments, place, form, jobs, ask)
    jobs_of(cli, jobs, 1)
    found = cli.find(assessments[0])
    target = target_of(cli, found, place, form)
    reports = signing.reports(cli, wished, target)
    if target is None:
        _to_stdout(cli, reports, ask(found, Path()))
        return Code.DONE
    boxes: list[str] = []
    with OneProgress(cli) as tell:
        made = reports.render(ask(found, target), tell, boxes=boxes.append)
    if cli.as_json:
        output.write_json({"path": str(made), "letters_without_font": "".join(boxes)})
    else:
        output.write(str(made))
        _boxes(cli, boxes)
    return Code.DONE


def _wording(cli: Cli, matter: Matter, whose: Whose) -> Wording:
    """Raises WordingMissing, WordingUnreadable: a report with other words than those asked for is
    not made."""
    if whose is Whose.OURS:
        return OURS
    services = cli.services
    instrument = services.editions.scorer(matter.assessment.instrument).instrument
    return wording_asked(services.wordings, instrument, whose.value)


def _own_templates(cli: Cli, given: str | None) -> Path | None:
    """Raises UsageMistake: there is no such folder."""
    if given is None:
        return None
    folder = Path(given)
    if not folder.is_dir():
        raise UsageMistake(
            message=cli.tr("There is no folder {folder} with templates.", folder=given),
            hint="  " + cli.tr("--template-help tells what stands in one."),
        )
    return folder.absolute()


def _of_one_edition(cli: Cli, before: Found, now: Found) -> Assessment:
    """The round before. Raises UsageMistake: it is of another edition."""
    edition, other = before.assessment.instrument, now.assessment.instrument
    if edition != other:
        raise UsageMistake(
            message=cli.tr(
                "{before} is of {edition}, {now} of {other}: what has changed cannot be told across"
                " editions.",
                before=before.name,
                edition=edition,
                now=now.name,
                other=other,
            ),
            hint="",
        )
    return before.assessment


def matter_of_found(cli: Cli, found: Found) -> Matter:
    if found.stored is None:
        return Matter(found.assessment)
    return matter_of(found.stored, cli.services.workspace)


def _parts(cli: Cli, only: list[str] | None, without: list[str] | None) -> tuple[str, ...] | None:
    """What to print; None where nobody chose.

    Raises:
        UsageMistake: a part that does not exist, or none is left.
    """
    if only is None and without is None:
        return None
    chosen = USUAL if only is None else _named(cli, only)
    dropped = _named(cli, without or [])
    left = tuple(p for p in NAMES if p in chosen and p not in dropped)
    if not left:
        raise UsageMistake(
            message=cli.tr("No part of the report is left to print."), hint=_known(cli)
        )
    return left


def _named(cli: Cli, words: list[str]) -> tuple[str, ...]:
    named = [p.strip().lower() for word in words for p in word.split(",") if p.strip()]
    for name in named:
        if name not in NAMES:
            raise UsageMistake(
                message=cli.tr("The report has no part '{name}'.", name=name),
                hint=cli.near(name, list(NAMES)) or _known(cli),
            )
    return tuple(named)


def _known(cli: Cli) -> str:
    return "  " + cli.tr("The parts are: {names}.", names=", ".join(NAMES))


def _to_stdout(cli: Cli, reports: Reports, request: ReportRequest) -> None:
    with tempfile.TemporaryDirectory(prefix="kami-report-") as folder:
        here = replace(request, out=Path(folder) / f"kami.{request.form}")
        boxes: list[str] = []
        with OneProgress(cli) as tell:
            made = reports.render(here, tell, boxes=boxes.append)
        output.write_bytes(made.read_bytes())
    _boxes(cli, boxes)


def _boxes(cli: Cli, boxes: list[str]) -> None:
    if letters := "".join(boxes):
        cli.diagnostics.note(boxes_told(letters, cli.tr))
