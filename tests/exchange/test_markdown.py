"""Whatever people typed prints as text: no link, emphasis, heading or HTML begins in it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kami_tui.domain.answers import Answer, Assessment, Profile
from kami_tui.domain.visible import shown
from kami_tui.exchange.markdown import document
from kami_tui.exchange.markup import line, paragraphs, table
from tests.exchange.random_assessments import NASTY, random_assessment

READER = MarkdownIt("gfm-like", {"html": True})
"""Reads tables, bare links and strikethrough as GitHub does, and lets HTML through."""
OURS = {
    "text", "text_special", "softbreak", "hardbreak", "paragraph_open", "paragraph_close", "inline",
}  # fmt: skip
NEVER = {
    "link_open", "html_block", "html_inline", "image", "fence", "code_block", "code_inline",
    "blockquote_open", "hr", "s_open", "ordered_list_open",
}  # fmt: skip
TEXT = (
    st.sampled_from(NASTY) | st.lists(st.sampled_from(NASTY), max_size=3).map("\n".join) | st.text()
)


def tokens(markdown: str) -> list[Token]:
    return [t for top in READER.parse(markdown) for t in (top, *(top.children or ()))]


def said(markdown: str) -> str:
    """The words that a reader sees."""
    return " ".join(
        "".join("\n" if t.type.endswith("break") else t.content for t in found.children or ())
        for found in READER.parse(markdown)
        if found.type == "inline"
    )


def words(text: str) -> list[str]:
    return shown(text.replace("\r\n", "\n").replace("\t", " "), keep="\n").split()


@given(TEXT)
def test_paragraphs_are_nothing_but_text(text):
    written = paragraphs(text)
    assert {t.type for t in tokens(written)} <= OURS
    assert said(written).split() == words(text)


@given(TEXT)
def test_a_note_stays_in_its_point_of_the_list(text):
    written = f"- **2.1** {paragraphs(text, indent='  ')}\n- **2.2** x"
    found = tokens(written)
    assert {t.type for t in found} <= OURS | {
        "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
        "strong_open", "strong_close",
    }  # fmt: skip
    assert Counter(t.type for t in found)["list_item_open"] == 2
    assert said(written).split() == ["2.1", *words(text), "2.2", "x"]


@given(st.lists(TEXT, min_size=2, max_size=2))
def test_a_cell_stays_a_cell(texts):
    written = table(["a", "b"], [[line(t) for t in texts]])
    found = tokens(written)
    kinds = Counter(t.type for t in found)
    assert (kinds["tr_open"], kinds["td_open"], kinds["th_open"]) == (2, 2, 2)
    allowed = ("table", "thead", "tbody", "tr", "td", "th")
    assert {t.type.removesuffix("_open").removesuffix("_close") for t in found} <= {*allowed, *OURS}
    assert said(written).split() == ["a", "b", *words(texts[0]), *words(texts[1])]


@given(TEXT)
def test_a_heading_stays_a_heading(text):
    written = f"# x {line(text)}\n"
    assert {t.type for t in tokens(written)} <= OURS | {"heading_open", "heading_close"}
    assert said(written).split() == ["x", *words(text)]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_documents_hold_our_markup_only(scorer, subject, seed, language):
    """As many tables, headings and lists as a tame assessment of the same shape gives."""
    assessment = random_assessment(scorer.instrument, seed)
    for what in ("answers", "result", "findings"):
        found = Counter(t.type for t in tokens(document(subject(assessment, language), what)))
        assert not NEVER & {*found}
        if what == "answers":
            notes = sum(bool(paragraphs(a.note)) for a in assessment.answers.values())
            assert found["list_item_open"] == notes
            unanswered = len(scorer.ids) - len(assessment.statuses)
            assert (found["em_open"], found["strong_open"]) == (unanswered, notes)
            tables = len(scorer.instrument.areas) + bool(assessment.evidence)
            profile = any(v.strip() for v in vars_of(assessment.profile))
            assert found["table_open"] == tables + profile


def vars_of(profile: Profile) -> list[str]:
    return [getattr(profile, name) for name in profile.__dataclass_fields__]


def test_every_item_answer_and_note_is_there(scorer, subject):
    notes = {i: f"catatan {i}" for i in scorer.ids}
    answers = {i: Answer(scorer.instrument.options(i)[0].code, n) for i, n in notes.items()}
    written = document(subject(Assessment("kami-5.0", answers=answers)), "answers")
    for item, note in notes.items():
        assert f"| {item} | " in written
        assert f"- **{item}** {note}" in written


def test_figures_are_those_of_the_result(files, subject, example):
    written = document(subject(files.read(example), "en"), "result")
    assert "| Completeness | 472 of 918 |" in written
    assert written.startswith("# Indeks KAMI 5.0: Pemerintah Kota Contoh\n")


def test_a_clean_assessment_has_no_findings_and_says_so(scorer, subject):
    filled = dict.fromkeys(scorer.instrument.required_profile, "x") | {"date": "2026-09-15"}
    answers = {}
    for item in scorer.ids:
        tame = [o for o in scorer.instrument.options(item)
                if not (o.needs_evidence or o.wants_evidence or o.needs_note)]  # fmt: skip
        answers[item] = Answer(tame[0].code)
    assessment = Assessment("kami-5.0", Profile(**filled), answers)
    assert "Nothing is left to settle." in document(subject(assessment, "en"), "findings")
