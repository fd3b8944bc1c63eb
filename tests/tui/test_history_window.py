"""The history: who changed what and when, in words, and an earlier answer written again."""

from __future__ import annotations

from textual.widgets import OptionList

from kami_tui.domain.answers import Assessment, Change, Evidence
from kami_tui.domain.errors import StoreError
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.entry import EntryDialog
from kami_tui.tui.screens.history import PAGE, HistoryDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.usecases.ports import JournalEntry
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import NOON, FakeWorkspace

HOSTILE = "[red]x[/] [/] $x [b 漢字漢字 e\u0301"


def notices(pilot) -> list[str]:
    return [n.message for n in pilot.app._notifications]


def answer(pilot, item: str = "2.1"):
    return pilot.app.desk.session.answer_to(item)


async def opened(pilot, *before: str) -> None:
    await pilot.press(*before, "h")
    await until(pilot, lambda: isinstance(pilot.app.screen, HistoryDialog))
    await until(pilot, lambda: "..." not in shown(pilot, "#entries-state"))


def rows(pilot) -> list[str]:
    return [str(o.prompt) for o in pilot.app.screen.query_one(OptionList).options]


async def on_top(pilot, screen) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and pilot.app.screen.ready)


def write(workspace: FakeWorkspace, *changes: Change) -> None:
    """Entries that stand in the journal from before."""
    journal = workspace.kept["a001"].journal
    for change in changes:
        journal.append(JournalEntry(len(journal) + 1, NOON, "Rekan", change))


async def test_an_items_history_tells_who_changed_what_when_the_last_first(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, "1", "3")
        assert "2 perubahan" in shown(pilot, "#entries-state")
        last, first = rows(pilot)
        assert "1 Rencana -> 3 Menyeluruh" in last
        assert "belum dijawab -> 1 Rencana" in first
        assert "2026-09-15 12:00" in last
        assert "officer" in last


async def test_what_was_taken_back_and_done_again_is_named_so(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, "3", "z", "y")
        again, back, done = rows(pilot)
        assert "diulang" in again
        assert "diurungkan" in back
        assert "diulang" not in done
        assert "diurungkan" not in done


async def test_an_item_nobody_touched_says_so(walking):
    async with walking("2.1") as pilot:
        await opened(pilot)
        assert "Belum ada yang diubah di sini." in shown(pilot, "#entries-state")
        assert "lihat lengkap" not in shown(pilot, "KeyBar")
        await pilot.press("enter", "space")
        assert isinstance(pilot.app.screen, HistoryDialog)


async def test_evidence_is_told_by_its_title(walking, workspace):
    given = Assessment("kami-5.0", evidence={"E1": Evidence(title=f"SK {HOSTILE}")})
    async with walking("2.1", given) as pilot:
        await pilot.app.screen.record(pilot.app.desk.session.attach("2.1", "E1"))
        await opened(pilot)
        assert f"dilampirkan: E1 SK {HOSTILE}" in rows(pilot)[0]
        assert "[red]x[/]" in everything(pilot)


async def test_a_long_note_is_told_by_its_beginning_and_length_and_shown_in_full(walking):
    note = f"{HOSTILE}\n" + "panjang " * 2490 + "\nAKHIR"
    async with walking("2.1", size=(80, 24)) as pilot:
        await pilot.app.screen.record(pilot.app.desk.session.set_note("2.1", note))
        await opened(pilot)
        (row,) = rows(pilot)
        assert HOSTILE.split()[0] in row
        assert "19." in row, "the number of characters"
        assert len(row) < 200
        await pilot.press("enter")
        await on_top(pilot, EntryDialog)
        assert note in shown(pilot, "#entry-text")
        await until(pilot, lambda: "[red]x[/] [/] $x [b 漢字漢字" in everything(pilot))
        await pilot.press("end")
        await until(pilot, lambda: "AKHIR" in everything(pilot))
        assert "esc kembali" in everything(pilot)


async def test_an_earlier_status_is_written_again_as_a_new_change_that_can_be_undone(
    walking, workspace
):
    async with walking("2.1") as pilot:
        await opened(pilot, "1", "3")
        await pilot.press("enter")
        await on_top(pilot, EntryDialog)
        assert "Dalam Perencanaan" in shown(pilot, "#entry-text")
        assert "2 tulis" not in shown(pilot, "KeyBar"), "it stands so already"
        await pilot.press("2")
        assert isinstance(pilot.app.screen, EntryDialog)
        await pilot.press("1")
        await on_top(pilot, ConfirmDialog)
        assert "Diterapkan Secara Menyeluruh" in shown(pilot, ".body")
        assert "Dalam Perencanaan" in shown(pilot, ".body")
        await pilot.press("y")
        await until(pilot, lambda: answer(pilot).status == "1")
        await on_top(pilot, HistoryDialog)
        await until(pilot, lambda: len(rows(pilot)) == 3)
        assert "3 Menyeluruh -> 1 Rencana" in rows(pilot)[0]
        await pilot.press("escape", "z")
        await until(pilot, lambda: answer(pilot).status == "3")
        await until(pilot, lambda: workspace.kept["a001"].assessment.statuses == {"2.1": "3"})


