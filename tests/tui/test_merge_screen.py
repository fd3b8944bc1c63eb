"""The screen of a merge: both values side by side, nothing written before all is decided."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from textual.widgets import OptionList

from kami_tui.domain.answers import Change
from kami_tui.domain.errors import StoreUnwritable
from kami_tui.tui.app import KamiApp
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.conflict import ConflictDialog
from kami_tui.tui.screens.merging import MergeScreen
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import LIBRARY, FakeWorkspace, services
from tests.tui.merge_case import LONG, OURS, THEIRS, Merging, after, planned

N = len(planned().disputes)


@pytest.fixture
def merging():
    @asynccontextmanager
    async def opened(case: Merging, language: str = "en", size=(120, 40)):
        app = KamiApp(services(FakeWorkspace(), language=language), settling=case.settling)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(app.screen, MergeScreen) and app.screen.ready)
            yield pilot

    return opened


def rows(pilot) -> list[str]:
    return [str(o.prompt) for o in pilot.app.screen_stack[1].query_one(OptionList).options]


def decided(pilot) -> list[str]:
    return [r.split()[0] for r in rows(pilot)]


async def on_top(pilot, screen) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and pilot.app.screen.ready)


async def test_every_conflict_is_listed_in_the_order_of_the_items_with_both_values(merging):
    case = Merging()
    async with merging(case) as pilot:
        places = [d.conflict.subject for d in case.settling.plan.disputes]
        order = LIBRARY.scorer("kami-5.0").ids
        items = [p for p in places if p in order]
        assert items == sorted(items, key=order.index)
        assert places[: len(items)] == items
        assert N == len(rows(pilot)) >= 4
        assert set(decided(pilot)) == {"?"}
        assert "2 Partly | 3 Fully" in " ".join(rows(pilot)[0].split())
        assert f"{N} conflicts are to be decided" in shown(pilot, "#counts")
        assert "need no decision" in shown(pilot, "#automatic")


async def test_the_detail_tells_the_question_who_said_it_when_and_what_stood_before(merging):
    async with merging(Merging()) as pilot:
        assert "Item 2.1: Status" in shown(pilot, "#subject")
        assert "top management" in shown(pilot, "#question")
        assert "Kepala" in shown(pilot, "#ours-head")
        assert "2026-09-15" in shown(pilot, "#ours-head")
        assert "Umum Santoso" in shown(pilot, "#theirs-head")
        assert "Fully applied" in shown(pilot, "#theirs")
        assert "Being planned" in shown(pilot, "#before")


async def test_typed_text_is_never_markup_nor_a_command_to_the_terminal(merging):
    async with merging(Merging()) as pilot:
        unit = next(n for n, r in enumerate(rows(pilot)) if "profile" in r)
        assert "[red]x[/]" in rows(pilot)[unit]
        await pilot.press(*["down"] * unit)
        await until(pilot, lambda: "[red]x[/] 漢字漢字" in everything(pilot))


async def test_an_arrow_decides_and_goes_on_to_the_next(merging):
    async with merging(Merging()) as pilot:
        await pilot.press("right", "left")
        assert decided(pilot)[:3] == ["theirs", "ours", "?"]
        assert pilot.app.screen.query_one(OptionList).highlighted == 2
        await pilot.press("up", "backspace")
        assert decided(pilot)[:3] == ["theirs", "?", "?"]


async def test_letters_do_the_same_as_arrows(merging):
    async with merging(Merging()) as pilot:
        await pilot.press("t", "o")
        assert decided(pilot)[:2] == ["theirs", "ours"]


async def test_u_goes_to_the_next_that_is_undecided(merging):
    async with merging(Merging()) as pilot:
        await pilot.press("right", "right", "home", "u")
        assert pilot.app.screen.query_one(OptionList).highlighted == 2


async def test_nothing_can_be_written_before_all_is_decided(merging):
    case = Merging()
    async with merging(case) as pilot:
        assert "merge" not in shown(pilot, "KeyBar")
        await pilot.press(*["right"] * (N - 1), "enter")
        await on_top(pilot, ConflictDialog)
        await pilot.press("escape", "left")
        await until(pilot, lambda: "All is decided" in shown(pilot, "#counts"))
        await until(pilot, lambda: "enter merge" in shown(pilot, "KeyBar"))
        assert case.results == []


async def test_it_is_written_as_decided_once_it_is_confirmed_and_the_program_ends(merging):
    case = Merging()
    async with merging(case) as pilot:
        await pilot.press(*["right"] * N, "enter")
        await on_top(pilot, ConfirmDialog)
        assert case.results == []
        await pilot.press("y")
        await until(pilot, lambda: not pilot.app.is_running)
    (result,) = case.results
    assert result.answer("2.1") == THEIRS.answer("2.1")
    assert result.answer("2.2").status == "0", "only ours changed it"
    assert result.answer("3.1") == OURS.answer("3.1")
    assert case.settling.written is not None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_first_window_stands_in_the_middle_over_the_conflicts(merging, size):
    """Its styles are not read before it opens: here no list is looked at meanwhile."""
    async with merging(Merging(), size=size) as pilot:
        await pilot.press(*["right"] * N, "enter")
        await on_top(pilot, ConfirmDialog)
        dialog = pilot.app.screen
        box = dialog.query_one(".window").region
        left, right = box.x, size[0] - box.right
        above, below = box.y, size[1] - box.bottom
        assert abs(left - right) <= 1
        assert abs(above - below) <= 1
        assert dialog.styles.background.a < 1


async def test_thinking_better_of_it_writes_nothing_and_keeps_what_was_decided(merging):
    case = Merging()
    async with merging(case) as pilot:
        await pilot.press(*["right"] * N, "enter")
        await on_top(pilot, ConfirmDialog)
        await pilot.press("n")
        await on_top(pilot, MergeScreen)
        assert decided(pilot) == ["theirs"] * N
    assert case.results == []


async def test_the_rest_is_decided_for_the_newest_and_what_was_decided_stays(merging):
    async with merging(Merging()) as pilot:
        await pilot.press("left", "w")
        assert decided(pilot)[0] == "ours"
        assert set(decided(pilot)[1:]) == {"theirs"}


async def test_leaving_asks_only_if_something_was_decided(merging):
    case = Merging()
    async with merging(case) as pilot:
        await pilot.press("right", "escape")
        await on_top(pilot, ConfirmDialog)
        await pilot.press("n")
        await on_top(pilot, MergeScreen)
        await pilot.press("backspace", "up", "backspace", "escape")
        await until(pilot, lambda: not pilot.app.is_running)
    assert (case.results, case.settling.written) == ([], None)


async def test_a_long_note_is_read_in_full_and_decided_there(merging):
    async with merging(Merging(), size=(80, 24)) as pilot:
        await pilot.press("down", "space")
        await on_top(pilot, ConflictDialog)
        assert LONG in shown(pilot, "#conflict-text")
        await pilot.press("end")
        await until(pilot, lambda: "menyusul" in everything(pilot))
        await pilot.press("right")
        await on_top(pilot, MergeScreen)
        assert decided(pilot)[:3] == ["?", "theirs", "?"]


async def test_a_document_taken_out_here_and_used_there_is_told_as_that(merging):
    async with merging(Merging()) as pilot:
        at = next(n for n, r in enumerate(rows(pilot)) if "E1" in r)
        assert "taken out of the reg" in rows(pilot)[at]
        await pilot.press(*["down"] * at)
        await until(pilot, lambda: "SK Tim Keamanan" in shown(pilot, "#subject"))


async def test_what_another_program_wrote_meanwhile_is_planned_anew_and_asked_again(merging):
    case = Merging()
    case.overtaken = after(OURS, Change("answer", "2.1", "status", "2", "0"))
    async with merging(case) as pilot:
        await pilot.press(*["right"] * N, "enter")
        await on_top(pilot, ConfirmDialog)
        await pilot.press("y")
        await on_top(pilot, MergeScreen)
        await until(pilot, lambda: decided(pilot)[0] == "?")
        assert decided(pilot)[1:] == ["theirs"] * (N - 1)
        assert any("meanwhile" in n.message for n in pilot.app._notifications)
        assert case.results == []
        await pilot.press("home", "left", "enter")
        await on_top(pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: not pilot.app.is_running)
    assert case.results[0].answer("2.1").status == "0"


async def test_a_store_that_fails_is_explained_and_the_decisions_stay(merging):
    case = Merging()
    case.fail = StoreUnwritable(place="/data", reason="disk_full")
    async with merging(case) as pilot:
        await pilot.press(*["right"] * N, "enter")
        await on_top(pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: pilot.app._notifications)
        await on_top(pilot, MergeScreen)
        assert decided(pilot) == ["theirs"] * N
        assert case.settling.written is None


async def test_the_language_changes_and_what_was_decided_stays(merging):
    async with merging(Merging()) as pilot:
        await pilot.press("right", "f3")
        await until(pilot, lambda: "konflik" in shown(pilot, "#counts"))
        assert "?" not in decided(pilot)[0]
        await pilot.press("f3")
        await until(pilot, lambda: decided(pilot)[0] == "theirs")


async def test_a_window_of_a_few_lines_still_shows_the_list_and_the_keys(merging):
    async with merging(Merging(), size=(40, 10)) as pilot:
        assert "2.1" in everything(pilot)
        assert "ours" in shown(pilot, "KeyBar")
