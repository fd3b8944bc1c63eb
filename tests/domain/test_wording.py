"""The words of an item that decide which answer is right come from the questionnaire."""

from __future__ import annotations

import re

from kami_tui.domain.wording import deciding_words


def test_deciding_words_are_found_in_both_languages(kami):
    assert deciding_words(kami.instrument, "3.12", "id") == ("berkala",)
    assert deciding_words(kami.instrument, "3.12", "en") == ("periodically",)


def test_words_are_whole_words_once_and_in_the_order_of_the_text(kami):
    for item_id, item in kami.instrument.items.items():
        for language in ("id", "en"):
            text = item.text.in_(language).lower()
            found = deciding_words(kami.instrument, item_id, language)
            places = [m.start() for w in found if (m := re.search(rf"\b{w}\b", text))]
            assert len(places) == len(found)
            assert places == sorted(places)
            assert len(set(found)) == len(found)


def test_items_with_options_of_their_own_have_none(kami):
    assert deciding_words(kami.instrument, "1.1", "id") == ()


def test_an_option_set_that_names_none_has_none(kami):
    items = [i.id for i in kami.instrument.area("8").items]
    texts = " ".join(kami.instrument.items[i].text.id for i in items)
    assert "seluruh" in texts or "semua" in texts or "berkala" in texts
    assert not any(deciding_words(kami.instrument, i, "id") for i in items)
