"""Columns that say when they have another size: what is drawn by hand to fit is drawn anew.

A screen hears of a new size before its columns have theirs; beneath a window, not even that.
"""

from __future__ import annotations

from textual.containers import Vertical, VerticalScroll
from textual.message import Message


class Measured(Vertical):
    class Changed(Message):
        pass

    def on_resize(self) -> None:
        self.post_message(self.Changed())


class MeasuredScroll(VerticalScroll):
    """One that scrolls."""

    def on_resize(self) -> None:
        self.post_message(Measured.Changed())
