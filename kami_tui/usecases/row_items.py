"""A row of our table says three times which item it is of: by its id, its number and its question.
Only the id is read; where the others are another item's, rows were sorted without it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kami_tui.domain.instrument import Instrument
from kami_tui.domain.text import folded

_NUMBER = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")


class RowItems:
    """Compares the rows of one edition's table."""

    def __init__(self, instrument: Instrument) -> None:
        self.items = instrument.items
        found: dict[str, set[str]] = {}
        for item in instrument.items.values():
            for text in (item.text.id, item.text.en):
                found.setdefault(folded(text), set()).add(item.id)
        self._by_question: Mapping[str, set[str]] = found

    def other(self, item: str, number: str, question: str) -> str | None:
        """The item that a row with this id is of; None: of no other, as far as can be told.

        A question that the edition does not ask (an official one, a shortened one) tells nothing,
        nor does a number that a spreadsheet may have made of this one's (2.1 of 2.10).
        """
        asked = self._by_question.get(folded(question), set())
        if asked:
            return None if item in asked else min(asked)
        number = number.strip()
        return None if number not in self.items or _alike(number, item) else number


def _alike(one: str, other: str) -> bool:
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return float(one) == float(other)
    return one == other
