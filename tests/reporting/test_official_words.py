"""A report in official words, which only its maker's computer has: printed, carried, verified."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pdfua
import pikepdf
import pytest

from kami_tui.domain.official import OURS, Wording
from kami_tui.reporting.context import build_context
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.proof.verify import Proofs
from kami_tui.reporting.wire import request_from, request_text
from kami_tui.usecases.ports import ReportRequest
from tests.reporting import accessible, archival
from tests.reporting.tampering import repacked, retyped

SHA = "0123456789abcdef" * 4
LANGUAGES = ["id", "en"]


def official(item: str) -> str:
    return f"Rumusan rekaan butir {item}?"


@pytest.fixture
def ask(toy, toy_assessment, moment, tmp_path):
    def made(whose="both", language="id", *, items=None, **more) -> ReportRequest:
        texts = {i: official(i) for i in items or toy.scored.ids}
        wording = Wording(whose, texts, SHA)
        out = tmp_path / f"{whose}.{more.get('form', 'pdf')}"
        return ReportRequest(toy_assessment, language, out, moment, wording=wording, **more)

    return made


@pytest.fixture
def verify(toy, templates):
    """On a computer that has the edition, and nothing else."""
    return Proofs(toy, templates).verify


@pytest.fixture
def context(toy, toy_assessment, moment):
    def made(wording: Wording, language="id"):
        evaluation = toy.scored.evaluate(toy_assessment.statuses)
        return build_context(
            toy_assessment, toy.scored, evaluation, language, moment, wording=wording
        )

    return made


def rows(context) -> dict[str, tuple[str, str, str]]:
    items = (i for c in context.chapters for s in c.sections for i in s.items)
    return {i.id: (i.text, i.official, i.language) for i in items}


def inside(pdf: Path) -> dict[str, bytes]:
    with pikepdf.open(pdf) as file:
        return {n: a.get_file().read_bytes() for n, a in file.attachments.items()}


# -- what is printed --------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_item_is_printed_in_the_words_that_were_asked_for(context, toy, language):
    texts = {i: official(i) for i in toy.scored.ids if i != "1.2"}
    foreign = "id" if language == "en" else ""
    ours = {i: item.text.in_(language) for i, item in toy.scored.instrument.items.items()}

    both = rows(context(Wording("both", texts, SHA), language))
    alone = rows(context(Wording("official", texts, SHA), language))
    own = rows(context(Wording("ours", texts, SHA), language))

    assert both == {
        i: (t, texts.get(i, ""), foreign if i in texts else "") for i, t in ours.items()
    }
    assert alone == {
        i: (texts.get(i, t), "", foreign if i in texts else "") for i, t in ours.items()
    }
    assert own == {i: (t, "", "") for i, t in ours.items()}


@pytest.mark.parametrize("whose", ["official", "both"])
def test_the_report_says_whose_words_they_are_and_of_how_many_items(context, toy, whose):
    texts = {i: official(i) for i in toy.scored.ids[:4]}
    told = {f.label: f.value for f in context(Wording(whose, texts, SHA), "en").colophon}
    assert f"4 of {len(toy.scored.ids)}" in told["Wording"]
    assert SHA in told["Wording"]
    assert toy.scored.instrument.wording.en in told["Wording"]


def test_official_words_can_do_nothing_but_be_printed(context, toy):
    texts = dict.fromkeys(toy.scored.ids, "a\x1b[2J\u202eb <script>alert(1)</script> {{ 7*7 }}")
    shown = {t for t, _, _ in rows(context(Wording("official", texts, SHA))).values()}
    assert all(t.isprintable() and "<script>" in t for t in shown)


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_they_are_data_to_the_templates(toy_reports, ask, form, words_of):
    texts = {"1.1": "<b>tebal</b> & {{ 7*7 }} ini?"}
    request = ask(form=form)
    request = replace(request, wording=replace(request.wording, official=texts))
    made = toy_reports.render(request)
    if form == "html":
        assert "&lt;b&gt;tebal&lt;/b&gt; &amp; {{ 7*7 }} ini?" in made.read_text("utf-8")
    else:
        assert "<b>tebal</b> & {{ 7*7 }} ini?" in words_of(made)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whose", ["official", "both"])
def test_the_pdf_has_the_words_and_can_still_be_read_aloud_and_kept(
    toy, toy_reports, ask, whose, language, words_of
):
    made = toy_reports.render(ask(whose, language))
    words = words_of(made)
    for item in toy.scored.ids:
        ours = toy.scored.instrument.items[item].text.in_(language)
        assert official(item) in words
        assert (ours in words) == (whose == "both")
    assert [f.rule_id for f in pdfua.validate(str(made)).findings] == []
    with pikepdf.open(made) as file:
        assert accessible.faults(file) + archival.faults(file) == []


def test_a_browser_is_told_their_language(toy_reports, ask):
    english = toy_reports.render(ask("both", "en", form="html")).read_text("utf-8")
    assert '<p class="official" lang="id">' in english
    indonesian = toy_reports.render(ask("both", "id", form="html")).read_text("utf-8")
    assert '<p class="official">' in indonesian


# -- what goes along --------------------------------------------------------------------------


def test_a_report_has_no_official_words_unless_it_was_asked_to(
    toy_reports, toy_assessment, moment, tmp_path, ask, words_of
):
    request = ReportRequest(toy_assessment, "id", tmp_path / "r.pdf", moment)
    asked = ask("ours")
    for made in map(toy_reports.render, (request, asked)):
        assert "Rumusan rekaan" not in words_of(made)
        assert not any(b"Rumusan rekaan" in data for data in inside(made).values())
    assert request.wording == OURS
    assert asked.out.read_bytes() == request.out.read_bytes()


def test_the_words_that_were_used_lie_in_the_report(toy, toy_reports, ask):
    parts = inside(toy_reports.render(ask("both")))
    kept = json.loads(parts["report.json"])["wording"]
    assert kept == {
        "whose": "both", "sha256": SHA, "texts": {i: official(i) for i in toy.scored.ids},
    }  # fmt: skip
    assert [n for n, data in parts.items() if b"Rumusan rekaan" in data] == ["report.json"]


@pytest.mark.parametrize("whose", ["ours", "official", "both"])
def test_the_worker_is_handed_the_words(ask, whose):
    request = ask(whose)
    found = request_from(request_text(request))
    assert found.wording == (OURS if whose == "ours" else request.wording)
    assert ("Rumusan rekaan" in request_text(request)) == (whose != "ours")


# -- verifying it elsewhere -----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whose", ["official", "both"])
def test_it_is_verified_where_nobody_has_taken_official_words_in(
    toy_reports, ask, verify, whose, language
):
    verdict = verify(toy_reports.render(ask(whose, language)))
    assert (verdict.unchanged, verdict.differences) == (True, ())
    assert "wording" in verdict.not_compared


def test_a_whole_report_of_the_edition_is_verified(
    library, templates, example, moment, tmp_path, kami
):
    texts = {i: f"Panjang sekali, apakah {official(i)} " * 3 for i in kami.ids}
    texts = {i: " ".join(t.split()) for i, t in texts.items()}
    request = ReportRequest(
        example, "en", tmp_path / "r.pdf", moment, wording=Wording("both", texts, SHA)
    )
    made = InProcessReports(library, templates).render(request)
    verdict = Proofs(library, templates).verify(made)
    assert verdict.differences == ()
    assert verdict.figures > 4_000


def test_a_question_that_was_altered_on_the_page_is_found(toy_reports, ask, verify, tmp_path):
    made = toy_reports.render(ask("official"))
    with pikepdf.open(made) as file:
        pages = len(file.pages)
    for page in range(1, pages + 1):
        try:
            forged = retyped(made, tmp_path / "f.pdf", page, official("1.1"), official("1.1")[::-1])
        except AssertionError:
            continue
        break
    verdict = verify(forged)
    assert any(d.kind == "print" and official("1.1") in d.expected for d in verdict.differences)


def test_other_words_inside_than_on_the_pages_are_found(toy_reports, ask, verify, tmp_path):
    """Even where the manifest was made to follow."""
    made = toy_reports.render(ask("official"))

    def change(documents):
        documents["report.json"]["wording"]["texts"]["1.1"] = "Apakah semuanya beres?"

    forged = repacked(made, tmp_path / "f.pdf", change, forge=True)
    told = [(d.kind, d.expected) for d in verify(forged).differences]
    assert ("print", "Apakah semuanya beres?") in told


@pytest.mark.parametrize(
    "wording",
    [7, [], {}, {"whose": "nobody", "sha256": "", "texts": {}},
     {"whose": "both", "sha256": "", "texts": {"1.1": 7}},
     {"whose": "both", "sha256": 7, "texts": {}},
     {"whose": "both", "sha256": "", "texts": {"1.1": "x" * 5_000}}],
)  # fmt: skip
def test_words_inside_that_are_none_are_told_and_stop_nothing(
    toy_reports, ask, verify, tmp_path, wording
):
    made = toy_reports.render(ask("official"))
    forged = repacked(
        made, tmp_path / "f.pdf", lambda d: d["report.json"].update(wording=wording), forge=True
    )
    verdict = verify(forged)
    assert not verdict.unchanged
    assert ("part_unreadable", ("report.json",)) in [(d.kind, d.where) for d in verdict.differences]
