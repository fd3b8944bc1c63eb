"""The place where most of the work is done: item after item, with the standing always in view.

What a key may cost: at the median 8 ms from the key to the answer on disk and on the screen, 33 ms
in the worst case (`script/bench` measures both). So, for every key:

- `show` is called once, and makes one `View` (tui/view.py) for all panels: what two of them need,
  or what takes long, is worked out there, at most once, and only if a visible panel asks for it.
- A panel is one widget: a `Sheet` of blocks (widgets/sheet.py). New things to show are new blocks,
  not new widgets; what a key cannot have changed is not made again (`Panel.differs`).
- No class is set, nothing is mounted, and no layout is asked for; an attribute that many watch is a
  `var`, not a `reactive`. Covered screens are left alone.
- A change is handed over, given a blink to become durable, and shown with the word "saved": one
  paint, not two (`record`).
"""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from kami_tui.domain.answers import Change
from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.desk import Desk
from kami_tui.tui.messages import AreaPicked, EvidenceWanted, ItemPicked, NoteWanted, StatusPicked
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.screens.evidence import EvidenceDialog
from kami_tui.tui.screens.find import FindDialog
from kami_tui.tui.screens.note import NoteDialog
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.screens.summary import SummaryScreen
from kami_tui.tui.view import Panel, View
from kami_tui.tui.widgets.areas import AreaList, AreaStrip
from kami_tui.tui.widgets.head import BLINK, Head
from kami_tui.tui.widgets.items import ItemList
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.question import Question
from kami_tui.tui.widgets.sheet import Ground
from kami_tui.tui.widgets.standing import Standing, StandingStrip


class Columns(Horizontal, Ground):
    pass


class Rows(Vertical, Ground):
    pass


