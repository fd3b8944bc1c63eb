"""The whole result on one screen, as a picture and as text; always as things stand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from kami_tui.domain.answers import Answer, Assessment, Change, Profile
from kami_tui.domain.story import area_story, status_story
from kami_tui.i18n.translator import Translator
from kami_tui.tui.as_text import dashboard_text, item_text
from kami_tui.tui.columns import fit
from kami_tui.tui.screens.dashboard import DashboardScreen, outcome
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.area_bars import area_table, stage_bar
from kami_tui.tui.widgets.band_bar import band_bar
from kami_tui.tui.widgets.numbers import owners_block
from kami_tui.tui.widgets.strokes import Segment, bar, cells_of, split
from kami_tui.usecases.progress import by_owner
from kami_tui.usecases.session import Session
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import LIBRARY, FakeWorkspace, example

SCORER = LIBRARY.scorer("kami-5.0")
EMPTY = Assessment("kami-5.0", Profile(organisation="Instansi"))
ID = Translator("id")


@pytest.fixture
def board(make_app, workspace: FakeWorkspace):
    """An open dashboard."""

    @asynccontextmanager
    async def open_at(
        assessment: Assessment = EMPTY,
        language: str = "id",
        size: tuple[int, int] = (120, 40),
        *,
        ascii: bool = False,
    ) -> AsyncIterator[Pilot]:
        workspace.create(assessment, digest="", who="x")
        app = make_app(language, "a001", "2.1")
        app.ascii = ascii
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(app.screen, WalkerScreen))
            await pilot.press("s")
            await until(pilot, lambda: isinstance(app.screen, DashboardScreen))
            await until(pilot, lambda: shown(pilot, "#areas"))
            yield pilot

    return open_at


# -- what it says -----------------------------------------------------------------------------


async def test_readiness_comes_first_then_how_far_the_next_band_is(board):
    async with board(example(2026)) as pilot:
        first = shown(pilot, "#outcome").split("\n")
        assert first[0].split("  ")[-1].strip() == "Cukup Baik"
        assert "161 poin lagi menuju Baik" in first[1]
        assert "Tinggi" in shown(pilot, "#outcome")


async def test_the_four_numbers_each_stand_with_their_whole(board):
    async with board(example(2025)) as pilot:
        text = shown(pilot, "#numbers")
        assert "212 dari 212 butir" in text
        assert "141 dari 194 jawaban yang bernilai" in text
        assert "belum ada, dari 212 jawaban" in text, "nothing is called verified that is not"
        assert "472 dari 562 poin yang diperoleh" in text
        assert "90 poin menunggu dihitung" in text


async def test_owners_are_shown_where_something_was_given_to_somebody(board):
    async with board(EMPTY) as pilot:
        assert not pilot.app.screen.query_one("#owners").display
    owned = replace(example(2026), owners={"2": "Bagian Hukum"})
    async with board(owned) as pilot:
        pilot.app.open_assessment("a002", summary=True)
        await until(pilot, lambda: "Bagian Hukum" in shown(pilot, "#owners"))
        assert "22/22" in shown(pilot, "#owners")
        assert shown(pilot, "#owners").rstrip().split("\n")[-1].startswith("(belum ada PIC)")


async def test_what_another_program_writes_is_shown_at_once(board, workspace):
    async with board(EMPTY) as pilot:
        assert "2/126" not in shown(pilot, "#areas")
        workspace.by_another("a001", Change("answer", "2.1", "status", None, "2"))
        await until(pilot, lambda: "2/126" in shown(pilot, "#areas"))
        assert "1 dari 212 butir" in shown(pilot, "#numbers")


async def test_findings_are_counted_by_kind_once_somebody_counts_them(board):
    async with board(EMPTY) as pilot:
        screen = DashboardScreen(pilot.app.screen._session)
        await pilot.app.push_screen(screen)
        await until(pilot, lambda: not screen.query_one("#findings").display)
        assert "periksa" not in shown(pilot, "KeyBar"), "a key that does nothing is not named"
        opened = []
        wired = DashboardScreen(
            screen._session,
            findings=lambda: [("butir belum dijawab", 212), ("tanpa bukti", 0)],
            check=lambda: opened.append(True),
        )
        await pilot.app.push_screen(wired)
        await until(pilot, lambda: "212  butir belum dijawab" in shown(pilot, "#findings"))
        assert "tanpa bukti" not in shown(pilot, "#findings")
        assert "Temuan terbuka: butir belum dijawab, 212" in wired.as_text()
        await until(pilot, lambda: "c periksa" in shown(pilot, "KeyBar"))
        await pilot.press("c")
        await until(pilot, lambda: opened)


async def test_in_plain_ascii_nothing_else_is_drawn(board):
    async with board(example(2026), language="en", ascii=True) as pilot:
        for part in ("#outcome", "#areas", "#numbers", "#radar-beside"):
            assert shown(pilot, part).isascii()
        assert "#####  This assessment" in shown(pilot, "#radar-beside")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (60, 20)])
@pytest.mark.parametrize("language", ["id", "en"])
async def test_nothing_is_wider_than_its_column(board, size, language):
    async with board(example(2025), language, size) as pilot:
        await pilot.pause()
        for part in pilot.app.screen.query("#columns Static"):
            if part.display and size[0] >= 80:
                lines = str(part.content).split("\n")
                if part.id != "advice":  # prose wraps
                    assert max(map(len, lines)) <= part.content_size.width, part.id


async def test_a_small_window_shows_everything_part_by_part(board):
    owned = replace(example(2026), owners={"2": "Bagian Hukum"})
    async with board(owned, size=(80, 24)) as pilot:
        seen = everything(pilot)
        assert "Cukup Baik" in seen
        assert "8 Pihak Ketiga" in seen
        await until(pilot, lambda: "v bagian berikut" in shown(pilot, "KeyBar"))
        for _ in range(8):
            await pilot.press("v")
            await pilot.pause()
            seen += everything(pilot)
        for words in ("Dihitung", "Bagian Hukum", "Penilaian ini", "6 Teknologi"):
            assert words in seen
        while "Status kesiapan" not in everything(pilot):
            await pilot.press("v")  # begins anew
            await pilot.pause()


async def test_a_window_made_larger_shows_the_radar_beside(board):
    async with board(example(2026), size=(80, 24)) as pilot:
        assert not pilot.app.screen.query_one("#radar-beside").display
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "Penilaian ini" in everything(pilot))
        await pilot.resize_terminal(40, 10)
        await pilot.resize_terminal(200, 60)
        await until(pilot, lambda: "Verified" in everything(pilot) or "22/22" in everything(pilot))


# -- as text ----------------------------------------------------------------------------------


async def test_the_same_is_there_as_text_at_a_key_and_back(board):
    async with board(example(2025)) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "Status kesiapan: Pemenuhan" in everything(pilot))
        assert shown(pilot, "#plain-text") == pilot.app.screen.as_text()
        await pilot.press("f3")
        await until(pilot, lambda: "Readiness: Basic framework met" in everything(pilot))
        await pilot.press("x")
        await until(pilot, lambda: "Readiness:" not in everything(pilot))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_text_has_no_bars_boxes_or_columns(language):
    text = dashboard_text(Session(example(2025), SCORER), Translator(language), [("x", 3)])
    assert not set(text) & set("█░▄▆|_━─│")
    assert not any(0x2800 <= ord(c) < 0x2900 for c in text)
    assert "   " not in text
    for line in text.split("\n"):
        assert line == line.rstrip()


def test_the_text_says_why_a_stage_is_not_counted():
    text = dashboard_text(Session(example(2025), SCORER), ID)
    (line,) = [n for n in text.split("\n") if n.startswith("Area 2 Tata Kelola: 48 dari")]
    assert "48 dari 126" in line
    assert "tingkat II" in line
    assert "tahap 3 belum dihitung karena: " in line
    assert line.index("karena") < len(line) - 20, "and gives the reason with its numbers"


def test_the_text_leaves_out_nothing_that_the_picture_shows():
    session = Session(replace(example(2025), owners={"2": "Bagian Hukum"}), SCORER)
    text = dashboard_text(session, ID, [("tanpa bukti", 53)])
    for part in (
        "Kategori SE: Tinggi (skor 20)", "Tingkat kelengkapan: 472 dari 918",
        "Pita: Baik, 829 sampai 918", "Terjawab: 212 dari 212", "Berbukti: 141 dari 194",
        "Diverifikasi: belum ada", "Dihitung: 472 dari 562", "Kerangka Kerja Dasar 24",
        "Bagian Hukum: 22 butir", "Temuan terbuka: tanpa bukti, 53",
    ):  # fmt: skip
        assert part in text, part
    assert text.count("Area 8 Pihak Ketiga") == 2  # its score, its evidence


def test_an_empty_assessment_is_told_without_inventing_anything():
    text = dashboard_text(Session(EMPTY, SCORER), ID)
    assert "Status kesiapan: belum diketahui" in text
    assert "Terjawab: 0 dari 212" in text
    assert "Temuan" not in text, "not counted is not none"
    assert "Pita" not in text


def test_an_item_as_text_marks_the_answer_that_was_given():
    answer = Answer("2", note="Baru di dua OPD\nsisanya 2027")
    session = Session(replace(EMPTY, answers={"2.1": answer}), SCORER)
    lines = item_text(session, "2.1", ID).split("\n")
    assert lines[0].startswith("2.1  Tata Kelola")
    assert [n for n in lines if n.startswith("[x]")] == [n for n in lines if n.startswith("[x] 2 ")]
    assert "Catatan: Baru di dua OPD" in lines
    assert "sisanya 2027" in lines


# -- bars -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 33, 66, 74])
def test_a_bar_is_as_wide_as_asked_for(width):
    session = Session(example(2025), SCORER)
    for area in session.instrument.areas:
        drawn = stage_bar(area_story(session.evaluation, area.id), width)
        assert drawn.cell_length == width
    segments = [Segment(1, 0), Segment(1000, 3), Segment(2, 2), Segment(0, 0)]
    assert bar(segments, width).cell_length == width
    assert min(split(segments[:3], width)) >= 1


def test_only_the_whole_fills_a_bar_and_only_nothing_leaves_it_empty():
    assert cells_of(0, 918, 20) == 0
    assert cells_of(1, 918, 20) == 1
    assert cells_of(917, 918, 20) == 19
    assert cells_of(918, 918, 20) == 20


def test_a_stage_that_is_not_counted_is_hatched():
    session = Session(replace(EMPTY, answers={"2.17": Answer("3"), "2.1": Answer("3")}), SCORER)
    first, _, third = str(stage_bar(area_story(session.evaluation, "2"), 30)).split(" ")
    assert "/" not in first
    assert third.startswith("/")
    assert "diperoleh, belum dihitung" in str(area_table(session, 72, ID))


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_marker_stands_over_the_end_of_what_is_reached(year):
    session = Session(example(year), SCORER)
    status = status_story(session.evaluation)
    assert status is not None
    marker, drawn, bounds = (str(line) for line in band_bar(status, 70, ID, ascii=True))
    assert marker.index("v") == drawn.rindex("#")
    assert str(status.total) in marker
    for band in status.bands:
        assert str(band.lower) in bounds.split()
    starts = [0, *(i + 1 for i, c in enumerate(drawn) if c == " ")]
    assert [bounds.index(str(b.lower)) for b in status.bands] == starts


def test_without_a_category_the_scale_has_no_bands():
    status = status_story(Session(EMPTY, SCORER).evaluation)
    assert status is not None
    marker, drawn, bounds = (str(line) for line in band_bar(status, 70, ID, ascii=True))
    assert drawn == "." * 70
    assert marker.split() == ["v", "0"]
    assert bounds.split() == ["0", "918"]


# -- what users typed -------------------------------------------------------------------------


def test_wide_and_combining_letters_do_not_move_the_columns():
    names = {"2": "漢字漢字漢字漢字漢字漢字漢字漢字", "3": "[b]x[/]", "4": "e\u0301e\u0301 tim"}
    session = Session(replace(EMPTY, owners=names), SCORER)
    rows = owners_block(by_owner(session), 42, ID).split("\n")
    assert len({row.cell_length for row in rows}) == 1
    assert any("[b]x[/]" in str(row) for row in rows)
    assert fit("漢字漢字", 5) == "漢字…"


async def test_names_are_never_markup(board):
    owned = replace(EMPTY, profile=Profile("[red]x[/] [b"), owners={"2": "[/] $x [link"})
    async with board(owned) as pilot:
        await until(pilot, lambda: "[/] $x [link" in everything(pilot))
        assert "[red]x[/] [b" in everything(pilot)
        await pilot.press("x")
        await until(pilot, lambda: "[/] $x [link: 22 butir" in shown(pilot, "#plain-text"))
        assert "[red]x[/] [b" in everything(pilot)


@pytest.mark.parametrize("width", [60, 72, 98])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_line_of_the_outcome_is_wider_than_its_column(language, width):
    """Half an assessment has the longest way to go, and areas below their floor."""
    half = {i: a for i, a in example().answers.items() if i[:2] in ("1.", "2.")}
    session = Session(replace(example(), answers=half), SCORER)
    tr = Translator(language)
    text = outcome(session, width, tr).plain
    assert max(map(len, text.split("\n"))) <= width
    story = status_story(session.evaluation)
    assert story is not None
    assert story.distance is not None
    assert tr.number(story.distance) in text
