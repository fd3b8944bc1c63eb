"""A sheet shows its blocks, paints only what differs, and lets them be clicked and copied."""

from __future__ import annotations

from random import Random

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.selection import Selection

from kami_tui.tui.widgets.block import Block
from kami_tui.tui.widgets.sheet import Sheet
from tests.tui.conftest import everything, until

LONG = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua belas"


class Listening(Sheet):
    DEFAULT_CSS = "Listening { width: 30; height: 8; }"

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.painted: list[Region] = []

    def clicked(self, name: str) -> None:
        self.heard.append(name)

    def refresh(self, *regions: Region, **kinds: bool) -> Listening:
        self.painted += regions
        return super().refresh(*regions, **kinds)


class OneSheet(App[None]):
    def compose(self) -> ComposeResult:
        yield Listening()

    @property
    def sheet(self) -> Listening:
        return self.query_one(Listening)


@pytest.fixture
def app() -> OneSheet:
    return OneSheet()


def rows(*texts: str, lit: bool = False) -> list[Block]:
    return [Block(f"row-{n}", Content(t), live=True, lit=lit) for n, t in enumerate(texts)]


def beside(pilot: Pilot) -> set[object]:
    """How the sheet's last column is drawn."""
    lines = pilot.app.screen._compositor.render_strips()[:8]
    return {str(next(iter(strip.crop(29, 30))).style) for strip in lines}


async def see(pilot: Pilot, text: str) -> None:
    await until(pilot, lambda: text in everything(pilot))


async def test_only_the_lines_that_differ_are_painted(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay(rows("satu", "dua", "tiga"))
        await see(pilot, "tiga")
        app.sheet.painted.clear()
        app.sheet.lay(rows("satu", "2", "tiga"))
        assert [(r.y, r.height) for r in app.sheet.painted] == [(1, 1)]
        await until(pilot, lambda: "dua" not in everything(pilot))
        app.sheet.painted.clear()
        app.sheet.lay(rows("satu", "2", "tiga"))
        assert app.sheet.painted == []


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_it_showed_before_it_comes_out_as_on_a_blank_sheet(app, seed):
    chance = Random(seed)
    words = ["", "satu", "dua\ntiga", LONG]
    async with app.run_test(size=(40, 20)) as pilot:
        anew = Listening()
        await app.mount(anew)
        await until(pilot, lambda: anew.size == app.sheet.size)
        for _ in range(200):
            blocks = [
                Block(f"row-{n}", Content(chance.choice(words)), gap=chance.choice([0, 0, 1]))
                for n in sorted(chance.sample(range(8), chance.choice([7, 8])))
            ]
            app.sheet.lay(blocks)
            anew._made, anew._lines = {}, []
            anew.lay(blocks)
            found, wanted = (
                ([line.text for line in s._lines], {n: s.place_of(n) for n in s.blocks})
                for s in (app.sheet, anew)
            )
            assert found == wanted


async def test_a_block_without_text_takes_no_room(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay(rows("satu", "", "tiga"))
        await see(pilot, "tiga")
        assert app.sheet.place_of("row-2").y == 1


async def test_a_text_too_long_is_scrolled_and_one_that_fits_is_not(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay(rows(*"abcdefgh"))
        await see(pilot, "h")
        assert len(beside(pilot)) == 1, "no bar where everything is in view"
        app.sheet.lay(rows(*"abcdefghi"), in_view="row-8")
        await see(pilot, "i")
        assert app.sheet.scroll_offset.y == 1
        assert len(beside(pilot)) == 2, "a bar, and where on it one is"
        app.sheet.lay(rows(*"abc"))
        await until(pilot, lambda: len(beside(pilot)) == 1)
        assert app.sheet.scroll_offset.y == 0


async def test_the_wheel_scrolls_and_a_click_on_the_bar_goes_there(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay(rows(*"abcdefghijklmnopqrstuvwxyz"))
        await see(pilot, "h")
        await pilot._post_mouse_events([MouseScrollDown], widget=Listening, offset=(0, 0))
        await until(pilot, lambda: app.sheet.scroll_offset.y > 0)
        await pilot.click(Listening, offset=(29, 7))
        await until(pilot, lambda: app.sheet.scroll_offset.y == 26 - app.sheet.size.height)
        await pilot.click(Listening, offset=(29, 0))
        await until(pilot, lambda: app.sheet.scroll_offset.y == 0)
        assert app.sheet.heard == [], "the bar is no block"


async def test_texts_do_not_move_when_the_bar_comes(app):
    """A bar that took its column from the text would wrap it anew, and move all of it."""
    text = "x" * 30
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay(rows(text, "b"))
        await see(pilot, "b")
        place = app.sheet.place_of("row-0")
        app.sheet.lay(rows(text, *"bcdefghij"))
        await see(pilot, "d")
        assert app.sheet.place_of("row-0") == place


async def test_a_click_says_which_block_even_when_scrolled(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay(rows(*"abcdefghijkl"), in_view="row-11")
        await see(pilot, "l")
        await pilot.click(Listening, offset=(0, 0))
        await until(pilot, lambda: app.sheet.heard == ["row-4"])


async def test_only_a_block_that_wants_it_is_lit_under_the_mouse(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay([*rows("satu", lit=True), Block("still", Content("dua"))])
        await see(pilot, "dua")
        app.sheet.painted.clear()
        await pilot.hover(Listening, offset=(1, 1))
        assert app.sheet.painted == []
        await pilot.hover(Listening, offset=(1, 0))
        await until(pilot, lambda: [r.y for r in app.sheet.painted] == [0])


async def test_what_is_copied_has_no_line_breaks_of_the_screen(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay([Block("head", Content("Judul"), gap=1), Block("text", Content(LONG))])
        await see(pilot, "belas")
        whole = app.sheet.get_selection(Selection(None, None))
        assert whole == (f"Judul\n\n{LONG}", "\n")
        part = app.sheet.get_selection(Selection(Offset(5, 2), Offset(8, 2)))
        assert part == ("dua", "\n")


async def test_the_place_under_the_mouse_is_that_of_the_text_not_of_the_line(app):
    async with app.run_test(size=(40, 10)) as pilot:
        app.sheet.lay([Block("head", Content("Judul"), gap=1), Block("text", Content(LONG))])
        await see(pilot, "belas")
        _, offset = app.screen.get_widget_and_offset_at(2, 3)
        assert offset is not None
        assert offset.y == 2  # third line of the text, fourth on the screen
        assert LONG[offset.x :].startswith(app.sheet.render_line(3).text[2:].rstrip())
