"""WeasyPrint, set up for the report: given nothing to read but the report's own folders."""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import logging
import sys
import threading
import warnings
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting.folders import EXTRA, OWN, SCHEME, Folders
from kami_tui.reporting.page import BASE, plainer
from kami_tui.reporting.pieces import late
from kami_tui.reporting.pieces.boxes import boxes_of
from kami_tui.reporting.style import mistakes
from kami_tui.reporting.tagged import mend

if TYPE_CHECKING:
    from kami_tui.reporting.pieces.piece import Font
    from kami_tui.reporting.proof.part import Part

OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
PANGO = "libgobject-2.0, libpango-1.0, libharfbuzz, libfontconfig"

Seen = Callable[[str], None]
"""Called with ``page`` as each page is laid out, ``draw`` when drawing begins, ``close`` when the
file is put together; what it raises ends the work."""
STYLE = "report.css"
_SEEN = (("Creating layout - Page", "page"), ("Step 6", "draw"), ("Step 7", "close"))
"""What WeasyPrint's log says, and what it means."""
_fonts: weakref.WeakSet[Any] = weakref.WeakSet()
"""Font configurations in use, each with a folder of copies."""
_HEAD = '<html lang="id"><head><title>kami</title></head>'
_LETTERS = '<body><p>x</p><p style="font-weight: 600">x</p></body></html>'
"""A page in the report's two fonts."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Files that go inside, and their date."""

    parts: tuple[Part, ...] = ()
    made_at: datetime | None = None


class Press:
    """Makes one document after another.

    Raises:
        ReportFailed: reason ``no_pango`` where the libraries WeasyPrint draws with are missing;
            ``template`` for a mistake in the user's style.
    """

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        if folders.own is None:
            self._html, self.fonts, style = _ready(folders.ours)
            self.fetcher = own_files(folders)
            self.styles = [style]
            return
        css, self._html, fonts = weasyprint()
        self.fetcher, self.fonts = own_files(folders), _configured(fonts)
        reading = {"url_fetcher": self.fetcher, "font_config": self.fonts}
        self.styles = [css(url=SCHEME + STYLE, **reading)]
        own = folders.extra()
        if own is not None:
            with mistakes(own):
                extra = css(string=own.decode("utf-8"), base_url=OWN + EXTRA, **reading)
                self.styles.append(extra)

    def laid_out(self, html: str) -> Any:
        """WeasyPrint's document of `html`."""
        source = self._html(string=html, base_url=SCHEME, url_fetcher=self.fetcher)
        return source.render(stylesheets=self.styles, font_config=self.fonts, **OPTIONS)

    def warm(self) -> None:
        """Has the fonts at hand, and all that the first layout looks for."""
        self.laid_out(_HEAD + _LETTERS)

    def whole(self, html: str, inside: Attached, seen: Seen | None) -> tuple[bytes, frozenset[str]]:
        """The PDF of `html` in one go, and the letters in it that no font has."""
        with watched(seen):
            document = self.laid_out(html)
            return self.closed(document, inside), boxes_of(document)

    def frame(self, html: str) -> Frame:
        """What belongs to the whole of a report in pieces, begun: it is drawn once they are."""
        head, _, _ = html.partition("<body>")
        document = self.laid_out(head + _LETTERS)
        document.write_pdf(**OPTIONS)
        return Frame(self, document)

    def closed(self, document: Any, inside: Attached) -> bytes:
        made: bytes = document.write_pdf(
            **OPTIONS,
            attachments=[_attachment(p, inside.made_at, self.fetcher) for p in inside.parts],
            finisher=partial(_finish, claim=self.folders.own is None),
        )
        return made


@cache
def _ready(ours: Path) -> tuple[type, Any, Any]:
    """What is the same for every report in our own style, made once: the class for HTML, the
    fonts, the style. One sheet: WeasyPrint asks each element of each. Raises as `Press`."""
    css, html, fonts = weasyprint()
    folders, config = Folders(ours), _configured(fonts)
    texts = [folders.read(SCHEME + name)[0].decode("utf-8") for name in (BASE, STYLE)]
    style = css(
        string="\n".join([*texts, late.STYLE]),
        base_url=SCHEME,
        url_fetcher=own_files(folders),
        font_config=config,
    )
    return plainer(html), config, style


