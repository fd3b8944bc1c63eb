"""The words of an item that decide which answer is right."""

from __future__ import annotations

import re

from kami_tui.domain.instrument import Instrument


def deciding_words(instrument: Instrument, item_id: str, language: str) -> tuple[str, ...]:
    """Those of the item's text, in their order, each once and in lower case.

    Raises:
        KeyError: the instrument has no such item.
    """
    item, area = instrument.items[item_id], instrument.area_of[item_id]
    used = next((s for s in instrument.option_sets if s.id == area.option_set), None)
    if item.options is not None or used is None or used.deciding_words is None:
        return ()
    # The longest first, so that "secara berkala" is not found as "berkala".
    wanted = sorted(used.deciding_words.in_(language), key=len, reverse=True)
    if not wanted:
        return ()
    pattern = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in wanted)
    found = re.findall(rf"\b(?:{pattern})\b", item.text.in_(language), re.IGNORECASE)
    return tuple(dict.fromkeys(" ".join(w.lower().split()) for w in found))
