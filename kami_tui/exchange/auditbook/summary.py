"""The sheet that is read first: who, the figures, every area, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kami_tui import __version__
from kami_tui.domain.answers import Assessment
from kami_tui.domain.instrument import Scale
from kami_tui.domain.numbers import Value
from kami_tui.domain.text import roman
from kami_tui.exchange.auditbook import expressions as x
from kami_tui.exchange.auditbook.figures import Figure
from kami_tui.exchange.auditbook.formulas import Formulas
from kami_tui.exchange.auditbook.page import (
    CENTRED,
    FIGURE,
    HEADING,
    NAME,
    QUIET_TEXT,
    TEXT,
    TITLE,
    WRONG,
    Look,
    Page,
)
from kami_tui.exchange.auditbook.why import Why
from kami_tui.i18n.translator import N_

WIDTHS = (46, 15, 15, 15, 15, 15, 15, 15, 15, 15)
LAST = "J"
BIG = Look(bold=True, size=12)
SHARE = Look(align="right", format="0%")
PROGRAM = Look(colour="FF6B7580")
PROFILE = {
    "organisation": N_("Organisation"), "unit": N_("Unit"), "scope": N_("Scope"),
    "assessor": N_("Assessor"), "position": N_("Position"), "date": N_("Date"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What the sheet says beside the rules."""

    assessment: Assessment
    digest: str
    generated: datetime
    figures: tuple[Figure, ...]
    differing: str
    """Formula: how many values are not those of the program."""
    compared: int