def _configured(fonts: Callable[[], Any]) -> Any:
    config = fonts()
    _fonts.add(config)
    return config


def put_away() -> None:
    """Removes the folders in which WeasyPrint has copies of the fonts, before the process ends. It
    does so itself when the last document is gone; where that is with Python, what it needs for it
    is gone before."""
    for config in list(_fonts):
        with contextlib.suppress(OSError):
            config.__del__()
        config._folder = None
    _fonts.clear()


atexit.register(put_away)


class Frame:
    """A PDF that says of itself what the report's head says, with all that is attached, the fonts
    of the pieces and one page to be thrown away."""

    def __init__(self, press: Press, document: Any) -> None:
        self._press, self._document = press, document
        self.fonts = frozenset(font.hash for font in document.fonts.values())
        """The names of those it has."""

    def drawn(self, inside: Attached, used: Mapping[str, Font]) -> bytes:
        """`used` are the glyphs that all pieces together need, by the names of the fonts."""
        for font in self._document.fonts.values():
            if font.hash in used:
                font.to_unicode |= used[font.hash].letters
                font.widths |= used[font.hash].widths
        return self._press.closed(self._document, inside)


def _attachment(part: Part, made_at: datetime | None, fetcher: Any) -> Any:
    from weasyprint import Attachment

    # Without a base of its own it would ask where this process runs.
    return Attachment(
        file_obj=io.BytesIO(part.data),
        base_url=SCHEME,
        url_fetcher=fetcher,
        name=part.name,
        description=part.about,
        created=made_at,
        modified=made_at,
        relationship=part.relationship,
    )


def _finish(document: Any, pdf: Any, claim: bool) -> None:
    """The last touch; `claim`: all of it is ours, of which the tests show that it is PDF/UA."""
    mend(document, pdf, claim=claim)
    # WeasyPrint 70 lists each associated file of a PDF/A-3 twice.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def weasyprint() -> tuple[Any, Any, Any]:
    """WeasyPrint's classes, imported without a word.

    Raises:
        ReportFailed: reason ``no_pango``.
    """
    # Where a library is missing WeasyPrint prints advice: on a terminal program's screen, or into
    # the data of a command.
    with redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        if sys.platform == "linux":
            with contextlib.suppress(OSError, ImportError), _by_name():
                import weasyprint  # noqa: F401
        try:
            from weasyprint import CSS, HTML
            from weasyprint.text.fonts import FontConfiguration
        except (OSError, ImportError) as error:
            raise ReportFailed(reason="no_pango", detail=f"{PANGO}: {error}") from error
    return CSS, HTML, FontConfiguration


@contextmanager
def _by_name() -> Iterator[None]:
    """Libraries are asked for by the names that the system knows; to look for others it starts a
    program each time, which takes as long as all the rest of the import."""
    from ctypes import util

    usual = util.find_library
    util.find_library = lambda name: None
    try:
        yield
    finally:
        util.find_library = usual


def own_files(folders: Folders) -> Any:
    """A fetcher that reads files of the report's folders by their addresses, refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            data, kind = folders.read(url)
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return OwnFiles()


@contextmanager
def calm_collector() -> Iterator[None]:
    """Python's collector looks through every box again and again while a layout only grows: a
    third of the time. Its usual rhythm comes back afterwards."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class watched:  # noqa: N801 - reads as a word in a with statement
    """Calls `seen` for every page WeasyPrint says it lays out. Its log is the only way in."""

    def __init__(self, seen: Seen | None) -> None:
        self.seen = seen
        self.thread = threading.get_ident()
        self.log = logging.getLogger("weasyprint.progress")

    def __enter__(self) -> None:
        self.level = self.log.level
        if self.seen is not None:
            self.log.setLevel(logging.INFO)
            self.log.addFilter(self._see)

    def __exit__(self, *error: object) -> None:
        self.log.setLevel(self.level)
        self.log.removeFilter(self._see)

    def _see(self, record: logging.LogRecord) -> bool:
        ours = threading.get_ident() == self.thread  # another render may run beside this one
        if ours and self.seen is not None:
            for words, what in _SEEN:
                if words in str(record.msg):
                    self.seen(what)
                    break
        return False
