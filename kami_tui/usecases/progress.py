"""How far an assessment is, in four numbers; and how far each of those it was given to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kami_tui.domain.numbers import Exact
from kami_tui.usecases.session import Session


@dataclass(frozen=True, slots=True)
class Progress:
    """Four numbers, each of a whole of its own. None of them is ever shown without its whole: that
    every item is answered and three quarters of the answers have evidence is true at once.

    =============  =========================================  ================================
    number         counts                                     of (its whole)
    =============  =========================================  ================================
    ``answered``   items with a status, N/A included          ``items``: every item
    ``evidenced``  answers that earn points and have          ``earning``: answers that earn
                   evidence attached                          points
    ``verified``   answers a verifier has looked at           ``answered``: answers given
    ``counted``    points that make up the score              ``earned``: points the answers
                                                              are worth before item gates
    =============  =========================================  ================================

    A note without a status is no answer. An answer that earns nothing needs no evidence. Points are
    those of the scored areas (the ones that make up the total), so that ``counted`` of the whole
    assessment is the total; of a single area they are that area's own.
    """

    items: int
    answered: int
    earning: int
    evidenced: int
    verified: int
    earned: Exact
    counted: Exact

    @property
    def unanswered(self) -> int:
        return self.items - self.answered

    @property
    def without_evidence(self) -> int:
        return self.earning - self.evidenced

    @property
    def parked(self) -> Exact:
        """Points kept behind a shut gate: earned, and not counted while it is shut."""
        return self.earned - self.counted


@dataclass(frozen=True, slots=True)
class OwnerProgress:
    """The items given to one person or group. `without_evidence`: as in `Progress`."""

    owner: str
    """Empty: given to nobody."""
    items: int
    answered: int
    without_evidence: int


def progress(
    session: Session, area_id: str | None = None, verified: Collection[str] = ()
) -> Progress:
    """The four numbers of the whole assessment, or of one area.

    `verified` are the ids of the items a verifier has confirmed; an assessment does not hold
    them yet, so there are none unless a caller knows better. Raises KeyError for no such area.
    """
    scorer, evaluation = session.scorer, session.evaluation
    start, stop = scorer.span[area_id] if area_id is not None else (0, len(scorer.ids))
    ids = scorer.ids[start:stop]
    answered = [i for i in ids if evaluation.status_of(i) is not None]
    earning = [i for i in answered if evaluation.earned_by(i)]
    scored = {r.area for r in session.instrument.results.areas}
    spans = [(start, stop)]
    if area_id is None and scored:
        spans = [s for area, s in scorer.span.items() if area in scored]
    return Progress(
        items=len(ids),
        answered=len(answered),
        earning=len(earning),
        evidenced=sum(bool(session.answer_to(i).evidence) for i in earning),
        verified=sum(i in verified for i in answered),
        earned=sum(sum(evaluation.earned[a:b]) for a, b in spans),
        counted=sum(sum(evaluation.counted[a:b]) for a, b in spans),
    )


def by_owner(session: Session) -> tuple[OwnerProgress, ...]:
    """Everybody something was given to, by name; last, what was given to nobody.

    Empty where nothing was given to anybody: then there is nothing to tell apart.
    """
    given: dict[str, list[str]] = {}
    for item_id in session.order:
        given.setdefault(session.owner_of(item_id), []).append(item_id)
    if not given.keys() - {""}:
        return ()
    names = sorted(given, key=lambda name: (not name, name.casefold(), name))
    return tuple(_of(session, name, given[name]) for name in names)


def _of(session: Session, owner: str, ids: Iterable[str]) -> OwnerProgress:
    answers = [(i, session.answer_to(i)) for i in ids]
    return OwnerProgress(
        owner=owner,
        items=len(answers),
        answered=sum(a.status is not None for _, a in answers),
        without_evidence=sum(
            bool(session.evaluation.earned_by(i)) and not a.evidence for i, a in answers
        ),
    )
