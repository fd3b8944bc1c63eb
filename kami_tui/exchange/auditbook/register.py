"""The evidence register, as a list: titles and places are words, never links."""

from __future__ import annotations

from kami_tui.domain.answers import Assessment
from kami_tui.exchange.auditbook.page import CENTRED, QUIET_TEXT, TEXT, TITLE, Page
from kami_tui.i18n.translator import Translator

FIRST = 4
"""Row of the first document; its columns are `own_book.COLUMNS`."""
WIDTHS = (8, 48, 20, 40, 13, 13, 30, 36)


def draw(page: Page, tr: Translator, assessment: Assessment) -> None:
    page.widths(WIDTHS)
    page.text("A1", tr("Evidence register"), TITLE)
    page.text("A2", tr("As the assessor entered it. Files are not in this workbook."), QUIET_TEXT)
    page.sheet.merge_cells("A2:H2")
    page.head(
        3,
        [
            tr("Key"), tr("Title"), tr("Kind"), tr("Location"), tr("Dated"), tr("Valid until"),
            tr("Items"), tr("SHA-256"),
        ],
    )  # fmt: skip
    page.sheet.freeze_panes = "A4"
    page.sheet.print_title_rows = "3:3"
    for row, (key, entry) in enumerate(assessment.evidence.items(), start=FIRST):
        items = ", ".join(assessment.items_resting_on(key))
        page.text(f"A{row}", key, CENTRED)
        shown = (
            entry.title, entry.kind, entry.location, entry.dated, entry.valid_until, items,
            entry.sha256,
        )  # fmt: skip
        for column, text in zip("BCDEFGH", shown, strict=True):
            page.text(f"{column}{row}", text, TEXT)
        page.height(row, list(zip(shown, WIDTHS[1:], strict=True)))
