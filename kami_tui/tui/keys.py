"""The keys of a screen that work now. Key line, help and palette all ask here, so they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

if TYPE_CHECKING:
    from kami_tui.tui.screens.base import Speaking

NAMES = {
    "question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]", "slash": "/",
    "exclamation_mark": "!", "full_stop": ".", "comma": ",",
    "escape": "esc", "delete": "del", "backspace": "bksp", "pagedown": "pgdn", "pageup": "pgup",
}  # fmt: skip
NOT_OURS = ("app.focus_next", "app.focus_previous", "screen.copy_text", "command_palette")
"""Actions every Textual program has; they work, but naming them would bury our own."""


@dataclass(frozen=True, slots=True)
class Action:
    action: str
    keys: tuple[str, ...]
    name: str
    """How the first key is written."""
    source: str
    """What it does, in the program's own English."""
    word: str
    """The same, translated."""
    prominent: bool
    """Wants to stand on the key line."""
    node: DOMNode


def key_name(key: str) -> str:
    """A key as it stands on the keyboard, in plain letters: arrows are ambiguous in width."""
    return NAMES.get(key, key)


def actions(screen: Speaking[Any]) -> list[Action]:
    """In the order they are declared, the screen's own before the program's."""
    found: dict[str, Action] = {}
    for key, (node, binding, enabled, _tip) in screen.active_bindings.items():
        if not enabled or not binding.description or binding.action in NOT_OURS:
            continue
        if not isinstance(node, (App, Screen)):  # a widget's own keys, in Textual's own words
            continue
        known = found.get(binding.action)
        found[binding.action] = Action(
            binding.action,
            (*known.keys, key) if known else (key,),
            known.name if known else binding.key_display or key_name(key),
            binding.description,
            screen.tr(binding.description),
            binding.show or bool(known and known.prominent),
            node,
        )
    return list(found.values())
