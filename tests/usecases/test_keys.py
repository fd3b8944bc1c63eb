"""Which keys somebody may have, and why not the others."""

from __future__ import annotations

import string

import pytest
from textual.keys import _character_to_key

from kami_tui.usecases.keys import KeyAction, KeyScreen, Remap, fitting, is_sign, normal, written

HELP = KeyAction("app.help", ("question_mark",), "help")
THEME = KeyAction("app.theme", ("f4",), "another look", always=True)
NOTE = KeyAction("walker.note", ("t", "m"), "note")
EVIDENCE = KeyAction("walker.evidence", ("e",), "evidence")
SAVE = KeyAction("form.save", ("f2",), "save", always=True)
CANCEL = KeyAction("form.cancel", ("escape",), "cancel")
CLOSE = KeyAction("help.close", ("escape", "question_mark"), "close")
SCREENS = (
    KeyScreen("app", (HELP, THEME)),
    KeyScreen("walker", (NOTE, EVIDENCE), (HELP, THEME), answers=True),
    KeyScreen("form", (SAVE, CANCEL), (HELP, THEME), typing=True),
    KeyScreen("help", (CLOSE,), (THEME,)),
)


def asked(**wishes: str | tuple[str, ...]) -> list[Remap]:
    """``walker_note="x"``, in lines 1, 2, ..."""
    return [
        Remap(id.replace("_", "."), (keys,) if isinstance(keys, str) else keys, line)
        for line, (id, keys) in enumerate(wishes.items(), 1)
    ]


def refused(**wishes: str | tuple[str, ...]) -> list[tuple[str, int | None]]:
    keys, problems = fitting(asked(**wishes), SCREENS)
    assert not keys
    return [(p.code, p.line) for p in problems]


def test_new_keys_take_the_place_of_all_the_old_ones():
    assert fitting(asked(walker_note=("ctrl+n", "x")), SCREENS) == (
        {"walker.note": ("ctrl+n", "x")},
        [],
    )


def test_two_actions_may_change_keys_with_each_other():
    keys, problems = fitting(asked(walker_note="e", walker_evidence=("t", "m")), SCREENS)
    assert keys == {"walker.note": ("e",), "walker.evidence": ("t", "m")}
    assert problems == []


def test_a_key_that_another_action_of_the_screen_has_is_refused():
    assert refused(walker_note="e") == [("key_taken", 1)]
    assert refused(walker_note="?") == [("key_taken", 1)]
    assert refused(app_help="t") == [("key_taken", 1)]


def test_of_two_wishes_for_one_key_the_first_is_met():
    keys, problems = fitting(asked(walker_note="x", walker_evidence="x"), SCREENS)
    assert keys == {"walker.note": ("x",)}
    assert [(p.code, p.line, p.facts["other"]) for p in problems] == [
        ("key_taken", 2, "walker.note")
    ]


def test_a_wish_that_only_another_refused_wish_made_possible_is_refused_too():
    """note may have e only while evidence has another; evidence may not have a, an answer."""
    assert refused(walker_note="e", walker_evidence="a") == [("key_taken", 1), ("key_answers", 2)]


def test_screens_that_are_never_there_together_may_use_the_same_key():
    assert fitting(asked(help_close="e"), SCREENS)[1] == []


@pytest.mark.parametrize("key", ["a", "N", "3", "0"])
def test_no_action_hides_an_answer(key):
    assert refused(walker_note=key) == [("key_answers", 1)]
    assert refused(app_help=key) == [("key_answers", 1)]


@pytest.mark.parametrize("key", ["x", "?", "space"])
def test_no_action_takes_a_sign_away_from_those_who_type(key):
    assert refused(form_save=key) == [("key_types", 1)]
    assert refused(form_cancel=key) == [("key_types", 1)]
    assert refused(app_theme=key) == [("key_types", 1)]
    assert refused(form_save="backspace") == [("key_types", 1)]


@pytest.mark.parametrize("key", ["ctrl+i", "ctrl+m", "Ctrl+J", "ctrl+h"])
def test_a_key_that_reaches_no_program_is_refused(key):
    assert refused(walker_note=key) == [("key_never_arrives", 1)]


def test_what_does_not_exist_is_refused_with_what_was_meant():
    problems = fitting(asked(walker_notes="x", walker_note="pagedwn"), SCREENS)[1]
    assert [(p.code, p.facts["near"]) for p in problems] == [
        ("unknown_action", "walker.note"),
        ("bad_key", "pagedown"),
    ]


def test_an_action_without_any_key_is_refused():
    assert refused(walker_note=()) == [("no_key", 1)]


@pytest.mark.parametrize("sign", string.printable.strip())
def test_signs_are_called_as_the_terminal_program_calls_them(sign):
    name = normal(sign)
    assert name == _character_to_key(sign)
    assert name is not None
    assert written(name) == sign
    assert is_sign(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Esc", "escape"), ("PgDn", "pagedown"), ("del", "delete"), ("bksp", "backspace"),
        ("Ctrl+R", "ctrl+r"), ("shift+a", "A"), ("shift+Tab", "shift+tab"), ("F10", "f10"),
        ("question_mark", "question_mark"), ("ctrl+pgup", "ctrl+pageup"), ("é", "é"),
        ("return", "enter"), ("shift+ctrl+left", "ctrl+shift+left"),
    ],
)  # fmt: skip
def test_a_key_may_be_written_as_people_write_it(typed, name):
    assert normal(typed) == name


@pytest.mark.parametrize(
    "typed", ["", "xy", "f25", "ctrl+", "hyper+x", "ctrl+ctrl+x", "\x1b", "x,y"]
)
def test_what_is_no_key_is_told_so(typed):
    assert normal(typed) is None
