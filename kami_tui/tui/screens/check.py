"""Check before submission: everything that is weak, and the way to its place."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kami_tui.domain.answers import Profile
from kami_tui.i18n import weaknesses as said
from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.screens.evidence import EvidenceForm
from kami_tui.tui.screens.profile import ProfileScreen
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.pick_list import PickList
from kami_tui.usecases.check import Severity, Weakness, findings

TONES: dict[Severity, str] = {"blocking": words.WRONG, "warning": words.MISSING, "hint": ""}
ROW = 160
"""Characters of a text that a row may show."""


class CheckScreen(KamiScreen[str | None]):
    """Gives back the item to go to. It looks anew whenever one comes back to it."""

    CSS_PATH = "check.tcss"
    AUTO_FOCUS = "#weak"
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (14, "-low"), (34, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("go there"), priority=True, id="check.choose"),
        Binding("right_square_bracket,right", "area(1)", N_("next area"), id="check.next_area"),
        Binding("r", "report", N_("report"), id="check.report"),
        Binding("q,escape,exclamation_mark", "dismiss(None)", N_("back"), id="check.back"),
        Binding(
            "left_square_bracket,left", "area(-1)", N_("previous area"), id="check.previous_area"
        ),
        Binding("j", "move(1)", N_("down"), show=False, id="check.down"),
        Binding("k", "move(-1)", N_("up"), show=False, id="check.up"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session = desk.session
        self._all: tuple[Weakness, ...] = ()
        self._area: str | None = None
        """Only weaknesses of this area; None: all, the profile's too."""

    # -- showing --------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield Head()
        yield Static(id="counts", markup=False)
        yield Static(id="area", markup=False)
        yield PickList(id="weak")
        yield Static(id="clear", markup=False)
        yield Static(id="detail", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.look()

    def head(self) -> Content:
        profile = self._session.assessment.profile
        return Content.assemble(
            (self.tr("Check before submission"), "bold"),
            (f"   {words.title(profile, self.tr)}", words.MUTED),
        )

    def retranslate(self) -> None:
        self.look()

    def look(self) -> None:
        """Checks anew and shows what is left, the cursor where it was."""
        self._all = findings(self._session, self._desk.files)
        self.query_one(Head).show()
        shown = self._shown()
        self.set_class(not shown, "-clear")
        self.query_one("#counts", Static).update(self._counts())
        self.query_one("#area", Static).update(self._area_line(len(shown)))
        self.query_one("#clear", Static).update(self._clear() if not shown else "")
        self._list(shown)
        self.refresh_bindings()

    def _shown(self) -> list[Weakness]:
        if self._area is None:
            return [*self._all]
        return [
            w for w in self._all if any(self._session.area_of(i).id == self._area for i in w.items)
        ]

    def _list(self, shown: list[Weakness]) -> None:
        weak = self.query_one(OptionList)
        rows: list[Option] = []
        for severity, graded in groupby(shown, key=lambda w: w.severity):
            of_it = [*graded]
            title = self.tr(said.SEVERITIES[severity])
            heading = Content.styled(f"{title} ({len(of_it)})", f"bold {TONES[severity]}".strip())
            rows.append(Option(Content("\n") + heading if rows else heading, disabled=True))
            for kind, alike in groupby(of_it, key=lambda w: w.kind):
                same = [*alike]
                title = f"  {said.heading(kind, self.tr)} ({len(same)})"
                rows.append(Option(Content.styled(title, words.MUTED), disabled=True))
                rows += [Option(self._row(w), id=_name(w)) for w in same]
        weak.set_options(rows)
        usable = [i for i, row in enumerate(rows) if not row.disabled]
        name, index = self._desk.checked
        there = next((i for i in usable if rows[i].id == name), None)
        if there is None and usable:
            there = min(usable, key=lambda i: (i < index, abs(i - index)))
        weak.highlighted = there
        self._show_detail()

    def _row(self, weakness: Weakness) -> Content:
        if weakness.item is None:
            place = f"{weakness.key}  " if weakness.key else ""
            return Content.assemble("    ", (place, "bold"), said.sentence(weakness, self.tr))
        item = weakness.item
        sign = words.sign_of(self._session, item, self.tr)
        text = words.item_line(self._session.item(item), self._desk.wording, self.tr)
        return Content.assemble(
            "    ", (f"{item:<6}", "bold"), (f"{sign.sign:^3}  ", sign.style), words.cut(text, ROW)
        )

    def _counts(self) -> Content:
        counts = {s: sum(w.severity == s for w in self._all) for s in said.SEVERITIES}
        parts = [
            Content.styled(f"{self.tr(said.SEVERITIES[s])}: {n}", f"bold {TONES[s]}".strip())
            for s, n in counts.items()
            if n
        ]
        if not counts["blocking"]:
            parts.insert(0, Content.styled(self.tr("Complete"), "bold $success"))
        return Content("   ").join(parts)

    def _area_line(self, n: int) -> str:
        if self._area is None:
            return self.tr("All areas")
        area = self._session.instrument.area(self._area)
        name = f"{area.id} {words.area_name(area, self.tr)}"
        return self.tr("Only area {area}: {n} of {of}", area=name, n=n, of=len(self._all))

    def _clear(self) -> Content:
        """Nothing is left: a good moment, said plainly."""
        if self._area is not None and self._all:
            return Content.styled(self.tr("Nothing is left to settle in this area."), "bold")
        lines = [
            Content.styled(self.tr("Nothing is left to settle."), "bold $success"),
            Content(),
            Content(
                self.tr(
                    "Every item is answered, what must be proven has evidence, and nothing"
                    " contradicts itself. The report can be made now: press r."
                )
            ),
        ]
        return Content("\n").join(lines)

    @on(OptionList.OptionHighlighted)
    def _show_detail(self) -> None:
        weakness = self._chosen
        weak = self.query_one(OptionList)
        if weakness is not None:
            self._desk.checked = (_name(weakness), weak.highlighted or 0)
        self.query_one("#detail", Static).update(self._detail(weakness) if weakness else "")
        self.refresh_bindings()

    def _detail(self, weakness: Weakness) -> Content:
        """What is wrong with it, and what it rests on or serves; as much as there is room for."""
        tr, told = self.tr, [said.sentence(weakness, self.tr)]
        if weakness.kind == "contradiction":
            low = words.item_ids(weakness.facts["rests_on"], 10)
            told.append(tr("Rests on: {items}", items=low))
            if weakness.facts["reading"] is not None:
                told.append(tr.text(weakness.facts["reading"]))
        elif weakness.item is None and weakness.items:
            items = words.item_ids(weakness.items, 12)
            told.append(tr("Attached to: {items}", items=items))
        elif weakness.item is not None:
            told.append(words.item_line(self._session.item(weakness.item), self._desk.wording, tr))
        size = self.query_one("#detail").content_size
        width = size.width or 76
        room = (size.height or 4) - sum(-(-len(line) // width) for line in told[:-1])
        # Lines break between words, so they are not reckoned with in full.
        told[-1] = words.cut(told[-1], max(room, 1) * (width - 6))
        lines = [Content.styled(told[0], "$text"), *map(Content, told[1:])]
        return Content("\n").join(lines)

    # -- going ----------------------------------------------------------------------------

    @property
    def _chosen(self) -> Weakness | None:
        option = self.query_one(OptionList).highlighted_option
        return next((w for w in self._all if option and _name(w) == option.id), None)

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        weakness = self._chosen
        if weakness is None:
            return
        if weakness.item is not None:
            self.dismiss(weakness.item)
        elif weakness.field is not None:
            self._fill_in(weakness.field)
        elif weakness.key is not None:
            self._correct(weakness.key)

    def _fill_in(self, field: str) -> None:
        profile: Profile = self._session.assessment.profile

        def filled(values: dict[str, str] | None) -> None:
            if values:
                self._desk.record(self._session.set_profile(**values))

        self.app.push_screen(ProfileScreen(profile, at=field), filled)

    def _correct(self, key: str) -> None:
        entry = self._session.assessment.evidence.get(key)
        if entry is None:  # another program took it out
            self.look()
            return

        def corrected(values: dict[str, str] | None) -> None:
            if values is not None and key in self._session.assessment.evidence:
                new = replace(entry, **values)
                self._desk.record(self._session.edit_evidence(key, new))

        self.app.push_screen(EvidenceForm(entry), corrected)

    def action_area(self, by: int) -> None:
        """Steps through all areas and each one; areas without a weakness are passed over."""
        weak = {self._session.area_of(i).id for w in self._all for i in w.items}
        areas = [a.id for a in self._session.instrument.areas if a.id in weak]
        choices: list[str | None] = [None, *areas]
        at = choices.index(self._area) if self._area in choices else 0
        self._area = choices[(at + by) % len(choices)]
        self._desk.checked = ("", 0)
        self.look()

    def action_move(self, by: int) -> None:
        weak = self.query_one(OptionList)
        weak.action_cursor_down() if by > 0 else weak.action_cursor_up()

    def action_report(self) -> None:
        self.kami.ask_report(self._desk)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "choose":
            return self._chosen is not None
        if action == "area":
            return any(w.items for w in self._all)
        return True


def _name(weakness: Weakness) -> str:
    """Names one weakness among all; there is at most one of a kind in one place."""
    parts = (weakness.kind, weakness.item, weakness.field, weakness.key)
    return "/".join(p or "" for p in parts)
