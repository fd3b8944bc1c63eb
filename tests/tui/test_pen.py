"""What a sheet's pen writes is what Textual would have written."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.content import Content
from textual.strip import Strip

from kami_tui.tui.widgets.block import Block
from kami_tui.tui.widgets.sheet import Sheet

WORDS = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
TEXTS = {
    "plain": Content("satu"),
    "none": Content(""),
    "styled": Content.assemble(("satu", "bold"), " dua ", ("tiga", "$text-muted")),
    "alike": Content.assemble(("satu", "bold"), ("dua", "bold")),
    "wrapped": Content.assemble((WORDS[:33], "bold $accent"), WORDS[33:]),
    "lines": Content.assemble(("satu", "bold"), "\n\ndua\n", ("tiga", "$text-muted")),
    "long word": Content("x" * 50),
    "blanks": Content("satu   " + " " * 20 + "dua  "),
    "tab": Content("satu\tdua"),
    "wide": Content.styled("\N{CJK UNIFIED IDEOGRAPH-4E2D}" * 16 + " dua", "bold"),
    "over one another": Content.styled("satu dua tiga", "bold").stylize("$accent on $panel", 5, 8),
}


class OneSheet(App[None]):
    def compose(self) -> ComposeResult:
        yield Sheet()


def cells(strips: list[Strip]) -> list[list[tuple[str, Style]]]:
    """Every sign with its looks, without what looks do not tell."""
    return [
        [(sign, (s.style or Style()).clear_meta_and_links()) for s in strip for sign in s.text]
        for strip in strips
    ]


@pytest.mark.parametrize("rules", ["wrap fold", "nowrap ellipsis", "nowrap clip"])
async def test_lines_are_those_of_textual(rules):
    app = OneSheet()
    async with app.run_test(size=(40, 10)):
        sheet = app.query_one(Sheet)
        sheet.styles.text_wrap, sheet.styles.text_overflow = rules.split()
        sheet.notify_style_update()
        for name, text in TEXTS.items():
            block = Block(name, text, before=(Content.styled("(*)", "bold"), 5))
            for style in (sheet.visual_style, sheet.get_visual_style("sheet--chosen")):
                for width in (30, 60):
                    made, placed = (
                        sheet._pen.strips(block, style, width, filled=True, placed=placed)
                        for placed in (False, True)
                    )
                    assert cells(made) == cells(placed), name
                    assert [s.cell_length for s in made] == [s.cell_length for s in placed], name


async def test_pieces_of_one_look_share_their_style():
    app = OneSheet()
    async with app.run_test(size=(40, 10)):
        sheet = app.query_one(Sheet)
        one, other = (
            sheet._pen.lines(Content.styled(word, "bold $accent"), 30, sheet.visual_style)
            for word in ("satu", "dua")
        )
        assert one[0][0][0].style is other[0][0][0].style
