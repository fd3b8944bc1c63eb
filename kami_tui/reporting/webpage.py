"""From HTML to one file for a browser: style, fonts and pictures inside it, and nothing else."""

from __future__ import annotations

import base64
import io
import re

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting import style
from kami_tui.reporting.folders import FONTS, SCHEME, Folders, Refused

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a browser may do with the file: show it."""
_CSS_URL = re.compile(r"""url\(\s*("[^"]*"|'[^']*'|[^\s"')]*)\s*\)""")
_SOURCE = re.compile(r"""(<(?:img|image)\b[^>]*?\s(?:src|href)=)"([^"]*)\"""")
_CHARSET = re.compile(r'<meta charset="utf-8"\s*/?>')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def web_page(html: str, folders: Folders) -> bytes:
    """The report's HTML with everything it needs in it.

    Raises:
        ReportFailed: reason ``template``: a mistake in the user's style, or a file that cannot be
            had.
    """
    letters = set(html)
    sheets = [_ours("report.css", folders), _ours("screen.css", folders)]
    own = folders.extra()
    if own is not None:
        style.check(own)
        sheets.append(own.decode("utf-8"))
    css = "\n".join(_closed(_COMMENT.sub("", sheet), folders, letters) for sheet in sheets)
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{css}\n</style>\n"
    )
    page = _SOURCE.sub(lambda m: f'{m[1]}"{_inlined(m[2], folders, letters)}"', html)
    folders.check_refused()
    # The policy must stand before anything it is to hold back.
    found = _CHARSET.search(page)
    if found is None:
        detail = 'the head of the page has no <meta charset="utf-8">'
        raise ReportFailed(reason="template", detail=detail)
    return f"{page[: found.end()]}\n{head}{page[found.end() :]}".encode()


def _ours(name: str, folders: Folders) -> str:
    return folders.read(SCHEME + name)[0].decode("utf-8")


def _closed(css: str, folders: Folders, letters: set[str]) -> str:
    """A style sheet whose files are in it. ``</style`` could end it early."""

    def place(found: re.Match[str]) -> str:
        url = found[1].strip("\"'")
        return found[0] if url.startswith("data:") else f'url("{_inlined(url, folders, letters)}")'

    return _CSS_URL.sub(place, css).replace("</", "<\\/")


def _inlined(url: str, folders: Folders, letters: set[str]) -> str:
    if url.startswith("data:image/"):
        return url
    try:
        data, kind = folders.read(url)
    except Refused:
        return "about:invalid"  # `check_refused` ends the report
    if kind in FONTS.values():
        data, kind = _font(data, letters)
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _font(data: bytes, letters: set[str]) -> tuple[bytes, str]:
    """A font with the letters of this report alone: a tenth of its size."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=["*"], notdef_outline=True, desubroutinize=False)
    options.drop_tables += ["DSIG"]
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    subsetter = Subsetter(options)
    # What a style adds (bullets, dashes, digits of counters) is ASCII and a few signs.
    subsetter.populate(unicodes={*map(ord, letters), *range(32, 127), *map(ord, "–—…✓✗•·“”‘’")})
    subsetter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue(), FONTS[".woff2"]
