"""Trying out: keys change a copy, the difference is shown, and nothing is kept but by choice."""

from __future__ import annotations

from functools import partial

import pytest
from textual.pilot import Pilot

from kami_tui.domain.answers import Change, Evidence
from kami_tui.tui.screens.check import CheckScreen
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.report import ReportDialog
from kami_tui.tui.screens.trial import TrialDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from kami_tui.tui.widgets.head import Head
from tests.tui.conftest import everything, shown, statuses, until
from tests.tui.fakes import FakeWorkspace, example


def mark(pilot: Pilot) -> str:
    return everything(pilot).split("\n")[0]


def total(pilot) -> str:
    return str(pilot.app.desk.session.result.total)


def shows(pilot: Pilot, screen: type) -> bool:
    return isinstance(pilot.app.screen, screen)


async def trying(pilot: Pilot) -> None:
    await pilot.press("W")
    await until(pilot, lambda: "SIMULASI" in mark(pilot))


async def test_what_is_tried_out_is_marked_shown_and_not_saved(walking, workspace: FakeWorkspace):
    async with walking("2.1", example(2025)) as pilot:
        before = statuses(workspace)
        await trying(pilot)
        await pilot.press("0")
        await until(pilot, lambda: "1 jawaban berbeda" in everything(pilot))
        text = everything(pilot)
        changed = pilot.app.desk.session.result
        assert f"472 -> {changed.total}" in text
        assert f"{changed.total - 472}" in text
        assert pilot.app.desk.base.result.total == 472
        assert statuses(workspace) == before


async def test_the_level_and_the_gate_that_would_move_are_named(walking):
    async with walking("2.1", example(2025)) as pilot:
        before = pilot.app.desk.base.result.areas["2"]
        await trying(pilot)
        for item in pilot.app.desk.session.instrument.area("2").items:
            pilot.app.screen.go_to(item.id)
            await pilot.press("3")
        await until(pilot, lambda: "tahap 3 dihitung" in everything(pilot).lower())
        after = pilot.app.desk.session.result.areas["2"]
        assert (before.stage3_counted, after.stage3_counted) == (False, True)
        assert f"{before.score} -> {after.score}" in everything(pilot)
        assert f"{before.maturity} -> {after.maturity}" in everything(pilot)


async def test_put_away_leaves_everything_as_it_was(walking, workspace: FakeWorkspace):
    async with walking("2.1", example(2025)) as pilot:
        before = workspace.kept["a001"].assessment
        await trying(pilot)
        await pilot.press("0", "down", "0", "W")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialDialog))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: "SIMULASI" not in mark(pilot))
        assert pilot.app.desk.session.assessment == before
        assert workspace.kept["a001"].assessment == before
        assert not pilot.app.desk.session.can_undo


async def test_taken_over_it_is_saved_and_one_undo_takes_it_back(walking, workspace: FakeWorkspace):
    async with walking("2.1", example(2025)) as pilot:
        before = statuses(workspace)
        await trying(pilot)
        await pilot.press("0", "down", "0", "W")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialDialog))
        await pilot.press("y")
        await until(pilot, lambda: statuses(workspace)["2.2"] == "0")
        assert statuses(workspace) == before | {"2.1": "0", "2.2": "0"}
        assert "SIMULASI" not in mark(pilot)
        await pilot.press("z")
        await until(pilot, lambda: statuses(workspace) == before)


async def test_going_on_keeps_what_was_tried(walking):
    async with walking("2.1", example(2025)) as pilot:
        await trying(pilot)
        await pilot.press("0", "W")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert "SIMULASI" in mark(pilot)
        assert pilot.app.desk.session.answer_to("2.1").status == "0"


async def test_without_a_difference_nothing_is_asked(walking):
    async with walking("2.1", example(2025)) as pilot:
        await trying(pilot)
        await pilot.press("W")
        await until(pilot, lambda: "SIMULASI" not in mark(pilot))
        assert isinstance(pilot.app.screen, WalkerScreen)


async def test_an_undo_while_trying_takes_back_what_was_tried_only(
    walking, workspace: FakeWorkspace
):
    async with walking("2.1", example(2025)) as pilot:
        kept = statuses(workspace)["2.1"]
        await pilot.press("3" if kept != "3" else "2")
        await until(pilot, lambda: statuses(workspace)["2.1"] != kept)
        given = statuses(workspace)["2.1"]
        await trying(pilot)
        await pilot.press("0")
        await until(pilot, lambda: "1 jawaban berbeda" in everything(pilot))
        await pilot.press("z")
        await until(pilot, lambda: pilot.app.desk.session.answer_to("2.1").status == given)
        await pilot.press("z")
        await until(pilot, lambda: pilot.app.keyboard.idle)
        assert pilot.app.desk.session.answer_to("2.1").status == given
        assert statuses(workspace)["2.1"] == given


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_asks_about_what_was_tried_out(walking, workspace: FakeWorkspace, key):
    async with walking("2.1", example(2025)) as pilot:
        before = statuses(workspace)
        await trying(pilot)
        await pilot.press("0", key)
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialDialog))
        await pilot.press("d")
        if key == "q":
            await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))
        else:
            await until(pilot, lambda: pilot.app.return_code == 0)
        assert statuses(workspace) == before


