"""What a foreign workbook says, looked at before anything is taken in.

A reader gives a `Proposal`. `preview` lays it beside an assessment (or beside nothing) and beside
the scorer; `merged` is what taking it in would make. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal, Protocol

from kami_tui.domain.answers import Answer, Assessment, Change, Evidence, Profile
from kami_tui.domain.errors import BadInput, Problem
from kami_tui.domain.numbers import Exact
from kami_tui.domain.result import Result, plain, result_of
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.domain.text import folded
from kami_tui.usecases.keeping import Keeper
from kami_tui.usecases.ports import Stored, Workspace
from kami_tui.usecases.session import Session

FindingKind = Literal[
    # something stands there that was not taken
    "status", "not_offered", "merged_status", "rows_differ", "note", "evidence", "profile",
    "unknown_number", "no_status",
    # taken, but to be looked at
    "number", "score", "by_score", "duplicate", "status_columns", "hidden", "hidden_copy", "cut",
    "unscored",
    # not there
    "area_missing", "items_missing",
    # of the file
    "macros", "edition_says", "not_worked_out",
]  # fmt: skip
LOST: frozenset[FindingKind] = frozenset(
    {"status", "not_offered", "merged_status", "rows_differ", "note", "evidence", "profile",
     "unknown_number", "no_status"}
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
single answers are others; ``unanswered``: answers are missing, and it has a figure all the same;
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

    def read(self, path: Path) -> Proposal:
        """Raises BadInput: it cannot be read safely, is no workbook, or holds no assessment."""
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


@dataclass(frozen=True)
class Preview:
    """What taking a workbook in would do."""

    proposal: Proposal
    existing: Assessment | None
    new: tuple[str, ...]
    """Items that would get a status they do not have."""
    same: tuple[str, ...]
    """Items answered so already."""
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


def preview(proposal: Proposal, scorer: Scorer, existing: Assessment | None = None) -> Preview:
    """Lays a workbook beside an assessment of the same edition, or beside nothing.

    Raises:
        BadInput: the assessment is of another edition.
    """
    if existing is not None and existing.instrument != proposal.instrument:
        facts = {"found": proposal.instrument, "wanted": existing.instrument}
        raise BadInput([Problem("workbook_other_edition", facts, proposal.file)])
    before = existing or Assessment(proposal.instrument)
    said = {i: s.status for i, s in proposal.answers.items() if s.status is not None}
    evaluation = scorer.evaluate(said)
    result = result_of(evaluation)
    gaps = tuple(_gaps(proposal, evaluation, result))
    return Preview(
        proposal,
        existing,
        new=tuple(i for i in said if before.answer(i).status is None),
        same=tuple(i for i, s in said.items() if before.answer(i).status == s),
        conflicts=tuple(_conflicts(before, proposal)),
        gaps=gaps,
        agreed=len(proposal.figures) - len(gaps),
        result=result,
    )


def merged(before: Assessment, proposal: Proposal, choice: Choice) -> Assessment:
    """The assessment with what the workbook adds. What the workbook leaves blank stays; documents
    are added, never taken away; where both say something else, `choice` decides."""
    theirs = choice == "theirs"
    register = dict(before.evidence)
    known = {_document(e): key for key, e in register.items()}
    answers = dict(before.answers)
    number = int(before.free_key()[1:])
    for item, said in proposal.answers.items():
        answer = before.answer(item)
        keys = list(answer.evidence)
        for entry in said.evidence:
            key = known.get(_document(entry))
            if key is None:
                key = known[_document(entry)] = f"E{number}"
                register[key] = entry
                number += 1
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


def take_in(
    preview: Preview, choice: Choice, *, workspace: Workspace, digest: str, who: str
) -> str:
    """Adds it to the workspace as a new assessment; its id. Raises StoreError."""
    return workspace.create(preview.outcome(choice), digest=digest, who=who)


def take_into(
    stored: Stored, preview: Preview, choice: Choice, *, scorer: Scorer, workspace: Workspace,
    who: str,
) -> tuple[Change, ...]:  # fmt: skip
    """Changes an assessment of the workspace: journalled, and one step to be taken back at once.

    Raises:
        StoreError: nothing was written.
    """
    keeper = Keeper(stored, scorer, workspace, who)
    keeper.look()  # a person thinks for a while over a preview; others may have written meanwhile
    outcome = merged(keeper.session.assessment, preview.proposal, choice)
    changes = keeper.session.adopt(Session(outcome, scorer))
    return keeper.keep(changes).changes if changes else ()


def _chosen(ours: str | None, said: str | None, theirs: bool) -> str | None:
    """Blank is never a word against what the other says."""
    if not said or (ours and not theirs):
        return ours
    return said


def _document(entry: Evidence) -> tuple[str, str]:
    """Documents are the same if they are called the same and lie in the same place."""
    return folded(entry.title), entry.location


def _conflicts(before: Assessment, proposal: Proposal) -> list[Conflict]:
    found: list[Conflict] = []
    for item, said in proposal.answers.items():
        answer = before.answer(item)
        if said.status and answer.status and said.status != answer.status:
            found.append(Conflict("status", item, answer.status, said.status, said.place))
        if said.note and answer.note and folded(said.note) != folded(answer.note):
            found.append(Conflict("note", item, answer.note, said.note, said.place))
    for name, (value, place) in proposal.profile.items():
        ours = getattr(before.profile, name)
        if ours and folded(ours) != folded(value):
            found.append(Conflict("profile", name, ours, value, place))
    return found


# -- figures -----------------------------------------------------------------------------------


def _gaps(proposal: Proposal, evaluation: Evaluation, result: Result) -> list[Gap]:
    areas = [f for f in proposal.figures if f.name == "area"]
    found = [g for f in areas if (g := _area_gap(f, proposal, evaluation, result)) is not None]
    why = tuple(dict.fromkeys(r for g in found for r in g.why))
    for figure in proposal.figures:
        if figure.name == "area":
            continue
        gap = _sheet_gap(figure, proposal, evaluation, result, why, bool(areas))
        if gap is None:
            continue
        if figure.name in ("se_category", "readiness") and found:
            gap = replace(gap, why=("follows",))
        found.append(gap)
    return found


def _area_gap(
    figure: Figure, proposal: Proposal, evaluation: Evaluation, result: Result
) -> Gap | None:
    area = result.areas.get(figure.area)
    if area is None or _alike(figure.value, area.score):
        return None
    items = evaluation.scorer.instrument.area(figure.area).items
    why = _why(figure.value, [i.id for i in items], proposal, evaluation)
    return Gap(figure, plain(area.score), why)


def _sheet_gap(
    figure: Figure, proposal: Proposal, evaluation: Evaluation, result: Result,
    areas_why: tuple[Reason, ...], areas_known: bool,
) -> Gap | None:  # fmt: skip
    instrument = evaluation.scorer.instrument
    category = result.category
    if figure.name == "total":
        if _alike(figure.value, result.total):
            return None
        scored = [i.id for a in result.areas for i in instrument.area(a).items]
        why = areas_why or (
            ("unknown",) if areas_known else _why(figure.value, scored, proposal, evaluation)
        )
        return Gap(figure, plain(result.total), why)
    if figure.name == "se_score":
        role = instrument.results.category
        if category is None or role is None or _alike(figure.value, category.score):
            return None
        items = [i.id for i in instrument.area(role.area).items]
        return Gap(figure, plain(category.score), _why(figure.value, items, proposal, evaluation))
    ours, rule = result.readiness, instrument.results.readiness
    if figure.name == "se_category":
        role = instrument.results.category
        ours, rule = (category.value, role.value) if category and role else (None, None)
    if rule is None or _same_word(str(figure.value), ours, evaluation.scorer, rule):
        return None
    why = ("unanswered",) if ours is None else ("unknown",)
    return Gap(figure, ours, why)


def _same_word(said: str, ours: str | None, scorer: Scorer, rule: str) -> bool:
    scale = scorer.instrument.scale_of(rule)
    if ours is None or scale is None:
        return False
    words = {folded(w) for w in (ours, scale.label(ours, "id"), scale.label(ours, "en"))}
    return folded(said) in words


def _why(
    theirs: int | float | str, items: list[str], proposal: Proposal, evaluation: Evaluation
) -> tuple[Reason, ...]:
    """What explains a sum of points: what gives it exactly, else all that may."""
    lost = {f.item for f in proposal.findings if f.lost}
    for every in (False, True):  # with the gates of the rules, and without them
        base = {
            i: evaluation.earned_by(i) if every else evaluation.counted_of(i)
            for i in items
            if every or evaluation.counts(i)
        }
        others = {
            i: Fraction(points) - base[i]
            for i, points in proposal.points.items()
            if i in base and points != base[i] and (points or evaluation.counts(i))
        }
        stage3: tuple[Reason, ...] = ("stage3",) if every else ()
        if every and _alike(theirs, sum(base.values())):
            return stage3
        if others and _alike(theirs, sum(base.values()) + sum(others.values())):
            untaken: tuple[Reason, ...] = ("not_understood",) if lost & others.keys() else ()
            other: tuple[Reason, ...] = ("points",) if others.keys() - lost else ()
            return stage3 + untaken + other
    found: list[Reason] = []
    if lost.intersection(items):
        found.append("not_understood")
    missing = {i for f in proposal.findings for i in _missing(f)}
    if missing.intersection(items):
        found.append("missing")
    if any(evaluation.status_of(i) is None and i not in lost | missing for i in items):
        found.append("unanswered")
    return tuple(found) or ("unknown",)


def _missing(finding: Finding) -> tuple[str, ...]:
    items = finding.facts.get("items", ())
    return tuple(map(str, items)) if isinstance(items, (tuple, list)) else ()


def _alike(said: int | float | str, ours: Exact | None) -> bool:
    """Whether a figure is ours, but for what a spreadsheet loses of it."""
    return not isinstance(said, str) and ours is not None and abs(said - float(ours)) < 0.01
