"""Whether two texts are the same on paper, and where they part."""

from __future__ import annotations

from collections import Counter

SHOWN = 90
"""Characters of a text that are shown."""
_SIMPLE = (0x0590, 0x1E00, 0x2C00)
"""Below the first and between the others, signs are drawn one by one in the order they are read."""


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same as far as drawing keeps their order: scripts that join
    letters or run from right to left are compared by their Latin letters and digits."""
    if one == other:
        return True
    if simple(one):
        return False
    return latin(one) == latin(other)


def simple(text: str) -> bool:
    low, middle, high = _SIMPLE
    return text.isascii() or all(ord(c) < low or middle <= ord(c) < high for c in text)


def latin(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isascii() and c.isalnum())


def narrowed(expected: str, found: str) -> tuple[str, str]:
    """Long texts cut to the place where they part."""
    apart = next(
        (i for i, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b),
        min(len(expected), len(found)),
    )
    start = max(0, apart - SHOWN // 3) if max(len(expected), len(found)) > SHOWN else 0

    def cut(text: str) -> str:
        if len(text) <= SHOWN:
            return text
        kept = text[start : start + SHOWN]
        return ("… " if start else "") + kept + (" …" if start + SHOWN < len(text) else "")

    return cut(expected), cut(found)
