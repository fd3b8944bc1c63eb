"""Texts of users as a cell can hold them: nothing of them is ever a formula or breaks the file."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Characters of a cell."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""In a workbook ``_x0041_`` is a way to write A; who typed it meant what he typed."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a text begins with that some program would reckon."""


def cell_text(text: str) -> str:
    """Without the signs XML does not know, and no longer than a cell."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _NOT_IN_XML.sub("\ufffd", plain)
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1] + "…"
    return _ESCAPE.sub("_x005F_", plain)


def looks_like_formula(text: str) -> bool:
    return text.startswith(FORMULA)
