"""The whole result on one screen: as a picture, or as plain sentences at a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kami_tui.domain.story import status_story
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import words
from kami_tui.tui.as_text import dashboard_text
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.widgets.area_bars import area_table
from kami_tui.tui.widgets.area_radar import AreaRadar
from kami_tui.tui.widgets.band_bar import band_bar, band_lines
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.measured import Measured, MeasuredScroll
from kami_tui.tui.widgets.numbers import (
    findings_block,
    numbers_block,
    numbers_by_area,
    owners_block,
)
from kami_tui.tui.widgets.put import put_or_hide
from kami_tui.tui.widgets.standing import distance_lines, lines
from kami_tui.usecases.progress import by_owner, progress
from kami_tui.usecases.session import Session

Findings = Callable[[], Sequence[tuple[str, int]]]
"""Kinds of open findings, translated, with how many there are of each, as things stand."""
LABEL = 24
WIDEST = 98
"""Columns of the left half at most: longer bars say no more."""


class DashboardScreen(KamiScreen[str | None]):
    """Gives back the item to go to, if one was asked for."""

    CSS_PATH = "dashboard.tcss"
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (118, "-wide"), (170, "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high")]  # noqa: RUF012
    PARTS = ("outcome", "areas", "numbers", "findings", "owners", "radar-last")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "unanswered", N_("next gap"), id="dashboard.unanswered"),
        Binding("c", "check", N_("check"), id="dashboard.check"),
        Binding("v", "part", N_("next part"), id="dashboard.part"),
        Binding("x", "text", N_("text"), id="dashboard.text"),
        Binding("q,escape,s", "dismiss(None)", N_("back"), id="dashboard.back"),
        Binding("r", "report", N_("report"), id="dashboard.report"),
        Binding(
            "pagedown,down,space,j", "scroll(1)", N_("scroll down"), show=False,
            id="dashboard.scroll_down",
        ),
        Binding(
            "pageup,up,k", "scroll(-1)", N_("scroll up"), show=False, id="dashboard.scroll_up"
        ),
    ]  # fmt: skip

    def __init__(
        self,
        session: Session,
        *,
        findings: Findings | None = None,
        check: Callable[[], None] | None = None,
    ) -> None:
        """`findings` counts what is open, `check` opens the screen that lists it; each is left out
        where it is not given."""
        super().__init__()
        self._session = session
        self._findings = findings
        self._check = check

    def compose(self) -> ComposeResult:
        yield Head()
        with MeasuredScroll(id="sheet", can_focus=False):
            with Container(id="columns"):
                with Measured(id="left"):
                    yield Static(id="outcome", markup=False)
                    yield Static(id="areas", markup=False)
                    yield Static(id="numbers", markup=False)
                    yield Static(id="findings", markup=False)
                    yield Static(id="by-area", markup=False)
                with Measured(id="right"):
                    yield AreaRadar(id="radar-beside")
                    yield Static(id="owners", markup=False)
                    yield AreaRadar(id="radar-last")
            yield Static(id="advice", markup=False)
        with VerticalScroll(id="plain", can_focus=False):
            yield Static(id="plain-text", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.watch(self.query_one("#sheet"), "show_vertical_scrollbar", self.refresh_bindings)

    @on(Measured.Changed)
    def _fit_columns(self) -> None:
        self.renew()

    def head(self) -> Content:
        profile = self._session.assessment.profile
        return Content.assemble(
            (self.tr("Summary"), "bold"), (f"   {words.title(profile, self.tr)}", words.MUTED)
        )

    def retranslate(self) -> None:
        self.query_one(Head).show()
        self.renew()

    def renew(self) -> None:
        session, tr, ascii = self._session, self.tr, bool(getattr(self.kami, "ascii", False))
        findings = self._findings() if self._findings else None
        owners = by_owner(session)
        left, right = self._width("#left"), self._width("#right")
        self._put("outcome", outcome(session, min(left, WIDEST), tr, ascii=ascii))
        self._put("areas", area_table(session, min(left, WIDEST), tr, ascii=ascii))
        self._put("numbers", numbers_block(progress(session), tr, ascii=ascii))
        by_area = numbers_by_area(session, left, tr) if left >= WIDEST else Content()
        self._put("by-area", by_area)
        advice = session.instrument.advice
        self._put("advice", Content(tr.text(advice)) if advice else Content())
        self._put("findings", Content() if findings is None else findings_block(findings, tr))
        self._put("owners", owners_block(owners, min(right, 76), tr))
        room = self.query_one("#sheet").content_size.height
        for radar in self.query(AreaRadar):
            radar.show(session, tr, ascii=ascii, width=right, room=room)
        self._put("plain-text", Content(self.as_text() if self.has_class("-text") else ""))
        self.refresh_bindings()

    def _width(self, column: str) -> int:
        """Cells of a column; of the usual one before it has been laid out."""
        return self.query_one(column).content_size.width or 72

    def _put(self, which: str, content: Content) -> None:
        put_or_hide(self.query_one(f"#{which}", Static), content)

    def as_text(self) -> str:
        findings = self._findings() if self._findings else None
        return dashboard_text(self._session, self.tr, findings)

    # -- moving and leaving ---------------------------------------------------------------

    @property
    def _sheet(self) -> VerticalScroll:
        return self.query_one("#plain" if self.has_class("-text") else "#sheet", VerticalScroll)

    def action_scroll(self, by: int) -> None:
        step = max(self._sheet.size.height // 2, 1)
        self._sheet.scroll_relative(y=by * step, animate=False)

    def action_part(self) -> None:
        """Puts the next part at the top; after the last, begins anew."""
        sheet = self._sheet
        tops = [
            self.query_one(f"#{p}").virtual_region.y + self._above(p)
            for p in self.PARTS
            if self.query_one(f"#{p}").display
        ]
        end = sheet.max_scroll_y
        below = [min(t, end) for t in tops if min(t, end) > sheet.scroll_offset.y]
        sheet.scroll_to(y=below[0] if below else 0, animate=False)

    def _above(self, part: str) -> int:
        """Rows from the top of the sheet to the column a part stands in."""
        parent = self.query_one(f"#{part}").parent
        return parent.virtual_region.y if isinstance(parent, Vertical) else 0

    def action_text(self) -> None:
        self.toggle_class("-text")
        self._sheet.scroll_home(animate=False)
        self.call_after_refresh(self.renew)

    def action_unanswered(self) -> None:
        found = self._session.next_unanswered(None)
        if found is None:
            self.kami.say(self.tr("Every item is answered."))
        else:
            self.dismiss(found)

    def action_check(self) -> None:
        if self._check:
            self._check()

    def action_report(self) -> None:
        if self.kami.desk is not None:
            self.kami.ask_report(self.kami.desk)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "unanswered":
                return self._session.result.unanswered > 0
            case "check":
                return self._check is not None
            case "part":
                return not self.has_class("-text") and self._sheet.show_vertical_scrollbar
        return True


def outcome(session: Session, width: int, tr: Translator, *, ascii: bool = False) -> Content:
    """Readiness first: it is what everybody asks for."""
    result, instrument = session.result, session.instrument
    category, category_tone = words.category(session.scorer, session.evaluation, result, tr)
    found: list[Content | str | tuple[str, str]] = []
    if instrument.results.readiness is not None:
        ready, tone = words.readiness(instrument, result, tr)
        found.append(_row(tr("Readiness"), Content.styled(ready, f"bold {tone}")))
        room = max(width - LABEL, LABEL)
        for line in distance_lines(session, tr):
            found += [_row("", part) for part in line.wrap(room)]
    if result.category is not None:
        found.append(_row(tr("SE category"), Content.styled(category, category_tone)))
    if result.maturity_range is not None:
        rule = instrument.results.maturity_lowest
        low, high = (words.scaled(instrument, rule, v, tr)[0] for v in result.maturity_range)
        found.append(
            _row(tr("Maturity levels"), Content(tr("{low} to {high}", low=low, high=high)))
        )
    if result.total is not None and result.max is not None:
        figures = f"{tr.number(result.total)} / {tr.number(result.max)}"
        found.append(_row(tr("Completeness"), Content.styled(figures, "bold")))
    if status := status_story(session.evaluation):
        found += band_bar(status, width, tr, ascii=ascii)
        found += band_lines(session, status.bands, tr)
        if not status.bands and result.category is not None:
            told = tr("The bands depend on the SE category, which is not known yet.")
            found.append(Content.styled(told, words.MUTED))
    return lines(*found)


def _row(label: str, value: Content) -> Content:
    return Content.styled(f"{label:<{LABEL}}", words.MUTED) + value
