"""The evidence register: what is in it, and what rests on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from kami_tui.domain.answers import Assessment, Change
from kami_tui.tui.screens.attach import AttachDialog
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.evidence import EvidenceForm
from kami_tui.tui.screens.register import RegisterScreen
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.long_list import LongList
from tests.tui.conftest import everything, shown, until
from tests.tui.register.seen import LIST, RISALAH, SK, entries, resting, row, told


async def test_every_document_is_listed_with_its_items_and_the_state_of_its_file(
    register, filled, files
):
    files.files[RISALAH] = b"other minutes"
    del files.files[LIST]
    async with register(filled) as pilot:
        assert row(pilot, "E1").split("\n")[0].split()[-3:] == ["2", "butir", "ada"]
        assert row(pilot, "E2").split("\n")[0].endswith("! berubah    ")
        assert "! hilang" in row(pilot, "E3")
        assert "! kedaluwarsa" in row(pilot, "E4")
        assert "Keputusan, SK/12" in row(pilot, "E1")
        assert "4 dokumen" in shown(pilot, "#count")
        assert "2 berkas hilang atau berubah" in shown(pilot, "#count")


async def test_the_details_name_file_size_hash_and_every_item_that_rests_on_it(register, filled):
    async with register(filled, size=(120, 40)) as pilot:
        facts = shown(pilot, "#facts")
        entry = filled.evidence["E1"]
        assert SK in facts
        assert entry.sha256[:32] in facts
        assert entry.sha256[32:] in facts
        assert "12 bita" in facts
        assert "isinya belum dibandingkan" in facts
        assert pilot.app.screen.query_one("#resting", LongList).ids == ["2.1", "2.2"]


async def test_enter_on_an_item_goes_to_it(register, filled):
    async with register(filled) as pilot:
        await pilot.press("i", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: shown(pilot, "#item-head").startswith("2.2"))


async def test_in_a_small_terminal_details_take_the_place_of_the_list_and_go_again(
    register, filled
):
    async with register(filled, size=(80, 24)) as pilot:
        screen = pilot.app.screen
        assert not screen.query_one("#details").display
        await pilot.press("v")
        await until(pilot, lambda: screen.query_one("#details").display)
        assert not screen.query_one("#list").display
        await pilot.press("escape")
        await until(pilot, lambda: screen.query_one("#list").display)
        assert isinstance(pilot.app.screen, RegisterScreen)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("risalah", ["E2"]), ("sk/12 keputusan", ["E1"]), ("daftar.pdf", ["E3"]),
     ("2.2", ["E1", "E2"]), ("e4", ["E4"]), ("2025", ["E4"]), ("nothing", [])],
)  # fmt: skip
async def test_typing_narrows_the_list_and_escape_widens_it(register, filled, typed, found):
    async with register(filled) as pilot:
        listing = pilot.app.screen.query_one("#register", LongList)
        await pilot.press("slash", *typed)
        await until(pilot, lambda: listing.ids == found)
        assert f"{len(found)} dari 4 dokumen" in shown(pilot, "#count")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: listing.option_count == 4)
        assert isinstance(pilot.app.screen, RegisterScreen)


async def test_an_empty_register_says_how_to_begin(register):
    async with register(Assessment("kami-5.0")) as pilot:
        assert "Tekan n" in shown(pilot, "#facts")
        await pilot.press("enter", "delete", "a", "f", "h", "i")
        assert isinstance(pilot.app.screen, RegisterScreen)


async def test_columns_stand_still_with_wide_and_combining_letters(register, filled):
    wide = "資訊安全政策 " * 20
    register_ = {**filled.evidence, "E1": replace(filled.evidence["E1"], title=wide),
                 "E2": replace(filled.evidence["E2"], title="e\u0301" * 9)}  # fmt: skip
    async with register(replace(filled, evidence=register_)) as pilot:
        from rich.cells import cell_len

        lines = [row(pilot, k).split("\n")[0] for k in register_]
        assert len({cell_len(line) for line in lines}) == 1
        assert len({cell_len(line[: line.index(" butir")]) for line in lines}) == 1


async def test_what_another_program_writes_appears(register, filled, workspace):
    async with register(filled) as pilot:
        workspace.by_another("a001", Change("evidence", "E9", "title", None, "Dari rekan"))
        pilot.app._absorb([Change("evidence", "E9", "title", None, "Dari rekan")])
        await until(pilot, lambda: "Dari rekan" in row(pilot, "E9"))


# -- changing it ------------------------------------------------------------------------------


async def test_a_document_is_entered_and_the_cursor_is_on_it(register, filled, workspace):
    async with register(filled) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        await pilot.press(*"Pedoman", "f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
        await until(pilot, lambda: "E5  Pedoman" in shown(pilot, "#facts"))
        await until(pilot, lambda: entries(workspace)["E5"].title == "Pedoman")


async def test_correcting_a_title_keeps_file_size_and_hash(register, filled, workspace, files):
    async with register(filled) as pilot:
        read = len(files.read)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        await pilot.press(*"!", "f2")
        await until(pilot, lambda: entries(workspace)["E1"].title == "SK Tim Keamanan!")
        assert entries(workspace)["E1"] == replace(filled.evidence["E1"], title="SK Tim Keamanan!")
        assert len(files.read) == read, "nothing had to be read for that"


async def test_a_document_is_attached_to_many_items_in_one_undo_step(register, filled, workspace):
    async with register(filled) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, AttachDialog))
        await until(pilot, lambda: "[x] 2.1" in everything(pilot))
        await pilot.press("down", "down", "space")  # 2.3
        await pilot.press("right_square_bracket", "space")  # 3.1
        await pilot.press("left_square_bracket", "space")  # 2.1: detached
        await until(pilot, lambda: "2 akan dilampirkan, 1 akan dilepas" in shown(pilot, "#ticked"))
        assert resting(workspace, "E1") == ["2.1", "2.2"], "nothing is done before enter"
        await pilot.press("enter")
        await until(pilot, lambda: resting(workspace, "E1") == ["2.2", "2.3", "3.1"])
        await until(pilot, lambda: "3 butir" in row(pilot, "E1"))
        await pilot.press("q", "z")
        await until(pilot, lambda: resting(workspace, "E1") == ["2.1", "2.2"])


async def test_only_items_that_lack_evidence_can_be_listed(register, filled):
    async with register(filled) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, AttachDialog))
        items = pilot.app.screen.query_one("#items", LongList)
        await until(pilot, lambda: items.option_count > 200)
        await pilot.press("w")
        await until(pilot, lambda: items.ids == ["2.1", "2.2", "2.3", "3.1"])
        await pilot.press("slash", *"3.1", "down")
        await until(pilot, lambda: items.ids == ["3.1"])
        await pilot.press("escape", "w")
        await until(pilot, lambda: items.option_count > 200)


async def test_ticks_are_not_lost_by_a_slip(register, filled, workspace):
    async with register(filled) as pilot:
        await pilot.press("a", "down", "down", "space", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, AttachDialog))
        assert "[x] 2.3" in everything(pilot)
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
        assert resting(workspace, "E1") == ["2.1", "2.2"]


async def test_an_item_is_detached_and_the_document_stays(register, filled, workspace):
    async with register(filled) as pilot:
        await pilot.press("i", "delete")
        await until(pilot, lambda: resting(workspace, "E1") == ["2.2"])
        assert "E1" in entries(workspace)


async def test_a_document_is_taken_out_only_after_its_items_were_named(register, filled, workspace):
    async with register(filled) as pilot:
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        assert '"SK Tim Keamanan" akan dilepas dari: 2.1, 2.2.' in shown(pilot, ".body")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
        assert "E1" in entries(workspace)
        await pilot.press("delete", "y")
        await until(pilot, lambda: "E1" not in entries(workspace))
        assert resting(workspace, "E1") == []
        await until(pilot, lambda: "E2" in shown(pilot, "#facts"))


async def test_a_correction_is_not_lost_when_a_colleague_takes_the_document_out(
    register, filled, workspace
):
    async with register(filled) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        links = [Change("link", i, "E1", "1", None) for i in ("2.1", "2.2")]
        gone = [*links, Change("evidence", "E1", "title", "SK Tim Keamanan", None)]
        workspace.by_another("a001", *gone)
        pilot.app._absorb(gone)
        await pilot.press(*"!", "f2")
        await until(
            pilot, lambda: "SK Tim Keamanan!" in [e.title for e in entries(workspace).values()]
        )


async def test_a_text_that_cannot_be_stored_is_shown_again_and_not_lost(register, filled):
    async with register(filled) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        pilot.app.screen.query_one("#field-title", Input).value = "Bel\x07"
        await pilot.press("f2")
        await until(pilot, lambda: told(pilot))
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        assert pilot.app.screen.query_one("#field-title", Input).value == "Bel\x07"
