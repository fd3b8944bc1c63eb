"""``kami report``: the PDF."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output, signing
from kami_tui.cli.completion import names, part_names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.scoring import ASSESSMENT
from kami_tui.i18n.translator import N_
from kami_tui.usecases.lookup import Found, exists
from kami_tui.usecases.matter import Matter, matter_of
from kami_tui.usecases.ports import Progress, ReportRequest, Reports
from kami_tui.usecases.report_parts import NAMES, USUAL


class Layout(Enum):
    FULL = "full"
    EXECUTIVE = "executive"


def report(
    ctx: typer.Context,
    assessment: Annotated[
        str,
        typer.Argument(
            metavar=N_("ASSESSMENT"),
            help=ASSESSMENT,
            autocompletion=names,
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option(
            metavar=N_("FILE.pdf"),
            help=N_(
                "Where to write it, over what is there; - is standard output. Left out: the"
                " assessment's name with .pdf, here, if there is no such file yet."
            ),
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
    sign: signing.SIGN = None,
    password_file: signing.PASSWORD_FILE = None,
    timestamp: signing.TIMESTAMP = None,
    pkcs11_module: signing.MODULE = None,
    pkcs11_token: signing.TOKEN = None,
    pkcs11_label: signing.LABEL = None,
) -> int:
    """Makes the PDF and prints where it is."""
    cli: Cli = ctx.obj
    if out == "-" and output.is_terminal(sys.stdout):
        raise UsageMistake(
            message=cli.tr("A PDF is nothing a terminal can show; send it on with | or >."), hint=""
        )
    wanted = _parts(cli, parts, without)
    found = cli.find(assessment)
    target = _target(cli, found, out)
    matter = _matter(cli, found)
    request = ReportRequest(
        matter.assessment, cli.tr.language, target or Path(), _generated(cli), wanted,
        layout="executive" if layout is Layout.EXECUTIVE else "full",
        label=label, previous=matter.previous, entries=matter.entries,
    )  # fmt: skip
    wished = signing.Wish(sign, password_file, timestamp, pkcs11_module, pkcs11_token, pkcs11_label)
    reports = signing.reports(cli, wished, target)
    if target is None:
        _to_stdout(cli, reports, request)
        return Code.DONE
    with _Progress(cli) as tell:
        made = reports.render(request, tell)
    if cli.as_json:
        output.write_json({"path": str(made)})
    else:
        output.write(str(made))
    return Code.DONE


def _matter(cli: Cli, found: Found) -> Matter:
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


def _target(cli: Cli, found: Found, out: str | None) -> Path | None:
    """Where the PDF goes; None: standard output."""
    if out == "-":
        return None
    if out is not None:
        return _spared(cli, found, Path(out))
    stem = found.path.stem if found.path else found.stored.id if found.stored else "kami"
    target = Path(f"{stem}.pdf")
    if exists(target):
        raise UsageMistake(
            message=cli.tr("{file} is there already and was left alone.", file=str(target)),
            hint="  " + cli.tr("Name the file with --out to write over it."),
        )
    return target


def _spared(cli: Cli, found: Found, target: Path) -> Path:
    """The place that was named, unless a PDF there would cost the answers.

    Raises:
        UsageMistake: it is the answers file or the workspace itself.
    """
    place = cli.services.workspace.place
    precious = [found.path, None if "://" in place else Path(place)]
    for one in precious:
        if one is not None and _same(one, target):
            raise UsageMistake(
                message=cli.tr(
                    "{file} holds the answers; the report was not written over it.",
                    file=str(target),
                ),
                hint="  " + cli.tr("Give --out another name."),
            )
    return target


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False


def _to_stdout(cli: Cli, reports: Reports, request: ReportRequest) -> None:
    with tempfile.TemporaryDirectory(prefix="kami-report-") as folder:
        here = replace(request, out=Path(folder) / "kami.pdf")
        with _Progress(cli) as tell:
            made = reports.render(here, tell)
        output.write_bytes(made.read_bytes())


def _generated(cli: Cli) -> datetime:
    """The time printed on the report; SOURCE_DATE_EPOCH fixes it, so that it can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), UTC)
    return cli.services.clock()


class _Progress:
    """One line that is written over as the report goes on, and wiped at its end."""

    def __init__(self, cli: Cli) -> None:
        self.tr = cli.tr
        self.on = output.is_terminal(sys.stderr) and not cli.as_json
        self.longest = 0

    def __enter__(self) -> Progress | None:
        return self.tell if self.on else None

    def __exit__(self, *_: object) -> None:
        if self.longest:
            self._write("\r" + " " * self.longest + "\r")

    def tell(self, stage: str, step: int, steps: int) -> None:
        words = {
            "read": self.tr("reading"),
            "score": self.tr("scoring"),
            "compose": self.tr("composing"),
            "layout": self.tr("laying out"),
            "draw": self.tr("drawing"),
            "write": self.tr("writing"),
        }
        percent = 100 * step // max(steps, 1)
        said = self.tr(
            "Report: {percent} %, {stage}", percent=percent, stage=words.get(stage, stage)
        )
        self._write("\r" + said.ljust(self.longest))
        self.longest = max(self.longest, len(said))

    def _write(self, text: str) -> None:
        """A terminal that went away does not stop the report."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            self.on = False
