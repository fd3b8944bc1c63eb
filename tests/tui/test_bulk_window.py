"""One answer for a section or area: everything is shown first, done at once, undone at once."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from kami_tui.domain.answers import Answer, Assessment, Change
from kami_tui.domain.owners import items_in
from kami_tui.tui.screens.bulk import BulkDialog
from kami_tui.tui.screens.reason import ReasonDialog
from kami_tui.tui.screens.walker import WalkerScreen
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import LIBRARY

KAMI = LIBRARY.scorer("kami-5.0").instrument
SECTION = items_in(KAMI, "2/1")
CLOUD = items_in(KAMI, "5/2")
MARKUP = "[red]x[/] [/] $x [b"


def notices(pilot) -> list[str]:
    return [n.message for n in pilot.app._notifications]


def session(pilot):
    return pilot.app.desk.session


async def on_top(pilot, screen) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and pilot.app.screen.ready)


async def opened(pilot, *then: str) -> None:
    await pilot.press("x")
    await on_top(pilot, BulkDialog)
    await pilot.press(*then)


def line(pilot, item: str) -> str:
    found = shown(pilot, "#bulk-list").split("\n")
    return next(x for x in found if x.split()[0] == item)


async def test_a_section_is_answered_at_once_and_taken_back_at_once(walking, workspace):
    async with walking("2.1") as pilot:
        await opened(pilot, "2")
        assert f"{len(SECTION)} butir akan dijawab" in shown(pilot, "#bulk-counts")
        await pilot.press("enter")
        await on_top(pilot, WalkerScreen)
        kept = workspace.kept["a001"]
        await until(pilot, lambda: kept.assessment.statuses == dict.fromkeys(SECTION, "2"))
        assert "z mengurungkan semuanya sekaligus" in notices(pilot)[-1]
        await pilot.press("z")
        await until(pilot, lambda: not kept.assessment.statuses)
        assert f"{len(SECTION)} jawaban" in notices(pilot)[-1]
        assert "bagian 2/1" in notices(pilot)[-1]
        await pilot.press("y")
        await until(pilot, lambda: kept.assessment.statuses == dict.fromkeys(SECTION, "2"))
        assert notices(pilot)[-1].startswith("Diulang")


async def test_nothing_is_chosen_and_nothing_can_be_done_to_begin_with(walking):
    async with walking("2.1") as pilot:
        await opened(pilot)
        assert "Pilih status." in shown(pilot, "#bulk-counts")
        assert "enter" not in shown(pilot, "KeyBar")
        await pilot.press("enter", "escape")
        await on_top(pilot, WalkerScreen)
        assert session(pilot).assessment.statuses == {}


async def test_the_preview_shows_every_item_from_what_to_what(walking):
    given = Assessment("kami-5.0", answers={"2.1": Answer("1"), "2.2": Answer("3")})
    async with walking("2.1", given) as pilot:
        await opened(pilot, "3")
        listed = [x.split()[0] for x in shown(pilot, "#bulk-list").split("\n")]
        assert tuple(listed) == SECTION
        assert "tetap, sudah diisi" in line(pilot, "2.1")
        assert "tetap, sudah sama" in line(pilot, "2.2")
        assert "[ ] belum dijawab" in line(pilot, "2.3")
        assert "-> 3 Menyeluruh" in line(pilot, "2.3")


async def test_answers_are_overwritten_only_when_asked_and_counted_beforehand(walking):
    given = Assessment("kami-5.0", answers={"2.1": Answer("1"), "2.2": Answer("3")})
    async with walking("2.1", given) as pilot:
        await opened(pilot, "3", "u")
        assert "1 Rencana" in line(pilot, "2.1")
        assert "-> 3 Menyeluruh" in line(pilot, "2.1")
        assert "1 di antaranya ditimpa" in shown(pilot, "#bulk-counts")
        await pilot.press("u")
        assert "ditimpa" not in shown(pilot, "#bulk-counts")
        await pilot.press("enter")
        await on_top(pilot, WalkerScreen)
        assert session(pilot).answer_to("2.1").status == "1"


async def test_the_effect_on_score_level_stage_3_total_and_status_is_shown_first(walking):
    async with walking("2.1") as pilot:
        await opened(pilot, "3")
        told = shown(pilot, "#bulk-effects")
        assert "0/126 -> 126/126" in told
        assert "I -> " in told
        assert "belum dihitung -> dihitung" in told
        assert "0/918 -> 126/918" in told
        assert "Status kesiapan" in told
        assert session(pilot).result.total == 0, "looking changes nothing"


async def test_the_whole_area_is_a_key_away(walking, workspace):
    async with walking("5.31") as pilot:
        await opened(pilot, "1")
        assert "bagian 5/2" in shown(pilot, ".title")
        assert f"{len(CLOUD)} butir" in shown(pilot, "#bulk-counts")
        await pilot.press("x")
        assert "area 5" in shown(pilot, ".title")
        assert "53 butir akan dijawab" in shown(pilot, "#bulk-counts")
        await pilot.press("x")
        assert "bagian 5/2" in shown(pilot, ".title")


async def test_not_applicable_asks_once_for_one_reason(walking, workspace):
    own = CLOUD[1]
    given = Assessment("kami-5.0", answers={own: Answer(note="sudah ada alasannya")})
    async with walking("5.31", given) as pilot:
        await opened(pilot, "n", "enter")
        await on_top(pilot, ReasonDialog)
        assert "Tidak Berlaku" in shown(pilot, ".title")
        assert "f2" not in shown(pilot, "KeyBar"), "an empty reason is none"
        await pilot.press("f2")
        assert isinstance(pilot.app.screen, ReasonDialog)
        pilot.app.screen.query_one(TextArea).insert(f"{MARKUP}\nTidak memakai awan 漢字")
        await until(pilot, lambda: "f2" in shown(pilot, "KeyBar"))
        await pilot.press("f2")
        await on_top(pilot, WalkerScreen)
        kept = workspace.kept["a001"]
        await until(pilot, lambda: kept.assessment.statuses == dict.fromkeys(CLOUD, "NA"))
        assert kept.assessment.answer(CLOUD[0]).note == f"{MARKUP}\nTidak memakai awan 漢字"
        assert kept.assessment.answer(own).note == "sudah ada alasannya"
        await pilot.press("z")
        await until(pilot, lambda: kept.assessment.answers == given.answers)


async def test_without_a_reason_nothing_is_answered(walking):
    async with walking("5.31") as pilot:
        await opened(pilot, "n", "enter")
        await on_top(pilot, ReasonDialog)
        await pilot.press(*"tidak", "escape")
        await on_top(pilot, BulkDialog)
        assert "[n T/B]" in shown(pilot, "#bulk-choice")
        assert session(pilot).assessment.answers == {}


async def test_a_reason_that_is_too_long_is_not_taken(walking):
    async with walking("5.31") as pilot:
        await opened(pilot, "n", "enter")
        await on_top(pilot, ReasonDialog)
        pilot.app.screen.query_one(TextArea).insert("x" * 20_001)
        await until(pilot, lambda: "20.001" in shown(pilot, "#reason-hint"))
        await pilot.press("f2")
        assert isinstance(pilot.app.screen, ReasonDialog)
        await pilot.press("backspace")
        await until(pilot, lambda: "f2" in shown(pilot, "KeyBar"))
        await pilot.press("f2")
        await on_top(pilot, WalkerScreen)
        assert len(session(pilot).answer_to(CLOUD[0]).note) == 20_000


async def test_items_that_do_not_offer_the_status_are_shown_as_left_alone(walking):
    async with walking("5.31") as pilot:
        await opened(pilot, "x", "n")
        offering = [i for i in items_in(KAMI, "5") if KAMI.option(i, "NA")]
        left = 53 - len(offering)
        assert shown(pilot, "#bulk-list").count("tetap, tidak ada") == left
        assert f"{left} tetap" in shown(pilot, "#bulk-counts")


async def test_answers_that_change_meanwhile_are_shown_before_they_are_overwritten(
    walking, workspace
):
    async with walking("2.1") as pilot:
        await opened(pilot, "3", "u")
        pilot.app._absorb([Change("answer", "2.1", "status", None, "1")])
        await pilot.press("enter")
        await until(pilot, lambda: any("Periksa lagi" in n for n in notices(pilot)))
        assert isinstance(pilot.app.screen, BulkDialog)
        assert session(pilot).assessment.statuses == {"2.1": "1"}
        assert "1 Rencana" in line(pilot, "2.1")
        await pilot.press("enter")
        await on_top(pilot, WalkerScreen)
        assert session(pilot).assessment.statuses == dict.fromkeys(SECTION, "3")


async def test_area_1_offers_its_letters_alone_since_they_mean_something_else_in_each_item(walking):
    async with walking("1.1", size=(80, 24)) as pilot:
        await opened(pilot, "c")
        assert shown(pilot, "#bulk-choice").split() == ["a", "b", "[c]"]
        await pilot.press("enter")
        await on_top(pilot, WalkerScreen)
        assert session(pilot).assessment.statuses == {f"1.{n}": "C" for n in range(1, 11)}


@pytest.mark.parametrize("language", ["id", "en"])
async def test_a_small_window_shows_items_effects_and_all_keys(walking, language):
    async with walking("5.31", language=language, size=(80, 24)) as pilot:
        await opened(pilot, "n")
        await until(pilot, lambda: "5.31" in everything(pilot))
        text = everything(pilot)
        assert "0/258 -> " in text
        seen: set[str] = set()
        for toggle in ("x", "u", "x", "u"):
            await until(pilot, lambda: shown(pilot, "KeyBar") not in seen)
            seen.add(shown(pilot, "KeyBar"))
            for key in ("0 1 2 3 n", "enter", "x", "u", "esc"):
                assert f"  {key} " in f"  {shown(pilot, 'KeyBar')}", key
            await pilot.press(toggle)
        await pilot.press("end")
        await until(pilot, lambda: CLOUD[-1] in everything(pilot))


async def test_a_status_can_be_clicked(walking):
    async with walking("2.1", size=(120, 40)) as pilot:
        await opened(pilot)
        choices = shown(pilot, "#bulk-choice").split("   ")
        for n in (2, 1):
            before = sum(len(c) + 3 for c in choices[:n])
            await pilot.click("#bulk-choice", offset=(before + 1, 0))
            choices = shown(pilot, "#bulk-choice").split("   ")
            assert [c.startswith("[") for c in choices] == [k == n for k in range(len(choices))]
        assert "butir akan dijawab" in shown(pilot, "#bulk-counts")
