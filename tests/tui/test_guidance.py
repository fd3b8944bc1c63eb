"""Guidance: under each answer when to choose it, at a key."""

from __future__ import annotations

import pytest

from kami_tui.tui.screens.help import HelpDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.choices import CHOICE
from kami_tui.tui.widgets.question import Question
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import LIBRARY

KAMI = LIBRARY.scorer("kami-5.0").instrument


def guidance(item: str, code: str, language: str = "id") -> str:
    option = KAMI.option(item, code)
    assert option is not None
    assert option.guidance is not None
    return option.guidance.in_(language)


def choices(pilot) -> str:
    blocks = pilot.app.screen.query_one(Question).blocks
    return "\n".join(str(b.text) for name, b in blocks.items() if name.startswith(CHOICE))


@pytest.mark.parametrize("language", ["id", "en"])
async def test_each_answer_says_when_to_choose_it(walking, language):
    async with walking("2.1", language=language) as pilot:
        texts = [guidance("2.1", code, language) for code in "0123"]
        assert texts[0] not in choices(pilot)
        await pilot.press("i")
        await until(pilot, lambda: texts[0] in choices(pilot))
        assert all(text in choices(pilot) for text in texts)
        labels = [o.label.in_(language) for o in KAMI.options("2.1")]
        assert all(label in choices(pilot) for label in labels)
        await pilot.press("i")
        await until(pilot, lambda: texts[0] not in choices(pilot))


async def test_it_names_the_words_of_the_item_that_decide(walking):
    async with walking("3.12") as pilot:
        await pilot.press("i")
        await until(pilot, lambda: "Kata penentu pada butir ini" in shown(pilot, "#item-state"))
        assert "berkala" in shown(pilot, "#item-state")
        assert "Belum dijawab" in shown(pilot, "#item-state"), "unanswered still says so"


async def test_the_guidance_of_a_given_answer_is_not_said_twice(walking):
    async with walking("2.1") as pilot:
        await pilot.press("3")
        text = guidance("2.1", "3")
        await until(pilot, lambda: text in shown(pilot, "#item-state"))
        await pilot.press("i")
        await until(pilot, lambda: text in choices(pilot))
        blocks = pilot.app.screen.query_one(Question).blocks
        assert "item-state" not in blocks or text not in str(blocks["item-state"].text)


async def test_where_the_questionnaire_has_none_it_says_so_calmly(walking):
    async with walking("1.1") as pilot:
        before = choices(pilot)
        await pilot.press("i")
        await until(pilot, lambda: "Tanpa panduan di sini" in shown(pilot, "#item-state"))
        assert choices(pilot) == before
        assert "poin" in everything(pilot)


async def test_it_stays_on_for_the_next_items_and_the_next_assessment(walking, workspace):
    async with walking("2.1") as pilot:
        text = guidance("2.1", "0")
        await pilot.press("i", "down")
        await until(pilot, lambda: shown(pilot, "#item-head").startswith("2.2"))
        assert text in choices(pilot)
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: "0/212" in everything(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: text in choices(pilot))


async def test_in_a_small_window_all_of_it_can_be_reached(walking):
    async with walking("5.31", size=(80, 24)) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: guidance("5.31", "0") in everything(pilot))
        question = pilot.app.screen.query_one(Question)
        seen = everything(pilot)
        while question.scroll_y < question.max_scroll_y:
            await pilot.press("pagedown")
            await pilot.pause()
            seen += everything(pilot)
        assert "Tidak Berlaku/Relevan" in seen
        assert "data dukung." in seen


async def test_help_names_the_new_windows(walking):
    async with walking("2.1") as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpDialog))
        for word in ("riwayat", "jawab sebagian", "PIC", "panduan"):
            assert word in shown(pilot, "#help-text")
