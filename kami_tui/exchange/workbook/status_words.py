"""A status as people write it: its code, its words, or both, with marks around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kami_tui.domain.text import folded, visible
from kami_tui.exchange.workbook.words import words

Look = Callable[[str], str | None]
"""The code of what the edition calls a status; None: it calls none so."""
LONGEST = 200
"""Characters of a text that may be a status; longer ones are explanations."""
_DOTTED = re.compile(r"[A-Za-z](?:\.[A-Za-z])+\.?")
_WHOLE = re.compile(r"([0-9]{1,2})[.,]0{1,6}")
_AROUND = " .;:'\"‘’“”`´*()[]"
_BETWEEN = re.compile(r"\s*[-–—:=|()\[\].]\s*|\s+")


def undotted(text: str) -> str:
    """``NA`` of ``n.a.``; any other text as it is."""
    return bare if _DOTTED.fullmatch(text) and (bare := text.replace(".", "")) else text


def written_out(text: str) -> str:
    """With the words that people shorten: ``Tdk Berlaku`` is ``tidak berlaku``."""
    short = words().short
    said = folded(undotted(visible(text).strip()))
    return short.get(said) or " ".join(short.get(w.rstrip("."), w) for w in said.split(" "))


def code_of(text: str, look: Look) -> str | None:
    """The code of one way to say a status: the code, or the words for it."""
    text = visible(text).strip()
    code = look(text) or look(undotted(text))
    if code is not None or len(text) > LONGEST or not (text := text.strip(_AROUND)):
        return code
    number = _WHOLE.fullmatch(text)
    return look(text) or look(number[1] if number else written_out(text))


def status(text: str, look: Look) -> str | None:
    """The status of a text; of one that says it twice (``2 - its words``, ``its words (2)``) only
    where both are the same."""
    code = code_of(text, look)
    if code is not None:
        return code
    pairs = set(_pairs(text, look))
    return pairs.pop()[0] if len(pairs) == 1 and all(a == b for a, b in pairs) else None


def contradicts(text: str, look: Look) -> bool:
    """Whether a text is no status since its parts say different ones: ``2 - words of another``."""
    return code_of(text, look) is None and any(a != b for a, b in _pairs(text, look))


def _pairs(text: str, look: Look) -> Iterator[tuple[str, str]]:
    """The codes of both halves, wherever a text can be cut so that each is a status."""
    if len(text) > LONGEST:
        return
    for cut in _BETWEEN.finditer(text):
        one, other = text[: cut.start()], text[cut.end() :]
        if not (any(map(str.isalpha, one)) or any(map(str.isalpha, other))):
            continue  # "2 - 2", "2-3": nobody says a status in this way
        first = code_of(one, look)
        second = code_of(other, look) if first is not None else None
        if first is not None and second is not None:
            yield first, second
