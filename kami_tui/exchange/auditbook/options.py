"""The sheet of options: what can be answered, what it earns; and the words of each scale in order.

Points and words stand here once; items look them up.
"""

from __future__ import annotations

from kami_tui.exchange.auditbook.page import (
    CENTRED,
    FIGURE,
    NAME,
    PLAIN,
    QUIET_TEXT,
    TEXT,
    TITLE,
    Page,
)
from kami_tui.exchange.auditbook.places import Places

WIDTHS = (14, 70, 70, 12, 18)


def draw(page: Page, places: Places) -> None:
    tr, instrument = places.tr, places.scorer.instrument
    page.widths(WIDTHS)
    page.text("A1", tr("Options and their points"), TITLE)
    said = tr(
        "A status may be given as the label in either language or as its code. The points an item"
        " earns are looked up here."
    )
    page.text("A2", said, QUIET_TEXT)
    page.sheet.merge_cells("A2:E2")
    other = tr("Label in Indonesian") if tr.language == "en" else tr("Label in English")
    page.head(3, [tr("Code"), tr("Label"), other, tr("Points"), tr("Taken out of sums")])
    page.sheet.freeze_panes = "A4"
    page.sheet.print_title_rows = "3:3"
    for block in places.blocks:
        _title(page, block.first - 1, block.title)
        for row, choice in enumerate(block.choices, start=block.first):
            page.text(f"A{row}", choice.code, CENTRED)
            page.text(f"B{row}", choice.label, TEXT)
            page.text(f"C{row}", choice.other, TEXT)
            page.value(f"D{row}", choice.points, FIGURE)
            page.text(f"E{row}", tr("yes") if choice.drops else "", CENTRED)
            page.height(row, [(choice.label, WIDTHS[1]), (choice.other, WIDTHS[2])])
    for scale in instrument.scales:
        first = places.scale_rows[scale.id]
        _title(page, first - 1, tr("Scale {name}, from low to high", name=scale.id))
        for row, step in enumerate(scale.steps, start=first):
            page.text(f"A{row}", step.value, PLAIN)
            page.text(f"B{row}", tr.text(step.label), PLAIN)


def _title(page: Page, row: int, title: str) -> None:
    for column in "ABCDE":
        page.text(f"{column}{row}", title if column == "A" else "", NAME)
