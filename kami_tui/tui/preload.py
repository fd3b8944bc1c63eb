"""The modules of the screens, imported while the list is being looked at.

An import holds up what is imported for; here that is a thread of its own, which gives way to keys.
"""

from __future__ import annotations

import sys
from importlib import import_module

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
