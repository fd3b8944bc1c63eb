"""What somebody has settled once and for all: language, look, keys. Pure.

A flag comes before the environment, that before the settings file, that before the usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kami_tui.domain.errors import Problem
from kami_tui.domain.languages import LANGUAGES
from kami_tui.domain.official import USUAL, WHOSE, Whose
from kami_tui.usecases.keys import Remap, nearest

THEMES = ("dark", "light", "contrast", "mono")
NAMES = ("language", "theme", "ascii", "wording")
"""Those with one value; beside them there is the table ``keys``."""
FLAGS = {"language": "--lang", "theme": "--theme", "ascii": "--ascii"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force. `sources` says from where: ``--theme``, ``NO_COLOR``, ``file``; nothing is
    said of what is as usual."""

    language: str = LANGUAGES[0]
    theme: str = THEMES[0]
    ascii: bool = False
    """Draw with plain signs only."""
    wording: Whose = USUAL
    """Whose words items are shown in, where there are official ones."""
    keys: tuple[Remap, ...] = ()
    """As wished for; whether they fit is known where the screens are (`keys.fitting`)."""
    sources: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """What is wrong in the settings file. It is left alone until they are mended."""


@dataclass(frozen=True, slots=True)
class SettingsText:
    """A settings file as it stands: values by name (tables as mappings), and their lines.

    `lines` goes by dotted name: ``keys.walker.note``. Where the text made no sense, `problems` says
    why, and there are no values.
    """

    file: str
    exists: bool = False
    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def in_force(
    text: SettingsText, flags: Mapping[str, str | bool], environment: Mapping[str, str]
) -> Settings:
    """Puts together what was asked for in each place; never raises.

    `flags` are valid values by name, given on the command line.
    """
    values, wishes, problems = _read(text)
    sources = dict.fromkeys(values, "file")
    if wishes:
        sources["keys"] = "file"
    for name, (value, source) in _asked(environment).items():
        values[name], sources[name] = value, source
    for name, given in flags.items():
        values[name], sources[name] = given, FLAGS[name]
    return Settings(**values, keys=tuple(wishes), sources=sources, problems=tuple(problems))


def _asked(environment: Mapping[str, str]) -> dict[str, tuple[str | bool, str]]:
    found: dict[str, tuple[str | bool, str]] = {}
    language = environment.get("KAMI_LANG", "")[:2].lower()
    if language in LANGUAGES:
        found["language"] = (language, "KAMI_LANG")
    if environment.get("NO_COLOR"):
        found["theme"] = ("mono", "NO_COLOR")
    if plain := environment.get("KAMI_ASCII", "").strip().lower():
        found["ascii"] = (plain not in ("0", "no", "false", "off"), "KAMI_ASCII")
    return found


def _fits(name: str, value: object) -> bool:
    if name == "ascii":
        return isinstance(value, bool)
    return value in _choices(name)


def _choices(name: str) -> tuple[str, ...]:
    return {"language": LANGUAGES, "wording": WHOSE}.get(name, THEMES)


def _read(text: SettingsText) -> tuple[dict[str, Any], list[Remap], list[Problem]]:
    """What the file says as far as it makes sense, and what is wrong with the rest."""
    fitting: dict[str, Any] = {}
    problems = list(text.problems)
    wishes: list[Remap] = []

    def wrong(code: str, name: str, **facts: object) -> None:
        facts = {k: v for k, v in facts.items() if v is not None}
        problems.append(Problem(code, facts, text.file, text.lines.get(name)))

    for name, value in text.values.items():
        if name == "keys":
            if not isinstance(value, Mapping):
                wrong("wrong_type", name, expected="mapping", found=_kind(value))
                continue
            for id_, keys in _flat(value):
                line = text.lines.get(f"keys.{id_}")
                if isinstance(keys, str):
                    wishes.append(Remap(id_, (keys,), line))
                elif isinstance(keys, list) and all(isinstance(k, str) for k in keys):
                    wishes.append(Remap(id_, tuple(keys), line))
                else:
                    wrong("wrong_type", f"keys.{id_}", expected="keys", found=_kind(keys))
        elif name not in NAMES:
            near = nearest(name, (*NAMES, "keys"))
            known = None if near else [*NAMES, "keys"]
            wrong("unknown_key", name, key=name, near=near, known=known)
        elif _fits(name, value):
            fitting[name] = value
        elif name == "ascii":
            wrong("wrong_type", name, expected="truth", found=_kind(value))
        else:
            near = nearest(str(value), _choices(name))
            known = None if near else list(_choices(name))
            wrong("not_one_of", name, key=name, value=value, near=near, known=known)
    problems.sort(key=lambda p: p.line or 0)
    return fitting, wishes, problems


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Without quotes ``walker.note = "x"`` is a table in a table; the same is meant."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, Mapping):
        return "mapping"
    return "list" if isinstance(value, list) else "text"
