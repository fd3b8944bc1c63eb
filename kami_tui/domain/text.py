"""Words that exist in every language of the program."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class LocalizedText(BaseModel):
    """One text in Indonesian and English; neither may be missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Words
    en: Words

    def in_(self, language: str) -> str:
        """The text in `language`; Indonesian for a language we do not have."""
        return self.en if language == "en" else self.id


class WordLists(BaseModel):
    """Single words or short phrases, a list for each language; they need not match."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: tuple[Words, ...]
    en: tuple[Words, ...]

    def in_(self, language: str) -> tuple[str, ...]:
        return self.en if language == "en" else self.id


_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
"""Soft hyphens, blanks and joints without a width, marks of direction: they come along when a text
is copied from a web page, and nobody sees them."""


def visible(text: str) -> str:
    """Without signs that nobody sees."""
    return text if text.isascii() else text.translate(_UNSEEN)


def folded(text: str) -> str:
    """A label without regard to case, spacing and signs that nobody sees, as people type it:
    ``a / B`` is ``A/b``."""
    spaced = " ".join(visible(text).split())
    return spaced.replace(" /", "/").replace("/ ", "/").casefold()


def roman(area_id: str) -> str:
    """The number that the instrument's people say: area 2 is II."""
    number = int(area_id)
    if not 0 < number < 40:
        return area_id
    tens, ones = divmod(number, 10)
    return "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]
