"""An assessment taken out of the workspace to be worked on: with what came before it."""

from __future__ import annotations

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import UnknownAssessment
from kami_tui.domain.scorer import Scorer
from kami_tui.usecases.ports import Stored, Workspace
from kami_tui.usecases.session import Session
from kami_tui.usecases.undo import from_journal

LOOKED_BACK = 5_000
"""Journal entries that are read for what can still be taken back."""


def open_session(stored: Stored, scorer: Scorer, workspace: Workspace, who: str) -> Session:
    """A session that can take back what `who` did before, and knows the round before this one.

    Raises:
        StoreError: the workspace cannot be read.
    """
    journal = workspace.journal(stored.id, after=stored.seq - LOOKED_BACK)
    return Session(
        stored.assessment,
        scorer,
        steps=from_journal(journal, who),
        previous=previous_of(workspace, stored),
    )


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
