"""The areas in rows: score, share, level, what is missing, and a bar of their stages."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rich.cells import cell_len
from textual.content import Content

from kami_tui.domain.numbers import Exact, rounded
from kami_tui.domain.story import AreaStory
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.columns import fit
from kami_tui.tui.widgets.areas import area_figures
from kami_tui.tui.widgets.strokes import PARKED, Segment, bar
from kami_tui.usecases.progress import progress
from kami_tui.usecases.session import Session

_ROOMY = 92
"""Columns from which there is room for the evidence, too."""
GAP = 2


@dataclass(frozen=True, slots=True)
class _Widths:
    """Of the columns, in cells; the bar takes what is left."""

    name: int
    figure: int
    left: int
    proof: int

    def bar(self, width: int) -> int:
        return max(width - self.name - 3 * self.figure - GAP - self.left - self.proof, 6)


def area_table(session: Session, width: int, tr: Translator, *, ascii: bool = False) -> Content:
    """A heading, a row for each area and, where a stage is shut, what the hatching means."""
    w = _Widths(24, 10, 8, 13) if width >= _ROOMY else _Widths(18, 8, 7, 0)
    stories = [session.story(a.id) for a in session.instrument.areas]
    stages = list(dict.fromkeys(s.stage for story in stories for s in story.stages))
    heads = [
        fit(tr("Area"), w.name),
        *(fit(head, w.figure, right=True) for head in (tr("Score"), tr("Share"), tr("Level"))),
        " " * GAP,
        fit(tr("Stage {stage}", stage=" ".join(stages)) if stages else "", w.bar(width)),
        fit(tr("Left"), w.left, right=True),
        fit(tr("No evidence"), w.proof, right=True) if w.proof else "",
    ]
    rows = [Content.styled("".join(heads), "bold $text-muted")]
    rows += [_row(session, story, width, w, tr, ascii=ascii) for story in stories]
    if any(parked(story) for story in stories):
        hint = tr("earned, not counted yet")
        sign = f"{PARKED * 3} ".rjust(max(width - cell_len(hint), 0))
        rows.append(Content.assemble(sign, (hint, words.MUTED)))
    return Content("\n").join(rows)


def percent(part: Exact, whole: Exact, tr: Translator) -> str:
    """A share in whole percent, half up; empty of nothing."""
    return f"{tr.number(rounded(Fraction(100 * part) / whole, 0))}%" if whole else ""


def parked(story: AreaStory) -> Exact:
    """Points of an area that a shut gate does not count."""
    return sum(s.earned - s.counted for s in story.stages)


def stage_bar(story: AreaStory, width: int, *, ascii: bool = False) -> Content:
    """The stages one after another, as long as the points they can earn."""
    segments = [Segment(s.max, s.counted, s.earned - s.counted) for s in story.stages]
    if not segments and story.max:
        segments = [Segment(story.max, story.score)]
    return bar(segments, width, ascii=ascii)


def _row(
    session: Session, story: AreaStory, width: int, w: _Widths, tr: Translator, *, ascii: bool
) -> Content:
    area = session.instrument.area(story.area)
    score, level, tone = area_figures(session, story.area, tr)
    scored = story.area in session.result.areas
    supplement = session.instrument.results.supplement
    extra = supplement is not None and supplement.area == story.area
    share = percent(story.score, story.max, tr) if scored or extra else ""
    drawn = stage_bar(story, w.bar(width), ascii=ascii) if scored or extra else Content()
    far = progress(session, story.area)
    return Content.assemble(
        fit(f"{story.area} {words.area_name(area, tr)}", w.name),
        fit(score, w.figure, right=True),
        (fit(share, w.figure, right=True), words.MUTED),
        (fit(level if scored else "-", w.figure, right=True), tone if scored else words.MUTED),
        " " * GAP,
        drawn.pad_right(w.bar(width) - drawn.cell_length),
        _count(far.unanswered, w.left),
        _count(far.without_evidence, w.proof) if w.proof else "",
    )


def _count(n: int, width: int) -> tuple[str, str]:
    """What is missing stands out; where nothing is, a dash."""
    return fit(str(n) if n else "-", width, right=True), words.MISSING if n else words.MUTED
