"""What taking a workbook in would write, counted before anybody agrees to it."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.domain.answers import PROFILE_FIELDS, Assessment
from kami_tui.usecases.intake import Choice, ConflictKind, Preview


@dataclass(frozen=True, slots=True)
class Outcome:
    """Items, but for the profile's fields and the number of documents."""

    statuses: tuple[str, ...]
    """They would get a status, or another one."""
    remarks: tuple[str, ...]
    remarks_replaced: tuple[str, ...]
    """Those of them that have a remark now."""
    documented: tuple[str, ...]
    """They would rest on documents that they do not rest on now."""
    documents: int
    """New ones in the register."""
    profile: tuple[str, ...]
    statuses_kept: tuple[str, ...] = ()
    """They keep their own, though the workbook has another one."""
    remarks_kept: tuple[str, ...] = ()
    profile_kept: tuple[str, ...] = ()
    empty_there: tuple[str, ...] = ()
    """They keep a status or a remark where the workbook has none, whatever `choice` is."""


def outcome_of(found: Preview, choice: Choice) -> Outcome:
    """`choice`: what happens where both say something else."""
    before = found.existing or Assessment(found.proposal.instrument)
    nothing = choice == "fail" and bool(found.conflicts)
    after = before if nothing else found.outcome(choice)
    pairs = [(i, before.answer(i), after.answer(i)) for i in found.proposal.answers]
    remarks = tuple(i for i, old, new in pairs if old.note != new.note)

    def kept(kind: ConflictKind) -> tuple[str, ...]:
        subjects = tuple(c.subject for c in found.conflicts if c.kind == kind)
        return () if choice == "theirs" else subjects

    return Outcome(
        statuses=tuple(i for i, old, new in pairs if old.status != new.status),
        remarks=remarks,
        remarks_replaced=tuple(i for i in remarks if before.answer(i).note),
        documented=tuple(i for i, old, new in pairs if old.evidence != new.evidence),
        documents=len(after.evidence) - len(before.evidence),
        profile=tuple(
            f for f in PROFILE_FIELDS if getattr(before.profile, f) != getattr(after.profile, f)
        ),
        statuses_kept=kept("status"),
        remarks_kept=kept("note"),
        profile_kept=kept("profile"),
        empty_there=found.empty,
    )
