"""Compiled templates that are kept are a matter of time alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kami_tui.reporting import render
from kami_tui.reporting.compiled import compiled
from kami_tui.reporting.model import ReportContext
from kami_tui.reporting.render import html


@pytest.fixture
def made(context_of, toy, toy_assessment, templates: Path, monkeypatch: pytest.MonkeyPatch):
    context: ReportContext = context_of(toy_assessment, "en", toy.scorer("toy"))

    def html_with(home: Path) -> str:
        monkeypatch.setattr(render, "compiled", lambda: compiled(home))
        return html(context, templates)

    return html_with


def test_the_report_is_the_same_the_first_time_and_after(made, tmp_path: Path) -> None:
    first = made(tmp_path)
    kept = list(tmp_path.rglob("*.bin"))
    assert len(kept) > 5
    before = {p: p.stat().st_mtime_ns for p in kept}
    assert made(tmp_path) == first
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.bin")} == before, "used, not made"


def test_what_is_spoiled_is_made_again(made, tmp_path: Path) -> None:
    first = made(tmp_path)
    for n, path in enumerate(sorted(tmp_path.rglob("*.bin"))):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if n % 2 else b"")
    assert made(tmp_path) == first


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows keeps profiles from others itself")
def test_nothing_is_run_that_others_may_have_written(made, tmp_path: Path) -> None:
    made(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o770)
    assert compiled(tmp_path) is None
    assert "Question 2.3?" in made(tmp_path)


def test_a_place_that_cannot_be_had_is_no_error(made, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert compiled(tmp_path / "file") is None
    assert "Question 2.3?" in made(tmp_path / "file")
