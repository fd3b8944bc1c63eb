"""Text of any kind and length prints as text, in bounded time and memory; past them one error."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.domain.errors import ReportFailed
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import Translator
from kami_tui.reporting import notes
from kami_tui.reporting.apart import ReportsApart
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest

LONGEST = 20_000
ITEMS = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3")
WORKER = """
import sys
from kami_tui.reporting import limits
limits.MEMORY = {memory}
from kami_tui.main import report_worker
limits.memory(limits.MEMORY)
limits.memory = lambda: None
raise SystemExit(report_worker())
"""


@pytest.fixture
def pdf_of(toy_reports: InProcessReports, toy_assessment: Assessment, moment, tmp_path: Path):
    def made(form: str = "pdf", parts: tuple[str, ...] | None = None, **changes) -> Path:
        a = replace(toy_assessment, **changes)
        request = ReportRequest(a, "id", tmp_path / f"r.{form}", moment, parts)
        return toy_reports.render(replace(request, form="html" if form == "html" else "pdf"))

    return made


@pytest.mark.parametrize(
    "piece",
    [
        "Kebijakan ditinjau. ",
        "x",
        "a\n",
        "漢字",
        "العربية ",
        "\u202ex",
        "\ud800",
        "\x1b[31m",
        "\u0301",
    ],
    ids=["words", "word", "lines", "han", "arabic", "turns", "surrogates", "escapes", "marks"],
)
def test_the_longest_note_is_printed_whatever_it_is_made_of(pdf_of, piece: str) -> None:
    """On every item at once it takes a minute or two, and half a gigabyte: tried by hand."""
    note = (piece * LONGEST)[:LONGEST]
    with pikepdf.open(pdf_of(answers={"1.1": Answer("2", note)})) as file:
        assert len(file.pages) > 5


def test_of_the_longest_notes_of_a_whole_edition_each_is_cut_the_same_and_it_is_said(
    context_of, example: Assessment
) -> None:
    note = ("Kebijakan ditinjau. " * LONGEST)[:LONGEST]
    every = {i: replace(a, note=note) for i, a in example.answers.items()}
    context = context_of(replace(example, answers=every))

    shown = [i.note for c in context.chapters for s in c.sections for i in s.items]
    assert len(shown) == len(every)
    assert sum(map(notes.lines, shown)) < notes.ALL_LINES + 2 * len(every)
    assert max(map(len, shown)) - min(map(len, shown)) < 2 * notes.LINE
    assert all("[Dipotong di sini" in n for n in shown)
    assert context.cut


def test_a_thousand_documents_are_all_in_the_register(
    pdf_of, words_of: Callable[[Path], str]
) -> None:
    documents = {f"E{n}": Evidence(f"Dokumen nomor {n}", "SK", "rak") for n in range(1000)}
    every = {i: Answer("2", "", tuple(documents)) for i in ITEMS}
    out = pdf_of(parts=("register",), evidence=documents, answers=every)
    words = words_of(out)
    for n in range(1000):
        assert f"Dokumen nomor {n} " in words, n


def test_letters_of_every_script_are_printed(pdf_of, words_of: Callable[[Path], str]) -> None:
    """One letter of each stretch of Unicode that has any; without a font for it, it is a box."""
    letters = []
    for start in range(0, 0x20000, 64):
        for code in range(start, start + 64):
            if unicodedata.category(chr(code)) in {"Lu", "Ll", "Lo", "Lm", "So"}:
                letters.append(chr(code))
                break
    note = " ".join(letters)
    page = pdf_of("html", answers={"1.1": Answer("2", note)}).read_text("utf-8")
    assert len(letters) > 500
    assert note.replace("&", "&amp;") in page
    words = words_of(pdf_of(answers={"1.1": Answer("2", note)}))
    for letter in "AĀЀΆ":
        assert letter in words


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_signs_that_hide_or_turn_words_are_shown(
    pdf_of, form: str, words_of: Callable[[Path], str]
) -> None:
    note = "a\u202eb \x00 \x1b[31m \x85 \ud83d \ufffe \u2066x\u2069 \u200f"
    out = pdf_of(form, answers={"1.1": Answer("2", note)})
    words = words_of(out) if form == "pdf" else out.read_text("utf-8")
    for code in ("202E", "0000", "001B", "0085", "D83D", "FFFE", "2066", "2069", "200F"):
        assert f"[U+{code}]" in words, code


def test_markup_of_every_kind_asks_for_nothing(
    pdf_of, listener: tuple[str, list[str]], tmp_path: Path, words_of: Callable[[Path], str]
) -> None:
    url, asked = listener
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>HUNTER2</text></svg>")
    pieces = [
        f"<svg><image href='{url}/svg.png'/><use href='file://{secret}#a'/></svg>",
        f"<object data='{url}/object'></object><embed src='{url}/embed'>",
        f"<table background='{url}/table'><tr style='background:url({url}/style)'></table>",
        f"<link rel=stylesheet href={url}/l.css><base href='{url}/'>",
        f"@font-face {{ font-family: x; src: url({url}/font.otf) }}",
        f"{{% include '{url}' %}} {{{{ lipsum() }}}} {{# x #}}",
        f"[a link]({url}/md) <{url}/auto> {url}/bare",
        "kami-own:x.png url(kami-report:report.css)",
    ]
    note = " ".join(pieces)
    hostile = {
        "answers": {"1.1": Answer("2", note, (note,))},
        "evidence": {note: Evidence(note, note, note, note, note, note)},
        "owners": {"1": note},
    }
    for form in ("pdf", "html"):
        out = pdf_of(form, **hostile)
        if form == "pdf":
            words = words_of(out).replace(" ", "")
            assert all(p.replace(" ", "") in words for p in pieces)
        assert b"HUNTER2" not in out.read_bytes()
    assert not asked


def test_too_little_memory_ends_in_a_clear_error(
    example: Assessment, moment: datetime, tmp_path: Path
) -> None:
    worker = (sys.executable, "-c", WORKER.format(memory=120 * 1024**2))
    with pytest.raises(ReportFailed) as failed:
        ReportsApart(worker).render(ReportRequest(example, "id", tmp_path / "r.pdf", moment))
    assert failed.value.facts["reason"] == "too_large"
    assert "of memory a report may use" in explain(failed.value, Translator("en"))
    assert not list(tmp_path.iterdir())
