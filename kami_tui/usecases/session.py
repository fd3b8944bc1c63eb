"""One assessment being filled in. The session is the truth; screens only show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    MAX_FIELD,
    MAX_NOTE,
    PROFILE_FIELDS,
    Assessment,
    Change,
    Evidence,
    changed,
    changes_between,
    is_title,
)
from kami_tui.domain.errors import UnknownStatus
from kami_tui.domain.owners import items_in
from kami_tui.domain.scorer import Scorer
from kami_tui.usecases import register
from kami_tui.usecases.standing import Standing
from kami_tui.usecases.texts import UnfitText, check_text
from kami_tui.usecases.undo import MOST, Names, Steps, done_again, same_field, taken_back


class Session(Standing):
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
        super().__init__(assessment, scorer, previous=previous)
        self._steps = steps or Steps()
        self._names = Names()

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
        return self._do([Change("owner", scope, "owner", before, " ".join(owner.split()))])

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

    def _check_evidence(self, evidence: Evidence) -> None:
        for name in EVIDENCE_FIELDS:
            check_text(name, getattr(evidence, name), MAX_FIELD)
        if not evidence.title.strip():
            raise UnfitText(field="title", limit=MAX_FIELD, reason="empty")
