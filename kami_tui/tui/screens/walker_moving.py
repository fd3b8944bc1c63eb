"""How one moves over the items: step by step, by what is missing, through filters."""

from __future__ import annotations

from textual import on

from kami_tui.tui.messages import AreaPicked, ItemPicked
from kami_tui.tui.screens.walker_windows import WalkerWindows
from kami_tui.usecases.check import findings, next_doubtful
from kami_tui.usecases.filters import Filters, matching


class WalkerMoving(WalkerWindows):
    """Every move ends in `go_to`."""

    @property
    def area(self) -> str:
        return self.session.area_of(self.place).id

    @property
    def fitting(self) -> tuple[str, ...]:
        """The items one walks through, in order; the present one stays until it is left."""
        filters, session = self.desk.filters, self.session
        if filters.is_empty:
            return session.order
        weak = findings(session, self.desk.files) if filters.finding else ()
        found = matching(session, filters, weak)
        if self.place in found:
            return found
        return tuple(i for i in session.order if i in found or i == self.place)

    # -- one after another ----------------------------------------------------------------

    def neighbour(self, by: int) -> str | None:
        order = self.fitting
        at = order.index(self.place) + by
        return order[at] if 0 <= at < len(order) else None

    def action_step(self, by: int) -> None:
        if (item := self.neighbour(by)) is not None:
            self.go_to(item)

    def neighbour_area(self, by: int) -> str | None:
        """The next area that has an item to walk through."""
        ids = [a.id for a in self.session.instrument.areas]
        at = ids.index(self.area)
        ahead = ids[at + 1 :] if by > 0 else ids[:at][::-1]
        if not self.desk.filters.is_empty:  # asked at every key: not without need
            there = {self.session.area_of(i).id for i in self.fitting}
            ahead = [a for a in ahead if a in there]
        return ahead[0] if ahead else None

    def action_step_area(self, by: int) -> None:
        if (area := self.neighbour_area(by)) is not None:
            self.action_area(area)

    def action_area(self, area: str) -> None:
        """Goes to an area: to its first unanswered item, or its first."""
        items = [i.id for i in self.session.instrument.area(area).items]
        items = [i for i in self.fitting if i in items] or items
        unanswered = (i for i in items if self.session.answer_to(i).status is None)
        self.go_to(next(unanswered, items[0]))

    def action_edge(self, index: int) -> None:
        area = [i for i in self.fitting if self.session.area_of(i).id == self.area]
        self.go_to(area[index])

    # -- by what is missing ---------------------------------------------------------------

    def action_unanswered(self, step: int) -> None:
        found = self.session.next_unanswered(self.place, step)
        self._go_or_say(found, self.tr("Every item is answered."))

    def action_without_evidence(self) -> None:
        found = self.session.next_without_evidence(self.place)
        self._go_or_say(found, self.tr("Every answer that earns points has evidence."))

    def action_finding(self, step: int) -> None:
        weak = findings(self.session, self.desk.files)
        found = next_doubtful(self.session, self.place, weak, step)
        self._go_or_say(found, self.tr("No answer is weak."))

    @property
    def causes(self) -> tuple[str, ...]:
        """Items that keep stage 3 of the area shut or its level down, in order."""
        story = self.session.story(self.area)
        needs = [n for g in story.gates for n in g.needs] + list(story.next_needs)
        named = {i for n in needs for i in n.items}
        return tuple(sorted(named, key=self.session.scorer.position.__getitem__))

    def action_cause(self, step: int) -> None:
        named = frozenset(self.causes)
        found = self.session.next_where(self.place, named.__contains__, step)
        self._go_or_say(found, self.tr("Nothing holds this area back."))

    def _go_or_say(self, item: str | None, otherwise: str) -> None:
        if item is None:
            self.kami.say(otherwise)
        else:
            self.go_to(item)

    # -- filters --------------------------------------------------------------------------

    def action_filter(self) -> None:
        from kami_tui.tui.screens.filter import FilterDialog

        self.app.push_screen(FilterDialog(self.desk), self._filtered)

    def action_unfilter(self) -> None:
        self._filtered(Filters())

    def _filtered(self, filters: Filters | None) -> None:
        if filters is None:
            return
        self.desk.filters = filters
        if not filters.is_empty and self.place not in (fit := self._fitting_only()) and fit:
            self.go_to(next((i for i in fit if self._after(i)), fit[0]))
        self.show()

    def _fitting_only(self) -> tuple[str, ...]:
        weak = findings(self.session, self.desk.files)
        return matching(self.session, self.desk.filters, weak)

    def _after(self, item: str) -> bool:
        position = self.session.scorer.position
        return position[item] >= position[self.place]

    # -- by the mouse ---------------------------------------------------------------------

    @on(AreaPicked)
    def _area_clicked(self, event: AreaPicked) -> None:
        self.action_area(event.area)

    @on(ItemPicked)
    def _item_clicked(self, event: ItemPicked) -> None:
        self.go_to(event.item)
