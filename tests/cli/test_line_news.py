"""What `kami answer` says of single changes, whoever made them."""

from __future__ import annotations

import pytest

from kami_tui.cli.line.news import change_line
from kami_tui.domain.answers import Change
from kami_tui.i18n.translator import Translator


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("owner", "2", "owner", "", "Pokja [A]"), "2 given to Pokja [A]"),
        (Change("owner", "2/1", "owner", "Pokja", ""), "2/1 given to nobody of its own"),
        (Change("answer", "2.1", "status", None, "3"), "answer 3"),
        (Change("answer", "2.1", "status", "3", None), "answer 3 taken back"),
        (Change("link", "2.1", "E1", None, "1"), "evidence E1 attached"),
    ],
)
def test_each_kind_of_change_has_its_own_words(change: Change, said: str):
    assert change_line(change, Translator("en", "cli")) == said
