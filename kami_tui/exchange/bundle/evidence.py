"""Evidence files into a bundle: each is copied and hashed in one go, so that what is packed is what
was compared."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kami_tui.domain.answers import Evidence
from kami_tui.domain.errors import BundleFailed, FileUnreadable
from kami_tui.exchange.bundle.limits import CHUNK, MOST_SIZE
from kami_tui.exchange.bundle.names import given_name
from kami_tui.exchange.evidence_files import absolute, opened
from kami_tui.usecases.bundling import EVIDENCE, Document, last_part

Tell = Callable[[int, int], None]
_GONE = (FileNotFoundError, NotADirectoryError)


def pack_evidence(
    register: Mapping[str, Evidence], folder: Path, *, wanted: bool, tell: Tell | None
) -> tuple[Document, ...]:
    """Copies what is as it was recorded to ``evidence/`` under `folder`; tells of every entry with
    a local file. `wanted` False: none is even looked at.

    Raises:
        BundleFailed: ``too_many``: they are too large together. OSError: the copy cannot be
            written.
    """
    entries = {k: e for k, e in register.items() if e.file}
    if not wanted:
        return tuple(_document(k, e, "left_out") for k, e in entries.items())
    total = sum(int(e.size) for e in entries.values() if e.size.isdecimal() and len(e.size) < 16)
    taken: set[str] = set()
    done: list[Document] = []
    so_far = 0
    for key, entry in entries.items():
        if not entry.sha256:
            done.append(_document(key, entry, "unrecorded"))
            continue
        begun = so_far

        def told(read: int, begun: int = begun) -> None:
            if tell:
                tell(begun + read, max(total, begun + read))

        document = _packed(key, entry, folder, taken, told)
        done.append(document)
        so_far += document.size or 0
        if so_far > MOST_SIZE:
            raise BundleFailed(reason="too_many", file=entry.file, detail="")
    return tuple(done)


def _packed(
    key: str, entry: Evidence, folder: Path, taken: set[str], tell: Callable[[int], None]
) -> Document:
    name = EVIDENCE + given_name(key, entry.file, taken)
    copy = folder / name
    copy.parent.mkdir(exist_ok=True)
    try:
        handle = opened(absolute(entry.file))
    except FileUnreadable as error:
        return _document(key, entry, "missing", reason=str(error.facts["reason"]))
    except PermissionError:
        return _document(key, entry, "missing", reason="denied")
    except (*_GONE, ValueError):
        return _document(key, entry, "missing", reason="missing")
    except OSError:
        return _document(key, entry, "missing", reason="failed")
    with os.fdopen(handle, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        # Another size is another file: gigabytes need not be read to know that.
        same = not entry.size or entry.size == str(size)
        read = _copied(file, copy, size, tell) if same else None
    if read is not None and read == entry.sha256:
        return _document(key, entry, "included", name=name, size=size)
    copy.unlink(missing_ok=True)
    if read == "":
        return _document(key, entry, "missing", reason="failed")
    return _document(key, entry, "changed", size=size)


def _copied(file: Any, copy: Path, size: int, tell: Callable[[int], None]) -> str | None:
    """The SHA-256 of what was copied; None: it grew meanwhile; empty: it cannot be read."""
    sum_, read = hashlib.sha256(), 0
    with copy.open("wb") as out:
        while True:
            try:
                piece = file.read(CHUNK)
            except OSError:
                return ""
            if not piece:
                return sum_.hexdigest()
            read += len(piece)
            if read > size:
                return None
            sum_.update(piece)
            out.write(piece)
            tell(read)


def _document(key: str, entry: Evidence, state: Any, **more: Any) -> Document:
    return Document(key, entry.title, state, entry.file, sha256=entry.sha256, **more)


def documents_text(documents: Sequence[Document]) -> str:
    """``evidence.json``: what became of each, for whoever opens the bundle. Without folders."""
    found = [
        {
            "key": d.key,
            "title": d.title,
            "state": d.state,
            "file": d.name or None,
            "named": last_part(d.file),
            "sha256": d.sha256 or None,
        }
        for d in documents
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
