"""The answers an item offers; the one given is marked by a sign, not only by colour."""

from __future__ import annotations

from collections.abc import Mapping

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


def choices(
    view: View, width: int, known: Mapping[str, tuple[object, Block]]
) -> dict[str, tuple[object, Block]]:
    """One answer a row: key and mark, words, points. The last is followed by a blank line. Each
    comes with what it was made from; those `known` are not made again.

    With guidance, points and when to choose the answer stand beneath its words.
    """
    options = words.options_of(view.session, view.place)
    worth = view.session.scorer.points[view.session.scorer.position[view.place]]
    guidance = view.guidance and any(o.guidance for o in options)
    rows = {}
    for option in options:
        chosen, last = option.code == view.answer.status, option is options[-1]
        made_from = (option, worth[option.code], chosen, last, guidance, width, view.tr)
        row = known.get(option.code)
        if row is None or row[0] != made_from:
            points = words.points(worth[option.code], view.tr)
            row = made_from, _row(option, points, width, view.tr, chosen, last, guidance)
        rows[option.code] = row
    return rows


def _row(
    option: Option, points: str, width: int, tr: Translator, chosen: bool, last: bool, guide: bool
) -> Block:
    sign = Content.assemble(
        (f" {words.key_of(option.code)} ", "bold $accent"), ("(*)" if chosen else "( )")
    )
    label = Content.styled(tr.text(option.label), "bold" if chosen else "")
    after = (Content.styled(points.rjust(POINTS - 1), words.MUTED), POINTS)
    return Block(
        f"{CHOICE}{option.code}",
        guided(option, label, points, tr) if guide else label,
        gap=int(last), width=width, chosen=chosen, live=True, lit=True,
        before=(sign, MARK), after=None if guide else after,
    )  # fmt: skip


def guided(option: Option, label: Content, points: str, tr: Translator) -> Content:
    """The answer, and beneath it its points and when to choose it."""
    guidance = tr.text(option.guidance) if option.guidance else ""
    below = tr("{points}. {guidance}", points=points, guidance=guidance).strip()
    return Content("\n").join([label, Content.styled(below, words.MUTED)])
