"""Sheets of which nothing was taken in are named, each once, in one line."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from kami_tui.domain.answers import Assessment
from kami_tui.exchange.auditbook.write import audit_book
from kami_tui.i18n.intake import sentence
from kami_tui.i18n.translator import Translator
from tests.exchange.lookalike import PROFILE_HEADS, saved, workbook

EMPTY = Assessment("kami-5.0")
PLAN = ("Butir", "Rencana Tindak Lanjut", "Penanggung Jawab", "Target Waktu")
RISKS = ("No", "Risiko", "Dampak", "Kemungkinan", "Mitigasi")


@pytest.fixture
def named(proposed):
    """The sheets that are named so, and all kinds of findings."""

    def made(data: bytes) -> tuple[tuple[str, ...], list[str]]:
        found = proposed(data)
        names = [f.facts["names"] for f in found.findings if f.kind == "sheets_aside"]
        assert not {f.kind for f in found.lost} & {"sheets_aside"}
        return sum(names, ()), [f.kind for f in found.findings]

    return made


def with_rows(book: Any, name: str, rows: list[tuple[Any, ...]]) -> bytes:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    return saved(book)


@pytest.mark.parametrize("head", [PLAN, RISKS])
@pytest.mark.parametrize("rows", [1, 2, 3, 30])
def test_a_list_of_items_under_heads_that_nobody_knows(head, rows, full, scorer, named):
    items = [i for i in scorer.ids if i[0] in "23"][:rows]
    lines = [head, *((i, *(f"{h} untuk {i}" for h in head[1:])) for i in items)]
    data = with_rows(workbook(full, scorer, "official"), "Rencana Aksi", lines)
    assert named(data) == (("Rencana Aksi",), ["sheets_aside"])


@pytest.mark.parametrize("numbers", ["{0}, {0}; 3.1", "lihat butir {0}"])
def test_a_list_whose_numbers_stand_in_other_words(numbers, full, scorer, named):
    lines = [("Butir", "Status", "Keterangan")]
    lines += [(numbers.format(i), "Belum", f"Untuk {i}") for i in ("2.1", "2.2", "2.3", "2.4")]
    names, _ = named(with_rows(workbook(full, scorer, "official"), "Rencana Aksi", lines))
    assert names == ("Rencana Aksi",)


def test_a_list_of_items_with_fewer_rows_than_a_form_has(full, scorer, named):
    lines = [("No Butir", "Status", "Keterangan"), ("2.1", "Belum", "a"), ("2.2", "Belum", "b")]
    names, _ = named(with_rows(workbook(full, scorer, "official"), "Rencana Aksi", lines))
    assert names == ("Rencana Aksi",)


def test_one_that_is_told_otherwise_is_told_once(full, scorer, named):
    lines = [("No Butir", "Status"), *((i, "Belum") for i in scorer.ids[20:40])]
    data = with_rows(workbook(full, scorer, "official"), "Rencana Aksi", lines)
    assert named(data) == ((), ["left_alone_said"])


def test_what_the_form_has_and_what_nobody_sees_or_wrote_is_not_named(scorer, named):
    """A blank form loses nothing: neither its identity nor its dashboard, nor its drop-downs."""
    book = workbook(EMPTY, scorer, "official")
    lists = book.create_sheet("Pilihan")
    lists["A1"] = "Daftar pilihan"
    offers = ("Tidak Dilakukan", "Dalam Perencanaan", "Diterapkan Secara Menyeluruh")
    for n, text in enumerate(offers, 2):
        lists.cell(n, 1).value = text
    drop = DataValidation(type="list", formula1="Pilihan!$A$2:$A$4", sqref="Z1:Z9")
    book["II Tata Kelola"].add_data_validation(drop)
    book.create_sheet("Angka")["A1"] = 12
    book.create_sheet("Rumus")["A1"] = '=A2&"kata"'
    hidden = book.create_sheet("Rahasia")
    hidden["A1"], hidden.sheet_state = "Catatan", "hidden"
    assert named(saved(book))[0] == ()


OWN = (("No", "Dokumen", "Status"), ("No", "Nama", "Jawaban"))
PLANS = [(n, f"Rencana {n}", s) for n, s in enumerate(["Dalam Perencanaan"] * 2 + ["Lain"] * 9, 1)]


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize(
    "rows",
    [
        [OWN[0], (1, "SK", "Ada"), (2, "SOP", "Ada"), (3, "Perwal", "Belum")],
        [OWN[1], *((n, f"Peserta {n}", "Hadir") for n in range(1, 41))],
        [OWN[1], *((n, f"Soal {n}", "Diterapkan Secara Menyeluruh") for n in range(1, 8))],
        [OWN[0], *PLANS],
        [("No", "Rencana", "Status"), *((n, f"Rencana {n}", None) for n in range(1, 20))],
        [("Skor", "Status", "Arti"), *((n, "Sebagian", "Arti sendiri") for n in range(4))],
    ],
)
def test_an_agencys_own_list_with_numbers_from_1(answered, rows, full, scorer, named):
    """It is no area without a name: it has too few rows, or other words than statuses."""
    data = with_rows(workbook(full if answered else EMPTY, scorer, "official"), "Lembar", rows)
    assert named(data) == (("Lembar",), ["sheets_aside"])


def test_a_legend_on_a_sheet_of_its_own_is_the_forms(full, scorer, named):
    labels = [o.label.id for o in scorer.instrument.option_sets[0].options]
    rows = [("Status", "Skor"), *((label, n) for n, label in enumerate(labels))]
    data = with_rows(workbook(full, scorer, "reordered"), "Legenda", rows)
    assert named(data) == ((), [])


def test_a_filled_in_form_has_none(full, scorer, named):
    assert named(saved(workbook(full, scorer, "official"))) == ((), [])


def test_instructions_are_named_and_not_called_lost(full, scorer, named):
    book = workbook(full, scorer, "official")
    sheet = book.create_sheet("Petunjuk", 0)
    for n in range(1, 20):
        sheet.cell(n, 1).value = f"{n}. Isilah dengan jujur."
    assert named(saved(book)) == (("Petunjuk",), ["sheets_aside"])


def test_a_plan_below_a_head_of_the_identity_is_named(full, scorer, named):
    lines: list[tuple[Any, ...]] = [(h, f"Isi {h}") for h in PROFILE_HEADS.values()]
    lines += [PLAN, *((i, "Susun SOP", "Budi", "Maret") for i in scorer.ids[20:40])]
    data = with_rows(workbook(full, scorer, "official"), "Rencana Aksi", lines)
    assert named(data)[0] == ("Rencana Aksi",)


@pytest.mark.parametrize("figure", [("Total", 4), ("Tata Kelola", 4)])
def test_a_sum_makes_no_dashboard_of_it(figure, full, scorer, named):
    lines = [PLAN, ("2.1", "Susun SOP", "Budi", "Maret"), figure]
    data = with_rows(workbook(full, scorer, "official"), "Rencana Aksi", lines)
    assert named(data)[0] == ("Rencana Aksi",)


@pytest.mark.parametrize("language", ["id", "en"])
def test_in_our_own_workbook_what_somebody_added_is_named(language, full, subject, named):
    s = subject(full, language)
    book = load_workbook(io.BytesIO(audit_book(full, s.scorer, s.digest, language, s.moment)))
    data = with_rows(book, "Rencana Aksi", [PLAN, ("2.1", "Susun SOP", "Budi", "Maret")])
    assert named(data) == (("Rencana Aksi",), ["own_book", "sheets_aside"])


def test_however_many_there_are_each_is_named(full, scorer, proposed):
    book = workbook(full, scorer, "official")
    names = [f"Catatan rapat panjang sekali {n}" for n in range(30)]
    for name in names:
        book.create_sheet(name)["A1"] = "Hadir: semua"
    (told,) = proposed(saved(book)).findings
    assert sentence(told, Translator("en")).endswith(": " + ", ".join(names))
