"""How each screen looks: the main ones in both languages and in both a small and a roomy terminal,
the others in two of these four.

A picture proves looks; behaviour has tests of its own. To take new ones on purpose:
``pytest tests/tui/test_pictures.py --snapshot-update``, and look at them.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from kami_tui.domain.answers import Assessment, Evidence
from kami_tui.domain.errors import StoreCorrupt, StoreUnwritable
from kami_tui.tui.app import KamiApp
from kami_tui.tui.places import Place
from kami_tui.tui.widgets.head import Head
from kami_tui.usecases.settings import Settings
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import FakeFiles, FakeReports, FakeWorkspace, example, services

SIZES = [(80, 24), (120, 40)]
LANGUAGES = ["id", "en"]
ALL = [(language, size) for language in LANGUAGES for size in SIZES]
TWO = [("id", SIZES[0]), ("en", SIZES[1])]
TIGHT = [("id", SIZES[0]), ("en", SIZES[0])]
"""Windows of a fixed width, which a roomy terminal does not change."""


def partly() -> Assessment:
    """Two SE items missing, area 2 whole, every other item of area 3."""
    whole = example(2026)
    kept = {
        item: answer
        for n, (item, answer) in enumerate(whole.answers.items())
        if (item.startswith("1.") and item not in ("1.3", "1.9"))
        or item.startswith("2.")
        or (item.startswith("3.") and n % 2)
    }
    return replace(whole, answers=kept)


def still(pilot) -> None:
    """No cursor blinks in a picture."""
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False


@pytest.fixture
def picture(snap_compare):
    def take(
        workspace: FakeWorkspace, language, size, before, place=(None, None), **changes
    ) -> bool:
        app = KamiApp(services(workspace, language=language, **changes), *place)

        async def run_before(pilot) -> None:
            await until(pilot, lambda: pilot.app.screen.query(Head))
            await before(pilot)
            still(pilot)
            await pilot.pause()

        same: bool = snap_compare(app, terminal_size=size, run_before=run_before)
        return same

    return take


def keys(*pressed: str, see: str = ""):
    async def press(pilot) -> None:
        await until(pilot, lambda: pilot.app.desk is not None and shown(pilot, "#note"))
        await pilot.press(*pressed)
        await until(pilot, lambda: see in everything(pilot))

    return press


def names(pair: object) -> str:
    return pair if isinstance(pair, str) else f"{pair[0]}x{pair[1]}"  # type: ignore[index]


def looks(pairs):
    return pytest.mark.parametrize(("language", "size"), pairs, ids=names)


@looks(TIGHT)
def test_an_empty_workspace(picture, language, size):
    async def before(pilot) -> None:
        await until(pilot, lambda: "f3" in everything(pilot))

    assert picture(FakeWorkspace(), language, size, before)


@looks(ALL)
def test_the_list_of_assessments(picture, language, size):
    workspace = FakeWorkspace()
    first = workspace.create(example(2025), digest="", who="x")
    workspace.create(partly(), digest="", who="x", previous=first)

    async def before(pilot) -> None:
        await until(pilot, lambda: "212/212" in everything(pilot))

    assert picture(workspace, language, size, before)


def walk(picture, language, size, item, *pressed) -> bool:
    workspace = FakeWorkspace()
    workspace.create(partly(), digest="", who="x")
    same: bool = picture(workspace, language, size, keys(*pressed), ("a001", item))
    return same


@looks(ALL)
@pytest.mark.parametrize(
    ("pressed", "item"),
    [
        pytest.param((), "1.3", id="unanswered"),
        pytest.param((), "3.16", id="gate_shut"),
        pytest.param(("s",), "2.1", id="summary"),
    ],
)
def test_the_main_screens(picture, language, size, pressed, item):
    assert walk(picture, language, size, item, *pressed)


def owned() -> Assessment:
    """Every item answered, stage 3 shut in five areas, and given to four owners."""
    owners = {
        "2": "Bagian Hukum",
        "3": "Dinas Komunikasi dan Informatika",
        "4/1": "Pokja Keamanan Informasi",
        "5": "Subbag Umum",
    }
    return replace(example(2025), owners=owners)


@looks([*ALL, ("id", (200, 60)), ("en", (200, 60))])
def test_the_dashboard(picture, language, size):
    workspace = FakeWorkspace()
    workspace.create(owned(), digest="", who="x")
    see = "472 / 918"
    assert picture(workspace, language, size, keys("s", see=see), ("a001", "2.1"))


@looks(TIGHT)
def test_the_lower_half_of_the_dashboard(picture, language, size):
    workspace = FakeWorkspace()
    workspace.create(owned(), digest="", who="x")
    see = "Pokja"
    assert picture(workspace, language, size, keys("s", "v", "v", see=see), ("a001", "2.1"))


@looks(TWO)
def test_the_dashboard_as_text(picture, language, size):
    workspace = FakeWorkspace()
    workspace.create(owned(), digest="", who="x")
    assert picture(workspace, language, size, keys("s", "x", see=": 472"), ("a001", "2.1"))


@looks([("id", SIZES[1])])
def test_the_dashboard_in_plain_ascii(workspace, snap_compare, language, size):
    workspace.create(owned(), digest="", who="x")
    app: Any = KamiApp(services(workspace, language=language), "a001", "2.1")
    app.ascii = True
    press = keys("s", see="#####  Penilaian ini")
    assert snap_compare(app, terminal_size=size, run_before=press)


@looks(TWO)
@pytest.mark.parametrize(
    ("pressed", "item"),
    [
        pytest.param((), "2.22", id="answered"),
        pytest.param(("p",), "2.1", id="profile"),
        pytest.param(("question_mark",), "2.1", id="help"),
    ],
)
def test_other_screens(picture, language, size, pressed, item):
    assert walk(picture, language, size, item, *pressed)


@looks(TIGHT)
@pytest.mark.parametrize(
    ("pressed", "item"),
    [
        pytest.param(("v",), "3.2", id="standing"),
        pytest.param(("e",), "2.1", id="evidence"),
    ],
)
def test_windows(picture, language, size, pressed, item):
    assert walk(picture, language, size, item, *pressed)


class Press(FakeReports):
    """Writes nothing: the folder in the picture is nowhere."""

    def render(self, request, progress=None, cancelled=None, boxes=None) -> Path:
        progress("layout", 42, 100)
        while self.endless and not cancelled():
            threading.Event().wait(0.01)
        return Path(request.out)


class Screen:
    """A desktop with a viewer."""

    def can_open(self) -> bool:
        return True

    def open(self, path: Path) -> bool:
        return True


@looks(ALL)
@pytest.mark.parametrize("face", ["asking", "making", "made"])
def test_the_report_window(picture, language, size, face, monkeypatch):
    monkeypatch.setattr("kami_tui.tui.screens.report.documents", lambda: Path("/home/x/Dokumen"))
    monkeypatch.setattr("kami_tui.tui.places.look", lambda typed: Place(Path(typed), "free"))
    workspace, press = FakeWorkspace(), Press()
    workspace.create(example(2026), digest="", who="x")
    press.endless = face == "making"
    see = {"asking": "> [x]", "making": "42%", "made": "> o"}[face]

    async def before(pilot) -> None:
        await until(pilot, lambda: "212/212" in everything(pilot))
        await pilot.press("r", *(["up", "up", "up"] if face == "asking" else ["f2"]))
        await until(pilot, lambda: see in everything(pilot))

    assert picture(
        workspace, language, size, before, reports=press, desktop=Screen()
    )  # fmt: skip
    press.endless = False


@looks([("id", (40, 10))])
@pytest.mark.parametrize("key", ["t", "e", "question_mark"])
def test_a_window_of_a_few_lines_still_names_its_keys(picture, language, size, key):
    assert walk(picture, language, size, "2.1", key)


@looks(TWO)
def test_a_store_that_fails(picture, language, size):
    workspace = FakeWorkspace()
    workspace.create(partly(), digest="", who="x")
    workspace.fail = StoreUnwritable(place=workspace.place, reason="disk_full")
    workspace.writes_only = True
    see = "BELUM TERSIMPAN" if language == "id" else "NOT SAVED"
    assert picture(workspace, language, size, keys("2", see=see), ("a001", "3.3"))


@looks(TIGHT)
def test_a_workspace_that_cannot_be_opened(picture, language, size):
    workspace = FakeWorkspace()
    workspace.fail = StoreCorrupt(place=workspace.place, reason="not_a_workspace")

    async def before(pilot) -> None:
        await until(pilot, lambda: workspace.place in everything(pilot))

    assert picture(workspace, language, size, before)


def test_the_light_look(picture):
    workspace = FakeWorkspace()
    workspace.create(partly(), digest="", who="x")
    assert picture(workspace, "id", (120, 40), keys("f4"), ("a001", "3.2"))


@pytest.mark.parametrize("size", SIZES, ids=names)
@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(Settings(theme="contrast"), id="contrast"),
        pytest.param(Settings(theme="mono"), id="mono"),
        pytest.param(Settings(ascii=True), id="ascii"),
        pytest.param(Settings(theme="mono", ascii=True), id="mono_ascii"),
    ],
)
def test_the_other_looks(picture, settings, size):
    workspace = FakeWorkspace()
    workspace.create(partly(), digest="", who="x")
    place = ("a001", "3.16")
    assert picture(workspace, "id", size, keys(), place, settings=settings)


def weak() -> Assessment:
    """Something of every gravity: unanswered, unproven, contradicting, hints, a missing field."""
    whole = example(2026)
    low = {f"2.{n}": replace(whole.answer(f"2.{n}"), status="0") for n in range(1, 9)}
    answers = {i: a for i, a in {**whole.answers, **low}.items() if i not in ("1.3", "4.1")}
    return replace(whole, answers=answers, profile=replace(whole.profile, position=""))


@looks(ALL)
def test_the_check_before_submission(picture, language, size):
    workspace = FakeWorkspace()
    workspace.create(weak(), digest="", who="x")
    pressed = ("exclamation_mark", "down", "down")
    assert picture(workspace, language, size, keys(*pressed), ("a001", "2.1"))


@looks(TIGHT)
def test_the_check_with_nothing_left(picture, language, size):
    whole = example(2026)
    proof = {"E900": Evidence("SK")}
    answers = {
        i: a if a.evidence else replace(a, evidence=("E900",)) for i, a in whole.answers.items()
    }
    workspace = FakeWorkspace()
    settled = replace(whole, answers=answers, evidence={**whole.evidence, **proof})
    workspace.create(settled, digest="", who="x")
    assert picture(workspace, language, size, keys("exclamation_mark"), ("a001", "2.1"))


@looks(ALL)
def test_the_search(picture, language, size):
    typed = ("k", "e", "b", "i", "j", "k", "a", "n")
    assert walk(picture, language, size, "2.1", "slash", *typed, "down")


def documented(files: FakeFiles) -> Assessment:
    """Documents whose files are there, changed and gone, one that has expired, one for many."""
    given = partly()
    first = files.entry(
        "SK Wali Kota tentang Tim Keamanan Informasi",
        "sk",
        kind="Keputusan",
        location="188.45/12/2026",
        dated="2026-02-01",
        valid_until="2028-01-31",
    )
    new = {
        "E1": first,
        "E2": files.entry("Risalah rapat tinjauan manajemen", "risalah", dated="2026-06-30"),
        "E3": files.entry("Daftar aset informasi", "daftar", kind="Daftar"),
        "E4": Evidence("Sertifikat ISO 27001", location="IS 700123", valid_until="2026-03-31"),
    }  # fmt: skip
    answers = {
        i: replace(a, evidence=("E1",)) if i.startswith("2.") and a.evidence else a
        for i, a in given.answers.items()
    }
    files.files["/docs/risalah.pdf"] = b"rewritten"
    del files.files["/docs/daftar.pdf"]
    return replace(given, answers=answers, evidence={**given.evidence, **new})


@looks(ALL)
@pytest.mark.parametrize(
    ("pressed", "see"),
    [
        pytest.param(("l",), "! ", id="register"),
        pytest.param(("l", "v", "i"), "188.45/12/2026", id="document"),
        pytest.param(("l", "down", "enter"), "SHA-256", id="form"),
        pytest.param(("l", "a"), "[x] 2.2", id="attach"),
    ],
)
def test_the_evidence_register(picture, language, size, pressed, see):
    files = FakeFiles(sk=b"x" * 1_234_567, risalah=b"minutes", daftar=b"list")
    workspace = FakeWorkspace()
    workspace.create(documented(files), digest="", who="x")

    async def before(pilot) -> None:
        await until(pilot, lambda: pilot.app.desk is not None and pilot.app.desk.files)
        await until(pilot, lambda: pilot.app._notifications)
        pilot.app.clear_notifications()
        await pilot.press(*pressed)
        await until(pilot, lambda: see in everything(pilot))

    assert picture(workspace, language, size, before, ("a001", "2.2"), evidence_files=files)
