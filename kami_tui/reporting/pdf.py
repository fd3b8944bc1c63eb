"""From HTML to PDF, whole or in pieces."""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kami_tui.reporting.folders import Folders
from kami_tui.reporting.pieces.cut import Piece, cut
from kami_tui.reporting.press import OPTIONS, Attached, Press, Seen, calm_collector, watched
from kami_tui.usecases.ports import Boxes

if TYPE_CHECKING:
    from kami_tui.reporting.proof.part import Part

log = logging.getLogger(__name__)


def write_pdf(
    html: str,
    folders: Folders,
    seen: Seen | None = None,
    inside: Iterable[Part] = (),
    made_at: datetime | None = None,
    processes: int = 1,
    boxes: Boxes | None = None,
) -> bytes:
    """The PDF of one HTML document; `inside` are files attached to it, dated `made_at`; `boxes`
    hears which letters of it no font has.

    A long document is laid out in pieces, in `processes` at a time. With templates or a style of
    the user's it is not cut: nobody knows what they count or where they break.

    Raises:
        ReportFailed: reason ``no_pango`` where the libraries WeasyPrint draws with are missing;
            ``template`` for a mistake in the user's style, or a file that cannot be had.
    """
    press = Press(folders)
    pieces = cut(html) if folders.own is None else ()
    with calm_collector(), warnings.catch_warnings():
        # It leaves its own colour profile open.
        warnings.simplefilter("ignore", ResourceWarning)
        attached = Attached(tuple(inside), made_at)
        made, missing = b"", frozenset[str]()
        if pieces:
            made, missing = _in_pieces(press, html, pieces, attached, seen, processes)
        if not made:
            made, missing = press.whole(html, attached, seen)
    folders.check_refused()
    if missing and boxes is not None:
        boxes("".join(sorted(missing)))
    return made


def _order(sizes: Sequence[int], processes: int) -> list[int]:
    """Pieces in their order, the last ones by size: so no processor is long without work at the
    end, and what is drawn need not wait for what stands before it."""
    last = max(0, len(sizes) - 2 * processes)
    return [*range(last), *sorted(range(last, len(sizes)), key=lambda n: -sizes[n])]


def _in_pieces(
    press: Press, html: str, pieces: Sequence[Piece], inside: Attached, seen: Seen | None,
    processes: int,
) -> tuple[bytes, frozenset[str]]:  # fmt: skip
    """The PDF, and the letters that no font has. No PDF where WeasyPrint draws otherwise than is
    known: the document is then made whole."""
    from kami_tui.reporting.pieces import forked, joined, late, piece

    # Before the copies are made: each then has the fonts at hand.
    frame = press.frame(html)

    def work(number: int) -> Callable[[forked.Tell], piece.Drawn]:
        def made(tell: forked.Tell) -> piece.Drawn:
            with watched(tell):
                drawn = piece.drawn(pieces[number], number, press.laid_out, OPTIONS, frame.fonts)
            press.folders.check_refused()
            return drawn

        return made

    def told(what: str) -> None:
        if seen is not None and what == "page":
            seen(what)

    works = [work(n) for n in range(len(pieces))]
    whole = joined.Joined()
    try:
        if processes > 1 and forked.can_fork():
            order = _order([len(p.html) for p in pieces], processes)
            forked.forked(works, order, processes, told, whole.add)
        else:
            for number, one in enumerate(works):
                whole.add(number, one(told))
                gc.collect()  # boxes hold each other
    except late.NoStandIn:
        log.warning("the report is laid out as a whole", exc_info=True)
        return b"", frozenset()
    if seen is not None:
        seen("draw")
    return whole.closed(frame.drawn(inside, whole.used)), frozenset(whole.boxes)
