"""From HTML to PDF: WeasyPrint, given nothing to read but the report's own folders."""

from __future__ import annotations

import gc
import io
import logging
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting.folders import EXTRA, OWN, SCHEME, Folders
from kami_tui.reporting.style import mistakes
from kami_tui.reporting.tagged import mend

if TYPE_CHECKING:
    from kami_tui.reporting.proof.parts import Part

VARIANT = "pdf/a-3a"
PANGO = "libgobject-2.0, libpango-1.0, libharfbuzz, libfontconfig"

Seen = Callable[[str], None]
"""Called with ``page`` as each page is laid out, ``draw`` when drawing begins, ``close`` when the
file is put together; what it raises ends the work."""
_SEEN = (("Page", "page"), ("Step 6", "draw"), ("Step 7", "close"))
"""What WeasyPrint's log says, and what it means."""


def write_pdf(
    html: str,
    folders: Folders,
    seen: Seen | None = None,
    inside: Iterable[Part] = (),
    made_at: datetime | None = None,
) -> bytes:
    """The PDF of one HTML document; `inside` are files attached to it, dated `made_at`.

    Raises:
        ReportFailed: reason ``no_pango`` where the libraries WeasyPrint draws with are missing;
            ``template`` for a mistake in the user's style, or a file that cannot be had.
    """
    CSS, HTML, FontConfiguration = _weasyprint()  # noqa: N806 - classes
    fetcher = own_files(folders)
    fonts = FontConfiguration()
    style = [CSS(url=f"{SCHEME}report.css", url_fetcher=fetcher, font_config=fonts)]
    own = folders.extra()
    if own is not None:
        with mistakes(own):
            text = own.decode("utf-8")
            style.append(
                CSS(string=text, base_url=OWN + EXTRA, url_fetcher=fetcher, font_config=fonts)
            )
    document = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
    with _watched(seen), _calm_collector(), warnings.catch_warnings():
        # It leaves its own colour profile open.
        warnings.simplefilter("ignore", ResourceWarning)
        made: bytes = document.write_pdf(
            stylesheets=style,
            font_config=fonts,
            pdf_variant=VARIANT,
            pdf_tags=True,
            attachments=[_attachment(part, made_at, fetcher) for part in inside],
            finisher=partial(_finish, claim=folders.own is None),
        )
    folders.check_refused()
    return made


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


def _weasyprint() -> tuple[Any, Any, Any]:
    """WeasyPrint's classes, imported without a word.

    Raises:
        ReportFailed: reason ``no_pango``.
    """
    # Where a library is missing WeasyPrint prints advice: on a terminal program's screen, or into
    # the data of a command.
    with redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            from weasyprint import CSS, HTML
            from weasyprint.text.fonts import FontConfiguration
        except (OSError, ImportError) as error:
            raise ReportFailed(reason="no_pango", detail=f"{PANGO}: {error}") from error
    return CSS, HTML, FontConfiguration


def own_files(folders: Folders) -> Any:
    """A fetcher that reads files of the report's folders by their addresses, refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            data, kind = folders.read(url)
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return OwnFiles()


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Python's collector looks through every box again and again while a layout only grows: a
    third of the time. Its usual rhythm comes back afterwards."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _watched:  # noqa: N801 - reads as a word in a with statement
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
