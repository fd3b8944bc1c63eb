"""The files of parts (`usecases.parts`), as they go to a colleague and come back.

::

    {"format": "kami-part", "version": 1,
     "split": {"id": "...", "assessment": "k7m2p9qx", ..., "items": ["2.1"], "base": {...}},
     "filled": {"assessment": "m3c8w2fd", "seq": 12, "at": "...", "who": "...", "now": {...},
                "journal": [["m3c8w2fd", 11, "<time>", "<who>",
                             "answer", "2.1", "status", null, "3"], ...]},
     "digest": "sha256:..."}

``base`` and ``now`` are answers files, ``filled`` is there on the way back. The digest is over the
rest, as JSON with sorted keys and no blanks: it finds damage, and edits made around the program; it
is no signature.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    KEY,
    MAX_FIELD,
    MAX_NOTE,
    PROFILE_FIELDS,
    Assessment,
    Change,
    key_of,
)
from kami_tui.domain.answers_document import document_of
from kami_tui.domain.errors import FileUnwritable, PartRefused, PartUnwritable
from kami_tui.exchange import files
from kami_tui.usecases.parts import MOST_ENTRIES, Filled, Part, Split, split_document
from kami_tui.usecases.ports import JournalEntry
from kami_tui.usecases.texts import UnfitText, check_text

FORMAT = "kami-part"
VERSION = 1
LARGEST = 16 * 1024**2
"""Bytes; what is larger would not be read again."""
BEGINNING = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"kami-part"')
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
_FIELDS: Mapping[str, Sequence[str]] = {
    "answer": ("status", "note"),
    "evidence": EVIDENCE_FIELDS,
    "profile": PROFILE_FIELDS,
    "owner": ("owner",),
}


class JsonFile(Protocol):
    """As `loading.part_tree` reads it."""

    @property
    def data(self) -> object: ...

    def assessment(self, path: Sequence[str]) -> Assessment: ...


class JsonParts:
    """Implements `usecases.parts.PartFiles`. `read_json` raises BadInput."""

    def __init__(self, read_json: Callable[[Path], JsonFile]) -> None:
        self._read_json = read_json

    def is_part(self, path: Path) -> bool:
        try:
            if not path.is_file():  # a pipe that is looked into and closed gives nothing any more
                return False
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as file:
                regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
                return regular and BEGINNING.match(file.read(200)) is not None
        except (OSError, ValueError):
            return False

    def read(self, path: Path) -> Part:
        if path.is_file() and not self.is_part(path):
            raise PartRefused(reason="no_part", file=str(path))
        found = self._read_json(path)
        data = found.data
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise PartRefused(reason="no_part", file=str(path))
        if data.get("version") != VERSION:
            raise PartRefused(reason="newer", file=str(path))
        try:
            digest = data.pop("digest", None)
            if digest != _digest(data):
                raise ValueError("digest")
            split = _split(_mapping(data.get("split")), found)
            filled = data.get("filled")
            back = None if filled is None else _filled(_mapping(filled), found)
            return Part(split, back)
        except (ValueError, TypeError, KeyError, OverflowError, UnfitText) as error:
            raise PartRefused(reason="damaged", file=str(path)) from error

    def write(self, part: Part, path: Path, *, replace: bool = False) -> None:
        self.check(path, replace=replace)
        data = _text_of(part).encode()
        if len(data) > LARGEST or (part.filled and len(part.filled.entries) > MOST_ENTRIES):
            raise PartRefused(reason="too_large", file=str(path))
        try:
            # What is in it concerns few: only its owner may read it until he sends it on.
            files.put(path, data, 0o600, replace=replace)
        except FileExistsError as error:
            raise PartUnwritable(reason="exists", file=str(path)) from error
        except FileUnwritable as error:
            raise PartUnwritable(reason="unwritable", **error.facts) from error

    def check(self, path: Path, *, replace: bool = False) -> None:
        facts = {"file": str(path)}
        try:
            if not replace and (path.exists() or path.is_symlink()):
                raise PartUnwritable(reason="exists", **facts)
            if path.exists() and not path.is_file():
                raise PartUnwritable(reason="no_file", **facts)
            if reason := files.hindrance(path.resolve()):
                raise PartUnwritable(reason="unwritable", detail=reason, **facts)
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL in the name
            detail = getattr(error, "strerror", None) or str(error)
            raise PartUnwritable(reason="unwritable", detail=detail, **facts) from error


# -- writing --------------------------------------------------------------------------------------


def _text_of(part: Part) -> str:
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    document["split"] = split_document(part.split)
    if part.filled is not None:
        document["filled"] = _filled_document(part.filled)
    document["digest"] = _digest(document)
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in document.items())
    return "{" + ",\n".join(lines) + "}\n"


def _filled_document(filled: Filled) -> dict[str, Any]:
    return {
        "assessment": filled.assessment,
        "seq": filled.seq,
        "at": filled.at.isoformat(),
        "who": filled.who,
        "now": document_of(filled.now),
        "journal": [_entry_line(e) for e in filled.entries],
    }


def _entry_line(entry: JournalEntry) -> list[str | int | None]:
    c = entry.change
    where = (entry.origin, entry.origin_seq, entry.at.isoformat(), entry.who)
    return [*where, c.kind, c.subject, c.field, c.before, c.after]


def _digest(document: Mapping[str, Any]) -> str:
    """Raises TypeError: there is something in it that no part has."""
    whole = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}"


# -- reading: raises ValueError, TypeError, KeyError or UnfitText where it is no part -------------


def _split(found: Mapping[str, Any], file: JsonFile) -> Split:
    items = _list(found["items"], 5_000)
    return Split(
        id=_name(found["id"]),
        assessment=_name(found["assessment"]),
        digest=_sha256(found["digest"]),
        edition=_line(found["edition"], 200),
        seq=_number(found["seq"]),
        at=_moment(found["at"]),
        who=_line(found["who"], 200),
        label=_line(found["label"], MAX_FIELD),
        items=tuple(_line(i, 40) for i in items),
        base=file.assessment(["split", "base"]),
    )


def _filled(found: Mapping[str, Any], file: JsonFile) -> Filled:
    entries = tuple(_entry(e) for e in _list(found["journal"], MOST_ENTRIES))
    if len({(e.origin, e.origin_seq) for e in entries}) < len(entries):
        raise ValueError("journal")
    return Filled(
        assessment=_name(found["assessment"]),
        seq=_number(found["seq"]),
        at=_moment(found["at"]),
        who=_line(found["who"], 200),
        now=file.assessment(["filled", "now"]),
        entries=entries,
    )


def _entry(line: object) -> JournalEntry:
    origin, seq, at, who, kind, subject, field, before, after = _list(line, 9)
    if kind == "link":
        if not {before, after} <= {None, "1"}:
            raise ValueError("link")
    elif field not in _FIELDS[kind]:
        raise ValueError("field")
    change = Change(kind, _line(subject, 200), field, _held(before), _held(after))
    key = key_of(change)
    if key is not None and not KEY.fullmatch(key):
        raise ValueError("key")
    number = _number(seq)
    return JournalEntry(number, _moment(at), _line(who, 200), change, _name(origin), number)


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("mapping")
    return value


def _list(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("list")
    return value


def _text(value: object, limit: int) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    check_text("part", value, limit)
    return value


def _line(value: object, limit: int) -> str:
    """One line of text; line breaks would let a name pretend to be another line of ours."""
    return " ".join(_text(value, limit).splitlines())


def _held(value: object) -> str | None:
    return None if value is None else _text(value, MAX_NOTE)


def _name(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("id")
    return value


def _sha256(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise ValueError("digest")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ValueError("number")
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value, 40))
    if moment.tzinfo is None:
        raise ValueError("time zone")
    return moment.astimezone(UTC)
