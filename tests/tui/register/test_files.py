"""The evidence register: whether its files are still there, and what they were when recorded."""

from __future__ import annotations

from textual.widgets import Input

from kami_tui.domain.answers import Evidence
from kami_tui.exchange.evidence_files import LocalFiles
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.evidence import EvidenceDialog, EvidenceForm
from kami_tui.tui.screens.register import RegisterScreen
from kami_tui.tui.screens.walker import WalkerScreen
from tests.tui.conftest import everything, shown, until
from tests.tui.register.seen import LIST, RISALAH, SK, entries, row, told, type_file


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
