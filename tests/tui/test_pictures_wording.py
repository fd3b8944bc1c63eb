"""How the walk looks with official words, and the window of the report that may have them."""

from __future__ import annotations

from pathlib import Path

from kami_tui.usecases.settings import Settings
from tests.tui import test_pictures
from tests.tui.fakes import FakeWordings, FakeWorkspace, example
from tests.tui.test_pictures import ALL, SIZES, TWO, keys, looks

picture = test_pictures.picture


def workspace() -> FakeWorkspace:
    made = FakeWorkspace()
    made.create(example(2026), digest="", who="x")
    return made


def official(whose: str, language: str) -> dict[str, object]:
    settings = Settings(language, wording=whose)  # type: ignore[arg-type]
    return {"wordings": FakeWordings(), "settings": settings}


@looks(ALL)
def test_the_walk_in_both_words(picture, language, size):
    more = official("both", language)
    assert picture(workspace(), language, size, keys(), ("a001", "2.1"), **more)


@looks(TWO)
def test_the_walk_in_the_official_words(picture, language, size):
    more = official("official", language)
    assert picture(workspace(), language, size, keys(), ("a001", "2.1"), **more)


@looks([("id", s) for s in SIZES])
def test_the_report_window_offers_them(picture, language, size, monkeypatch):
    monkeypatch.setattr("kami_tui.tui.screens.report.documents", lambda: Path("/home/x/Dokumen"))
    more = official("both", language)
    assert picture(
        workspace(), language, size, keys("r", see="Rumusan kami"), ("a001", "2.1"), **more
    )
