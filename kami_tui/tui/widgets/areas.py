"""The areas with their progress: a list where there is room, one line where there is not."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widgets import Static

from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.columns import cut, pad
from kami_tui.tui.messages import AreaPicked
from kami_tui.tui.view import Panel, View
from kami_tui.tui.widgets.block import Block
from kami_tui.tui.widgets.put import put
from kami_tui.tui.widgets.sheet import Sheet
from kami_tui.usecases.session import Session

WIDTH = 28
"""Columns of the list; screens/walker.tcss gives it as many."""
PRESENT = "bold $block-cursor-foreground on $block-cursor-background"


class AreaList(Sheet, Panel):
    """One area a row, of two lines; the first alone says enough where the window is low."""

    BARRED = False

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, tuple[object, Block]] = {}
        """What each row was made from, and the row."""

    def show(self, view: View) -> None:
        if not self.differs(view.session.evaluation, view.area, view.tr, view.low):
            return
        self._rows = {a.id: self._row(view, a.id) for a in view.session.instrument.areas}
        self.lay(block for _, block in self._rows.values())

    def _row(self, view: View, area_id: str) -> tuple[object, Block]:
        present, result = area_id == view.area.id, view.session.result
        figures = (result.areas.get(area_id), result.supplement, result.category)
        made_from = (view.session.answered(area_id), figures, present, view.low, view.tr)
        known = self._rows.get(area_id)
        if known and known[0] == made_from:
            return known
        text = area_lines(view.session, area_id, present, view.tr)
        first = text.split("\n")[0] if view.low else text
        return made_from, Block(f"area-{area_id}", first, live=True, lit=True)

    def clicked(self, name: str) -> None:
        self.post_message(AreaPicked(name.removeprefix("area-")))


class AreaStrip(Static, Panel):
    """All areas on one line: number and progress."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._spans: list[tuple[int, int, str]] = []

    def show(self, view: View) -> None:
        if not self.differs(view.session.evaluation, view.area, view.tr, self.app.size):
            return
        session, present = view.session, view.area.id
        texts = []
        for area in session.instrument.areas:
            done, of = session.answered(area.id)
            text = f"{area.id} {done}/{of}"
            texts.append((area.id, f"[{text}]" if area.id == present else text, done == of))
        gap = 2 if sum(len(t) + 2 for _, t, _ in texts) <= self.app.size.width else 1
        line, at = Content(), 0
        self._spans = []
        for area_id, text, whole in texts:
            style = PRESENT if area_id == present else words.MUTED if whole else ""
            line += Content.styled(text, style) + " " * gap
            self._spans.append((at, at + len(text), area_id))
            at += len(text) + gap
        put(self, line)

    def on_click(self, event: events.Click) -> None:
        column = event.x - self.styles.padding.left
        for start, end, area in self._spans:
            if start <= column < end:
                self.post_message(AreaPicked(area))


def area_lines(session: Session, area_id: str, present: bool, tr: Translator) -> Content:
    done, of = session.answered(area_id)
    count = f"{done}/{of}"
    name_width = WIDTH - 5 - len(count)
    area = session.instrument.area(area_id)
    name = pad(cut(words.area_name(area, tr), name_width), name_width)
    mark = ">" if present else " "
    first = Content.assemble(
        (mark, "bold $accent"),
        f"{area_id:>2} ",
        (f"{name} ", "bold" if present else ""),
        (count, words.MUTED if done == of else ""),
    )
    score, level, tone = area_figures(session, area_id, tr)
    second = Content.assemble(
        "    ",
        words.bar(done, of, 8),
        (f"{score:>9}", words.MUTED),
        (pad(level, WIDTH - 21, right=True), tone),
    )
    return Content("\n").join([first, second])


def area_figures(session: Session, area_id: str, tr: Translator) -> tuple[str, str, str]:
    """Score, level (or share) and its colour; empty where an area has none."""
    result, roles = session.result, session.instrument.results
    if found := result.areas.get(area_id):
        word, tone = words.level(session.instrument, area_id, found.maturity, tr)
        return f"{tr.number(found.score)}/{tr.number(found.max)}", word, tone
    if roles.supplement and roles.supplement.area == area_id and result.supplement:
        s = result.supplement
        percent = f"{tr.number(s.percent)}%" if s.percent is not None else ""
        return f"{tr.number(s.score)}/{tr.number(s.max)}", percent, ""
    if roles.category and roles.category.area == area_id and result.category:
        score = result.category.score
        return tr.number(score) if score is not None else "", "", ""
    return "", "", ""
