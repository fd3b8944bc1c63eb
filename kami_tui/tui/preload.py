"""The modules and the styles of the screens, fetched while the list is being looked at.

An import holds up what is imported for; here that is a thread of its own, which gives way to keys.
Styles not known when a screen opens make Textual read all of them anew, and look at every widget.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from textual.screen import Screen

WALK = "kami_tui.tui.screens.walker"
"""What opening an assessment needs."""
WINDOWS = tuple(
    f"kami_tui.tui.screens.{name}"
    for name in (
        "dashboard", "evidence", "evidence_form", "find", "note", "help", "confirm", "check",
        "register", "attach", "filter", "trial", "history", "entry", "bulk", "owners", "report",
        "profile", "leave", "edition",
    )
)  # fmt: skip
"""What keys open from there."""


def there(module: str) -> bool:
    return module in sys.modules


def fetch(*modules: str) -> None:
    for module in modules:
        import_module(module)


def styles(*modules: str) -> list[Path]:
    """The style sheets of the screens in modules that are there, in the order screens name them."""
    return list(dict.fromkeys(path for name in modules for path in _styles_in(name)))


def _styles_in(module: str) -> Iterator[Path]:
    loaded = sys.modules[module]
    folder = Path(str(loaded.__file__)).parent
    for kind in vars(loaded).values():
        if isinstance(kind, type) and issubclass(kind, Screen) and kind.__module__ == module:
            named = kind.CSS_PATH or []
            yield from (folder / n for n in (named if isinstance(named, list) else [named]))
