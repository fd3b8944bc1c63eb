"""Whether the local files of the evidence register are still what they were when recorded.

What was seen is kept by what the register says of a file, not by the register's key: a document
that is corrected, taken back or given another key is simply looked at anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kami_tui.domain.answers import Evidence
from kami_tui.domain.errors import FileUnreadable
from kami_tui.usecases.ports import EvidenceFiles, FileDigest

FileState = Literal["gone", "changed"]
"""``gone``: there is no file, or none that can be read. ``changed``: another size or SHA-256."""


class FileRef(NamedTuple):
    """What the register says of a document's local file."""

    file: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a file was found."""

    state: FileState | None
    """None: nothing speaks against it."""
    whole: bool = False
    """It was read and compared by SHA-256, not only by its size."""
    reason: str = ""
    """Why it could not be read, as in FileUnreadable."""
    digest: FileDigest | None = None
    """What it is now, where it was read."""


Looks = Mapping[FileRef, Look]


def ref_of(entry: Evidence) -> FileRef | None:
    """None for a document without a local file."""
    return FileRef(entry.file, entry.size, entry.sha256) if entry.file else None


def look_at(entry: Evidence, looks: Looks) -> Look | None:
    """How its file was found; None while nobody has looked, or where there is none."""
    ref = ref_of(entry)
    return looks.get(ref) if ref else None


def file_states(register: Mapping[str, Evidence], looks: Looks) -> dict[str, FileState]:
    """Documents, by key, whose file is not as it was. One that nobody has looked at is absent."""
    found = {}
    for key, entry in register.items():
        look = look_at(entry, looks)
        if look is not None and look.state is not None:
            found[key] = look.state
    return found


def refs(register: Mapping[str, Evidence]) -> tuple[FileRef, ...]:
    """Every file once."""
    return tuple(dict.fromkeys(r for r in map(ref_of, register.values()) if r is not None))


def by_size(ref: FileRef, size: int | None) -> Look:
    if size is None:
        return Look("gone")
    return Look("changed" if ref.size and ref.size != str(size) else None)


def by_digest(ref: FileRef, digest: FileDigest) -> Look:
    recorded = (ref.size or str(digest.size), ref.sha256 or digest.sha256)
    same = recorded == (str(digest.size), digest.sha256)
    return Look(None if same else "changed", whole=True, digest=digest)


def kept(old: Looks, new: Looks) -> dict[FileRef, Look]:
    """What is known after another look. A glance at the size does not overrule what reading the
    whole file has shown, but for a file that has come back."""
    found = {**old}
    for ref, look in new.items():
        before = old.get(ref)
        if look.whole or look.state or not before or before.state == "gone" or not before.whole:
            found[ref] = look
    return found


def glance(wanted: Iterable[FileRef], files: EvidenceFiles) -> dict[FileRef, Look]:
    """The cheap look: is each file there, and as large as it was? Blocking."""
    return {ref: by_size(ref, files.size(ref.file)) for ref in wanted}


def inspect(
    wanted: Iterable[FileRef],
    files: EvidenceFiles,
    progress: Callable[[FileRef, int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[FileRef, Look]]:
    """The thorough look: reads each file, one after the other, and says how it was found.
    Blocking; ends early, with what there is, once `cancelled` says so.

    `progress` hears the file, the bytes read of it and the bytes there are.
    """
    for ref in wanted:
        tell = _about(ref, progress) if progress else None
        try:
            digest = files.digest(ref.file, tell, cancelled)
        except FileUnreadable as error:
            reason = str(error.facts.get("reason"))
            if reason == "cancelled":
                return
            # A file somebody is writing to is not what was recorded, whatever comes of it.
            yield ref, Look("changed" if reason == "changing" else "gone", True, reason)
        else:
            yield ref, by_digest(ref, digest)


def _about(
    ref: FileRef, progress: Callable[[FileRef, int, int], None]
) -> Callable[[int, int], None]:
    return lambda read, of: progress(ref, read, of)


def expired(entry: Evidence, today: str) -> bool:
    """Whether its validity has ended; `today` as YYYY-MM-DD."""
    return bool(entry.valid_until) and entry.valid_until < today
