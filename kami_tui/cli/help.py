"""Help that teaches by example, and complaints about the command line, in the reader's language.

typer parses; the words are ours. What a command says of itself (help, metavar, epilog) is written
in English in the code and looked up here, once, before anything is shown.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import UsageMistake
from kami_tui.cli.text import pad, width, wrapped
from kami_tui.i18n.translator import N_, Translator

Way = tuple[str, Callable[..., int], str, str]
"""Name, function, what it does, examples."""
Group = tuple[str, str, str, str, tuple[Way, ...]]
"""A command with several ways: name, the command it is listed after, what it does, examples, and
the ways; the first need not be named."""
HELP_SETTINGS = {"help_option_names": ["-h", "--help"]}
_HELP = N_("Shows this help.")
_OF_TYPER = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
"""What typer says of its own options; here so that the catalogue has it."""


class KamiCommand(TyperCommand):
    """A command whose help shows usage, purpose, options and examples, in that order."""

    def get_help(self, ctx: Any) -> str:
        return "\n".join(_page(self, ctx))


class KamiGroup(TyperGroup):
    """The program itself, or one command with several ways: lists its commands in the order they
    are met in practice."""

    def get_help(self, ctx: Any) -> str:
        return "\n".join(_page(self, ctx, commands=True))

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            cli: Cli = ctx.obj
            raise UsageMistake(
                message=cli.tr("There is no command '{name}'.", name=name),
                hint=cli.near(name, list(self.commands))
                or "  " + cli.tr("'kami --help' lists the commands."),
            )
        return super().resolve_command(ctx, args)


class UsualGroup(KamiGroup):
    """A command whose first way need not be named: ``kami bundle ID`` is ``kami bundle make ID``.
    No id and no file name that is written with its folder can be taken for another way."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in (*self.commands, *HELP_SETTINGS["help_option_names"]):
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


def translate(command: Any, tr: Translator) -> None:
    """Puts a command's own words, and those of its parameters and commands, into one language."""
    for words in ("help", "epilog"):
        if text := getattr(command, words):
            setattr(command, words, tr(text))
    command.short_help = (command.help or "").split("\n")[0]
    for param in command.params:
        for words in ("help", "metavar"):
            if text := getattr(param, words, None):
                setattr(param, words, tr(text))
    for one in getattr(command, "commands", {}).values():
        translate(one, tr)


_TOO_MUCH = "Got unexpected extra argument"
"""How the sentence begins that the parser has for it; there is no class to tell it by."""


def mistake(error: typer.TyperException, tr: Translator) -> UsageMistake:
    """What typer found wrong with the command line, in our words."""
    kind, hint = type(error).__name__, ""
    context = getattr(error, "ctx", None)
    option = str(getattr(error, "option_name", ""))
    param = getattr(error, "param", None)
    if kind == "NoSuchOption":
        message = tr("There is no option {option}.", option=option)
        close = list(getattr(error, "possibilities", None) or ())
        hint = "  " + tr("Did you mean {option}?", option=close[0]) + "\n" if close else ""
    elif kind == "BadOptionUsage":
        message = tr("The option {option} is not used right.", option=option)
    elif kind == "MissingParameter" and param is not None:
        message = tr("{name} is missing.", name=param.metavar or param.opts[0])
    elif param is not None:
        name = param.opts[0] if param.param_type_name == "option" else param.metavar
        message = tr("{name} cannot take this value.", name=name or param.name)
    elif (detail := error.format_message()).startswith(_TOO_MUCH):
        given = detail.partition("(s) (")[2].removesuffix(")") or detail
        message = tr("'{given}' is one word too many here.", given=given)
    else:
        message = tr("This was not understood: {detail}", detail=detail)
    path = context.command_path if context is not None else "kami"
    return UsageMistake(
        message=message, hint=hint + "  " + tr("See: {command}", command=f"{path} --help")
    )


def _page(command: Any, ctx: Any, *, commands: bool = False) -> list[str]:
    cli: Cli = ctx.obj
    tr = cli.tr
    columns = min(shutil.get_terminal_size((100, 24)).columns, 100)
    paint = cli.paint
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.get_params(ctx) if p.param_type_name == "option" and not p.hidden]
    pieces = [a.metavar or a.name.upper() for a in arguments]
    usage = " ".join(
        [ctx.command_path, *([tr("[COMMAND]")] if commands else []), *pieces, tr("[OPTIONS]")]
    )
    lines = [paint.strong(tr("Usage:")) + " " + usage, ""]
    for paragraph in (command.help or "").split("\n\n"):
        lines += [*wrapped(paragraph, columns), ""]
    if commands:
        rows = [(n, c.short_help or "") for n, c in command.commands.items() if not c.hidden]
        lines += _section(paint.strong(tr("Commands:")), rows, columns)
    lines += _section(
        paint.strong(tr("Arguments:")),
        [(a.metavar or a.name, a.help or "") for a in arguments],
        columns,
    )
    lines += _section(
        paint.strong(tr("Options:")),
        [(_option_name(o), tr(_HELP) if "--help" in o.opts else o.help or "") for o in options],
        columns,
    )
    if ctx.parent is not None:
        shared = [
            (_option_name(o), o.help or "")
            for o in ctx.find_root().command.params
            if o.name in ("db", "lang", "theme", "ascii", "json")
        ]
        lines += _section(paint.strong(tr("Options of every command:")), shared, columns)
    if command.epilog:
        lines += [paint.strong(tr("Examples:"))]
        lines += [f"  {line}" if line else "" for line in command.epilog.split("\n")]
    return lines


def _option_name(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag or not option.metavar else f"{names} {option.metavar}"


def _section(title: str, rows: list[tuple[str, str]], columns: int) -> list[str]:
    """Names on the left, what they are on the right, wrapped under itself."""
    if not rows:
        return []
    left = min(max(width(name) for name, _ in rows), 26)
    indent = " " * (left + 4)
    lines = [title]
    for name, text in rows:
        first, *rest = wrapped(text, columns, indent) or [indent]
        if width(name) > left:
            lines += [f"  {name}", first]
        else:
            lines.append(f"  {pad(name, left)}  {first[len(indent) :]}".rstrip())
        lines += rest
    return [*lines, ""]
