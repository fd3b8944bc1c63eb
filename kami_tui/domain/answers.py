"""What an assessor has said so far, and on what evidence.

Nothing here changes in place: a change gives back a new assessment, so a screen, the saver and
the undo list can each hold one without watching the others.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

PROFILE_FIELDS = (
    "organisation", "unit", "address", "phone", "email", "assessor", "position", "date", "scope",
)  # fmt: skip
EVIDENCE_FIELDS = (
    "title", "kind", "location", "dated", "valid_until", "sha256", "file", "size",
)  # fmt: skip
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""What a key of the evidence register looks like, wherever it comes from."""
MAX_NOTE = 20_000
"""Characters a note may have; longer text belongs into a document that is referred to."""
MAX_FIELD = 4_000
"""Characters any other text may have."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One item, answered or at least begun. An item never touched has no Answer at all."""

    status: str | None = None
    """Canonical status code; None while only a note or evidence is there."""
    note: str = ""
    """Plain text, never markup."""
    evidence: tuple[str, ...] = ()
    """Keys of the assessment's evidence register, in the order they were attached."""

    @property
    def empty(self) -> bool:
        return self == Answer()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One document (or other proof) in the register; it may serve many items."""

    title: str
    kind: str = ""
    """Free word: policy, record, screenshot ..."""
    location: str = ""
    """A document number, a path or a link. Never opened, only printed."""
    dated: str = ""
    """The date it stands for, as YYYY-MM-DD; may be empty."""
    valid_until: str = ""
    sha256: str = ""
    """Of a local file, in lower-case hexadecimal; may be empty."""
    file: str = ""
    """The local file's path, as it was when it was hashed; may be empty."""
    size: str = ""
    """The local file's bytes then, in decimal digits; empty without a file."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who is assessed, by whom, and which system. All plain text; `date` is YYYY-MM-DD or empty."""

    organisation: str = ""
    unit: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    assessor: str = ""
    position: str = ""
    date: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One institution's answers to one edition, with its profile and evidence register."""

    instrument: str
    """Id of the edition, such as ``kami-5.0``."""
    profile: Profile = field(default_factory=Profile)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By item id."""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    """The register, by key (``E1``, ``E2`` ...)."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Person or working group by what was given to them: an area (``2``), one of its sections
    (``2/1``, counted from 1) or an item (``2.1``). The narrower one wins; see `domain.owners`."""

    def answer(self, item: str) -> Answer:
        return self.answers.get(item) or Answer()

    @property
    def statuses(self) -> dict[str, str]:
        """What the scorer wants: item id to status, unanswered ones absent."""
        return {i: a.status for i, a in self.answers.items() if a.status is not None}

    def items_resting_on(self, key: str) -> tuple[str, ...]:
        """Items that one piece of evidence serves."""
        return tuple(i for i, a in self.answers.items() if key in a.evidence)

    def free_key(self, given: Iterable[str] = ()) -> str:
        """The next register key; `given`: others that were given once, and never are again."""
        keys = {*self.evidence, *given}
        # Whatever somebody made up with many digits is passed over: keys stay short.
        numbers = [int(k[1:]) for k in keys if len(k) < 9 and k[:1] == "E" and k[1:].isdecimal()]
        number = max(numbers, default=0) + 1
        while f"E{number}" in keys:
            number += 1
        return f"E{number}"


ChangeKind = Literal["answer", "evidence", "link", "profile", "owner"]


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the journal: a single field, from one value to another.

    ====================  ==========  ====================  ==================================
    kind                  subject     field                 before / after
    ====================  ==========  ====================  ==================================
    ``answer``            item id     ``status``, ``note``  text; status None = unanswered
    ``link``              item id     evidence key          None or ``"1"`` (attached)
    ``evidence``          key         a field of Evidence   text; title None = not in register
    ``profile``           ``""``      a field of Profile    text
    ``owner``             scope       ``owner``             text; empty = nobody of its own
    ====================  ==========  ====================  ==================================
    """

    kind: ChangeKind
    subject: str
    field: str
    before: str | None
    after: str | None
    step: str = dataclasses.field(default="", compare=False)
    """What was done at once has one step, so that it can be taken back at once, even after a
    restart: ``<name>``, taken back ``-<name>``, done again ``+<name>``. Empty: not to be undone."""

    @property
    def undone(self) -> Change:
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)


def is_title(change: Change) -> bool:
    """Whether it enters a document (from None), takes it out of the register (to None), or gives it
    another title."""
    return (change.kind, change.field) == ("evidence", "title")


def key_of(change: Change) -> str | None:
    """The register key of the document a change is about; None: it is about none."""
    return {"evidence": change.subject, "link": change.field}.get(change.kind)


