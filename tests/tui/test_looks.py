"""Looks: legible in each, readable without any colour, and drawn with plain signs if wished for."""

from __future__ import annotations

from functools import partial

import pytest
from textual.color import Color
from textual.theme import Theme

from kami_tui.tui.themes import THEMES
from kami_tui.usecases.settings import THEMES as NAMES
from kami_tui.usecases.settings import Settings, SettingsText, in_force
from tests.tui.conftest import everything, shown, until
from tests.tui.fakes import example

PLANES = ("background", "surface", "panel")
SCREENS = ["", "s", "e", "t", "r", "ctrl+p"]
"""The walker, and what each of its keys opens."""


def colours(theme: Theme) -> dict[str, str]:
    """All colour variables of a theme, as the screens' styles see them."""
    return theme.to_color_system().generate() | theme.variables


def ratio(one: str, other: str) -> float:
    """As WCAG 2 defines it: 1 to 21."""
    lights = []
    for colour in (one, other):
        parts = [c / 255 for c in Color.parse(colour).rgb]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    low, high = sorted(lights)
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_the_standard():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("name", "least"), [("dark", 4.5), ("light", 4.5), ("contrast", 7)])
def test_all_that_is_read_stands_out_from_every_plane(name, least):
    found = colours(THEMES[name])
    inks = ("text", "text-muted", "accent", "secondary", "warning", "error", "success")
    poor = {
        (ink, plane): round(ratio(found[ink], found[plane]), 2)
        for ink in inks
        for plane in PLANES
        if ratio(found[ink], found[plane]) < least
    }
    assert poor == {}
    for state in ("", "-blurred"):
        row = found[f"block-cursor{state}-background"]
        assert ratio(found[f"block-cursor{state}-foreground"], row) >= least


def test_in_high_contrast_the_chosen_row_can_be_read_as_any_other():
    found = colours(THEMES["contrast"])
    row = found["block-cursor-background"]
    inks = ("text", "text-muted", "text-disabled", "accent", "warning", "error", "success")
    assert {i: ratio(found[i], row) for i in inks if ratio(found[i], row) < 7} == {}


@pytest.mark.parametrize("plane", PLANES)
def test_in_high_contrast_bars_and_what_is_switched_off_stand_out_too(plane):
    found = colours(THEMES["contrast"])
    assert ratio(found["text-disabled"], found[plane]) >= 7
    assert ratio(found["bar"], found["bar-rest"]) >= 3
    assert ratio(found["border-blurred"], found[plane]) >= 7


def test_settings_and_screens_know_the_same_looks():
    assert tuple(THEMES) == NAMES


def opened(make_app, workspace, **settings):
    workspace.create(example(2026), digest="", who="x")
    return make_app("id", "a001", "2.1", settings=Settings(**settings))


async def go(pilot, key: str) -> None:
    app = pilot.app
    await until(pilot, lambda: app.desk is not None and shown(pilot, "#note"))
    if key:
        depth = len(app.screen_stack)
        await pilot.press(key)
        await until(pilot, lambda: len(app.screen_stack) > depth)
        await until(pilot, lambda: "2" in everything(pilot))


def segments(pilot):
    for strip in pilot.app.screen._compositor.render_strips():
        yield from strip


@pytest.mark.parametrize("key", SCREENS)
async def test_without_colours_none_is_sent(make_app, workspace, key):
    app = opened(make_app, workspace, theme="mono")
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, key)
        await until(pilot, lambda: any(s.style and s.style.bold for s in segments(pilot)))
        assert [s for s in segments(pilot) if s.style and (s.style.color or s.style.bgcolor)] == []


@pytest.mark.parametrize("key", SCREENS)
async def test_colours_are_true_ones_which_need_no_terminals_palette(make_app, workspace, key):
    app = opened(make_app, workspace)
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, key)
        for style in filter(None, (s.style for s in segments(pilot))):
            assert not style.dim
            for colour in filter(None, (style.color, style.bgcolor)):
                assert colour.triplet is not None, style


@pytest.mark.parametrize("key", SCREENS)
async def test_in_ascii_everything_is_drawn_with_ascii_signs(make_app, workspace, key):
    app = opened(make_app, workspace, ascii=True, theme="mono")
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, key)
        await until(pilot, lambda: everything(pilot).isascii())
        assert {len(line) for line in everything(pilot).split("\n")} == {80}


async def test_without_colours_bars_are_signs(make_app, workspace):
    app = opened(make_app, workspace, theme="mono")
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, "")
        row = next(r for r in everything(pilot).split("\n") if "88/126" in r)
        assert "████████" in row
        assert "░░░" in everything(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: "█" not in everything(pilot))


async def test_without_colours_the_chosen_button_and_row_are_reversed(make_app, workspace):
    app = opened(make_app, workspace, theme="mono")
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "r")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "make")
        reversed_ = [s.text for s in segments(pilot) if s.style and s.style.reverse]
        assert any("Buat laporan" in text for text in reversed_)


def looks_like(app, name: str) -> bool:
    same: bool = app.look == name
    return same


@pytest.mark.parametrize(
    ("key", "row"), [("ctrl+p", "Lanjut"), ("slash", "2.1"), ("e", "[x]")], ids=str
)
async def test_without_colours_the_chosen_row_of_a_list_is_reversed(make_app, workspace, key, row):
    app = opened(make_app, workspace, theme="mono")
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, key)
        if key == "slash":
            await pilot.press(*"2.1")

        def marked() -> bool:
            found = [s.text for s in segments(pilot) if s.style and s.style.reverse]
            return any(row in text for text in found)

        await until(pilot, marked)


async def test_a_key_goes_through_all_looks_and_back(make_app, workspace):
    app = opened(make_app, workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "")
        for name in ("light", "contrast", "mono", "dark"):
            await pilot.press("f4")
            await until(pilot, partial(looks_like, app, name))
        await until(pilot, lambda: any(s.style and s.style.color for s in segments(pilot)))


async def test_no_color_means_no_colours_not_shades_of_grey(make_app, workspace, monkeypatch):
    """Textual sends grey for it."""
    monkeypatch.setenv("NO_COLOR", "1")
    settings = in_force(SettingsText(""), {}, {"NO_COLOR": "1"})
    app = opened(make_app, workspace, theme=settings.theme)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "")
        assert [s for s in segments(pilot) if s.style and (s.style.color or s.style.bgcolor)] == []


async def test_a_look_asked_for_on_the_command_line_is_not_turned_grey(
    make_app, workspace, monkeypatch
):
    monkeypatch.setenv("NO_COLOR", "1")
    app = opened(make_app, workspace, theme="dark")
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "")
        sent = {s.style.color.triplet for s in segments(pilot) if s.style and s.style.color}
        assert any(c and len({c.red, c.green, c.blue}) == 3 for c in sent)
