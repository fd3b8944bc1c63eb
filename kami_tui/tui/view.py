"""What the walker's panels show, worked out once per key press and handed to all of them.

A panel takes from here what it shows. What two panels need, or what takes long, is a property
here: it is worked out when a panel asks first, and not at all if none that is visible does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kami_tui.domain.answers import Answer
from kami_tui.domain.instrument import Area, Item
from kami_tui.domain.official import OURS, Wording
from kami_tui.domain.story import AreaStory
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.difference import Difference
from kami_tui.usecases.filters import Filters
from kami_tui.usecases.moves import Found
from kami_tui.usecases.session import Session


@dataclass(frozen=True)
class View:
    """The session as it stands now, seen from one item. Made anew for every key."""

    session: Session
    place: str
    """Item the assessor is at."""
    tr: Translator
    slim: bool = False
    """The list of items has room for signs only."""
    low: bool = False
    """An area has room for one line only."""
    filters: Filters | None = None
    """Which items are walked through; None: all."""
    fitting: tuple[str, ...] = ()
    """The items that `filters` leave, in order."""
    tried: Difference | None = None
    """What is being tried out makes of the result; None: nothing is."""
    moves: Found | None = None
    """What single answers would do for the area; None: not worked out yet."""

    guidance: bool = False
    """Each answer says when to choose it."""
    wording: Wording = OURS
    """Whose words the item is shown in."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the area that are walked through."""
        if self.filters is None:
            return self.area.items
        return tuple(i for i in self.area.items if i.id in self.fitting)

    @cached_property
    def item(self) -> Item:
        return self.session.item(self.place)

    @cached_property
    def area(self) -> Area:
        return self.session.area_of(self.place)

    @cached_property
    def answer(self) -> Answer:
        return self.session.answer_to(self.place)

    @cached_property
    def story(self) -> AreaStory:
        """Why the area stands where it does."""
        return self.session.story(self.area.id)


class Panel:
    """A widget that shows a view. The walker gives every new one to each that is displayed."""

    always = False
    """It is given every view, displayed or not, since it decides itself."""
    _made_from: tuple[object, ...] = ()

    def show(self, view: View) -> None:
        raise NotImplementedError

    def differs(self, *made_from: object) -> bool:
        """Whether one of these is another object than when last asked: if none is, what a panel
        makes of them alone need not be made again."""
        before, self._made_from = self._made_from, made_from
        return len(before) != len(made_from) or any(
            one is not other for one, other in zip(before, made_from, strict=True)
        )
