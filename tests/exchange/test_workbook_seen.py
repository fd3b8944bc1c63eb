"""Numbers in remarks become what people saw in the cell."""

from __future__ import annotations

from typing import Any

import pytest

from kami_tui.domain.answers import Assessment
from tests.exchange.lookalike import saved, workbook

AREA2 = "II Tata Kelola"


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.5, "0%", "50%"),
        (0.125, "0%", "12.5%"),  # the format hides the half, the person wrote it
        (0.5, "0.00%", "50.00%"),
        (-0.05, "0%", "-5%"),
        (0.4375, "h:mm", "10:30"),
        (1.25, "[h]:mm:ss", "30:00"),
        (46280, "d-mmm-yy", "2026-09-15"),
        (46280, "yyyy\\-mm\\-dd;@", "2026-09-15"),
        (46280.4375, "m/d/yy h:mm", "2026-09-15 10:30"),
        (12345678901234567890, "General", "12345678901234600000"),
        (True, "General", "TRUE"),
        (45, "General", "45"),
        (2.5, '"Rp" #,##0.00', "2.5"),
        (-5, "h:mm", "-5"),
    ],
)
def test_a_remark_is_what_was_seen(value, code, seen, scorer, proposed):
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book[AREA2]
    row = next(r for r in range(1, 400) if sheet.cell(r, 1).value == "2.5")
    cell = sheet.cell(row, 7)
    cell.value, cell.number_format = value, code
    assert proposed(saved(book)).answers["2.5"].note == seen
