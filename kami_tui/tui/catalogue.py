"""Every action with its usual keys, screen by screen. Made from the bindings themselves.

It imports every screen, so it is asked only where somebody wants keys of his own, or a list.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widget import Widget

from kami_tui.tui import screens, widgets
from kami_tui.tui.app import KamiApp
from kami_tui.tui.screens.base import KamiDialog, KamiScreen, Speaking
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from kami_tui.usecases.keys import KeyAction, KeyScreen

FIRST: tuple[type[Speaking[Any]], ...] = (WorkspaceScreen, WalkerScreen)
"""Those one meets first; the others follow by name."""


def key_screens() -> tuple[KeyScreen, ...]:
    """The program's own actions first, then those of each screen."""
    own = tuple(_actions(KamiApp))
    screens_ = (_screen(kind, own) for kind in _kinds())
    return (KeyScreen("app", own), *screens_, *_widgets())


def _widgets() -> Iterator[KeyScreen]:
    """Widgets that have keys of their own, while they are focused."""
    for module in pkgutil.iter_modules(widgets.__path__):
        import_module(f"{widgets.__name__}.{module.name}")
    ours = {k for k in _below(Widget) if k.__module__.startswith(widgets.__name__)}
    for kind in sorted(ours, key=lambda k: k.__name__):
        if actions := tuple(_actions(kind)):
            yield KeyScreen(kind.__name__, actions)


def _kinds() -> list[type[Speaking[Any]]]:
    for module in pkgutil.iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")
    found = {k for k in _below(Speaking) if k not in (KamiScreen, KamiDialog)}
    whole = [k for k in found if not any(o is not k and issubclass(o, k) for o in found)]
    ours = [k for k in whole if k.__module__.startswith(screens.__name__)]
    rest = sorted((k for k in ours if k not in FIRST), key=lambda k: k.__name__)
    return [*FIRST, *rest]


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _screen(kind: type[Speaking[Any]], own: tuple[KeyAction, ...]) -> KeyScreen:
    shared = tuple(a for a in own if a.always) if issubclass(kind, ModalScreen) else own
    return KeyScreen(
        kind.__name__, tuple(_actions(kind)), shared, typing=kind.TYPING, answers=kind.ANSWERS
    )


def _actions(kind: type[DOMNode]) -> Iterator[KeyAction]:
    """Its own bindings and those it inherits from other kinds of ours."""
    for one in kind.__mro__:
        if one.__module__.startswith("kami_tui."):
            declared: Iterable[object] = one.__dict__.get("BINDINGS", ())
            for binding in declared:
                if isinstance(binding, Binding) and binding.id:
                    keys = tuple(b.key for b in Binding.make_bindings([binding]))
                    yield KeyAction(binding.id, keys, binding.description, binding.priority)
