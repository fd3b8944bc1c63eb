"""What a report is of: an assessment, the round before it, and how long its journal is."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.domain.answers import Assessment
from kami_tui.usecases.opening import previous_of
from kami_tui.usecases.ports import Stored, Workspace


@dataclass(frozen=True, slots=True)
class Matter:
    assessment: Assessment
    previous: Assessment | None = None
    entries: int | None = None
    """Changes in the journal; None: it comes from a file, which has none."""


def matter_of(stored: Stored, workspace: Workspace) -> Matter:
    """Of an assessment of the workspace.

    Raises:
        StoreError: the workspace cannot be read.
    """
    return Matter(stored.assessment, previous_of(workspace, stored), stored.seq)
