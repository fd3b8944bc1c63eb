"""What is said of letters that a PDF shows as boxes."""

from __future__ import annotations

from kami_tui.i18n.translator import Translator

NAMED = 12
"""Letters that are named, of however many."""


def boxes_told(letters: str, tr: Translator) -> str:
    """`letters` as `ports.Boxes` hears them, at least one. What happened, what is safe, what to do;
    each has its number beside it, as it may be a box here, too."""
    named = [f"{c} (U+{ord(c):04X})" for c in letters[:NAMED]]
    rest = len(letters) - len(named)
    if rest:
        named.append(tr.plural("and {n} more", "and {n} more", rest))
    return tr.plural(
        "No font on this computer has {n} letter of this report: {letters}\n"
        "It is a box in the PDF; the answers are as they were. Install a font that has it"
        " (Noto has nearly all scripts) and make the report again.",
        "No font on this computer has {n} letters of this report: {letters}\n"
        "They are boxes in the PDF; the answers are as they were. Install a font that has them"
        " (Noto has nearly all scripts) and make the report again.",
        len(letters),
        letters=", ".join(named),
    )
