"""Words and numbers as the report prints them. User text is made plain here, once."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from kami_tui.domain.instrument import Area, Instrument
from kami_tui.domain.numbers import Exact, Value, half_up
from kami_tui.domain.rules import Rule
from kami_tui.domain.text import LocalizedText
from kami_tui.i18n.translator import Translator

DOMAIN = "report"
"""The catalogue that is asked first."""
NONE = "–"
"""Printed where there is nothing to print, so that no cell looks forgotten."""
LONG_WORD = 300
"""Letters without a space from which a word is given invisible places to break: otherwise each of
its lines costs a look at all the rest. Addresses are shorter, so none is copied with breaks."""
BREAKS = 40
"""Letters from one such place to the next: less than half a line of a note."""
_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
_PIECE = re.compile(rf"\S{{{BREAKS}}}")
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Invisible signs that can make the words after them read backwards."""


def plain(text: str) -> str:
    """Text that prints as what it is: control and direction signs become visible ``[U+202E]``.

    Line feeds stay and tabs become spaces; the order of the letters is the stored one.
    """
    if not (text.isascii() and text.isprintable()):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = "".join(c if _harmless(c) else f"[U+{ord(c):04X}]" for c in text)
    if len(text) > LONG_WORD:
        text = _LONG_WORD.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word[0]), text)
    return text.strip()


def _harmless(c: str) -> bool:
    if c == "\n" or c.isprintable():
        return True
    # Cf holds joiners that Arabic and Indic scripts need; Zs, Zl and Zp are spaces.
    return unicodedata.category(c) in {"Cf", "Zs", "Zl", "Zp", "Co", "Cn"} and not (
        c in _BIDI or (ord(c) & 0xFFFE) == 0xFFFE
    )


def one_line(text: str, most: int) -> str:
    """Plain text on one line, cut at `most` characters with an ellipsis: after a word, where one
    ends in the last quarter."""
    line = " ".join(plain(text).split())
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    if line[most - 1] != " " and (end := kept.rfind(" ")) >= most * 3 // 4:
        kept = kept[:end]
    return kept.rstrip(" ,;") + "…"


class Writer:
    """One instrument in one language: names, numbers and values, ready to print."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument = instrument
        self.tr = Translator(language, DOMAIN)
        self.language = self.tr.language

    def text(self, text: LocalizedText) -> str:
        return text.in_(self.language)

    def area(self, area: Area) -> str:
        return self.text(area.name)

    def area_short(self, area: Area) -> str:
        return self.text(area.short or area.name)

    def rule(self, rule: Rule | str) -> str:
        """A rule's name."""
        found = self.instrument.rule_by_id[rule] if isinstance(rule, str) else rule
        return self.text(found.label)

    def number(self, value: Exact | None) -> str:
        return NONE if value is None else self.tr.number(value)

    def percent(self, part: Exact, whole: Exact) -> str:
        """Whole percent, half up, as the instrument rounds."""
        if not whole:
            return NONE
        return self.percentage(half_up(Fraction(part) * 100 / Fraction(whole), 0))

    def percentage(self, value: Value) -> str:
        """A number that is a percentage already; neither language has a space before the sign."""
        if not isinstance(value, (int, Fraction)) or isinstance(value, bool):
            return NONE
        return f"{self.tr.number(value)}%"

    def scaled(self, rule_id: str, value: str) -> str:
        """A text value as its scale words it; as it stands where the rule has no scale."""
        scale = self.instrument.scale_of(rule_id)
        return scale.label(value, self.language) if scale and value in scale.order else value

    def value(self, rule_id: str, value: Value) -> str:
        """Any rule's value: a number, a word of a scale, yes or no, or that it is not known yet."""
        tr = self.tr
        if value is None:
            return tr("not known yet")
        if isinstance(value, bool):
            return tr("yes") if value else tr("no")
        return self.scaled(rule_id, value) if isinstance(value, str) else self.number(value)

    def range(self, low: str, high: str) -> str:
        """ "I+ s.d. III"; one word where both ends are the same."""
        return low if low == high else self.tr("{low} to {high}", low=low, high=high)


def share(part: Exact, whole: Exact) -> float:
    """A fraction 0 to 1 for drawing."""
    return min(1.0, max(0.0, float(Fraction(part) / Fraction(whole)))) if whole else 0.0


def width(part: Exact, whole: Exact) -> str:
    """The same as a CSS width; empty for nothing at all, "100%" for all of it."""
    part_of = share(part, whole)
    if part_of == 1:
        return "100%"
    return f"{100 * part_of:.1f}%" if part_of else ""
