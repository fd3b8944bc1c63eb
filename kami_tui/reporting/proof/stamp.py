"""The visible block of a signature: where it goes, and its picture in the report's own fonts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from kami_tui.i18n.translator import Translator
from kami_tui.reporting.text import DOMAIN, one_line

SIGN_OFF = "signoff"
"""Anchor of the part that has room for it."""
USUAL = (200, 54)
"""Width and height in points, above the footer."""
LOW = (300, 26)
"""Where the page is full: below the footer."""
SIDE, ABOVE, BELOW = 57, 58, 10
"""Points from the page's right edge, and from its lower edge above and below the footer."""


@dataclass(frozen=True, slots=True)
class Place:
    page: int
    """From 0."""
    box: tuple[int, int, int, int]
    """Left, lower, right, upper, in points."""

    @property
    def size(self) -> tuple[int, int]:
        left, lower, right, upper = self.box
        return right - left, upper - lower


def place(data: bytes) -> Place:
    """On the sign-off page if there is one, else on the last; where no text is."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = _sign_off(pdf)
        page = pdf.pages[number]
        left, lower, right, _ = (float(v) for v in page.mediabox)
        (width, height), above = USUAL, ABOVE
        if lowest(page) - lower < ABOVE + height + 4:
            (width, height), above = LOW, BELOW
        x, y = int(max(left, right - SIDE - width)), int(lower) + above
        return Place(number, (x, y, x + width, y + height))


def _sign_off(pdf: Any) -> int:
    names = pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    for i in range(0, len(names) - 1, 2):
        if str(names[i]) == SIGN_OFF:
            for number, page in enumerate(pdf.pages):
                if page.obj.objgen == names[i + 1][0].objgen:
                    return number
    return len(pdf.pages) - 1


def lowest(page: Any) -> float:
    """Height above the paper's lower edge of the lowest text that is not in the footer."""
    import pikepdf

    now: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    kept: list[tuple[float, ...]] = []
    found = 842.0
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator)
        if name == "q":
            kept.append(now)
        elif name == "Q" and kept:
            now = kept.pop()
        elif name == "cm":
            now = _times(tuple(float(v) for v in step.operands), now)
        elif name == "Tm":
            height = _times(tuple(float(v) for v in step.operands), now)[5]
            if height > ABOVE - 8:
                found = min(found, height)
    return found


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def signed_by(language: str) -> str:
    tr = Translator(language, DOMAIN)
    return tr("Digitally signed by")


def picture(
    who: str, now: datetime, language: str, size: tuple[int, int], templates: Path
) -> bytes:
    """One small page that says who signed and when. Its words are no proof: the signature is."""
    from kami_tui.reporting.folders import Folders
    from kami_tui.reporting.pdf import write_pdf

    tr = Translator(language, DOMAIN)
    signed, name = escape(signed_by(language)), f"<b>{escape(one_line(who, 70))}</b>"
    when, check = f"{tr.day(now.date())}, {now:%H:%M} UTC", escape(tr("Check it with: kami verify"))
    lines = (
        [signed, name, when, check] if size == USUAL else [f"{signed} {name}", f"{when} · {check}"]
    )
    width, height = size
    style = (
        f"@page {{ size: {width}pt {height}pt; margin: 0; @top-left {{ content: none }}"
        " @bottom-left { content: none } @bottom-right { content: none } }"
        " body { font-size: 8pt; line-height: 1.3; padding: 1.5pt 5pt; overflow: hidden;"
        f" border: 0.5pt solid #1f4e79; height: {height - 4}pt; }} p {{ margin: 0 }}"
        " b { font-weight: 600 }"
    )
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><title>kami</title>'
        f"<style>{style}</style></head><body>{''.join(f'<p>{x}</p>' for x in lines)}</body></html>"
    )
    return write_pdf(html, Folders(templates))
