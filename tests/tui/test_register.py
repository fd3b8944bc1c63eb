"""The evidence register: what is in it, what rests on it, and whether its files are still there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kami_tui.domain.answers import Answer, Assessment, Change, Evidence, Profile
from kami_tui.exchange.evidence_files import LocalFiles
from kami_tui.tui.screens.attach import AttachDialog
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.evidence import EvidenceDialog, EvidenceForm
from kami_tui.tui.screens.register import RegisterScreen
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.long_list import LongList
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import FakeFiles, FakeWorkspace

SK, RISALAH, LIST = "/docs/sk.pdf", "/docs/risalah.pdf", "/docs/daftar.pdf"


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles(sk=b"the decision", risalah=b"the minutes", daftar=b"the list")


@pytest.fixture
def filled(files: FakeFiles) -> Assessment:
    """Four documents: three with files, one expired; the first serves two items."""
    return Assessment(
        "kami-5.0",
        Profile(organisation="Instansi"),
        answers={
            "2.1": Answer("3", evidence=("E1",)),
            "2.2": Answer("3", evidence=("E1", "E2")),
            "2.3": Answer("3"),
            "3.1": Answer("2"),
        },
        evidence={
            "E1": files.entry("SK Tim Keamanan", "sk", kind="Keputusan", location="SK/12"),
            "E2": files.entry("Risalah rapat", "risalah"),
            "E3": files.entry("Daftar aset", "daftar"),
            "E4": Evidence("Sertifikat lama", valid_until="2025-01-31"),
        },
    )


@pytest.fixture
def walking(make_app, workspace: FakeWorkspace, files: FakeFiles):
    """The walker, at item 2.1."""

    @asynccontextmanager
    async def opened(
        assessment: Assessment, language: str = "id", size: tuple[int, int] = (120, 40), **services
    ) -> AsyncIterator[Pilot]:
        workspace.create(assessment, digest="", who="x")
        app = make_app(language, "a001", "2.1", **{"evidence_files": files, **services})
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
            await until(pilot, lambda: shown(pilot, "#item-head").startswith("2.1"))
            yield pilot

    return opened


@pytest.fixture
def register(walking):
    """The register of an assessment, each file looked at."""

    @asynccontextmanager
    async def opened(assessment: Assessment, **options) -> AsyncIterator[Pilot]:
        async with walking(assessment, **options) as pilot:
            await pilot.press("l")
            await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
            await until(pilot, lambda: "belum dilihat" not in listed(pilot))
            yield pilot

    return opened


def listed(pilot: Pilot) -> str:
    listing = pilot.app.screen.query_one("#register", LongList)
    return "\n".join(str(listing.text(key)) for key in listing.ids)


def row(pilot: Pilot, key: str) -> str:
    """A document's two lines; it must be listed."""
    listing = pilot.app.screen.query_one("#register", LongList)
    assert key in listing.ids
    return str(listing.text(key))


def entries(workspace: FakeWorkspace) -> dict[str, Evidence]:
    return dict(workspace.kept["a001"].assessment.evidence)


def resting(workspace: FakeWorkspace, key: str) -> list[str]:
    return sorted(workspace.kept["a001"].assessment.items_resting_on(key))


def told(pilot: Pilot) -> str:
    return "\n".join(n.message for n in pilot.app._notifications)


async def type_file(pilot: Pilot, path: str, title: str = "Dokumen") -> None:
    """Into a form that has just opened; leaves the field."""
    await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
    pilot.app.screen.query_one("#field-title", Input).value = title
    pilot.app.screen.query_one("#field-file", Input).focus()
    pilot.app.screen.query_one("#field-file", Input).value = path
    await pilot.press("up")


# -- what it shows ----------------------------------------------------------------------------


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


# -- files ------------------------------------------------------------------------------------


