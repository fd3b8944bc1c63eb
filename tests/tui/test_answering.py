"""Answers, notes and evidence of an item, and what the standing says of them at once."""

from __future__ import annotations

from functools import partial

from textual.widgets import Input, TextArea

from kami_tui.domain.answers import Assessment, Profile
from kami_tui.tui.screens.dashboard import DashboardScreen
from kami_tui.tui.screens.evidence import EvidenceDialog, EvidenceForm
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.walker import WalkerScreen
from tests.tui.conftest import at, everything, row, shown, statuses, until
from tests.tui.fakes import FakeWorkspace

MARKUP = "[red]x[/] [/] $x [b"


def ends(workspace: FakeWorkspace, text: str) -> bool:
    return workspace.kept["a001"].assessment.answer("2.1").note.endswith(text)


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
        assert "!" in row(pilot, item)
        await pilot.press("t", *"tidak ada", "escape")
        await until(pilot, lambda: "!" not in row(pilot, item) and "*" in row(pilot, item))


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
        await pilot.press("ctrl+z", "ctrl+z")  # as other programs have it
        await until(pilot, lambda: statuses(workspace) == {})
        await pilot.press("ctrl+y")
        await until(pilot, lambda: statuses(workspace) == {"2.1": "3"})


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


async def test_the_floors_are_told_while_the_category_is_open(walking):
    async with walking("2.1") as pilot:
        total = shown(pilot, "#standing-total")
        assert "Area yang masih di bawah batas terendah:" in total
        assert "Skor Tata Kelola: 0 dari 16" in total
        assert "dan 2 syarat lagi" in total, "what does not fit is counted, not dropped"
