"""The report is asked for in a window and made beside the keys."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Select

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.domain.errors import ReportFailed
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.report import ReportDialog, file_name
from kami_tui.tui.screens.workspace import WorkspaceScreen
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import FakeReports, example


@pytest.fixture
def reports() -> FakeReports:
    return FakeReports()


@pytest.fixture
def app(make_app, workspace, reports):
    workspace.create(example(2026), digest="", who="x")
    return make_app(reports_apart=reports)


async def asked(pilot) -> None:
    await until(pilot, lambda: "212/212" in everything(pilot))
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))


async def test_the_report_is_made_and_its_place_is_told(app, reports, tmp_path):
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        path = tmp_path / "kami-pemerintah-kota-contoh-2026-09-15.pdf"
        await until(pilot, lambda: "Laporan sudah jadi" in shown(pilot, "#report-note"))
        assert str(path) in shown(pilot, "#report-note")
        assert path.read_bytes().startswith(b"%PDF")
        assert reports.requests[0].language == "id"


async def test_the_report_can_be_had_in_the_other_language(app, reports):
    async with app.run_test() as pilot:
        await asked(pilot)
        pilot.app.screen.query_one(Select).value = "en"
        await pilot.press("f2")
        await until(pilot, lambda: reports.requests)
        assert reports.requests[0].language == "en"


async def test_a_file_that_exists_is_replaced_only_when_told(app, reports, tmp_path):
    path = tmp_path / "kami-pemerintah-kota-contoh-2026-09-15.pdf"
    path.write_text("mine")
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        assert path.read_text() == "mine"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: path.read_bytes().startswith(b"%PDF"))


async def test_a_report_under_way_can_be_stopped_while_keys_go_on(app, reports):
    reports.endless = True
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "(1/3)" in shown(pilot, "#report-note"))
        await pilot.press("f3")
        await until(pilot, lambda: "Report (PDF)" in shown(pilot, ".title"))
        await pilot.press("escape")
        await until(pilot, lambda: "Cancelled" in shown(pilot, "#report-note"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))


async def test_a_failed_report_says_why_in_a_sentence(app, reports):
    reports.fail = ReportFailed(reason="no_pango", detail="")
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "Pango" in shown(pilot, "#report-note"))
        await pilot.press("f2")
        await until(pilot, lambda: len(reports.requests) == 2)


async def test_an_empty_path_is_refused(app, reports):
    async with app.run_test() as pilot:
        await asked(pilot)
        pilot.app.screen.query_one(Input).value = "  "
        await pilot.press("f2")
        await until(pilot, lambda: "Tidak boleh kosong" in everything(pilot))
        assert not reports.requests


def test_the_file_is_named_after_organisation_and_date():
    def name(**profile: str) -> str:
        return file_name(Assessment("kami-5.0", Profile(**profile)), "2026-11-21")

    assert name(organisation="Pemkot Contoh", date="2026-09-15") == (
        "kami-pemkot-contoh-2026-09-15.pdf"
    )
    assert name(organisation="../../etc/passwd \x00") == "kami-etc-passwd-2026-11-21.pdf"
    assert name() == "kami-2026-11-21.pdf"
