"""The report is asked for in a window and made beside the keys."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.domain.errors import ReportFailed
from kami_tui.tui.places import file_name
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.report import ReportDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from kami_tui.tui.widgets.ticks import Ticks
from kami_tui.usecases.report_parts import NAMES
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import FakeReports, example

NAME = "kami-pemerintah-kota-contoh-2026-09-15.pdf"


@pytest.fixture
def reports() -> FakeReports:
    return FakeReports()


@pytest.fixture
def app(make_app, workspace, reports):
    workspace.create(example(2026), digest="", who="x")
    return make_app(reports=reports)


async def opened(pilot) -> None:
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog) and app_ready(pilot))


def app_ready(pilot) -> bool:
    """Whether the screen has been drawn and given its cursor."""
    return bool(pilot.app.screen.ready)


async def asked(pilot) -> None:
    await until(pilot, lambda: "212/212" in everything(pilot))
    await opened(pilot)


async def working(pilot) -> None:
    """The dialog over the walker, which is what most people come from."""
    await until(pilot, lambda: "212/212" in everything(pilot))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
    await opened(pilot)


def typed(pilot) -> Input:
    field: Input = pilot.app.screen.query_one("#field-path", Input)
    return field


def note(pilot) -> str:
    return shown(pilot, "#report-note")


def notices(pilot) -> list[str]:
    return [n.message for n in pilot.app._notifications]


async def ready(pilot) -> None:
    await until(pilot, lambda: "Laporan sudah jadi" in shown(pilot, "#ready"))


# -- asking --------------------------------------------------------------------------------------


async def test_the_report_is_made_and_its_place_is_told(app, reports, tmp_path):
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await ready(pilot)
        path = tmp_path / NAME
        assert str(path) in shown(pilot, "#ready")
        assert path.read_bytes().startswith(b"%PDF")
        assert (reports.requests[0].language, reports.requests[0].parts) == ("id", None)


async def test_the_report_can_be_had_in_the_other_language(app, reports):
    async with app.run_test() as pilot:
        await asked(pilot)
        pilot.app.screen.query_one("#language").focus()
        await pilot.press("right", "space", "f2")
        await ready(pilot)
        assert reports.requests[0].language == "en"
        assert "English" in shown(pilot, "#ready")


async def test_parts_are_ticked_by_keys_and_the_sign_shows_it(app, reports):
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("up", "up", "up")
        await until(pilot, lambda: "> [x] Sampul" in everything(pilot))
        await pilot.press("space")
        await until(pilot, lambda: "> [ ] Sampul" in everything(pilot))
        await pilot.press("down", "down", "down", "right", "space")
        await until(pilot, lambda: "> [ ] Metode dan aturan" in everything(pilot))
        await pilot.press("f2")
        await ready(pilot)
        wanted = tuple(n for n in NAMES if n not in ("cover", "method"))
        assert reports.requests[0].parts == wanted
        assert "kutipan" in shown(pilot, "#hand-in")


async def test_all_and_none_are_one_key_and_nothing_is_no_report(app, reports):
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("up", "up", "up", "a")
        await until(pilot, lambda: "[x]" not in everything(pilot))
        await pilot.press("f2")
        await until(pilot, lambda: "Centang sedikitnya satu" in note(pilot))
        assert not reports.requests
        await pilot.press("a", "f2")
        await ready(pilot)
        assert reports.requests[0].parts is None


async def test_two_pages_with_a_classification_are_chosen_by_keys(app, reports):
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("up", "up", *"TERBATAS", "up", "up", "right", "space")
        await until(pilot, lambda: "(*) Dua halaman" in everything(pilot))
        assert "Sampul" not in everything(pilot), "the two pages have no parts to choose"
        await pilot.press("f2")
        await ready(pilot)
        assert (reports.requests[0].layout, reports.requests[0].label) == ("executive", "TERBATAS")


async def test_a_report_knows_the_round_before_and_the_journal(make_app, workspace, reports):
    first = workspace.create(example(2025), digest="", who="x")
    second = workspace.create(example(2026), digest="", who="x", previous=first)
    async with make_app(reports=reports).run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await ready(pilot)
        request = reports.requests[0]
        assert request.previous == workspace.load(first).assessment
        assert request.entries == len(workspace.journal(second))


async def test_parts_can_be_ticked_by_mouse(app):
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.click("#parts", offset=(3, 1))
        ticks = pilot.app.screen.query_one("#parts", Ticks)
        await until(pilot, lambda: "result" not in ticks.chosen)
        await pilot.click("#parts", offset=(45, 0))
        await until(pilot, lambda: "unanswered" not in ticks.chosen)
        assert len(ticks.chosen) == len(NAMES) - 2


async def test_keys_walk_through_the_whole_form_and_back(app):
    async with app.run_test() as pilot:
        await asked(pilot)
        seen = []
        for _ in range(12):
            await pilot.press("up")
            await pilot.pause()
            seen.append(pilot.app.focused.id if pilot.app.focused else None)
        for where in ("field-path", "field-label", "parts", "layout", "language", "make"):
            assert where in seen


async def test_what_was_chosen_is_remembered_while_the_program_runs(app, reports, tmp_path):
    (tmp_path / "lain").mkdir()
    async with app.run_test() as pilot:
        await asked(pilot)
        pilot.app.screen.query_one("#language").focus()
        await pilot.press("right", "space", "down", "down", "space")
        typed(pilot).value = "~/lain/satu.pdf"
        await pilot.press("f2")
        await ready(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))
        await opened(pilot)
        assert typed(pilot).value == f"~/lain/{NAME}"
        await pilot.press("f2")
        await ready(pilot)
        assert [r.language for r in reports.requests] == ["en", "en"]
        assert reports.requests[1].parts == NAMES[1:]
        assert (tmp_path / "lain" / NAME).is_file()


# -- the place -----------------------------------------------------------------------------------


async def test_without_a_documents_folder_the_whole_place_is_told(app, tmp_path):
    async with app.run_test() as pilot:
        await asked(pilot)
        await until(pilot, lambda: f"ditaruh di {tmp_path}" in note(pilot))


async def test_the_documents_folder_is_suggested(app, tmp_path):
    (tmp_path / "Dokumen").mkdir()
    async with app.run_test() as pilot:
        await asked(pilot)
        assert typed(pilot).value == f"~/Dokumen/{NAME}"
        assert not note(pilot)


async def test_a_file_that_exists_is_replaced_only_when_told(app, reports, tmp_path):
    path = tmp_path / NAME
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


async def test_a_folder_that_is_not_there_is_made_only_when_told(app, reports, tmp_path):
    async with app.run_test() as pilot:
        await asked(pilot)
        typed(pilot).value = "~/baru/dalam/kota.pdf"
        await pilot.press("f2")
        await until(pilot, lambda: str(tmp_path / "baru" / "dalam") in shown(pilot, ".body"))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        assert not (tmp_path / "baru").exists()
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await ready(pilot)
        assert (tmp_path / "baru" / "dalam" / "kota.pdf").is_file()


async def test_a_folder_that_cannot_be_made_is_said_and_what_was_typed_stays(
    app, reports, tmp_path
):
    (tmp_path / "berkas").write_text("")
    async with app.run_test() as pilot:
        await asked(pilot)
        typed(pilot).value = "~/berkas/kota.pdf"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: "Folder tidak dapat dibuat" in note(pilot))
        assert typed(pilot).value == "~/berkas/kota.pdf"
        assert not reports.requests


async def test_a_folder_in_place_of_a_file_is_given_a_name(app, reports, tmp_path):
    async with app.run_test() as pilot:
        await asked(pilot)
        typed(pilot).value = str(tmp_path)
        await pilot.press("f2")
        await until(pilot, lambda: "nama berkas sudah ditambahkan" in note(pilot))
        assert typed(pilot).value == f"~/{NAME}"
        assert not reports.requests


@pytest.mark.parametrize("wrong", ["~nobody-of-this-name/x.pdf", "x" * 400], ids=["who", "long"])
async def test_a_place_that_cannot_be_is_a_sentence(app, reports, wrong):
    async with app.run_test() as pilot:
        await asked(pilot)
        typed(pilot).value = wrong
        await pilot.press("f2")
        await until(pilot, lambda: "Tidak dapat membuat berkas di situ" in note(pilot))
        assert not reports.requests


async def test_an_empty_path_is_refused(app, reports):
    async with app.run_test() as pilot:
        await asked(pilot)
        typed(pilot).value = "  "
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


# -- while it is being made ----------------------------------------------------------------------


async def test_a_report_under_way_can_be_stopped_while_keys_go_on(app, reports, tmp_path):
    reports.endless = True
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "Menata halaman   33%" in shown(pilot, "#stage"))
        await pilot.press("f3")
        await until(pilot, lambda: "Setting the pages" in shown(pilot, "#stage"))
        await pilot.press("x")
        await until(pilot, lambda: "Cancelled. No file was made." in note(pilot))
        assert not (tmp_path / NAME).exists()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))


async def test_the_window_can_be_closed_to_go_on_working_and_the_end_is_told(
    app, reports, tmp_path
):
    reports.endless = True
    async with app.run_test(size=(120, 30)) as pilot:
        await working(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: reports.requests)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        place = pilot.app.desk.place
        await pilot.press("down")
        await until(pilot, lambda: pilot.app.desk.place != place)
        assert not notices(pilot)
        reports.endless = False
        await until(pilot, lambda: any(str(tmp_path / NAME) in n for n in notices(pilot)))
        await opened(pilot)
        await ready(pilot)
        await pilot.press("escape")
        await opened(pilot)
        await until(pilot, lambda: "Buat laporan" in everything(pilot))


async def test_a_window_opened_again_shows_the_report_that_is_under_way(app, reports):
    reports.endless = True
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: reports.requests)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))
        await opened(pilot)
        await until(pilot, lambda: "33%" in shown(pilot, "#stage"))
        await pilot.press("f2")
        reports.endless = False
        await ready(pilot)
        assert len(reports.requests) == 1


async def test_a_report_that_fails_behind_a_closed_window_is_told(app, reports):
    reports.endless = True
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: reports.requests)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))
        reports.fails_at_last = ReportFailed(reason="unwritable", detail="disk full")
        reports.endless = False
        await until(pilot, lambda: any("disk full" in n for n in notices(pilot)))


async def test_answers_changed_meanwhile_are_not_in_it_and_the_time_is_told(
    app, reports, workspace
):
    reports.endless = True
    async with app.run_test(size=(120, 30)) as pilot:
        await working(pilot)
        item = pilot.app.desk.place
        before = pilot.app.desk.session.answer_to(item).status
        await pilot.press("f2")
        await until(pilot, lambda: "jawaban per pukul 12:00:00" in shown(pilot, "#meanwhile"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await pilot.press("a" if before != "A" else "b")
        await until(pilot, lambda: workspace.kept["a001"].journal)
        reports.endless = False
        await until(pilot, lambda: notices(pilot))
        assert reports.requests[0].assessment.answer(item).status == before
        assert pilot.app.desk.session.answer_to(item).status != before


async def test_leaving_while_it_is_made_asks_and_then_stops_it(app, reports, tmp_path):
    reports.endless = True
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: reports.requests)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        assert app.printing.job.running
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: app.return_code == 0)
    assert app.printing.job.cancelled
    assert not (tmp_path / NAME).exists()


async def test_a_failed_report_says_why_in_a_sentence(app, reports):
    reports.fail = ReportFailed(reason="no_pango", detail="")
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "Pango" in note(pilot))
        assert "Jawaban Anda aman" in note(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: len(reports.requests) == 2)
