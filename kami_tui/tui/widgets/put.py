"""Writing text where it differs. Most key presses change little, and a layout costs most."""

from __future__ import annotations

from typing import cast

from textual.content import Content
from textual.css.scalar import Scalar
from textual.css.styles import RulesMap
from textual.widgets import Static


def put(static: Static, content: Content) -> None:
    """Shows `content`; lays the screen out anew only if it takes another height than before."""
    old, styles, width = static.content, static.styles, static.content_size.width
    if not isinstance(old, Content):
        static.update(content)
    elif old.is_same(content):
        return
    elif not width or _is_auto(styles.width):
        static.update(content)
    else:
        rules = cast("RulesMap", styles)
        same = not _is_auto(styles.height) or (
            old.get_height(rules, width) == content.get_height(rules, width)
        )
        static.update(content, layout=not same)


def _is_auto(side: Scalar | None) -> bool:
    return side is None or side.is_auto


def put_or_hide(static: Static, content: Content) -> None:
    """The same; an empty text takes no room."""
    if static.display != bool(content):
        static.display = bool(content)
    put(static, content)
