"""What differs between two results of one edition: before and after, here and on a copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kami_tui.domain.answers import changes_between
from kami_tui.domain.numbers import Exact
from kami_tui.domain.result import AreaResult
from kami_tui.usecases.session import Session


@dataclass(frozen=True, slots=True)
class AreaDifference:
    area: str
    before: AreaResult
    after: AreaResult

    @property
    def points(self) -> Exact:
        return self.after.score - self.before.score


@dataclass(frozen=True, slots=True)
class Difference:
    items: tuple[str, ...]
    """Items answered otherwise, in the instrument's order."""
    others: int
    """Other things that differ: notes, documents, attachments, owners, profile fields."""
    total: tuple[Exact, Exact] | None
    """Before and after; None where the instrument has no total."""
    readiness: tuple[str | None, str | None]
    """Values on the scale of the final status; None while not known."""
    category: tuple[str | None, str | None]
    areas: tuple[AreaDifference, ...]
    """Those whose score, level or stage 3 differs."""

    @property
    def points(self) -> Exact:
        return self.total[1] - self.total[0] if self.total else 0


def difference(before: Session, after: Session) -> Difference:
    """Both sessions must be of one edition."""
    old, new = before.result, after.result
    return Difference(
        items=tuple(
            i for i in after.order if before.answer_to(i).status != after.answer_to(i).status
        ),
        others=_others(before, after),
        total=(old.total, new.total) if old.total is not None and new.total is not None else None,
        readiness=(old.readiness, new.readiness),
        category=(
            old.category.value if old.category else None,
            new.category.value if new.category else None,
        ),
        areas=tuple(_areas(before, after)),
    )


def _others(before: Session, after: Session) -> int:
    """A document counts once, however many of its fields differ."""
    found = changes_between(before.assessment, after.assessment)
    return len(
        {
            (c.kind, c.subject, "" if c.kind == "evidence" else c.field)
            for c in found
            if (c.kind, c.field) != ("answer", "status")
        }
    )


def _areas(before: Session, after: Session) -> Iterator[AreaDifference]:
    for area, old in before.result.areas.items():
        new = after.result.areas[area]
        if (old.score, old.maturity, old.stage3_counted) != (
            new.score, new.maturity, new.stage3_counted,
        ):  # fmt: skip
            yield AreaDifference(area, old, new)
