"""Where the assessment stands, at every key press: the area, why not higher, the total."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from kami_tui.domain.result import Result
from kami_tui.domain.story import AreaStory, status_story
from kami_tui.domain.trace import Need
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.view import Panel, View
from kami_tui.tui.widgets.areas import area_figures
from kami_tui.tui.widgets.block import Block
from kami_tui.tui.widgets.put import put
from kami_tui.tui.widgets.sheet import Sheet
from kami_tui.tui.widgets.trial import trial_line, trial_rows
from kami_tui.usecases.moves import Found, Move
from kami_tui.usecases.session import Session

WIDTH = 30
"""Columns of the text; screens/walker.tcss gives the panel as many."""
MOST_MOVES = 4
"""Answers named that would lift a figure; the rest are counted."""


class Standing(Sheet, Panel):
    """The side panel."""

    def show(self, view: View) -> None:
        if not self.differs(view.session.evaluation, view.area, view.tr, view.moves):
            return
        session, story, tr = view.session, view.story, view.tr
        texts = {
            "standing-trial": trial_rows(session, view.tried, tr),
            "standing-area": area_rows(session, story, tr),
            "standing-gate": gate_rows(story, tr),
            "standing-next": next_rows(session, story, tr),
            "standing-moves": moves_rows(session, view.moves, story.area, tr),
            "standing-total": total_rows(session, tr),
            "standing-category": category_rows(session, tr),
        }
        self.lay(block for name, rows in texts.items() for block in by_line(name, rows))


class StandingStrip(Static, Panel):
    """The same in two lines, for narrow windows."""

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, view: View) -> None:
        if not self.differs(view.session.evaluation, view.area, view.tr):
            return
        first = area_line(view.session, view.story, view.tr)
        second = (
            total_line(view.session, view.tr)
            if view.tried is None
            else trial_line(view.session, view.tried, view.tr)
        )
        put(self, lines(first, second))


def heading(text: str) -> Content:
    return Content.styled(text, "bold $text-muted")


def by_line(name: str, rows: list[Content]) -> Iterator[Block]:
    """A block for each row, so that only rows that differ are made anew. Blank ones are gaps; the
    last has one beneath."""
    for n, row in enumerate(rows):
        if row:
            gap = n + 1 == len(rows) or not rows[n + 1]
            yield Block(f"{name}.{n}" if n else name, row, gap=gap)


def rows_of(*parts: Content | str | tuple[str, str] | None) -> list[Content]:
    """One part on each line; None leaves a line out."""
    return [p if isinstance(p, Content) else Content.assemble(p) for p in parts if p is not None]


def lines(*parts: Content | str | tuple[str, str] | None) -> Content:
    """The same as one text."""
    return Content("\n").join(rows_of(*parts))


def area_rows(session: Session, story: AreaStory, tr: Translator) -> list[Content]:
    score, level, tone = area_figures(session, story.area, tr)
    done, of = session.answered(story.area)
    area = session.instrument.area(story.area)
    role = session.result.areas.get(story.area)
    name = words.cut(words.area_name(area, tr), WIDTH)
    figures: list[Content] = []
    if role is not None:
        figures = [
            Content.assemble(
                (tr.number(story.score), "bold"), (f" / {tr.number(story.max)}", words.MUTED)
            ),
            words.bar(story.score, story.max, WIDTH),
            Content.assemble((tr("Maturity level") + "  ", words.MUTED), (level, f"bold {tone}")),
        ]
    elif score and story.max and "/" in score:
        figures = [
            Content.assemble((score, "bold"), f"  {level}"),
            words.bar(story.score, story.max, WIDTH),
        ]
    left = of - done
    missing = (
        (tr("All {of} answered", of=of), words.MUTED)
        if not left
        else (tr("{left} of {of} unanswered", left=left, of=of), words.MISSING)
    )
    return rows_of(heading(name), *figures, missing)


def gate_rows(story: AreaStory, tr: Translator) -> list[Content]:
    """Whether the last stage counts and, if not, what keeps it shut."""
    found: list[Content] = []
    for gate in story.gates:
        stage = ", ".join(gate.gate.items.stage or ())
        if gate.open:
            found += rows_of(
                heading(tr("Stage {stage}", stage=stage)), (tr("counted"), "$success"), Content()
            )
            continue
        parked = next((s for s in story.stages if s.stage == stage), None)
        waiting = (
            (
                tr("{points} waiting to be counted", points=words.points(parked.earned, tr)),
                words.MUTED,
            )
            if parked and parked.earned
            else None
        )
        found += rows_of(
            heading(tr("Stage {stage}", stage=stage)),
            (tr("not counted yet"), words.MISSING),
            waiting,
            *(row for n in gate.needs[:3] for row in _need_rows(n, tr, 7)),
            Content(),
        )
    return found[:-1]


def next_rows(session: Session, story: AreaStory, tr: Translator) -> list[Content]:
    """Why the area's level is not higher: the first thing to change."""
    if story.ladder is None or story.next_level is None or not story.next_needs:
        return []
    word, _ = words.scaled(session.instrument, story.ladder.id, story.next_level, tr)
    more = len(story.next_needs) - 1
    return rows_of(
        heading(tr("Why not level {level}", level=word)),
        *_need_rows(story.next_needs[0], tr, 14),
        (tr("and {n} more", n=more), words.MUTED) if more else None,
    )


