"""An answer is called saved only when the store has said so, and none is ever dropped."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import TextArea

from kami_tui.domain.answers import Assessment, Change, Evidence, Profile
from kami_tui.domain.errors import StoreUnwritable
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.leave import LeaveDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import LIBRARY, FakeWorkspace

FULL = StoreUnwritable(place="/data/kami/workspace.db", reason="disk_full")


@pytest.fixture
def walking(make_app, workspace: FakeWorkspace):
    workspace.create(
        Assessment("kami-5.0", Profile(organisation="Instansi", date="2026-09-01")),
        digest="", who="x",
    )  # fmt: skip
    workspace.writes_only = True

    @asynccontextmanager
    async def opened(item: str = "2.1"):
        app = make_app("id", "a001", item)
        async with app.run_test(size=(120, 30)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
            await until(pilot, lambda: "Tersimpan" in shown(pilot, "#saved"))
            yield pilot

    return opened


def statuses(workspace: FakeWorkspace) -> dict[str, str]:
    return workspace.kept["a001"].assessment.statuses


def notices(pilot) -> list[str]:
    return [n.message for n in pilot.app._notifications]


async def test_saving_is_shown_until_the_store_has_answered(walking, workspace):
    async with walking() as pilot:
        workspace.gate.clear()
        await pilot.press("3")
        await until(pilot, lambda: "Menyimpan" in shown(pilot, "#saved"))
        await pilot.press("down", "2")
        assert "(*)" in everything(pilot), "keys are answered while the store is slow"
        workspace.gate.set()
        await until(pilot, lambda: shown(pilot, "#saved") == "Tersimpan 12:00:00")
        assert statuses(workspace) == {"2.1": "3", "2.2": "2"}


async def test_what_queues_up_behind_a_slow_store_goes_in_one_batch_and_in_order(
    walking, workspace
):
    async with walking() as pilot:
        workspace.gate.clear()
        await pilot.press("3")
        await until(pilot, lambda: workspace.tries == 1)
        await pilot.press("2", "1", "0", "3", "down", "1")
        workspace.gate.set()
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3", "2.2": "1"})
        assert [len(b) for b in workspace.batches] == [1, 5]
        assert [c.after for c in workspace.batches[1]] == ["2", "1", "0", "3", "1"]


async def test_a_store_that_fails_is_named_and_tried_again_until_it_works(walking, workspace):
    async with walking() as pilot:
        pilot.app.desk.saver._delays = (0.05,)
        workspace.fail = FULL
        await pilot.press("3")
        await until(pilot, lambda: "BELUM TERSIMPAN (1)" in shown(pilot, "#saved"))
        assert "penuh" in shown(pilot, "#saved")
        assert "(*)" in everything(pilot), "the answer stays on the screen"
        await pilot.press("down", "2")
        await until(pilot, lambda: "BELUM TERSIMPAN (2)" in shown(pilot, "#saved"))
        await until(pilot, lambda: workspace.tries >= 3)
        assert statuses(workspace) == {}
        workspace.fail = None
        await until(pilot, lambda: "Tersimpan" in shown(pilot, "#saved"))
        assert statuses(workspace) == {"2.1": "3", "2.2": "2"}


async def test_ctrl_r_tries_at_once_and_is_offered_only_then(walking, workspace):
    async with walking() as pilot:
        pilot.app.desk.saver._delays = (3600.0,)
        await until(pilot, lambda: "jawab" in shown(pilot, "KeyBar"))
        assert "ctrl+r" not in shown(pilot, "KeyBar")
        workspace.fail = FULL
        await pilot.press("3")
        await until(pilot, lambda: "ctrl+r simpan sekarang" in shown(pilot, "KeyBar"))
        workspace.fail = None
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Tersimpan" in shown(pilot, "#saved"))
        await until(pilot, lambda: "ctrl+r" not in shown(pilot, "KeyBar"))


async def test_an_error_nobody_foresaw_is_held_like_any_other(walking, workspace):
    async with walking() as pilot:
        workspace.fail = RuntimeError("[red]?[/]")
        await pilot.press("3")
        await until(pilot, lambda: "BELUM TERSIMPAN (1)" in shown(pilot, "#saved"))
        workspace.fail = None
        await pilot.press("ctrl+r")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3"})


async def test_the_place_is_durable_with_the_answer(walking, workspace):
    async with walking() as pilot:
        await pilot.press("3", "down", "3")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3", "2.2": "3"})
        assert workspace.kept["a001"].place == "2.2"


async def test_what_another_program_writes_appears_and_is_told(walking, workspace):
    async with walking() as pilot:
        pilot.app.desk.saver._poll = 0.02
        pilot.app.desk.saver.retry()
        workspace.by_another("a001", Change("answer", "2.5", "status", None, "2"))
        await until(pilot, lambda: "Program lain mengubah 1 isian. 2.5" in notices(pilot))
        assert pilot.app.desk.session.answer_to("2.5").status == "2"
        assert "1/22" in everything(pilot)


async def test_what_another_program_wrote_before_ours_does_not_undo_ours(walking, workspace):
    """Both changed 2.1; ours was written later, so it stands here as it does in the store."""
    async with walking() as pilot:
        workspace.by_another(
            "a001",
            Change("answer", "2.1", "status", None, "1"),
            Change("answer", "2.2", "status", None, "1"),
        )
        await pilot.press("3")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3", "2.2": "1"})
        await until(pilot, lambda: pilot.app.desk.session.answer_to("2.2").status == "1")
        assert pilot.app.desk.session.answer_to("2.1").status == "3"


async def test_leaving_waits_for_what_is_being_saved(walking, workspace):
    async with walking() as pilot:
        workspace.gate.clear()
        await pilot.press("3", "q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WalkerScreen)
        workspace.gate.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))
        assert statuses(workspace) == {"2.1": "3"}


async def test_a_key_pressed_just_before_quitting_is_saved(walking, workspace):
    async with walking() as pilot:
        await pilot.press("3", "ctrl+q")
        await until(pilot, lambda: pilot.app.return_value == 0)
        assert statuses(workspace) == {"2.1": "3"}


async def test_quitting_with_unsaved_answers_asks_and_staying_keeps_them(walking, workspace):
    async with walking() as pilot:
        workspace.fail = FULL
        await pilot.press("3", "ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeaveDialog))
        await until(pilot, lambda: "1 perubahan belum tersimpan" in shown(pilot, ".title"))
        assert "penuh" in shown(pilot, ".body")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        workspace.fail = None
        await pilot.press("ctrl+q")
        await until(pilot, lambda: pilot.app.return_value == 0)
        assert statuses(workspace) == {"2.1": "3"}


async def test_quitting_without_saving_is_possible_when_wanted(walking, workspace):
    async with walking() as pilot:
        workspace.fail = FULL
        await pilot.press("3", "ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeaveDialog))
        await pilot.press("x")
        await until(pilot, lambda: pilot.app.return_value == 0)


async def test_a_copy_can_be_written_when_the_store_cannot(walking, workspace, tmp_path: Path):
    """The copy holds every answer and can be read again; an older copy is never replaced."""
    (tmp_path / "kami-instansi-2026-09-01.yaml").write_text("older")
    async with walking() as pilot:
        workspace.fail = FULL
        await pilot.press("3", "ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeaveDialog))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        path = tmp_path / "kami-instansi-2026-09-01-2.yaml"
        await until(pilot, lambda: str(path) in shown(pilot, ".body").replace("\n", ""))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.return_value == 0)
    assert AnswersFiles(LIBRARY, dump).read(path).statuses == {"2.1": "3"}
    assert (tmp_path / "kami-instansi-2026-09-01.yaml").read_text() == "older"


async def test_a_deleted_assessment_keeps_answers_on_the_screen(walking, workspace):
    """Another program deleted it: nothing can be written, and that is said."""
    async with walking() as pilot:
        del workspace.kept["a001"]
        await pilot.press("3")
        await until(pilot, lambda: "BELUM TERSIMPAN (1)" in shown(pilot, "#saved"))


async def test_quitting_out_of_a_note_keeps_what_was_typed(walking, workspace):
    async with walking() as pilot:
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        await pilot.press(*"baru", "ctrl+q")
        await until(pilot, lambda: pilot.app.return_value == 0)
        assert workspace.kept["a001"].assessment.answer("2.1").note == "baru"


async def test_quitting_out_of_a_half_typed_form_asks_first(walking, workspace):
    async with walking() as pilot:
        await pilot.press("p")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProfileScreen))
        await pilot.press("x", "ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProfileScreen))
        assert pilot.app.return_value is None


async def test_a_store_that_never_answers_does_not_hold_one_for_ever(walking, workspace):
    async with walking() as pilot:
        pilot.app.desk.saver._patience = 0.05
        workspace.gate.clear()
        await pilot.press("3", "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeaveDialog))
        await until(pilot, lambda: "belum menjawab" in shown(pilot, ".body"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        workspace.gate.set()
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3"})


async def test_a_terminal_that_closes_saves_what_was_answered_and_typed(walking, workspace):
    """What SIGTERM and SIGHUP do: nobody can be asked any more."""
    async with walking("2.1") as pilot:
        app = pilot.app
        await pilot.press("3", "t")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))
        await pilot.press(*"abc")
        app.end_at_once(143)
        await until(pilot, lambda: workspace.closed)
        assert statuses(workspace) == {"2.1": "3"}
        assert workspace.kept["a001"].assessment.answer("2.1").note == "abc"
    assert app.return_code == 143


@pytest.mark.parametrize("language", ["id", "en"])
async def test_every_answer_about_leaving_can_be_read_in_a_small_terminal(
    make_app, workspace, walking, language
):
    app = make_app(language, "a001", "2.1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
        workspace.fail = FULL
        await pilot.press("3")
        await until(pilot, lambda: app.save_state.error)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, LeaveDialog))
        await until(pilot, lambda: "(x)" in everything(pilot))
        workspace.fail = None


async def test_ctrl_c_says_in_the_present_language_how_to_leave(walking):
    async with walking() as pilot:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: notices(pilot) == ["Ctrl+Q mengakhiri program."])


async def test_an_assessment_begun_with_other_questionnaire_files_says_so(make_app, workspace):
    workspace.create(Assessment("kami-5.0"), digest="sha256:older", who="x")
    async with make_app("id", assessment="a001").run_test() as pilot:
        await until(pilot, lambda: any("telah berubah sejak" in n for n in notices(pilot)))


async def test_a_screen_that_opens_while_the_store_answers_does_not_fail(walking):
    """Its head line has no parts yet when it is told."""
    async with walking() as pilot:
        app = pilot.app
        state = app.save_state
        app.push_screen(DashboardScreen(app.desk.session))
        for wait in (0, 0, 0.001, 0.002, 0.004, 0.01):
            app.save_state = None
            app.save_state = state
            await asyncio.sleep(wait)
        await until(pilot, lambda: isinstance(app.screen, DashboardScreen))
        assert app._exception is None


async def test_what_ours_was_written_over_is_told(walking, workspace):
    """Another program wrote 2.1 just before; 2.2 it gave the same answer as we did."""
    async with walking() as pilot:
        workspace.by_another("a001", Change("answer", "2.1", "status", None, "1"))
        await pilot.press("3")
        await until(pilot, lambda: "menimpa 1 isian" in told(pilot))
        assert "riwayat. 2.1" in told(pilot)
        workspace.by_another("a001", Change("answer", "2.2", "status", None, "3"))
        await pilot.press("down", "3")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3", "2.2": "3"})
        await pilot.pause()
        assert told(pilot).count("menimpa") == 1


async def test_a_document_of_another_program_and_one_not_saved_yet_are_two(walking, workspace):
    """Both were called E1: the store could not be written to when ours was entered."""
    async with walking() as pilot:
        desk = pilot.app.desk
        workspace.fail = FULL
        desk.record(desk.session.add_evidence(Evidence("Milik kita", "Surat"), "2.1"))
        await until(pilot, lambda: desk.saver.state.error is not None)
        workspace.by_another(
            "a001",
            Change("evidence", "E1", "title", None, "Milik mereka"),
            Change("evidence", "E1", "location", "", "Lemari 2"),
            Change("link", "2.2", "E1", None, "1"),
        )
        await desk.saver._look()
        workspace.fail = None
        desk.saver.retry()
        await until(pilot, lambda: desk.saver.state.error is None)
        kept = workspace.kept["a001"].assessment
        assert kept == desk.session.assessment
        assert dict(kept.evidence) == {
            "E1": Evidence("Milik mereka", "", "Lemari 2"),
            "E2": Evidence("Milik kita", "Surat"),
        }
        assert (kept.answer("2.1").evidence, kept.answer("2.2").evidence) == (("E2",), ("E1",))


async def test_a_note_changed_elsewhere_is_shown_in_the_open_window(walking, workspace):
    async with walking("2.1") as pilot:
        pilot.app.desk.saver._poll = 0.02
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        pilot.app.desk.saver.retry()
        workspace.by_another("a001", Change("answer", "2.1", "note", "", "dari rekan"))
        area = pilot.app.screen.query_one(TextArea)
        await until(pilot, lambda: area.text == "dari rekan")
        area.insert("!")
        await pilot.press("escape")
        await until(pilot, lambda: note_of(workspace) == "dari rekan!")


async def test_a_note_changed_elsewhere_while_it_is_typed_is_told_and_undo_brings_it(
    walking, workspace
):
    async with walking("2.1") as pilot:
        pilot.app.desk.saver._poll = 0.02
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        pilot.app.screen.query_one(TextArea).insert("dari saya")
        pilot.app.desk.saver.retry()
        workspace.by_another("a001", Change("answer", "2.1", "note", "", "dari rekan"))
        await until(pilot, lambda: "Program lain" in shown(pilot, "#note-size"))
        assert pilot.app.screen.query_one(TextArea).text == "dari saya"
        await pilot.press("escape")
        await until(pilot, lambda: note_of(workspace) == "dari saya")
        await pilot.press("z")
        await until(pilot, lambda: note_of(workspace) == "dari rekan")


def told(pilot) -> str:
    return "\n".join(notices(pilot))


def note_of(workspace) -> str:
    return str(workspace.kept["a001"].assessment.answer("2.1").note)
