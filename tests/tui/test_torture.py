"""Killed at any moment, nothing that the screen called saved is missing. Many more kills:
``script/torture 200``."""

from __future__ import annotations

from pathlib import Path

from tests.tui.torture import torture


def test_no_answer_that_was_called_saved_is_missing_after_kills_at_any_moment(tmp_path: Path):
    outcome = torture(tmp_path, times=4, seed=2026, longest=3.0)
    assert outcome.missing == []
    assert outcome.kills == 4
    assert outcome.acknowledged > 0, "else nothing was tested"
