"""What can be taken back and done again, also after a restart: the journal remembers it.

A step is what was done at once: one answer, a whole section, a trial taken over. Its changes bear
its name; where they are taken back or done again the journal says so (see `Change.step`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    Assessment,
    Change,
    is_title,
    key_of,
    rekeyed,
    standing,
)
from kami_tui.usecases.ports import JournalEntry

MOST = 500
"""Steps that are remembered; a longer way back is in the journal, for people to read."""

Step = tuple[Change, ...]


@dataclass(slots=True)
class Steps:
    """The two piles, the last step on top. Steps are never empty."""

    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Register keys that were ever given, by anybody: none is given to another document."""

    def amend(self, besides: Iterable[Change]) -> None:
        """A step took out more of a document than it knew of; see `Applied.besides`."""
        for change in besides:
            sign, name = change.step[:1], step_of(change)
            pile = self.redo if sign == "-" else self.undo
            pile[:] = [_with(s, change) if s[0].step == name else s for s in pile]

    def rekey(self, keys: Mapping[str, str]) -> None:
        """New documents got other keys, old to new. What was done before they were entered is
        about others, which have the old keys still."""
        since = {
            old: max(
                (n for n, s in enumerate(self.undo) if _enters(s, old)), default=len(self.undo)
            )
            for old in keys
        }
        self.undo[:] = [
            _rekeyed(step, {old: new for old, new in keys.items() if since[old] <= n})
            for n, step in enumerate(self.undo)
        ]
        self.redo[:] = [_rekeyed(step, keys) for step in self.redo]
        self.keys |= set(keys.values())


def _enters(step: Step, key: str) -> bool:
    return any(is_title(c) and c.subject == key and c.before is None for c in step)


def _rekeyed(step: Step, keys: Mapping[str, str]) -> Step:
    return tuple(rekeyed(c, keys) for c in step)


class Names:
    """Gives each step of one session a name of its own, unlike any of another session."""

    def __init__(self) -> None:
        self._session = secrets.token_hex(4)
        self._count = 0

    def next(self) -> str:
        self._count += 1
        return f"{self._session}.{self._count}"


def step_of(change: Change) -> str:
    """The name of the step that a change is part of, takes back or does again."""
    return change.step.lstrip("+-")


def from_journal(entries: Iterable[JournalEntry], who: str) -> Steps:
    """The steps of one person, as they stood when the program ended.

    What others did, what was imported and what an older program wrote is not among them.
    """
    undo: dict[str, list[Change]] = {}
    redo: dict[str, list[Change]] = {}
    keys: set[str] = set()
    for entry in entries:
        change = entry.change
        if change.kind == "evidence":
            keys.add(change.subject)
        if not change.step or entry.who != who:
            continue
        sign, name = change.step[0], change.step.lstrip("+-")
        if sign == "-":
            if name in undo:
                redo[name] = undo.pop(name)
            if name in redo:
                redo[name] = [*_with(tuple(redo[name]), change)]
        elif sign == "+":
            if name in redo:
                undo[name] = redo.pop(name)
            if name in undo:
                undo[name] = [*_with(tuple(undo[name]), change)]
        else:
            redo.clear()
            _add(undo.setdefault(name, []), change)
    undone, redone = ([tuple(s) for s in steps.values()][-MOST:] for steps in (undo, redo))
    return Steps(undone, redone, keys)


def _with(step: Step, change: Change) -> Step:
    """A step with a field that it took out besides, if it has not got it."""
    sign, name = change.step[:1], step_of(change)
    if any(same_field(c, change) for c in step):
        return step
    if sign == "-":
        return (*step, replace(change.undone, step=name))
    return (replace(change, step=name), *step)


def _add(step: list[Change], change: Change) -> None:
    """A note that was saved several times while it was typed is one change."""
    for at, earlier in enumerate(step):
        if same_field(earlier, change):
            step[at] = replace(earlier, after=change.after)
            return
    step.append(change)


def same_field(one: Change, other: Change) -> bool:
    return (one.kind, one.subject, one.field) == (other.kind, other.subject, other.field)


def taken_back(step: Step, assessment: Assessment) -> Step:
    """The changes that undo a step, but for fields that somebody else has written since."""
    return tuple(
        replace(c.undone, step=f"-{c.step}") for c in reversed(_untouched(step, assessment))
    )


def done_again(step: Step, assessment: Assessment) -> Step:
    undone = tuple(c.undone for c in step)
    return tuple(replace(c.undone, step=f"+{c.step}") for c in _untouched(undone, assessment))


def _untouched(step: Step, assessment: Assessment) -> Step:
    """What of a step still stands as the step left it."""
    register = assessment.evidence
    into = {c.subject for c in step if is_title(c) and c.before is None}
    out = {c.subject for c in step if is_title(c) and c.after is None}
    gone = {k for k in map(key_of, step) if k is not None} - register.keys() - out
    touched = [
        c for c in step
        if standing(assessment, c) != c.after or (c.kind == "evidence" and c.subject in gone)
    ]  # fmt: skip
    # A document is one thing: half of it is not brought back, nor taken out what others added to.
    entries = {c.subject for c in touched if c.kind == "evidence"}
    entries |= {k for k in into if _is_added_to(step, k, assessment)}
    whole = entries & (into | out)
    return tuple(
        c
        for c in step
        if not any(c is t for t in touched)
        and not (c.kind == "evidence" and c.subject in entries)
        and key_of(c) not in whole
        # Nor is anything attached again that is not in the register.
        and not (c.kind == "link" and c.after is None and c.field in gone)
    )


def _is_added_to(step: Step, key: str, assessment: Assessment) -> bool:
    """Whether a document that the step entered says more by now, or rests below more items."""
    own = {c.field for c in step if c.kind == "evidence" and c.subject == key}
    items = {c.subject for c in step if c.kind == "link" and c.field == key}
    entry = assessment.evidence.get(key)
    said = {f for f in EVIDENCE_FIELDS if entry is not None and getattr(entry, f)}
    return bool(said - own) or not items.issuperset(assessment.items_resting_on(key))
