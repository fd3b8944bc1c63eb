"""What has changed, in words: figures after an answer, history, what other programs wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kami_tui.cli.line.item import one_line
from kami_tui.domain.answers import Change, field_of
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.result import AreaResult, Result
from kami_tui.domain.story import status_story
from kami_tui.i18n.figures import label_of, summary
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.ports import JournalEntry
from kami_tui.usecases.session import Session

MOST = 12
"""Items named in one line."""


def moved(before: Result, after: Result, instrument: Instrument, tr: Translator) -> str:
    """One line with the figures that are different now; empty if none is."""
    parts: list[str] = []
    for area_id, area in after.areas.items():
        parts += _area_moved(before.areas[area_id], area, tr)
    if after.category != before.category and after.category and after.category.complete:
        category = label_of(instrument, "se", after.category.value, tr)
        parts.append(tr("category: {category}", category=category))
    if after.supplement != before.supplement and after.supplement:
        s = after.supplement
        parts.append(
            tr("supplement: {score} of {max}", score=tr.number(s.score), max=tr.number(s.max))
        )
    if after.total != before.total and after.total is not None:
        parts.append(
            tr(
                "total: {total} of {max}",
                total=tr.number(after.total),
                max=tr.number(after.max or 0),
            )
        )
    if after.readiness != before.readiness:
        value = label_of(instrument, "readiness", after.readiness, tr)
        parts.append(tr("final result: {value}", value=value))
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _area_moved(before: AreaResult, after: AreaResult, tr: Translator) -> list[str]:
    parts = []
    if after.score != before.score:
        score, most = tr.number(after.score), tr.number(after.max)
        parts.append(tr("area {id}: {score} of {max}", id=after.area, score=score, max=most))
    if after.maturity != before.maturity:
        level = after.maturity or tr("incomplete")
        parts.append(tr("area {id} is at level {level}", id=after.area, level=level))
    if after.stage3_counted != before.stage3_counted:
        said = (
            tr("stage 3 of area {id} counts now", id=after.area)
            if after.stage3_counted
            else tr("stage 3 of area {id} does not count any more", id=after.area)
        )
        parts.append(said)
    return parts


def summary_lines(session: Session, tr: Translator) -> list[str]:
    """All figures, flat: an area a line, then what they add up to."""
    instrument, result = session.instrument, session.result
    lines = []
    for area in instrument.areas:
        answered, items = session.answered(area.id)
        parts = [tr("{done} of {all} answered", done=answered, all=items)]
        if scored := result.areas.get(area.id):
            score, most = tr.number(scored.score), tr.number(scored.max)
            parts.append(tr("score {score} of {max}", score=score, max=most))
            if scored.maturity:
                parts.append(tr("level {level}", level=scored.maturity))
            if scored.stage3_counted is False:
                parts.append(tr("stage 3 does not count yet"))
        name = tr("Area {id}: {name}", id=area.id, name=tr.text(area.name))
        lines.append(f"{name}. {_sentence(parts)}")
    lines += [f"{name}: {value}." for name, value in summary(result, instrument, tr)]
    story = status_story(session.evaluation)
    if story and story.next_value and story.distance is not None:
        lines.append(
            tr.plural(
                "{n} point of the total is missing for {value}.",
                "{n} points of the total are missing for {value}.",
                int(story.distance),
                value=label_of(instrument, "readiness", story.next_value, tr),
            )
        )
    return lines


def _sentence(parts: Sequence[str]) -> str:
    said = ", ".join(parts)
    return said[:1].upper() + said[1:] + "."


# -- changes ----------------------------------------------------------------------------------


def change_line(change: Change, tr: Translator) -> str:
    """One change, as history tells it."""
    before, after = change.before, change.after
    if change.kind == "link":
        if after:
            return tr("evidence {key} attached", key=change.field)
        return tr("evidence {key} detached", key=change.field)
    if change.kind == "evidence":
        if change.field == "title" and before is None:
            return tr("document {key} entered", key=change.subject)
        if change.field == "title" and after is None:
            return tr("document {key} taken out of the register", key=change.subject)
        return tr("document {key} corrected", key=change.subject)
    if change.kind == "profile":
        return tr("profile")
    if change.kind == "owner":
        if after:
            return tr("{scope} given to {owner}", scope=change.subject, owner=one_line(after))
        return tr("{scope} given to nobody of its own", scope=change.subject)
    if change.field == "note":
        if not after:
            return tr("note cleared")
        return tr("note written anew") if before else tr("note written")
    if after is None:
        return tr("answer {old} taken back", old=(before or "?").lower())
    if before is None:
        return tr("answer {new}", new=after.lower())
    return tr("answer {new} instead of {old}", new=after.lower(), old=before.lower())


def change_lines(changes: Iterable[Change], tr: Translator) -> list[str]:
    """What a step was, with the items it touched. Fields of one document are one thing."""
    lines: dict[str, None] = {}
    for change in changes:
        said = change_line(change, tr)
        on_item = change.kind in ("answer", "link")
        lines[f"{change.subject}, {said}." if on_item else f"{said[:1].upper()}{said[1:]}."] = None
    return list(lines)


def history_lines(entries: Sequence[JournalEntry], most: int, tr: Translator) -> list[str]:
    """The last entries first."""
    if not entries:
        return [tr("This item has no history yet.")]
    came = tr(" (came with a part)")
    lines = [
        f"{e.at.astimezone():%Y-%m-%d %H:%M}, {one_line(e.who)}: {change_line(e.change, tr)}"
        f"{came if e.origin else ''}."
        for e in reversed(entries[-most:])
    ]
    if len(entries) > most:
        lines.append(tr("And {n} before that.", n=len(entries) - most))
    return lines


# -- other programs ---------------------------------------------------------------------------


def others_lines(
    entries: Sequence[JournalEntry], ours: Iterable[Change], tr: Translator
) -> list[str]:
    """What others wrote meanwhile; where it was just written over, that too is said."""
    mine = {field_of(c) for c in ours}
    lines, by_who = [], dict[str, dict[str, None]]()
    for entry in entries:
        who, change = one_line(entry.who), entry.change
        if field_of(change) in mine:
            lines.append(
                tr(
                    "Meanwhile {who} had written {item}, {what}; yours has replaced it.",
                    who=who,
                    item=change.subject,
                    what=change_line(change, tr),
                )
            )
        else:
            by_who.setdefault(who, {})[change.subject or tr("profile")] = None
    for who, subjects in by_who.items():
        named = list(subjects)
        said = ", ".join(named[:MOST])
        if len(named) > MOST:
            said = tr("{items} and {n} more", items=said, n=len(named) - MOST)
        lines.append(tr("Meanwhile {who} has written: {items}.", who=who, items=said))
    return lines
