"""Writing text where it differs. Most key presses change little, and a layout costs most."""

from __future__ import annotations

from typing import cast

from textual.content import Content
from textual.css.styles import RulesMap
from textual.widgets import Static


def put(static: Static, content: Content) -> None:
    """Shows `content`; lays the screen out anew only if it takes another height than before."""
    old = static.content
    if isinstance(old, Content):
        if old.is_same(content):
            return
        width, styles = static.content_size.width, static.styles
        given = styles.width
        if width and given is not None and not given.is_auto:
            rules = cast("RulesMap", styles)
            same = old.get_height(rules, width) == content.get_height(rules, width)
            static.update(content, layout=not same)
            return
    static.update(content)


def put_or_hide(static: Static, content: Content) -> None:
    """The same; an empty text takes no room."""
    if static.display != bool(content):
        static.display = bool(content)
    put(static, content)
