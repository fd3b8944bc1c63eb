"""An assessment taken out of the workspace to be worked on: with what came before it."""

from __future__ import annotations

from collections.abc import Iterable

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import UnknownAssessment
from kami_tui.domain.scorer import Scorer
from kami_tui.usecases.ports import JournalEntry, Stored, Workspace
from kami_tui.usecases.session import Session
from kami_tui.usecases.undo import from_journal, step_of

LOOKED_BACK = 5_000
"""Journal entries that are read for what can still be taken back."""


def open_session(stored: Stored, scorer: Scorer, workspace: Workspace, who: str) -> Session:
    """A session that can take back what `who` did before, and knows the round before this one.

    Raises:
        StoreError: the workspace cannot be read.
    """
    return Session(
        stored.assessment,
        scorer,
        steps=from_journal(_last_entries(stored, workspace), who),
        previous=previous_of(workspace, stored),
    )


def _last_entries(stored: Stored, workspace: Workspace) -> list[JournalEntry]:
    """The end of the journal, in which every step is whole: half of one must not be taken back."""
    back = LOOKED_BACK
    while True:
        entries = workspace.journal(stored.id, after=stored.seq - back)
        if not entries or back >= stored.seq:
            return list(entries)
        first = step_of(entries[0].change)  # of which the beginning may be missing
        found = [e for e in entries if not first or step_of(e.change) != first]
        if 2 * len(found) > len(entries) and not _looks_further_back(entries, first):
            return found
        back *= 4


def _looks_further_back(entries: Iterable[JournalEntry], first: str) -> bool:
    """Whether something is taken back or done again that was not done, whole, among the entries."""
    done: set[str] = set()
    for entry in entries:
        step = entry.change.step
        if step[:1] in ("-", "+") and step_of(entry.change) not in done:
            return True
        if step != first:
            done.add(step)
    return False


def previous_of(workspace: Workspace, stored: Stored) -> Assessment | None:
    """The round before, if it is still there and of the same edition.

    Raises:
        StoreError: the workspace cannot be read.
    """
    if stored.previous is None:
        return None
    try:
        previous = workspace.load(stored.previous).assessment
    except UnknownAssessment:  # deleted since
        return None
    return previous if previous.instrument == stored.assessment.instrument else None
