"""What a person may write into a field."""

from __future__ import annotations

import unicodedata

from kami_tui.domain.errors import KamiError


class UnfitText(KamiError):
    """A text is too long or holds control characters. Facts: field, limit, reason."""

    code = "unfit_text"


def check_text(field: str, text: str, limit: int) -> None:
    """Refuses what cannot be stored and printed faithfully.

    Raises:
        UnfitText: longer than `limit` characters, or a control character other than a line
            break or a tab.
    """
    if len(text) > limit:
        raise UnfitText(field=field, limit=limit, reason="too_long")
    if not text.isprintable() and any(
        unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text
    ):
        raise UnfitText(field=field, limit=limit, reason="control_character")
