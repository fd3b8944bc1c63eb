"""Names of assessments: short enough to type, never taken for one another or for a number."""

from __future__ import annotations

import secrets

LENGTH = 8
LETTERS = "abcdefghjkmnpqrstuvwxyz"
"""Without i, l and o, which look like 1 and 0 in many a typeface."""
SIGNS = LETTERS + "23456789"


def new_id() -> str:
    """A fresh id: a letter, then letters and digits (6 x 10^11 of them, from a strong source)."""
    return secrets.choice(LETTERS) + "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
