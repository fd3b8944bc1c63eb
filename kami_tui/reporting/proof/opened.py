"""A PDF from anywhere, opened with bounds: its size, its parts, and the text of its pages."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kami_tui.domain.errors import KamiError, ProofUnreadable
from kami_tui.reporting.proof.parts import NAMES, PREVIOUS

MOST = 64 * 1024**2
"""Bytes of a file that is looked at; a report of 5,000 items with notes has about 20 MiB."""
MOST_PART = 17 * 1024**2
"""Bytes of one attachment: an answers file may have 16 MiB."""
MOST_PAGE = 8 * 1024**2
"""Bytes of the drawing of one page."""
MOST_PAGES = 3_000
MOST_ATTACHMENTS = 200
MEMORY = 1536 * 1024**2
"""Bytes that reading may take beside what the program has already, where the system can say so."""


def read(path: Path) -> bytes:
    """The file's bytes. Raises ProofUnreadable."""
    try:
        if not path.is_file():
            raise _unreadable(path, "no_file" if path.exists() else "missing")
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, "denied", getattr(error, "strerror", None) or str(error)) from error
    if len(data) > MOST:
        raise _unreadable(path, "too_large", limit=MOST // 1024**2)
    if b"%PDF-" not in data[:1024]:
        raise _unreadable(path, "no_pdf")
    return data


@contextmanager
def opened(data: bytes, path: Path) -> Iterator[Any]:
    """The `pikepdf.Pdf`; what goes wrong with it while it is read is told as one error.

    Raises:
        ProofUnreadable: encrypted, damaged beyond reading, or too much for a report.
    """
    import io

    import pikepdf

    with _little_memory():
        try:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                if pdf.is_encrypted:
                    raise _unreadable(path, "encrypted")
                if len(pdf.pages) > MOST_PAGES:
                    raise _unreadable(path, "too_much")
                yield pdf
        except pikepdf.PasswordError as error:
            raise _unreadable(path, "encrypted") from error
        except (TooMuch, MemoryError) as error:
            raise _unreadable(path, "too_much") from error
        except KamiError:
            raise
        except (pikepdf.PdfError, *_STUMBLES) as error:
            # It names the object we read from, which says nothing to anybody.
            raise _unreadable(path, "damaged", str(error).rpartition(">: ")[2]) from error


_STUMBLES = (RuntimeError, TypeError, AttributeError, ValueError, LookupError, OverflowError)
"""What reading meets where a foreign file has a thing of another kind than it must be."""


class TooMuch(Exception):
    """More than a report can hold: it was not read to its end."""


def attachments(pdf: Any) -> dict[str, bytes]:
    """Our parts by name, those that are there. Raises TooMuch."""
    found: dict[str, bytes] = {}
    if len(pdf.attachments) > MOST_ATTACHMENTS:
        raise TooMuch
    for name in (*NAMES, PREVIOUS):
        if name in pdf.attachments:
            found[name] = inflated(pdf.attachments[name].get_file().obj, MOST_PART)
    return found


def foreign_parts(pdf: Any) -> list[str]:
    """Names of attached files that are none of ours, or that stand beside ours under their name."""
    ours = (*NAMES, PREVIOUS)
    known = {a.obj.objgen for n, a in pdf.attachments.items() if n in ours}
    found = [str(n)[:80] for n in pdf.attachments if n not in ours]
    for spec in pdf.Root.get("/AF", []):
        if spec.objgen not in known and (name := str(spec.get("/UF", "?"))[:80]) not in found:
            found.append(name)
    return found


def inflated(stream: Any, most: int) -> bytes:
    """The bytes of a stream, unpacked no further than `most`. Raises TooMuch."""
    kind = stream.get("/Filter")
    if kind is not None and len(list(kind) if not _is_name(kind) else [kind]) != 1:
        raise TooMuch  # packed several times over: nobody prints so, and no bound would hold
    name = None if kind is None else str(kind if _is_name(kind) else kind[0])
    if name == "/FlateDecode" and "/DecodeParms" not in stream:
        try:
            data = zlib.decompressobj().decompress(stream.read_raw_bytes(), most + 1)
        except zlib.error:
            return b""  # what cannot be read is not there: it differs from what should be
    else:
        data = stream.read_bytes()
    if len(data) > most:
        raise TooMuch
    return data


def _is_name(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Name)


@contextmanager
def _little_memory() -> Iterator[None]:
    """Holds this process to a bound while a foreign file is unpacked, on systems that can."""
    try:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        bound = taken + MEMORY
        if soft != resource.RLIM_INFINITY:
            bound = min(bound, soft)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def too_much(path: Path) -> ProofUnreadable:
    return _unreadable(path, "too_much")


def no_parts(path: Path) -> ProofUnreadable:
    return _unreadable(path, "no_parts")


def _unreadable(path: Path, reason: str, detail: str = "", **facts: object) -> ProofUnreadable:
    return ProofUnreadable(file=str(path), reason=reason, detail=detail[:200], **facts)
