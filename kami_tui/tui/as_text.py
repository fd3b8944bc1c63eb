"""The result and an item as plain sentences, one statement a line: for a screen reader, a mail, or
whoever would rather read than look. No bars, no boxes, no columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kami_tui.domain.numbers import Exact
from kami_tui.domain.official import OURS, Wording
from kami_tui.domain.story import GateStory, StageSum, status_story
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.widgets.area_bars import percent
from kami_tui.tui.widgets.area_radar import references
from kami_tui.tui.widgets.areas import area_figures
from kami_tui.tui.widgets.band_bar import span
from kami_tui.tui.widgets.numbers import four_numbers, owner_name
from kami_tui.tui.widgets.question import entry_details
from kami_tui.usecases.progress import by_owner, progress
from kami_tui.usecases.session import Session


def dashboard_text(
    session: Session, tr: Translator, findings: Sequence[tuple[str, int]] | None = None
) -> str:
    """The whole result. `findings`: kinds of open findings, translated, and how many of each."""
    return "\n".join(
        [
            *_result_lines(session, tr),
            "",
            *(n for a in session.instrument.areas for n in _area_lines(session, a.id, tr)),
            "",
            *_number_lines(session, tr),
            "",
            *_reference_lines(session, tr),
            *_owner_lines(session, tr),
            *_finding_lines(findings, tr),
        ]
    ).rstrip()


def item_text(session: Session, item_id: str, tr: Translator, wording: Wording = OURS) -> str:
    """One item: what is asked, every answer with the chosen one marked, note and evidence."""
    item, answer = session.item(item_id), session.answer_to(item_id)
    area = session.area_of(item_id)
    tags = ", ".join(words.tags_line(item, tr))
    found = [
        f"{item_id}  {words.area_name(area, tr)}" + (f"  ({tags})" if tags else ""),
        *(
            _said(tr("Official"), text) if voice == "official" else text
            for voice, text in wording.texts(item, tr.language)
        ),
        "",
    ]
    worth = session.scorer.points[session.scorer.position[item_id]]
    for option in words.options_of(session, item_id):
        mark = "[x]" if option.code == answer.status else "[ ]"
        points = words.points(worth[option.code], tr)
        found.append(f"{mark} {words.key_of(option.code)} {tr.text(option.label)} ({points})")
    if answer.status is None:
        found.append(tr("Not answered yet."))
    elif not session.evaluation.counts(item_id):
        found.append(
            tr("Kept, but not counted while stage {stage} is shut.", stage=item.stage or "")
        )
    found += ["", _said(tr("Note"), answer.note or "-")]
    entries = [(k, session.assessment.evidence[k]) for k in answer.evidence
               if k in session.assessment.evidence]  # fmt: skip
    if not entries:
        found.append(_said(tr("Evidence"), "-"))
    for key, entry in entries:
        details = entry_details(entry, tr)
        told = _said(tr("Evidence"), f"{key} {words.one_line(entry.title)}")
        found.append(f"{told} ({details})" if details else told)
    return "\n".join(found)


def _result_lines(session: Session, tr: Translator) -> Iterator[str]:
    result, instrument = session.result, session.instrument
    profile = session.assessment.profile
    yield _said(tr("Summary"), words.title(profile, tr))
    if scope := words.one_line(profile.scope):
        yield _said(tr("System and scope"), scope)
    if profile.date:
        yield _said(tr("Date of assessment"), tr.day_text(words.one_line(profile.date)))
    if instrument.results.readiness is not None:
        yield _said(tr("Readiness"), words.readiness(instrument, result, tr)[0])
    status = status_story(session.evaluation)
    if status and status.distance is not None:
        word, _ = words.scaled(instrument, instrument.results.readiness, status.next_value, tr)
        yield tr("{n} to go for {status}", n=words.points(status.distance, tr), status=word)
    if status and status.floor is not None and not status.floor.holds:
        needs = "; ".join(words.need(n, tr) for n in status.floor_needs)
        yield " ".join((tr("Areas still below their floor:"), needs))
    if result.category is not None:
        told, _ = words.category(session.scorer, session.evaluation, result, tr)
        yield _said(tr("SE category"), told)
    if result.total is not None and result.max is not None:
        total, most = tr.number(result.total), tr.number(result.max)
        yield _said(tr("Completeness"), tr("{n} of {of}", n=total, of=most))
    for band in status.bands if status else ():
        word, _ = words.scaled(instrument, instrument.results.readiness, band.value, tr)
        low, high = span(session, band, tr)
        told = tr("{name}, from {low} to {high}", name=word, low=low, high=high)
        if band.current:
            told = tr("{band} (the total is here)", band=told)
        yield _said(tr("Band"), told)
    if result.maturity_range is not None:
        rule = instrument.results.maturity_lowest
        low, high = (words.scaled(instrument, rule, v, tr)[0] for v in result.maturity_range)
        yield _said(tr("Maturity levels"), tr("{low} to {high}", low=low, high=high))


def _area_lines(session: Session, area_id: str, tr: Translator) -> Iterator[str]:
    story = session.story(area_id)
    score, level, _ = area_figures(session, area_id, tr)
    parts = []
    if area_id in session.result.areas:
        parts.append(_of(story.score, story.max, tr))
        parts.append(tr("level {level}", level=level))
    elif score and story.max and "/" in score:
        parts.append(_of(story.score, story.max, tr))
    elif score:
        parts.append(tr("score {score}", score=score))
    done, of = session.answered(area_id)
    parts.append(
        tr("all {of} items answered", of=of)
        if done == of
        else tr("{left} of {of} items unanswered", left=of - done, of=of)
    )
    parts += [_gate(g, tr) for g in story.gates]
    yield _said(_name(session, area_id, tr), ", ".join(parts))
    if story.stages:
        yield _said(_name(session, area_id, tr), ", ".join(_stage(s, tr) for s in story.stages))


def _gate(gate: GateStory, tr: Translator) -> str:
    stage = ", ".join(gate.gate.items.stage or ())
    if gate.open:
        return tr("stage {stage} counted", stage=stage)
    reasons = "; ".join(words.need(n, tr) for n in gate.needs)
    if not reasons:
        return tr("stage {stage} not counted", stage=stage)
    return tr("stage {stage} not counted, because: {reasons}", stage=stage, reasons=reasons)


def _number_lines(session: Session, tr: Translator) -> Iterator[str]:
    p = progress(session)
    for name, _, _, told in four_numbers(p, tr):
        yield f"{name}: {told}"
    if p.parked:
        yield tr("{points} waiting to be counted", points=words.points(p.parked, tr))
    for area in session.instrument.areas:
        far = progress(session, area.id)
        told = tr("{n} of {of} answers that earn points", n=far.evidenced, of=far.earning)
        yield _said(_name(session, area.id, tr), tr("evidenced: {told}", told=told))


def _reference_lines(session: Session, tr: Translator) -> Iterator[str]:
    """What the radar shows."""
    names = [tr.text(r) for r in session.instrument.results.references]
    for role in session.instrument.results.areas:
        lines = ", ".join(
            f"{name} {tr.number(value)}"
            for name, value in zip(names, references(session, role.area), strict=False)
        )
        if lines:
            score = tr.number(session.result.areas[role.area].score)
            told = tr("{score} against the reference lines {lines}", score=score, lines=lines)
            yield f"{_name(session, role.area, tr)}: {told}"


def _owner_lines(session: Session, tr: Translator) -> Iterator[str]:
    owners = by_owner(session)
    if owners:
        yield ""
    for o in owners:
        yield tr(
            "{owner}: {items} items, {answered} answered, {n} without evidence",
            owner=owner_name(o, tr), items=o.items, answered=o.answered, n=o.without_evidence,
        )  # fmt: skip


def _finding_lines(findings: Sequence[tuple[str, int]] | None, tr: Translator) -> Iterator[str]:
    if findings is None:
        return
    yield ""
    title = tr("Open findings")
    told = [_said(title, f"{word}, {tr.number(n)}") for word, n in findings if n]
    yield from told or [_said(title, tr("none"))]


def _said(about: str, told: str) -> str:
    return f"{about}: {told}"


def _name(session: Session, area_id: str, tr: Translator) -> str:
    name = words.area_name(session.instrument.area(area_id), tr)
    return tr("Area {id} {name}", id=area_id, name=name)


def _of(part: Exact, whole: Exact, tr: Translator) -> str:
    of = tr("{n} of {of}", n=tr.number(part), of=tr.number(whole))
    share = percent(part, whole, tr)
    return f"{of} ({share})" if share else of


def _stage(stage: StageSum, tr: Translator) -> str:
    earned, most = tr.number(stage.earned), tr.number(stage.max)
    return tr("stage {stage}: {n} of {of}", stage=stage.stage, n=earned, of=most)
