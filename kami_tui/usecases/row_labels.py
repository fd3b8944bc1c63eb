"""A row of our table says its status twice, as code and as label: which was changed by hand?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from kami_tui.domain.numbers import Exact

_POINTS = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
"""Not whatever a number can be: ``1e99999999`` would be worked out to its last digit."""


def points_of(text: str) -> Fraction | None:
    """The points that a row names; None if it names none. A comma may stand for the point."""
    match = _POINTS.fullmatch(text.strip())
    return Fraction(match[0].replace(",", ".")) if match else None


def changed(
    status: str | None, label: str | None, points: Mapping[str, Exact], there: Fraction | None
) -> Literal["nothing", "label", "status", "either"]:
    """What of a row was changed after it was written, as its points, which nobody changes, tell.

    `status` and `label` are what the two mean, as codes (None: no status; a label that is none);
    `points` are those of each code, `there` those that stand in the row.
    """
    if label is None:
        return "label"
    if label == status:
        return "nothing"
    if there is None:  # whoever fills in labels only has no status at all
        return "label" if status is None else "either"
    if there != points[label]:
        return "label"
    return "either" if there == (0 if status is None else points[status]) else "status"
