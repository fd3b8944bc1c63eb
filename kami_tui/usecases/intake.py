"""What a foreign workbook says, looked at before anything is taken in.

A reader gives a `Proposal`. `preview` lays it beside an assessment (or beside nothing) and beside
the scorer; `merged` is what taking it in would make. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import Literal, Protocol

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.result import Result
from kami_tui.domain.text import folded

FindingKind = Literal[
    # something stands there that was not taken
    "status", "not_offered", "merged_status", "rows_differ", "note", "second_note", "evidence",
    "second_sheet", "same_number", "items_left",
    "profile", "unknown_number", "not_carried", "no_number", "no_status", "no_value", "homeless",
    "owners", "unread_column", "comments", "strays", "merged_remark", "merged_columns",
    "profile_other", "left_alone_said", "link", "label",
    "untitled",
    # taken, but to be looked at
    "number", "score", "by_score", "duplicate", "status_columns", "hidden", "hidden_copy",
    "hidden_status", "left_alone",
    "reworded", "as_kept", "link_added",
    # not there
    "area_missing", "items_missing", "new_items",
    # of the file
    "older", "macros", "not_worked_out", "too_many", "own_book", "sheets_aside",
    "says_other", "own_table",
]  # fmt: skip
LOST: frozenset[FindingKind] = frozenset(
    {"status", "not_offered", "merged_status", "rows_differ", "note", "second_note", "evidence",
     "unknown_number", "not_carried", "no_number", "no_status", "no_value", "homeless",
     "unread_column", "comments", "strays", "merged_remark", "merged_columns", "profile",
     "profile_other", "owners", "left_alone_said", "link", "label", "untitled", "second_sheet",
     "same_number", "items_left"}
)  # fmt: skip
"""Kinds of findings that name something a person wrote and that will not be in the assessment."""
Choice = Literal["ours", "theirs", "fail"]
"""Which value stays where an assessment and a workbook differ; ``fail``: nothing is taken in."""
ConflictKind = Literal["status", "note", "profile"]
Reason = Literal[
    "stage3", "not_understood", "missing", "points", "unanswered", "follows", "unknown"
]
"""Why a workbook's figure differs from ours.

``stage3``: it counts stage-3 answers that the rules do not count (yet); ``not_understood``: answers
were not taken; ``missing``: items are not in the workbook; ``points``: the points it gives to
single answers are others; ``unanswered``: answers are missing, and it counts the lowest ones;
``follows``: it rests on figures that differ.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one cell, or about the whole file."""

    kind: FindingKind
    place: str = ""
    """``II Tata Kelola!E7``; empty: the file."""
    item: str = ""
    said: str = ""
    """What stands there."""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def lost(self) -> bool:
        return self.kind in LOST


@dataclass(frozen=True, slots=True)
class Said:
    """What a workbook says of one item."""

    item: str
    place: str
    """Of its status, or where that column is missing of its number."""
    status: str | None = None
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    keys: tuple[str, ...] = ()
    """Of each document its key in a register of ours; empty, or missing at the end, where it has
    none."""

    @property
    def empty(self) -> bool:
        return self.status is None and not self.note and not self.evidence


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the workbook has worked out itself, as last saved."""

    name: Literal["area", "se_score", "se_category", "total", "readiness"]
    value: int | float | str
    place: str
    area: str = ""


@dataclass(frozen=True)
class Proposal:
    """All that a workbook says, as far as it was understood."""

    file: str
    sha256: str
    instrument: str
    answers: Mapping[str, Said]
    """By item, in the instrument's order; items of which nothing is said are absent."""
    profile: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Value and place by field."""
    points: Mapping[str, int | float] = field(default_factory=dict)
    """The workbook's own points by item."""
    figures: tuple[Figure, ...] = ()
    """What may be a figure of its own; of one there may be several, some of other things."""
    findings: tuple[Finding, ...] = ()

    @property
    def assessment(self) -> Assessment:
        """As a new assessment."""
        return merged(Assessment(self.instrument), self, "theirs")

    @property
    def lost(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.lost)


class Workbooks(Protocol):
    """Reads filled-in workbooks."""

    def meant(self, path: Path) -> bool:
        """Whether a file is meant as a workbook, and not as an answers file. Never raises."""
        ...

    def read(self, path: Path, *, carry: bool = False) -> Proposal:
        """What a workbook says. `carry`: one of an older edition that is not installed is read,
        too; its answers are taken along to the items they have become.

        Raises:
            BadInput: it cannot be read safely, is no workbook, or holds no assessment.
        """
        ...


