"""Whether what comes from a colleague's workspace goes on from what came from there before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kami_tui.usecases.ports import JournalEntry


def other_history(
    taken: Iterable[JournalEntry], theirs: Iterable[JournalEntry], origin: str, last: int
) -> bool:
    """Whether `theirs`, all that was done at `origin` up to entry `last`, is not what earlier
    files from there told: an older copy of that workspace was put back, or two copies of it are
    worked on. Their keys and numbers may then mean other things than they did."""
    before = {(e.origin, e.origin_seq): e for e in taken}
    now = {(e.origin, e.origin_seq): e for e in theirs}
    if any((now[k].at, now[k].who) != (before[k].at, before[k].who) for k in before.keys() & now):
        return True
    own_before, own_now = _own(before.values(), origin), _own(now.values(), origin)
    newest = own_before[-1].origin_seq if own_before else 0
    return _lacks(own_before, own_now, last) or _lacks(own_now, own_before, newest)


def _own(entries: Iterable[JournalEntry], origin: str) -> list[JournalEntry]:
    return sorted((e for e in entries if e.origin == origin), key=lambda e: e.origin_seq)


def _lacks(some: Sequence[JournalEntry], others: Sequence[JournalEntry], last: int) -> bool:
    """Whether one of `some`, up to entry `last`, is not among the others."""
    numbers = [e.origin_seq for e in others]
    known = set(numbers)
    for entry in some:
        if entry.origin_seq > last:
            return False
        if entry.origin_seq in known:
            continue
        # A note that went on being typed is one entry, with the number of its last saving.
        then = bisect_right(numbers, entry.origin_seq)
        if then == len(others) or not _same_note(entry, others[then]):
            return True
    return False


def _same_note(one: JournalEntry, other: JournalEntry) -> bool:
    a, b = one.change, other.change
    return ("answer", "note", a.subject) == (a.kind, a.field, b.subject) and (
        (b.kind, b.field) == (a.kind, a.field)
    )
