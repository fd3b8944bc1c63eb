"""Which document a register key stood for, and when: a key may be given to another one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping

from kami_tui.domain.answers import Assessment
from kami_tui.domain.merging import same_document
from kami_tui.usecases.ports import JournalEntry

Making = int
"""One document, by the journal entry that entered it."""
FIRST: Making = -1
"""It was in the register before the journal begins."""


class Makings:
    """The documents of one register, as its own journal tells of them.

    What was taken back or done again is the document that it was before; so is what a merge brought
    back: it gives no key that was given.
    """

    def __init__(self, entries: Iterable[JournalEntry], merges: Collection[str] = ()) -> None:
        """`merges`: the steps that were merges."""
        self._at: dict[str, list[int]] = {}
        self._stands: dict[str, list[Making | None]] = {}
        made: dict[tuple[str, str], Making] = {}
        gone: dict[tuple[str, str], Making] = {}
        for entry in entries:
            change = entry.change
            if change.kind != "evidence":
                continue
            key, sign, step = change.subject, change.step[:1], change.step.lstrip("+-")
            own = bool(step) and sign not in ("-", "+")
            enters = change.field == "title" and change.before is None
            if key not in self._at:
                self._at[key] = [] if enters else [FIRST]
                self._stands[key] = [] if enters else [FIRST]
            stands = self._stands[key]
            if enters:
                before = {"-": gone, "+": made}.get(sign, {})
                making = before.get((step, key), entry.seq)
                if own and step in merges:
                    making = next((m for m in reversed(stands) if m is not None), making)
                if own:
                    made[step, key] = making
                self._at[key].append(entry.seq)
                stands.append(making)
            elif change.field == "title" and change.after is None:
                last = stands[-1] if stands else None
                if last is not None:
                    if own:
                        gone[step, key] = last
                    self._at[key].append(entry.seq)
                    stands.append(None)

    def meant(self, key: str, seq: int | None = None) -> Making | None:
        """What a key stood for after that entry (None: after the last); None: nothing."""
        if key not in self._at:
            return FIRST
        stands = self._stands[key]
        count = len(stands) if seq is None else bisect_right(self._at[key], seq)
        return stands[count - 1] if count else None

    def about(self, key: str, seq: int) -> Making | None:
        """Which document that entry is about: the one it takes out, or one that was brought from
        elsewhere by the step after it, among them."""
        found = self.meant(key, seq)
        if found is not None:
            return found
        at, stands = self._at[key], self._stands[key]
        count = bisect_right(at, seq)
        if count and at[count - 1] == seq:
            return stands[count - 2]
        return stands[count] if count < len(stands) else None


def keys_given(entries: Iterable[JournalEntry]) -> set[str]:
    """Keys that some document has or had."""
    return {
        e.change.subject
        for e in entries
        if e.change.kind == "evidence" and e.change.field == "title"
    }


def remade(
    meant: Mapping[str, Making | None], makings: Makings, base: Assessment, now: Assessment
) -> set[str]:
    """Keys of base documents that stand for others now. `meant`: what they stood for.

    One that was entered again just as it was is no other."""
    return {
        key
        for key, making in meant.items()
        if key in base.evidence
        and key in now.evidence
        and makings.meant(key) != making
        and same_document(base.evidence[key]) != same_document(now.evidence[key])
    }