async def test_thinking_better_of_it_writes_nothing(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, "1", "3")
        await pilot.press("enter")
        await on_top(pilot, EntryDialog)
        await pilot.press("1")
        await on_top(pilot, ConfirmDialog)
        await pilot.press("escape")
        await on_top(pilot, HistoryDialog)
        assert answer(pilot).status == "3"


async def test_a_note_that_was_lost_is_brought_back_whole(walking, workspace):
    old = f"{HOSTILE}\nbaris dua\n" + "x" * 15_000
    async with walking("2.1") as pilot:
        session = pilot.app.desk.session
        await pilot.app.screen.record(session.set_note("2.1", old))
        await pilot.app.screen.record(session.set_note("2.1", ""))
        await opened(pilot)
        assert "dikosongkan; semula 15." in rows(pilot)[0]
        await pilot.press("enter")
        await on_top(pilot, EntryDialog)
        await pilot.press("1")
        await on_top(pilot, ConfirmDialog)
        assert "[red]x[/]" in shown(pilot, ".body")
        await pilot.press("y")
        await until(pilot, lambda: workspace.kept["a001"].assessment.answer("2.1").note == old)


async def test_the_whole_assessments_history_leads_to_its_items(walking, workspace):
    async with walking("2.1") as pilot:
        write(workspace, Change("answer", "5.7", "status", None, "2"),
              Change("profile", "", "unit", "", HOSTILE))  # fmt: skip
        await opened(pilot, "1")
        assert len(rows(pilot)) == 1
        await pilot.press("h")
        await until(pilot, lambda: "seluruh penilaian" in shown(pilot, ".title"))
        assert len(rows(pilot)) == 3
        assert any("Satuan/unit kerja" in r and HOSTILE in r for r in rows(pilot))
        at = next(n for n, r in enumerate(rows(pilot)) if r.startswith("5.7"))
        await pilot.press(*["down"] * at)
        await until(pilot, lambda: "enter ke butir" in shown(pilot, "KeyBar"))
        await pilot.press("enter")
        await on_top(pilot, WalkerScreen)
        await until(pilot, lambda: shown(pilot, "#item-head").startswith("5.7"))


async def test_what_leads_to_no_item_is_shown_in_full_instead(walking, workspace):
    async with walking("2.1") as pilot:
        write(workspace, Change("profile", "", "unit", "", HOSTILE))
        await opened(pilot)
        await pilot.press("h")
        await until(pilot, lambda: len(rows(pilot)) == 1)
        await pilot.press("enter")
        await on_top(pilot, EntryDialog)
        assert HOSTILE in shown(pilot, "#entry-text")
        assert "tulis" not in shown(pilot, "KeyBar"), "only statuses and notes are written again"


async def test_h_goes_back_to_the_item(walking, workspace):
    async with walking("2.1") as pilot:
        write(workspace, Change("answer", "5.7", "status", None, "2"))
        await opened(pilot)
        await pilot.press("h")
        await until(pilot, lambda: len(rows(pilot)) == 1)
        await pilot.press("h")
        await until(pilot, lambda: "butir 2.1" in shown(pilot, ".title"))
        assert rows(pilot) == []


async def test_ten_thousand_entries_are_listed_a_page_at_a_time_down_to_the_first(
    walking, workspace
):
    async with walking("2.1") as pilot:
        write(workspace, *(
            Change("answer", "2.1", "status", str(n % 4), str((n + 1) % 4)) for n in range(10_000)
        ))  # fmt: skip
        await opened(pilot)
        assert "10.000 perubahan" in shown(pilot, "#entries-state")
        assert len(rows(pilot)) == PAGE + 1
        assert "9.950" in rows(pilot)[-1]
        await pilot.press("end")
        await until(pilot, lambda: len(rows(pilot)) == 2 * PAGE + 1)
        entries = pilot.app.screen.query_one(OptionList)
        assert entries.highlighted == PAGE, "the cursor is on the first that came"


async def test_an_answer_that_is_not_saved_yet_is_in_the_history(walking, workspace):
    async with walking("2.1") as pilot:
        workspace.fail, workspace.writes_only = StoreError(place="", reason="disk_full"), True
        await opened(pilot, "3")
        assert "belum tersimpan" in rows(pilot)[0]
        assert "3 Menyeluruh" in rows(pilot)[0]
        workspace.fail = None


async def test_a_journal_that_cannot_be_read_is_said_and_nothing_is_lost(walking, workspace):
    async with walking("2.1") as pilot:
        workspace.fail = StoreError(place="/data", reason="busy")
        await opened(pilot, "3")
        await until(pilot, lambda: "tidak dapat dibaca" in shown(pilot, "#entries-state"))
        assert notices(pilot)
        await pilot.press("h", "enter", "escape")
        await on_top(pilot, WalkerScreen)
        assert answer(pilot).status == "3"
        workspace.fail = None


async def test_the_language_changes_under_the_history(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, "3")
        await pilot.press("f3")
        await until(pilot, lambda: "History of item 2.1" in shown(pilot, ".title"))
        assert "unanswered -> 3 Fully" in rows(pilot)[0]
