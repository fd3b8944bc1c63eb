"""Where the local files of an answers file lie: its paths are taken from its own folder, wherever
the program was started."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kami_tui.domain.answers import Assessment, Evidence
from kami_tui.usecases.lookup import Found, is_pipe


def rooted(
    found: Found, assessment: Assessment, is_there: Callable[[str], bool] | None = None
) -> Assessment:
    """The assessment with whole paths for its relative ones, if it came from a file.

    `is_there`: only for files that are there; a name that leads to nothing stays as it was typed.
    """
    path = found.path
    if path is None or is_pipe(path):
        return assessment
    folder = path.absolute().parent.resolve()

    def whole(entry: Evidence) -> Evidence:
        if not entry.file or not _relative(entry.file):
            return entry
        place = os.path.normpath(folder / entry.file)
        return replace(entry, file=place) if is_there is None or is_there(place) else entry

    return replace(assessment, evidence={k: whole(e) for k, e in assessment.evidence.items()})


def _relative(path: str) -> bool:
    """Neither a whole path, nor what stands for one: of the user's home, in quotes, an address."""
    return not path.startswith(("~", "'", '"', "file:", "\\")) and not Path(path).is_absolute()
