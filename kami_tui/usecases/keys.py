"""Which key does what, and whether the keys somebody wishes for can be had. Pure.

Keys go by the names the terminal program knows them by (``x``, ``question_mark``, ``ctrl+r``);
people write and read them as they stand on the keyboard (``x``, ``?``, ``ctrl+r``).
"""

from __future__ import annotations

import difflib
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kami_tui.domain.errors import Problem

ANSWER_KEYS = frozenset("0123456789abcn")
"""What gives an answer on the screen of the items. No action may sit on these, whichever of them an
edition uses: an officer who answers two hundred items must never open a window by it."""


@dataclass(frozen=True, slots=True)
class KeyAction:
    """One thing that keys do. `id` never changes: settings files name it."""

    id: str
    keys: tuple[str, ...]
    """As the program declares them."""
    word: str
    """What it does, in the program's own English."""
    always: bool = False
    """Comes before whatever has the focus, a text field too."""


@dataclass(frozen=True, slots=True)
class KeyScreen:
    """The actions that are there together, so that each needs keys of its own."""

    name: str
    actions: tuple[KeyAction, ...]
    shared: tuple[KeyAction, ...] = ()
    """The program's own that work here too; the screen's come before them."""
    typing: bool = False
    """It has text fields: signs are for writing."""
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Remap:
    """The keys wished for in place of an action's own, as they are written; and in which line."""

    id: str
    keys: tuple[str, ...]
    line: int | None = None


Keys = Mapping[str, tuple[str, ...]]
"""Action to keys, where they are not the program's own."""

# -- names ------------------------------------------------------------------------------------

_RENAMED = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at",
    "hyphen_minus": "minus", "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_ALIASES = {
    "esc": "escape", "del": "delete", "ins": "insert", "bksp": "backspace", "return": "enter",
    "pgdn": "pagedown", "pgup": "pageup", "page_down": "pagedown", "page_up": "pageup",
    "spc": "space",
}  # fmt: skip
_SHORT = {"escape": "esc", "delete": "del", "backspace": "bksp", "pagedown": "pgdn",
          "pageup": "pgup"}  # fmt: skip
NAMED = (
    "enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup",
    "pagedown", "up", "down", "left", "right", *(f"f{n}" for n in range(1, 25)),
)  # fmt: skip
_EDITING = frozenset(
    ("backspace", "delete", "left", "right", "home", "end", "space", "ctrl+c", "ctrl+v", "ctrl+x")
)
"""What a text field cannot do without, besides signs."""
NEVER_ARRIVE = frozenset(("ctrl+i", "ctrl+j", "ctrl+m", "ctrl+h"))
"""To a terminal these are tab, enter (two of them) and backspace."""


def _name_of(sign: str) -> str:
    if sign.isalnum():
        return sign
    name = unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


_SIGNS = {_name_of(sign): sign for sign in string.punctuation}


def normal(key: str) -> str | None:
    """The name of a key however it was written: ``?``, ``Esc``, ``Ctrl+R``. None if it is none."""
    if len(key) == 1 and key.isprintable():
        return "space" if key == " " else _name_of(key)
    *held, last = key.strip().lower().split("+")
    last = _ALIASES.get(last, last)
    if not held:
        return last if last in NAMED or last in _SIGNS else None
    if len(set(held)) != len(held) or not set(held) <= {"ctrl", "shift", "alt"}:
        return None
    if held == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()
    if last not in NAMED and not (held != ["shift"] and len(last) == 1 and last.isalnum()):
        return None
    return "+".join([*(h for h in ("alt", "ctrl", "shift") if h in held), last])


def written(key: str) -> str:
    """A key as it stands on the keyboard, in plain letters: arrows are ambiguous in width."""
    return _SHORT.get(key) or _SIGNS.get(key, key)


def is_sign(key: str) -> bool:
    """Whether pressing it writes something."""
    return len(key) == 1 or key in _SIGNS or key == "space"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    close = difflib.get_close_matches(word[:100].casefold(), list(known), n=1)
    return close[0] if close else None


# -- wishes -----------------------------------------------------------------------------------


def fitting(
    wishes: Sequence[Remap], screens: Sequence[KeyScreen], file: str | None = None
) -> tuple[Keys, list[Problem]]:
    """The wishes that can be met together, and what is wrong with the others.

    An action whose wish cannot be met keeps the program's own keys.
    """
    known = {a.id: a for s in screens for a in (*s.actions, *s.shared)}
    problems: list[Problem] = []
    met: dict[str, Remap] = {}
    for wish in wishes:
        found = _wrong(wish, known, screens)
        if found:
            problems += [Problem(code, facts, file, wish.line) for code, facts in found]
        else:
            met[wish.id] = Remap(wish.id, _normals(wish.keys), wish.line)
    # Taking one wish back gives its action the usual keys again, which may be another's by now.
    while clash := _clash(met, screens):
        loser, other, key = clash
        facts = {"key": written(key), "action": loser.id, "other": other}
        problems.append(Problem("key_taken", facts, file, loser.line))
        del met[loser.id]
    problems.sort(key=lambda p: p.line or 0)
    return {w.id: w.keys for w in met.values()}, problems


def _normals(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for k in keys if (n := normal(k))))


def _wrong(
    wish: Remap, known: Mapping[str, KeyAction], screens: Sequence[KeyScreen]
) -> list[tuple[str, dict[str, object]]]:
    """What can be said of one wish without looking at the others."""
    action = known.get(wish.id)
    if action is None:
        near = nearest(wish.id, known)
        return [("unknown_action", {"name": wish.id, "near": near} if near else {"name": wish.id})]
    found: list[tuple[str, dict[str, object]]] = []
    if not wish.keys:
        found.append(("no_key", {"action": wish.id}))
    here = [s for s in screens if action in s.actions or action in s.shared]
    for given in wish.keys:
        key = normal(given)
        facts: dict[str, object] = {"key": given, "action": wish.id}
        if key is None:
            near = nearest(given, (*NAMED, *_ALIASES))
            found.append(("bad_key", facts | ({"near": near} if near else {})))
        elif key in NEVER_ARRIVE:
            found.append(("key_never_arrives", facts))
        elif any(_needed_for_typing(key, action, s) for s in here):
            found.append(("key_types", facts))
        elif key.lower() in ANSWER_KEYS and any(s.answers for s in here):
            found.append(("key_answers", facts))
    return found


def _needed_for_typing(key: str, action: KeyAction, screen: KeyScreen) -> bool:
    if not screen.typing:
        return False
    if action.always:
        return is_sign(key) or key in _EDITING
    # A field takes signs before the screen does: the action would be out of reach.
    return is_sign(key) and action in screen.actions


def _clash(met: Mapping[str, Remap], screens: Sequence[KeyScreen]) -> tuple[Remap, str, str] | None:
    """A wish to take back, the action that has the key, and the key."""
    for screen in screens:
        owners: dict[str, str] = {}
        for action in (*screen.actions, *screen.shared):
            for key in met[action.id].keys if action.id in met else action.keys:
                other = owners.setdefault(key, action.id)
                if other == action.id:
                    continue
                both = [met[i] for i in (other, action.id) if i in met]
                if both:  # else the program itself has it so
                    loser = max(both, key=lambda w: w.line or 0)
                    return loser, other if loser.id != other else action.id, key
    return None
