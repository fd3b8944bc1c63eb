"""What is in force: flags before the environment, that before the file, that before the usual."""

from __future__ import annotations

import pytest

from kami_tui.usecases.keys import Remap
from kami_tui.usecases.settings import Settings, SettingsText, in_force

FILE = "/home/x/settings.toml"


def text(values, **lines: int) -> SettingsText:
    named = {name.replace("_", "."): line for name, line in lines.items()}
    return SettingsText(FILE, exists=True, values=values, lines=named)


def found(values, **lines: int) -> list[tuple[str, int | None, object]]:
    problems = in_force(text(values, **lines), {}, {}).problems
    return [(p.code, p.line, p.facts.get("near")) for p in problems]


def test_without_a_file_all_is_as_usual():
    assert in_force(SettingsText(FILE), {}, {}) == Settings()


def test_the_environment_comes_before_the_file_and_a_flag_before_both():
    written = text({"language": "id", "theme": "light", "ascii": True})
    settings = in_force(written, {}, {})
    assert (settings.language, settings.theme, settings.ascii) == ("id", "light", True)
    asked = {"KAMI_LANG": "en_US.UTF-8", "NO_COLOR": "1", "KAMI_ASCII": "0"}
    settings = in_force(written, {}, asked)
    assert (settings.language, settings.theme, settings.ascii) == ("en", "mono", False)
    settings = in_force(written, {"theme": "contrast", "ascii": True}, asked)
    assert (settings.theme, settings.ascii) == ("contrast", True)
    assert settings.sources == {"language": "KAMI_LANG", "theme": "--theme", "ascii": "--ascii"}


@pytest.mark.parametrize("value", ["1", "0", "yes", "x"])
def test_any_text_in_no_color_takes_the_colours_away(value):
    assert in_force(SettingsText(FILE), {}, {"NO_COLOR": value}).theme == "mono"


def test_an_empty_no_color_is_as_if_it_were_not_there():
    assert in_force(SettingsText(FILE), {}, {"NO_COLOR": ""}).theme == "dark"


def test_every_mistake_is_told_at_once_with_its_line_and_the_word_that_was_meant():
    values = {"langauge": "en", "theme": "contrats", "ascii": "yes", "keys": {"a.b": 3}}
    assert found(values, langauge=1, theme=2, ascii=3, keys_a_b=5) == [
        ("unknown_key", 1, "language"),
        ("not_one_of", 2, "contrast"),
        ("wrong_type", 3, None),
        ("wrong_type", 5, None),
    ]


def test_what_is_right_beside_a_mistake_is_in_force():
    settings = in_force(text({"theme": "no such", "language": "en"}), {}, {})
    assert (settings.theme, settings.language) == ("dark", "en")


@pytest.mark.parametrize(
    "keys",
    [{"walker.note": "m"}, {"walker": {"note": "m"}}, {"walker": {"note": ["m"]}}],
    ids=["in quotes", "without quotes", "as a list"],
)
def test_an_action_may_be_written_with_or_without_quotes(keys):
    settings = in_force(text({"keys": keys}, keys_walker_note=7), {}, {})
    assert settings.keys == (Remap("walker.note", ("m",), 7),)
    assert settings.problems == ()
