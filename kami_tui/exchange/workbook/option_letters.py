"""The letter of an item's own option, as people write it: ``[A]``, ``Opsi A``, ``A - its text``."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kami_tui.domain.text import folded

_LETTER = re.compile(r"[\[(]?([A-Za-z])[\])]?(?:[\s.:)\-–].*)?", re.DOTALL)
_FIRST = re.compile(r"""[\[("']*([A-Za-z])(?!\w)([\])"'.:]*)""")
_OPENING = " ([\"'"
_NEXT = re.compile(r"([A-Za-z])(?!\w|[-'’]\w)")
_JOINT = re.compile(
    r"[ (\[]*(?:"
    r"(?P<word>(?:atau|dan|serta|maupun|ke|sampai dengan|sampai|hingga|s ?[./]? ?d"
    r"|or|and|to|until|vs)\b\.?)"
    r"|(?P<sign>[/&+|\\~>→])"
    r"|(?P<stroke>[-–—,;])"
    r")",
    re.IGNORECASE,
)
"""What stands between letters. A stroke may also stand between a letter and its option's text."""
_LONGEST = 200
"""Characters in which further letters are looked for."""


def letter(text: str, before: Sequence[str]) -> str | None:
    """The letter a text begins with; `before`: words that it may stand behind, folded."""
    match = _LETTER.fullmatch(_bare(text, before))
    return match[1].upper() if match else None


def several(text: str, before: Sequence[str], options: Collection[str]) -> bool:
    """Whether another option's letter follows the first, so that nobody knows which one is meant:
    joined to it, or with nothing else there. Letters further on are part of an option's text."""
    text = " ".join(_bare(text, before).split())[:_LONGEST]
    said = {word.upper() for word in re.findall(r"\w+", text)}
    if len(said) > 1 and said <= {*options}:
        return True
    first = _FIRST.match(text)
    if first is None or first[1].upper() not in options:
        return False
    at, sure = first.end(), False
    while joint := _JOINT.match(text, at):
        at = joint.end()
        # "A. To a limited degree": behind a mark such a word may begin the option's text.
        sure = sure or bool(joint["sign"] or (joint["word"] and not first[2]))
    rest = _bare(text[at:].lstrip(_OPENING), before)
    other = _NEXT.match(rest) if at > first.end() else None
    if other is None or other[1].upper() not in {*options} - {first[1].upper()}:
        return False
    return sure or not _is_article(rest, other)


def _is_article(text: str, match: re.Match[str]) -> bool:
    """Whether a letter is the English "a" before the words of an option's text."""
    rest = text[match.end() :]
    return match[1] in "aA" and _JOINT.match(rest) is None and re.match(r" \w", rest) is not None


def _bare(text: str, before: Sequence[str]) -> str:
    for word in before:
        if folded(text).startswith(word + " "):
            text = text.strip()[len(word) :].strip()
    return text