async def test_files_that_vanished_are_told_of_once_on_opening(walking, filled, files):
    files.files[RISALAH] = b"other minutes"
    del files.files[LIST]
    async with walking(filled) as pilot:
        await until(pilot, lambda: "1 hilang, 1 berubah" in told(pilot))
        assert "Tekan l" in told(pilot)
        assert pilot.app.desk.files == {"E2": "changed", "E3": "gone"}
        await pilot.press("l", "q", "l", "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert told(pilot).count("hilang") == 1


async def test_files_that_are_there_are_not_spoken_of(walking, filled):
    async with walking(filled) as pilot:
        await until(pilot, lambda: len(pilot.app.desk.looks) == 3)
        assert told(pilot) == ""
        assert pilot.app.desk.files == {}


async def test_a_disk_that_does_not_answer_holds_nothing_up(walking, filled, files, workspace):
    """Answers are given and saved, the register opens and the program ends."""
    files.disk.clear()
    async with walking(filled) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: workspace.kept["a001"].assessment.answer("2.1").status == "1")
        await pilot.press("l")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
        await until(pilot, lambda: "belum dilihat" in row(pilot, "E1"))
        await pilot.press("f")
        await until(pilot, lambda: "Membaca berkas 1 dari 3" in shown(pilot, "#reading-note"))
        await pilot.press("escape", "n")
        await type_file(pilot, SK)
        await pilot.press("f2")
        await until(pilot, lambda: "Disimpan setelah selesai" in shown(pilot, "#file-note"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: "dihentikan" in shown(pilot, "#file-note"))
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: pilot.app._exit)
    files.disk.set()


async def test_checking_reads_every_file_and_finds_another_content_of_the_same_size(
    register, filled, files
):
    files.files[SK] = files.files[SK][::-1]
    async with register(filled) as pilot:
        assert "ada" in row(pilot, "E1").split()
        await pilot.press("f")
        await until(pilot, lambda: "! berubah" in row(pilot, "E1"))
        await until(pilot, lambda: "utuh" in row(pilot, "E3").split())
        assert "Isinya sudah berubah" in shown(pilot, "#facts")
        assert pilot.app.desk.files == {"E1": "changed"}
        await until(pilot, lambda: not pilot.app.screen.query_one("ReadingStrip").display)


async def test_checking_can_be_stopped_and_leaving_stops_it(register, filled, files):
    async with register(filled) as pilot:
        files.gate.clear()
        await pilot.press("f")
        said = "Membaca berkas 1 dari 3 (esc menghentikan): sk.pdf"
        await until(pilot, lambda: said in everything(pilot))
        await pilot.press("down")  # keys go on being answered
        await until(pilot, lambda: "E2  Risalah rapat" in shown(pilot, "#facts"))
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.screen.query_one("ReadingStrip").display)
        assert "ada" in row(pilot, "E1").split(), "it was not read whole, so nothing is claimed"
        assert isinstance(pilot.app.screen, RegisterScreen)


async def test_a_changed_file_can_be_recorded_as_it_is_now(register, filled, files, workspace):
    files.files[SK] = b"a new decision"
    async with register(filled) as pilot:
        assert "! berubah" in row(pilot, "E1")
        await pilot.press("h")
        await until(pilot, lambda: entries(workspace)["E1"].size == "14")
        await until(pilot, lambda: "utuh" in row(pilot, "E1").split())
        assert "dicatat ulang" in told(pilot)
        await pilot.press("h")  # nothing to record: no key for it
        await pilot.press("q", "z")
        await until(pilot, lambda: entries(workspace)["E1"] == filled.evidence["E1"])


async def test_a_file_is_read_when_its_field_is_left_and_its_hash_is_saved(
    register, filled, files, workspace
):
    files.files["/docs/Rencana_2026.pdf"] = b"plan"
    async with register(filled) as pilot:
        await pilot.press("n")
        await type_file(pilot, "/docs/Rencana_2026.pdf", title="")
        await until(pilot, lambda: "SHA-256" in shown(pilot, "#file-note"))
        title = pilot.app.screen.query_one("#field-title", Input)
        await until(pilot, lambda: title.value == "Rencana 2026")
        await pilot.press("f2")
        await until(pilot, lambda: "E5" in entries(workspace))
        assert entries(workspace)["E5"] == files.entry("Rencana 2026", "Rencana_2026")
        await until(pilot, lambda: "utuh" in row(pilot, "E5").split())


async def test_saving_waits_for_the_file_to_be_read(register, filled, files, workspace):
    files.gate.clear()
    async with register(filled) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        form = pilot.app.screen
        form.query_one("#field-title", Input).value = "Baru"
        form.query_one("#field-file", Input).value = SK
        await pilot.press("f2")
        await until(pilot, lambda: "Disimpan setelah selesai" in shown(pilot, "#file-note"))
        assert form.query_one("#file-progress").display
        assert "E5" not in entries(workspace)
        files.gate.set()
        await until(pilot, lambda: "E5" in entries(workspace))
        assert entries(workspace)["E5"].sha256 == filled.evidence["E1"].sha256


