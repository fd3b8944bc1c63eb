"""What journals tell a merge: who said a field last, and what was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kami_tui.domain.answers import Change, key_of, rekeyed
from kami_tui.domain.merging import Place
from kami_tui.usecases.ports import JournalEntry


@dataclass(frozen=True, slots=True)
class Said:
    """Who gave a field its value, and when by the clock of the machine it was done on."""

    who: str
    at: datetime | None
    """None: no journal tells."""


def taken_back(journal: Iterable[JournalEntry]) -> set[str]:
    """Steps that were undone and not done again: a merge among them may be merged anew."""
    undone: set[str] = set()
    for entry in journal:
        name = entry.change.step
        if name[:1] == "-":
            undone.add(name[1:])
        elif name[:1] == "+":
            undone.discard(name[1:])
    return undone


def keys_in(entries: Iterable[JournalEntry]) -> dict[str, None]:
    """Register keys that are spoken of, in order."""
    keys = (key_of(e.change) for e in entries)
    return dict.fromkeys(k for k in keys if k is not None)


def in_our_keys(entries: Iterable[JournalEntry], keys: Mapping[str, str]) -> Iterator[JournalEntry]:
    for entry in entries:
        yield replace(entry, change=rekeyed(entry.change, keys))


def said(entries: Iterable[JournalEntry]) -> dict[Place, Said]:
    """Who wrote each field last. A document counts as one, with what is attached to it."""
    found: dict[Place, Said] = {}
    for entry in entries:
        for place in _places(entry.change):
            found[place] = Said(entry.who, entry.at)
    return found


def last_said(journal: Sequence[JournalEntry], taken: Sequence[JournalEntry]) -> dict[Place, Said]:
    """As `said`; what a merge brought was said by whoever said it there."""
    found: dict[Place, Said] = {}
    brought: dict[Place, JournalEntry] = {}
    step: str | None = None
    for entry in sorted((*journal, *taken), key=lambda e: e.seq):
        change = entry.change
        if entry.origin:
            if step is not None:
                brought, step = {}, None
            brought |= dict.fromkeys(_places(change), entry)
            continue
        if step is None:
            step = change.step
        for place in _places(change):
            there = brought.get(place) if change.step == step else None
            same = there is not None and (there.change.after or None) == (change.after or None)
            source = there if there is not None and same else entry
            found[place] = Said(source.who, source.at)
    return found


def _places(change: Change) -> tuple[Place, ...]:
    own = (change.kind, change.subject, change.field)
    if change.kind == "evidence":
        return own, ("document", change.subject, "")
    if change.kind == "link":
        return own, ("document", change.field, "")
    return (own,)
