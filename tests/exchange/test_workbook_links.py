"""Cells that are links: where they lead is a document's place, and never followed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.domain.errors import BadInput
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.sheets import read
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.intake import merged
from tests.exchange.lookalike import saved, workbook
from tests.exchange.told import AREA2, kinds, row_of

REMARK, EVIDENCE = 7, 8
FORMULA = re.compile(rb"(<c [^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)")
DRIVE = "https://drive.google.com/file/d/{}/view"


def book(scorer, **cells: tuple[int, Any, str]) -> Any:
    """The official look-alike; by item the column, what the cell shows, and where it leads."""
    made = workbook(Assessment("kami-5.0"), scorer, "official")
    sheet: Any = made[AREA2]
    for item, (column, text, link) in cells.items():
        cell = sheet.cell(row_of(sheet, item.replace("_", ".")), column)
        cell.value = text
        if link:
            cell.hyperlink = link
    return made


def documents(found, item: str) -> list[tuple[str, str]]:
    return [(e.title, e.location) for e in found.answers[item].evidence]


def register(found) -> list[tuple[str, str]]:
    return [(e.title, e.location) for e in found.assessment.evidence.values()]


def test_cells_that_show_the_same_and_lead_elsewhere_are_different_documents(scorer, proposed):
    cells = {f"2_{n}": (EVIDENCE, "Link", DRIVE.format(n)) for n in (3, 4, 5)}
    found = proposed(saved(book(scorer, **cells)))
    assert register(found) == [("Link", DRIVE.format(n)) for n in (3, 4, 5)]
    assert [len(found.assessment.answer(f"2.{n}").evidence) for n in (3, 4, 5)] == [1, 1, 1]
    assert not found.findings


def test_one_that_leads_nowhere_is_none_of_those_that_do(scorer, proposed):
    cells = {f"2_{n}": (EVIDENCE, "Link", DRIVE.format(n)) for n in (3, 5)}
    found = proposed(saved(book(scorer, **cells, **{"2_4": (EVIDENCE, "Link", "")})))
    assert register(found) == [
        ("Link", DRIVE.format(3)), ("Link", ""), ("Link", DRIVE.format(5))
    ]  # fmt: skip


def test_taking_it_in_again_adds_no_document(scorer, proposed):
    cells = {f"2_{n}": (EVIDENCE, "Link", DRIVE.format(n)) for n in (3, 4)}
    found = proposed(saved(book(scorer, **cells, **{"2_5": (EVIDENCE, "Link", "")})))
    assert merged(found.assessment, found, "ours") == found.assessment


def test_a_title_of_several_places_is_the_items_own_document_first(scorer, proposed):
    ours = Assessment(
        "kami-5.0",
        answers={"2.3": Answer("1", evidence=("E1",)), "2.4": Answer("1", evidence=("E2",))},
        evidence={"E1": Evidence("SK", location="a"), "E2": Evidence("SK", location="b")},
    )
    found = proposed(saved(book(scorer, **{"2_3": (EVIDENCE, "SK", "")})))
    assert merged(ours, found, "ours") == ours


@pytest.mark.parametrize(
    ("formula", "link"),
    [
        ('=HYPERLINK("https://x.go.id/a?b=1&c=""2""","Link")', 'https://x.go.id/a?b=1&c="2"'),
        ('=hyperlink( "https://x.go.id/a" , "Link")', "https://x.go.id/a"),
        ('=HYPERLINK("#\'Daftar Bukti\'!A5","Link")', "#'Daftar Bukti'!A5"),
    ],
)
def test_a_formula_that_makes_a_link_is_read(formula, link, scorer, proposed):
    found = proposed(formula_shows(book(scorer, **{"2_3": (EVIDENCE, formula, "")}), "Link"))
    assert documents(found, "2.3") == [("Link", link)]
    assert not found.lost


@pytest.mark.parametrize(
    "formula",
    ['=HYPERLINK(X5,"Link")', '=HYPERLINK("https://x.go.id/"&A1,"Link")',
     '=IF(A1="",HYPERLINK("https://a","Link"),HYPERLINK("https://b","Link"))'],
)  # fmt: skip
def test_an_address_that_is_worked_out_is_told(formula, scorer, proposed):
    found = proposed(formula_shows(book(scorer, **{"2_3": (EVIDENCE, formula, "")}), "Link"))
    assert documents(found, "2.3") == [("Link", "")]
    assert kinds(found)["link"] == [f"{AREA2}!H8"]


