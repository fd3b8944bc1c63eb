"""The keys of a screen that work now. Key line, help and palette all ask here, so they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen

from kami_tui.usecases.keys import written

if TYPE_CHECKING:
    from kami_tui.tui.app import KamiApp
    from kami_tui.tui.screens.base import Speaking

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


def key_of(node: DOMNode, id: str) -> str:
    """How the first key of an action is written, as keys are now; `node` is on its screen.

    For texts and buttons: whatever names a key asks here.
    """
    app = cast("KamiApp", node.app)
    if changed := app.wishes.keys.get(id):
        return written(changed[0])
    bindings = (b for n in (node.screen, app) for _, b in n._bindings if b.id == id)
    first = next(bindings, None)
    return _name(first) if first else "?"


def _name(binding: Binding) -> str:
    return binding.key_display or written(binding.key)


def actions(screen: Speaking[Any]) -> list[Action]:
    """In the order they are declared, the screen's own before the program's."""
    found: dict[str, Action] = {}
    for key, (node, binding, enabled, _tip) in _in_order(screen):
        if not enabled or not binding.description or binding.action in NOT_OURS:
            continue
        if not isinstance(node, (App, Screen)):  # a widget's own keys, in Textual's own words
            continue
        known = found.get(binding.action)
        found[binding.action] = Action(
            binding.action,
            (*known.keys, key) if known else (key,),
            known.name if known else _name(binding),
            binding.description,
            screen.tr(binding.description),
            binding.show or bool(known and known.prominent),
            node,
        )
    return list(found.values())


def _in_order(screen: Speaking[Any]) -> list[tuple[str, ActiveBinding]]:
    """As declared: keys that were changed come last otherwise, and the key line with them."""
    active = list(screen.active_bindings.items())
    if screen.kami.wishes.keys:
        declared = [b.id for n in (screen, screen.app) for _, b in n._bindings]
        place = {id: at for at, id in reversed(list(enumerate(declared)))}
        active.sort(key=lambda one: place.get(one[1].binding.id, len(declared)))
    return active
