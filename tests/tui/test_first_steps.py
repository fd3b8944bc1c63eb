"""From an empty workspace to a first answer, by keys alone."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.widgets import Input

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.domain.errors import StoreCorrupt, StoreUnwritable
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.trouble import TroubleScreen
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.screens.workspace import WorkspaceScreen
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import FakeWorkspace, example


def on(pilot, screen: type) -> bool:
    return isinstance(pilot.app.screen, screen)


async def test_a_newcomer_is_told_which_key_begins(make_app):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "Belum ada penilaian" in shown(pilot, "#empty-text"))
        assert "memulai penilaian pertama" in shown(pilot, "#empty-text")
        assert "n baru" in shown(pilot, "KeyBar")


async def test_the_list_says_that_it_is_opening_until_the_store_has_answered(make_app, workspace):
    """The first picture does not wait for the store."""
    workspace.gate.clear()
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "Membuka ruang kerja" in shown(pilot, "#empty-text"))
        workspace.gate.set()
        await until(pilot, lambda: "Belum ada penilaian" in shown(pilot, "#empty-text"))


async def test_a_new_assessment_is_made_with_the_keyboard_alone(make_app, workspace):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        await pilot.press("n")
        await until(pilot, lambda: on(pilot, ProfileScreen))
        await pilot.press(*"Pemkot [red]Uji[/]", "enter", *"Diskominfo")
        await pilot.press("f2")
        await until(pilot, lambda: on(pilot, WalkerScreen))
        await pilot.press("c")
        await until(pilot, lambda: workspace.kept["a001"].assessment.statuses == {"1.1": "C"})
        profile = workspace.kept["a001"].assessment.profile
        assert (profile.organisation, profile.unit) == ("Pemkot [red]Uji[/]", "Diskominfo")
        assert profile.date == "2026-09-15"
        assert "Pemkot [red]Uji[/]" in shown(pilot, "#where")


async def test_a_date_that_does_not_exist_is_refused_beside_its_field(make_app, workspace):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        await pilot.press("n")
        await until(pilot, lambda: on(pilot, ProfileScreen))
        field = pilot.app.screen.query_one("#field-date", Input)
        for wrong in ("2026-02-30", "20260915", "15-09-2026", "besok"):
            field.value = wrong
            await pilot.press("f2")
            await until(pilot, lambda: "Bukan tanggal" in everything(pilot))
            assert on(pilot, ProfileScreen)
        field.value = "2026-02-28"
        await pilot.press("f2")
        await until(pilot, lambda: on(pilot, WalkerScreen))


async def test_leaving_a_form_with_typed_text_asks_first(make_app, workspace):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        await pilot.press("n")
        await until(pilot, lambda: on(pilot, ProfileScreen))
        await pilot.press("x", "escape")
        await until(pilot, lambda: on(pilot, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: on(pilot, ProfileScreen))
        assert pilot.app.screen.query_one("#field-organisation", Input).value == "x"
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: on(pilot, WorkspaceScreen))
        assert not workspace.kept


@pytest.fixture
def two(workspace: FakeWorkspace) -> FakeWorkspace:
    first = workspace.create(example(2025), digest="", who="x")
    workspace.create(example(2026), digest="", who="x", previous=first)
    return workspace


async def test_the_list_shows_progress_category_and_readiness(make_app, two):
    async with make_app().run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "212/212" in everything(pilot))
        text = everything(pilot)
        assert "Cukup Baik" in text
        assert "Pemenuhan Kerangka Kerja Dasar" in text
        assert "Tinggi (skor 20)" in text
        assert "15 September 2026" in text


async def test_a_new_round_copies_everything_and_is_dated_today(make_app, two):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "212/212" in everything(pilot))
        await pilot.press("down", "d")
        await until(pilot, lambda: "a003" in two.kept)
        old, new = two.kept["a001"], two.kept["a003"]
        assert new.previous == "a001"
        assert new.assessment.answers == old.assessment.answers
        assert new.assessment.evidence == old.assessment.evidence
        assert new.assessment.profile.date == "2026-09-15"
        await until(pilot, lambda: pilot.app.screen._chosen.summary.id == "a003")


async def test_deleting_names_what_is_deleted_and_keeps_it_unless_told(make_app, two):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "212/212" in everything(pilot))
        await pilot.press("delete")
        await until(pilot, lambda: on(pilot, ConfirmDialog))
        await until(pilot, lambda: "Pemerintah Kota Contoh" in shown(pilot, ".body"))
        assert "2026-09-15" in shown(pilot, ".body")
        assert "212 jawaban" in shown(pilot, ".body")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, WorkspaceScreen))
        assert len(two.kept) == 2, "the harmless answer is the one enter gives"
        await pilot.press("delete")
        await until(pilot, lambda: on(pilot, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: list(two.kept) == ["a001"])
        await until(pilot, lambda: "Cukup Baik" not in everything(pilot))


async def test_an_assessment_named_on_the_command_line_opens_at_its_item(make_app, two):
    async with make_app(assessment="a002", item="4.7").run_test() as pilot:
        await until(pilot, lambda: on(pilot, WalkerScreen))
        await until(pilot, lambda: shown(pilot, "#item-head").startswith("4.7 "))


async def test_opening_goes_to_where_the_assessor_was_last(make_app, two):
    two.kept["a002"].place = "5.12"
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "212/212" in everything(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot, "#item-head").startswith("5.12 "))


async def test_the_summary_opens_from_the_list(make_app, two):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "212/212" in everything(pilot))
        await pilot.press("s")
        await until(pilot, lambda: on(pilot, DashboardScreen))
        await until(pilot, lambda: "668 / 918" in shown(pilot, "#outcome"))


async def test_the_examples_can_be_looked_at_from_the_empty_workspace(make_app, workspace):
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "e muat contoh" in shown(pilot, "KeyBar"))
        await pilot.press("e")
        await until(pilot, lambda: len(workspace.kept) == 2)
        assert workspace.kept["a002"].previous == "a001"
        await until(pilot, lambda: "212/212" in everything(pilot))


async def test_a_workspace_that_cannot_be_opened_says_why_and_can_be_tried_again(
    make_app, workspace
):
    workspace.fail = StoreCorrupt(place=workspace.place, reason="not_a_workspace")
    async with make_app("en").run_test() as pilot:
        await until(pilot, lambda: on(pilot, TroubleScreen))
        await until(pilot, lambda: "is not a workspace of" in shown(pilot, "#trouble"))
        assert workspace.place in shown(pilot, "#trouble")
        workspace.fail = None
        await pilot.press("r")
        await until(pilot, lambda: on(pilot, WorkspaceScreen))
        await until(pilot, lambda: "No assessment yet" in shown(pilot, "#empty-text"))


async def test_an_assessment_of_an_edition_that_is_not_here_is_listed_but_not_opened(
    make_app, workspace
):
    workspace.create(Assessment("kami-9.9", Profile(organisation="Tua")), digest="", who="x")
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "tidak terpasang" in everything(pilot))
        assert "enter" not in shown(pilot, "KeyBar")
        await pilot.press("enter")
        assert on(pilot, WorkspaceScreen)


async def test_q_ends_the_program(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        await pilot.press("q")
        await until(pilot, lambda: app.return_code == 0 and app.return_value == 0)


async def test_what_is_typed_ahead_waits_for_its_field(make_app, workspace):
    """On a slow line the name is typed before the form is there: no letter becomes a command."""
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "n baru" in shown(pilot, "KeyBar"))
        workspace.gate.clear()
        for key in ("n", *"Dinas quit nq", "f2", "c", "down", "b"):
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: on(pilot, ProfileScreen))
        workspace.gate.set()
        await until(pilot, lambda: workspace.kept["a001"].assessment.statuses == EXPECTED)
        assert workspace.kept["a001"].assessment.profile.organisation == "Dinas quit nq"


EXPECTED = {"1.1": "C", "1.2": "B"}


@pytest.mark.parametrize("fail", [None, StoreUnwritable(place="/data", reason="disk_full")])
async def test_a_list_that_comes_while_the_program_ends_is_not_missed(make_app, workspace, fail):
    app = make_app("id")
    close_all = app._close_all

    async def close_late() -> None:
        await app.screen.query("*").remove()  # the screen still stands, without its widgets
        workspace.fail = fail
        workspace.gate.set()
        await app.workers.wait_for_complete([reading])
        await close_all()

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.workspace_screen._rows is not None)
        workspace.gate.clear()
        reading = app.open_workspace()
        app._close_all = close_late
