"""``kami import``, ``list``, ``show``, ``export``: the workspace from the command line."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

HOSTILE = {"organisation": "=cmd|' /C calc'!A0", "unit": "\u202egnp.exe", "scope": "東京 \u202ex"}


class TestRoundTrip:
    @pytest.mark.parametrize("format_", ["yaml", "json"])
    def test_exported_and_imported_again_it_is_equal(self, quick, example, tmp_path, format_):
        first = quick("import", example).out.strip()
        exported = quick("export", first, "--format", format_)
        assert exported.out
        copy = tmp_path / f"copy.{format_}"
        copy.write_bytes(exported.raw)
        again = quick("import", copy).out.strip()
        assert again != first
        assert quick("export", again, "--format", format_).raw == exported.raw
        assert quick("export", again, "--format", "json").json == (
            quick("export", first, "--format", "json").json
        )

    def test_import_prints_the_new_id_and_nothing_else(self, quick, example):
        done = quick("import", example)
        assert (done.code, done.err) == (0, "")
        assert done.out.strip().isalnum()
        assert done.out.count("\n") == 1
        assert set(quick("--json", "import", example).json) == {"id"}

    def test_a_file_can_be_exported_too_and_so_changes_its_form(self, quick, example):
        found = quick("export", example, "--format", "json").json
        assert found["instrument"] == "kami-5.0"
        assert len(found["answers"]) == 212

    def test_import_reads_standard_input(self, kami, quick, example):
        new = kami("import", "-", stdin=example.read_bytes()).out.strip()
        assert quick("show", new, "--json").json["result"]["total"] == 472


class TestList:
    def test_an_empty_workspace_is_no_error_and_is_not_made(self, quick, tmp_path):
        done = quick("list")
        assert (done.code, done.out) == (0, "")
        assert "is empty" in done.err
        assert quick("list", "--format", "json").json == []
        assert not (tmp_path / "home").exists()

    def test_shows_every_assessment_the_last_changed_first(self, quick, example, second):
        ids = [quick("import", f).out.strip() for f in (example, second)]
        found = quick("list", "--json").json
        assert [f["id"] for f in found] == ids[::-1]
        assert found[1] | {"id": "", "created": "", "changed": ""} == {
            "id": "", "organisation": "Pemerintah Kota Contoh",
            "unit": "Dinas Komunikasi dan Informatika", "instrument": "kami-5.0",
            "date": "2025-09-15", "answered": 212, "items": 212, "total": 472,
            "se_category": "Tinggi", "readiness": "Pemenuhan Kerangka Kerja Dasar",
            "created": "", "changed": "", "previous": None,
        }  # fmt: skip
        table = quick("list").out.splitlines()
        assert table[0].split()[0] == "ID"
        assert "212/212" in table[1]

    def test_what_a_user_typed_steers_neither_terminal_nor_spreadsheet(self, quick, answers):
        new = quick("import", answers({}, profile=HOSTILE)).out
        for shown in (quick("list").out, quick("show", new.strip()).out):
            assert not {"\x1b", "\u009b", "\u202e"} & set(shown)
        assert "'=cmd" in quick("list", "--format", "csv").out
        assert "\u202e" not in quick("show", new.strip(), "--json").out


class TestShow:
    def test_tells_who_what_and_how_far(self, quick, example):
        new = quick("import", example).out.strip()
        text = quick("show", new).out
        assert "Pemerintah Kota Contoh" in text
        assert "472 of 918" in text
        found = quick("show", new, "--format", "json").json
        assert (found["id"], found["answered"], found["result"]["total"]) == (new, 212, 472)
        assert found["digest"].startswith("sha256:")

    def test_says_so_when_the_questionnaire_changed_since(self, quick, example, tmp_path):
        """Figures are by today's files: whoever holds an older print must be told."""
        shutil.copytree(example.parents[2], tmp_path / "data" / "questionnaires")
        new = quick("import", example, KAMI_RESOURCES=str(tmp_path / "data")).out.strip()
        assert "changed since" not in quick("show", new).out
        edition = tmp_path / "data" / "questionnaires" / "kami-5.0" / "instrument.yaml"
        edition.write_text(edition.read_text().replace("for_each: scored", "for_each:  scored"))
        shown = quick("show", new, KAMI_RESOURCES=str(tmp_path / "data")).out
        assert "changed since this assessment was begun" in shown

    def test_works_on_a_file(self, quick, example):
        assert quick("show", example, "--json").json["file"] == str(example)

    def test_an_id_may_be_shortened_while_it_is_the_only_one(self, quick, example):
        ids = [quick("import", example).out.strip() for _ in range(2)]
        assert quick("show", ids[0][:6], "--json").json["id"] == ids[0]
        same = next((n for n in range(8, 0, -1) if ids[0][:n] == ids[1][:n]), 0)
        if same:
            done = quick("--json", "show", ids[0][:same])
            assert (done.code, done.error["code"]) == (2, "unknown_assessment")

    def test_a_file_wins_over_an_id(self, quick, example, tmp_path):
        new = quick("import", example).out.strip()
        (tmp_path / new).write_text(json.dumps({"instrument": "kami-5.0", "answers": {}}))
        assert quick("show", new, "--json").json["answered"] == 0

    def test_neither_file_nor_id(self, quick):
        done = quick("show", "nothing")
        assert done.code == 2
        assert "neither a file nor the id" in done.err


