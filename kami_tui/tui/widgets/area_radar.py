"""The scored areas on the radar, over the instrument's reference lines."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from kami_tui.domain.numbers import Exact
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.widgets.put import put
from kami_tui.tui.widgets.radar import LABEL, RESULT, Axis, draw, sample
from kami_tui.usecases.session import Session

STYLES = {RESULT: "bold $accent", LABEL: ""}
"""Everything else is muted: the result stands out by its stroke, and in colours by them, too."""
HIGHEST = 34
"""Rows of the largest radar."""


class AreaRadar(Static):
    """As large as its width, or the height of the screen, allows."""

    DEFAULT_CSS = """
    AreaRadar { text-wrap: nowrap; text-overflow: clip; }
    AreaRadar.-no-room { display: none; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)

    def show(self, session: Session, tr: Translator, *, ascii: bool, width: int, room: int) -> None:
        """`width` is the columns it has, `room` the rows for drawing and legend. Both are asked of
        what is around it: its own size is none while it is hidden, and it would stay so."""
        if not self.display and not self.has_class("-no-room"):
            return
        legend = legend_lines(session, tr, ascii=ascii)
        height = min(room - len(legend) - 1, width // 2 + 1, HIGHEST)
        drawing = draw(axes(session, tr), width, max(height, 11), ascii=ascii)
        self.set_class(drawing is None, "-no-room")
        if drawing is None:
            return
        rows = [
            Content.assemble(
                *((text, STYLES.get(layer, words.MUTED) if layer is not None else "")
                  for text, layer in drawing.runs(row))
            )
            for row in range(len(drawing.rows))
        ]  # fmt: skip
        put(self, Content("\n").join([*rows, Content(), *legend]))


def axes(session: Session, tr: Translator) -> list[Axis]:
    """Every scored area with its share of the greatest score, and the shares of its references."""
    found = []
    for role in session.instrument.results.areas:
        result = session.result.areas[role.area]
        name = words.area_name(session.instrument.area(role.area), tr)
        found.append(
            Axis(
                f"{role.area} {name}",
                _share(result.score, result.max),
                tuple(_share(v, result.max) for v in references(session, role.area)),
            )
        )
    return found


def references(session: Session, area_id: str) -> list[Exact]:
    """An area's points on each of the reference lines, from the inside out."""
    role = next(r for r in session.instrument.results.areas if r.area == area_id)
    values = (session.evaluation.values[r] for r in role.references)
    return [v for v in values if not isinstance(v, (str, bool)) and v is not None]


def legend_lines(session: Session, tr: Translator, *, ascii: bool) -> list[Content]:
    here = (sample(RESULT, ascii=ascii), STYLES[RESULT])
    lines = [Content.assemble(here, "  ", tr("This assessment"))]
    for layer, name in enumerate(session.instrument.results.references):
        stroke = (sample(layer, ascii=ascii), words.MUTED)
        lines.append(Content.assemble(stroke, (f"  {tr.text(name)}", words.MUTED)))
    return lines


def _share(part: Exact, whole: Exact) -> float:
    return min(max(float(part / whole), 0.0), 1.0) if whole else 0.0
