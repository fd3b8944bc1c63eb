"""Parts of an assessment: cut off for a colleague, taken into a workspace, handed back."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from kami_tui.domain.answers import Assessment, Change
from kami_tui.domain.answers_document import assessment_of, document_of
from kami_tui.domain.errors import PartRefused
from kami_tui.domain.parts import part_of, without_loose_ends
from kami_tui.usecases.ports import JournalEntry, Stored, Workspace

RecordKind = Literal["origin", "merged"]
MOST_ENTRIES = 20_000
"""Journal entries that one part may bring back."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the workspace remembers of splitting and merging one assessment."""

    seq: int
    """The assessment's last journal entry when this was written."""
    document: str
    """As `origin_text` or `merged_text` wrote it."""


@dataclass(frozen=True, slots=True)
class Split:
    """Where a part came from: it goes along wherever the part goes."""

    id: str
    """Of the split itself: 16 hexadecimal digits."""
    assessment: str
    """Id of the assessment it was cut from."""
    digest: str
    """Of that whole assessment as it was: ``sha256:<hex>`` of its JSON."""
    edition: str
    """Digest of the edition's files there."""
    seq: int
    """The last journal entry there."""
    at: datetime
    who: str
    label: str
    """What was asked for, for people: areas and items, or an owner."""
    items: tuple[str, ...]
    base: Assessment
    """What was said of these items, see `domain.parts`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a colleague made of a part."""

    assessment: str
    """Its id in the colleague's workspace."""
    seq: int
    """The last journal entry there."""
    at: datetime
    who: str
    now: Assessment
    entries: tuple[JournalEntry, ...]
    """Everything that was done since it was taken in, in order; each with its `origin`."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a part's file holds."""

    split: Split
    filled: Filled | None = None
    """None: as it was handed out."""


class PartFiles(Protocol):
    """Reads and writes the files of parts."""

    def is_part(self, path: Path) -> bool:
        """Whether a file calls itself one. Reads its beginning; never raises."""
        ...

    def read(self, path: Path) -> Part:
        """Raises PartRefused, BadInput."""
        ...

    def check(self, path: Path, *, replace: bool = False) -> None:
        """Whether `write` could put one there. Raises PartUnwritable."""
        ...

    def write(self, part: Part, path: Path, *, replace: bool = False) -> None:
        """Writes the file whole or not at all.

        Raises:
            PartUnwritable: there is one already (unless `replace`), or it cannot be written.
            PartRefused: ``too_large``.
        """
        ...


class PartStore(Workspace, Protocol):
    """A workspace that remembers parts. As in `Workspace`, every call may raise StoreError."""

    def create_part(self, assessment: Assessment, *, digest: str, who: str, origin: str) -> str:
        """Adds an assessment, and what it was split off from; gives back its id."""
        ...

    def records(self, id: str, kind: RecordKind) -> tuple[Record, ...]:
        """In the order they were written."""
        ...

    def merge(
        self,
        id: str,
        changes: Sequence[Change],
        entries: Sequence[JournalEntry],
        record: str,
        *,
        who: str,
        seen: int,
    ) -> int:
        """In one transaction: takes over those `entries` that are not here yet (how many is given
        back), writes the changes, and remembers `record`.

        Raises:
            MergeOvertaken: somebody wrote after `seen`; nothing was written.
        """
        ...


# -- making and taking ----------------------------------------------------------------------------


def split_off(
    stored: Stored, items: Sequence[str], label: str, *, edition: str, who: str, now: datetime
) -> Part:
    """These items, to be handed to a colleague.

    Raises:
        PartRefused: ``nothing``, there are no items.
    """
    if not items:
        raise PartRefused(reason="nothing", label=label)
    whole = json.dumps(document_of(stored.assessment), sort_keys=True).encode()
    base = part_of(stored.assessment, items)
    digest = f"sha256:{hashlib.sha256(whole).hexdigest()}"
    return Part(
        Split(
            secrets.token_hex(8), stored.id, digest, edition, stored.seq, now, who, label,
            tuple(items), base,
        )
    )  # fmt: skip


