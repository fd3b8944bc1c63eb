"""What both sides changed, side by side. Nothing is written before all of it is decided."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.domain.errors import MergeOvertaken
from kami_tui.domain.merging import Place, Side
from kami_tui.i18n.translator import N_
from kami_tui.tui import disputes, words
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.conflict import ConflictDialog
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases.merging import Dispute, Plan, Settling, Written
from kami_tui.usecases.session import Session


class MergeScreen(KamiScreen[Written | None]):
    """Gives back what was written, which `settling` has too; None: it was given up."""

    CSS_PATH = "merging.tcss"
    AUTO_FOCUS = "#disputes"
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-low"), (34, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,left", "take('ours')", N_("ours"), priority=True, id="merge.ours"),
        Binding("t,right", "take('theirs')", N_("theirs"), priority=True, id="merge.theirs"),
        Binding("enter", "write", N_("merge"), priority=True, id="merge.write"),
        Binding("u", "next", N_("next undecided"), id="merge.next"),
        Binding("space", "read", N_("in full"), priority=True, id="merge.read"),
        Binding("escape,q", "leave", N_("leave"), id="merge.leave"),
        Binding("w", "newest", N_("newest for the rest"), id="merge.newest"),
        Binding("backspace", "take('')", N_("undecide"), show=False, id="merge.undecide"),
        Binding("j", "move(1)", N_("down"), show=False, id="merge.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="merge.up"),
    ]

    def __init__(self, settling: Settling, session: Session) -> None:
        """`session` is of the assessment as it was planned for; nothing is changed in it."""
        super().__init__()
        self._settling = settling
        self._session = session
        self._choices: dict[Place, Side] = {}

    @property
    def _plan(self) -> Plan:
        return self._settling.plan

    # -- showing --------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield Head()
        yield Static(id="counts", markup=False)
        yield Static(id="automatic", markup=False)
        yield PickList(id="disputes")
        with Vertical(id="detail"):
            yield Static(id="subject", markup=False)
            yield Static(id="question", markup=False)
            with Horizontal(id="sides"):
                for side in disputes.SIDES:
                    with Vertical(classes="side"):
                        yield Static(id=f"{side}-head", markup=False)
                        yield Static(id=side, classes="value", markup=False)
            yield Static(id="before", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def head(self) -> Content:
        who = words.one_line(self._plan.filled.who)
        what = words.one_line(self._plan.part.split.label)
        title = self.tr("Merge what came from {who}", who=who)
        return Content.assemble((title, "bold"), (f"   {what}", words.MUTED))

    def retranslate(self) -> None:
        self.query_one(Head).show()
        tr, automatic = self.tr, self._plan.automatic
        told = tr.plural("{n} other change needs no decision.",
                         "{n} other changes need no decision.", len(automatic))  # fmt: skip
        self.query_one("#automatic", Static).update(told)
        listing = self.query_one(OptionList)
        at = listing.highlighted or 0
        listing.set_options(Option(self._row(d)) for d in self._plan.disputes)
        listing.highlighted = min(at, len(self._plan.disputes) - 1)
        self._show()

    def _row(self, dispute: Dispute) -> Content:
        return disputes.row(self._session, dispute, self._choices.get(dispute.place), self.tr)

    @property
    def _left(self) -> int:
        return sum(d.place not in self._choices for d in self._plan.disputes)

    @property
    def _chosen(self) -> Dispute | None:
        at = self.query_one(OptionList).highlighted
        return self._plan.disputes[at] if at is not None else None

    @on(OptionList.OptionHighlighted)
    def _show(self) -> None:
        tr, n = self.tr, self._left
        said = (
            Content.styled(
                tr.plural("{n} conflict is to be decided", "{n} conflicts are to be decided", n),
                f"bold {words.MISSING}",
            )
            if n
            else Content.styled(
                tr("All is decided: {key} merges", key=self.key("merge.write")), "bold $success"
            )
        )
        self.query_one("#counts", Static).update(said)
        if (dispute := self._chosen) is not None:
            self._show_detail(dispute)
        self.refresh_bindings()

    def _show_detail(self, dispute: Dispute) -> None:
        tr, session = self.tr, self._session
        subject = disputes.subject(session, dispute, tr)
        self.query_one("#subject", Static).update(
            Content.styled(subject[:1].upper() + subject[1:], "bold")
        )
        item = session.instrument.items.get(dispute.conflict.subject)
        question = words.one_line(tr.text(item.text)) if item else ""
        self.query_one("#question", Static).update(Content(question))
        self.query_one("#question").display = bool(question)
        self.query_one("#before", Static).update(Content(disputes.before(session, dispute, tr)))
        for side, said in (("ours", dispute.ours), ("theirs", dispute.theirs)):
            chosen = self._choices.get(dispute.place) == side
            key = self.key(f"merge.{side}")
            side_: Side = "ours" if side == "ours" else "theirs"
            self.query_one(f"#{side}-head", Static).update(
                disputes.heading(side_, said, key, chosen, tr)
            )
            self.query_one(f"#{side}", Static).update(disputes.block(session, dispute, side_, tr))

    # -- deciding -------------------------------------------------------------------------

    def action_take(self, side: str) -> None:
        """Decides the conflict under the cursor and goes to the next; "" decides it no more."""
        listing, dispute = self.query_one(OptionList), self._chosen
        if dispute is None or listing.highlighted is None:
            return
        if side in ("ours", "theirs"):
            self._choices[dispute.place] = "ours" if side == "ours" else "theirs"
        else:
            self._choices.pop(dispute.place, None)
        listing.replace_option_prompt_at_index(listing.highlighted, self._row(dispute))
        if side and listing.highlighted + 1 < listing.option_count:
            listing.highlighted += 1
        self._show()

    def action_next(self) -> None:
        listing, all_ = self.query_one(OptionList), self._plan.disputes
        at = listing.highlighted or 0
        order = [*range(at + 1, len(all_)), *range(at + 1)]
        found = next((i for i in order if all_[i].place not in self._choices), None)
        if found is not None:
            listing.highlighted = found

    def action_newest(self) -> None:
        self._choices = {**self._plan.chosen("newest"), **self._choices}
        self.retranslate()

    def action_move(self, by: int) -> None:
        listing = self.query_one(OptionList)
        listing.action_cursor_down() if by > 0 else listing.action_cursor_up()

    def action_read(self) -> None:
        if (dispute := self._chosen) is not None:
            self.app.push_screen(ConflictDialog(self._session, dispute), self._taken)

    def _taken(self, side: str | None) -> None:
        if side:
            self.action_take(side)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        match action:
            case "write":
                return not self._left
            case "next" | "newest":
                return bool(self._left)
            case "take" if parameters == ("",):
                chosen = self._chosen
                return chosen is not None and chosen.place in self._choices
        return True

    # -- the end --------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_read()

    @work(exclusive=True, group="job")
    async def action_write(self) -> None:
        tr, plan = self.tr, self._plan
        theirs = sum(side == "theirs" for side in self._choices.values())
        facts = {
            "n": tr.number(len(plan.automatic)),
            "theirs": tr.number(theirs),
            "ours": tr.number(len(plan.disputes) - theirs),
            "who": words.one_line(plan.filled.who),
        }
        body = N_(
            "Decided for ours: {ours}\n"
            "Decided for theirs ({who}): {theirs}\n"
            "Changes without a conflict: {n}\n\n"
            "This is one step: undo takes all of it back."
        )
        sure = ConfirmDialog(N_("Merge now?"), body, yes=N_("Merge"), no=N_("Not yet"), facts=facts)
        if not await self.app.push_screen_wait(sure):
            return
        choices = dict(self._choices)
        with self.kami.holding_keys(opening=False):
            written = await self.kami.attempt(lambda: self._written(choices))
            if written is None:
                return
            if isinstance(written, Plan):
                self._anew(written)
                return
            self._settling.written = written
        self.dismiss(written)

    def _written(self, choices: dict[Place, Side]) -> Written | Plan:
        """Off the event loop. Gives back a new plan where somebody wrote meanwhile."""
        settling = self._settling
        try:
            return settling.write(settling.plan, choices)
        except MergeOvertaken:
            return settling.again()

    def _anew(self, plan: Plan) -> None:
        """What is still in conflict as it was stays decided."""
        before = {d.place: d.conflict for d in self._plan.disputes}
        self._settling.plan = plan
        self._session = Session(plan.merge.ours, self._session.scorer)
        same = {d.place for d in plan.disputes if before.get(d.place) == d.conflict}
        self._choices = {p: side for p, side in self._choices.items() if p in same}
        self.retranslate()
        self.kami.say(
            self.tr("Another program has changed the assessment meanwhile. Nothing was merged yet;"
                    " please look again."),
            "warning",
        )  # fmt: skip

    @work(exclusive=True, group="job")
    async def action_leave(self) -> None:
        if self._choices:
            body = N_("Nothing was written. What you have decided here is forgotten.")
            sure = ConfirmDialog(
                N_("Leave without merging?"), body, yes=N_("Leave"), no=N_("Go on deciding")
            )
            if not await self.app.push_screen_wait(sure):
                return
        self.dismiss(None)
