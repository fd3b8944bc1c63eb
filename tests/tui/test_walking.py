"""Walking the items: answers, standing, gate, notes, evidence, undo, search, language."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.tui.keys import actions
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.evidence import EvidenceDialog, EvidenceForm
from kami_tui.tui.screens.find import FindDialog
from kami_tui.tui.screens.help import HelpDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.items import ItemList
from tests.tui.conftest import click_block, everything, shown, until
from tests.tui.fakes import FakeWorkspace, example

MARKUP = "[red]x[/] [/] $x [b"


@pytest.fixture
def walking(make_app, workspace: FakeWorkspace):
    """An open assessment: `walking("2.1")`, empty unless one is given."""

    @asynccontextmanager
    async def open_at(
        item: str = "1.1",
        assessment: Assessment | None = None,
        language: str = "id",
        size: tuple[int, int] = (120, 40),
    ) -> AsyncIterator[Pilot]:
        given = assessment or Assessment("kami-5.0", Profile(organisation="Instansi"))
        workspace.create(given, digest="", who="x")
        app = make_app(language, "a001", item)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
            await until(pilot, lambda: at(pilot) == item)
            yield pilot

    return open_at


def at(pilot: Pilot) -> str:
    return shown(pilot, "#item-head").split()[0]


def statuses(workspace: FakeWorkspace) -> dict[str, str]:
    return workspace.kept["a001"].assessment.statuses


def stands(pilot: Pilot, item: str) -> bool:
    return at(pilot) == item


def ends(workspace: FakeWorkspace, text: str) -> bool:
    return workspace.kept["a001"].assessment.answer("2.1").note.endswith(text)


def row(pilot: Pilot, item: str) -> str:
    return shown(pilot, f"item-{item}")


async def test_an_unanswered_item_says_so_and_an_answered_one_shows_which(walking):
    async with walking("2.1") as pilot:
        assert "Belum dijawab. Tekan 0 1 2 3." in shown(pilot, "#item-state")
        assert "[ ]" in row(pilot, "2.1")
        assert "(*)" not in everything(pilot)
        await pilot.press("2")
        await until(pilot, lambda: "2" in row(pilot, "2.1").split())
        assert everything(pilot).count("(*)") == 1
        assert at(pilot) == "2.1", "an answer stays in view"
        assert "2 / 126" in shown(pilot, "#standing-area")


async def test_area_1_is_answered_with_letters_and_the_category_narrows(walking, workspace):
    async with walking("1.1") as pilot:
        assert "masih mungkin Rendah sampai Strategis" in shown(pilot, "#standing-category")
        for _ in range(9):
            await pilot.press("c", "down")
        assert "belum lengkap" in shown(pilot, "#standing-category")
        await pilot.press("c")
        await until(pilot, lambda: "Rendah (skor 10)" in shown(pilot, "#standing-category"))
        assert "Tidak Layak" in shown(pilot, "#standing-total")
        await until(pilot, lambda: len(statuses(workspace)) == 10)


async def test_keys_that_an_item_does_not_offer_do_nothing(walking):
    async with walking("2.1") as pilot:
        await pilot.press("a", "9", "n")
        assert "Belum dijawab" in shown(pilot, "#item-state")


async def test_stage_3_opens_when_stages_1_and_2_suffice_and_parked_answers_count(walking):
    """Answers behind a shut gate are kept, shown in brackets, and count once it opens."""
    async with walking("2.17") as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "(3)" in row(pilot, "2.17"))
        assert "belum dihitung selama tahap 3" in shown(pilot, "#item-state")
        assert "belum dihitung" in shown(pilot, "#standing-gate")
        assert "9 poin menunggu dihitung" in shown(pilot, "#standing-gate")
        session = pilot.app.desk.session
        for item in session.order:
            if item.startswith("2.") and session.item(item).stage in (1, 2):
                pilot.app.screen.go_to(item)
                await pilot.press("3")
        await until(pilot, lambda: "dihitung" in shown(pilot, "#standing-gate").split("\n")[1])
        assert "belum" not in shown(pilot, "#standing-gate")
        assert "(3)" not in row(pilot, "2.17")
        assert "81 / 126" in shown(pilot, "#standing-area")


async def test_the_panel_says_why_the_level_is_not_higher(walking):
    async with walking("2.1") as pilot:
        assert "Mengapa belum tingkat I+" in shown(pilot, "#standing-next")
        assert "0 dari 12" in shown(pilot, "#standing-next")
        assert "2.1  2.2" in shown(pilot, "#standing-next")


async def test_not_applicable_asks_for_its_reason_at_once(walking, workspace):
    async with walking("2.1") as pilot:
        session = pilot.app.desk.session
        item = next(i for i in session.order if session.item(i).not_applicable)
        pilot.app.screen.go_to(item)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        assert "Tidak Berlaku" in shown(pilot, ".title")
        await pilot.press(*"tidak ada", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: statuses(workspace) == {item: "NA"})
        assert workspace.kept["a001"].assessment.answer(item).note == "tidak ada"


async def test_without_its_reason_not_applicable_keeps_asking(walking):
    async with walking("2.1") as pilot:
        session = pilot.app.desk.session
        item = next(i for i in session.order if session.item(i).not_applicable)
        pilot.app.screen.go_to(item)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert "Alasannya masih perlu ditulis" in shown(pilot, "#item-state")


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


async def test_an_answer_can_be_taken_back_undone_and_redone(walking, workspace):
    async with walking("2.1") as pilot:
        await pilot.press("3", "down", "2", "backspace")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3"})
        await pilot.press("z")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3", "2.2": "2"})
        await pilot.press("z", "z")
        await until(pilot, lambda: statuses(workspace) == {})
        assert at(pilot) == "2.1", "one sees what was undone"
        assert "urungkan" not in shown(pilot, "KeyBar")
        await pilot.press("y")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3"})
        await pilot.press("Z")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3", "2.2": "2"})


async def test_a_note_is_kept_on_escape_and_shown_as_it_was_typed(walking, workspace):
    async with walking("2.1") as pilot:
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        pilot.app.screen.query_one(TextArea).insert(f"{MARKUP}\nbaris dua")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert MARKUP in everything(pilot)
        assert "baris dua" in everything(pilot)
        await until(pilot, lambda: workspace.kept["a001"].assessment.answers)
        assert workspace.kept["a001"].assessment.answer("2.1").note == f"{MARKUP}\nbaris dua"


async def test_a_note_is_saved_while_it_is_being_typed_and_undone_as_one(
    walking, workspace, monkeypatch
):
    """A program that is killed in the middle of a long note loses a breath of it, not all."""
    monkeypatch.setattr("kami_tui.tui.screens.note.REST", 0.01)
    async with walking("2.1") as pilot:
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        for part in ("satu", " dua", " tiga"):
            pilot.app.screen.query_one(TextArea).insert(part)
            await until(
                pilot,
                partial(ends, workspace, part),
            )
        await pilot.press("escape", "z")
        await until(pilot, lambda: not workspace.kept["a001"].assessment.answers)


async def test_user_text_is_never_markup_anywhere(walking, workspace):
    given = Assessment(
        "kami-5.0", Profile(organisation=MARKUP, scope=f"scope {MARKUP}", unit="[/]")
    )
    async with walking("2.1", given) as pilot:
        assert MARKUP in everything(pilot).split("\n")[0]
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        pilot.app.screen.query_one("#field-title", Input).value = MARKUP
        pilot.app.screen.query_one("#field-location", Input).value = f"loc {MARKUP}"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceDialog))
        assert f"E1 {MARKUP}" in everything(pilot)
        await pilot.press("delete")
        await until(pilot, lambda: MARKUP in shown(pilot, ".body"))
        await pilot.press("n", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert f"loc {MARKUP}" in everything(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
        await until(pilot, lambda: MARKUP in everything(pilot))
        await pilot.press("q", "q")
        await until(pilot, lambda: MARKUP in everything(pilot))


async def test_a_document_is_entered_attached_reused_and_detached(walking, workspace):
    async with walking("2.1") as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        await pilot.press(*"SK 1", "tab", "tab", *"SK/1/2026", "tab", *"2026-01-02", "f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceDialog))
        await until(pilot, lambda: "[x] E1 SK 1" in everything(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "E1 SK 1" in shown(pilot, "#evidence"))
        assert "SK/1/2026" in shown(pilot, "#evidence")
        assert "2 Januari 2026" in shown(pilot, "#evidence")
        await pilot.press("down", "e")
        await until(pilot, lambda: "[ ] E1 SK 1" in everything(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "[x] E1 SK 1" in everything(pilot))
        kept = workspace.kept["a001"]
        await until(pilot, lambda: kept.assessment.items_resting_on("E1") == ("2.1", "2.2"))
        await pilot.press("enter", "escape")
        await until(pilot, lambda: kept.assessment.items_resting_on("E1") == ("2.1",))


async def test_an_example_begins_a_document_with_its_title(walking, workspace):
    async with walking("2.1") as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceDialog))
        assert "Contoh untuk butir ini" in everything(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        await pilot.press("f2")
        await until(pilot, lambda: workspace.kept["a001"].assessment.evidence)
        title = workspace.kept["a001"].assessment.evidence["E1"].title
        assert title.startswith("Keputusan pimpinan")


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


async def test_the_floors_are_told_while_the_category_is_open(walking):
    async with walking("2.1") as pilot:
        total = shown(pilot, "#standing-total")
        assert "Area yang masih di bawah batas terendah:" in total
        assert "Skor Tata Kelola: 0 dari 16" in total
        assert "dan 2 syarat lagi" in total, "what does not fit is counted, not dropped"


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
