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
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.ports import SettingsFile
from kami_tui.usecases.settings import THEMES, in_force

PROGRAM = "kami"
COMPLETE = "_KAMI_COMPLETE"
"""Set by the shell's completion script."""
TELL_THEMSELVES = (["open"], ["demo"], ["settings"], ["doctor"])
"""Commands that say in their own way what is wrong in the settings."""
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


WITH_VALUE = {"--db": "database", "--lang": "language", "--theme": "theme"}
"""Options of every command, and where their value goes."""


@dataclass
class Line:
    """A command line with the options of every command taken out, wherever they stood."""

    database: str | None = None
    language: str | None = None
    theme: str | None = None
    ascii: bool = False
    as_json: bool = False
    rest: list[str] = field(default_factory=list)
    incomplete: str | None = None
    """One of these options without its value."""


def understood(arguments: Sequence[str]) -> Line:
    """Takes the options of every command out; what stands after ``--`` is left alone."""
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
        elif word == "--ascii":
            line.ascii = True
        elif name in WITH_VALUE:
            if not equals:
                if not words:
                    line.incomplete = name
                    break
                value = words.pop(0)
            setattr(line, WITH_VALUE[name], value)
        else:
            line.rest.append(word)
    return line


def run_cli(
    arguments: Sequence[str],
    wire: Wire,
    open_terminal: OpenTerminal,
    settings_file: SettingsFile,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Runs one command line; gives back the exit code. Never raises."""
    output.make_safe(sys.stdout)
    output.make_safe(sys.stderr)
    line = understood(arguments)
    settings = in_force(settings_file.read(), _flags(line), environment)
    tr = Translator(settings.language)
    diagnostics = Diagnostics(tr, as_json=line.as_json)
    cli = Cli(
        tr,
        diagnostics,
        wire,
        open_terminal,
        settings_file,
        settings,
        _database(line, environment),
        line.as_json,
    )
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
    if not completing and rest[:1] not in TELL_THEMSELVES:
        said = cli.tr("What is wrong in the settings is left out; the usual is in force instead.")
        cli.diagnostics.problems(cli.settings.problems, said)
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
    for option, given, choices in (
        ("--lang", line.language, LANGUAGES),
        ("--theme", line.theme, THEMES),
    ):
        if given is not None and given not in choices:
            raise UsageMistake(
                message=tr(
                    "{option} cannot be '{given}'; it can be: {choices}.",
                    option=option,
                    given=given,
                    choices=", ".join(choices),
                ),
                hint="",
            )
    if line.database == "":
        raise UsageMistake(message=tr("{option} needs a value.", option="--db"), hint="")


def _flags(line: Line) -> dict[str, str | bool]:
    """The settings given on the command line, as far as they exist."""
    flags: dict[str, str | bool] = {}
    if line.language in LANGUAGES:
        flags["language"] = line.language
    if line.theme in THEMES:
        flags["theme"] = line.theme
    return flags | ({"ascii": True} if line.ascii else {})


def _database(line: Line, environment: Mapping[str, str]) -> str | None:
    place = line.database or environment.get("KAMI_DB") or None
    return place if place is None or "://" in place else str(Path(place).expanduser())


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()
