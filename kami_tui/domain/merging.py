"""Two people's answers made one again: a three-way merge, field by field.

A field is what one `Change` is about: a status, a note, one attachment, one field of a document or
of the profile, the owner of one scope. Where only one side differs from the base, that side is
taken; where both differ, and from each other, it is a conflict, and somebody has to say. A document
that one side took out of the register while the other went on using it is one conflict, whole.

In one workspace a register key means one document for good. In two it need not: both sides may have
made an ``E57``. Theirs are brought to ours first (`aligned`): what both entered alike becomes one
document, anything else gets a free key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Assessment,
    Change,
    ChangeKind,
    Evidence,
    changed,
)

Side = Literal["ours", "theirs"]
Place = tuple[str, str, str]
"""Kind, subject and field, as in a `Change`."""
Values = Mapping[Place, str]
"""Fields that hold something; absent is unanswered, empty, not attached, not in the register."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both sides changed. Values as in `Values`, None for nothing.

    ``("evidence", key, "title")`` with nothing on one side: that side took the document out of the
    register, the other changed or attached it. All of it follows the decision.
    """

    kind: ChangeKind
    subject: str
    field: str
    base: str | None
    ours: str | None
    theirs: str | None

    @property
    def place(self) -> Place:
        return self.kind, self.subject, self.field


@dataclass(frozen=True, slots=True)
class Merge:
    """What came out; all three in our register keys."""

    base: Assessment
    ours: Assessment
    theirs: Assessment
    keys: Mapping[str, str]
    """Keys that documents of theirs have or had, to ours."""
    conflicts: tuple[Conflict, ...]
    taken: tuple[Place, ...]
    """Fields where theirs is taken, since ours did not change them."""
    tied: Mapping[Place, Place]
    """Fields of disputed documents, to the conflict they follow."""

    def decided(self, choices: Mapping[Place, Side] = {}) -> Assessment:
        """The merged assessment. Conflicts that `choices` does not name stay as ours."""
        theirs = values_of(self.theirs)
        places = [*self.taken]
        places += [c.place for c in self.conflicts if choices.get(c.place) == "theirs"]
        places += [p for p, to in self.tied.items() if choices.get(to) == "theirs"]
        return _with(self.ours, {p: theirs.get(p) for p in dict.fromkeys(places)})


def merge(
    base: Assessment,
    ours: Assessment,
    theirs: Assessment,
    *,
    known: Mapping[str, str] | None = None,
    given: Collection[str] = (),
) -> Merge:
    """Merges theirs into ours.

    `base` is what both began with, in our register keys. `known` are keys that documents of theirs
    have or had, to ours (None: those of the base, which are the same). `given`: our keys of
    documents that are gone; no other gets them.

    Raises:
        ValueError: they are not of one edition.
    """
    if not base.instrument == ours.instrument == theirs.instrument:
        raise ValueError("instrument")
    known = {k: k for k in base.evidence} if known is None else known
    keys = aligned(base, ours, theirs, known, given)
    theirs = with_keys(theirs, keys)
    was, mine, other = values_of(base), values_of(ours), values_of(theirs)
    removed, disputed = _removals(base, ours, theirs)
    conflicts: list[Conflict] = []
    taken: list[Place] = []
    tied: dict[Place, Place] = {}
    for place in dict.fromkeys((*was, *mine, *other)):
        b, o, t = was.get(place), mine.get(place), other.get(place)
        key = _document(place)
        if key is not None and key in disputed:
            title: Place = ("evidence", key, "title")
            if place == title:
                conflicts.append(Conflict("evidence", key, "title", b, o, t))
            else:
                tied[place] = title
        elif key in removed:
            if removed[key] == "theirs" and o != t:
                taken.append(place)
        elif o in (t, b):
            if o != t:
                taken.append(place)
        elif t != b:
            conflicts.append(Conflict(cast(ChangeKind, place[0]), place[1], place[2], b, o, t))
    return Merge(base, ours, theirs, {**known, **keys}, tuple(conflicts), tuple(taken), tied)


# -- register keys ------------------------------------------------------------------------------


def aligned(
    base: Assessment,
    ours: Assessment,
    theirs: Assessment,
    known: Mapping[str, str],
    given: Collection[str] = (),
) -> dict[str, str]:
    """Every register key of theirs, to ours. No two of them become one."""
    held = {*_keys(ours), *_keys(base)}
    occupied = {*held, *given, *known.values()}
    free = FreeKeys({*occupied, *_keys(theirs)})
    keys: dict[str, str] = {}
    used: set[str] = set()

    def name(key: str, ours: str) -> None:
        keys[key] = ours
        used.add(ours)

    for key in _keys(theirs):
        if known.get(key) in held - used:
            name(key, known[key])
    alike: dict[tuple[str, str, str], list[str]] = {}
    for key, entry in ours.evidence.items():
        if key not in base.evidence and key not in used:
            alike.setdefault(same_document(entry), []).append(key)
    for key in _keys(theirs):
        if key in keys:
            continue
        found = theirs.evidence.get(key)
        fitting = alike.get(same_document(found), []) if found else []
        if fitting:
            name(key, fitting.pop(fitting.index(key) if key in fitting else 0))
        elif key in known and known[key] not in used:
            name(key, known[key])
        else:
            name(key, free.key() if key in occupied or key in used else key)
    return keys


def same_document(entry: Evidence) -> tuple[str, str, str]:
    """What makes two entries one document."""
    return entry.title, entry.location, entry.sha256


def with_keys(assessment: Assessment, keys: Mapping[str, str]) -> Assessment:
    """The same with other register keys; those not in `keys` stay."""
    answers = {
        i: replace(a, evidence=tuple(keys.get(k, k) for k in a.evidence)) if a.evidence else a
        for i, a in assessment.answers.items()
    }
    register = {keys.get(k, k): e for k, e in assessment.evidence.items()}
    return replace(assessment, answers=answers, evidence=register)


class FreeKeys:
    """Gives keys that nothing uses."""

    def __init__(self, used: Collection[str]) -> None:
        self._next = int(Assessment("").free_key(used)[1:])

    def key(self) -> str:
        key = f"E{self._next}"
        self._next += 1
        return key


def _keys(assessment: Assessment) -> tuple[str, ...]:
    """In the register or attached: a link may outlive its document."""
    attached = (k for a in assessment.answers.values() for k in a.evidence)
    return tuple(dict.fromkeys((*assessment.evidence, *attached)))


# -- fields -------------------------------------------------------------------------------------


def values_of(assessment: Assessment) -> dict[Place, str]:
    return dict(_values(assessment))


def _values(assessment: Assessment) -> Iterator[tuple[Place, str]]:
    for name in PROFILE_FIELDS:
        if value := getattr(assessment.profile, name):
            yield ("profile", "", name), value
    for key, entry in assessment.evidence.items():
        yield ("evidence", key, "title"), entry.title
        for name in EVIDENCE_FIELDS[1:]:
            if value := getattr(entry, name):
                yield ("evidence", key, name), value
    for item, answer in assessment.answers.items():
        if answer.status is not None:
            yield ("answer", item, "status"), answer.status
        if answer.note:
            yield ("answer", item, "note"), answer.note
        for key in answer.evidence:
            yield ("link", item, key), "1"
    for scope, owner in assessment.owners.items():
        if owner:
            yield ("owner", scope, "owner"), owner


def _document(place: Place) -> str | None:
    """The register key of the document a field is about."""
    kind, subject, field = place
    return subject if kind == "evidence" else field if kind == "link" else None


def _removals(
    base: Assessment, ours: Assessment, theirs: Assessment
) -> tuple[dict[str | None, Side], set[str | None]]:
    """Base documents that one side took out: those the other side had not touched, with who took
    them out; and those it had."""
    removed: dict[str | None, Side] = {}
    disputed: set[str | None] = set()
    was = values_of(base)
    both: tuple[tuple[Side, Assessment, Assessment], ...] = (
        ("ours", ours, theirs),
        ("theirs", theirs, ours),
    )
    for side, remover, keeper in both:
        gone = {k for k in base.evidence if k in keeper.evidence and k not in remover.evidence}
        kept = values_of(keeper) if gone else {}
        touched = {
            _document(p) for p, v in kept.items() if _document(p) in gone and was.get(p) != v
        }
        touched |= {p[1] for p in was if p[0] == "evidence" and p[1] in gone and p not in kept}
        removed |= dict.fromkeys(gone - touched, side)
        disputed |= touched
    return removed, disputed


def _with(assessment: Assessment, values: Mapping[Place, str | None]) -> Assessment:
    """The assessment with these fields. Documents are entered first and taken out last."""
    gone = {p[1] for p, v in values.items() if p[0] == "evidence" and p[2] == "title" and v is None}
    for (kind, subject, field), value in values.items():
        if kind == "evidence" and subject in gone:
            continue
        change = Change(cast(ChangeKind, kind), subject, field, None, value)
        assessment = changed(assessment, change)
    register = {k: e for k, e in assessment.evidence.items() if k not in gone}
    return replace(assessment, evidence=register)
