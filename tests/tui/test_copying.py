"""Copying what is on the screen, and pasting: nothing is taken for a command, nothing is lost."""

from __future__ import annotations

import stat
import threading
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from kami_tui.domain.answers import Answer, Assessment, Profile
from kami_tui.domain.errors import StoreUnwritable
from kami_tui.exchange.copied import keep_copy
from kami_tui.tui.pasting import one_line
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.evidence import EvidenceDialog
from kami_tui.tui.screens.find import FindDialog
from kami_tui.tui.screens.help import HelpDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from tests.tui.conftest import shown, until
from tests.tui.fakes import FakeWorkspace, example


@pytest.fixture
def opened(make_app, workspace: FakeWorkspace, tmp_path: Path):
    @asynccontextmanager
    async def open_at(item="2.1", assessment=None, language="id", **changes):
        given = assessment or Assessment("kami-5.0", Profile(organisation="Instansi"))
        workspace.create(given, digest="", who="x")
        changes = {"keep_copy": keep_copy, "home": tmp_path / "data", **changes}
        app = make_app(language, "a001", item, **changes)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
            await until(pilot, lambda: shown(pilot, "#item-head").startswith(item))
            yield pilot

    return open_at


def on(pilot: Pilot, screen: type) -> bool:
    shown = pilot.app.screen
    return isinstance(shown, screen) and getattr(shown, "ready", False)


def told(pilot: Pilot) -> str:
    return "\n".join(n.message for n in pilot.app._notifications)


async def copied(pilot: Pilot, tmp_path: Path) -> str:
    """Presses the key; what the clipboard was given, which is also what the file holds."""
    pilot.app._clipboard = ""
    await pilot.press("f6")
    await until(pilot, lambda: pilot.app._clipboard)
    file = tmp_path / "data" / "copied.txt"
    await until(pilot, lambda: file.read_text(encoding="utf-8") == pilot.app._clipboard + "\n")
    return pilot.app._clipboard


def paste(pilot: Pilot, text: str) -> None:
    """As the terminal's driver does for a bracketed paste."""
    pilot.app.post_message(Paste(text))


# -- copying ----------------------------------------------------------------------------------


async def test_the_item_is_copied_with_the_answer_the_note_and_the_evidence(opened, tmp_path):
    async with opened("2.22", example(2026)) as pilot:
        text = await copied(pilot, tmp_path)
        assert text.startswith("2.22  Tata Kelola")
        assert text.count("[x]") == 1
        assert "Catatan: " in text
        assert "Bukti dukung: E" in text


async def test_the_dashboard_is_copied_as_its_sentences(opened, tmp_path):
    async with opened(assessment=example(2026)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: on(pilot, DashboardScreen))
        assert await copied(pilot, tmp_path) == pilot.app.screen.as_text()
        assert "Tingkat kelengkapan: 668 dari 918" in pilot.app._clipboard


async def test_every_screen_and_window_gives_what_it_shows(opened, tmp_path):
    async with opened(assessment=example(2026)) as pilot:
        for keys, screen, wanted in (
            (("question_mark",), HelpDialog, "F6"),
            (("e",), EvidenceDialog, "Bukti dukung butir 2.1"),
            (("slash", *"risiko"), FindDialog, "risiko"),
            (("p",), ProfileScreen, "Pemerintah Kota Contoh"),
            (("t", *"isi"), NoteDialog, "isi"),
        ):
            await pilot.press(*keys)
            await until(pilot, partial(on, pilot, screen))
            text = await copied(pilot, tmp_path)
            assert wanted.lower() in text.lower(), screen
            assert "esc" not in text.split("\n")[-1] or screen is HelpDialog, "no key line"
            await pilot.press("escape")
            await until(pilot, lambda: on(pilot, WalkerScreen))
        await pilot.press("q")
        await until(pilot, lambda: on(pilot, WorkspaceScreen))
        await until(pilot, lambda: "buka" in shown(pilot, "KeyBar"))
        text = await copied(pilot, tmp_path)
        assert "> Pemerintah Kota Contoh" in text
        assert "212/212" in text


async def test_the_notice_says_where_it_is_if_the_terminal_does_not_take_it(opened, tmp_path):
    async with opened() as pilot:
        await copied(pilot, tmp_path)
        await until(pilot, lambda: "copied.txt" in told(pilot))
        assert str(tmp_path / "data" / "copied.txt") in told(pilot)
        assert "Shift" in told(pilot)


async def test_a_file_that_cannot_be_written_is_said_and_the_clipboard_has_it(opened):
    def fails(folder: Path, text: str) -> Path:
        raise StoreUnwritable(place=str(folder), reason="disk_full")

    async with opened(keep_copy=fails) as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: "Sudah disalin." in told(pilot))
        assert "penuh" in told(pilot)
        assert pilot.app._clipboard.startswith("2.1  ")


async def test_keys_are_answered_while_the_file_is_being_written(opened, workspace):
    gate = threading.Event()

    def slow(folder: Path, text: str) -> Path:
        gate.wait(20)
        return folder / "copied.txt"

    async with opened(keep_copy=slow) as pilot:
        await pilot.press("f6", "3")
        await until(pilot, lambda: workspace.kept["a001"].assessment.statuses == {"2.1": "3"})
        assert "Sudah disalin" not in told(pilot)
        gate.set()
        await until(pilot, lambda: "Sudah disalin" in told(pilot))


