"""The roof: reads the first words of the command line. Nothing heavy is imported before it is known
to be needed."""

from __future__ import annotations

import gc
import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn

from kami_tui import __version__

if TYPE_CHECKING:
    from kami_tui.usecases.merging import Settling
    from kami_tui.usecases.services import Services

RARELY = (50_000, 20, 50)
"""When garbage is looked for: new objects, and rounds until the older ones are looked at, too."""
WORKER = "report-worker"
"""What `reporting.worker` starts this program with; not a command for people."""
ALONE = "--alone"
"""Follows it where other workers work beside this one."""


def main(argv: list[str] | None = None) -> int:
    """Runs the program; gives back the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    # What is imported and loaded stays: to look through it for garbage is a fifth of the start.
    gc.set_threshold(*RARELY)
    if arguments in (["--version"], ["-V"]):
        return _version()
    if arguments in ([WORKER], [WORKER, ALONE]):
        report_worker(ALONE in arguments)
    try:
        return _run(arguments)
    except KeyboardInterrupt:  # while modules were being imported
        sys.stderr.write("\n")
        return 130


def _run(arguments: list[str]) -> int:
    from kami_tui.wiring import reports_apart, settings_file, wire

    try:
        if _one_report(arguments):
            reports_apart().ready()
        from kami_tui.cli.entry import run_cli

        return run_cli(arguments, wire, open_terminal, settings_file())
    finally:
        if reports_apart.cache_info().currsize:
            reports_apart().close()


def _one_report(arguments: list[str]) -> bool:
    """Whether this looks like ``report FILE`` with any options: its worker is then started at
    once. To be wrong costs only time."""
    given = [
        word
        for before, word in pairwise(arguments)
        if not word.startswith("-") and not before.startswith("-")
    ]
    asks = {"-h", "--help", "--template-help"}.intersection(arguments)
    return arguments[:1] == ["report"] and len(given) == 1 and not asks


def _version() -> int:
    """The fastest answer there is."""
    try:
        print(f"kami {__version__}", flush=True)
    except OSError:
        return 1
    return 0


def open_terminal(
    services: Services,
    assessment: str | None = None,
    item: str | None = None,
    settling: Settling | None = None,
) -> int:
    """Opens the terminal program; Textual is imported only here."""
    from kami_tui.tui.app import KamiApp

    app = KamiApp(services, assessment=assessment, item=item, settling=settling)
    app.run()
    return app.return_code or 0


def report_worker(alone: bool = False) -> NoReturn:
    """Makes reports in a process of its own: requests on stdin, progress on stdout."""
    import signal

    from kami_tui.reporting import limits
    from kami_tui.reporting.child import leave, serve
    from kami_tui.reporting.pieces.forked import processors
    from kami_tui.resources import report_templates
    from kami_tui.wiring import Later, library

    own = os.getpid()

    def end(*_: object) -> None:
        # Not by an exception: one that is raised while something is destroyed is lost.
        if os.getpid() != own:
            os._exit(1)  # a copy: what is on the disk is not its own
        leave(1)

    # Whoever started it ends it so, as well: it takes its temporary files along.
    signal.signal(signal.SIGTERM, end)
    limits.memory()
    processes = 1 if alone else min(2, processors())
    # Loading them is no work for the process that draws.
    editions: Any = Later(library)
    leave(serve(editions, report_templates(), sys.stdin, sys.stdout, processes))


def run() -> None:
    """The console script."""
    raise SystemExit(main())


if __name__ == "__main__":
    run()
