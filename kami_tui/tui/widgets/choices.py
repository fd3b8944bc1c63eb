"""The answers an item offers; the one given is marked by a sign, not only by colour."""

from __future__ import annotations

from textual.content import Content

from kami_tui.tui import words
from kami_tui.tui.view import View
from kami_tui.tui.widgets.sheet import Block

CHOICE = "choice-"
"""What a choice's block is called, followed by the code of the answer."""
MARK, POINTS = 8, 12
"""Columns of key and mark, and of the points."""


def choices(view: View, width: int) -> list[Block]:
    """One answer a row: key and mark, words, points. The last is followed by a blank line."""
    session, tr = view.session, view.tr
    options = words.options_of(session, view.place)
    worth = session.scorer.points[session.scorer.position[view.place]]
    rows = []
    for option in options:
        chosen = option.code == view.answer.status
        sign = Content.assemble(
            (f" {words.key_of(option.code)} ", "bold $accent"), ("(*)" if chosen else "( )")
        )
        label = Content.styled(tr.text(option.label), "bold" if chosen else "")
        points = words.points(worth[option.code], tr).rjust(POINTS - 1)
        rows.append(
            Block(
                f"{CHOICE}{option.code}", label, gap=int(option is options[-1]), width=width,
                chosen=chosen, live=True, lit=True, before=(sign, MARK),
                after=(Content.styled(points, words.MUTED), POINTS),
            )
        )  # fmt: skip
    return rows
