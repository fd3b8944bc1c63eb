"""A session whose every change is durable before anyone is told that it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from kami_tui.domain.answers import Change, rekeyed
from kami_tui.domain.errors import KamiError
from kami_tui.domain.scorer import Scorer
from kami_tui.usecases.history import whole_journal
from kami_tui.usecases.opening import open_session
from kami_tui.usecases.ports import JournalEntry, Stored, Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """What is in the workspace now."""

    changes: tuple[Change, ...]
    """As they were written: a new document may have got another register key."""
    others: tuple[JournalEntry, ...] = ()
    """What another program had written meanwhile; the session has it, where it is not ours now."""


class Keeper:
    """Follows one session, step by step. For front ends that may wait for the disk."""

    def __init__(self, stored: Stored, scorer: Scorer, workspace: Workspace, who: str) -> None:
        self.id = stored.id
        self.session = open_session(stored, scorer, workspace, who)
        self.seq = stored.seq
        """Last journal entry that the session knows of."""
        self._workspace = workspace
        self._who = who
        self._place = stored.place

    def look(self) -> tuple[JournalEntry, ...]:
        """Takes over what other programs have written since. Raises StoreError."""
        entries = self._workspace.journal(self.id, after=self.seq)
        if entries:
            self.seq = entries[-1].seq
            self.session.absorb([e.change for e in entries])
        return entries

    def keep(self, changes: Sequence[Change]) -> Kept:
        """Writes what the session has just done; on return it is durable.

        Raises:
            StoreError: nothing was written. The session still has the changes: call again with
                the same ones.
        """
        applied = self._workspace.apply(self.id, changes, who=self._who, seen=self.seq)
        self.seq = applied.seq
        written = tuple(changes)
        self.session.amend(applied.besides)
        if applied.renamed:
            keys = self.session.rekey(applied.renamed)
            written = tuple(rekeyed(c, keys) for c in written)
        # Our writing came after theirs, as far as there still was what it was about.
        if applied.others:
            self.session.absorb([*(e.change for e in applied.others), *written])
        return Kept(written, applied.others)

    def history(self, item: str) -> tuple[JournalEntry, ...]:
        """Everything that was ever done to an item, oldest first. Raises StoreError."""
        return tuple(
            e
            for e in whole_journal(self._workspace, self.id)
            if e.change.kind in ("answer", "link") and e.change.subject == item
        )

    def remember(self, item: str) -> None:
        """Notes where the assessor is. Losing one's place loses no answer, so failing is quiet."""
        if item != self._place:
            with suppress(KamiError):
                self._workspace.set_place(self.id, item)
                self._place = item
