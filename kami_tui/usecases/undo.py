"""What can be taken back and done again, also after a restart: the journal remembers it.

A step is what was done at once: one answer, a whole section, a trial taken over. Its changes bear
its name; where they are taken back or done again the journal says so (see `Change.step`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kami_tui.domain.answers import Assessment, Change, standing
from kami_tui.usecases.ports import JournalEntry

MOST = 500
"""Steps that are remembered; a longer way back is in the journal, for people to read."""

Step = tuple[Change, ...]


@dataclass(slots=True)
class Steps:
    """The two piles, the last step on top. Steps are never empty."""

    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)


class Names:
    """Gives each step of one session a name of its own, unlike any of another session."""

    def __init__(self) -> None:
        self._session = secrets.token_hex(4)
        self._count = 0

    def next(self) -> str:
        self._count += 1
        return f"{self._session}.{self._count}"


def from_journal(entries: Iterable[JournalEntry], who: str) -> Steps:
    """The steps of one person, as they stood when the program ended.

    What others did, what was imported and what an older program wrote is not among them.
    """
    undo: dict[str, list[Change]] = {}
    redo: dict[str, list[Change]] = {}
    for entry in entries:
        change = entry.change
        if not change.step or entry.who != who:
            continue
        sign, name = change.step[0], change.step.lstrip("+-")
        if sign == "-":
            if name in undo:
                redo[name] = undo.pop(name)
        elif sign == "+":
            if name in redo:
                undo[name] = redo.pop(name)
        else:
            redo.clear()
            _add(undo.setdefault(name, []), change)
    piles = ([tuple(step) for step in steps.values()][-MOST:] for steps in (undo, redo))
    return Steps(*piles)


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
    touched = [c for c in step if standing(assessment, c) != c.after]
    entries = {c.subject for c in touched if c.kind == "evidence"}
    return tuple(
        c
        for c in step
        if not any(c is t for t in touched)
        # A document is one thing: half of it is not brought back.
        and not (c.kind == "evidence" and c.subject in entries)
    )