def test_a_formula_that_was_filled_down_is_told_in_each_cell(scorer, proposed):
    """Only the first cell has the formula; the others name it by a number."""
    cells = {f"2_{n}": (EVIDENCE, f'=HYPERLINK(X{n},"Link")', "") for n in (3, 4, 5)}
    data = formula_shows(book(scorer, **cells), "Link")
    first = b'<f>HYPERLINK(X3,"Link")</f>'

    def shared(xml: bytes) -> bytes:
        xml = xml.replace(first, first.replace(b"<f>", b'<f t="shared" ref="H8:H10" si="0">'))
        return re.sub(rb"<f>HYPERLINK[^<]*</f>", b'<f t="shared" si="0"/>', xml)

    found = proposed(changed(data, shared))
    assert kinds(found)["link"] == [f"{AREA2}!H8", f"{AREA2}!H9", f"{AREA2}!H10"]


def test_a_place_in_the_workbook_is_a_place_too(scorer, proposed):
    made = book(scorer, **{"2_3": (EVIDENCE, "Lihat daftar", "")})
    cell = made[AREA2].cell(row_of(made[AREA2], "2.3"), EVIDENCE)
    cell.hyperlink = "#x"
    cell.hyperlink.target, cell.hyperlink.location = None, "'Daftar Bukti'!A5"
    found = proposed(saved(made))
    assert documents(found, "2.3") == [("Lihat daftar", "#'Daftar Bukti'!A5")]


def test_a_link_beside_several_titles_is_a_document_of_its_own_and_told(scorer, proposed):
    found = proposed(saved(book(scorer, **{"2_3": (EVIDENCE, "SK Tim\nSOP", DRIVE.format(1))})))
    address = DRIVE.format(1)
    assert documents(found, "2.3") == [("SK Tim", ""), ("SOP", ""), (address, address)]
    assert kinds(found)["link_added"] == [f"{AREA2}!H8"]


def test_a_remark_keeps_its_words_and_where_it_leads(scorer, proposed):
    found = proposed(saved(book(scorer, **{"2_3": (REMARK, "Lihat notulen", DRIVE.format(1))})))
    assert found.answers["2.3"].note == f"Lihat notulen\n{DRIVE.format(1)}"
    assert kinds(found)["link_added"] == [f"{AREA2}!G8"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("hubungi tim@x.go.id", "mailto:tim@x.go.id"), ("lihat www.x.go.id", "http://www.x.go.id/"),
        ("https://x.go.id/a", "https://x.go.id/a"),
    ],
)  # fmt: skip
def test_an_address_that_is_in_the_words_already_is_not_added(text, link, scorer, proposed):
    found = proposed(saved(book(scorer, **{"2_3": (REMARK, text, link)})))
    assert found.answers["2.3"].note == text
    assert not found.findings


def test_the_remark_of_a_link_is_there_already_when_it_is_filled_in(library, scorer, proposed):
    data = saved(book(scorer, **{"2_3": (REMARK, "Lihat notulen", DRIVE.format(1))}))
    forms = WorkbookForms(library, Statuses)
    filled = forms.filled(Package(data, "KAMI.xlsx"), proposed(data).assessment)
    assert (filled.same["remark"], filled.findings) == (1, ())


def test_documents_get_the_places_of_merged_cells(scorer, proposed):
    made = book(scorer, **{"2_3": (EVIDENCE, "Link", DRIVE.format(1))})
    made[AREA2].merge_cells("H8:I8")
    assert documents(proposed(saved(made)), "2.3") == [("Link", DRIVE.format(1))]


# -- titles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://drive.google.com/open?id=AAA", None), (DRIVE.format("9"), None),
        ("https://x.go.id/unduh.php?id=7", None), ("https://x.go.id/", None),
        ("https://x.go.id/dok/SK%20Tim%20(final).pdf?v=2#hal=3", "SK Tim (final).pdf"),
        ("HTTPS://X.GO.ID/A.PDF", "A.PDF"),
    ],
)  # fmt: skip
def test_an_address_is_called_by_its_files_name_or_else_whole(address, title, scorer, proposed):
    found = proposed(saved(book(scorer, **{"2_3": (EVIDENCE, address, "")})))
    assert documents(found, "2.3") == [(title or address, address)]


