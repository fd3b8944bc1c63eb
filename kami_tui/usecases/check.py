"""What is weak about an assessment before it is handed in. Cheap enough to ask after every answer.

`i18n.weaknesses` has the sentences, screens and the command line only place them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Literal

from kami_tui.domain.answers import Assessment
from kami_tui.domain.crosscheck_plausibility import group_of
from kami_tui.domain.instrument import Option
from kami_tui.domain.plausibility import Consistency
from kami_tui.domain.scorer import Scorer
from kami_tui.usecases.file_states import FileState
from kami_tui.usecases.session import Session

Severity = Literal["blocking", "warning", "hint"]
"""Not complete; complete, but will not hold when it is verified; worth a look."""
Kind = Literal[
    "profile", "unanswered", "no_reason", "no_evidence", "unknown_evidence", "evidence_gone",
    "evidence_changed", "evidence_expired", "contradiction", "evidence_wanted",
]  # fmt: skip
SEVERITY: dict[Kind, Severity] = {
    "profile": "blocking",
    "unanswered": "blocking",
    "no_reason": "blocking",
    "no_evidence": "blocking",
    "unknown_evidence": "blocking",
    "evidence_gone": "warning",
    "evidence_changed": "warning",
    "evidence_expired": "warning",
    "contradiction": "warning",
    "evidence_wanted": "hint",
}
"""In the order in which they are told. Kinds are stable: scripts may match on them."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """One thing to settle. It is about an item, or a profile field, or a piece of evidence.

    `facts` are what a sentence needs: words of the instrument (`LocalizedText`), what the user
    typed, dates as YYYY-MM-DD, tuples of item ids.
    """

    kind: Kind
    item: str | None = None
    field: str | None = None
    key: str | None = None
    """Of the evidence register."""
    items: tuple[str, ...] = ()
    """Every item it touches, in the instrument's order: the one it is about, or those that rest on
    the piece of evidence."""
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.kind]


def findings(
    session: Session, files: Mapping[str, FileState] | None = None
) -> tuple[Weakness, ...]:
    """Every weakness, the gravest first, then by kind, then in the instrument's order.

    `files`: pieces of evidence whose local file is gone or changed, by register key; whoever can
    look at files hands it in.
    """
    found: dict[Kind, list[Weakness]] = {kind: [] for kind in SEVERITY}
    told = chain(
        _of_profile(session), _of_items(session), _of_register(session, files or {}),
        _contradictions(session),
    )  # fmt: skip
    for weakness in told:
        found[weakness.kind].append(weakness)
    return tuple(chain.from_iterable(found.values()))


def blocking(weaknesses: tuple[Weakness, ...]) -> int:
    """How many must be settled before the assessment is complete."""
    return sum(w.severity == "blocking" for w in weaknesses)


def doubtful(weaknesses: tuple[Weakness, ...]) -> frozenset[str]:
    """Items whose answer is weak. Those without an answer are not among them (they have a key of
    their own), nor are hints."""
    return frozenset(
        item
        for w in weaknesses
        if w.kind != "unanswered" and w.severity != "hint"
        for item in w.items
    )


def next_doubtful(
    session: Session, item_id: str | None, weaknesses: tuple[Weakness, ...], step: int = 1
) -> str | None:
    """The nearest item after (step 1) or before (-1) this one whose answer is weak, going round."""
    return session.next_where(item_id, doubtful(weaknesses).__contains__, step)


# -- one after the other ----------------------------------------------------------------------


def _of_profile(session: Session) -> Iterator[Weakness]:
    profile = session.assessment.profile
    for name in session.instrument.required_profile:
        if not getattr(profile, name).strip():
            yield Weakness("profile", field=name)


def _of_items(session: Session) -> Iterator[Weakness]:
    register, answers = session.assessment.evidence, session.assessment.answers
    for item, options in zip(session.order, _prepared(session.scorer).options, strict=True):
        answer = answers.get(item)
        if answer is None or answer.status is None:
            yield Weakness("unanswered", item, items=(item,))
        if answer is None:
            continue
        proven = False
        for key in answer.evidence:
            if key in register:
                proven = True
            else:
                yield Weakness("unknown_evidence", item, key=key, items=(item,))
        option = options.get(answer.status or "")
        if option is None:
            continue
        if option.lacks_reason(answer.note):
            yield Weakness("no_reason", item, items=(item,), facts={"answer": option.label})
        if not proven and (option.needs_evidence or option.wants_evidence):
            kind: Kind = "no_evidence" if option.needs_evidence else "evidence_wanted"
            yield Weakness(kind, item, items=(item,), facts={"answer": option.label})


def _of_register(session: Session, files: Mapping[str, FileState]) -> Iterator[Weakness]:
    """Documents that items rest on; one that nothing rests on harms nobody."""
    assessment = session.assessment
    day = assessment.profile.date
    late = {k for k, e in assessment.evidence.items() if day and "" < e.valid_until < day}
    troubled = [k for k in assessment.evidence if k in late or k in files]
    resting = _resting(session, assessment, troubled) if troubled else {}
    for key in troubled:
        entry, items = assessment.evidence[key], resting[key]
        if not items:
            continue
        facts = {"title": entry.title}
        if key in files:
            kind: Kind = "evidence_gone" if files[key] == "gone" else "evidence_changed"
            yield Weakness(kind, key=key, items=items, facts={**facts, "file": entry.file})
        if key in late:
            dates = {"valid_until": entry.valid_until, "date": day}
            yield Weakness("evidence_expired", key=key, items=items, facts={**facts, **dates})


def _resting(
    session: Session, assessment: Assessment, keys: list[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {k: [] for k in keys}
    for item in session.order:
        for key in assessment.answer(item).evidence:
            if key in found:
                found[key].append(item)
    return {k: tuple(items) for k, items in found.items()}


def _contradictions(session: Session) -> Iterator[Weakness]:
    """Answers far above those they rest on, as the instrument's consistency rules say."""
    prepared, statuses = _prepared(session.scorer), session.evaluation.statuses
    seen: set[int] = set()
    for rule, upper, lower in prepared.groups:
        given = [statuses[i] for i in lower]
        if None in given:
            continue
        below = [
            (step, i)
            for i, s in zip(lower, given, strict=True)
            if (step := prepared.steps[i].get(s or "")) is not None
        ]
        if not below:
            continue
        middle = sorted(step for step, _ in below)[(len(below) - 1) // 2]
        for i in upper:
            step = prepared.steps[i].get(statuses[i] or "")
            if step is None or step - middle < rule.gap or i in seen:
                continue
            seen.add(i)
            item = session.order[i]
            weak = tuple(session.order[j] for s, j in below if s <= middle)
            yield Weakness(
                "contradiction", item, items=(item,),
                facts={
                    "answer": prepared.options[i][statuses[i] or ""].label,
                    "middle": prepared.label(lower[0], middle),
                    "rule": rule.id, "label": rule.label, "within": rule.within,
                    "rests_on": weak, "of": len(below), "reading": rule.reading,
                },
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What never changes for one edition. Lists run along its items."""

    options: tuple[dict[str, Option], ...]
    """By code."""
    steps: tuple[dict[str, int], ...]
    """Rank of each code, without "not applicable"."""
    groups: tuple[tuple[Consistency, tuple[int, ...], tuple[int, ...]], ...]
    """A rule, positions it looks at, positions these rest on."""

    def label(self, position: int, step: int) -> object:
        code = next(c for c, s in self.steps[position].items() if s == step)
        return self.options[position][code].label


@lru_cache(maxsize=8)
def _prepared(scorer: Scorer) -> _Prepared:
    instrument = scorer.instrument
    options = tuple({o.code: o for o in instrument.options(i)} for i in scorer.ids)
    steps = tuple(
        {o.code: n for n, o in enumerate(o for o in by.values() if o.not_applicable is None)}
        for by in options
    )
    groups = []
    for rule in instrument.consistency:
        uppers = _grouped(scorer, rule, scorer.select(rule.items))
        lowers = _grouped(scorer, rule, scorer.select(rule.rests_on))
        groups += [(rule, tuple(u), tuple(lowers[g])) for g, u in uppers.items() if g in lowers]
    return _Prepared(options, steps, tuple(groups))


def _grouped(
    scorer: Scorer, rule: Consistency, positions: tuple[int, ...]
) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for i in positions:
        groups.setdefault(group_of(scorer.tags[i], rule.within), []).append(i)
    return groups
