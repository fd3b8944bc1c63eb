"""Evidence files that an answers file names by relative paths lie beside it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest


@pytest.fixture
def filled(answers, tmp_path) -> Path:
    """In a folder of its own, as are its documents."""
    folder = tmp_path / "kota"
    (folder / "bukti").mkdir(parents=True)
    (folder / "bukti" / "SK.txt").write_text("SK")
    sha256 = hashlib.sha256(b"SK").hexdigest()
    register = {
        "E1": {"title": "SK", "file": "bukti/SK.txt", "sha256": sha256},
        "E2": {"title": "Notulen", "file": "bukti/none.txt", "sha256": sha256},
    }
    found: Path = answers(
        {"2.1": {"status": "3", "evidence": ["E1", "E2"]}}, "kota/kota.json", evidence=register
    )
    return found


def states(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as packed:
        name = next(n for n in packed.namelist() if n.endswith("data/evidence.json"))
        return {d["key"]: d["state"] for d in json.loads(packed.read(name))}


def paths(quick, kept: str) -> dict[str, str]:
    register = quick("export", kept, "--format", "json").json["evidence"]
    return {key: entry["file"] for key, entry in register.items()}


@pytest.mark.parametrize("name", ["kota/kota.json", "./kota/../kota/kota.json"])
def test_a_bundle_takes_them_from_the_folder_of_the_answers(quick, filled, tmp_path, name):
    """And not from the working folder, where another file may have the name."""
    (tmp_path / "bukti").mkdir()
    (tmp_path / "bukti" / "none.txt").write_text("SK")
    done = quick("bundle", name, "--without", "report", "--allow-missing", "--out", "a.zip")
    assert done.code == 0
    assert states(tmp_path / "a.zip") == {"E1": "included", "E2": "missing"}
    assert str(tmp_path) not in zipfile.ZipFile("a.zip").read("a/data/answers.yaml").decode()


def test_what_is_missing_is_told_with_where_it_was_looked_for(quick, filled, tmp_path):
    done = quick("bundle", "kota/kota.json", "--without", "report", "--out", "a.zip")
    assert done.code == 1
    assert f"{tmp_path}/kota/bukti/none.txt is not there" in done.err


def test_none_of_them_is_written_over(quick, filled, tmp_path):
    done = quick("bundle", "kota/kota.json", "--out", "kota/bukti/SK.txt", "--force")
    assert (done.code, "is needed for the bundle" in done.err) == (2, True)
    assert (tmp_path / "kota" / "bukti" / "SK.txt").read_text() == "SK"


def test_the_workspace_remembers_where_they_are_and_a_name_that_leads_nowhere_as_it_is(
    quick, filled, tmp_path
):
    kept = quick("import", "kota/kota.json").out.strip()
    assert paths(quick, kept) == {
        "E1": str(tmp_path / "kota" / "bukti" / "SK.txt"), "E2": "bukti/none.txt",
    }  # fmt: skip


def test_an_opened_bundle_that_is_imported_finds_its_documents(quick, filled, tmp_path):
    quick("bundle", "kota/kota.json", "--without", "report", "--allow-missing", "--out", "a.zip")
    quick("bundle", "open", "a.zip", "--out", "opened")
    kept = quick("import", "opened/data/answers.yaml").out.strip()
    assert Path(paths(quick, kept)["E1"]).read_text() == "SK"
    assert str(tmp_path / "opened" / "data" / "evidence") in paths(quick, kept)["E1"]


def test_an_export_of_the_file_says_what_the_file_says(quick, filled):
    written = quick("export", "kota/kota.json", "--format", "json").json
    assert written["evidence"]["E1"]["file"] == "bukti/SK.txt"


def test_an_export_to_another_folder_still_leads_to_them(quick, filled, tmp_path):
    (tmp_path / "keluar").mkdir()
    for out, wanted in (
        ("kota/b.json", "bukti/SK.txt"),
        ("keluar/b.json", f"{filled.parent}/bukti/SK.txt"),
    ):
        assert quick("export", "kota/kota.json", "--out", out).code == 0
        assert json.loads((tmp_path / out).read_text())["evidence"]["E1"]["file"] == wanted
    done = quick(
        "bundle", "keluar/b.json", "--without", "report", "--allow-missing", "--out", "b.zip"
    )
    assert (done.code, states(tmp_path / "b.zip")["E1"]) == (0, "included")


def test_a_path_that_is_kept_goes_no_way_round(quick, filled, tmp_path):
    (tmp_path / "sementara").mkdir()
    kept = quick("import", "sementara/../kota/kota.json").out.strip()
    assert paths(quick, kept)["E1"] == f"{filled.parent.resolve()}/bukti/SK.txt"
