"""``kami settings``: what is in force and from where, and what keys do."""

from __future__ import annotations

from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.cli.text import shown, table
from kami_tui.domain.errors import Problem
from kami_tui.i18n.translator import N_, Translator
from kami_tui.usecases import keys
from kami_tui.usecases.settings import NAMES


def settings(
    ctx: typer.Context,
    init: Annotated[
        bool,
        typer.Option("--init", help=N_("Writes the documented file, if there is none yet.")),
    ] = False,
    all_keys: Annotated[
        bool, typer.Option("--keys", help=N_("Lists every action with its present keys."))
    ] = False,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="text|json", help=N_("Form of the output."))
    ] = None,
) -> int:
    """Tells what is in force; changes nothing, but for ``--init``."""
    cli: Cli = ctx.obj
    chosen = cli.format(format_, ("text", "json"))
    if init:
        return _begin(cli)
    found, problems = keys_in_force(cli)
    if all_keys:
        rows = _key_rows(cli, found)
        if chosen == "json":
            output.write_json([{"action": a, "keys": k, "does": w} for a, k, w in rows if a])
        else:
            words = (cli.tr("Action"), cli.tr("Keys"), cli.tr("What it does"))
            told = [(a, " ".join(k), w) for a, k, w in rows]
            output.write("\n".join(table(words, told)))
    elif chosen == "json":
        output.write_json(_document(cli, found, problems))
    else:
        output.write("\n".join(_lines(cli, found)))
    said = cli.tr("What is wrong in the settings is left out; the usual is in force instead.")
    cli.diagnostics.problems(problems, said)
    return Code.BAD_INPUT if problems else Code.DONE


def keys_in_force(cli: Cli) -> tuple[keys.Keys, list[Problem]]:
    """The keys that are not the program's own, and everything that is wrong in the file."""
    problems = list(cli.settings.problems)
    if not cli.settings.keys:  # the terminal program need not be imported then
        return {}, problems
    found, more = keys.fitting(
        cli.settings.keys, cli.services.key_screens(), str(cli.settings_file.place)
    )
    return found, sorted([*problems, *more], key=lambda p: p.line or 0)


def _begin(cli: Cli) -> int:
    place = str(cli.settings_file.place)
    if cli.settings_file.begin():
        cli.diagnostics.note(cli.tr("Written; open it with any editor:"))
    else:
        cli.diagnostics.note(cli.tr("There is one already; it was left as it is:"))
    output.write(shown(place))
    return Code.DONE


def _sources(cli: Cli) -> list[tuple[str, str | bool, str]]:
    sources = cli.settings.sources
    return [(n, getattr(cli.settings, n), sources.get(n, "default")) for n in NAMES]


def _lines(cli: Cli, found: keys.Keys) -> list[str]:
    tr = cli.tr
    words = {"file": tr("the file"), "default": tr("as usual")}
    there = cli.settings_file.read().exists
    place = shown(str(cli.settings_file.place))
    missing = tr("not there yet; 'kami settings --init' writes it")
    rows = [
        (name, str(value).lower() if isinstance(value, bool) else value, words.get(source, source))
        for name, value, source in _sources(cli)
    ]
    rows += [(i, " ".join(map(keys.written, ks)), words["file"]) for i, ks in sorted(found.items())]
    lines = [place if there else f"{place}  ({missing})", ""]
    return lines + table((tr("Setting"), tr("Value"), tr("From")), rows)


def _document(cli: Cli, found: keys.Keys, problems: list[Problem]) -> dict[str, object]:
    text = cli.settings_file.read()
    return {
        "file": text.file,
        "exists": text.exists,
        "settings": [{"name": n, "value": v, "from": s} for n, v, s in _sources(cli)],
        "keys": {i: [keys.written(k) for k in ks] for i, ks in found.items()},
        "problems": [cli.diagnostics.problem(p) for p in problems],
    }


def _key_rows(cli: Cli, found: keys.Keys) -> list[tuple[str, list[str], str]]:
    """Screen by screen with an empty line between; what several screens share stands once."""
    rows: list[tuple[str, list[str], str]] = []
    seen: set[str] = set()
    tr = Translator(cli.tr.language, "tui")  # whose words they are
    for screen in cli.services.key_screens():
        new = [a for a in screen.actions if a.id not in seen]
        if new and rows:
            rows.append(("", [], ""))
        for action in new:
            seen.add(action.id)
            now = [keys.written(k) for k in found.get(action.id, action.keys)]
            rows.append((action.id, now, tr(action.word)))
    return rows
