"""Which items a walk goes through, and in which order; and finding one by its words."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.usecases.session import Session


@dataclass(frozen=True, slots=True)
class Route:
    """All items, those of one area, or only those without an answer. It ends; it never goes round,
    so that a script can count on which line meets which item."""

    session: Session
    area: str | None = None
    only_unanswered: bool = False

    def start(self, place: str | None) -> str | None:
        """Where to begin: at the place, if all on the way is walked; None: nothing is to be done.

        What is unanswered begins with the first such item, wherever one was last.
        """
        if place is not None and not self.only_unanswered and self._on_the_way(place):
            return place
        return self.after(None)

    def after(self, item: str | None) -> str | None:
        """The next stop; the first one for None. None: the walk is over."""
        order = self.session.order
        begin = 0 if item is None else self.session.scorer.position[item] + 1
        return next((i for i in order[begin:] if self._stops_at(i)), None)

    def before(self, item: str | None) -> str | None:
        """The item before, answered or not: one goes back to what one has just answered."""
        order = self.session.order
        end = len(order) if item is None else self.session.scorer.position[item]
        return next((i for i in reversed(order[:end]) if self._on_the_way(i)), None)

    def unanswered(self, item: str | None) -> str | None:
        """The next item without an answer, from the beginning again if there is none behind."""
        answer_to = self.session.answer_to
        return self.session.next_where(
            item, lambda i: self._on_the_way(i) and answer_to(i).status is None
        )

    def _on_the_way(self, item: str) -> bool:
        return self.area is None or self.session.area_of(item).id == self.area

    def _stops_at(self, item: str) -> bool:
        open_ = not self.only_unanswered or self.session.answer_to(item).status is None
        return open_ and self._on_the_way(item)
