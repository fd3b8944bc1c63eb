"""Numbers without binary rounding, and what a rule's value can be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction
Value = int | Fraction | str | bool | None
"""None is "incomplete": an answer that the rule needs is still missing."""


def exact(number: int | Decimal | Fraction) -> Exact:
    """A number without binary rounding; whole numbers stay plain integers."""
    if isinstance(number, int):
        return number
    fraction = number if isinstance(number, Fraction) else Fraction(number)
    return int(fraction) if fraction.denominator == 1 else fraction


def rounded(value: Exact, decimals: int) -> Exact:
    """Round as people do: 0.5 goes up (away from zero below it)."""
    scaled = abs(Fraction(value)) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return exact(Fraction(whole if value >= 0 else -whole, 10**decimals))


def half_up(value: Value, decimals: int) -> Value:
    """`rounded` for a rule's value; None for what is no number."""
    if not isinstance(value, (int, Fraction)) or isinstance(value, bool):
        return None
    return rounded(value, decimals)
