"""Who changed what, and when: the journal as people read it, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kami_tui.domain.answers import Assessment, Change, Evidence
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.owners import items_in, scopes_of
from kami_tui.usecases.ports import JournalEntry, Workspace

Way = Literal["done", "taken_back", "done_again", "came"]
"""``came``: it was done elsewhere, and came with a part that was merged."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One change, with all that is to be told about it."""

    change: Change
    who: str
    at: datetime | None
    """None: it is not durable yet."""
    way: Way = "done"
    title: str = ""
    """Of the document the change is about, as it was called then."""


def whole_journal(workspace: Workspace, id: str) -> tuple[JournalEntry, ...]:
    """What was done here and what came with parts, in the order in which it got here.

    Raises:
        StoreError: the workspace cannot be read.
    """
    came = workspace.taken_over(id)
    own = workspace.journal(id)
    return tuple(sorted((*own, *came), key=lambda e: e.seq)) if came else own


def facts(
    entries: Sequence[JournalEntry],
    waiting: Sequence[Change] = (),
    *,
    who: str,
    seen: int = 0,
    register: Mapping[str, Evidence] | None = None,
) -> tuple[Fact, ...]:
    """Everything that was changed, the last first.

    `waiting` is what the saver still held while its last known entry was `seen`, just before the
    journal was read: what of it `who` has written since is not told twice. `register` has the
    titles of documents that the journal does not tell of.
    """
    titles = {k: e.title for k, e in (register or {}).items()}
    found = []
    for entry in entries:
        way: Way = "came" if entry.origin else way_of(entry.change)
        found.append(Fact(entry.change, entry.who, entry.at, way, _title(entry.change, titles)))
    own = (e for e in entries if e.seq > seen and e.who == who and not e.origin)
    for change in unsaved(waiting, own):
        found.append(Fact(change, who, None, way_of(change), _title(change, titles)))
    return tuple(reversed(found))


def unsaved(waiting: Iterable[Change], written: Iterable[JournalEntry]) -> list[Change]:
    """What of `waiting` is not among `written`."""
    there = Counter((e.change.step, e.change) for e in written)
    left = []
    for change in waiting:
        if there[change.step, change]:
            there[change.step, change] -= 1
        else:
            left.append(change)
    return left


def way_of(change: Change) -> Way:
    """Whether something was done, taken back (undo) or done again (redo)."""
    sign = change.step[:1]
    return "taken_back" if sign == "-" else "done_again" if sign == "+" else "done"


def of_item(found: Iterable[Fact], instrument: Instrument, item_id: str) -> tuple[Fact, ...]:
    """What concerns one item: its answer, note and evidence, and whom it was given to."""
    scopes = scopes_of(instrument, item_id)
    return tuple(
        f
        for f in found
        if (f.change.kind in ("answer", "link") and f.change.subject == item_id)
        or (f.change.kind == "owner" and f.change.subject in scopes)
    )


def place_of(change: Change, instrument: Instrument) -> str | None:
    """The item where a change is to be seen; None for the profile and the register."""
    if change.kind in ("answer", "link"):
        return change.subject if change.subject in instrument.items else None
    if change.kind == "owner":
        try:
            return items_in(instrument, change.subject)[0]
        except KeyError:
            return None
    return None


def can_write_again(
    change: Change, value: str | None, assessment: Assessment, instrument: Instrument
) -> bool:
    """Whether an earlier status or note can be given anew, and would change something."""
    if change.kind != "answer" or change.subject not in instrument.items:
        return False
    answer = assessment.answer(change.subject)
    if change.field == "note":
        return (value or "") != answer.note
    known = value is None or instrument.option(change.subject, value) is not None
    return known and value != answer.status


def _title(change: Change, titles: dict[str, str]) -> str:
    """What a document is called at this point; `titles` learns from the change."""
    if change.kind == "evidence" and change.field == "title":
        titles[change.subject] = change.after or change.before or ""
    key = change.field if change.kind == "link" else change.subject
    return titles.get(key, "") if change.kind in ("evidence", "link") else ""
