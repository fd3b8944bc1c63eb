"""One answer for many items: what it would do to each of them, before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kami_tui.usecases.session import Session

Fate = Literal["new", "over", "same", "kept", "not_offered"]
"""``new``: unanswered so far; ``over``: its answer is overwritten; ``same``: it says so already;
``kept``: it is answered, and answered ones are left alone; ``not_offered``: it cannot say so."""


@dataclass(frozen=True, slots=True)
class Line:
    item: str
    before: str | None
    fate: Fate

    @property
    def changes(self) -> bool:
        return self.fate in ("new", "over")


@dataclass(frozen=True, slots=True)
class Plan:
    """What answering would do. Two plans are equal if they do the same to the same answers."""

    status: str
    lines: tuple[Line, ...]
    needs_reason: bool
    """The status needs a reason, and one of the items it is given to has no note yet."""

    @property
    def items(self) -> tuple[str, ...]:
        """Those that would be answered, in order."""
        return tuple(line.item for line in self.lines if line.changes)

    def count(self, fate: Fate) -> int:
        return sum(line.fate == fate for line in self.lines)


def plan(session: Session, items: Iterable[str], status: str, *, answered_too: bool) -> Plan:
    """What giving `status` to `items` would do; answered ones are left alone unless told."""
    lines = tuple(_line(session, i, status, answered_too) for i in items)
    given = [line.item for line in lines if line.changes]
    options = (session.instrument.option(i, status) for i in given)
    needy = any(o is not None and o.needs_note for o in options)
    bare = any(not session.answer_to(i).note.strip() for i in given)
    return Plan(status, lines, needs_reason=needy and bare)


def tried(session: Session, plan: Plan) -> Session:
    """A copy on which it is done, to look at the result."""
    trial = session.fork()
    trial.set_statuses(plan.items, plan.status)
    return trial


def statuses_of(session: Session, items: Iterable[str]) -> tuple[str, ...]:
    """Every status that at least one of the items offers, the lowest first; letters (options of
    an item's own) in their order."""
    codes: dict[str, None] = {}
    own = False
    for item in items:
        codes.update(dict.fromkeys(o.code for o in session.options(item)))
        own = own or session.item(item).options is not None
    return tuple(sorted(codes) if own else codes)


def _line(session: Session, item: str, status: str, answered_too: bool) -> Line:
    before = session.answer_to(item).status
    if session.instrument.option(item, status) is None:
        return Line(item, before, "not_offered")
    if before == status:
        return Line(item, before, "same")
    if before is None:
        return Line(item, before, "new")
    return Line(item, before, "over" if answered_too else "kept")
