"""Looks up the program's sentences. The sentence in the code is the English one."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kami_tui.domain.languages import LANGUAGES
from kami_tui.domain.numbers import exact, rounded

if TYPE_CHECKING:  # pydantic costs start-up time, and no screen needs it for its first picture
    from kami_tui.domain.text import LocalizedText

LOCALES = Path(__file__).parent / "locales"
DOMAINS = ("core", "cli", "tui", "report")
"""One catalogue per room, so that each room owns its words."""


def N_(message: str) -> str:  # noqa: N802 - the usual gettext name
    """Marks a sentence for the catalogue where it is only named, not yet shown."""
    return message


def chosen_language(environment: Mapping[str, str] = os.environ) -> str:
    """``KAMI_LANG`` if it is one of ours, else Indonesian. The system locale is not asked:
    Indonesian offices run English systems."""
    wanted = environment.get("KAMI_LANG", "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


@cache
def _catalogue(language: str, domain: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    whole: gettext.NullTranslations | None = None
    for room in sorted(DOMAINS, key=lambda d: d != domain):
        one = gettext.translation(room, LOCALES, [language], fallback=True)
        if whole is None:
            whole = one
        else:
            whole.add_fallback(one)
    return whole or gettext.NullTranslations()


class Translator:
    """Turns messages, localized texts, numbers and dates into one language.

    Facts are put in by name after translation: ``tr("{n} items", n=3)``.
    """

    def __init__(self, language: str | None = None, domain: str = DOMAINS[0]) -> None:
        """`domain` is the room whose catalogue is asked first: a short word ("open", "points") may
        mean something else in another."""
        self.language = language if language in LANGUAGES else chosen_language()
        self._catalogue = _catalogue(self.language, domain)

    def __call__(self, message: str, /, **facts: object) -> str:
        found = self._catalogue.gettext(message)
        return found.format(**facts) if facts else found

    def plural(self, one: str, many: str, n: int, /, **facts: object) -> str:
        """The form for `n`; `n` is also a fact."""
        return self._catalogue.ngettext(one, many, n).format(n=self.number(n), **facts)

    def text(self, text: LocalizedText) -> str:
        return text.in_(self.language)

    def number(self, value: int | Fraction | Decimal, decimals: int | None = None) -> str:
        """1.234,5 in Indonesian, 1,234.5 in English; at most two decimals unless told, half up."""
        if isinstance(value, int) and abs(value) < 1000 and decimals is None:
            return str(value)
        places = 2 if decimals is None else decimals
        near = rounded(exact(value), places)
        whole, part = divmod(int(abs(near) * 10**places), 10**places)
        shown = f"{whole:,}.{part:0{places}d}" if places else f"{whole:,}"
        if decimals is None:
            shown = shown.rstrip("0").rstrip(".")
        shown = f"-{shown}" if near < 0 else shown
        return shown if self.language == "en" else shown.translate(_SWAP)

    def day(self, day: date) -> str:
        """15 September 2025, in both languages."""
        from babel.dates import format_date

        return format_date(day, "d MMMM y", locale=self.language)

    def day_text(self, text: str) -> str:
        """A stored YYYY-MM-DD as a date in words; anything else as it stands."""
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return text


_SWAP = str.maketrans(",.", ".,")
