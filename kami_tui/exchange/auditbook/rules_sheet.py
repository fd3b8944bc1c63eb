"""The sheet of rules: every figure and every rule with its formula, its value here and now, and
the value the program reckoned, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kami_tui.domain.crosscheck_values import Kind
from kami_tui.domain.numbers import Exact, Value
from kami_tui.domain.rules import Rule
from kami_tui.domain.scorer import Evaluation
from kami_tui.exchange.auditbook import expressions as x
from kami_tui.exchange.auditbook.figures import Figure
from kami_tui.exchange.auditbook.formulas import Formulas
from kami_tui.exchange.auditbook.nodes import Node
from kami_tui.exchange.auditbook.page import (
    CENTRED,
    FIGURE,
    NAME,
    PLAIN,
    QUIET_TEXT,
    TEXT,
    TITLE,
    WRONG,
    Look,
    Page,
)
from kami_tui.exchange.auditbook.places import quoted
from kami_tui.i18n.translator import N_

if TYPE_CHECKING:
    from openpyxl import Workbook

HEAD = 4
WIDTHS = (30, 46, 22, 16, 16, 10, 8, 12, 12, 60, 14, 12)
_NAME = Look(bold=True)
_PART = Look(colour="FF6B7580")
_FORMULA = Look(size=9, wrap=True)
SIGNS = {"ge": "≥", "gt": ">", "eq": "="}
FORMS = {
    "sum": N_("sum"), "mean": N_("mean"), "weighted_mean": N_("weighted mean"),
    "min": N_("lowest"), "max": N_("highest"), "how_many": N_("how many"),
    "maximum": N_("greatest possible"), "percent": N_("percent"), "linear": N_("sum of multiples"),
    "round": N_("rounded"), "condition": N_("condition"), "gate": N_("gate"),
    "ladder": N_("ladder"), "bands": N_("bands"),
}  # fmt: skip
SURENESS = {"settled": N_("settled"), "likely": N_("likely"), "open": N_("open")}


class RulesSheet:
    def __init__(self, page: Page, book: Workbook, formulas: Formulas) -> None:
        self.page, self.book, self.formulas = page, book, formulas
        self.tr = formulas.places.tr
        self.row = HEAD
        self.first = HEAD + 1
        self.compared = 0
        """Values that stand beside the program's."""

    def draw(self, found: tuple[Figure, ...], evaluation: Evaluation) -> None:
        self._head()
        self._title(self.tr("Results"))
        for figure in found:
            self._figure(figure)
        self._title(self.tr("Rules, each with its parts before it"))
        for node in self.formulas.nodes:
            self._node(node, evaluation)
        self._marks()
        self._sources()

    def _sources(self) -> None:
        """What the words of the column Source stand for."""
        row = self.row + 1
        for name, source in self.formulas.scorer.instrument.sources.items():
            row += 1
            self.page.text(f"A{row}", name, NAME)
            self.page.text(f"B{row}", self.tr.text(source), QUIET_TEXT)
            self.page.sheet.merge_cells(f"B{row}:L{row}")

    @property
    def differing(self) -> str:
        """Formula: how many values are not what the program reckoned."""
        title = quoted(self.formulas.places.rules)
        return f"COUNTIF({title}!$G${self.first}:$G${self.row},FALSE)"

    def _head(self) -> None:
        page, tr = self.page, self.tr
        page.widths(WIDTHS)
        page.text("A1", tr("Rules and values"), TITLE)
        said = tr(
            "Value is reckoned here, from the status cells. Program is what kami_tui reckoned when"
            " it wrote this file: once a status has been changed, the two may differ. An empty"
            " value is incomplete: answers are missing. TRUE / FALSE: the condition holds or not."
        )
        page.text("A2", said, QUIET_TEXT)
        page.sheet.merge_cells("A2:L2")
        page.height(1, [], least=22)
        page.height(2, [(said, 180)])
        page.head(
            HEAD,
            [
                tr("Name"), tr("Meaning"), tr("Kind"), tr("Value"), tr("Program"),
                tr("Difference"), tr("Same"), tr("Left side"), tr("Right side"), tr("Formula"),
                tr("Source"), tr("Sureness"),
            ],
        )  # fmt: skip
        page.sheet.freeze_panes = f"B{HEAD + 1}"
        page.sheet.print_title_rows = f"{HEAD}:{HEAD}"

    def _title(self, text: str) -> None:
        self.row += 1
        self.page.text(f"A{self.row}", text, NAME)
        self.page.sheet.merge_cells(f"A{self.row}:L{self.row}")

    def _figure(self, f: Figure) -> None:
        self._values(f.name, f.formula, f.kind, f.value)
        self.page.text(f"A{self.row}", f.name, _NAME)
        self.page.text(f"B{self.row}", f.label, TEXT)
        for column in "CHIKL":
            self.page.text(f"{column}{self.row}", "")

    def _node(self, node: Node, evaluation: Evaluation) -> None:
        page, tr, of = self.page, self.tr, node.of
        self._values(node.name, node.made.text, node.kind, node.value(evaluation))
        r = self.row
        page.text(f"A{r}", node.name, _PART if node.part else _NAME)
        page.text(f"B{r}", self._meaning(node), TEXT)
        form = tr(FORMS[of.form]) if isinstance(of, Rule) else tr("item gate")
        page.text(f"C{r}", tr("part") if node.part else form, PLAIN)
        self._sides(node)
        if node.part:
            page.text(f"K{r}", "")
            page.text(f"L{r}", "")
            return
        page.text(f"K{r}", of.source, PLAIN)
        page.text(f"L{r}", tr(SURENESS[of.sureness]), PLAIN)

    def _meaning(self, node: Node) -> str:
        label = self.tr.text(node.of.label)
        if not node.part:
            return label
        return f"{label} / {node.key.partition('/')[2]}"

    def _values(self, name: str, formula: str, kind: Kind, value: Value) -> None:
        """A row of its own, whose value has this name."""
        from openpyxl.workbook.defined_name import DefinedName

        self.row += 1
        page, r = self.page, self.row
        look = FIGURE if kind == "number" else CENTRED
        page.formula(f"D{r}", formula, look)
        page.value(f"E{r}", value, look)
        if kind == "number":
            apart = f'IF(AND(ISNUMBER($D{r}),ISNUMBER($E{r})),ROUND($D{r}-$E{r},9),"")'
            page.formula(f"F{r}", apart, FIGURE)
            same = f"IF(ISBLANK($E{r}),ISTEXT($D{r}),IF(ISNUMBER($D{r}),$F{r}=0,FALSE))"
        else:
            page.text(f"F{r}", "")
            same = f"EXACT($D{r},$E{r})"
            if kind == "truth":
                same = f"IF(ISBLANK($E{r}),ISTEXT($D{r}),IF(ISTEXT($D{r}),FALSE,N($D{r})=N($E{r})))"
        page.formula(f"G{r}", same, CENTRED)
        self.compared += 1
        page.text(f"J{r}", f"={formula}", _FORMULA)
        page.height(r, [(formula, 66)])
        place = f"{quoted(self.formulas.places.rules)}!$D${r}"
        self.book.defined_names[name] = DefinedName(name, attr_text=place)

    def _sides(self, node: Node) -> None:
        """Of a comparison: what is compared with what, as it stands."""
        page, r = self.page, self.row
        page.text(f"H{r}", "")
        page.text(f"I{r}", "")
        if node.sides is None:
            return
        left, op, right = node.sides
        called = right.name if isinstance(right, Node) else str(x.literal(right))
        page.text(f"B{r}", f"{self._meaning(node)}: {left.name} {SIGNS[op]} {called}", TEXT)
        self._side(f"H{r}", left)
        self._side(f"I{r}", right)

    def _side(self, place: str, side: Node | Exact | str) -> None:
        if isinstance(side, Node):
            look = FIGURE if side.kind == "number" else CENTRED
            self.page.formula(place, side.name, look)
        else:
            self.page.value(place, side, CENTRED if isinstance(side, str) else FIGURE)

    def _marks(self) -> None:
        first = self.first
        self.page.mark(f"D{first}:G{self.row}", f'AND($G{first}<>"",NOT($G{first}))', WRONG)
