"""Our table of answers, saved as .xlsx by a spreadsheet program, comes back as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

ASSESSMENT = """
instrument: "kami-5.0"
profile: {organisation: "Kota Contoh"}
evidence:
  E1: {title: "SK; lampiran E2 Notulen", location: "SK/1"}
  E2: {title: "=Notulen"}
  E10: {title: "'kutipan"}
  E11: {title: "Sama", location: "a"}
  E12: {title: "Sama", location: "b"}
answers:
  "2.1": {status: "3", note: "'=1+1", evidence: [E10, E1]}
  "2.2": {note: "'kata pengguna'"}
  "2.10": {status: "2", note: "=1+1\\n-x", evidence: [E2]}
  "2.11": {status: "1", evidence: [E11]}
  "2.12": {status: "1", evidence: [E12]}
  "6.26": {status: "NA", note: "tidak memproses"}
"""
OWNERS = 'owners: {"2": "Bagian Hukum"}\n'
Rows = list[list[Any]]


@pytest.fixture
def table(quick, tmp_path) -> Callable[..., str]:
    """``table(text, change)``: the path of the exported table, changed, as a workbook."""

    def made(text: str = ASSESSMENT, change: Callable[[Rows], object] = list) -> str:
        source = tmp_path / "kota.yaml"
        source.write_text(text, encoding="utf-8")
        done = quick("export", source, "--format", "csv")
        assert done.code == 0, done.err
        rows: Rows = [[_typed(c) for c in row] for row in csv.reader(io.StringIO(done.out))]
        change(rows)
        book = Workbook()
        sheet: Any = book.active
        for n, row in enumerate(rows, start=1):
            for m, value in enumerate(row, start=1):
                if value != "":
                    sheet.cell(n, m).value = value
        path = tmp_path / "tabel.xlsx"
        book.save(path)
        return str(path)

    return made


def _typed(cell: str) -> object:
    """What a spreadsheet program makes of it: 2.10 is a number there."""
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


def looked(quick, path: str) -> dict[str, Any]:
    found: dict[str, Any] = quick("import", path, "--preview", "json").json
    return found


def kinds(found: dict[str, Any]) -> list[str]:
    return [f["kind"] for f in found["findings"]]


def at(rows: Rows, item: str, column: str) -> tuple[list[Any], int]:
    return next(r for r in rows if r[0] == f"kami-5.0/{item}"), rows[0].index(column)


@pytest.mark.parametrize(
    ("item", "said"), [("2.1", "Tidak Dilakukan"), ("2.10", "selesai"), ("2.20", "Not done")]
)
def test_a_label_that_was_changed_alone_is_told(quick, table, item, said):
    def change(rows: Rows) -> None:
        row, column = at(rows, item, "status_label")
        row[column] = said

    found = looked(quick, table(change=change))
    (told,) = (f for f in found["findings"] if f["kind"] == "label")
    assert (told["item"], told["said"], told["lost"]) == (item, said, True)


def test_rows_that_were_sorted_without_their_id_are_refused(quick, table):
    def change(rows: Rows) -> None:
        some = [r for r in rows if r[0].startswith("kami-5.0/2.")]
        said = [r[1:] for r in some]
        for row, other in zip(some, sorted(said, key=lambda r: str(r[5])), strict=True):
            row[1:] = other

    done = quick("--json", "import", table(change=change), "--preview", "json")
    assert done.code == 2
    assert [p["code"] for p in done.error["problems"]] == ["workbook_other_item"]


def test_a_status_that_is_none_is_told_once(quick, table):
    def change(rows: Rows) -> None:
        row, column = at(rows, "2.1", "status")
        row[column] = "xyz"

    found = looked(quick, table(change=change))
    assert [f["kind"] for f in found["findings"] if f["item"] == "2.1"] == ["status"]


def test_a_key_to_which_no_row_has_a_title_is_told_and_makes_no_document(quick, table):
    def change(rows: Rows) -> None:
        row, column = at(rows, "2.10", "evidence_titles")
        row[column] = ""
        row, column = at(rows, "2.20", "evidence")
        row[column] = "Notulen"

    found = looked(quick, table(change=change))
    assert [f["said"] for f in found["findings"] if f["kind"] == "untitled"] == ["E2"]
    assert found["answers"]["2.10"]["evidence"] == []
    assert found["answers"]["2.20"]["evidence"] == ["Notulen"]


def test_a_status_that_was_changed_alone_is_taken(quick, table):
    def change(rows: Rows) -> None:
        row, column = at(rows, "2.1", "status")
        row[column] = 1

    found = looked(quick, table(change=change))
    assert found["answers"]["2.1"]["status"] == "1"
    assert "label" not in kinds(found)


def test_into_the_assessment_it_was_made_of_it_brings_nothing_new(quick, table):
    path = table()
    quick("import", path.replace("tabel.xlsx", "kota.yaml"))
    (one,) = quick("list", "--json").json
    done = quick("import", path, "--to", one["id"], "--theirs", "--accept")
    assert done.code == 0
    assert "Nothing was written" in done.err


def test_as_a_new_assessment_it_has_titles_not_keys_and_texts_without_our_apostrophes(quick, table):
    found = looked(quick, table())
    assert {i: (s["status"], s["note"], s["evidence"]) for i, s in found["answers"].items()} == {
        "2.1": ("3", "'=1+1", ["'kutipan", "SK; lampiran E2 Notulen"]),
        "2.2": (None, "'kata pengguna'", []),
        "2.10": ("2", "=1+1\n-x", ["=Notulen"]),
        "2.11": ("1", "", ["Sama"]),
        "2.12": ("1", "", ["Sama"]),
        "6.26": ("NA", "tidak memproses", []),
    }
    assert kinds(found) == ["own_table"]


def test_owners_are_told_to_be_left_out(quick, table):
    found = looked(quick, table(ASSESSMENT + OWNERS))
    assert kinds(found) == ["own_table", "owners"]
    (owners,) = (f for f in found["findings"] if f["kind"] == "owners")
    assert (owners["lost"], owners["place"]) == (True, "Sheet!P12")
    assert "22" in owners["message"]


def test_a_document_that_somebody_added_is_taken_by_its_title(quick, table):
    def added(rows: Rows) -> None:
        row, column = at(rows, "2.2", "evidence_titles")
        row[column] = "Laporan baru"
        row, column = at(rows, "2.1", "evidence_titles")
        row[column] += "\nLampiran"

    answers = looked(quick, table(change=added))["answers"]
    assert answers["2.2"]["evidence"] == ["Laporan baru"]
    assert answers["2.1"]["evidence"][2:] == ["Lampiran"]


def test_a_column_that_somebody_added_is_told(quick, table):
    def added(rows: Rows) -> None:
        rows[0].append("Catatan verifikator")
        at(rows, "2.1", "id")[0].append("periksa lagi")

    assert kinds(looked(quick, table(change=added))) == ["own_table", "unread_column"]


def test_rows_may_be_sorted_and_left_out(quick, table):
    def sorted_(rows: Rows) -> None:
        rows[1:] = [r for r in reversed(rows[1:]) if r[1] != 7]

    found = looked(quick, table(change=sorted_))
    assert {i: s["status"] for i, s in found["answers"].items()} == {
        "2.1": "3", "2.2": None, "2.10": "2", "2.11": "1", "2.12": "1", "6.26": "NA",
    }  # fmt: skip
    assert kinds(found) == ["own_table", "area_missing"]


def test_of_another_edition_it_is_refused(quick, table):
    def other(rows: Rows) -> None:
        for row in rows[1:]:
            row[0] = row[0].replace("kami-5.0", "kami-9.9")

    done = quick("import", table(change=other), "--preview", "json", "--json")
    assert done.code == 2
    assert "kami-9.9" in done.err


def test_opened_with_another_encoding_it_is_refused(quick, table):
    """Excel and LibreOffice do so where UTF-8 is not chosen: every other letter is wrong then."""

    def misread(rows: Rows) -> None:
        rows[:] = [[_misread(c) for c in row] for row in rows]
        rows[0][0] = "\u00ef\u00bb\u00bfid"

    done = quick("import", table(change=misread), "--preview", "json", "--json")
    assert done.code == 2
    assert "workbook_misread" in done.err


def _misread(cell: object) -> object:
    return cell.encode().decode("cp1252", "replace") if isinstance(cell, str) else cell


def test_it_is_no_workbook_to_be_filled_in(quick, table, tmp_path):
    path, out = table(), tmp_path / "terisi.xlsx"
    done = quick("export", tmp_path / "kota.yaml", "--into", path, "--out", out, "--json")
    assert (done.code, out.exists()) == (2, False)
    assert "workbook_own_table" in done.err


def test_a_title_above_its_heads_changes_nothing(quick, table):
    def title(rows: Rows) -> None:
        rows[:0] = [["Tabel jawaban", *[""] * 15], [""] * 16]

    found, plain = looked(quick, table(change=title)), looked(quick, table())
    said = [
        {i: (s["status"], s["evidence"]) for i, s in f["answers"].items()} for f in (found, plain)
    ]
    assert said[0] == said[1]
    assert kinds(found) == ["own_table"]
