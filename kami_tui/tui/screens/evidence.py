"""The evidence of one item: attach from the register, enter a document anew, detach."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.domain.answers import Evidence
from kami_tui.i18n.translator import N_
from kami_tui.tui import file_words, words
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiDialog
from kami_tui.tui.screens.documents import Documents
from kami_tui.tui.screens.evidence_form import EvidenceForm
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.tui.widgets.question import entry_details
from kami_tui.usecases.file_states import look_at

__all__ = ["EvidenceDialog", "EvidenceForm"]


class EvidenceDialog(KamiDialog[None], Documents[None]):
    """Documents of the register, ticked where they serve the item; below them the item's examples,
    each a beginning for a new entry."""

    CSS_PATH = ["dialogs.tcss", "form.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("attach / detach"), priority=True, id="evidence.choose"),
        Binding("n", "new", N_("new document"), id="evidence.new"),
        Binding("escape,q", "dismiss(None)", N_("done"), id="evidence.done"),
        Binding("o", "edit", N_("correct"), id="evidence.edit"),
        Binding("delete,backspace", "remove", N_("take out of the register"), id="evidence.remove"),
        Binding("space", "choose", N_("attach / detach"), show=False, id="evidence.tick"),
        Binding("j", "move(1)", N_("down"), show=False, id="evidence.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="evidence.up"),
    ]

    def __init__(self, desk: Desk, item: str) -> None:
        super().__init__()
        self.desk = desk
        self._session = desk.session
        self._item = item
        self._order = list(desk.session.answer_to(item).evidence)
        """Attached ones first, as it was on opening: a list that jumps about cannot be ticked."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(classes="title", markup=False)
            yield PickList(id="register")
            yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        self.query_one(".title", Static).update(
            self.tr("Evidence for item {item}", item=self._item)
        )
        self._show()

    def _show(self, chosen: str = "") -> None:
        """Lists register and examples, the cursor on `chosen` or on what it was on."""
        register = self.query_one(OptionList)
        chosen = chosen or self._chosen
        entries = self._entries()
        self._order = [k for k in self._order if k in entries]
        self._order += [k for k in entries if k not in self._order]
        rows = [Option(self._row(k, entries[k]), id=f"entry-{k}") for k in self._order]
        if not rows:
            rows.append(
                Option(Content.styled(self.tr("No document in the register yet."), words.MUTED),
                       disabled=True)
            )  # fmt: skip
        examples = self._examples()
        if examples:
            heading = "\n" + self.tr(
                "Examples for this item; {key} begins a document with it",
                key=self.key("evidence.choose"),
            )
            rows.append(Option(Content.styled(heading, words.MUTED), disabled=True))
            rows += [
                Option(Content.assemble(("  + ", "bold $accent"), e), id=f"example-{n}")
                for n, e in enumerate(examples)
            ]
        register.set_options(rows)
        usable = [i for i, o in enumerate(rows) if not o.disabled]
        at = next((i for i in usable if rows[i].id == chosen), usable[0] if usable else None)
        register.highlighted = at
        self.refresh_bindings()

    def _entries(self) -> dict[str, Evidence]:
        return dict(self._session.assessment.evidence)

    def _examples(self) -> tuple[str, ...]:
        """Those that are not in the register yet."""
        titles = {e.title for e in self._entries().values()}
        examples = self._session.item(self._item).evidence.in_(self.tr.language)
        return tuple(e for e in examples if e not in titles)

    def _row(self, key: str, entry: Evidence) -> Content:
        ticked = key in self._session.answer_to(self._item).evidence
        details = entry_details(entry, self.tr)
        others = len(self._session.assessment.items_resting_on(key))
        parts = [details] if details else []
        parts.append(self.tr.plural("{n} item", "{n} items", others))
        if entry.file:
            parts.append(file_words.name(entry.file))
        look = look_at(entry, self.desk.looks)
        state, tone = file_words.short(entry, look, self.kami.today(), self.tr)
        said = ", ".join(parts)
        below = Content.styled(f"\n       {said}", words.MUTED)
        if state.startswith("!"):  # before what may be cut
            below = Content.assemble("\n       ", (state, tone), (f"  {said}", words.MUTED))
        return Content.assemble(
            ("[x] " if ticked else "[ ] ", "bold $accent" if ticked else ""),
            (f"{key} ", "bold"), words.one_line(entry.title), below,
        )  # fmt: skip

    @property
    def _chosen(self) -> str:
        option = self.query_one(OptionList).highlighted_option
        return (option.id or "") if option else ""

    def documents_changed(self, key: str = "") -> None:
        self._show(f"entry-{key}" if key else "")

    def action_move(self, by: int) -> None:
        register = self.query_one(OptionList)
        register.action_cursor_down() if by > 0 else register.action_cursor_up()

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        kind, _, which = self._chosen.partition("-")
        if kind == "entry":
            attached = which in self._session.answer_to(self._item).evidence
            change = self._session.detach if attached else self._session.attach
            self.record(change(self._item, which))
        elif kind == "example":
            self.enter_document(Evidence(title=self._examples()[int(which)]), self._item)

    def action_new(self) -> None:
        self.enter_document(Evidence(title=""), self._item)

    def action_edit(self) -> None:
        self.correct_document(self._chosen.removeprefix("entry-"))

    def action_remove(self) -> None:
        self.remove_document(self._chosen.removeprefix("entry-"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("edit", "remove"):
            return self._chosen.startswith("entry-")
        if action == "choose":
            return bool(self._chosen)
        return True

    def on_option_list_option_highlighted(self) -> None:
        self.refresh_bindings()
