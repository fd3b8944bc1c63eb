"""Walking the items: answers, standing, gate, notes, evidence, undo, search, language."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from kami_tui.tui.keys import actions
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.find import FindDialog
from kami_tui.tui.screens.help import HelpDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.items import ItemList
from kami_tui.tui.widgets.standing import Standing
from tests.tui.conftest import at, click_block, everything, shown, statuses, until
from tests.tui.fakes import example

MARKUP = "[red]x[/] [/] $x [b"


def stands(pilot: Pilot, item: str) -> bool:
    return at(pilot) == item


async def test_arrows_brackets_and_gaps_move_through_the_items(walking):
    async with walking("1.1") as pilot:
        for keys, there in (
            (["down"], "1.2"), (["j"], "1.3"), (["space"], "1.4"), (["enter"], "1.5"),
            (["up"], "1.4"), (["k"], "1.3"), (["end"], "1.10"), (["down"], "2.1"),
            (["up", "home"], "1.1"), (["right_square_bracket"], "2.1"),
            (["left_square_bracket"], "1.1"), (["a", "u"], "1.2"), (["b", "U"], "8.27"),
            (["u"], "1.3"),
        ):  # fmt: skip
            await pilot.press(*keys)
            await until(pilot, partial(stands, pilot, there))


async def test_the_last_item_has_no_next_and_the_key_line_does_not_claim_one(walking):
    async with walking("8.27") as pilot:
        await until(pilot, lambda: "jawab" in shown(pilot, "KeyBar"))
        assert "lanjut" not in shown(pilot, "KeyBar")
        await pilot.press("down")
        assert at(pilot) == "8.27"


async def test_an_item_is_reached_by_its_number(walking):
    async with walking("1.1") as pilot:
        await pilot.press("g", *"2.1")
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count > 1)
        await pilot.press("enter")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, WalkerScreen) and at(pilot) == "2.1"
        )
        await pilot.press("g", *"6,7", "enter")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, WalkerScreen) and at(pilot) == "6.7"
        )


@pytest.mark.parametrize("words", ["hukum pidana perdata", "violations criminal civil"])
async def test_search_finds_words_of_both_languages(walking, words):
    async with walking("1.1") as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(pilot.app.screen, FindDialog))
        pilot.app.screen.query_one(Input).value = words
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count == 1)
        await pilot.press("enter")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, WalkerScreen) and at(pilot) == "2.22"
        )


async def test_the_language_changes_in_place(walking, workspace):
    async with walking("2.2") as pilot:
        await pilot.press("3", "L")
        await until(pilot, lambda: "Stage 1" in shown(pilot, "#item-head"))
        assert at(pilot) == "2.2"
        text = everything(pilot)
        assert "Fully applied" in text
        assert "Governance" in text
        assert "note" in shown(pilot, "KeyBar")
        assert "Tersimpan" not in text
        await pilot.press("f3")
        await until(pilot, lambda: "Tahap 1" in shown(pilot, "#item-head"))
        assert "Diterapkan Secara Menyeluruh" in everything(pilot)


async def test_the_language_changes_under_a_half_typed_form(walking):
    async with walking("2.1") as pilot:
        await pilot.press("p", *"X", "f3")
        await until(pilot, lambda: "Date of assessment" in everything(pilot))
        assert pilot.app.screen.query_one("#field-organisation", Input).value == "InstansiX"


async def test_help_names_every_key_of_the_screen(walking):
    async with walking("2.1") as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpDialog))
        text = shown(pilot, "#help-text")
        for word in ("catatan", "bukti", "cari", "laporan", "ringkasan", "identitas", "ke butir"):
            assert word in text
        assert "[ ]" in text


async def test_the_palette_runs_actions_by_their_name(walking):
    async with walking("2.1") as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: pilot.app.screen.query("CommandInput"))
        await pilot.press(*"ringkas")
        await until(pilot, lambda: "Ringkasan" in everything(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))


async def test_the_summary_leads_to_the_first_unanswered_item(walking):
    async with walking("4.1") as pilot:
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
        await until(pilot, lambda: "0 dari 212 butir" in shown(pilot, "#numbers"))
        await pilot.press("u")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, WalkerScreen) and at(pilot) == "1.1"
        )


async def test_the_summary_shows_the_worked_example(walking):
    async with walking("2.1", example(2026)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
        await until(pilot, lambda: "Cukup Baik" in shown(pilot, "#outcome"))
        assert "161 poin lagi menuju Baik" in shown(pilot, "#outcome")
        table = shown(pilot, "#areas")
        assert "88/126" in table
        assert "258" in table
        assert "86%" in table, "the supplement, too"


async def test_a_small_terminal_shows_question_answers_and_standing(walking):
    async with walking("5.1", size=(80, 24)) as pilot:
        text = everything(pilot)
        assert "[5 0/53]" in text
        assert "Diterapkan Secara Menyeluruh" in text
        assert "Kelengkapan 0/918" in text
        assert "belum dijawab" in text
        await pilot.press("v")
        await until(pilot, lambda: "Mengapa belum tingkat" in everything(pilot))
        assert "Diterapkan Secara Menyeluruh" not in everything(pilot)
        await pilot.press("1")
        await until(pilot, lambda: "1 / 258" in everything(pilot))  # answers work there too
        await pilot.press("v")
        await until(pilot, lambda: "Diterapkan Secara Menyeluruh" in everything(pilot))


async def test_a_window_made_larger_shows_three_columns(walking):
    async with walking("5.1", size=(80, 24)) as pilot:
        await pilot.resize_terminal(130, 40)
        await until(pilot, lambda: "Mengapa belum tingkat" in everything(pilot))
        assert "Diterapkan Secara Menyeluruh" in everything(pilot)
        assert "Kerangka Kerja" in everything(pilot)


async def test_the_mouse_chooses_areas_items_and_answers(walking, workspace):
    async with walking("1.1") as pilot:
        await click_block(pilot, "area-3")
        await until(pilot, lambda: at(pilot) == "3.1")
        await pilot.click(ItemList, offset=(6, 3))
        await until(pilot, lambda: at(pilot) == "3.3")
        await click_block(pilot, "choice-2")
        await until(pilot, lambda: statuses(workspace) == {"3.3": "2"})
        await click_block(pilot, "note")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))


async def test_the_profile_is_changed_from_the_walker(walking, workspace):
    async with walking("2.1") as pilot:
        await pilot.press("p", *" Baru", "f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        kept = workspace.kept["a001"]
        await until(pilot, lambda: kept.assessment.profile.organisation == "Instansi Baru")
        assert "Instansi Baru" in shown(pilot, "#where")


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_help_can_be_read_to_its_end(walking, size):
    async with walking("2.1", size=size) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpDialog))
        await until(pilot, lambda: "esc tutup" in everything(pilot))
        for _ in range(12):
            await pilot.press("space")
        await until(pilot, lambda: "aman." in everything(pilot))


async def test_palette_and_help_name_only_what_this_program_does(make_app, workspace):
    """Not the keys inside Textual's widgets, which speak English: "Scroll Left"."""
    workspace.create(example(2026), digest="", who="x")
    async with make_app().run_test() as pilot:
        await until(pilot, lambda: "212/212" in everything(pilot))
        words = {a.word for a in actions(pilot.app.screen)}
        assert "buka" in words
        assert not [w for w in words if w[:1].isupper() and w not in ("Inggris / Indonesia",)]


def test_the_first_picture_needs_no_pydantic():
    """Importing it would cost a third of the time until something is to be seen."""
    code = "import kami_tui.tui.app, sys; assert 'pydantic' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


async def test_the_standing_is_scrolled_by_key_where_it_is_longer_than_the_window(walking):
    async with walking("2.1", example(2025), size=(120, 24)) as pilot:
        standing = pilot.app.screen.query_one(Standing)
        assert standing.max_scroll_y > 0
        await pilot.press("right_curly_bracket")
        await until(pilot, lambda: standing.scroll_offset.y > 0)
        await pilot.press("left_curly_bracket")
        await until(pilot, lambda: standing.scroll_offset.y == 0)


async def test_keys_of_a_panel_that_is_not_there_are_not_offered(walking):
    async with walking("2.1", example(2025), size=(80, 24)) as pilot:
        assert not pilot.app.screen.check_action("scroll_standing", (1,))