async def test_without_a_place_for_the_file_the_notice_names_none(opened):
    async with opened(keep_copy=None) as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: "Sudah disalin." in told(pilot))
        assert "copied.txt" not in told(pilot)


async def test_marked_text_is_copied_by_ctrl_c_and_without_any_the_way_out_is_told(
    opened, tmp_path
):
    async with opened(assessment=example(2026)) as pilot:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "Ctrl+Q" in told(pilot))
        assert pilot.app._clipboard == ""
        pilot.app.screen.text_select_all()
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "Sudah disalin." in told(pilot))
        assert "Tata Kelola" in pilot.app._clipboard


# -- the file ---------------------------------------------------------------------------------


def test_only_its_owner_may_read_the_file_and_the_text_copied_last_is_in_it(tmp_path):
    folder = tmp_path / "new" / "data"
    keep_copy(folder, "yang lama")
    file = keep_copy(folder, "yang baru: é漢")
    assert file.read_text(encoding="utf-8") == "yang baru: é漢\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in folder.iterdir()] == ["copied.txt"]


def test_a_copy_that_fails_leaves_the_one_before(tmp_path, monkeypatch):
    file = keep_copy(tmp_path, "yang lama")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StoreUnwritable):
        keep_copy(tmp_path, "yang baru")
    assert file.read_text(encoding="utf-8") == "yang lama\n"
    assert [p.name for p in tmp_path.iterdir() if "copied" in p.name] == ["copied.txt"]


# -- pasting ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["3", "n\n2\n1", "0123n", "q", "z\x1b[A", "abc\nabc"])
async def test_a_paste_where_there_is_no_field_answers_nothing(opened, workspace, text):
    before = Assessment("kami-5.0", Profile("I"), {"2.2": Answer("1")})
    async with opened("2.1", before) as pilot:
        paste(pilot, text)
        await until(pilot, lambda: "Tidak ada isian di sini" in told(pilot))
        assert on(pilot, WalkerScreen)
        assert shown(pilot, "#item-head").startswith("2.1 ")
        assert pilot.app.desk.session.assessment == before
        assert workspace.kept["a001"].journal == []


async def test_a_paste_on_the_dashboard_and_on_the_list_does_nothing(opened):
    async with opened() as pilot:
        await pilot.press("s")
        await until(pilot, lambda: on(pilot, DashboardScreen))
        paste(pilot, "qqu")
        await until(pilot, lambda: "Tidak ada isian" in told(pilot))
        assert on(pilot, DashboardScreen)
        await pilot.press("q", "q")
        await until(pilot, lambda: on(pilot, WorkspaceScreen))
        pilot.app._notifications.clear()
        paste(pilot, "x\ny")
        await until(pilot, lambda: "Tidak ada isian" in told(pilot))
        assert on(pilot, WorkspaceScreen)


async def test_many_lines_are_pasted_into_a_note_as_they_are(opened, workspace):
    async with opened() as pilot:
        await pilot.press("t")
        await until(pilot, lambda: on(pilot, NoteDialog))
        paste(pilot, "baris satu\n\n  [b]dua[/] 漢字\ntiga\n3")
        await until(pilot, lambda: "tiga" in pilot.app.screen.query_one(TextArea).text)
        assert "isian" not in told(pilot)
        await pilot.press("escape")
        note = "baris satu\n\n  [b]dua[/] 漢字\ntiga\n3"
        await until(pilot, lambda: workspace.kept["a001"].assessment.answer("2.1").note == note)
        assert workspace.kept["a001"].assessment.statuses == {}


async def test_lines_pasted_into_a_field_of_one_line_are_joined_and_that_is_said(opened, workspace):
    """Left alone, such a field takes the first line and forgets the others."""
    async with opened() as pilot:
        await pilot.press("p")
        await until(pilot, lambda: on(pilot, ProfileScreen))
        field = pilot.app.screen.query_one("#field-organisation", Input)
        paste(pilot, " Dinas\r\n\tKominfo\x07\nKota ")
        await until(pilot, lambda: field.value == "InstansiDinas Kominfo Kota")
        assert "digabung" in told(pilot)
        await pilot.press("f2")
        kept = workspace.kept["a001"]
        await until(pilot, lambda: kept.assessment.profile.organisation.endswith("Kominfo Kota"))


async def test_what_is_too_long_for_a_field_is_refused_whole_and_said(opened):
    async with opened() as pilot:
        await pilot.press("p")
        await until(pilot, lambda: on(pilot, ProfileScreen))
        field = pilot.app.screen.query_one("#field-organisation", Input)
        paste(pilot, "x" * 4000)
        await until(pilot, lambda: "paling banyak 4000" in told(pilot))
        assert field.value == "Instansi"
        paste(pilot, "y" * 3992)
        await until(pilot, lambda: len(field.value) == 4000)


async def test_a_copied_view_is_pasted_back_by_ctrl_v(opened):
    async with opened(assessment=example(2026)) as pilot:
        await pilot.press("f6", "slash")
        await until(pilot, lambda: on(pilot, FindDialog))
        await pilot.press("ctrl+v")
        field = pilot.app.screen.query_one(Input)
        await until(pilot, lambda: field.value.startswith("2.1"))
        assert "\n" not in field.value
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, WalkerScreen))
        await pilot.press("t", "ctrl+v")
        await until(pilot, lambda: "\n[x] 3" in pilot.app.screen.query_one(TextArea).text)


def test_joining_lines_keeps_words_apart():
    assert one_line("a\n\n b\tc \r\nd\x00") == "a b c d"
    assert one_line("\n") == ""
