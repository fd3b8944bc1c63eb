"""Numbers and dates as each language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kami_tui.i18n.translator import Translator


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (0, None, "0", "0"),
        (918, None, "918", "918"),
        (1200, None, "1.200", "1,200"),
        (Fraction(216, 5), None, "43,2", "43.2"),
        (Decimal("0.125"), None, "0,13", "0.13"),
        (Fraction(-5, 2), 0, "-3", "-3"),
        (Fraction(999999, 1000), 2, "1.000,00", "1,000.00"),
        (3, 1, "3,0", "3.0"),
        (10**40, None, "10" + ".000" * 13, "10" + ",000" * 13),
        (Fraction(1, 3), 2, "0,33", "0.33"),
    ],
)
def test_numbers(value, decimals, indonesian, english):
    """Half up, exact at any size: an edition of a user's own may have odd numbers."""
    assert Translator("id").number(value, decimals) == indonesian
    assert Translator("en").number(value, decimals) == english


def test_days():
    assert Translator("id").day(date(2025, 8, 15)) == "15 Agustus 2025"
    assert Translator("en").day(date(2025, 8, 15)) == "15 August 2025"


def test_a_text_that_is_no_date_stays_as_it_was_typed():
    assert Translator("id").day_text("akhir 2025") == "akhir 2025"
    assert Translator("id").day_text("2025-09-15") == "15 September 2025"


def test_facts_are_never_taken_for_places_to_fill():
    assert Translator("en")("note: {note}", note="{x} {0} %s") == "note: {x} {0} %s"
