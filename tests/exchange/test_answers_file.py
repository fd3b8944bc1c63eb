"""What is written as an answers file is read back equal, whatever people have typed."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Evidence,
    Profile,
)
from kami_tui.domain.errors import BadInput
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires

LIBRARY = Library([questionnaires()])
ITEMS = {i: [o.code for o in LIBRARY.scorer("kami-5.0").instrument.options(i)] for i in
         ("1.1", "2.1", "2.2", "2.10", "8.1")}  # fmt: skip
NASTY = [
    "yes", "no", "null", "~", "true", "2.10", "5.0", "- a", "a: b", "a #b", "# a", "'", '"', "\\",
    "{a}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "|-", "---", "...", "<<", "=",
    " a", "a ", "a\n", "\na", "a\n\nb", "a\n b", " a\nb", "a\n\tb", "\ta", "a\tb", "a \nb", "\n",
    "a\nb ", "- a\n- b", "a: b\n# c", "\u2028", "a\u2029b", "\u00a0", "\ufeff", "a\ufeff\nb",
    "\u200f\u05d0", "\U0001f600\nb", "\uffff", "\ud7ff", "e\u0301", "{0}", "%s", "[bold]x[/]",
]  # fmt: skip
TEXT = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40
)
DAY = st.just("") | st.dates().map(str)
ENTRY = st.builds(
    Evidence,
    title=TEXT.filter(str.strip), kind=TEXT, location=TEXT, dated=DAY, valid_until=DAY,
    sha256=st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64),
)  # fmt: skip


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    register = draw(st.dictionaries(st.sampled_from(["E1", "E2", "E10", "note"]), ENTRY))
    profile = {f: draw(DAY if f == "date" else TEXT) for f in PROFILE_FIELDS}
    answers = {}
    for item in draw(st.lists(st.sampled_from([*ITEMS]), unique=True)):
        keys = draw(st.lists(st.sampled_from([*register]), unique=True)) if register else []
        status = draw(st.none() | st.sampled_from(ITEMS[item]))
        answer = Answer(status, draw(TEXT), tuple(keys))
        if not answer.empty:
            answers[item] = answer
    return Assessment("kami-5.0", Profile(**profile), answers, register)


@given(assessments(), st.sampled_from(["yaml", "json"]))
def test_it_is_read_back_equal_and_in_the_same_order(assessment, form):
    text = dump(assessment, form, "Indeks KAMI 5.0")
    again = AnswersFiles(LIBRARY, dump).parse(text.encode(), f"x.{form}")

    assert again == assessment
    assert list(again.answers) == list(assessment.answers)
    assert list(again.evidence) == list(assessment.evidence)


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_every_nasty_text_survives_as_a_note(text, form):
    assessment = Assessment("kami-5.0", answers={"2.1": Answer("3", text)})
    written = dump(assessment, form)

    assert AnswersFiles(LIBRARY, dump).parse(written.encode(), f"x.{form}") == assessment


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("character", ["\x85", "\x07", "\x1b", "\x7f"], ids=ascii)
def test_a_control_character_is_told_and_never_silently_altered(character, form):
    assessment = Assessment("kami-5.0", answers={"2.1": Answer("3", f"a{character}b")})
    with pytest.raises(BadInput) as caught:
        AnswersFiles(LIBRARY, dump).parse(dump(assessment, form).encode(), f"x.{form}")

    assert [p.code for p in caught.value.problems] == ["control_character"]


@given(st.text())
@example("a\nb: c")
def test_no_name_of_an_edition_can_break_out_of_the_comment(name):
    text = dump(Assessment("kami-5.0"), "yaml", name)
    assert AnswersFiles(LIBRARY, dump).parse(text.encode(), "x.yaml") == Assessment("kami-5.0")


def test_the_yaml_is_for_people():
    assessment = Assessment(
        "kami-5.0",
        Profile(organisation="Kota Contoh"),
        {
            "2.1": Answer("3"),
            "2.10": Answer("2", "Baris satu.\n\nBaris dua: ya.", ("E1",)),
        },
        {"E1": Evidence("SK Tim")},
    )
    assert dump(assessment, "yaml", "Indeks KAMI 5.0") == (
        "# Indeks KAMI 5.0\n"
        'instrument: "kami-5.0"\n'
        "profile:\n"
        '  organisation: "Kota Contoh"\n'
        "evidence:\n"
        '  "E1":\n'
        '    title: "SK Tim"\n'
        "answers:\n"
        '  "2.1": "3"\n'
        '  "2.10":\n'
        '    status: "2"\n'
        "    note: |-\n"
        "      Baris satu.\n"
        "\n"
        "      Baris dua: ya.\n"
        '    evidence: ["E1"]\n'
    )


def test_the_json_is_plain_data():
    entry = Evidence(*(["x", "k", "l", "2025-01-01", "2026-01-01", "a" * 64, "f", "1"]))
    document = json.loads(dump(Assessment("kami-5.0", evidence={"E1": entry}), "json"))

    assert list(document["evidence"]["E1"]) == list(EVIDENCE_FIELDS)
    assert document["answers"] == {}


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="csv"):
        dump(Assessment("kami-5.0"), "csv")
