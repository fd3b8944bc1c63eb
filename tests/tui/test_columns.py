"""Columns hold whatever people write: signs of two cells, of none, and some that act."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.text import LocalizedText
from kami_tui.i18n.translator import Translator
from kami_tui.tui.columns import cut, pad, shown
from kami_tui.tui.widgets.area_bars import area_table
from kami_tui.tui.widgets.areas import area_lines
from kami_tui.usecases.session import Session
from tests.tui.conftest import everything, until
from tests.tui.conftest import shown as text_of
from tests.tui.fakes import LIBRARY

WIDE = "情報セキュリティ統括部 個人情報保護課"
MARKED = "Réséau de\u0301fense e\u0301le\u0301mentaire"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
EMOJI = f"Kota {FAMILY} \u2764\ufe0f \U0001f44d\U0001f3fd \U0001f1ee\U0001f1e9"
TURNED = "Dinas \u202eolleh\u202c \u2066x\u2069"
NAMES = pytest.mark.parametrize("name", [WIDE, MARKED, EMOJI, TURNED], ids=ascii)


@NAMES
@pytest.mark.parametrize("width", [3, 4, 7, 12, 20])
def test_cut_and_filled_up_texts_take_the_cells_they_were_given(name, width):
    text = pad(cut(shown(name), width), width)
    assert cell_len(text) == width


def test_a_sign_says_that_something_is_missing():
    assert cut("情報セキュリティ", 9) == "情報セキ…"
    assert cut("情報セキュリティ", 8) == "情報セ…"
    assert cut("日本語", 6) == "日本語"
    assert pad("日本", 6, right=True) == "  日本"


def test_a_control_character_is_seen_as_a_dot_and_a_tab_as_blanks():
    assert shown("a\x1b[31mb\x07\x9bc") == "a·[31mb··c"
    assert shown("a\tb") == "a   b"
    assert shown("one\r\ntwo\nthree") == "one\ntwo\nthree"
    assert shown("half \ud83d") == "half ·"


def test_marks_that_turn_a_line_are_not_shown():
    assert shown(TURNED) == "Dinas olleh x"


def test_letters_of_every_script_stay_as_they_were_written():
    for text in ("ᮊᮨᮔ᮪ᮏ", "ꦲꦏ꧀ꦱꦫ", "नमस्ते क्\u200dष", "می\u200cخواهم", MARKED, WIDE):
        assert shown(text) == text


def test_composed_emoji_are_shown_as_every_terminal_can():
    plain = "Kota \U0001f469\U0001f469\U0001f467 \u2764 \U0001f44d \U0001f1ee\U0001f1e9"
    assert shown(EMOJI) == plain


@NAMES
def test_the_areas_keep_their_columns_whatever_an_edition_calls_them(name, monkeypatch):
    scorer = LIBRARY.scorer("kami-5.0")
    called = LocalizedText(id=name, en=name)
    areas = tuple(a.model_copy(update={"short": called}) for a in scorer.instrument.areas)
    instrument = scorer.instrument.model_copy(update={"areas": areas})
    session = Session(Assessment("kami-5.0", Profile()), scorer)
    monkeypatch.setattr(Session, "instrument", property(lambda _: instrument))
    tr = Translator("id")
    widths = set()
    for area in areas:
        first, second = str(area_lines(session, area.id, False, tr)).split("\n")
        widths |= {cell_len(first), cell_len(second.ljust(28))}
    assert widths == {28}
    head, *rows = str(area_table(session, 78, tr)).split("\n")
    assert {cell_len(row.rstrip()) for row in rows[: len(areas)]} <= {cell_len(head.rstrip())}


@pytest.mark.parametrize("place", ["list", "walker", "evidence", "find", "summary"])
async def test_every_line_of_the_screen_is_as_wide_as_the_screen(make_app, workspace, place):
    name = f"{WIDE} {MARKED} {EMOJI} {TURNED}"
    assessment = Assessment(
        "kami-5.0",
        Profile(organisation=name, scope=name * 3),
        {"2.1": Answer("3", name, ("E1",))},
        {"E1": Evidence(title=name * 4, kind=name, location=name)},
    )
    workspace.create(assessment, digest="", who="x")
    keys = {"evidence": "e", "find": "slash", "summary": "s"}
    start = (None, None) if place == "list" else ("a001", "2.1")
    app = make_app("id", *start)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(name)[:6].strip() in everything(pilot))
        if place in keys:
            depth = len(app.screen_stack)
            await pilot.press(keys[place])
            await until(pilot, lambda: len(app.screen_stack) > depth and app.screen.ready)
        lines = everything(pilot).split("\n")
        assert {cell_len(line) for line in lines} == {80}
        assert not [c for line in lines for c in line if c in "\u202e\u202c\u2066\u2069\x1b"]


async def test_what_is_typed_keeps_what_is_not_shown(make_app, workspace):
    """The screen is without it; the store is not."""
    workspace.create(Assessment("kami-5.0", Profile(organisation="x")), digest="", who="x")
    app = make_app("id", "a001", "2.1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.desk is not None and text_of(pilot, "#note"))
        await pilot.press("t")
        await until(pilot, lambda: app.screen.query("#note-text"))
        app.screen.query_one("#note-text").text = TURNED
        await pilot.press("escape")
        await until(pilot, lambda: workspace.kept["a001"].assessment.answers)
        assert workspace.kept["a001"].assessment.answers["2.1"].note == TURNED
        await until(pilot, lambda: "Dinas olleh x" in everything(pilot))