def test_files_of_one_name_at_different_places_are_different_documents(scorer, proposed):
    text = "https://a.go.id/SK.pdf\nhttps://b.go.id/SK.pdf"
    found = proposed(saved(book(scorer, **{"2_3": (EVIDENCE, text, "")})))
    assert register(found) == [("SK.pdf", a) for a in text.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        "\\\\server\\bukti\\SK; final.pdf", "\\\\server\\bukti\\SK; Final.pdf", "D:\\KAMI\\SK; SOP",
        "SK Wali Kota; tentang SMKI", 'Lihat folder "Bukti; Rapat"', "SK (Wali Kota; Sekda)",
        "SK No. 1; 2; 3", "Rapat sudah ada; Hasilnya disetujui kepala dinas.",
    ],
)  # fmt: skip
def test_a_title_with_a_semicolon_stays_whole(text, scorer, proposed):
    found = proposed(saved(book(scorer, **{"2_3": (EVIDENCE, text, "")})))
    assert documents(found, "2.3") == [(text, "")]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("SK Tim; SOP Insiden;", ["SK Tim", "SOP Insiden"]),
        ("sk.pdf; notulen.docx", ["sk.pdf", "notulen.docx"]),
        ("\\\\server\\a.pdf; \\\\server\\b.pdf", ["\\\\server\\a.pdf", "\\\\server\\b.pdf"]),
        ("SK Tim; https://x.go.id/b.pdf", ["SK Tim", "b.pdf"]),
        ("SK 1;\nSK 2;", ["SK 1", "SK 2"]),
    ],
)
def test_titles_with_semicolons_between_them_are_several(text, titles, scorer, proposed):
    found = proposed(saved(book(scorer, **{"2_3": (EVIDENCE, text, "")})))
    assert [title for title, _ in documents(found, "2.3")] == titles


# -- whoever sends it decides every byte -------------------------------------------------------


def test_entities_among_the_addresses_are_refused(scorer):
    evil = b'<!DOCTYPE x [<!ENTITY a "b">]><Relationships>&a;</Relationships>'
    data = with_part(saved(book(scorer, **{"2_3": (EVIDENCE, "Link", "https://a")})), evil)
    with pytest.raises(BadInput) as error:
        read(Package(data, "x"))
    assert [p.code for p in error.value.problems] == ["workbook_entities"]


@pytest.mark.parametrize("relations", [b"<Relationships/>", None])
def test_a_link_whose_address_is_not_there_is_told(relations, scorer, proposed):
    data = saved(book(scorer, **{"2_3": (EVIDENCE, "Link", "https://a")}))
    found = proposed(with_part(data, relations))
    assert documents(found, "2.3") == [("Link", "")]
    assert kinds(found)["link"] == [f"{AREA2}!H8"]


def test_an_address_that_is_too_long_is_told(scorer, proposed):
    for length in (5_000, 50_000):
        link = "https://x.go.id/" + "a" * length
        found = proposed(saved(book(scorer, **{"2_3": (EVIDENCE, "Link", link)})))
        assert documents(found, "2.3") == [("Link", "")]
        assert kinds(found)["link"] == [f"{AREA2}!H8"]


def test_a_link_of_the_whole_sheet_is_read_as_far_as_cells_are(scorer):
    made = book(scorer, **{"2_3": (EVIDENCE, "Link", "https://a")})
    for _ in range(2_000):
        cell = made[AREA2].cell(8, 8)
        made[AREA2]._hyperlinks.append(cell.hyperlink)
    cell.hyperlink.ref = "A1:XFD1048576"
    links = read(Package(saved(made), "x")).sheet(AREA2).links
    assert links[8, 8] == "https://a"
    assert len(links) <= len(list(made[AREA2].iter_rows())) * 20


def with_part(data: bytes, content: bytes | None) -> bytes:
    """Other relations of the sheet of area 2; None: without them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        names = [n for n in old.namelist() if n.startswith("xl/worksheets/_rels/")]
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
            elif content is not None:
                new.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """With other texts of the sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            sheet = name.startswith("xl/worksheets/sheet")
            new.writestr(name, change(content) if sheet else content)
    return out.getvalue()


def formula_shows(made: Any, text: str) -> bytes:
    """As a spreadsheet program saves it: formulas with what they show."""
    value = b"<v>" + text.encode() + b"</v>"
    return changed(
        saved(made), lambda xml: FORMULA.sub(lambda m: m[1] + b' t="str">' + m[2] + value, xml)
    )
