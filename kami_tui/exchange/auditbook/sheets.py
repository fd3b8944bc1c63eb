"""An area's sheet: its items, the status of each to choose, and the points that follow."""

from __future__ import annotations

from kami_tui.domain.answers import Assessment
from kami_tui.domain.instrument import Area
from kami_tui.domain.numbers import exact
from kami_tui.domain.text import roman
from kami_tui.exchange.auditbook import expressions as x
from kami_tui.exchange.auditbook.formulas import Formulas
from kami_tui.exchange.auditbook.page import (
    CENTRED,
    FIGURE,
    HEADING,
    NAME,
    OPEN,
    QUIET,
    QUIET_TEXT,
    SMALL,
    STATUS,
    TEXT,
    TITLE,
    WRONG,
    Page,
)
from kami_tui.exchange.auditbook.places import COLUMNS, HEAD, Block, Places, Row
from kami_tui.i18n.translator import Translator

WIDTHS = (7, 9, 7, 58, 25, 8, 9, 9, 32, 32, 8, 7, 7)
_QUESTION, _NOTE, _EVIDENCE = 58, 32, 32


class AreaSheet:
    """Draws one area."""

    def __init__(self, page: Page, area: Area, formulas: Formulas, of: Assessment) -> None:
        self.page, self.area, self.formulas = page, area, formulas
        self.assessment = of
        self.places: Places = formulas.places
        self.tr: Translator = self.places.tr
        self.scorer = formulas.scorer
        self.tags = sorted({t for i in area.items for t in i.tags})
        self.gates = {
            i: gate for gate in self.scorer.instrument.item_gates
            for i in self.scorer.select(gate.items)
        }  # fmt: skip

    def draw(self) -> None:
        self._head()
        choices: dict[tuple[int, bool], list[str]] = {}
        rows = self.places.rows[self.area.id]
        for row in rows:
            if row.item is None:
                self._title(row)
                continue
            self._item(row)
            block = self.places.block_of[row.position]
            choices.setdefault((block.first, block.own), []).append(f"E{row.row}")
        self._drop_downs(choices)
        self._marks(HEAD + 1, rows[-1].row)

    def _head(self) -> None:
        page, tr, area = self.page, self.tr, self.area
        page.widths([*WIDTHS, *(12 for _ in self.tags)])
        page.text("A1", f"{roman(area.id)}  {tr.text(area.name)}", TITLE)
        page.height(1, [], least=22)
        page.text("A2", tr.text(area.description), QUIET_TEXT)
        page.sheet.merge_cells("A2:J2")
        page.height(2, [(tr.text(area.description), 170)])
        said = tr(
            "Only the pale yellow cells of the column Status can be changed; everything else"
            " follows from them."
        )
        page.text("A3", said, QUIET_TEXT)
        page.sheet.merge_cells("A3:J3")
        heads = [
            tr("No."), tr("Level"), tr("Stage"), tr("Question"), tr("Status"), tr("Score"),
            tr("Score counted"), tr("Greatest score"), tr("Note"), tr("Evidence"), tr("Option"),
            tr("Code"), tr("Weight"), *self.tags,
        ]  # fmt: skip
        for i, word in enumerate(heads, start=1):
            page.text(page.at(HEAD, i), word, HEADING)
        page.height(HEAD, [], least=30)
        sheet = page.sheet
        sheet.freeze_panes = f"B{HEAD + 1}"
        sheet.print_title_rows = f"{HEAD}:{HEAD}"
        sheet.column_dimensions["B"].hidden = not any(i.maturity for i in area.items)
        sheet.column_dimensions["C"].hidden = not any(i.stage for i in area.items)
        sheet.column_dimensions[COLUMNS["weight"]].hidden = not any(i.weight for i in area.items)

    def _title(self, row: Row) -> None:
        look = QUIET_TEXT if row.lead else NAME
        self.page.text(f"A{row.row}", row.text, look)
        self.page.sheet.merge_cells(f"A{row.row}:J{row.row}")
        self.page.height(row.row, [(row.text, 170)])

    def _item(self, row: Row) -> None:
        page, item, r = self.page, row.item, row.row
        if item is None:
            return
        answer = self.assessment.answer(item.id)
        block = self.places.block_of[row.position]
        question = "\n".join(
            [self.tr.text(item.text), *(f"{c.code}: {c.label}" for c in block.choices if block.own)]
        )
        evidence = "; ".join(self._evidence(key) for key in answer.evidence)
        page.text(f"A{r}", item.id, CENTRED)
        page.text(f"B{r}", item.maturity or "", CENTRED)
        page.value(f"C{r}", item.stage, CENTRED)
        page.text(f"D{r}", question, TEXT)
        page.text(f"E{r}", _status(block, answer.status), STATUS)
        page.text(f"I{r}", answer.note, TEXT)
        page.text(f"J{r}", evidence, TEXT)
        self._figures(row, block)
        page.value(f"M{r}", self.scorer.weights[row.position] if item.weight else 1, SMALL)
        for i, tag in enumerate(self.tags, start=len(WIDTHS) + 1):
            page.text(page.at(r, i), item.tags.get(tag, ""), SMALL)
        texts = [(question, _QUESTION), (answer.note, _NOTE), (evidence, _EVIDENCE)]
        page.height(r, [*texts, (_status(block, answer.status), 22)])

    def _figures(self, row: Row, block: Block) -> None:
        """From the status to the points that count."""
        page, places, r = self.page, self.places, row.row
        words = places.block_range(block, "A", "C")
        typed = f"TRIM($E{r})"
        found = f"MAX(({words}={typed})*(ROW({words})-{block.first - 1}))"
        page.formula(f"K{r}", f"IF(LEN({typed})=0,0,SUMPRODUCT({found}))", SMALL)
        codes = places.block_range(block, "A", "A")
        page.formula(f"L{r}", f'IF($K{r}=0,"",INDEX({codes},$K{r}))', SMALL)
        points = places.block_range(block, "D", "D")
        earned = f"INDEX({points},$K{r})"
        best = f"MAX({points})"
        if any(c.drops for c in block.choices):
            out = f"LEN(INDEX({places.block_range(block, 'E', 'E')},$K{r}))>0"
            earned, best = f'IF({out},"",{earned})', f"IF(ISTEXT($F{r}),0,{best})"
        page.formula(f"F{r}", f"IF($K{r}=0,0,{earned})", FIGURE)
        page.formula(f"G{r}", self._counted(row), FIGURE)
        page.formula(f"H{r}", best, FIGURE)

    def _counted(self, row: Row) -> str:
        r, gate = row.row, self.gates.get(row.position)
        if gate is None:
            return f"$F{r}"
        node = self.formulas[f"gate:{gate.id}"]
        shut = x.number(exact(gate.otherwise))
        counted = f"IF({x.holds(node)},$F{r},{shut})"
        drops = self.places.drops(row.position)
        return f'IF(ISTEXT($F{r}),"",{counted})' if drops else counted

    def _evidence(self, key: str) -> str:
        entry = self.assessment.evidence.get(key)
        return f"{key} {entry.title}" if entry and entry.title else key

    def _drop_downs(self, choices: dict[tuple[int, bool], list[str]]) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        blocks = {b.first: b for b in self.places.blocks}
        for (first, own), cells in choices.items():
            column = "A" if own else "B"
            listed = self.places.block_range(blocks[first], column, column)
            chosen = DataValidation(type="list", formula1=listed, allow_blank=True)
            chosen.errorTitle = self.tr("Status")
            chosen.error = self.tr(
                "This is not on the list. A code is understood, too; anything else counts as"
                " unanswered and is marked."
            )
            # A warning, which lets codes pass.
            chosen.errorStyle, chosen.showErrorMessage = "warning", True
            for cell in cells:
                chosen.add(cell)
            self.page.sheet.add_data_validation(chosen)

    def _marks(self, first: int, last: int) -> None:
        """Unanswered looks unanswered; a status that is none is told; what a gate shuts out is
        pale."""
        page, cells = self.page, f"E{first}:E{last}"
        unknown = f"AND(ISNUMBER($K{first}),$K{first}=0"
        page.mark(cells, f"{unknown},LEN(TRIM($E{first}))>0)", WRONG, last=True)
        page.mark(cells, f"{unknown})", OPEN)
        shut = f"AND(ISNUMBER($F{first}),$F{first}<>$G{first})"
        page.mark(f"F{first}:G{last}", shut, colour=QUIET)


def _status(block: Block, code: str | None) -> str:
    """What the drop-down would put there."""
    for choice in block.choices:
        if choice.code == code:
            return choice.code if block.own else choice.label
    return ""
