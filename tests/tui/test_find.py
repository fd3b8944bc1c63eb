"""The window that finds items: what is listed, and what is said about where it was found."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.tui.screens.find import FindDialog, marked
from kami_tui.tui.screens.walker import WalkerScreen
from tests.tui.conftest import everything, shown, until

MARKUP = "[red]kuarsa[/] $x [b"


@pytest.fixture
def finding(make_app, workspace):
    """A search for `wanted` in an assessment with a note and a document."""

    async def search(pilot, key: str, wanted: str) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, FindDialog))
        pilot.app.screen.query_one(Input).value = wanted
        await until(pilot, lambda: shown(pilot, "#hits"))

    answers = {"3.4": Answer(None, MARKUP), "6.2": Answer("3", evidence=("E1",))}
    assessment = Assessment(
        "kami-5.0", answers=answers, evidence={"E1": Evidence("Diagram zonasi")}
    )
    workspace.create(assessment, digest="", who="x")
    return lambda language="id": make_app(language, "a001", "2.1"), search


def ids(pilot) -> list[str | None]:
    return [o.id for o in pilot.app.screen.query_one(OptionList).options]


async def test_a_slip_of_the_pen_finds_the_item_and_enter_goes_there(finding):
    make, search = finding
    async with make().run_test(size=(80, 24)) as pilot:
        await search(pilot, "slash", "kunci enkrpsi")
        assert ids(pilot)[0] == "6.14"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkerScreen))
        await until(pilot, lambda: shown(pilot, "#item-head").split()[0] == "6.14")


@pytest.mark.parametrize(
    ("wanted", "item", "said"),
    [
        ("kuarsa", "3.4", f"Catatan: {MARKUP}"),
        ("zonasi", "6.2", "Bukti dukung: Diagram zonasi"),
        ("iso 5.1", "2.1", "ISO/IEC 27001: 5.1"),
        ("pasal 16", "7.2", "UU 27/2022: Pasal 16"),
        ("segmented", "6.2", "Dalam bahasa Inggris: "),
    ],
)
async def test_what_was_found_elsewhere_than_in_the_text_is_told(finding, wanted, item, said):
    make, search = finding
    async with make().run_test(size=(80, 24)) as pilot:
        await search(pilot, "slash", wanted)
        assert item in ids(pilot)
        found = pilot.app.screen.query_one(OptionList)
        found.highlighted = ids(pilot).index(item)
        await until(pilot, lambda: said in shown(pilot, "#where"))


async def test_nothing_found_is_said_and_enter_does_nothing(finding):
    make, search = finding
    async with make().run_test(size=(80, 24)) as pilot:
        await search(pilot, "slash", "qqqqqqqq")
        assert "Tidak ada yang mirip" in shown(pilot, "#hits")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, FindDialog)


async def test_an_id_is_still_reached_by_its_beginning(finding):
    make, search = finding
    async with make("en").run_test(size=(80, 24)) as pilot:
        await search(pilot, "g", "6,3")
        assert ids(pilot)[0] == "6.3"
        assert "7 items" in everything(pilot)


async def test_another_language_is_another_text_of_the_same_hits(finding):
    make, search = finding
    async with make("en").run_test(size=(80, 24)) as pilot:
        await search(pilot, "slash", "kuarsa")
        await pilot.press("f3")
        await until(pilot, lambda: "Catatan: " in shown(pilot, "#where"))
        assert ids(pilot) == ["3.4"]


def test_a_word_far_behind_is_brought_into_view():
    text = "panjang " * 40 + "zonasi " + "lagi " * 10
    said = marked(text, frozenset({"zonasi"}), 60)
    assert str(said).startswith("… ")
    assert "zonasi" in str(said)[:40]
    (span,) = [s for s in said.spans if "underline" in str(s.style)]
    assert str(said)[span.start : span.end] == "zonasi"
