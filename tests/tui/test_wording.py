"""Official words in the terminal program: shown as wished, found by search, never in the way."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kami_tui.domain.errors import WordingUnreadable
from kami_tui.domain.official import OURS
from kami_tui.tui.screens.find import FindDialog
from kami_tui.tui.screens.report import ReportDialog
from kami_tui.tui.screens.walker import WalkerScreen
from kami_tui.tui.widgets.question import Question
from kami_tui.tui.widgets.report_faces import Asking
from kami_tui.usecases.settings import Settings
from kami_tui.usecases.wordings import NoWordings
from tests.exchange.official import invented, invented_texts
from tests.tui.conftest import at, everything, shown, until
from tests.tui.fakes import LIBRARY, FakeReports, FakeWordings, FakeWorkspace, example
from tests.tui.test_keys import FakeFile, told

SCORER = LIBRARY.scorer("kami-5.0")
BEGUN = "Apakah butir "
"""Every invented text begins so, and none of ours."""
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def opened(make_app, workspace: FakeWorkspace):
    """`opened("official")`: an assessment at 2.1, with what else the services are to be."""

    @asynccontextmanager
    async def at_item(whose="both", language="id", size=(120, 40), item="2.1", **changes):
        workspace.create(example(2026), digest="", who="x")
        changes = {"wordings": FakeWordings(), "settings_file": FakeFile(), **changes}
        settings = Settings(language, wording=whose)
        app = make_app(language, "a001", item, settings=settings, **changes)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
            await until(pilot, lambda: at(pilot) == item)
            yield pilot

    return at_item


def ours(item: str, language: str = "id") -> str:
    return SCORER.instrument.items[item].text.in_(language)


def blocks(pilot) -> tuple[str, str]:
    """The question in our words and in the official ones, as far as they are shown."""
    found = pilot.app.screen.query_one(Question).blocks
    ours, official = (found.get(n) for n in ("item-text", "item-official"))
    return str(ours.text) if ours else "", str(official.text) if official else ""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["id", "en"])
async def test_the_question_is_shown_in_the_words_that_are_wished_for(opened, language, size):
    label = {"id": "Resmi", "en": "Official"}[language]
    expected = {
        "ours": (ours("2.1", language), ""),
        "official": ("", f"{label}  {invented('2.1')}"),
        "both": (ours("2.1", language), f"{label}  {invented('2.1')}"),
    }
    async with opened("both", language, size) as pilot:
        seen = {}
        for _ in expected:
            seen[pilot.app.whose] = blocks(pilot)
            await pilot.press("T")
        assert seen == expected
        assert pilot.app.whose == "both"


async def test_the_choice_is_said_and_remembered_for_the_next_time(opened):
    file = FakeFile()
    async with opened("both", settings_file=file) as pilot:
        await pilot.press("T")
        await until(pilot, lambda: file.remembered == [("wording", "ours")])
        assert "rumusan proyek ini" in told(pilot.app)
        await pilot.press("T", "down")
        await until(pilot, lambda: file.remembered[-1] == ("wording", "official"))
        assert blocks(pilot) == ("", f"Resmi  {invented('2.2')}")


async def test_without_official_words_the_key_says_how_to_get_them(opened):
    file = FakeFile()
    async with opened("official", wordings=NoWordings(), settings_file=file) as pilot:
        assert blocks(pilot) == (ours("2.1"), "")
        await pilot.press("T")
        assert "kami wording import" in told(pilot.app)
        assert (pilot.app.whose, file.remembered) == ("official", [])
        assert blocks(pilot) == (ours("2.1"), "")


async def test_an_item_that_has_none_is_shown_in_ours(opened):
    async with opened("official", wordings=FakeWordings({"2.2": invented("2.2")})) as pilot:
        assert blocks(pilot) == (ours("2.1"), "")
        await pilot.press("down")
        assert blocks(pilot) == ("", f"Resmi  {invented('2.2')}")


async def test_words_that_cannot_be_read_are_told_once_and_stop_nothing(opened):
    fail = WordingUnreadable(file="/x/kami-5.0.json", instrument="kami-5.0", reason="damaged")
    async with opened("both", wordings=FakeWordings(fail=fail)) as pilot:
        assert "/x/kami-5.0.json" in told(pilot.app)
        assert blocks(pilot) == (ours("2.1"), "")
        await pilot.press("3")
        pilot.app.hush(errors=True)
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: pilot.app.screen.query(OptionList))
        pilot.app.open_assessment("a001")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        assert "/x/kami-5.0.json" not in told(pilot.app)


async def test_a_long_official_text_scrolls_and_the_answers_stay_within_reach(opened):
    long = FakeWordings({"2.1": "Apakah " + "panjang sekali " * 250 + "selesai?"})
    async with opened("both", size=(80, 24), wordings=long) as pilot:
        question = pilot.app.screen.query_one(Question)
        assert question.max_scroll_y > 10
        await pilot.press("pagedown")
        await until(pilot, lambda: question.scroll_y > 0)
        await pilot.press("2")
        assert pilot.app.desk.session.answer_to("2.1").status == "2"


async def test_nothing_in_an_official_text_is_markup(opened):
    text = "Apakah [bold]ini[/bold] dan [link=x]itu[/] tebal?"
    async with opened("official", wordings=FakeWordings({"2.1": text})) as pilot:
        assert blocks(pilot)[1].endswith(text)
        assert "[bold]ini[/bold]" in " ".join(everything(pilot).split())


# -- other places -----------------------------------------------------------------------------


async def test_search_finds_official_words_whatever_is_shown(opened):
    texts = {"5.7": "Apakah kuda nil diberi makan?"}
    for whose in ("ours", "official"):
        async with opened(whose, wordings=FakeWordings(texts)) as pilot:
            await pilot.press("slash", *"nil")
            await until(pilot, lambda: isinstance(pilot.app.screen, FindDialog))
            await until(pilot, lambda: "kuda nil" in " ".join(shown(pilot, "#where").split()))
            first = pilot.app.screen.query_one(OptionList).get_option_at_index(0)
            assert first.id == "5.7"
            assert ("kuda nil" in str(first.prompt)) == (whose == "official")


@pytest.mark.parametrize(
    "keys",
    [("slash", *"2.1"), ("exclamation_mark",), ("x",), ("l",)],
    ids=["search", "check", "bulk", "register"],
)
@pytest.mark.parametrize("whose", ["official", "both"])
async def test_lists_have_one_line_for_an_item_and_show_the_first_text(opened, keys, whose):
    async with opened(whose, size=(160, 50)) as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: not isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: (BEGUN in everything(pilot)) == (whose == "official"))


async def test_the_view_that_is_copied_has_both(opened):
    async with opened("both") as pilot:
        lines = pilot.app.screen.as_text().split("\n")
        assert lines[1:3] == [ours("2.1"), f"Resmi: {invented('2.1')}"]


# -- the report -------------------------------------------------------------------------------


async def asked_report(pilot, tmp_path: Path, reports: FakeReports, *keys: str):
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
    form = pilot.app.screen.query_one(Asking)
    form.field.input.value = str(tmp_path / "r.pdf")
    for key in keys:
        await pilot.press(key)
    await pilot.press("f2")
    await until(pilot, lambda: reports.requests)
    return reports.requests[-1]


@pytest.mark.parametrize("whose", ["official", "both"])
async def test_a_report_is_in_ours_whatever_is_shown_unless_it_is_ticked(opened, tmp_path, whose):
    reports = FakeReports()
    async with opened(whose, reports=reports) as pilot:
        request = await asked_report(pilot, tmp_path, reports)
        assert request.wording == OURS


async def test_the_report_window_offers_the_official_words(opened, tmp_path):
    reports = FakeReports()
    async with opened("ours", reports=reports, size=(80, 24)) as pilot:
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        ticks = pilot.app.screen.query_one("#wording")
        ticks.focus()
        await pilot.press("right", "space")
        assert pilot.app.screen.query_one(Asking).whose == "official"
        pilot.app.screen.query_one(Asking).field.input.value = str(tmp_path / "r.pdf")
        await pilot.press("f2")
        await until(pilot, lambda: reports.requests)
        wording = reports.requests[-1].wording
        assert (wording.whose, wording.official) == ("official", invented_texts(SCORER))


async def test_without_official_words_the_report_window_asks_nothing_about_them(opened):
    async with opened("both", wordings=NoWordings()) as pilot:
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        assert not pilot.app.screen.query("#wording")
        assert pilot.app.screen.query_one(Asking).whose == "ours"


async def test_a_report_from_the_list_offers_them_too(make_app, workspace, tmp_path):
    workspace.create(replace(example(2026)), digest="", who="x")
    app = make_app("id", wordings=FakeWordings(), reports=FakeReports())
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportDialog))
        assert pilot.app.screen.query("#wording")
