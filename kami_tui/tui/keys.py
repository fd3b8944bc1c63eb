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
    """As declared: keys that were changed, or that a list has its own use for, stand elsewhere
    otherwise, and the key line with them."""
    active = list(screen.active_bindings.items())
    declared = [b for n in (screen, screen.app) for _, b in n._bindings]
    if screen.kami.wishes.keys:
        place = {b.id: at for at, b in reversed(list(enumerate(declared)))}
        active.sort(key=lambda one: place.get(one[1].binding.id, len(declared)))
        return active
    # Keys of one action change places among themselves: which comes first is its name.
    turn = {(b.action, b.key): at for at, b in enumerate(declared)}
    places: dict[str, list[int]] = {}
    for at, (_, (_, binding, _, _)) in enumerate(active):
        places.setdefault(binding.action, []).append(at)
    ordered = list(active)
    for action, held in places.items():
        turns = [(turn.get((action, active[n][0]), -1), n) for n in held]
        for n, (_, source) in zip(held, sorted(turns), strict=True):
            ordered[n] = active[source]
    return ordered
