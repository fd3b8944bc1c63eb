"""User text in Markdown, so that it prints as the text it is: no markup, link or HTML begins in it.

Signs are escaped with a backslash only where they could mean something, so that the source stays
readable. Both CommonMark and what GitHub adds to it (tables, bare links) are meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kami_tui.domain.visible import shown

_ANYWHERE = re.compile(
    r"[\\`*_{}\[\]<>|~&$^#]"
    r"|:(?=/)"  # http://
    r"|(?<=\S)@(?=\S)"  # a@b
    r"|\.(?=[^\W\d])",  # www.a.id
)
_BEGINNING = re.compile(r"([0-9]{1,9})[.)]|[-+=:%]")
"""What else makes a line something other than text: a list, a heading's rule, a definition."""


def line(text: str) -> str:
    """Text on one line, for a heading, a cell, or within a line; not to begin a line with."""
    return _escaped(" ".join(_readable(text).split()))


def paragraphs(text: str, indent: str = "") -> str:
    """Text of several lines: breaks stay breaks, blank lines part paragraphs. The first line is not
    indented, so that it can stand behind something."""
    found: list[list[str]] = [[]]
    for one in _readable(text).split("\n"):
        if words := one.strip():
            found[-1].append(_beginning(_escaped(words)))
        elif found[-1]:
            found.append([])
    blocks = [f"\\\n{indent}".join(lines) for lines in found if lines]
    return f"\n\n{indent}".join(blocks)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A table of texts that are Markdown already; `right` are columns of numbers."""
    rule = ["---:" if i in right else "---" for i in range(len(header))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def _readable(text: str) -> str:
    return shown(text.replace("\r\n", "\n").replace("\t", " "), keep="\n")


def _escaped(text: str) -> str:
    return _ANYWHERE.sub(r"\\\g<0>", text)


def _beginning(text: str) -> str:
    found = _BEGINNING.match(text)
    if found is None:
        return text
    if found[1]:
        return f"{found[1]}\\{text[found.end(1) :]}"
    return f"\\{text}"
