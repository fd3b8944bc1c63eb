"""The report's words: both languages whole, rules in words, user text made plain."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kami_tui.domain.answers import Answer, Assessment, Profile
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.rules import Rule
from kami_tui.reporting import notes
from kami_tui.reporting.describe import how
from kami_tui.reporting.render import html
from kami_tui.reporting.text import BREAKS, LONG_WORD, Writer, one_line, plain

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("language", "strange"),
    [
        ("id", r"\b(the|and|with|items?|not|answered)\b"),
        ("en", r"\b(yang|dan|dengan|butir|belum)\b"),
    ],
)
def test_a_page_speaks_one_language(
    context_of, templates: Path, example: Assessment, language: str, strange: str
) -> None:
    """Neither the program's sentences nor the instrument's stand in the other language."""
    bare = replace(example, answers={i: Answer(a.status) for i, a in example.answers.items()})
    bare = replace(bare, evidence={}, profile=Profile(organisation="Kota"))
    issuer = "Badan Siber dan Sandi Negara"
    text = re.sub(r"<[^>]+>", " ", html(context_of(bare, language), templates))

    # Terms of the field stand in brackets in the other language.
    text = re.sub(r"\(.*?\)", "", text).replace(issuer, "")
    found = re.findall(rf".{{0,30}}{strange}.{{0,30}}", text)
    assert not found


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"mean": {"items": {"stage": ["1"]}, "missing": "incomplete"}},
         "mean: stage 1; known once all of them are answered"),
        ({"sum": {"items": {}, "gated": False}}, "sum: every item; whether or not the items count"),
        ({"min": {"rules": ["a", "b"]}}, "lowest of: A, B"),
        ({"min": {"rules": ["a", "a2", "b"]}}, "lowest of: A of areas a, a2, B"),
        ({"how_many": {"items": {"tags": {"aspect": ("x", "y")}}}},
         "number of items: aspect x or y"),
        ({"percent": {"of": "a", "out_of": "b"}}, "100 × A ÷ B"),
        ({"round": {"of": "a", "decimals": 2}}, "A, rounded half up to 2 decimals"),
        ({"linear": {"constant": 4, "terms": [{"rule": "a", "times": Decimal("0.5")}]}},
         "0.5 × A + 4"),
        ({"linear": {"constant": -2, "terms": [{"rule": "a"}]}}, "A − 2"),
        ({"linear": {"constant": 1, "terms": [{"rule": "a", "times": -3}]}}, "1 − 3 × A"),
        ({"condition": {"all": [
            {"of": "a", "gt": 1},
            {"any": [{"of": "b", "eq": 2}, {"of": "a", "ge": {"rule": "b"}}]},
        ]}},
         "A > 1 and (B = 2 or A ≥ B)"),
        ({"gate": {"when": {"of": "a", "ge": 1}, "then": "b", "otherwise": 0}},
         "B, if A ≥ 1; otherwise 0"),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_words(toy, body: dict[str, object], said: str) -> None:
    known = {"source": "here", "sureness": "settled"}
    names = [
        Rule.model_validate({"id": i, "label": {"id": i, "en": n}, **known, "linear": {}})
        for i, n in (("a", "A"), ("a2", "A"), ("b", "B"))
    ]
    rule = Rule.model_validate({"id": "r", "label": {"id": "r", "en": "R"}, **known, **body})
    fields = {**dict(toy.scored.instrument), "rules": (*names, rule)}
    instrument = Instrument.model_construct(**fields)

    def areas_of(*rules: str) -> str:
        return f"areas {', '.join(rules)}"

    told = [line.replace("\u00a0", " ") for line in how(Writer(instrument, "en"), rule, areas_of)]
    assert told == [said]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  a\tb \r\nc\rd ", "a b \nc\nd"),
        ("\x00\x1b[31m", "[U+0000][U+001B][31m"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("\ud800", "[U+D800]"),
        ("\uffff", "[U+FFFF]"),
        ("سياسة", "سياسة"),
        ("क्\u200dष 👍🏽", "क्\u200dष 👍🏽"),
    ],
)
def test_user_text_becomes_plain_and_nothing_in_it_is_hidden(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_an_endless_word_gets_places_to_break_and_loses_nothing() -> None:
    word = "x" * 20_000

    assert plain(word).replace("\u200b", "") == word
    assert max(len(part) for part in plain(word).split("\u200b")) == BREAKS
    assert plain("y" * (LONG_WORD - 1)) == "y" * (LONG_WORD - 1)


def test_a_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("a\n b", 10) == "a b"
    assert one_line("abcdefgh", 5) == "abcd…"
    assert one_line("alpha beta gamma", 13) == "alpha beta…"
    assert one_line("alpha beta gamma", 11) == "alpha beta…"
    assert one_line("alpha " + "b" * 40, 30) == "alpha " + "b" * 23 + "…"


def test_notes_are_whole_unless_all_together_are_too_long() -> None:
    assert notes.allowance({"1": "x" * 20_000, "2": "y"}) is None
    most = notes.allowance({str(n): "a\n" * 9_999 for n in range(212)} | {"short": "b"})
    assert most is not None
    assert notes.lines(notes.cut("a\n" * 9_999, most)) <= most
    assert notes.cut("b", most) == "b"


def test_where_notes_are_cut_the_report_says_so(context_of, kami) -> None:
    long = Answer("1", "line\n" * 4_000)
    answers = {i: long for i in kami.ids if not i.startswith("1.")}
    context = context_of(Assessment("kami-5.0", answers=answers), "en")

    assert context.cut.startswith("202 notes were too long to print whole")
    shown = [i.note for c in context.chapters for s in c.sections for i in s.items if i.note]
    assert all(n.endswith("The whole note is in the assessment.]") for n in shown)
