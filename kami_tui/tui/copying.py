"""Copying what is on the screen: as text, to the terminal's clipboard and to a file.

The clipboard is asked for by an escape sequence (OSC 52). It works over SSH, since it is the
terminal at the officer's desk that answers it; but many terminals refuse it, and none says so.
So the text is also in a file, and it is told how the mouse can do it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static, TextArea

from kami_tui.tui.offstage import Offstage
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from kami_tui.tui.app import KamiApp
    from kami_tui.tui.screens.base import Speaking

_BLANKS = re.compile(r"(?<=\S) {4,}")


async def copy(app: KamiApp, text: str) -> None:
    """Copies a text and says so, in one notice."""
    if not text.strip():
        app.say(app.tr("There is nothing here to copy."))
        return
    app.copy_to_clipboard(text)
    keep, home = app.services.keep_copy, app.services.home
    copied, mouse = app.tr("Copied."), app.tr("Or mark it with the mouse while holding Shift.")
    if keep is None:
        app.say(f"{copied} {mouse}")
        return
    try:
        path = await Offstage("copy")(lambda: keep(home, text))
    except Exception as error:  # the clipboard may have it all the same
        app.say(f"{copied} {app.explained(error)} {mouse}", "warning")
        return
    where = app.tr("If your terminal does not take it: {path}", path=path)
    app.say(f"{copied} {where}\n{mouse}")


def text_of(screen: Speaking[Any]) -> str:
    """What the widgets of a screen say, from top to bottom; head line first, without the keys."""
    lines: list[str] = []
    if screen.query(Head):
        lines += [screen.head().plain, ""]
    for widget in screen.walk_children(Widget):
        if _hidden(widget):
            continue
        lines += _lines_of(widget)
    return "\n".join(_tidy(line) for line in lines).strip("\n")


def _hidden(widget: Widget) -> bool:
    parts = [w for w in widget.ancestors_with_self if isinstance(w, Widget)]
    return any(not w.display or isinstance(w, (Head, KeyBar, Button)) for w in parts)


def _lines_of(widget: Widget) -> list[str]:
    if isinstance(widget, Static):
        content = widget.content
        text = content.plain if isinstance(content, Content) else str(content)
        return text.split("\n") if text.strip() else []
    if isinstance(widget, Input):
        return [f"  {widget.value}"] if widget.value else []
    if isinstance(widget, TextArea):
        return widget.text.split("\n")
    if isinstance(widget, OptionList):
        return _options(widget)
    return []


def _options(listing: OptionList) -> list[str]:
    """Rows as they are listed, the one the cursor is on with its sign."""
    lines = []
    for at, option in enumerate(listing.options):
        prompt = option.prompt
        text = prompt.plain if isinstance(prompt, Content) else str(prompt)
        sign = "> " if at == listing.highlighted else "  "
        for n, line in enumerate(text.split("\n")):
            lines.append((sign if n == 0 else "  ") + line)
    return lines


def _tidy(line: str) -> str:
    """Without the blanks that were a bar or filled a column up."""
    return _BLANKS.sub("   ", line.rstrip())
