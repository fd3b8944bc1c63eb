"""One assessment being filled in. The session is the truth; screens only show it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    MAX_FIELD,
    MAX_NOTE,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Change,
    Evidence,
    changed,
    changes_between,
    is_title,
)
from kami_tui.domain.errors import KamiError, UnknownItem, UnknownStatus
from kami_tui.domain.instrument import Area, Instrument, Item, Option
from kami_tui.domain.owners import items_in, owner_of
from kami_tui.domain.result import Result, result_of
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.domain.story import AreaStory, area_story
from kami_tui.usecases import register
from kami_tui.usecases.undo import MOST, Names, Steps, done_again, same_field, taken_back


class UnfitText(KamiError):
    """A text is too long or holds control characters. Facts: field, limit, reason."""

    code = "unfit_text"


@dataclass(frozen=True, slots=True)
class Scored:
    """An assessment with its figures: never out of step."""

    assessment: Assessment
    evaluation: Evaluation
    result: Result
    stories: dict[str, AreaStory] = field(default_factory=dict, compare=False)
    """By area, as far as asked for."""


class Session:
    """Answers, notes, evidence and profile of one assessment, with undo.

    Every method that changes something gives back the changes it made, in order, for the saver;
    an empty tuple means that nothing was different.
    """

    def __init__(
        self,
        assessment: Assessment,
        scorer: Scorer,
        *,
        steps: Steps | None = None,
        previous: Assessment | None = None,
    ) -> None:
        """`steps`: what can still be taken back from before; `previous`: the round this one
        followed, if it was of the same edition."""
        self.scorer = scorer
        self.previous = previous
        self._now = self._scored(assessment)
        self._steps = steps or Steps()
        self._names = Names()

    # -- reading --------------------------------------------------------------------------

    @property
    def instrument(self) -> Instrument:
        return self.scorer.instrument

    @property
    def assessment(self) -> Assessment:
        return self._now.assessment

    @property
    def evaluation(self) -> Evaluation:
        return self._now.evaluation

    @property
    def result(self) -> Result:
        return self._now.result

    def story(self, area_id: str) -> AreaStory:
        """Why an area stands where it does; worked out once for the answers as they are."""
        stories = self._now.stories
        if area_id not in stories:
            stories[area_id] = area_story(self.evaluation, area_id)
        return stories[area_id]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Item ids as the assessor walks them."""
        return self.scorer.ids

    def item(self, item_id: str) -> Item:
        try:
            return self.instrument.items[item_id]
        except KeyError:
            raise UnknownItem(item=item_id, instrument=self.instrument.id) from None

    def area_of(self, item_id: str) -> Area:
        return self.instrument.area_of[self.item(item_id).id]

    def options(self, item_id: str) -> tuple[Option, ...]:
        return self.instrument.options(self.item(item_id).id)

    def answer_to(self, item_id: str) -> Answer:
        return self.assessment.answer(item_id)

    def answered(self, area_id: str | None = None) -> tuple[int, int]:
        """Items with a status, and all items; of one area or of the whole instrument."""
        start, stop = self.scorer.span[area_id] if area_id else (0, len(self.order))
        statuses = self.evaluation.statuses[start:stop]
        return len(statuses) - statuses.count(None), len(statuses)

    def changed_since_previous(self, item_id: str) -> bool:
        """Whether the status differs from that of the round before; never without one."""
        if self.previous is None:
            return False
        return self.previous.answer(item_id).status != self.answer_to(item_id).status

    def owner_of(self, item_id: str) -> str:
        """Who the item is given to, by itself or with its section or area; "" for nobody."""
        return owner_of(self.instrument, self.assessment.owners, item_id)

    def next_where(
        self, item_id: str | None, wanted: Callable[[str], bool], step: int = 1
    ) -> str | None:
        """The nearest item after (step 1) or before (-1) this one that is wanted, going round."""
        start = self.scorer.position[item_id] if item_id else (-1 if step > 0 else 0)
        for offset in range(1, len(self.order) + 1):
            candidate = self.order[(start + step * offset) % len(self.order)]
            if wanted(candidate):
                return candidate
        return None

    def next_unanswered(self, item_id: str | None, step: int = 1) -> str | None:
        return self.next_where(item_id, lambda i: self.answer_to(i).status is None, step)

    def lacks_evidence(self, item_id: str) -> bool:
        """Whether its answer earns points, with no evidence attached."""
        return bool(self.evaluation.earned_by(item_id)) and not self.answer_to(item_id).evidence

    def next_without_evidence(self, item_id: str | None, step: int = 1) -> str | None:
        return self.next_where(item_id, self.lacks_evidence, step)

    # -- changing -------------------------------------------------------------------------

    def set_status(
        self, item_id: str, status: str | None, *, note: str | None = None
    ) -> tuple[Change, ...]:
        """Answers an item, or (None) takes its answer back; a `note` is written in the same step.

        Raises:
            UnknownItem, UnknownStatus, UnfitText: nothing was changed.
        """
        if status is not None and self.instrument.option(self.item(item_id).id, status) is None:
            known = [o.code for o in self.options(item_id)]
            raise UnknownStatus(item=item_id, status=status, known=known)
        answer = self.answer_to(item_id)
        made = [Change("answer", item_id, "status", answer.status, status)]
        if note is not None:
            check_text("note", note, MAX_NOTE)
            made.append(Change("answer", item_id, "note", answer.note, note))
        return self._do(made)

    def set_statuses(
        self, item_ids: Iterable[str], status: str, *, note: str = ""
    ) -> tuple[Change, ...]:
        """Answers many items as one undo step; those that do not offer the status are left alone.

        `note` is written where an item has none yet. Raises UnknownItem, UnfitText.
        """
        check_text("note", note, MAX_NOTE)
        made = []
        for item_id in item_ids:
            if self.instrument.option(self.item(item_id).id, status) is None:
                continue
            answer = self.answer_to(item_id)
            made.append(Change("answer", item_id, "status", answer.status, status))
            if note and not answer.note.strip():
                made.append(Change("answer", item_id, "note", answer.note, note))
        return self._do(made)

    def set_note(self, item_id: str, note: str, *, joined: bool = False) -> tuple[Change, ...]:
        """Writes a note; `joined` to the last change of this note if that was the last step, so
        that a note saved while it is being typed is still taken back as one.

        Raises UnfitText, UnknownItem.
        """
        check_text("note", note, MAX_NOTE)
        before = self.answer_to(self.item(item_id).id).note
        return self._do([Change("answer", item_id, "note", before, note)], joined=joined)

    def set_profile(self, **values: str) -> tuple[Change, ...]:
        """Several profile fields as one undo step. Raises UnfitText."""
        profile = self.assessment.profile
        for name, value in values.items():
            if name not in PROFILE_FIELDS:
                raise TypeError(name)
            check_text(name, value, MAX_FIELD)
        return self._do(
            [Change("profile", "", n, getattr(profile, n), v) for n, v in values.items()]
        )

    def add_evidence(self, evidence: Evidence, item_id: str | None = None) -> tuple[Change, ...]:
        """Puts a document into the register and, if told, attaches it to an item: one undo step.

        A document that is there already (equal in every field) is not entered twice.
        Raises UnfitText, UnknownItem.
        """
        self._check_evidence(evidence)
        key, made = register.entered(self.assessment, evidence, self._steps.keys)
        if item_id is not None:
            made += register.attached(self.assessment, [self.item(item_id).id], key)
        return self._do(made)

    def edit_evidence(self, key: str, evidence: Evidence) -> tuple[Change, ...]:
        """Corrects a document of the register, for every item that rests on it."""
        self._check_evidence(evidence)
        return self._do(register.edited(self.assessment, key, evidence))

    def attach(self, item_id: str, key: str) -> tuple[Change, ...]:
        return self.attach_all([item_id], key)

    def attach_all(self, item_ids: Iterable[str], key: str) -> tuple[Change, ...]:
        """Attaches one document to many items: one undo step. Raises KeyError, UnknownItem."""
        if key not in self.assessment.evidence:
            raise KeyError(key)
        items = [self.item(i).id for i in item_ids]
        return self._do(register.attached(self.assessment, items, key))

    def detach(self, item_id: str, key: str) -> tuple[Change, ...]:
        """The document stays in the register."""
        attached = key in self.answer_to(item_id).evidence
        return self._do([Change("link", item_id, key, "1", None)] if attached else [])

    def remove_evidence(self, key: str) -> tuple[Change, ...]:
        """Detaches a document everywhere and takes it out of the register: one undo step."""
        return self._do(register.removed(self.assessment, key))

    def set_owner(self, scope: str, owner: str) -> tuple[Change, ...]:
        """Gives an area, a section or an item to somebody; "" takes it from them again.

        Raises:
            UnfitText: the name cannot be stored.
            KeyError: the instrument has no such scope.
        """
        check_text("owner", owner, MAX_FIELD)
        items_in(self.instrument, scope)
        before = self.assessment.owners.get(scope, "")
        return self._do([Change("owner", scope, "owner", before, owner.strip())])

    # -- trying out -----------------------------------------------------------------------

    def fork(self) -> Session:
        """A copy to try things out on; what is done to it does nothing here."""
        keys = Steps(keys=set(self._steps.keys))
        return Session(self.assessment, self.scorer, steps=keys, previous=self.previous)

    def adopt(self, trial: Session) -> tuple[Change, ...]:
        """Takes over everything that differs on a copy: one undo step."""
        return self._do([*changes_between(self.assessment, trial.assessment)])

    # -- taking back ----------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        return bool(self._steps.undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._steps.redo)

    def undo(self) -> tuple[Change, ...]:
        """Takes the last step back, but for what somebody else has written over since. A step of
        which nothing is left is passed over."""
        while self._steps.undo:
            step = self._steps.undo.pop()
            if taken := taken_back(step, self.assessment):
                self._steps.redo.append(step)
                return self._take(taken)
        return ()

    def redo(self) -> tuple[Change, ...]:
        while self._steps.redo:
            step = self._steps.redo.pop()
            if done := done_again(step, self.assessment):
                self._steps.undo.append(step)
                return self._take(done)
        return ()

    def absorb(self, changes: Sequence[Change]) -> None:
        """Takes over what another program wrote; not part of undo."""
        self._take(tuple(changes))

    def make_way(self, theirs: Sequence[Change]) -> Mapping[str, str]:
        """Another program has entered documents under keys of ours that it could not know of: ours
        get others. Gives back every key that changed."""
        held, wanted = set(self.assessment.evidence), dict[str, str]()
        given = {*self._steps.keys, *(c.subject for c in theirs if c.kind == "evidence")}
        for change in filter(is_title, theirs):
            key = change.subject
            if change.after is None:
                held.discard(key)
            elif change.before is None and key in held and key not in wanted:
                wanted[key] = self.assessment.free_key((*given, *wanted.values()))
        return self.rekey(wanted) if wanted else {}

    def amend(self, besides: Sequence[Change]) -> None:
        """The store took out more than our steps knew of (`Applied.besides`); undo has it, too."""
        self._steps.amend(besides)

    def rekey(self, renamed: Mapping[str, str]) -> Mapping[str, str]:
        """The store had to give our new documents other register keys, old to new; undo follows.

        Gives back every key that changed: a document entered meanwhile moves out of the way.
        """
        assessment, keys = register.renamed(self.assessment, renamed)
        self._now = self._scored(assessment)
        self._steps.rekey(keys)
        return keys

    # -- inside ---------------------------------------------------------------------------

    def _do(self, changes: list[Change], *, joined: bool = False) -> tuple[Change, ...]:
        made = [c for c in changes if c.before != c.after]
        if not made:
            return ()
        undo = self._steps.undo
        last = undo[-1] if joined and undo else ()
        if len(last) == len(made) == 1 and same_field(last[0], made[0]):
            step: tuple[Change, ...] = (replace(made[0], step=last[0].step),)
            undo[-1] = (replace(last[0], after=made[0].after),)
        else:
            name = self._names.next()
            step = tuple(replace(c, step=name) for c in made)
            undo.append(step)
            del undo[:-MOST]
        self._steps.redo.clear()
        return self._take(step)

    def _take(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        assessment = self.assessment
        for change in changes:
            assessment = changed(assessment, change)
            if change.kind == "evidence":
                self._steps.keys.add(change.subject)
        self._now = self._scored(assessment)
        return changes

    def _scored(self, assessment: Assessment) -> Scored:
        evaluation = self.scorer.evaluate(assessment.statuses)
        return Scored(assessment, evaluation, result_of(evaluation))

    def _check_evidence(self, evidence: Evidence) -> None:
        for name in EVIDENCE_FIELDS:
            check_text(name, getattr(evidence, name), MAX_FIELD)
        if not evidence.title.strip():
            raise UnfitText(field="title", limit=MAX_FIELD, reason="empty")


def check_text(field: str, text: str, limit: int) -> None:
    """Refuses what cannot be stored and printed faithfully.

    Raises:
        UnfitText: longer than `limit` characters, or a control character other than a line
            break or a tab.
    """
    if len(text) > limit:
        raise UnfitText(field=field, limit=limit, reason="too_long")
    if not text.isprintable() and any(
        unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text
    ):
        raise UnfitText(field=field, limit=limit, reason="control_character")
