"""Once the report is made: what to do with it, as far as this machine can."""

from __future__ import annotations

from pathlib import Path

import pytest

from kami_tui.tui.screens.report import ReportDialog
from kami_tui.tui.widgets.pick_list import PickList
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import FakeReports, example


class FakeDesktop:
    """Implements `usecases.ports.Desktop`: writes down what it was to show."""

    def __init__(self, *, able: bool = True, taken: bool = True) -> None:
        self.able, self.taken = able, taken
        self.shown: list[Path] = []

    def can_open(self) -> bool:
        return self.able

    def open(self, path: Path) -> bool:
        self.shown.append(path)
        return self.taken


@pytest.fixture
def made(make_app, workspace, tmp_path):
    """An app with such a desktop, brought to where the report is ready."""
    workspace.create(example(2026), digest="", who="x")

    async def bring(pilot) -> None:
        await until(pilot, lambda: "212/212" in everything(pilot))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        await pilot.press("f2")
        await until(pilot, lambda: "Laporan sudah jadi" in shown(pilot, "#ready"))

    def make(desktop: FakeDesktop, boxes: str = ""):
        reports = FakeReports()
        reports.boxes = boxes
        return make_app(reports=reports, desktop=desktop), bring

    return make


def note(pilot) -> str:
    return shown(pilot, "#report-note")


async def test_it_can_be_opened_and_its_folder_shown(made, tmp_path):
    desktop = FakeDesktop()
    app, bring = made(desktop)
    async with app.run_test() as pilot:
        await bring(pilot)
        path = tmp_path / "kami-pemerintah-kota-contoh-2026-09-15.pdf"
        await pilot.press("o")
        await until(pilot, lambda: "Sistem sudah diminta" in note(pilot))
        await pilot.press("f")
        await until(pilot, lambda: desktop.shown == [path, tmp_path])


async def test_the_steps_can_be_picked_from_the_list(made, tmp_path):
    desktop = FakeDesktop()
    app, bring = made(desktop)
    async with app.run_test() as pilot:
        await bring(pilot)
        steps = pilot.app.screen.query_one(PickList)
        assert [steps.get_option_at_index(i).id for i in range(3)] == ["open", "folder", "copy"]
        await pilot.press("down", "enter")
        await until(pilot, lambda: desktop.shown == [tmp_path])


async def test_without_a_screen_opening_is_not_offered_and_not_tried(made):
    desktop = FakeDesktop(able=False)
    app, bring = made(desktop)
    async with app.run_test() as pilot:
        await bring(pilot)
        assert "buka foldernya" not in everything(pilot)
        assert "salin lokasi berkas" in everything(pilot)
        assert "tidak ada layar" in shown(pilot, "#hand-in")
        await pilot.press("o", "f")
        assert not desktop.shown


async def test_a_system_that_cannot_show_it_is_told(made):
    app, bring = made(FakeDesktop(taken=False))
    async with app.run_test() as pilot:
        await bring(pilot)
        await pilot.press("o")
        await until(pilot, lambda: "tidak dapat menampilkannya" in note(pilot))


async def test_a_file_that_is_gone_meanwhile_is_told(made, tmp_path):
    desktop = FakeDesktop()
    app, bring = made(desktop)
    async with app.run_test() as pilot:
        await bring(pilot)
        (tmp_path / "kami-pemerintah-kota-contoh-2026-09-15.pdf").unlink()
        await pilot.press("o")
        await until(pilot, lambda: "sudah tidak ada" in note(pilot))
        assert not desktop.shown


async def test_its_place_can_be_copied(made, tmp_path):
    app, bring = made(FakeDesktop(able=False))
    async with app.run_test() as pilot:
        await bring(pilot)
        await pilot.press("c")
        await until(pilot, lambda: "Disalin" in note(pilot))
        assert app.clipboard == str(tmp_path / "kami-pemerintah-kota-contoh-2026-09-15.pdf")


async def test_how_it_is_handed_in_is_told(made):
    app, bring = made(FakeDesktop())
    async with app.run_test() as pilot:
        await bring(pilot)
        assert "mintakan tanda tangan" in shown(pilot, "#hand-in")


async def test_another_one_can_be_made(made):
    app, bring = made(FakeDesktop())
    async with app.run_test() as pilot:
        await bring(pilot)
        await pilot.press("n")
        await until(pilot, lambda: "Berkas" in everything(pilot))
        assert pilot.app.screen.face == "asking"


async def test_letters_that_are_boxes_in_it_are_told(made):
    app, bring = made(FakeDesktop(), "\u6f22")
    async with app.run_test() as pilot:
        await bring(pilot)
        assert "U+6F22" in shown(pilot, "#hand-in")
