"""Whose words an item is shown in."""

from __future__ import annotations

import pytest

from kami_tui.domain.official import OURS, WHOSE, Wording

LANGUAGES = ["id", "en"]


@pytest.fixture
def item(kami):
    return kami.instrument.items["2.1"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whose", WHOSE)
def test_an_item_without_official_text_is_always_shown_in_ours(item, whose, language):
    wording = Wording(whose, {"2.2": "lain"})
    assert wording.texts(item, language) == (("ours", item.text.in_(language)),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wish_shows_what_it_says_in_either_language(item, language):
    ours, theirs = ("ours", item.text.in_(language)), ("official", "rumusan lain")
    texts = {w: Wording(w, {"2.1": "rumusan lain"}).texts(item, language) for w in WHOSE}
    assert texts == {"ours": (ours,), "official": (theirs,), "both": (ours, theirs)}


@pytest.mark.parametrize("whose", WHOSE)
def test_one_line_holds_the_first_of_them(item, whose):
    wording = Wording(whose, {"2.1": "rumusan lain"})
    assert wording.text(item, "id") == wording.texts(item, "id")[0][1]


def test_the_same_text_is_not_shown_twice(item):
    assert len(Wording("both", {"2.1": item.text.id}).texts(item, "id")) == 1
    assert len(Wording("both", {"2.1": item.text.id}).texts(item, "en")) == 2


def test_nothing_official_is_known_unless_it_was_taken_in():
    assert OURS.official == {}
    assert OURS.whose == "ours"
