"""Checked texts and mappings out of a tree, for files whose shape is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from kami_tui.loading.document import Node
from kami_tui.loading.problems import MOST_GUESSES, Problems, nearest
from kami_tui.usecases.texts import UnfitText, check_text

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class Texts:
    """Takes values out of nodes; what does not fit is told, and None given back."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """The known word that was probably meant; not tried once there are many problems."""
        return nearest(word, known) if len(self.problems.found) < MOST_GUESSES else None

    def tell(self, code: str, node: Node, **facts: object) -> None:
        """Facts that are None are left out."""
        if "found" in facts:
            facts["found"] = kind_of(facts["found"])
        known = {k: v for k, v in facts.items() if v is not None}
        self.problems.add(code, line=node.line, column=node.column, **known)

    def mapping(self, node: Node | None, known: Sequence[str] | None) -> dict[str, Node] | None:
        """The entries with a known key (all, if `known` is None); None for null and no mapping."""
        if node is None or node.value is None:
            return None
        if node.mapping is None:
            self.tell("wrong_type", node, expected="mapping", found=node.value)
            return None
        if known is None:
            return node.mapping
        for key, below in node.mapping.items():
            if key not in known:
                near = nearest(key, known)
                self.tell("unknown_key", below, key=key[:80], known=list(known), near=near)
        return {k: n for k, n in node.mapping.items() if k in known}

    def text(self, node: Node, key: str, limit: int) -> str | None:
        """A text that can be stored and printed faithfully; line breaks become ``\\n``."""
        value = node.value
        if value is None:
            return ""
        if not isinstance(value, str):
            self.tell("wrong_type", node, key=key, expected="text", found=value, raw=node.raw)
            return None
        value = value.replace("\r\n", "\n")
        try:
            check_text(key, value, limit)
        except UnfitText as unfit:
            code = "too_long" if unfit.facts["reason"] == "too_long" else "control_character"
            self.tell(code, node, key=key, limit=limit)
            return None
        return value

    def day(self, node: Node, key: str) -> str | None:
        """YYYY-MM-DD, or empty. Tells of a wrong day only: `text` has told of the rest."""
        value = node.value
        if not isinstance(value, str) or not value:
            return "" if value is None or value == "" else None
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
        self.tell("bad_date", node, key=key, value=value[:80])
        return None

    def sha256(self, node: Node, key: str) -> str | None:
        """64 hexadecimal digits, in lower case; or empty."""
        value = node.value
        if not isinstance(value, str) or not value:
            return "" if value is None or value == "" else None
        if _SHA256.fullmatch(value):
            return value.lower()
        self.tell("bad_sha256", node, key=key)
        return None

    def size(self, node: Node, key: str) -> str | None:
        """A number of bytes as decimal digits, written as text or as a whole number; or empty."""
        value = node.value
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            digits = str(value)
            if _SIZE.fullmatch(digits):
                return digits
        if value is None or value == "":
            return ""
        self.tell("bad_size", node, key=key)
        return None


def kind_of(value: object) -> str:
    """What a value is, as one of the words that `i18n.explain` knows."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, (int, Decimal)):
        return "number"
    if isinstance(value, dict):
        return "mapping"
    return "list" if isinstance(value, list) else "text"