async def test_the_report_is_of_what_is_saved(walking):
    async with walking("2.1", example(2025)) as pilot:
        await trying(pilot)
        await pilot.press("0", "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        assert pilot.app.screen._matter().assessment.statuses["2.1"] != "0"


async def test_what_a_colleague_writes_meanwhile_reaches_the_copy_but_not_what_was_tried(
    walking, workspace: FakeWorkspace
):
    async with walking("2.1", example(2025)) as pilot:
        await trying(pilot)
        await pilot.press("0")
        desk = pilot.app.desk
        old = {i: desk.base.answer_to(i).status for i in ("2.1", "2.2")}
        theirs = [Change("answer", item, "status", old[item], "3") for item in ("2.1", "2.2")]
        desk.absorb(theirs)
        assert desk.base.answer_to("2.1").status == desk.base.answer_to("2.2").status == "3"
        assert desk.session.answer_to("2.1").status == "0"
        assert desk.session.answer_to("2.2").status == "3"


async def test_the_dialog_tells_the_difference_before_one_decides(walking):
    async with walking("2.1", example(2025), size=(80, 24)) as pilot:
        await trying(pilot)
        await pilot.press("0", "W")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialDialog))
        body = shown(pilot, ".body")
        assert f"472 -> {total(pilot)}" in body
        assert "2.1" in body


async def test_every_screen_says_that_it_shows_what_is_tried_out(walking):
    async with walking("2.1", example(2025)) as pilot:
        await trying(pilot)
        assert "Tersimpan" not in mark(pilot), "nothing of it is, nor is to be"
        for key, screen in (("s", DashboardScreen), ("exclamation_mark", CheckScreen)):
            await pilot.press(key)
            await until(pilot, partial(shows, pilot, screen))
            assert "SIMULASI" in mark(pilot)
            await pilot.press("q")
            await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))


@pytest.mark.parametrize("way", ["s", "exclamation_mark"])
async def test_the_report_is_of_what_is_saved_from_wherever_it_is_asked(walking, way):
    async with walking("2.1", example(2025)) as pilot:
        await trying(pilot)
        await pilot.press("0", way, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        assert pilot.app.screen._matter().assessment.statuses == example(2025).statuses
        notices = [n.message for n in pilot.app._notifications]
        assert "Yang sedang disimulasikan tidak masuk laporan." in notices


async def test_documents_and_notes_are_counted_before_one_decides(walking):
    async with walking("2.1", example(2025)) as pilot:
        await trying(pilot)
        session = pilot.app.desk.session
        session.add_evidence(Evidence("SK [baru]", kind="SK"), "2.1")
        session.set_note("2.2", "catatan")
        await pilot.press("W")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialDialog))
        # a document, its attachment, a note
        assert "3 perubahan lain" in shown(pilot, ".body")


async def test_the_name_has_the_room_that_saving_needs_otherwise(walking):
    async with walking("2.1", example(2025), size=(80, 24)) as pilot:
        await trying(pilot)
        head = pilot.app.screen.query_one(Head)
        assert head.query_one("#where").size.width == head.content_size.width
        await pilot.press("W")
        await until(pilot, lambda: "SIMULASI" not in mark(pilot))
        assert "tersimpan" in shown(pilot, "#saved").lower()


async def test_a_document_tried_out_and_one_of_another_program_are_two(walking, workspace):
    async with walking("2.1", example(2025)) as pilot:
        desk = pilot.app.desk
        await trying(pilot)
        (title, *_) = desk.session.add_evidence(Evidence("Dicoba"), "2.1")
        theirs = (
            Change("evidence", title.subject, "title", None, "Milik mereka"),
            Change("evidence", title.subject, "location", "", "Lemari 2"),
        )
        workspace.by_another(desk.id, *theirs)
        await desk.saver._look()
        desk.end_trial(keep=True)
        await until(pilot, lambda: not desk.saver.waiting)
        kept = workspace.kept[desk.id].assessment
        assert kept.evidence[title.subject] == Evidence("Milik mereka", "", "Lemari 2")
        (key,) = [k for k, e in kept.evidence.items() if e == Evidence("Dicoba")]
        assert key in kept.answer("2.1").evidence
        assert kept == desk.session.assessment


async def test_a_document_taken_out_on_a_copy_goes_whole(walking, workspace):
    """Another program wrote on it meanwhile."""
    async with walking("2.1", example(2025)) as pilot:
        desk = pilot.app.desk
        await trying(pilot)
        key = next(iter(desk.session.assessment.evidence))
        desk.session.remove_evidence(key)
        workspace.by_another(desk.id, Change("evidence", key, "kind", "", "dari rekan"))
        await desk.saver._look()
        desk.end_trial(keep=True)
        await until(pilot, lambda: not desk.saver.waiting)
        assert key not in workspace.kept[desk.id].assessment.evidence
        assert workspace.kept[desk.id].assessment == desk.session.assessment