def rekeyed(change: Change, keys: Mapping[str, str]) -> Change:
    """The same change with other register keys: `keys` from old to new."""
    if change.kind == "evidence" and change.subject in keys:
        return replace(change, subject=keys[change.subject])
    if change.kind == "link" and change.field in keys:
        return replace(change, field=keys[change.field])
    return change


def changed(assessment: Assessment, change: Change) -> Assessment:
    """The assessment after one change; `before` is not compared (the last writer wins), but that
    only a title from None enters a document."""
    if change.kind == "profile":
        profile = replace(assessment.profile, **{change.field: change.after or ""})
        return replace(assessment, profile=profile)
    if change.kind == "evidence":
        return replace(assessment, evidence=_register(assessment.evidence, change))
    if change.kind == "owner":
        owners = {k: v for k, v in assessment.owners.items() if k != change.subject}
        if change.after:
            owners[change.subject] = change.after
        return replace(assessment, owners=owners)
    answer = assessment.answer(change.subject)
    if change.kind == "link":
        rest = tuple(k for k in answer.evidence if k != change.field)
        answer = replace(answer, evidence=(*rest, change.field) if change.after else rest)
    elif change.field == "status":
        answer = replace(answer, status=change.after)
    else:
        answer = replace(answer, note=change.after or "")
    answers = {**assessment.answers, change.subject: answer}
    if answer.empty:
        del answers[change.subject]
    return replace(assessment, answers=answers)


def standing(assessment: Assessment, change: Change) -> str | None:
    """What the field that a change names holds now, as `Change.after` would say it."""
    match change.kind:
        case "profile":
            return str(getattr(assessment.profile, change.field))
        case "owner":
            return assessment.owners.get(change.subject, "")
        case "link":
            attached = change.field in assessment.answer(change.subject).evidence
            return "1" if attached else None
        case "evidence":
            entry = assessment.evidence.get(change.subject)
            if entry is None:
                return None if change.field == "title" else ""
            return str(getattr(entry, change.field))
    answer = assessment.answer(change.subject)
    return answer.status if change.field == "status" else answer.note


def _register(register: Mapping[str, Evidence], change: Change) -> dict[str, Evidence]:
    key = change.subject
    if change.field == "title" and change.after is None:
        return {k: e for k, e in register.items() if k != key}
    if key not in register and not (is_title(change) and change.before is None):
        return dict(register)  # somebody else took it out meanwhile: half of it is no document
    entry = register.get(key) or Evidence(title="")
    return {**register, key: replace(entry, **{change.field: change.after or ""})}


def field_of(change: Change) -> tuple[str, str, str]:
    """What a change is about; two with the same write over each other."""
    return change.kind, change.subject, change.field


def changes_between(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """The changes that turn one assessment into the other, in an order that can be replayed."""
    found: list[Change] = []
    for name in PROFILE_FIELDS:
        old, new = getattr(before.profile, name), getattr(after.profile, name)
        if old != new:
            found.append(Change("profile", "", name, old, new))
    for key, entry in after.evidence.items():
        found += _entry_changes(key, before.evidence.get(key), entry)
    for item in [*after.answers, *(i for i in before.answers if i not in after.answers)]:
        found += _answer_changes(item, before.answer(item), after.answer(item))
    for scope in [*after.owners, *(s for s in before.owners if s not in after.owners)]:
        old, new = before.owners.get(scope, ""), after.owners.get(scope, "")
        if old != new:
            found.append(Change("owner", scope, "owner", old, new))
    for key in before.evidence:
        if key not in after.evidence:
            # Its other fields first, so that taking this back brings back all of it.
            entered = _entry_changes(key, None, before.evidence[key])
            found += [c.undone for c in reversed(entered)]
    return tuple(found)


def _entry_changes(key: str, old: Evidence | None, new: Evidence) -> list[Change]:
    found = []
    for f in fields(Evidence):
        was = getattr(old, f.name) if old else (None if f.name == "title" else "")
        now = getattr(new, f.name)
        if was != now:
            found.append(Change("evidence", key, f.name, was, now))
    return found


def _answer_changes(item: str, old: Answer, new: Answer) -> list[Change]:
    found: list[Change] = []
    if old.status != new.status:
        found.append(Change("answer", item, "status", old.status, new.status))
    if old.note != new.note:
        found.append(Change("answer", item, "note", old.note, new.note))
    if old.evidence != new.evidence:
        found += [Change("link", item, k, "1", None) for k in old.evidence if k not in new.evidence]
        found += [Change("link", item, k, None, "1") for k in new.evidence if k not in old.evidence]
    return found