async def test_without_a_hash_it_is_saved_only_when_told(register, filled, files, workspace):
    async with register(filled) as pilot:
        await pilot.press("n")
        await type_file(pilot, "/docs/none.pdf")
        await until(pilot, lambda: "/docs/none.pdf tidak ada" in shown(pilot, "#file-note"))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        assert "E5" not in entries(workspace)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: "E5" in entries(workspace))
        assert entries(workspace)["E5"] == Evidence("Dokumen", file="/docs/none.pdf")


async def test_reading_is_stopped_by_escape_and_what_was_typed_stays(register, filled, files):
    files.gate.clear()
    async with register(filled) as pilot:
        await pilot.press("n")
        await type_file(pilot, SK)
        await until(pilot, lambda: "Membaca sk.pdf" in shown(pilot, "#file-note"))
        await pilot.press("escape")
        await until(pilot, lambda: "dihentikan" in shown(pilot, "#file-note"))
        assert isinstance(pilot.app.screen, EvidenceForm)
        assert pilot.app.screen.query_one("#field-file", Input).value == SK


async def test_another_path_brings_another_hash_and_an_empty_one_takes_it_away(
    register, filled, files, workspace
):
    async with register(filled) as pilot:
        await pilot.press("enter")
        await type_file(pilot, LIST, "SK")
        await pilot.press("f2")
        await until(pilot, lambda: entries(workspace)["E1"].file == LIST)
        assert entries(workspace)["E1"].sha256 == filled.evidence["E3"].sha256
        await pilot.press("enter")
        await type_file(pilot, "", "SK")
        await pilot.press("f2")
        await until(pilot, lambda: entries(workspace)["E1"].file == "")
        assert (entries(workspace)["E1"].size, entries(workspace)["E1"].sha256) == ("", "")


async def test_a_changed_file_is_offered_to_be_read_again_in_the_form(
    register, filled, files, workspace
):
    files.files[SK] = b"a new decision"
    async with register(filled) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        assert "F5 mencatat" in shown(pilot, "#file-note")
        await pilot.press("f5")
        await until(pilot, lambda: "14 bita" in shown(pilot, "#file-note"))
        await pilot.press("f2")
        await until(pilot, lambda: entries(workspace)["E1"].size == "14")


async def test_a_link_is_no_file_and_is_never_opened(register, filled, files):
    async with register(filled) as pilot:
        read = len(files.read)
        await pilot.press("n")
        await type_file(pilot, "https://contoh.example/sk.pdf")
        await until(pilot, lambda: "Tautan tidak pernah dibuka" in everything(pilot))
        await pilot.press("f2")
        assert isinstance(pilot.app.screen, EvidenceForm)
        assert len(files.read) == read


async def test_a_path_is_completed_while_it_is_typed(register, filled):
    async with register(filled) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceForm))
        field = pilot.app.screen.query_one("#field-file", Input)
        field.focus()
        await pilot.press(*"/docs/ris")
        await until(pilot, lambda: field._suggestion == RISALAH)
        await pilot.press("right")
        await until(pilot, lambda: field.value == RISALAH)


async def test_the_evidence_of_an_item_shows_files_that_are_gone(walking, filled, files):
    del files.files[SK]
    async with walking(filled) as pilot:
        await until(pilot, lambda: pilot.app.desk.files)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceDialog))
        assert "! hilang  Keputusan, SK/12" in everything(pilot)


async def test_a_real_file_is_read_by_the_real_adapter(register, filled, workspace, tmp_path):
    (tmp_path / "bukti.pdf").write_bytes(b"%PDF-1.7 x")
    async with register(filled, evidence_files=LocalFiles()) as pilot:
        await pilot.press("n")
        await type_file(pilot, "~/bukti.pdf")
        await pilot.press("f2")
        await until(pilot, lambda: "E5" in entries(workspace))
        assert entries(workspace)["E5"].file == str(tmp_path / "bukti.pdf")
        assert entries(workspace)["E5"].size == "10"
