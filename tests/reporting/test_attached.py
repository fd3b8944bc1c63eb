"""The files inside every report."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from kami_tui.domain.answers import Assessment, Evidence
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.library import Library
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest


def _inside(pdf: Path) -> dict[str, bytes]:
    with pikepdf.open(pdf) as file:
        return {n: a.get_file().read_bytes() for n, a in file.attachments.items()}


def test_the_attached_assessment_is_what_export_writes_and_import_reads(
    example_pdf: Path, example: Assessment, library: Library
) -> None:
    data = _inside(example_pdf)["assessment.json"]
    assert data.decode() == dump(example, "json")
    assert AnswersFiles(library, dump).parse(data, "assessment.json") == example


def test_the_attached_result_is_what_score_prints(
    example_pdf: Path, example: Assessment, kami: Scorer
) -> None:
    document = result_of(kami.evaluate(example.statuses)).as_document()
    data = _inside(example_pdf)["result.json"].decode()
    assert data == json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def test_the_manifest_names_every_part_the_program_and_the_edition(
    example_pdf: Path, library: Library
) -> None:
    inside = _inside(example_pdf)
    manifest = json.loads(inside["manifest.spdx.json"])
    assert manifest["spdxVersion"] == "SPDX-2.3"
    named = {
        f["fileName"]: {c["algorithm"]: c["checksumValue"] for c in f["checksums"]}["SHA256"]
        for f in manifest["files"]
    }
    assert named == {
        f"./{n}": hashlib.sha256(inside[n]).hexdigest()
        for n in ("assessment.json", "result.json", "report.json")
    }
    program, edition = manifest["packages"]
    assert program["name"] == "kami_tui"
    assert program["versionInfo"]
    digest = edition["checksums"][0]["checksumValue"]
    assert (edition["name"], f"sha256:{digest}") == ("kami-5.0", library.digest("kami-5.0"))


def test_each_part_is_an_associated_file_of_the_pdf_a(example_pdf: Path) -> None:
    """ISO 19005-3: a relationship, a type, a date and a description each; named once in AF."""
    with pikepdf.open(example_pdf) as file:
        named = {str(f.UF): str(f.AFRelationship) for f in file.Root.AF}
        tree = [str(n) for n in list(file.Root.Names.EmbeddedFiles.Names)[::2]]
        for spec in file.Root.AF:
            stream = spec.EF.F
            assert (spec.F, spec.Desc != "") == (spec.UF, True)
            assert stream.Subtype == "/application/json"
            assert stream.Params.ModDate == "D:20260920031500Z"
        assert len(file.Root.AF) == len(named) == 4
    assert named["assessment.json"] == "/Source"
    assert named["result.json"] == "/Data"
    assert tree == sorted(named), "a name tree is in order"


def test_no_folder_of_the_officers_computer_goes_with_it(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment, tmp_path
) -> None:
    paths = {"E1": "/home/officer/secret/sk.pdf", "E2": r"C:\Users\officer\sk2.pdf", "E3": ""}
    evidence = {k: Evidence("A document", file=p) for k, p in paths.items()}
    assessment = replace(toy_assessment, evidence=evidence)
    out = toy_reports.render(ReportRequest(assessment, "en", tmp_path / "r.pdf", moment))
    data = _inside(out)["assessment.json"]
    assert b"officer" not in data
    assert [e.get("file") for e in json.loads(data)["evidence"].values()] == [
        "sk.pdf", "sk2.pdf", None,
    ]  # fmt: skip


@pytest.mark.parametrize("parts", [None, ("result",)])
def test_the_same_answers_make_the_same_bytes(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment, tmp_path, monkeypatch, parts
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    made = [
        toy_reports.made(
            ReportRequest(toy_assessment, "en", tmp_path, moment.replace(year=year), parts)
        )
        for year in (2026, 2031)
    ]
    assert made[0] == made[1]


def test_of_the_round_before_no_more_goes_with_it_than_is_printed(
    toy_reports: InProcessReports, toy_assessment: Assessment, moment, tmp_path
) -> None:
    request = ReportRequest(
        toy_assessment, "en", tmp_path / "r.pdf", moment, previous=toy_assessment
    )
    document = json.loads(_inside(toy_reports.render(request))["previous.json"])
    assert document == {
        "instrument": "toy",
        "profile": {"date": "2026-09-01"},
        "answers": {"1.1": "2", "2.3": "1"},
    }