class Summary:
    def __init__(self, page: Page, formulas: Formulas, about: About) -> None:
        self.page, self.formulas, self.about = page, formulas, about
        self.tr = formulas.places.tr
        self.figures = {f.name: f for f in about.figures}
        self.row = 0

    def draw(self) -> None:
        page, tr = self.page, self.tr
        name = tr.text(self.formulas.scorer.instrument.name)
        page.widths(WIDTHS)
        page.text("A1", tr("{name}: workbook for auditors", name=name), TITLE)
        page.height(1, [], least=22)
        self.row = 1
        self._wide(
            tr(
                "Every figure here is a formula that follows from the status cells of the area"
                " sheets, by the rules on the sheet {rules} and the points on the sheet {options}."
                " Change a status, and all of it is reckoned again. Sheets are protected against"
                " slips only: there is no password. To fill in answers, use the program.",
                rules=self.formulas.places.rules,
                options=self.formulas.places.options,
            )
        )
        self._facts()
        self._figures()
        self._areas()
        Why(page, self.formulas, self.row).draw()
        page.sheet.freeze_panes = "A2"

    # -- blocks -------------------------------------------------------------------------------

    def _facts(self) -> None:
        tr, profile = self.tr, self.about.assessment.profile
        facts = [(tr(word), str(getattr(profile, f))) for f, word in PROFILE.items()]
        facts = [(word, said) for word, said in facts if said]
        instrument = self.formulas.scorer.instrument
        facts.append((tr("Edition"), f"{instrument.id}, {self.about.digest}"))
        made = f"kami_tui {__version__}, {self.about.generated:%Y-%m-%d %H:%M} UTC"
        facts.append((tr("Made by"), made))
        self.row += 1
        for word, said in facts:
            self.row += 1
            self.page.text(f"A{self.row}", word, NAME)
            self._merged("B", LAST, said, TEXT)
            self.page.height(self.row, [(said, 130)])

    def _figures(self) -> None:
        tr, found = self.tr, self.figures
        heads = [
            tr("Result"), tr("Value"), "", "", tr("Points"), tr("Out of"),
            tr("As the program reckoned"), "", "",
        ]  # fmt: skip
        self._heads(heads)
        self.page.sheet.merge_cells(f"B{self.row}:D{self.row}")
        self.page.sheet.merge_cells(f"G{self.row}:I{self.row}")
        if "SE_CATEGORY" in found:
            self._line("SE_CATEGORY", "SE_SCORE")
        self._line("TOTAL", "TOTAL", "TOTAL_MAX")
        for name in ("READINESS", "MATURITY_LOWEST", "MATURITY_HIGHEST"):
            if name in found:
                self._line(name)
        if "SUPPLEMENT_PERCENT" in found:
            self._line("SUPPLEMENT_PERCENT", "SUPPLEMENT_SCORE", "SUPPLEMENT_MAX")
        self._line("UNANSWERED")
        self._sameness()

    def _line(self, name: str, *points: str) -> None:
        """A figure, the points it rests on, and what it was when the file was written."""
        page, r, figure = self.page, self.row + 1, self.figures[name]
        self.row = r
        page.text(f"A{r}", figure.label, NAME)
        page.formula(f"B{r}", self._shown(figure), BIG)
        page.value(f"G{r}", self._told(figure), PROGRAM)
        page.height(r, [], least=17)
        for column in "CD":
            page.text(f"{column}{r}", "", BIG)
        for column in "EFHI":
            page.text(f"{column}{r}", "", FIGURE)
        page.sheet.merge_cells(f"B{r}:D{r}")
        page.sheet.merge_cells(f"G{r}:I{r}")
        for column, one in zip("EF", points, strict=False):
            page.formula(f"{column}{r}", self._shown(self.figures[one]), FIGURE)

    def _shown(self, figure: Figure) -> str:
        """Formula: a figure for people, with the label of a word; or that it is incomplete."""
        scale = self._scale_of(figure)
        shown = self.formulas.label(figure.name, scale) if scale else figure.name
        return f'IF({figure.name}="",{x.literal(self.tr("incomplete"))},{shown})'

    def _told(self, figure: Figure) -> Value:
        scale = self._scale_of(figure)
        if figure.value is None:
            return self.tr("incomplete")
        if scale is not None and isinstance(figure.value, str):
            return scale.label(figure.value, self.tr.language)
        return figure.value

    def _scale_of(self, figure: Figure) -> Scale | None:
        roles = self.formulas.scorer.instrument.results
        rule = {
            "SE_CATEGORY": roles.category.value if roles.category else None,
            "READINESS": roles.readiness,
            "MATURITY_LOWEST": roles.maturity_lowest,
            "MATURITY_HIGHEST": roles.maturity_highest,
        }.get(figure.name)
        return self.formulas.scorer.instrument.scale_of(rule) if rule else None

    def _sameness(self) -> None:
        """Whether all of it is what the program reckoned."""
        tr, page = self.tr, self.page
        self.row += 1
        r, n = self.row, self.about.compared
        page.text(f"A{r}", tr("Compared with the program"), NAME)
        alike = x.literal(tr("all {n} values are the same", n=n))
        other = x.literal(" " + tr("of {n} values differ", n=n))
        differing = self.about.differing
        page.formula(f"B{r}", f"IF({differing}=0,{alike},{differing}&{other})", BIG)
        page.sheet.merge_cells(f"B{r}:I{r}")
        # A mark may only look at its own sheet.
        page.mark(f"B{r}:I{r}", f"$B{r}<>{alike}", WRONG)

    def _areas(self) -> None:
        tr, page = self.tr, self.page
        roles = self.formulas.scorer.instrument.results.areas
        if not roles:
            return
        heads = [
            tr("Area"), tr("Score"), tr("Greatest score"), tr("Share"), tr("Level"),
            tr("Stage 3"), tr("Unanswered"),
        ]  # fmt: skip
        self._heads(heads)
        yes, no = x.literal(tr("counted")), x.literal(tr("not counted"))
        for role in roles:
            self.row += 1
            r, name = self.row, f"AREA_{role.area}"
            area = self.formulas.scorer.instrument.area(role.area)
            page.text(f"A{r}", f"{roman(area.id)}  {tr.text(area.name)}", NAME)
            for column, figure in {"B": "SCORE", "C": "MAX", "G": "UNANSWERED"}.items():
                page.formula(f"{column}{r}", f"{name}_{figure}", FIGURE)
            page.formula(f"D{r}", f"IF($C{r}=0,0,$B{r}/$C{r})", SHARE)
            page.formula(f"E{r}", f'IF({name}_LEVEL="","-",{name}_LEVEL)', CENTRED)
            counts = f"{name}_STAGE3"
            page.formula(f"F{r}", f'IF(ISTEXT({counts}),"-",IF({counts},{yes},{no}))', CENTRED)

    # -- drawing ------------------------------------------------------------------------------

    def _heads(self, words: list[str]) -> None:
        self.row += 2
        for i, word in enumerate(words, start=1):
            self.page.text(self.page.at(self.row, i), word, HEADING)

    def _wide(self, text: str) -> None:
        self.row += 1
        self._merged("A", LAST, text, QUIET_TEXT)
        self.page.height(self.row, [(text, 165)])

    def _merged(self, first: str, last: str, text: str, look: Look) -> None:
        self.page.text(f"{first}{self.row}", text, look)
        self.page.sheet.merge_cells(f"{first}{self.row}:{last}{self.row}")
