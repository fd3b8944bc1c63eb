"""Which items to look at. Filters combine: an item must fit every one that is set. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from kami_tui.usecases.check import Weakness, doubtful
from kami_tui.usecases.session import Session

Switch = Literal[
    "unanswered", "without_evidence", "not_counted", "not_applicable", "finding", "changed"
]
SWITCHES: tuple[Switch, ...] = get_args(Switch)
"""In the order in which they are offered. `i18n.weaknesses` has their names."""

NOBODY = ""
"""As `owner`: items that are given to nobody."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; nothing set means every item."""

    unanswered: bool = False
    without_evidence: bool = False
    """An answer that earns points, with no evidence attached."""
    not_counted: bool = False
    """Discounted by a shut gate (stage 3), answered or not."""
    not_applicable: bool = False
    """Answered as not applicable."""
    finding: bool = False
    """Its answer is weak, see `check.doubtful`."""
    changed: bool = False
    """Answered differently than in the round before."""
    owner: str | None = None
    """Given to this person or group; `NOBODY`: to nobody; None: to whomever."""

    @property
    def is_empty(self) -> bool:
        return self == Filters()

    @property
    def active(self) -> tuple[Switch, ...]:
        """The switches that are on; `owner` is not among them."""
        return tuple(s for s in SWITCHES if getattr(self, s))

    def toggled(self, switch: Switch) -> Filters:
        flags: dict[str, Any] = {switch: not getattr(self, switch)}
        return replace(self, **flags)

    def owned_by(self, owner: str | None) -> Filters:
        """Asks for one owner, instead of any other."""
        return replace(self, owner=owner)


def matching(
    session: Session, filters: Filters, findings: tuple[Weakness, ...] = ()
) -> tuple[str, ...]:
    """The items that fit, in the instrument's order.

    `findings` are those of `check.findings`, needed for the switch `finding` only.
    """
    tests = [_TESTS[s](session, findings) for s in filters.active]
    if filters.owner is not None:
        tests.append(_owned(session, filters.owner))
    return tuple(i for i in session.order if all(test(i) for test in tests))


def owners(session: Session) -> tuple[str, ...]:
    """Everybody something is given to, each once, in alphabetical order."""
    return tuple(sorted({o for o in session.assessment.owners.values() if o}, key=str.casefold))


Test = Callable[[str], bool]


def _owned(session: Session, owner: str) -> Test:
    return lambda i: session.owner_of(i) == owner


def _not_applicable(session: Session) -> Test:
    def test(item: str) -> bool:
        status = session.answer_to(item).status
        option = session.instrument.option(item, status) if status else None
        return option is not None and option.not_applicable is not None

    return test


_TESTS: dict[Switch, Callable[[Session, tuple[Weakness, ...]], Test]] = {
    "unanswered": lambda s, f: lambda i: s.answer_to(i).status is None,
    "without_evidence": lambda s, f: s.lacks_evidence,
    "not_counted": lambda s, f: lambda i: not s.evaluation.counts(i),
    "not_applicable": lambda s, f: _not_applicable(s),
    "finding": lambda s, f: doubtful(f).__contains__,
    "changed": lambda s, f: s.changed_since_previous,
}
