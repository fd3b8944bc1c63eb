"""A report that was changed is found out; one that was not is not suspected."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.errors import ProofUnreadable, UnknownInstrument
from kami_tui.loading.library import Library
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.proof import blocks, compare, opened
from kami_tui.reporting.proof.page_text import Clock, Reader
from kami_tui.reporting.proof.verify import Proofs
from kami_tui.usecases.ports import ReportRequest
from kami_tui.usecases.proof import Verdict
from tests.reporting.tampering import attach, repacked, retyped

Verify = Callable[[Path], Verdict]


@pytest.fixture(scope="session")
def verify(library: Library, templates: Path) -> Verify:
    return Proofs(library, templates).verify


@pytest.fixture
def toy_verify(toy, templates: Path) -> Verify:
    return Proofs(toy, templates).verify


@pytest.fixture
def toy_pdf(toy_reports, toy_assessment, moment, tmp_path) -> Path:
    made: Path = toy_reports.render(
        ReportRequest(toy_assessment, "en", tmp_path / "toy.pdf", moment)
    )
    return made


def _told(verdict: Verdict) -> list[tuple[str, ...]]:
    return [(d.kind, *d.where) for d in verdict.differences]


# -- untouched ------------------------------------------------------------------------------------


def test_an_untouched_report_is_unchanged_and_all_of_it_was_compared(
    example_pdf: Path, verify: Verify
) -> None:
    verdict = verify(example_pdf)
    assert (verdict.unchanged, verdict.differences, verdict.not_compared) == (True, (), ())
    assert verdict.figures > 3000
    assert (verdict.instrument, verdict.organisation) == ("kami-5.0", "Pemerintah Kota Contoh")


def test_half_an_assessment_with_long_and_foreign_notes_is_unchanged(
    library: Library, templates: Path, example: Assessment, moment, tmp_path, verify: Verify
) -> None:
    """Rows that go over pages, heads printed again, scripts drawn in another order."""
    long = "\n".join(f"Baris {i} dari catatan panjang, nomor {i * 7}." for i in range(150))
    odd = (
        'مرحبا 123 بالعالم 45.6 abc; नमस्ते 7; שלום 2025-01-02 x; 你好 8 e\u0301 \u202e <b>&amp; "x"'
    )
    answers = {k: v for i, (k, v) in enumerate(example.answers.items()) if i % 3}
    answers["2.1"] = Answer("3", long, tuple(f"E{i}" for i in range(1, 40)))
    answers["2.2"] = Answer("2", odd)
    answers["2.3"] = Answer("1", f"{odd}\n{long[:3000]}")
    answers["2.4"] = Answer("1", f"{odd} " * 60)
    profile = replace(example.profile, organisation="Kota مرحبا 5 " + "X" * 100, scope=odd)
    assessment = replace(example, answers=answers, profile=profile)
    parts = ("cover", "result", "areas", "unanswered", "register", "about")
    request = ReportRequest(assessment, "en", tmp_path / "r.pdf", moment, parts)
    verdict = verify(InProcessReports(library, templates).render(request))
    assert (verdict.differences, verdict.not_compared) == ((), ("some_items",))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("parts", "left"),
    [
        (None, ()),
        (("result",), ("items",)),
        (("areas",), ("result_page", "some_items")),
        (("method", "about"), ("result_page", "items")),
    ],
)
def test_what_an_excerpt_does_not_print_is_said_to_be_uncompared(
    toy_reports, toy_assessment, moment, tmp_path, toy_verify: Verify, language, parts, left
) -> None:
    out = toy_reports.render(
        ReportRequest(toy_assessment, language, tmp_path / "r.pdf", moment, parts)
    )
    verdict = toy_verify(out)
    assert verdict.differences == ()
    assert verdict.not_compared == left


@pytest.mark.parametrize("layout", ["full", "executive"])
def test_the_round_before_a_label_and_each_layout_are_compared_as_well(
    toy_reports, toy_assessment, moment, tmp_path, toy_verify: Verify, layout
) -> None:
    before = replace(toy_assessment, answers={"1.1": Answer("1", "an old note")})
    request = ReportRequest(
        toy_assessment, "en", tmp_path / "r.pdf", moment, layout=layout, label="TERBATAS",
        previous=before, entries=7,
    )  # fmt: skip
    out = toy_reports.render(request)
    verdict = toy_verify(out)
    assert verdict.differences == ()
    assert verdict.not_compared == (("items",) if layout == "executive" else ())

    def change(documents) -> None:
        documents["previous.json"]["answers"]["1.1"] = "0"

    forged = toy_verify(repacked(out, tmp_path / "1.pdf", change, forge=True))
    assert {d.kind for d in forged.differences} == {"print"}
    gone = toy_verify(
        repacked(out, tmp_path / "2.pdf", lambda documents: documents.pop("previous.json"))
    )
    assert ("part_missing", "previous.json") in _told(gone)


def test_whatever_a_workspace_may_hold_prints_and_verifies(
    toy_reports, moment, tmp_path, toy_verify: Verify
) -> None:
    """A date in words, a document that is not in the register, control signs, a lone surrogate."""
    assessment = Assessment(
        "toy",
        Profile(organisation="Kantor \x07 Mainan", date="September 2025", scope="a\u200bb \ud800"),
        {"1.1": Answer("2", "tab\there\r\nand\u2028there", ("E9", "E1")), "1.2": Answer(None, "n")},
        {"E1": Evidence("", size="12", file="x.pdf")},
        {"1": "Bagian Hukum"},
    )
    out = toy_reports.render(ReportRequest(assessment, "id", tmp_path / "r.pdf", moment))
    assert toy_verify(out).differences == ()


# -- the pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "old", "new", "where"),
    [
        (1, "472 dari 918", "473 dari 918", "Pemerintah Kota Contoh"),
        (2, "472 dari 918", "482 dari 918", "Hasil penilaian"),
        (2, "Pemenuhan Kerangka Kerja Dasar", "Cukup Baik", "Hasil penilaian"),
        (2, "Tinggi", "Tingga", "Hasil penilaian"),
        (2, "36", "63", "3 Pengelolaan Risiko Keamanan Informasi"),
        (2, "I+", "II", "5 Pengelolaan Aset Informasi"),
    ],
)
def test_one_changed_figure_of_the_result_is_found_and_its_place_named(
    example_pdf: Path, tmp_path: Path, verify: Verify, page, old, new, where
) -> None:
    verdict = verify(retyped(example_pdf, tmp_path / "forged.pdf", page, old, new))
    assert not verdict.unchanged
    assert [(d.kind, d.page, d.expected, d.found) for d in verdict.differences] == [
        ("print", page, old, new)
    ]
    assert where in verdict.differences[0].where


def test_an_items_changed_points_are_found(
    example_pdf: Path, tmp_path: Path, verify: Verify
) -> None:
    with pikepdf.open(example_pdf) as file:
        runs = Reader(file).pages().runs
    run = next(r for r in runs if r.page > 5 and r.shown.strip() == "2 / 3")
    verdict = verify(retyped(example_pdf, tmp_path / "f.pdf", run.page, run.shown, "3 / 3"))
    (found,) = verdict.differences
    assert (found.kind, found.expected, found.found) == ("print", "2 / 3", "3 / 3")
    assert found.where[1].startswith("2.")


def test_any_digit_of_any_page_counts(
    example_pdf: Path, library: Library, templates: Path, example: Assessment, moment
) -> None:
    """Every 60th run with a digit, one digit changed at a time; charts and notes among them."""
    from kami_tui.reporting.inprocess import composed
    from kami_tui.reporting.render import html

    with pikepdf.open(example_pdf) as file:
        runs, pages = Reader(file).pages().runs, len(file.pages)
    evaluation = library.scorer("kami-5.0").evaluate(example.statuses)
    request = ReportRequest(example, "id", Path(), moment)
    text = blocks.blocks_of(
        html(composed(request, evaluation, library.digest("kami-5.0")), templates)
    )
    assert compare.mismatches(text, runs, pages, Clock()) == []
    with_digit = [i for i, r in enumerate(runs) if any(c.isdigit() for c in r.text)]
    for i in with_digit[::60]:
        forged = list(runs)
        changed = "".join(str((int(c) + 1) % 10) if c.isdigit() else c for c in runs[i].text)
        forged[i] = replace(runs[i], text=changed, shown=changed)
        assert compare.mismatches(text, forged, pages, Clock()), runs[i]


def test_two_figures_that_changed_places_are_found(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    once = retyped(toy_pdf, tmp_path / "1.pdf", 2, "2", "1", nth=1)
    assert not toy_verify(once).unchanged


def test_words_written_over_the_page_are_found(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    with pikepdf.open(toy_pdf) as file:
        page = file.pages[1]
        font = next(iter(page.Resources.Font.keys()))
        page.contents_add(f"BT {font} 20 Tf 100 400 Td <00010002> Tj ET".encode())
        file.save(tmp_path / "f.pdf")
    verdict = toy_verify(tmp_path / "f.pdf")
    assert not verdict.unchanged


@pytest.mark.parametrize(
    ("drawing", "kind"),
    [
        (b"q 1 1 1 rg 60 400 300 40 re f Q", "painted_over"),
        (b"q 2 w 60 400 m 360 440 l S Q", "painted_over"),
        (b"q 100 0 0 100 60 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q", "picture"),
        (b"q 100 0 0 100 60 400 cm /Foreign Do Q", "picture"),
    ],
)
def test_what_is_laid_over_a_page_is_found(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify, drawing: bytes, kind: str
) -> None:
    """A white box over a figure leaves every word where it was."""
    with pikepdf.open(toy_pdf) as file:
        page = file.pages[1]
        dot = file.make_stream(b"\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        dot.Width = dot.Height = 1
        dot.BitsPerComponent, dot.ColorSpace = 8, pikepdf.Name.DeviceGray
        if "/XObject" not in page.Resources:
            page.Resources.XObject = pikepdf.Dictionary()
        page.Resources.XObject.Foreign = dot
        page.contents_add(drawing)
        file.save(tmp_path / "over.pdf")
    verdict = toy_verify(tmp_path / "over.pdf")
    assert [(d.kind, d.page) for d in verdict.differences] == [(kind, 2)]


def test_a_note_stuck_on_a_page_is_found(toy_pdf: Path, tmp_path: Path, toy_verify: Verify) -> None:
    with pikepdf.open(toy_pdf) as file:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[0, 0, 9, 9],
            Contents="918",
        )
        file.pages[0].Annots = pikepdf.Array([file.make_indirect(note)])
        file.save(tmp_path / "f.pdf")
    assert ("annotation",) in _told(toy_verify(tmp_path / "f.pdf"))


def test_a_page_taken_out_is_found(toy_pdf: Path, tmp_path: Path, toy_verify: Verify) -> None:
    with pikepdf.open(toy_pdf) as file:
        del file.pages[1]
        file.save(tmp_path / "f.pdf")
    assert not toy_verify(tmp_path / "f.pdf").unchanged


# -- the parts inside -----------------------------------------------------------------------------


def test_one_changed_answer_inside_is_found_even_if_the_manifest_was_forged_with_it(
    example_pdf: Path, tmp_path: Path, verify: Verify
) -> None:
    def change(documents) -> None:
        documents["assessment.json"]["answers"]["2.1"]["status"] = "1"

    plain = verify(repacked(example_pdf, tmp_path / "1.pdf", change))
    assert ("part_changed", "assessment.json") in _told(plain)
    forged = verify(repacked(example_pdf, tmp_path / "2.pdf", change, forge=True))
    told = _told(forged)
    assert not any(kind.startswith("part_") for kind, *_ in told)
    assert ("result", "total") in told
    assert ("result", "areas", "2", "score") in told
    assert any(kind == "print" and "2.1" in where for kind, *where in told)


def test_a_note_changed_inside_is_found_though_no_figure_rests_on_it(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    def change(documents) -> None:
        documents["assessment.json"]["answers"]["1.1"]["note"] = "another note"

    verdict = toy_verify(repacked(toy_pdf, tmp_path / "f.pdf", change, forge=True))
    assert ("print", "Note a note") in [(d.kind, d.found) for d in verdict.differences]
    assert any(d.found.startswith("sha256:") for d in verdict.differences), "the printed digest"


def test_a_result_changed_inside_is_found(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    def change(documents) -> None:
        documents["result.json"]["total"] += 1

    verdict = toy_verify(repacked(toy_pdf, tmp_path / "f.pdf", change, forge=True))
    assert [(d.kind, d.where, d.expected, d.found) for d in verdict.differences] == [
        ("result", ("total",), "3", "4")
    ]


@pytest.mark.parametrize("name", ["assessment.json", "result.json", "report.json"])
def test_a_part_that_is_gone_or_unreadable_is_found(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify, name
) -> None:
    gone = repacked(toy_pdf, tmp_path / "1.pdf", lambda documents: documents.pop(name))
    assert ("part_missing", name) in _told(toy_verify(gone))

    def spoil(documents) -> None:
        documents[name] = ["nothing"]

    spoilt = repacked(toy_pdf, tmp_path / "2.pdf", spoil, forge=True)
    assert ("part_unreadable", name) in _told(toy_verify(spoilt))


def test_a_file_added_to_the_parts_is_found(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    with pikepdf.open(toy_pdf) as file:
        attach(file, "more.txt", b"x")
        file.save(tmp_path / "f.pdf")
    assert _told(toy_verify(tmp_path / "f.pdf")) == [("part_extra", "more.txt")]


def test_a_second_file_under_the_name_of_a_part_is_found(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    with pikepdf.open(toy_pdf) as file:
        spec = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, UF="result.json", EF={"/F": file.make_stream(b"{}")}
        )
        file.Root.AF.append(file.make_indirect(spec))
        file.save(tmp_path / "f.pdf")
    assert _told(toy_verify(tmp_path / "f.pdf")) == [("part_extra", "result.json")]


def test_a_key_that_stands_twice_is_unreadable(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    with pikepdf.open(toy_pdf) as file:
        stream = file.attachments["result.json"].get_file().obj
        stream.write(stream.read_bytes().replace(b"{", b'{"total": 11,', 1))
        file.save(tmp_path / "f.pdf")
    assert ("part_unreadable", "result.json") in _told(toy_verify(tmp_path / "f.pdf"))


def test_an_edition_other_than_the_one_that_scored_is_told(
    toy, toy_pdf: Path, templates: Path, monkeypatch
) -> None:
    monkeypatch.setattr(type(toy), "digest", lambda self, name: "sha256:" + "1" * 64)
    verdict = Proofs(toy, templates).verify(toy_pdf)
    assert ("edition", "toy") in _told(verdict)


def test_an_edition_that_is_not_here_is_an_error_not_a_verdict(
    toy_pdf: Path, verify: Verify
) -> None:
    with pytest.raises(UnknownInstrument):
        verify(toy_pdf)


def test_of_another_version_the_figures_are_compared_and_the_rest_is_said_not_to_be(
    example_pdf: Path, tmp_path: Path, verify: Verify
) -> None:
    def change(documents) -> None:
        documents["report.json"]["program"] = "kami_tui 0.0.9"

    older = repacked(example_pdf, tmp_path / "1.pdf", change, forge=True)
    verdict = verify(older)
    assert (verdict.differences, verdict.not_compared) == ((), ("text",))
    forged = verify(retyped(older, tmp_path / "2.pdf", 2, "36", "63"))
    assert [(d.where, d.expected) for d in forged.differences] == [
        (("Pengelolaan Risiko Keamanan Informasi",), "36; 72; II")
    ]


# -- files that are no such report ----------------------------------------------------------------


def _reason(verify: Verify, file: Path) -> str:
    with pytest.raises(ProofUnreadable) as caught:
        verify(file)
    return str(caught.value.facts["reason"])


def test_what_is_no_report_is_told_in_one_word(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    text, huge = tmp_path / "a.pdf", tmp_path / "huge.pdf"
    text.write_text("instrument: kami-5.0")
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(opened.MOST + 1)
    with pikepdf.open(toy_pdf) as file:
        file.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
        for name in list(file.attachments):
            del file.attachments[name]
        file.save(tmp_path / "bare.pdf")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 500)
    reasons = {
        name: _reason(toy_verify, tmp_path / name)
        for name in ("a.pdf", "huge.pdf", "locked.pdf", "bare.pdf", "cut.pdf", "none.pdf", "")
    }
    assert reasons == {
        "a.pdf": "no_pdf",
        "huge.pdf": "too_large",
        "locked.pdf": "encrypted",
        "bare.pdf": "no_parts",
        "cut.pdf": "damaged",
        "none.pdf": "missing",
        "": "no_file",
    }


@pytest.mark.parametrize("where", ["page", "part"])
def test_what_unpacks_to_more_than_a_report_is_given_up(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify, where
) -> None:
    bomb = zlib.compress(b"q Q " * (opened.MOST_PART // 2))
    with pikepdf.open(toy_pdf) as file:
        target: Any
        if where == "page":
            target = file.pages[0].Contents = file.make_stream(b"")
        else:
            target = file.attachments["assessment.json"].get_file().obj
        target.write(bomb, filter=pikepdf.Name.FlateDecode)
        file.save(tmp_path / "f.pdf", compress_streams=False, recompress_flate=False)
    assert (tmp_path / "f.pdf").stat().st_size < 1024**2
    assert _reason(toy_verify, tmp_path / "f.pdf") == "too_much"


def test_a_drawing_within_itself_is_given_up(
    toy_pdf: Path, tmp_path: Path, toy_verify: Verify
) -> None:
    with pikepdf.open(toy_pdf) as file:
        form = file.make_indirect(file.make_stream(b"/X Do"))
        form.Subtype = pikepdf.Name.Form
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        page = file.pages[0]
        page.Resources.XObject = pikepdf.Dictionary(X=form)
        page.contents_add(b"/X Do")
        file.save(tmp_path / "f.pdf")
    assert _reason(toy_verify, tmp_path / "f.pdf") == "too_much"
