"""The table of answers: safe to open in any spreadsheet, and taken in again without loss."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from contextlib import closing, suppress

import pytest
from hypothesis import example as for_example
from hypothesis import given
from hypothesis import strategies as st

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.cells import typed
from kami_tui.domain.errors import BadInput
from kami_tui.domain.owners import owner_of
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases.sheet import COLUMNS
from tests.exchange.random_assessments import NASTY, random_assessment

LIBRARY = Library([questionnaires()])
FILES = AnswersFiles(LIBRARY, dump)
INSTRUMENT = LIBRARY.scorer("kami-5.0").instrument
SOFFICE = shutil.which("soffice")


@pytest.fixture
def table(quick, tmp_path):
    """The table of an assessment, as bytes."""

    def written(assessment, *options):
        path = tmp_path / "in.yaml"
        path.write_text(dump(assessment, "yaml"), encoding="utf-8")
        out = tmp_path / "out.csv"
        done = quick("export", path, "--out", out, "--force", *options)
        assert (done.code, done.out) == (0, ""), done.err
        return out.read_bytes()

    return written


def rows_of(data: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def test_it_has_every_item_in_order_with_stable_columns(table, example):
    rows = rows_of(table(FILES.read(example)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["item"] for row in rows] == [*INSTRUMENT.items]
    assert [row["id"] for row in rows] == [f"kami-5.0/{i}" for i in INSTRUMENT.items]
    scored = {a.area for a in INSTRUMENT.results.areas}
    assert sum(int(r["counted"]) for r in rows if r["area"] in scored) == 472
    assert sum(int(r["possible"]) for r in rows if r["area"] in scored) == 918


@pytest.mark.parametrize("seed", range(50))
def test_it_is_taken_in_again_without_loss(table, seed):
    before = random_assessment(INSTRUMENT, seed)
    data = table(before)
    after = FILES.parse(data, "x.csv")
    for item in INSTRUMENT.items:
        assert after.answer(item) == before.answer(item), item
        owners = [owner_of(INSTRUMENT, a.owners, item) for a in (before, after)]
        assert owners[0] == owners[1]
        for key in before.answer(item).evidence:
            assert after.evidence[key].title == before.evidence[key].title
    assert table(after) == data


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("bom", [True, False])
def test_what_a_spreadsheet_makes_of_it_is_read_too(table, delimiter, bom):
    before = random_assessment(INSTRUMENT, 5)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows(csv.reader(io.StringIO(table(before).decode(), newline="")))
    data = buffer.getvalue().encode("utf-8-sig" if bom else "utf-8")
    for name in ("x.csv", "-"):
        assert FILES.parse(data, name).answers == FILES.parse(table(before), "x.csv").answers


def test_only_id_and_status_are_needed_and_labels_are_understood():
    data = "id;status\nkami-5.0/2.10;Diterapkan Secara Menyeluruh\nkami-5.0/1.1;b\n"
    found = FILES.parse(data.encode(), "x.csv")
    assert found.answers == {"2.10": Answer("3"), "1.1": Answer("B")}


def test_a_document_is_added_by_its_title_alone():
    data = 'id,status,evidence,evidence_titles\nkami-5.0/2.1,3,E1,"SK Tim\nNotulen rapat"\n'
    found = FILES.parse(data.encode(), "x.csv")
    assert [found.evidence[k].title for k in found.answer("2.1").evidence] == [
        "SK Tim", "Notulen rapat",
    ]  # fmt: skip


def test_the_mark_for_excel_is_written_only_when_asked_for(table, example, quick):
    assessment = FILES.read(example)
    assert table(assessment, "--bom") == b"\xef\xbb\xbf" + table(assessment)
    assert quick("export", example, "--bom").code == 2


def test_a_document_that_is_gone_from_the_register_is_not_in_the_table(quick, tmp_path):
    """One program may attach what another takes out; the table is taken in again all the same."""
    with closing(SqlWorkspace(tmp_path / "home" / "workspace.db")) as kept:
        answers = {"2.1": Answer("1", "", ("E7", "E1"))}
        assessment = Assessment("kami-5.0", Profile(), answers, {"E1": Evidence("SK")})
        id = kept.create(assessment, digest="", who="")
    path = tmp_path / "t.csv"
    assert quick("export", id, "--out", path).code == 0
    assert FILES.read(path).answers["2.1"].evidence == ("E1",)


BAD = {
    "csv_no_column": "item,status\n2.1,3\n",
    "csv_column_twice": "id,status,status\nkami-5.0/2.1,3,2\n",
    "csv_bad_id": "id,status\n2.1,3\n",
    "csv_editions": "id,status\nkami-5.0/2.1,3\nkami-4.2/2.2,3\n",
    "csv_titles": (
        "id,status,evidence,evidence_titles\nkami-5.0/2.1,3,E1,a\nkami-5.0/2.2,3,E1,b\n"
    ),
    "csv_untitled": "id,status,evidence,evidence_titles\nkami-5.0/2.1,3,E1,\n",
    "csv_columns": "id,status" + ",x" * 200 + "\n",
    "csv_rows": "id,status\n" + "x\n" * 30_000,
    "csv_syntax": "id,status\nkami-5.0/2.1," + "x" * 300_000 + "\n",
    "empty_file": " \n",
    "duplicate_key": "id,status\nkami-5.0/2.1,3\nkami-5.0/2.1,2\n",
    "unknown_item": "id,status\nkami-5.0/2.99,3\n",
    "unknown_status": "id,status\nkami-5.0/2.1,9\n",
    "unknown_instrument": "id,status\nkami-9/2.1,3\n",
    "not_utf8": "id,status,note\nkami-5.0/2.1,3,é\n",
    "csv_no_rows": "id,status\n",
    "csv_unknown_column": "id,status,catatan\nkami-5.0/2.1,3,ada\n",
    "csv_nameless_column": "id,status,\nkami-5.0/2.1,3,ada\n",
    "csv_more_cells": "id,status\nkami-5.0/2.1,3,ada\n",
    "csv_short_row": "id,status,possible\nkami-5.0/2.1,3\n",
    "csv_cut": "id,status,note\nkami-5.0/2.1,3",
    "csv_open_quote": 'id,status,note\nkami-5.0/2.1,3,"ada\n',
    "csv_quote": 'id,status,note\nkami-5.0/2.1,3,"SK" ada\n',
    "csv_label": "id,status,status_label,points\nkami-5.0/2.1,3,Tidak Dilakukan,3\n",
    "csv_label_alone": "id,status,status_label\nkami-5.0/2.1,,Tidak Dilakukan\n",
}


@pytest.mark.parametrize("code", BAD)
@pytest.mark.parametrize("lang", ["en", "id"])
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_written(quick, tmp_path, code, lang):
    path = tmp_path / "bad.csv"
    path.write_bytes(BAD[code].encode("latin-1" if code == "not_utf8" else "utf-8"))
    done = quick("--json", "--lang", lang, "import", path)
    assert done.code == 2
    assert code in [p["code"] for p in done.error["problems"]]
    assert not (tmp_path / "home").exists()
    assert "{" not in done.error["message"]
    told = next(p for p in done.error["problems"] if p["code"] == code)
    if code in ("csv_editions", "csv_titles", "duplicate_key"):
        assert told["line"] == 3


def test_items_that_a_cut_table_lacks_are_told_and_it_is_taken_in(quick, tmp_path, table, example):
    path = tmp_path / "cut.csv"
    path.write_bytes(table(FILES.read(example)).partition(b"kami-5.0/8.")[0])
    done = quick("import", path)
    assert done.code == 0
    assert "items (8.1, 8.2" in done.err
    assert "What is missing stays unanswered." in done.err


@given(st.binary(max_size=80) | st.text(st.sampled_from("kami-5.0/2.1,;\t\n\r\"' 3N"), max_size=60))
@for_example("2.1,3\r\rkami-5.0/2.2,2")
@for_example('kami-5.0/2.1,"3')
def test_whatever_stands_in_a_table_is_read_or_refused(rows):
    data = b"id,status\n" + (rows if isinstance(rows, bytes) else rows.encode())
    with suppress(BadInput):  # anything else that is raised fails
        assert set(FILES.parse(data, "x.csv").answers) <= set(INSTRUMENT.items)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
class TestInLibreOffice:
    """What a spreadsheet program really makes of it."""

    @pytest.fixture(scope="class")
    def office(self, tmp_path_factory):
        home = tmp_path_factory.mktemp("office")

        def formulas_in(data: bytes, separator: int) -> tuple[str, int]:
            """Content of the table when opened so, and how many of its cells are formulas."""
            source = home / "x.csv"
            source.write_bytes(data)
            subprocess.run(
                [
                    str(SOFFICE), f"-env:UserInstallation=file://{home}/profile", "--headless",
                    f"--infilter=Text - txt - csv (StarCalc):{separator},34,76,1",
                    "--convert-to", "fods", "--outdir", str(home), str(source),
                ],
                capture_output=True, timeout=120, check=True,
            )  # fmt: skip
            content = (home / "x.fods").read_text(encoding="utf-8")
            return content, content.count("table:formula=")

        return formulas_in

    @pytest.mark.parametrize("separator", [44, 59])
    def test_no_cell_is_a_formula(self, table, office, separator):
        """59 is ``;``, the separator of an office with Indonesian settings."""
        notes = [*NASTY, "=1+1\n=1+1", "x;=1+1", 'x;"=1+1"', "x\n=1+1", "=1+1;=1+1"]
        answers = {i: Answer(None, n) for i, n in zip(INSTRUMENT.items, notes, strict=False) if n}
        data = table(Assessment("kami-5.0", answers=answers))
        content, formulas = office(data, separator)
        assert "HYPERLINK" in content
        assert formulas == 0
        raw = "\n".join("2.1,," + typed(n) for n in notes if "\n" not in n)
        assert office(raw.encode(), separator)[1] > 0, "unguarded, there would be some"


def test_errors_of_writing_leave_the_file_as_it_was(quick, example, tmp_path):
    target = tmp_path / "folder" / "x.csv"
    done = quick("--json", "export", example, "--out", target)
    assert (done.code, done.error["code"]) == (1, "file_unwritable")
    kept = tmp_path / "kept.yaml"
    kept.write_bytes(example.read_bytes())
    done = quick("export", kept, "--out", kept)
    assert done.code == 2
    assert kept.read_bytes() == example.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept.yaml"]
    assert json.loads(quick("--json", "export", kept, "--out", "a.csv").err) == {"written": "a.csv"}
