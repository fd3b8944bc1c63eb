"""Defined names: letter case does not matter, and a sheet's own name comes first on that sheet."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl.workbook.defined_name import DefinedName

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.filling import Filled
from tests.exchange.lookalike import random_assessment, saved, workbook

TWO, THREE = "II Tata Kelola", "III Risiko"
OURS = Assessment("kami-5.0", answers={"2.5": Answer("1"), "3.5": Answer("1")})
STATUS = 5


@pytest.fixture
def fill(library):
    forms = WorkbookForms(library, Statuses)
    return lambda data: forms.filled(Package(data, "blank.xlsx"), OURS)


@pytest.fixture
def book(scorer) -> Any:
    """The official look-alike with two lists of statuses: as they are, and in capitals."""
    made: Any = workbook(Assessment("kami-5.0"), scorer, "official")
    for row in range(1, 6):
        made["Daftar"].cell(row, 3).value = made["Daftar"].cell(row, 2).value.upper()
    return made


PLAIN, CAPITALS = "Daftar!$B$1:$B$5", "Daftar!$C$1:$C$5"


def name(scope: Any, name: str, meaning: str) -> None:
    """Defines one; `scope` is a workbook or a sheet."""
    scope.defined_names[name] = DefinedName(name, attr_text=meaning)


def chosen_from(book: Any, sheet: str, source: str) -> None:
    (drop,) = book[sheet].data_validations.dataValidation
    drop.formula1 = source


def statuses(filled: Filled) -> dict[str, str]:
    """What was written on the two sheets."""
    made = read(Package(filled.data, "x.xlsx"))
    found = {}
    for item, name in (("2.5", TWO), ("3.5", THREE)):
        sheet = made.sheet(name)
        row = next(r for r in range(1, 400) if sheet.text(r, 1) == item)
        found[name] = sheet.text(row, STATUS)
    return found


def test_a_list_is_found_by_its_name_in_any_letter_case(book, fill, scorer):
    name(book, "JAWABAN", CAPITALS)
    for sheet, said in ((TWO, "Jawaban"), (THREE, "jawaban")):
        chosen_from(book, sheet, said)
    filled = fill(saved(book))
    assert not filled.findings
    label = scorer.instrument.option("2.5", "1").label.id.upper()
    assert statuses(filled) == {TWO: label, THREE: label}


@pytest.mark.parametrize("first", [TWO, THREE])
def test_each_sheet_has_its_own_list_of_the_same_name(first, book, fill, scorer):
    other = THREE if first == TWO else TWO
    for sheet, said, source in ((first, "Pilihan", CAPITALS), (other, "PILIHAN", PLAIN)):
        name(book[sheet], said, source)
        chosen_from(book, sheet, "pilihan")
    filled = fill(saved(book))
    assert not filled.findings
    label = scorer.instrument.option("2.5", "1").label.id
    assert statuses(filled) == {first: label.upper(), other: label}


@pytest.mark.parametrize("own", [TWO, THREE])
def test_a_sheets_own_name_comes_before_the_workbooks_there_only(own, book, fill, scorer):
    name(book, "PILIHAN", PLAIN)
    name(book[own], "pilihan", CAPITALS)
    for sheet in (TWO, THREE):
        chosen_from(book, sheet, "Pilihan")
    label = scorer.instrument.option("2.5", "1").label.id
    expected = {s: label.upper() if s == own else label for s in (TWO, THREE)}
    assert statuses(fill(saved(book))) == expected


def test_another_sheets_own_name_is_no_name_here(book, fill):
    name(book[THREE], "PILIHAN", CAPITALS)
    chosen_from(book, TWO, "PILIHAN")
    assert [(f.kind, f.item) for f in fill(saved(book)).findings] == [("no_list", "2.5")]


@pytest.mark.parametrize("said", [f"'{THREE}'!PILIHAN", f"'{THREE.lower()}'!Pilihan"])
def test_another_sheets_own_name_may_be_asked_for(said, book, fill, scorer):
    name(book, "PILIHAN", PLAIN)
    name(book[THREE], "PILIHAN", CAPITALS)
    chosen_from(book, TWO, said)
    filled = fill(saved(book))
    assert not filled.findings
    assert statuses(filled)[TWO] == scorer.instrument.option("2.5", "1").label.id.upper()


def test_sheets_of_charts_count_where_a_name_says_which_sheet_it_is_of(book, fill, scorer):
    book.create_chartsheet("Grafik", 0)
    name(book[THREE], "PILIHAN", CAPITALS)
    chosen_from(book, THREE, "PILIHAN")
    number = book.sheetnames.index(THREE)  # openpyxl itself leaves charts out of the count
    filled = fill(scoped(saved(book), b"%d" % number))
    assert not filled.findings
    assert statuses(filled)[THREE] == scorer.instrument.option("3.5", "1").label.id.upper()


@pytest.mark.parametrize("sheet", [b"99", b"-1", b"x", b""])
def test_a_name_of_no_sheet_is_none(sheet, book, fill):
    name(book[TWO], "PILIHAN", CAPITALS)
    chosen_from(book, TWO, "PILIHAN")
    assert [f.kind for f in fill(scoped(saved(book), sheet)).findings] == ["no_list"]


def scoped(data: bytes, sheet: bytes) -> bytes:
    """With this as the number of the sheet that names are of."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/workbook.xml":
                content = re.sub(rb'localSheetId="\d+"', b'localSheetId="%s"' % sheet, content)
            new.writestr(part, content)
    return out.getvalue()


def test_the_words_of_a_sheets_own_list_are_nobodys_remarks(scorer, proposed):
    """A list may stand below the table that it is for."""
    made: Any = workbook(random_assessment(21, scorer, share=1), scorer, "official")
    sheet = made[TWO]
    last = sheet.max_row + 5
    for n, option in enumerate(scorer.instrument.option_sets[0].options):
        sheet.cell(last + n, 4).value = f"Pilihan: {option.label.id}"
    name(made, "PILIHAN", PLAIN)
    name(sheet, "pilihan", f"'{TWO}'!$D${last}:$D${last + n}")
    chosen_from(made, TWO, "Pilihan")
    assert not proposed(saved(made)).lost


# -- our own marks -----------------------------------------------------------------------------


def test_a_sheet_of_ours_in_another_workbook_does_not_make_that_ours(scorer, proposed):
    """A sheet that is moved takes along names, as names of its own."""
    made = workbook(random_assessment(21, scorer, share=1), scorer, "official")
    name(made[TWO], "KAMI_AUDIT_BOOK", '"kami-5.0"')
    assert "own_book" not in {f.kind for f in proposed(saved(made)).findings}
