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

from functools import cached_property
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from kami_tui.domain.answers import Change
from kami_tui.i18n.translator import N_
from kami_tui.tui import told, words
from kami_tui.tui.as_text import item_text
from kami_tui.tui.desk import Desk
from kami_tui.tui.messages import StatusPicked
from kami_tui.tui.painting import Painter
from kami_tui.tui.screens.walker_thinking import WalkerThinking
from kami_tui.tui.view import Panel, View
from kami_tui.tui.widgets.areas import AreaList, AreaStrip
from kami_tui.tui.widgets.filter_line import FilterLine
from kami_tui.tui.widgets.ground import Ground
from kami_tui.tui.widgets.head import BLINK, Head
from kami_tui.tui.widgets.items import ItemList
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.question import Question
from kami_tui.tui.widgets.sheet import Sheet
from kami_tui.tui.widgets.standing import Standing, StandingStrip

SOMETIMES: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("undo", ()), ("redo", ()), ("take_back", ()), ("retry", ()), ("panel", ()), ("unfilter", ()),
    ("cause", (1,)), *((name, (by,)) for name in ("step", "step_area") for by in (1, -1)),
)  # fmt: skip
"""Actions that do not always work: the key line is made anew where one of them begins or ends."""


class Columns(Horizontal, Ground):
    pass


class Rows(Vertical, Ground):
    pass


