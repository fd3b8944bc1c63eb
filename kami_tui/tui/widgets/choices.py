"""The answers an item offers; the one given is marked by a sign, not only by colour."""

from __future__ import annotations

from textual.content import Content

from kami_tui.domain.instrument import Option
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.view import View
from kami_tui.tui.widgets.block import Block

CHOICE = "choice-"
"""What a choice's block is called, followed by the code of the answer."""
MARK, POINTS = 8, 12
"""Columns of key and mark, and of the points."""


def choices(view: View, width: int) -> list[Block]:
    """One answer a row: key and mark, words, points. The last is followed by a blank line.

    With guidance, points and when to choose the answer stand beneath its words.
    """
    session, tr = view.session, view.tr
    options = words.options_of(session, view.place)
    worth = session.scorer.points[session.scorer.position[view.place]]
    guidance = view.guidance and any(o.guidance for o in options)
    rows = []
    for option in options:
        chosen = option.code == view.answer.status
        sign = Content.assemble(
            (f" {words.key_of(option.code)} ", "bold $accent"), ("(*)" if chosen else "( )")
        )
        points = words.points(worth[option.code], tr)
        label = Content.styled(tr.text(option.label), "bold" if chosen else "")
        after = (Content.styled(points.rjust(POINTS - 1), words.MUTED), POINTS)
        rows.append(
            Block(
                f"{CHOICE}{option.code}",
                guided(option, label, points, tr) if guidance else label,
                gap=int(option is options[-1]), width=width, chosen=chosen, live=True, lit=True,
                before=(sign, MARK), after=None if guidance else after,
            )
        )  # fmt: skip
    return rows


def guided(option: Option, label: Content, points: str, tr: Translator) -> Content:
    """The answer, and beneath it its points and when to choose it."""
    guidance = tr.text(option.guidance) if option.guidance else ""
    below = tr("{points}. {guidance}", points=points, guidance=guidance).strip()
    return Content("\n").join([label, Content.styled(below, words.MUTED)])
