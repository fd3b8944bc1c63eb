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
        (True, "General", "TRUE"),
        (45, "General", "45"),
        (1.0434027777777777, "[h]:mm:ss", "25:02:30"),
        (1.0434027777777777, "[h]:mm", "25:02"),
        (0.043402777777777776, "[mm]:ss", "1:02:30"),
        (46280, "mmm yyyy", "2026-09"),
        (2.5, '"Rp" #,##0.00', "Rp 2.50"),
        (7, "000", "007"),
        (-7, "000", "-007"),
        (215550100, "0000000000", "0215550100"),
        (12, '"SK/"000"/2026"', "SK/012/2026"),
        (3, '0.0"x"', "3.0x"),
        (3.25, "0.0", "3.25"),  # no digit that was written is lost
        (2, "00.0%", "200.0%"),
        (45, '0" %"', "45 %"),  # a sign beside the number, not a share
        (1500000, "#\\ ##0", "1500000"),
        (1 / 3, "0%", "33%"),  # worked out: nobody wrote what the format hides
        (1500000, "[$Rp-421]#,##0", "Rp1.500.000"),
        (-1500.5, "[$Rp-id-ID]#,##0.00;[Red]-[$Rp-id-ID]#,##0.00", "-Rp1.500,50"),
        (1234567.5, "[$$-409]#,##0.00", "$1,234,567.50"),
        (2.5, "[$Rp-421] 0.00", "Rp 2,50"),
        (7, "[$-421]0,000", "0.007"),
        (999, "#,##0", "999"),
        (-150, '_("Rp"* #,##0_);_("Rp"* (#,##0);_("Rp"* "-"_);_(@_)', "-Rp150"),
        (46082, "[$-421]dd mmmm yyyy;@", "01 Maret 2026"),
        (46082, "[$-id-ID]dddd, d mmm yy", "Minggu, 1 Mar 26"),
        (46082, "[$-en-US,1]mmmm d\\, yyyy", "March 1, 2026"),
        (46082, "[$-1000421]dd/mm/yyyy", "2026-03-01"),  # in figures nobody knows their order
        (46082, "[$-F800]dddd\\, mmmm dd\\, yyyy", "2026-03-01"),  # of whoever opens the file
        (46082, "dd mmmm yyyy", "2026-03-01"),
        (46082.5, "[$-421]d mmmm yyyy h:mm", "2026-03-01 12:00"),
        (30, '0" hari"', "30 hari"),
        (1, '"Ya";"Ya";"Tidak"', "Ya"),
        (0, '"Ya";"Ya";"Tidak"', "Tidak"),
        (0.0000001, "General", "0.0000001"),
    ],
)
def test_a_remark_is_what_was_seen(value, code, seen, scorer, proposed):
    found = remarked(value, code, scorer, proposed)
    assert found.answers["2.5"].note == seen
    assert [f for f in found.findings if f.kind == "as_kept"] == []


@pytest.mark.parametrize(
    ("value", "code", "taken"),
    [
        (12345678901234567890, "General", "12345678901234600000"),  # a number of a person, say
        (1e300, "0.00%", "1e+300"),
        (-1e-300, "0%", "-1e-300"),
        (0.5, "# ?/?", "0.5"),
        (2155501, "000-0000", "2155501"),
        (2155501, "000 0000", "2155501"),
        (1500, "0.00E+00", "1500"),
        (1500, "#,##0,", "1500"),
        (1234567, "#,##0", "1234567"),  # 1.234.567 or 1,234,567: as the reader's own program has it
        (1234567.5, "#,##0.00", "1234567.50"),
        (-1500, '_("Rp"* #,##0_);_("Rp"* (#,##0);_("Rp"* "-"_);_(@_)', "-Rp1500"),
        (3, '[>2]"tinggi";"rendah"', "3"),
        (-5, "h:mm", "-5"),
        (46280, '"Jatuh tempo "d/m/yyyy', "2026-09-15"),
    ],
)
def test_what_cannot_be_copied_as_it_looks_is_told(value, code, taken, scorer, proposed):
    found = remarked(value, code, scorer, proposed)
    assert found.answers["2.5"].note == taken
    (told,) = [f for f in found.findings if f.kind == "as_kept"]
    assert (told.place, told.item, told.said) == (f"{AREA2}!G10", "2.5", taken)
    assert not told.lost


@pytest.mark.parametrize(("value", "code"), [(5, ";;;"), (0, "0;-0;;@"), (-5, "0;"), (7, '""')])
def test_what_a_format_hides_nobody_sees_and_nothing_is_told_of_it(value, code, scorer, proposed):
    found = remarked(value, code, scorer, proposed)
    assert (dict(found.answers), found.findings) == ({}, ())


def remarked(value, code, scorer, proposed):
    """What a workbook says in which the remark to 2.5 is a number."""
    book = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = book[AREA2]
    row = next(r for r in range(1, 400) if sheet.cell(r, 1).value == "2.5")
    cell = sheet.cell(row, 7)
    cell.value, cell.number_format = value, code
    return proposed(saved(book))
