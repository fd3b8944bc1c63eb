"""The roof: reads the first words of the command line and wires the house. Nothing heavy is
imported before it is known to be needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kami_tui import __version__

if TYPE_CHECKING:
    from kami_tui.loading.library import Library
    from kami_tui.usecases.ports import Editions
    from kami_tui.usecases.services import CommandServices, Health, Services

WORKER = "report-worker"
"""What `reporting.apart` starts this program with; not a command for people."""


def main(argv: list[str] | None = None) -> int:
    """Runs the program; gives back the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments in (["--version"], ["-V"]):
        return _version()
    if arguments == [WORKER]:
        return report_worker()
    try:
        from kami_tui.cli.entry import run_cli

        return run_cli(arguments, wire, open_terminal)
    except KeyboardInterrupt:  # while modules were being imported
        sys.stderr.write("\n")
        return 130


def _version() -> int:
    """The fastest answer there is."""
    try:
        print(f"kami {__version__}", flush=True)
    except OSError:
        return 1
    return 0


def wire(database: str | None, language: str) -> CommandServices:
    """Adapters for this run. Opens nothing: the workspace is touched on first use."""
    from kami_tui.exchange.answers_file import dump
    from kami_tui.loading.assessment_file import AnswersFiles
    from kami_tui.loading.instruments import load_instrument
    from kami_tui.loading.lines import LineReader
    from kami_tui.resources import data_home, questionnaires
    from kami_tui.store.workspace import SqlWorkspace
    from kami_tui.usecases.services import CommandServices

    home = data_home(os.environ)
    library = _editions()
    files = AnswersFiles(library, dump)
    rounds = questionnaires() / "kami-5.0" / "examples"
    return CommandServices(
        editions=library,
        files=files,
        workspace=SqlWorkspace(database or str(home / "workspace.db")),
        reports=_Later(lambda: _reports_here(library)),
        reports_apart=_Later(_reports_apart),
        examples=lambda: tuple(files.read(f) for f in sorted(rounds.glob("*.yaml"))),
        health=lambda: tuple(_health()),
        home=home,
        who=_who(),
        language=language,
        parse=files.parse,
        lines=lambda edition: LineReader(library, edition),
        read_edition=load_instrument,
    )


def open_terminal(
    services: Services, assessment: str | None = None, item: str | None = None
) -> int:
    """Opens the terminal program; Textual is imported only here."""
    from kami_tui.tui.app import KamiApp

    app = KamiApp(services, assessment=assessment, item=item)
    app.run()
    return app.return_code or 0


def report_worker() -> int:
    """Makes one report in a process of its own: a request on stdin, progress on stdout."""
    from kami_tui.reporting.child import serve
    from kami_tui.resources import report_templates

    return serve(_editions(), report_templates(), sys.stdin, sys.stdout)


def _editions() -> Library:
    from kami_tui.loading.library import Library
    from kami_tui.resources import data_home, questionnaires, user_questionnaires

    return Library([questionnaires(), user_questionnaires(data_home(os.environ))])


class _Later:
    """Stands for an adapter whose room takes long to import, until it is first used."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def render(self, *arguments: Any, **named: Any) -> Any:
        return self._make().render(*arguments, **named)


def _reports_here(library: Editions) -> Any:
    from kami_tui.reporting.inprocess import InProcessReports
    from kami_tui.resources import report_templates

    return InProcessReports(library, report_templates())


def _reports_apart() -> Any:
    from kami_tui.reporting.apart import ReportsApart

    return ReportsApart()


def _health() -> Iterator[Health]:
    """What only the adapters know of themselves."""
    from kami_tui.reporting.health import health
    from kami_tui.resources import report_templates

    yield from health(report_templates())


def _who() -> str:
    """The name for the journal: KAMI_USER, else the system's user."""
    import getpass

    if name := os.environ.get("KAMI_USER", "").strip():
        return name[:200]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def run() -> None:
    """The console script."""
    raise SystemExit(main())


if __name__ == "__main__":
    run()