class WalkerScreen(KamiScreen[None], Ground):
    """Walks one assessment. Nothing here is focused: every key is the screen's."""

    CSS_PATH = "walker.tcss"
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-medium"), (118, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "retry", N_("save now")),  # offered only in trouble: then it is first
        Binding("down,j,space,enter", "step(1)", N_("next"), key_display="down"),
        Binding("u", "unanswered(1)", N_("next gap")),
        Binding("t,m", "note", N_("note")),
        Binding("e", "evidence", N_("evidence")),
        Binding("v", "panel", N_("standing")),
        Binding("s", "summary", N_("summary")),
        Binding("right_square_bracket,right", "step_area(1)", N_("next area")),
        Binding("slash", "find", N_("search")),
        Binding("z", "undo", N_("undo")),
        Binding("r", "report", N_("report")),
        Binding("q,escape", "leave", N_("back")),
        Binding("y,Z", "redo", N_("redo")),
        Binding("g", "jump", N_("go to item")),
        Binding("p", "profile", N_("profile")),
        Binding("up,k", "step(-1)", N_("previous"), key_display="up"),
        Binding("left_square_bracket,left", "step_area(-1)", N_("previous area")),
        Binding("U", "unanswered(-1)", N_("previous gap")),
        Binding("w", "without_evidence", N_("next without evidence")),
        Binding("backspace,delete", "take_back", N_("take the answer back")),
        Binding("pagedown", "scroll(1)", N_("scroll down"), show=False),
        Binding("pageup", "scroll(-1)", N_("scroll up"), show=False),
        Binding("home", "edge(0)", N_("first item of the area"), show=False),
        Binding("end", "edge(-1)", N_("last item of the area"), show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session = desk.session

    # -- showing --------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield Head()
        yield AreaStrip()
        with Columns(id="body"):
            with Rows(id="rail"):
                yield AreaList()
                yield ItemList()
            yield Question()
            yield Standing()
        yield StandingStrip()
        yield KeyBar()

    def on_mount(self) -> None:
        self.show()

    def on_resize(self) -> None:
        # After the refresh: the classes for the new width are set by then.
        self.call_after_refresh(self.show)

    def retranslate(self) -> None:
        self.query_one(Head).show()
        self.show()

    def head(self) -> Content:
        profile = self.session.assessment.profile
        scope = words.one_line(profile.scope or profile.unit)
        return Content.assemble(
            (words.title(profile, self.tr), "bold"), (f"   {scope}" if scope else "", words.MUTED)
        )

    def extra_keys(self) -> list[tuple[str, str]]:
        keys = [words.key_of(o.code) for o in words.options_of(self.session, self.place)]
        return [(" ".join(keys), self.tr("answer"))]

    @property
    def place(self) -> str:
        return self.desk.place

    @property
    def area(self) -> str:
        return self.session.area_of(self.place).id

    def show(self) -> None:
        """Brings everything in line with the session; widgets write only what differs.

        What is not displayed waits until it is; before the first picture nobody knows yet.
        """
        view = View(self.session, self.place, self.tr,
                    slim=self.has_class("-narrow"), low=self.has_class("-low"))  # fmt: skip
        for panel in self.query(Widget):  # none, if the program is ending already
            if isinstance(panel, Panel) and (panel.display or not self.ready):
                panel.show(view)
        self.refresh_bindings()

    def go_to(self, item: str) -> None:
        self._step_to(item)
        self.show()

    def _step_to(self, item: str) -> None:
        if item != self.place:
            self.desk.go_to(item)
            self.query_one(Question).scroll_home(animate=False)

    # -- answering ------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Answers are keys of the item, not of the screen: what is offered comes from the data."""
        if event.character is None:
            return
        pressed = event.character.lower()
        for option in self.session.options(self.place):
            if words.key_of(option.code) == pressed:
                event.stop()
                await self.answer(option.code)
                return

    @on(StatusPicked)
    async def _clicked(self, event: StatusPicked) -> None:
        event.stop()
        await self.answer(event.status)

    async def answer(self, status: str) -> None:
        """Gives an answer and stays; an answer that needs a reason asks for it at once."""
        place = self.place
        await self.record(self.session.set_status(place, status))
        option = self.session.instrument.option(place, status)
        if option and option.needs_note and not self.session.answer_to(place).note.strip():
            prompt = self.tr('Why is the answer "{answer}"?', answer=self.tr.text(option.label))
            self._edit_note(prompt)

    async def record(self, changes: tuple[Change, ...]) -> None:
        """Hands changes over and shows them: if the store is quick, at once as saved."""
        self.desk.record(changes)
        if not await self.desk.saver.settled(BLINK):
            self.query_one(Head).show()
        self.show()

    async def action_take_back(self) -> None:
        await self.record(self.session.set_status(self.place, None))

    async def action_undo(self) -> None:
        await self._wound(self.session.undo())

    async def action_redo(self) -> None:
        await self._wound(self.session.redo())

    async def _wound(self, changes: tuple[Change, ...]) -> None:
        """Goes to where something was changed, so that it is seen."""
        touched = [c.subject for c in changes if c.kind in ("answer", "link")]
        if touched:
            self._step_to(touched[0])
        await self.record(changes)
        self.query_one(Head).show()

    # -- moving ---------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        order = self.session.order
        at = self.session.scorer.position[self.place] + by
        if 0 <= at < len(order):
            self.go_to(order[at])

    def action_step_area(self, by: int) -> None:
        ids = [a.id for a in self.session.instrument.areas]
        at = ids.index(self.area) + by
        if 0 <= at < len(ids):
            self.action_area(ids[at])

    def action_area(self, area: str) -> None:
        """Goes to an area: to its first unanswered item, or its first."""
        items = [i.id for i in self.session.instrument.area(area).items]
        unanswered = (i for i in items if self.session.answer_to(i).status is None)
        self.go_to(next(unanswered, items[0]))

    def action_edge(self, index: int) -> None:
        self.go_to(self.session.instrument.area(self.area).items[index].id)

    def action_unanswered(self, step: int) -> None:
        found = self.session.next_unanswered(self.place, step)
        if found is None:
            self.kami.say(self.tr("Every item is answered."))
        else:
            self.go_to(found)

    def action_without_evidence(self) -> None:
        found = self.session.next_without_evidence(self.place)
        if found is None:
            self.kami.say(self.tr("Every answer that earns points has evidence."))
        else:
            self.go_to(found)

    def action_scroll(self, pages: int) -> None:
        shown = Standing if self.has_class("-standing") else Question
        widget = self.query_one(shown)
        widget.scroll_relative(y=pages * max(widget.size.height - 2, 1), animate=False)

    @on(AreaPicked)
    def _area_clicked(self, event: AreaPicked) -> None:
        self.action_area(event.area)

    @on(ItemPicked)
    def _item_clicked(self, event: ItemPicked) -> None:
        self.go_to(event.item)

    # -- other windows --------------------------------------------------------------------

    @on(NoteWanted)
    def action_note(self) -> None:
        self._edit_note(self.tr("Note on item {item}", item=self.place))

    def _edit_note(self, prompt: str) -> None:
        self.app.push_screen(NoteDialog(self.desk, self.place, prompt), self._returned)

    @on(EvidenceWanted)
    def action_evidence(self) -> None:
        self.app.push_screen(EvidenceDialog(self.desk, self.place), self._returned)

    def action_find(self) -> None:
        self.app.push_screen(FindDialog(self.session), self._found)

    def action_jump(self) -> None:
        self.app.push_screen(FindDialog(self.session, by_id=True), self._found)

    def _found(self, item: str | None) -> None:
        if item:
            self.go_to(item)

    def action_summary(self) -> None:
        self.app.push_screen(SummaryScreen(self.session), self._found)

    def action_profile(self) -> None:
        self.app.push_screen(ProfileScreen(self.session.assessment.profile), self._profiled)

    async def _profiled(self, values: dict[str, str] | None) -> None:
        if values:
            await self.record(self.session.set_profile(**values))
            self.query_one(Head).show()

    def _returned(self, _nothing: object = None) -> None:
        self.show()

    def action_report(self) -> None:
        self.kami.ask_report(self.session)

    def action_panel(self) -> None:
        """In a narrow window: the standing in place of the question, and back."""
        self.toggle_class("-standing")
        self.show()

    def action_retry(self) -> None:
        self.desk.saver.retry()

    def action_leave(self) -> None:
        self.kami.leave_desk()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        session = self.session
        match action:
            case "undo":
                return session.can_undo
            case "redo":
                return session.can_redo
            case "take_back":
                return session.answer_to(self.place).status is not None
            case "retry":
                return self.desk.saver.state.error is not None
            case "panel":
                return not self.has_class("-wide")
            case "step" | "step_area":
                ids = (
                    session.order
                    if action == "step"
                    else tuple(a.id for a in session.instrument.areas)
                )
                here = self.place if action == "step" else self.area
                return here != (ids[-1] if parameters == (1,) else ids[0])
        return True
