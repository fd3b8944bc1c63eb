"""What is pasted into a field of one line: all of it or nothing, and never without a word."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from textual.events import Paste
from textual.widgets import Input

if TYPE_CHECKING:
    from kami_tui.tui.base_app import BaseApp


def fit(app: BaseApp, event: Paste) -> None:
    """Makes a paste fit the field it goes to; elsewhere it stays as it is.

    A field takes only the first line by itself, and nothing at all of what is too long.
    """
    field = app.focused
    if not isinstance(field, Input):
        return
    text = one_line(event.text)
    most = field.max_length
    length = len(field.value) - len(field.selected_text) + len(text)
    if most is not None and length > most:
        app.say(app.tr("Too long to paste here: at most {most} characters.", most=most), "warning")
        text = ""
    elif len(event.text.strip().splitlines()) > 1:
        app.say(app.tr("The lines were put into one."))
    event.text = text


def as_pasted(app: BaseApp, copied: str) -> str:
    """What was copied here, as it goes into the field one is in."""
    return one_line(copied) if isinstance(app.focused, Input) else copied


def one_line(text: str) -> str:
    """Lines joined by a blank, without control characters."""
    parts = (part.strip() for part in text.replace("\t", " ").splitlines())
    joined = " ".join(part for part in parts if part)
    return "".join(c for c in joined if unicodedata.category(c) not in ("Cc", "Cs"))