def moves_rows(session: Session, found: Found | None, area: str, tr: Translator) -> list[Content]:
    """Single answers that would raise the area's level, the status or the category right now."""
    if found is None:
        return []
    moves = [*found.of("status"), *found.of("category"), *found.of("level", area)]
    rows = [move_line(session, m, tr) for m in moves[:MOST_MOVES]]
    if more := len(moves) - len(rows):
        rows.append(Content.styled(tr("and {n} more", n=more), words.MUTED))
    if not moves:
        rows = [Content.styled(tr("no single answer does"), words.MUTED)]
    return rows_of(heading(tr("One answer that lifts it")), *rows)


def move_line(session: Session, move: Move, tr: Translator) -> Content:
    option = session.instrument.option(move.item, move.option)
    roles = session.instrument.results
    rule = {
        "level": next((r.maturity for r in roles.areas if r.area == move.area), None),
        "status": roles.readiness,
        "category": roles.category.value if roles.category else None,
    }[move.figure]
    word, _ = words.scaled(session.instrument, rule, move.after, tr)
    key = words.key_of(option.code).upper() if option else move.option
    return Content.assemble(
        (f"{move.item:<5}", "bold"), f" {key}  ", ("-> ", words.MUTED), (word, "$success")
    )


def _need_rows(need: Need, tr: Translator, limit: int) -> list[Content]:
    ids = words.item_ids(need.items, limit)
    return rows_of(words.need(need, tr), (ids, words.MUTED) if ids else None)


def total_rows(session: Session, tr: Translator) -> list[Content]:
    result = session.result
    if result.total is None or result.max is None:
        return []
    ready, tone = words.readiness(session.instrument, result, tr)
    return rows_of(
        heading(tr("Completeness")),
        Content.assemble(
            (tr.number(result.total), "bold"), (f" / {tr.number(result.max)}", words.MUTED)
        ),
        words.bar(result.total, result.max, WIDTH),
        Content(),
        heading(tr("Readiness")),
        (ready, f"bold {tone}"),
        *distance_lines(session, tr),
    )


def distance_lines(session: Session, tr: Translator) -> list[Content]:
    """How far the next status is, and which floor holds the present one down."""
    status = status_story(session.evaluation)
    if status is None:
        return []
    found = []
    if status.next_value is not None and status.distance is not None:
        roles = session.instrument.results
        word, _ = words.scaled(session.instrument, roles.readiness, status.next_value, tr)
        found.append(
            Content(tr("{n} to go for {status}", n=words.points(status.distance, tr), status=word))
        )
    if status.floor is not None and not status.floor.holds:
        told = (
            tr("Areas still below their floor:") if status.value is None
            else tr("Held down by an area below its floor:")
        )  # fmt: skip
        found.append(Content.styled(told, words.MISSING))
        found += [Content(words.need(n, tr)) for n in status.floor_needs[:3]]
        if more := len(status.floor_needs[3:]):
            found.append(Content.styled(tr("and {n} more", n=more), words.MUTED))
    return found


def category_rows(session: Session, tr: Translator) -> list[Content]:
    if session.result.category is None:
        return []
    text, tone = words.category(session.scorer, session.evaluation, session.result, tr)
    return rows_of(heading(tr("SE category")), (text, tone))


def area_line(session: Session, story: AreaStory, tr: Translator) -> Content:
    score, level, tone = area_figures(session, story.area, tr)
    name = words.cut(words.area_name(session.instrument.area(story.area), tr), 30)
    parts = [Content.styled(f"{story.area} {name}", "bold")]
    if score:
        parts.append(Content(score))
    if level:
        parts.append(Content.styled(level, f"bold {tone}".strip()))
    done, of = session.answered(story.area)
    if done < of:
        parts.append(Content.styled(tr("{left} unanswered", left=of - done), words.MISSING))
    for gate in story.gates:
        stage = ", ".join(gate.gate.items.stage or ())
        parts.append(
            Content.styled(tr("stage {stage} counted", stage=stage), "$success")
            if gate.open
            else Content.styled(tr("stage {stage} not counted", stage=stage), words.MISSING)
        )
    return Content("   ").join(parts)


def total_line(session: Session, tr: Translator) -> Content:
    result: Result = session.result
    ready, tone = words.readiness(session.instrument, result, tr)
    category, category_tone = words.category(session.scorer, session.evaluation, result, tr)
    parts = [
        Content.styled(
            tr(
                "Total {score}/{max}",
                score=tr.number(result.total or 0),
                max=tr.number(result.max or 0),
            ),
            "bold",
        ),
    ]
    if result.readiness is not None:
        parts.append(Content.styled(ready, tone))
    parts.append(Content.assemble(("SE ", words.MUTED), (category, category_tone)))
    return Content("   ").join(parts)
