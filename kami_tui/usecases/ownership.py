"""Who has how much, and what giving something to somebody would move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kami_tui.domain.owners import items_in, owner_of
from kami_tui.usecases.session import Session


@dataclass(frozen=True, slots=True)
class Share:
    """What one person or group has; `owner` is empty for what nobody has."""

    owner: str
    items: int
    unanswered: int


def shares(session: Session) -> tuple[Share, ...]:
    """Everybody who has something, in the order of their first item; last what nobody has."""
    counts: dict[str, list[int]] = {}
    for item in session.order:
        count = counts.setdefault(session.owner_of(item), [0, 0])
        count[0] += 1
        count[1] += session.answer_to(item).status is None
    nobody = counts.pop("", None)
    found = [Share(owner, *count) for owner, count in counts.items()]
    return (*found, *([Share("", *nobody)] if nobody else []))


def names(session: Session) -> tuple[str, ...]:
    """Names in use, each once: those that have items first, then those whose scopes are empty."""
    having = [s.owner for s in shares(session) if s.owner]
    given = [o for o in session.assessment.owners.values() if o]
    return tuple(dict.fromkeys([*having, *given]))


def narrower(session: Session, scope: str) -> tuple[str, ...]:
    """Scopes within this one that are given to somebody by themselves: they keep their owner."""
    inside = set(items_in(session.instrument, scope))
    return tuple(
        other
        for other, owner in session.assessment.owners.items()
        if owner
        and _depth(other) > _depth(scope)
        and inside.issuperset(_items(session, other) or ("",))
    )


def moved(session: Session, scope: str, owner: str) -> int:
    """How many items would have another owner than now."""
    owners = {**session.assessment.owners, scope: owner}
    return sum(
        owner_of(session.instrument, owners, item) != session.owner_of(item)
        for item in items_in(session.instrument, scope)
    )


def completions(known: Iterable[str], typed: str) -> tuple[str, ...]:
    """Names that go on from what was typed, then those that hold it; case does not matter."""
    wanted = typed.strip().casefold()
    found = [n for n in known if wanted in n.casefold()]
    return tuple(sorted(found, key=lambda n: not n.casefold().startswith(wanted)))


def _items(session: Session, scope: str) -> tuple[str, ...]:
    """None, where an assessment names a scope that the edition no longer has."""
    try:
        return items_in(session.instrument, scope)
    except KeyError:
        return ()


def _depth(scope: str) -> int:
    """An area, one of its sections, an item."""
    return 1 if "/" in scope else 2 if "." in scope else 0
