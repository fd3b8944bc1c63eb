"""Figures and states in words, the same on every screen. Pure: values in, styled text out.

Everything a user typed goes into `Content` as plain text; nothing here is ever parsed as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from kami_tui.domain.answers import Profile
from kami_tui.domain.numbers import Exact
from kami_tui.domain.official import Wording
from kami_tui.i18n.translator import Translator
from kami_tui.tui.columns import cut as cut
from kami_tui.tui.columns import shown

if TYPE_CHECKING:  # pydantic comes with these; the first picture does without
    from kami_tui.domain.instrument import Area, Instrument, Item, Option
    from kami_tui.domain.result import Result
    from kami_tui.domain.scorer import Evaluation, Scorer
    from kami_tui.domain.trace import Need
    from kami_tui.tui.saver import SaveState
    from kami_tui.usecases.session import Session

MUTED = "$text-muted"
MISSING = "$warning"
WRONG = "$error"
STRONG = "bold"
_TONES = {"bad": "$error", "weak": "$warning", "fair": "$secondary", "good": "$success", "none": ""}


def title(profile: Profile, tr: Translator) -> str:
    """What an assessment is called: organisation, else unit, else that it has no name yet."""
    return one_line(profile.organisation or profile.unit) or tr("(no name yet)")


def one_line(text: str) -> str:
    return shown(" ".join(text.split()))


def item_line(item: Item, wording: Wording, tr: Translator) -> str:
    """An item's text where there is one line for it."""
    return one_line(wording.text(item, tr.language))


def area_name(area: Area, tr: Translator) -> str:
    return tr.text(area.short or area.name)


