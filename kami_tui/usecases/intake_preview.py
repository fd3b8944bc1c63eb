"""Looks at what taking a workbook in would do, and does it."""

from __future__ import annotations

from collections.abc import Iterator

from kami_tui.domain.answers import Assessment, Change
from kami_tui.domain.errors import BadInput, NotTakenIn, Problem
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.domain.text import folded
from kami_tui.usecases.intake import Choice, Conflict, Preview, Proposal, merged
from kami_tui.usecases.intake_figures import gaps_of
from kami_tui.usecases.keeping import Keeper
from kami_tui.usecases.ports import Stored, Workspace
from kami_tui.usecases.session import Session


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
    gaps = gaps_of(proposal, evaluation, result)
    return Preview(
        proposal,
        existing,
        new=tuple(i for i in said if before.answer(i).status is None),
        same=tuple(i for i, s in said.items() if before.answer(i).status == s),
        empty=tuple(_empty(before, proposal, scorer)),
        conflicts=tuple(_conflicts(before, proposal)),
        gaps=gaps,
        agreed=len({(f.name, f.area) for f in proposal.figures}) - len(gaps),
        result=result,
    )


def _empty(before: Assessment, proposal: Proposal, scorer: Scorer) -> Iterator[str]:
    area_of, said = scorer.instrument.area_of, proposal.answers
    areas = {area_of[i].id for i in said}
    for item in scorer.ids:
        if area_of[item].id not in areas:
            continue
        answer, there = before.answer(item), said.get(item)
        status, note = (there.status, there.note) if there else (None, "")
        if (answer.status and not status) or (answer.note and not note):
            yield item


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
        NotTakenIn: ``conflicts``, with "fail": others have written since the preview was made.
        StoreError: nothing was written.
    """
    keeper = Keeper(stored, scorer, workspace, who)
    keeper.look()  # a person thinks for a while over a preview; others may have written meanwhile
    conflicts = _conflicts(keeper.session.assessment, preview.proposal)
    if choice == "fail" and conflicts:
        raise NotTakenIn(reason="conflicts", conflicts=len(conflicts))
    outcome = merged(keeper.session.assessment, preview.proposal, choice)
    changes = keeper.session.adopt(Session(outcome, scorer))
    return keeper.keep(changes).changes if changes else ()


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
