"""The whole result on one screen, and why it is what it is."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kami_tui.domain.numbers import Exact, half_up
from kami_tui.domain.story import BandStory, status_story
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import words
from kami_tui.tui.columns import cut, pad
from kami_tui.tui.screens.base import KamiScreen
from kami_tui.tui.widgets.areas import area_figures
from kami_tui.tui.widgets.head import Head
from kami_tui.tui.widgets.keybar import KeyBar
from kami_tui.tui.widgets.standing import distance_lines, lines
from kami_tui.usecases.session import Session

WIDTH = 74


class SummaryScreen(KamiScreen[str | None]):
    """Gives back the item to go to, if one was asked for."""

    CSS_PATH = "summary.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "unanswered", N_("first unanswered"), id="summary.unanswered"),
        Binding("c", "check", N_("check"), id="summary.check"),
        Binding("r", "report", N_("report"), id="summary.report"),
        Binding("q,escape,s", "dismiss(None)", N_("back"), id="summary.back"),
        Binding(
            "pagedown,down,space,j",
            "scroll(1)",
            N_("scroll down"),
            show=False,
            id="summary.scroll_down",
        ),
        Binding("pageup,up,k", "scroll(-1)", N_("scroll up"), show=False, id="summary.scroll_up"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        yield Head()
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(id="outcome", markup=False)
            yield Static(id="table", markup=False)
            yield Static(id="rest", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.retranslate()

    def head(self) -> Content:
        profile = self._session.assessment.profile
        return Content.assemble(
            (self.tr("Summary"), "bold"), (f"   {words.title(profile, self.tr)}", words.MUTED)
        )

    def retranslate(self) -> None:
        self.query_one(Head).show()
        self.query_one("#outcome", Static).update(outcome(self._session, self.tr))
        self.query_one("#table", Static).update(table(self._session, self.tr))
        self.query_one("#rest", Static).update(rest(self._session, self.tr))

    def action_unanswered(self) -> None:
        found = self._session.next_unanswered(None)
        if found is None:
            self.kami.say(self.tr("Every item is answered."))
        else:
            self.dismiss(found)

    def action_report(self) -> None:
        self.kami.ask_report(self._session)

    def action_check(self) -> None:
        from kami_tui.tui.screens.check import CheckScreen

        if (desk := self.kami.desk) is not None:
            self.app.push_screen(CheckScreen(desk), self._checked)

    def _checked(self, item: str | None) -> None:
        if item is not None:
            self.dismiss(item)
        else:
            self.retranslate()

    def action_scroll(self, by: int) -> None:
        sheet = self.query_one("#sheet")
        sheet.scroll_relative(y=by * max(sheet.size.height // 2, 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._session.result.unanswered > 0 if action == "unanswered" else True


def outcome(session: Session, tr: Translator) -> Content:
    """Readiness first: it is what everybody asks for."""
    result, instrument = session.result, session.instrument
    category, category_tone = words.category(session.scorer, session.evaluation, result, tr)
    ready, tone = words.readiness(instrument, result, tr)
    found: list[Content | str | tuple[str, str]] = [
        _row(tr("Readiness"), Content.styled(ready, f"bold {tone}")),
    ]
    found += [_row("", line) for line in distance_lines(session, tr)]
    if result.total is not None and result.max is not None:
        figures = f"{tr.number(result.total)} / {tr.number(result.max)}   "
        found.append(
            _row(
                tr("Completeness"),
                Content.styled(figures, "bold") + words.bar(result.total, result.max, 32),
            )
        )
    status = status_story(session.evaluation)
    if status and status.bands:
        found += [_row("", band_line(session, b, tr)) for b in status.bands]
    if result.category is not None:
        found.append(_row(tr("SE category"), Content.styled(category, category_tone)))
    if result.maturity_range is not None:
        rule = instrument.results.maturity_lowest
        low, high = (words.scaled(instrument, rule, v, tr)[0] for v in result.maturity_range)
        found.append(
            _row(tr("Maturity levels"), Content(tr("{low} to {high}", low=low, high=high)))
        )
    return lines(*found)


def band_line(session: Session, band: BandStory, tr: Translator) -> Content:
    roles = session.instrument.results
    word, tone = words.scaled(session.instrument, roles.readiness, band.value, tr)
    top = session.result.max if band.upper is None else band.upper - 1
    span = f"{tr.number(band.lower):>4} - {tr.number(top or 0):<4}"
    return Content.assemble(
        ("> " if band.current else "  ", "bold $accent"),
        (f"{span}  ", words.MUTED),
        (word, f"bold {tone}" if band.current else words.MUTED),
    )


def table(session: Session, tr: Translator) -> Content:
    """Areas in rows; every column stands on the same place in both languages."""
    named = (tr("Area"), tr("Score"), tr("Share"), tr("Level"), tr("Stage 3"), tr("Left"))
    first, *others = zip(named, (30, 9, 8, 8, 10, 9), strict=True)
    heads = pad(*first) + "".join(pad(word, width, right=True) for word, width in others)
    rows = [Content.styled(heads, "bold $text-muted")]
    for area in session.instrument.areas:
        done, of = session.answered(area.id)
        score, level, tone = area_figures(session, area.id, tr)
        found = session.result.areas.get(area.id)
        share = f"{tr.number(percent(found.score, found.max))}%" if found and found.max else ""
        stage3 = {True: tr("counts"), False: tr("shut"), None: "-"}[
            found.stage3_counted if found else None
        ]
        left = str(of - done) if done < of else "-"
        if found is None:
            level, share = ("", level) if level.endswith("%") else (level, share)
        name = cut(f"{area.id} {words.area_name(area, tr)}", 29)
        rows.append(
            Content.assemble(
                pad(name, 30),
                f"{score:>9}",
                (f"{share:>8}", words.MUTED),
                (pad(level or "-", 8, right=True), tone),
                (
                    pad(stage3, 10, right=True),
                    words.MISSING if found and found.stage3_counted is False else words.MUTED,
                ),
                (f"{left:>9}", words.MISSING if done < of else words.MUTED),
            )
        )
    return Content("\n").join(rows)


def rest(session: Session, tr: Translator) -> Content:
    result = session.result
    done, of = session.answered()
    found: list[Content | str | tuple[str, str]] = []
    if result.supplement is not None and result.supplement.percent is not None:
        found.append(_row(tr("Supplement"), Content(f"{tr.number(result.supplement.percent)}%")))
    found.append(_row(tr("Answered"), Content(tr("{done} of {of} items", done=done, of=of))))
    if result.unanswered:
        left = tr.plural(
            "{n} unanswered item counts as 0", "{n} unanswered items count as 0", result.unanswered
        )
        found.append(_row("", Content.styled(left, words.MISSING)))
    if session.instrument.advice:
        found += ["", (tr.text(session.instrument.advice), words.MUTED)]
    return lines(*found)


def _row(label: str, value: Content) -> Content:
    return Content.styled(pad(label, 24), words.MUTED) + value


def percent(part: Exact, whole: Exact) -> Exact:
    rounded = half_up(Fraction(100 * part) / whole, 0)
    return rounded if isinstance(rounded, (int, Fraction)) else 0