class TestPlaces:
    def test_a_database_can_be_named_before_after_and_in_the_environment(
        self, quick, example, tmp_path
    ):
        db = tmp_path / "other.db"
        new = quick("--db", db, "import", example).out.strip()
        assert quick("list", "--db", db, "--json").json[0]["id"] == new
        assert quick(f"--db={db}", "list", "--json").json[0]["id"] == new
        assert quick("list", "--json", KAMI_DB=str(db)).json[0]["id"] == new
        assert quick("list", "--json").json == []

    def test_the_data_directory_can_be_moved(self, quick, example, tmp_path):
        quick("import", example, KAMI_HOME=str(tmp_path / "elsewhere"))
        assert (tmp_path / "elsewhere" / "workspace.db").is_file()


class TestStoreOutOfReach:
    def test_a_file_that_is_no_workspace(self, quick, tmp_path, example):
        db = tmp_path / "notes.db"
        db.write_text("my notes, not a database " * 20)
        before = db.read_bytes()
        for arguments in (["list"], ["import", example], ["show", "abcdefgh"]):
            done = quick("--db", db, *arguments)
            assert (done.code, done.out) == (3, ""), arguments
            assert "Traceback" not in done.err
        assert db.read_bytes() == before

    def test_a_database_of_something_else(self, quick, tmp_path):
        db = tmp_path / "other.db"
        with sqlite3.connect(db) as other:
            other.execute("create table t (x)")
        other.close()
        done = quick("--json", "--db", db, "list")
        assert (done.code, done.error["code"]) == (3, "store_corrupt")

    def test_a_place_that_cannot_be_made(self, quick, example):
        done = quick("--db", "/proc/none/x.db", "import", example)
        assert (done.code, done.out) == (3, "")
        assert "/proc/none/x.db" in done.err

    def test_a_server_that_does_not_answer(self, quick):
        done = quick("--json", "--db", "postgresql+psycopg://user:secret@127.0.0.1:1/x", "list")
        assert done.code == 3
        assert "secret" not in done.err

    def test_a_file_is_still_scored(self, quick, tmp_path, example):
        db = tmp_path / "broken.db"
        db.write_text("x" * 5000)
        assert quick("--db", db, "score", example).code == 0

    def test_a_bad_file_is_not_imported(self, quick, answers):
        done = quick("import", answers({"2.1": "9"}))
        assert (done.code, done.out) == (2, "")
        assert quick("list", "--json").json == []


class TestOwnEdition:
    """An edition beside the shipped one: no category, decimal figures, and its author at work."""

    @pytest.fixture
    def edition(self, environment):
        folder = Path(environment["KAMI_HOME"]) / "questionnaires" / "mini"
        folder.mkdir(parents=True)
        (folder / "instrument.yaml").write_text(MINI)
        (folder / "one.yaml").write_text(MINI_AREA)
        return folder

    @pytest.fixture
    def new(self, quick, edition, tmp_path):
        (tmp_path / "a.yaml").write_text('instrument: mini\nanswers: {"1.1": "b", "1.2": "a"}\n')
        return quick("import", "a.yaml").out.strip()

    def test_is_listed_with_the_readers_numbers(self, quick, new):
        assert "1,5" in quick("list", "--lang", "id").out
        assert "1.5" in quick("list", "--lang", "en").out

    def test_is_explained_without_a_category(self, quick, new):
        text = quick("explain", new).out
        assert "\nBands:\n" in text
        assert "category" not in text.lower()

    def test_an_item_taken_away_is_not_called_an_edition_that_is_missing(self, quick, edition, new):
        area = edition / "one.yaml"
        area.write_text(area.read_text().replace("1.2", "1.3"))
        assert "does not fit the edition" in quick("list").out
        done = quick("show", new)
        assert done.code == 2
        assert "There is no item '1.2' in mini." in done.err
        assert '"1.2": "a"' in quick("export", new).out


MINI = """\
id: mini
edition: "1"
name: {id: Mini, en: Mini}
issuer: X
wording: {id: w, en: w}
sources: {s: {id: s, en: s}}
option_sets:
  - id: o
    options:
      - {code: a, score: 1, label: {id: Satu, en: One}}
      - {code: b, score: 2, label: {id: Dua, en: Two}}
scales:
  - id: r
    steps: [{value: x, label: {id: Kurang, en: Poor}}, {value: y, label: {id: Baik, en: Good}}]
areas: [{file: one.yaml, option_set: o}]
rules:
  - {id: t, label: {id: t, en: t}, source: s, sureness: settled, mean: {items: {}}}
  - {id: m, label: {id: m, en: m}, source: s, sureness: settled, linear: {constant: 2}}
  - id: b
    label: {id: b, en: b}
    source: s
    sureness: settled
    bands: {of: t, scale: r, bands: [{from: 0, value: x}, {from: 1.2, value: y}]}
results: {total: t, total_max: m, readiness: b, readiness_bands: b}
"""
MINI_AREA = """\
id: "1"
name: {id: Satu, en: One}
description: {id: d, en: d}
sections:
  - name: {id: s, en: s}
    items:
      - {id: "1.1", text: {id: q, en: q}}
      - {id: "1.2", text: {id: q, en: q}}
"""
