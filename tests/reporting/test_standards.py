"""A report can be read aloud and kept: PDF/UA-1 and PDF/A-3a, as far as a machine can tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.proof.signing import PdfSigning
from kami_tui.usecases.ports import ReportRequest
from kami_tui.usecases.proof import SigningKey
from tests.reporting import accessible, archival
from tests.reporting.certificates import PASSWORD, holder


def faults(pdf: Path) -> list[str]:
    """What pdfua finds, and what our own checks do."""
    report = pdfua.validate(str(pdf))
    # pdfua 0.1.3 stumbles over headings with pikepdf 10; ours are looked at by our own check.
    assert {o.rule_id for o in report.skipped} <= {"UA-14-001"}
    found = [f"{f.rule_id}: {f.message}" for f in report.findings]
    with pikepdf.open(pdf) as file:
        return found + accessible.faults(file) + archival.faults(file)


@pytest.fixture
def toy_pdf(toy_reports, toy_assessment, moment, tmp_path) -> Path:
    request = ReportRequest(toy_assessment, "en", tmp_path / "toy.pdf", moment)
    made: Path = toy_reports.render(request)
    return made


def test_the_whole_report_in_indonesian(example_pdf: Path) -> None:
    assert faults(example_pdf) == []


def test_the_whole_report_in_english(english_pdf: Path) -> None:
    assert faults(english_pdf) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_executive_layout_of_a_second_round(
    library, templates, example, moment, tmp_path, language
) -> None:
    before = replace(example, answers=dict(list(example.answers.items())[:90]))
    request = ReportRequest(
        example, language, tmp_path / "r.pdf", moment, layout="executive", label="TERBATAS",
        previous=before,
    )  # fmt: skip
    assert faults(InProcessReports(library, templates).render(request)) == []


@pytest.mark.parametrize("answers", [{}, {"1.1": Answer("2", "x\n" * 400, ("E9", "E1"))}])
def test_nothing_entered_and_a_note_of_many_pages(
    toy_reports, toy_assessment, moment, tmp_path, answers
) -> None:
    assessment = Assessment("toy", answers=answers, evidence=toy_assessment.evidence)
    request = ReportRequest(assessment, "id", tmp_path / "r.pdf", moment)
    assert faults(toy_reports.render(request)) == []


def test_a_signed_report(toy_reports, templates, toy_assessment, moment, tmp_path) -> None:
    key = SigningKey(holder("Petugas Contoh").p12(tmp_path / "k.p12"), password=PASSWORD)
    request = ReportRequest(toy_assessment, "id", tmp_path / "r.pdf", moment)
    assert faults(PdfSigning(toy_reports, templates).reports(key).render(request)) == []


def test_what_runs_along_the_edge_of_pages_is_not_read_aloud(
    toy_pdf: Path, words_of: Callable[[Path], str]
) -> None:
    with pikepdf.open(toy_pdf) as file:
        for page in file.pages:
            kept, depth = [], 0
            for step in pikepdf.parse_content_stream(page):
                operands, operator = step.operands, step.operator
                begins = str(operator) in ("BDC", "BMC")
                if begins and (depth or operands[0] == Name.Artifact):
                    depth += 1
                elif str(operator) == "EMC" and depth:
                    depth -= 1
                elif not depth or str(operator) == "Tf":
                    kept.append((operands, operator))
            page.Contents = file.make_stream(pikepdf.unparse_content_stream(kept))
        file.save(toy_pdf.with_name("read.pdf"))
    assert "Page 2 of" in words_of(toy_pdf)
    read = words_of(toy_pdf.with_name("read.pdf"))
    assert "Page 2 of" not in read
    assert "Question 2.3?" in read


def test_a_link_says_what_it_leads_to(toy_pdf: Path) -> None:
    with pikepdf.open(toy_pdf) as file:
        said = {str(n.Contents) for p in file.pages for n in p.obj.get("/Annots", [])}
    assert {"Area 1", "E1", "Evidence register"} <= said


def test_a_report_of_other_templates_does_not_claim_what_nobody_has_checked(
    toy_reports, toy_assessment, moment, tmp_path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "extra.css").write_text("h1 { color: #333333 }")
    request = ReportRequest(toy_assessment, "id", tmp_path / "r.pdf", moment, templates=own)
    with pikepdf.open(toy_reports.render(request)) as file:
        assert accessible.faults(file) == ["does not say that it is PDF/UA-1"]


# -- the checks themselves find what they look for ------------------------------------------------


def _first(file: Pdf, role: str) -> Any:
    return next(accessible.Tree(file).all(role))


def _spoil_page(file: Pdf, old: bytes, new: bytes) -> None:
    page = file.pages[1]
    data = page.Contents.read_bytes()
    assert old in data
    page.Contents = file.make_stream(data.replace(old, new, 1))


def _untag_font(file: Pdf) -> None:
    font = next(iter(file.pages[1].Resources.Font.values()))
    font.ToUnicode = file.make_stream(b"")


def _mix_up(file: Pdf) -> None:
    marks = file.Root.StructTreeRoot.ParentTree.Nums[1]
    marks[0] = marks[2]


def _title(file: Pdf) -> None:
    file.docinfo["/Title"] = "x"


SPOILT: dict[str, Callable[[Pdf], object]] = {
    "no language": lambda f: f.Root.__delattr__("Lang"),
    "the title is not shown": lambda f: f.Root.__delattr__("ViewerPreferences"),
    "no title in the metadata": _title,
    "page 2: f* neither tagged": lambda f: _spoil_page(f, b"/Artifact\nBMC", b"/Other\nBMC"),
    "stands nowhere in the tree": lambda f: _first(f, "/H2").__setattr__("K", Array([])),
    "has another parent than": _mix_up,
    "a list without a line": lambda f: _first(f, "/L").__setattr__("K", Array([])),
    "/Headline is no standard role": lambda f: _first(f, "/H1").__setattr__("S", Name.Headline),
    "a heading of level 3 after": lambda f: _first(f, "/H2").__setattr__("S", Name.H3),
    "a head cell without a scope": lambda f: _first(f, "/TH").__delattr__("A"),
    "a table with rows of": lambda f: _first(f, "/TD").__setattr__(
        "A", Dictionary(O=Name.Table, ColSpan=3)
    ),
    "a line of a list outside": lambda f: _first(f, "/L").__setattr__("S", Name.Div),
    "a picture without words": lambda f: _first(f, "/Figure").__delattr__("Alt"),
    "not on the page": lambda f: _first(f, "/Figure").A.__setattr__("BBox", [0, 0, 900, 9]),
    "/Link outside of /Link": lambda f: _first(f, "/Link").__setattr__("S", Name.Span),
    "/Link without words": lambda f: f.pages[1].Annots[0].__delattr__("Contents"),
    "properties of http://www.aiim.org/pdfua/": lambda f: f.Root.Metadata.write(
        f.Root.Metadata.read_bytes().replace(b"pdfaSchema:namespaceURI", b"x")
    ),
    "not one colour profile": lambda f: f.Root.__delattr__("OutputIntents"),
    "signs without a letter": _untag_font,
    "not associated with the document": lambda f: f.Root.__delattr__("AF"),
    "an annotation that is not printed": lambda f: f.pages[1].Annots[0].__setattr__("F", 2),
}


@pytest.mark.parametrize("said", SPOILT)
def test_each_check_finds_what_it_looks_for(toy_pdf: Path, tmp_path: Path, said: str) -> None:
    with pikepdf.open(toy_pdf) as file:
        SPOILT[said](file)
        file.save(tmp_path / "spoilt.pdf")
    with pikepdf.open(tmp_path / "spoilt.pdf") as file:
        found = accessible.faults(file) + archival.faults(file)
    assert any(said in f for f in found), found
