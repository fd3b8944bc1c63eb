"""Two states of one assessment side by side: what a change does to score, level and status."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.widgets.areas import area_figures
from kami_tui.usecases.session import Session

LABEL = 22


@dataclass(frozen=True, slots=True)
class Effect:
    """One figure, before and after, in words."""

    label: str
    before: str
    after: str


def effects(before: Session, after: Session, area: str, tr: Translator) -> list[Effect]:
    """The figures that one area's answers can move; those the edition has."""
    pairs = list(zip(_figures(before, area, tr), _figures(after, area, tr), strict=True))
    return [Effect(old[0], old[1], new[1]) for old, new in pairs if old[1] or new[1]]


def effect_line(effect: Effect) -> Content:
    head = (effect.label.ljust(LABEL), words.MUTED)
    if effect.before == effect.after:
        return Content.assemble(head, effect.before)
    return Content.assemble(
        head, effect.before, (" -> ", "bold $accent"), (effect.after, words.STRONG)
    )


def _figures(session: Session, area: str, tr: Translator) -> list[tuple[str, str]]:
    instrument, result = session.instrument, session.result
    score, level, _ = area_figures(session, area, tr)
    found = [(tr("Score of area {area}", area=area), score or "-"), (tr("Level"), level)]
    for gate in session.story(area).gates:
        stage = ", ".join(gate.gate.items.stage or ())
        word = tr("counted") if gate.open else tr("not counted yet")
        found.append((tr("Stage {stage}", stage=stage), word))
    if result.total is not None and result.max is not None:
        figures = f"{tr.number(result.total)}/{tr.number(result.max)}"
        found.append((tr("Completeness"), figures))
    if result.category is not None and instrument.results.category:
        if instrument.results.category.area == area:
            word, _ = words.category(session.scorer, session.evaluation, result, tr)
            found.append((tr("SE category"), word))
    if instrument.results.readiness:
        found.append((tr("Readiness"), words.readiness(instrument, result, tr)[0]))
    return found
