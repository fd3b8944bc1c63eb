"""How the windows over the walker look: history, one answer for many items, owners, guidance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kami_tui.domain.answers import Answer, Change
from kami_tui.usecases.ports import JournalEntry
from tests.tui import test_pictures
from tests.tui.fakes import NOON, FakeWorkspace
from tests.tui.test_pictures import ALL, TWO, keys, looks, partly

picture = test_pictures.picture
LONG = "Berlaku di semua OPD sejak 2025; satu OPD menyusul setelah migrasi. " * 40


def workspace() -> FakeWorkspace:
    """Half an assessment that three people have worked on."""
    given = partly()
    answers = {**given.answers, "3.2": Answer("2", LONG, ("E1",)), "5.32": Answer("1")}
    owners = {
        "3": "Pokja SMKI",
        "3.2": "Petugas Contoh",
        "4": "Bagian Hukum [b]x[/]",
        "5/2": "漢字",
    }
    made = FakeWorkspace()
    made.create(replace(given, answers=answers, owners=owners), digest="", who="x")
    title = given.evidence["E1"].title
    done = [
        ("Auditor", Change("owner", "3", "owner", "", "Pokja SMKI", "a.1")),
        ("Auditor", Change("evidence", "E1", "title", None, title, "a.2")),
        ("Auditor", Change("link", "3.2", "E1", None, "1", "a.2")),
        ("Petugas Contoh", Change("answer", "3.2", "status", None, "3", "b.1")),
        ("Petugas Contoh", Change("profile", "", "unit", "", "Dinas Kominfo", "b.2")),
        ("Petugas Contoh", Change("answer", "3.2", "status", "3", None, "-b.1")),
        ("Petugas Contoh", Change("answer", "3.2", "status", None, "3", "+b.1")),
        ("officer", Change("answer", "3.2", "status", "3", "2", "c.1")),
        ("officer", Change("answer", "3.2", "note", "Berlaku di semua OPD.", LONG, "c.2")),
    ]
    made.kept["a001"].journal += [
        JournalEntry(n, NOON + timedelta(hours=7 * n), who, change)
        for n, (who, change) in enumerate(done, start=1)
    ]
    return made


@looks(ALL)
@pytest.mark.parametrize(
    ("pressed", "item", "see"),
    [
        pytest.param("h", "3.2", "Petugas", id="history"),
        pytest.param("x2", "3.2", "72 ", id="bulk"),
        pytest.param("o", "3.2", "Pokja", id="owners"),
        pytest.param("i", "3.12", "", id="guidance"),
    ],
)
def test_the_windows(picture, language, size, pressed, item, see):
    assert picture(workspace(), language, size, keys(*pressed, see=see), ("a001", item))


@looks(TWO)
@pytest.mark.parametrize(
    ("pressed", "item"),
    [
        pytest.param(("h", "h"), "3.2", id="whole_history"),
        pytest.param(("h", "down", "enter"), "3.2", id="entry"),
        pytest.param(("h", "down", "enter", "1"), "3.2", id="write_again"),
        pytest.param(("x", "n", "x", "u"), "5.31", id="bulk_area"),
        pytest.param(("x", "n", "enter"), "5.31", id="reason"),
        pytest.param(("o", "down", "down", *"Pok", "tab"), "5.1", id="owners_of_an_area"),
    ],
)
def test_what_opens_from_them(picture, language, size, pressed, item):
    assert picture(workspace(), language, size, keys(*pressed), ("a001", item))


@looks([("id", (40, 10))])
@pytest.mark.parametrize("key", ["h", "x", "o"])
def test_a_window_of_a_few_lines_still_names_its_keys(picture, language, size, key):
    assert picture(workspace(), language, size, keys(key), ("a001", "3.2"))
