"""From the words of the command line to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kami_tui.cli import output
from kami_tui.cli.context import Cli, OpenTerminal, Wire
from kami_tui.cli.diagnostics import Code, Diagnostics, UsageMistake
from kami_tui.domain.languages import LANGUAGES
from kami_tui.i18n.translator import Translator, chosen_language

PROGRAM = "kami"
COMPLETE = "_KAMI_COMPLETE"
"""Set by the shell's completion script."""
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


@dataclass
class Line:
    """A command line with the options of every command taken out, wherever they stood."""

    database: str | None = None
    language: str | None = None
    as_json: bool = False
    rest: list[str] = field(default_factory=list)
    incomplete: str | None = None
    """One of these options without its value."""


def understood(arguments: Sequence[str]) -> Line:
    """Takes ``--db``, ``--lang`` and ``--json`` out; what stands after ``--`` is left alone."""
    line = Line()
    words = list(arguments)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            line.rest += [word, *words]
            break
        if word == "--json":
            line.as_json = True
        elif name in ("--db", "--lang"):
            if not equals:
                if not words:
                    line.incomplete = name
                    break
                value = words.pop(0)
            if name == "--db":
                line.database = value
            else:
                line.language = value
        else:
            line.rest.append(word)
    return line


def run_cli(
    arguments: Sequence[str],
    wire: Wire,
    open_terminal: OpenTerminal,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Runs one command line; gives back the exit code. Never raises."""
    output.make_safe(sys.stdout)
    output.make_safe(sys.stderr)
    line = understood(arguments)
    language = line.language if line.language in LANGUAGES else chosen_language(environment)
    tr = Translator(language)
    diagnostics = Diagnostics(tr, as_json=line.as_json)
    cli = Cli(tr, diagnostics, wire, open_terminal, _database(line, environment), line.as_json)
    try:
        _complain(line, tr)
        code = _run(cli, line.rest, completing=COMPLETE in environment)
        _flush()
    except KeyboardInterrupt:
        return diagnostics.interrupted()
    except BrokenPipeError:  # the reader has seen enough, as with `kami list | head -1`
        output.discard()
        return Code.SOME_FAILED
    except Exception as error:  # nobody is shown a traceback
        return diagnostics.error(error)
    if code == Code.INTERRUPTED:
        diagnostics.interrupted()
    return code


def _run(cli: Cli, rest: list[str], *, completing: bool) -> int:
    if not rest and not completing:
        cli.need_terminal()
        return cli.open_terminal(cli.services)
    if rest in (["--version"], ["-V"]):
        from kami_tui import __version__

        output.write(f"kami {__version__}")
        return Code.DONE
    if rest[:1] == ["help"]:
        rest = [*rest[1:2], "--help"]
    if len(rest) == 2 and rest[0] in ("--show-completion", "--install-completion"):
        # typer looks for the shell among the parent processes; named, it takes that word for it.
        os.environ["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"
        cli.choice(rest[0], rest[1], SHELLS)
    # typer is only imported where there is something to parse.
    import typer

    from kami_tui.cli.app import build
    from kami_tui.cli.help import mistake

    try:
        code = build(cli.tr).main(
            rest, prog_name=PROGRAM, complete_var=COMPLETE, standalone_mode=False, obj=cli
        )
    except typer.TyperException as error:
        raise mistake(error, cli.tr) from error
    except SystemExit as end:  # the completion scripts end so
        code = end.code
    return code if isinstance(code, int) else Code.DONE


def _complain(line: Line, tr: Translator) -> None:
    """Raises UsageMistake about the options of every command."""
    if line.incomplete:
        raise UsageMistake(message=tr("{option} needs a value.", option=line.incomplete), hint="")
    if line.language is not None and line.language not in LANGUAGES:
        raise UsageMistake(
            message=tr(
                "{option} cannot be '{given}'; it can be: {choices}.",
                option="--lang",
                given=line.language,
                choices=", ".join(LANGUAGES),
            ),
            hint="",
        )
    if line.database == "":
        raise UsageMistake(message=tr("{option} needs a value.", option="--db"), hint="")


def _database(line: Line, environment: Mapping[str, str]) -> str | None:
    place = line.database or environment.get("KAMI_DB") or None
    return place if place is None or "://" in place else str(Path(place).expanduser())


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()
