"""Numbers known only once every piece is laid out: of pages, and where a part begins.

In their stead a piece prints stand-ins; they all end at a right edge and are made of digits of one
width, so that the right ones can be put in without laying out anything again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PAGE, PAGES, LISTED = "0123456789", "9876543210", "\u20070"
"""Stand-ins: the number of the page, how many there are, and where a listed part begins. The last
is as wide as most numbers of pages, since the title beside it is broken to the room there is."""
PIECE = "piece"
"""Class of the body of a piece."""
STYLE = f"""
.{PIECE} .page-number::before {{ content: "{PAGE}" }}
.{PIECE} .page-count::before {{ content: "{PAGES}" }}
.{PIECE} .contents li::after {{ content: leader(" \\a0\\a0\\a0") "{LISTED}" }}
"""
_MARK = "%kami "
"""Leads a line of a page's drawing that `filled` rewrites; to a reader of PDF it is a remark."""
_CODES = re.compile(rb"<([0-9a-f]{4})>")
_MOST_SHOWN = 160
"""Bytes of an instruction that can show a stand-in."""


class NoStandIn(Exception):
    """WeasyPrint does not draw the stand-ins as it did: the report cannot be made in pieces."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """One instruction that shows text."""

    at: int
    place: int
    """Where the instruction is that says where."""
    group: int
    """Counts up where drawing is saved or restored: a line of a margin box has one."""
    font: str
    size: float
    codes: tuple[str, ...]
    text: str
    """Empty where it is too long for a stand-in."""


def marked(
    steps: Sequence[bytes], fonts: Mapping[str, Any], listed: Sequence[str]
) -> tuple[list[bytes], list[str]]:
    """The instructions of one page, with a remark in place of each that is to be filled in, and
    the anchors still to come.

    `fonts` are WeasyPrint's by their names in the drawing; `listed` are the anchors of the
    stand-ins `LISTED`, in the order they are drawn.

    Raises:
        NoStandIn: the page's number and count are not there just once, or an anchor is missing.
    """
    found, left = list(steps), list(listed)
    shown = list(_shown(found, fonts))
    numbers = [s for s in shown if s.text in (PAGE, PAGES)]
    if [s.text for s in numbers] != [PAGE, PAGES] or len({s.group for s in numbers}) > 1:
        raise NoStandIn("the number of the page")
    page = numbers[0]
    font = fonts[page.font]
    width = font.widths[int(page.codes[0], 16)] / 1000
    waiting = {PAGE: "page", PAGES: "pages"}
    for line in shown:
        if line.group == page.group:
            number = waiting.get(line.text, "")
            moves = [waiting[n.text] for n in numbers if n.at >= line.at]
        elif line.text == LISTED and line.font == page.font and left:
            number = "#" + left.pop(0)
            moves = [number]
        else:
            continue
        before, x, after = _split(found[line.place])
        step = line.size * width
        found[line.place] = _remark(before=before, x=x, after=after, step=step, moves=moves)
        if number:
            found[line.at] = _remark(number=number, codes=page.codes)
    return found, left


def filled(drawing: str, numbers: Mapping[str, int | None]) -> str:
    """The drawing with its remarks filled in: `numbers` by ``page``, ``pages`` and ``#anchor``."""
    return "\n".join(_filled(line, numbers) for line in drawing.split("\n"))


def _filled(line: str, numbers: Mapping[str, int | None]) -> str:
    if not line.startswith(_MARK):
        return line
    told: dict[str, Any] = json.loads(line.removeprefix(_MARK))
    if "number" in told:
        digits = _digits(numbers.get(told["number"]))
        return "[<" + "".join(told["codes"][int(d)] for d in digits) + ">] TJ"
    gone = sum(_room(m) - len(_digits(numbers.get(m))) for m in told["moves"])
    return f"{told['before']} {told['x'] + gone * told['step']:.6f} {told['after']}"


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)


def _room(number: str) -> int:
    return len(LISTED) if number.startswith("#") else len(PAGE)


def _shown(steps: Sequence[bytes], fonts: Mapping[str, Any]) -> Iterator[_Shown]:
    place, group, font, size = 0, 0, "", 0.0
    for at, step in enumerate(steps):
        kind = step[-2:]
        if kind in (b"q", b"Q"):
            group += 1
        elif kind == b"Tm":
            place = at
        elif kind == b"Tf":
            name, _, points = step.decode().removesuffix(" Tf").partition(" ")
            font, size = name.removeprefix("/"), float(points)
        elif kind == b"TJ":
            codes: tuple[str, ...] = ()
            if len(step) < _MOST_SHOWN:
                codes = tuple(c.decode() for c in _CODES.findall(step))
            letters = fonts[font].to_unicode if font in fonts else {}
            text = "".join(letters.get(int(c, 16), "") for c in codes)
            yield _Shown(at, place, group, font, size, codes, text)


def _split(step: bytes) -> tuple[str, float, str]:
    """``1 0 0 -1 x y Tm`` about its x."""
    words = step.decode().split()
    return " ".join(words[:4]), float(words[4]), " ".join(words[5:])


def _remark(**facts: object) -> bytes:
    return (_MARK + json.dumps(facts)).encode()


def remarks(steps: Sequence[bytes]) -> tuple[int, int]:
    """The first and the last instruction that is a remark."""
    mark = _MARK.encode()
    at = [n for n, step in enumerate(steps) if step.startswith(mark)]
    return at[0], at[-1]
