"""Text that does what it says: signs that act on a terminal or turn a line around, written out."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
"""Control characters (ESC begins colour and worse), lone surrogates of undecodable file names, and
the marks that reverse the direction of what follows."""


def shown(text: str, *, keep: str = "") -> str:
    """The text with everything a terminal would act on written out, as ``\\x1b``."""
    return _UNSAFE.sub(lambda m: m[0] if m[0] in keep else _escape(m[0]), text)


def blanked(text: str) -> str:
    """The text with a blank for each of these signs, blanks and line ends as single blanks."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def _escape(sign: str) -> str:
    code = ord(sign)
    return {9: "\\t", 10: "\\n", 13: "\\r"}.get(
        code, f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    )