class WalkerScreen(WalkerThinking, Ground):
    """Walks one assessment. Nothing here is focused: every key is the screen's."""

    CSS_PATH = "walker.tcss"
    AUTO_FOCUS = None
    ANSWERS = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-medium"), (118, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        # Offered only in trouble: then it is first.
        Binding("ctrl+r", "retry", N_("save now"), id="walker.retry"),
        Binding("down,j,space,enter", "step(1)", N_("next"), key_display="down", id="walker.next"),
        Binding("u", "unanswered(1)", N_("next gap"), id="walker.next_unanswered"),
        Binding("t,m", "note", N_("note"), id="walker.note"),
        Binding("e", "evidence", N_("evidence"), id="walker.evidence"),
        Binding("v", "panel", N_("standing"), id="walker.standing"),
        Binding("s", "summary", N_("summary"), id="walker.summary"),
        Binding(
            "right_square_bracket,right", "step_area(1)", N_("next area"), id="walker.next_area"
        ),
        Binding("slash", "find", N_("search"), id="walker.find"),
        Binding("z,ctrl+z", "undo", N_("undo"), id="walker.undo"),
        Binding("r", "report", N_("report"), id="walker.report"),
        Binding("q,escape", "leave", N_("back"), id="walker.back"),
        Binding("y,Z,ctrl+y", "redo", N_("redo"), id="walker.redo"),
        Binding("g", "jump", N_("go to item"), id="walker.jump"),
        Binding("p", "profile", N_("profile"), id="walker.profile"),
        Binding("up,k", "step(-1)", N_("previous"), key_display="up", id="walker.previous"),
        Binding(
            "left_square_bracket,left",
            "step_area(-1)",
            N_("previous area"),
            id="walker.previous_area",
        ),
        Binding("U", "unanswered(-1)", N_("previous gap"), id="walker.previous_unanswered"),
        Binding("w", "without_evidence", N_("next without evidence"), id="walker.without_evidence"),
        Binding("backspace,delete", "take_back", N_("take the answer back"), id="walker.take_back"),
        Binding("exclamation_mark", "check", N_("check before submission"), id="walker.check"),
        Binding("full_stop", "finding(1)", N_("next finding"), id="walker.next_finding"),
        Binding("comma", "finding(-1)", N_("previous finding"), id="walker.previous_finding"),
        Binding("greater_than_sign", "cause(1)", N_("what holds it back"), id="walker.next_cause"),
        Binding(
            "less_than_sign",
            "cause(-1)",
            N_("previous of these"),
            show=False,
            id="walker.previous_cause",
        ),
        Binding("h", "history", N_("history"), id="walker.history"),
        Binding("x", "bulk", N_("answer the section"), id="walker.bulk"),
        Binding("o", "owners", N_("owners"), id="walker.owners"),
        Binding("i", "guidance", N_("guidance"), id="walker.guidance"),
        Binding("T", "wording", N_("official or own words"), show=False, id="walker.wording"),
        Binding("f", "filter", N_("walk only some"), id="walker.filter"),
        Binding("F", "unfilter", N_("all items again"), id="walker.unfilter"),
        Binding("W", "try", N_("try out"), id="walker.try"),
        Binding("l", "register", N_("evidence register"), id="walker.register"),
        Binding("pagedown", "scroll(1)", N_("scroll down"), show=False, id="walker.scroll_down"),
        Binding("pageup", "scroll(-1)", N_("scroll up"), show=False, id="walker.scroll_up"),
        Binding(
            "right_curly_bracket",
            "scroll_standing(1)",
            N_("scroll the standing down"),
            show=False,
            id="walker.standing_down",
        ),
        Binding(
            "left_curly_bracket",
            "scroll_standing(-1)",
            N_("scroll the standing up"),
            show=False,
            id="walker.standing_up",
        ),
        Binding("home", "edge(0)", N_("first item of the area"), show=False, id="walker.first"),
        Binding("end", "edge(-1)", N_("last item of the area"), show=False, id="walker.last"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._painter = Painter(self)
        self._panels: tuple[Panel, ...] = ()
        self._offered: tuple[object, ...] = ()
        """What the key line was last made from."""

    # -- showing --------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield Head()
        yield AreaStrip()
        yield FilterLine()
        with Columns(id="body"):
            with Rows(id="rail"):
                yield AreaList()
                yield ItemList()
            yield Question()
            yield Standing()
        yield StandingStrip()
        yield KeyBar()

    def on_mount(self) -> None:
        self._panels = tuple(w for w in self.query(Widget) if isinstance(w, Panel))
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

    def show(self) -> None:
        """Brings everything in line with the session; widgets write only what differs.

        What is not displayed waits until it is; before the first picture nobody knows yet.
        """
        filters = self.desk.filters
        view = View(
            self.session, self.place, self.tr,
            slim=self.has_class("-narrow"), low=self.has_class("-low"),
            filters=None if filters.is_empty else filters,
            fitting=() if filters.is_empty else self.fitting,
            tried=self.tried, moves=self.found, guidance=self.kami.guidance,
            wording=self.desk.wording,
        )  # fmt: skip
        for panel in self._panels:
            if panel.display or panel.always or not self.ready:  # type: ignore[attr-defined]
                panel.show(view)
        self.think_later()
        offered = (self.tr, self.extra_keys(), [self.check_action(*a) for a in SOMETIMES])
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def renew(self) -> None:
        self.show()

    def as_text(self) -> str:
        return item_text(self.session, self.place, self.tr, self.desk.wording)

    def go_to(self, item: str) -> None:
        self._step_to(item)
        self.show()
        self._painter.paint()

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
        offered = [words.key_of(o.code) for o in words.options_of(self.session, self.place)]
        for option in self.session.options(self.place):
            if words.key_of(option.code) == pressed:
                event.stop()
                await self.answer(option.code)
                return
        if pressed in self._answer_keys:
            self.kami.say(self.tr("Answers here: {keys}.", keys=" ".join(offered)))

    @cached_property
    def _answer_keys(self) -> frozenset[str]:
        """Keys that answer some item, if not this one."""
        found = (o.code for i in self.session.order for o in self.session.options(i))
        return frozenset(map(words.key_of, found))

    @on(StatusPicked)
    async def _clicked(self, event: StatusPicked) -> None:
        event.stop()
        await self.answer(event.status)

    async def answer(self, status: str) -> None:
        """Gives an answer and stays; an answer that needs a reason asks for it at once."""
        place = self.place
        await self.record(self.session.set_status(place, status))
        option = self.session.instrument.option(place, status)
        if option and option.lacks_reason(self.session.answer_to(place).note):
            prompt = self.tr('Why is the answer "{answer}"?', answer=self.tr.text(option.label))
            self.edit_note(prompt)

    async def record(self, changes: tuple[Change, ...]) -> None:
        """Hands changes over and shows them: if the store is quick, at once as saved."""
        head = self.query_one(Head)
        with head.held():
            self.desk.record(changes)
            await self.desk.saver.settled(BLINK)
        head.show_state()
        self.show()
        self._painter.paint()

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
            self._step_to(min(touched, key=self.session.order.index))
        await self.record(changes)
        self.query_one(Head).show()
        if said := told.step(self.session, changes, self.tr):
            self.kami.say(said)

    def action_scroll(self, pages: int) -> None:
        self._scroll(Standing if self.has_class("-standing") else Question, pages)

    def action_scroll_standing(self, pages: int) -> None:
        self._scroll(Standing, pages)

    def _scroll(self, panel: type[Sheet], pages: int) -> None:
        widget = self.query_one(panel)
        widget.scroll_relative(y=pages * max(widget.size.height - 2, 1), animate=False)

    # -- the window itself ----------------------------------------------------------------

    def action_panel(self) -> None:
        """In a narrow window: the standing in place of the question, and back."""
        self.toggle_class("-standing")
        self.show()

    def action_retry(self) -> None:
        self.desk.saver.retry()

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
            case "scroll_standing":
                return self.has_class("-wide") and self.query_one(Standing).max_scroll_y > 0
            case "step":
                return self.neighbour(cast("int", parameters[0])) is not None
            case "step_area":
                return self.neighbour_area(cast("int", parameters[0])) is not None
            case "unfilter":
                return not self.desk.filters.is_empty
            case "cause":
                return bool(self.causes)
        return True