def clock_time(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M:%S")


def moment(moment: datetime) -> str:
    """Local date and time, the same in both languages."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def bar(part: Exact, whole: Exact, width: int) -> Content:
    """A bar of coloured blanks. The figures always stand beside it, so it may be invisible."""
    filled = round(width * part / whole) if whole else 0
    if part and not filled:
        filled = 1
    return Content.assemble((" " * filled, "on $bar"), (" " * (width - filled), "on $bar-rest"))


def points(amount: Exact, tr: Translator) -> str:
    whole = amount if isinstance(amount, int) else 2
    return (
        tr.plural("{n} point", "{n} points", whole)
        if amount == whole
        else tr("{number} points", number=tr.number(amount))
    )


# -- one item ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sign:
    """An item's answer in a narrow column: a sign, a short word and how strongly to show it."""

    sign: str
    word: str
    style: str


def key_of(code: str) -> str:
    """The key that gives an answer: the first letter or digit of its code."""
    return code[0].lower()


def options_of(session: Session, item_id: str) -> tuple[Option, ...]:
    """The answers as people know them: an item's own in the order of their letters."""
    options = session.options(item_id)
    own = session.item(item_id).options is not None
    return tuple(sorted(options, key=lambda o: o.code)) if own else options


def short_label(option: Option, tr: Translator) -> str:
    return tr.text(option.short or option.label)


def sign_of(session: Session, item_id: str, tr: Translator) -> Sign:
    """Brackets round a sign say that a shut gate does not count the answer."""
    status = session.answer_to(item_id).status
    if status is None:
        return Sign("[ ]", tr("unanswered"), MISSING)
    option = session.instrument.option(item_id, status)
    word = short_label(option, tr) if option else status
    sign = key_of(status).upper()
    if not session.evaluation.counts(item_id):
        return Sign(f"({sign})", word, MUTED)
    return Sign(sign, word, "")


def flags_of(session: Session, item_id: str) -> str:
    """``+2`` pieces of evidence, ``*`` a note, ``!`` a reason that is still to be written."""
    answer = session.answer_to(item_id)
    evidence = f"+{len(answer.evidence)}" if answer.evidence else ""
    option = session.instrument.option(item_id, answer.status) if answer.status else None
    asked = "!" if option and option.lacks_reason(answer.note) else ""
    return evidence + ("*" if answer.note else "") + asked


def tags_line(item: Item, tr: Translator) -> list[str]:
    tags = []
    if item.stage is not None:
        tags.append(tr("Stage {stage}", stage=item.stage))
    if item.maturity is not None:
        tags.append(tr("Level {level}", level=item.maturity))
    return tags


def section_of(area: Area, item_id: str) -> int:
    """Position of the section an item stands in."""
    return next(n for n, s in enumerate(area.sections) if any(i.id == item_id for i in s.items))


# -- results ----------------------------------------------------------------------------------


def scaled(
    instrument: Instrument, rule: str | None, value: str | None, tr: Translator
) -> tuple[str, str]:
    """The word for a value on its scale, and its colour."""
    if value is None or rule is None:
        return "-", MUTED
    scale = instrument.scale_of(rule)
    if scale is None:
        return value, ""
    step = scale.steps[scale.order[value]]
    return tr.text(step.label), _TONES[step.tone]


def level(
    instrument: Instrument, area_id: str, value: str | None, tr: Translator
) -> tuple[str, str]:
    role = next((r for r in instrument.results.areas if r.area == area_id), None)
    return scaled(instrument, role.maturity if role else None, value, tr)


def category(
    scorer: Scorer, evaluation: Evaluation, result: Result, tr: Translator
) -> tuple[str, str]:
    """The category in words; while incomplete, the range that is still possible."""
    role = scorer.instrument.results.category
    if result.category is None or role is None:
        return "-", MUTED
    if result.category.complete:
        word, tone = scaled(scorer.instrument, role.value, result.category.value, tr)
        return tr(
            "{category} (score {score})", category=word, score=tr.number(result.category.score or 0)
        ), tone
    statuses = {i: s for i, s in zip(scorer.ids, evaluation.statuses, strict=True) if s is not None}
    from kami_tui.domain.result import possible_categories

    ends = possible_categories(scorer, statuses)
    if ends is None:
        return "-", MUTED
    low, high = (scaled(scorer.instrument, role.value, end[1], tr)[0] for end in ends)
    if low == high:
        return tr("incomplete; will be {category}", category=low), MISSING
    return tr("incomplete; {lowest} to {highest} still possible", lowest=low, highest=high), MISSING


def readiness(instrument: Instrument, result: Result, tr: Translator) -> tuple[str, str]:
    if result.readiness is None:
        return tr("not known yet"), MISSING
    return scaled(instrument, instrument.results.readiness, result.readiness, tr)


def need(need: Need, tr: Translator) -> str:
    """What is missing for one condition, with its numbers."""
    label, value, wanted = tr.text(need.rule.label), need.check.value, need.check.wanted
    if need.check.gap is None:
        return label
    return tr(
        "{what}: {value} of {wanted}",
        what=label, value=_figure(value, tr), wanted=_figure(wanted, tr),
    )  # fmt: skip


def item_ids(ids: Sequence[str], limit: int) -> str:
    shown = "  ".join(ids[:limit])
    return f"{shown}  +{len(ids) - limit}" if len(ids) > limit else shown


def _figure(value: object, tr: Translator) -> str:
    if isinstance(value, str) or value is None:
        return value or "-"
    return tr.number(value)  # type: ignore[arg-type]


# -- saving -----------------------------------------------------------------------------------


def save_state(state: SaveState | None, reason: str, tr: Translator) -> tuple[str, str]:
    """The header's word on saving. `reason` explains the last failure."""
    if state is None:
        return "", ""
    if state.error is not None and state.waiting:
        return tr("NOT SAVED ({n}): {why}", n=state.waiting, why=reason), f"bold {WRONG}"
    if state.waiting:
        return tr("Saving..."), MISSING
    if state.saved_at is not None:
        return tr("Saved {time}", time=clock_time(state.saved_at)), "$success"
    return tr("Saved"), "$success"