def take_in(part: Part, store: PartStore, *, edition: str, who: str, file: str) -> str:
    """A part as an assessment of this workspace, to be filled in; gives back its id.

    Raises:
        PartRefused: ``filled``, it is on its way back.
    """
    if part.filled is not None:
        raise PartRefused(reason="filled", file=file, assessment=part.split.assessment)
    split = part.split
    return store.create_part(split.base, digest=edition, who=who, origin=origin_text(split))


def already_here(store: PartStore, split: Split) -> list[str]:
    """Ids of the assessments that were made of this very part."""
    found = ((s.id, origin_of(store, s.id)) for s in store.summaries())
    return [id for id, origin in found if origin is not None and origin[0].id == split.id]


def origin_of(store: PartStore, id: str) -> tuple[Split, int] | None:
    """What an assessment was split off from, and the journal entry from which it was worked on;
    None: it is whole."""
    found = store.records(id, "origin")
    return (_split_of(json.loads(found[0].document)), found[0].seq) if found else None


def hand_back(store: PartStore, id: str, *, who: str, now: datetime) -> Part:
    """A part with what was made of it since.

    Raises:
        PartRefused: ``whole``, the assessment is no part of another.
    """
    stored = store.load(id)
    found = origin_of(store, stored.id)
    if found is None:
        raise PartRefused(reason="whole", assessment=stored.id)
    split, since = found
    own = _together(store.journal(stored.id, after=since), stored.id)
    entries = sorted((*own, *store.taken_over(stored.id)), key=_seq)
    # What another program has written since is in none of the answers, and comes the next time.
    entries = [e for e in entries if e.seq <= stored.seq]
    said = without_loose_ends(stored.assessment)
    filled = Filled(stored.id, stored.seq, now, who, said, tuple(entries))
    return Part(split, filled)


def _seq(entry: JournalEntry) -> int:
    return entry.seq


def _together(entries: Iterable[JournalEntry], origin: str) -> list[JournalEntry]:
    """The entries with their origin; a note that was saved while it was typed is one of them."""
    found: list[JournalEntry] = []
    for entry in entries:
        change, before = entry.change, entry.change.before
        if found and change.step and (change.kind, change.field) == ("answer", "note"):
            last = found[-1].change
            if (last.step, last.subject, last.field) == (change.step, change.subject, "note"):
                before = found.pop().change.before
        change = Change(
            change.kind, change.subject, change.field, before, change.after, change.step
        )
        found.append(JournalEntry(entry.seq, entry.at, entry.who, change, origin, entry.seq))
    return found


# -- what the workspace remembers ------------------------------------------------------------------


def origin_text(split: Split) -> str:
    return json.dumps(split_document(split), ensure_ascii=False)


def split_document(split: Split) -> dict[str, Any]:
    """As plain data; also how it stands in a part's file."""
    return {
        "id": split.id,
        "assessment": split.assessment,
        "digest": split.digest,
        "edition": split.edition,
        "seq": split.seq,
        "at": split.at.isoformat(),
        "who": split.who,
        "label": split.label,
        "items": list(split.items),
        "base": document_of(split.base),
    }


def _split_of(found: Mapping[str, Any]) -> Split:
    facts = {k: found[k] for k in ("id", "assessment", "digest", "edition", "seq", "who", "label")}
    return Split(
        **facts,
        at=datetime.fromisoformat(found["at"]),
        items=tuple(found["items"]),
        base=assessment_of(found["base"]),
    )


@dataclass(frozen=True, slots=True)
class Merged:
    """A part that came back and was merged: what the next one from there is compared with."""

    split: str
    assessment: str
    """Where it was filled in."""
    seq: int
    """The last journal entry there."""
    step: str
    """Of the merge, as in `Change.step`; empty where nothing had to be changed."""
    keys: Mapping[str, str]
    """Register keys there, to ours."""
    theirs: Assessment
    """What it said, in our register keys."""


def merged_text(merged: Merged) -> str:
    return json.dumps(
        {
            "split": merged.split,
            "assessment": merged.assessment,
            "seq": merged.seq,
            "step": merged.step,
            "keys": dict(merged.keys),
            "theirs": document_of(merged.theirs),
        },
        ensure_ascii=False,
    )


def merged_of(document: str) -> Merged:
    found = json.loads(document)
    return Merged(**found | {"theirs": assessment_of(found["theirs"])})
