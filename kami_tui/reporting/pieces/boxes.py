"""Letters that are boxes on the page, since no font on this machine has them."""

from __future__ import annotations

import unicodedata
from typing import Any

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}


def boxes_of(document: Any) -> frozenset[str]:
    """The letters of a drawn document for which no font was found; those nobody sees left out."""
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    return frozenset(c for c in missing if unicodedata.category(c) not in UNSEEN)