@dataclass(frozen=True, slots=True)
class Conflict:
    """The assessment has one value, the workbook another."""

    kind: ConflictKind
    subject: str
    """Item id, or the field of the profile."""
    ours: str
    theirs: str
    place: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure of the workbook that is not ours."""

    figure: Figure
    ours: int | float | str | None
    why: tuple[Reason, ...]
    exact: bool = False
    """The reasons give the difference to the point; else they are what may have a part in it."""


@dataclass(frozen=True)
class Preview:
    """What taking a workbook in would do."""

    proposal: Proposal
    existing: Assessment | None
    new: tuple[str, ...]
    """Items that would get a status they do not have."""
    same: tuple[str, ...]
    """Items answered so already."""
    empty: tuple[str, ...]
    """Items with a status or a remark that the workbook, though it speaks of their area, has none
    of: an empty cell takes nothing away."""
    conflicts: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]
    agreed: int
    """Figures of the workbook that are ours, too."""
    result: Result
    """Of the workbook's answers alone."""

    def outcome(self, choice: Choice) -> Assessment:
        """The assessment afterwards."""
        before = self.existing or Assessment(self.proposal.instrument)
        return merged(before, self.proposal, choice)


def merged(before: Assessment, proposal: Proposal, choice: Choice) -> Assessment:
    """The assessment with what the workbook adds. What the workbook leaves blank stays; documents
    are added, never taken away; where both say something else, `choice` decides."""
    theirs = choice == "theirs"
    register = dict(before.evidence)
    several = _of_several_places(register.values())
    titles = {folded(e.title) for e in register.values()}
    said_too = (e for said in proposal.answers.values() for e in said.evidence)
    several |= _of_several_places(e for e in said_too if folded(e.title) not in titles)
    known = {d: key for key, e in register.items() for d in _names(e, several)}
    answers = dict(before.answers)
    number = int(before.free_key()[1:])
    for item, said in proposal.answers.items():
        answer = before.answer(item)
        keys = list(answer.evidence)
        for named, entry in zip_longest(said.keys, said.evidence):
            key = named if _is_same(before.evidence.get(named or ""), entry) else None
            key = key or _own(register, answer.evidence, entry)
            key = key or known.get((folded(entry.title), entry.location))
            if key is None:
                key = f"E{number}"
                register[key] = entry
                known |= {d: key for d in _names(entry, several) if d not in known}
                number += 1
            elif entry.location and not register[key].location:
                register[key] = replace(register[key], location=entry.location)
            if key not in keys:
                keys.append(key)
        made = Answer(
            _chosen(answer.status, said.status, theirs),
            _chosen(answer.note, said.note, theirs) or "",
            tuple(keys),
        )
        if not made.empty:
            answers[item] = made
    fields = {
        name: _chosen(getattr(before.profile, name), value, theirs)
        for name, (value, _) in proposal.profile.items()
    }
    profile: Profile = replace(before.profile, **fields)  # type: ignore[arg-type]
    return replace(before, profile=profile, answers=answers, evidence=register)


def _chosen(ours: str | None, said: str | None, theirs: bool) -> str | None:
    """Blank is never a word against what the other says."""
    if not said or (ours and not theirs):
        return ours
    return said


def _is_same(ours: Evidence | None, said: Evidence) -> bool:
    """Whether a document of ours is the one that has its key there: another assessment's may have
    the same key."""
    return (
        ours is not None
        and folded(ours.title) == folded(said.title)
        and said.location in ("", ours.location)
    )


def _own(register: Mapping[str, Evidence], keys: Sequence[str], said: Evidence) -> str | None:
    """The item's own document of that title, if one of the two is said by its title alone."""
    fitting = (k for k in keys if k in register and folded(register[k].title) == folded(said.title))
    return next((k for k in fitting if not (said.location and register[k].location)), None)


def _of_several_places(entries: Iterable[Evidence]) -> frozenset[str]:
    """Titles of several documents at different places, such as ``Link``: they tell none of them."""
    places: dict[str, set[str]] = {}
    for entry in entries:
        if entry.location:
            places.setdefault(folded(entry.title), set()).add(entry.location)
    return frozenset(title for title, found in places.items() if len(found) > 1)


def _names(entry: Evidence, several: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What a document may be called by: its title and place, or its title alone."""
    title = folded(entry.title)
    exact = (title, entry.location)
    return (exact,) if title in several else (exact, (title, ""))
