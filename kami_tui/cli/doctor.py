"""``kami doctor``: what is installed, where the data is, and how to mend what does not work."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from kami_tui import __version__
from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.cli.settings import keys_in_force
from kami_tui.cli.text import shown, wrapped
from kami_tui.domain.errors import KamiError, StoreError
from kami_tui.i18n.translator import N_
from kami_tui.usecases.lookup import exists, has_workspace
from kami_tui.usecases.services import Health

SMALLEST = (80, 24)


def doctor(
    ctx: typer.Context,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="text|json", help=N_("Form of the output."))
    ] = None,
) -> int:
    """Looks at the installation; changes nothing."""
    cli: Cli = ctx.obj
    chosen = cli.format(format_, ("text", "json"))
    found = list(examine(cli))
    if chosen == "json":
        output.write_json(
            [
                {"name": h.name, "state": h.state, "detail": h.detail, "remedy": h.remedy}
                for h in found
            ]
        )
    else:
        output.write("\n".join(_lines(cli, found)))
    return Code.SOME_FAILED if any(h.state == "broken" for h in found) else Code.DONE


def examine(cli: Cli) -> Iterator[Health]:
    """Everything the program rests on, one line each. A check that fails is itself a finding."""
    checks: list[tuple[str, Callable[[Cli], Iterator[Health]]]] = [
        ("program", _program),
        ("questionnaires", _questionnaires),
        ("data", _data),
        ("adapters", _adapters),
        ("terminal", _terminal),
        ("settings", _settings),
    ]
    for name, check in checks:
        try:
            yield from check(cli)
        except Exception as error:  # a doctor does not fall ill of the illness
            yield Health(name, "broken", cli.diagnostics.message(error))


def _program(cli: Cli) -> Iterator[Health]:
    yield Health("program", "ok", f"kami {__version__}")
    yield Health("python", "ok", f"{platform.python_version()} ({sys.executable})")
    yield Health("language", "ok", cli.tr.language)


def _questionnaires(cli: Cli) -> Iterator[Health]:
    editions = cli.services.editions
    if not editions.ids():
        yield Health(
            "questionnaires",
            "broken",
            cli.tr("none installed"),
            cli.tr("Install the program again: its questionnaires are missing."),
        )
    for edition in editions.ids():
        try:
            items = len(editions.scorer(edition).ids)
        except KamiError as error:
            yield Health(
                "questionnaires",
                "broken",
                f"{edition}: {cli.diagnostics.message(error)}",
                cli.tr("'kami check' tells every problem with its line."),
            )
        else:
            said = cli.tr(
                "{edition}: {n} items, {digest}",
                edition=edition,
                n=items,
                digest=editions.digest(edition),
            )
            yield Health("questionnaires", "ok", said)


def _data(cli: Cli) -> Iterator[Health]:
    """The data directory and the workspace; looking must not make what is not there."""
    services, tr = cli.services, cli.tr
    home, place = services.home, services.workspace.place
    if _writable(next(p for p in (home, *home.parents) if exists(p))):
        yield Health("home", "ok", str(home))
    else:
        yield Health(
            "home",
            "broken",
            tr("{folder} cannot be written", folder=str(home)),
            tr("Give another data directory: KAMI_HOME=FOLDER kami"),
        )
    if not has_workspace(services):
        yield Health("workspace", "ok", tr("{place} (made at the first assessment)", place=place))
        return
    try:
        many = len(services.workspace.summaries())
    except StoreError as error:
        yield Health(
            "workspace",
            "broken",
            cli.diagnostics.message(error),
            tr("Use another one with --db PATH, or put a backup copy back in its place."),
        )
    else:
        yield Health(
            "workspace",
            "ok",
            tr.plural("{place}: {n} assessment", "{place}: {n} assessments", many, place=place),
        )


def _writable(folder: Path) -> bool:
    """Tried, not asked: permissions do not know of a full or read-only disk."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _adapters(cli: Cli) -> Iterator[Health]:
    yield from cli.services.health()


def _terminal(cli: Cli) -> Iterator[Health]:
    tr = cli.tr
    encoding = str(getattr(sys.stdout, "encoding", "") or "?")
    if not output.is_terminal(sys.stdout):
        yield Health("terminal", "ok", tr("not a terminal (output goes to a file or a program)"))
        return
    columns, rows = shutil.get_terminal_size()
    colour = "NO_COLOR" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or "-"
    said = f"{os.environ.get('TERM', '?')}, {columns}x{rows}, {encoding}, colour: {colour}"
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        remedy = tr(
            "Make the window at least {columns} by {rows}.", columns=SMALLEST[0], rows=SMALLEST[1]
        )
        yield Health("terminal", "warning", said, remedy)
    elif "utf" not in encoding.lower():
        remedy = tr("Use a UTF-8 locale, such as LANG=C.UTF-8.")
        yield Health("terminal", "warning", said, remedy)
    else:
        yield Health("terminal", "ok", said)


def _settings(cli: Cli) -> Iterator[Health]:
    tr, file = cli.tr, cli.settings_file.read()
    chosen, problems = keys_in_force(cli)
    place = file.file if file.exists else tr("{file} (not there: all is as usual)", file=file.file)
    if problems:
        said = tr.plural(
            "{place}: {n} mistake", "{place}: {n} mistakes", len(problems), place=place
        )
        yield Health("settings", "warning", said, tr("'kami settings' tells each with its line."))
    else:
        keys = tr.plural("{n} action has other keys", "{n} actions have other keys", len(chosen))
        yield Health("settings", "ok", f"{place}, {keys}" if chosen else place)


def _lines(cli: Cli, found: list[Health]) -> list[str]:
    tr = cli.tr
    words = {"ok": tr("ok"), "warning": tr("note"), "broken": tr("BROKEN")}
    state_width = max(map(len, words.values()))
    name_width = max(len(h.name) for h in found)
    lines = []
    for h in found:
        state = words[h.state].ljust(state_width)
        state = cli.paint.bad(state) if h.state == "broken" else state
        indent = " " * (state_width + name_width + 4)
        first, *rest = wrapped(shown(h.detail, keep="\n"), 110, indent) or [indent]
        lines += [f"{state}  {h.name.ljust(name_width)}  {first[len(indent) :]}", *rest]
        if h.remedy:
            lines += wrapped("-> " + h.remedy, 110, indent)
    return lines
