"""Every error and every problem is told in a sentence, in both languages."""

from __future__ import annotations

import re
import string
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from kami_tui.domain import errors
from kami_tui.domain.errors import BadInput, KamiError, Problem
from kami_tui.i18n import problems, sentences
from kami_tui.i18n.explain import explain, located
from kami_tui.i18n.translator import LOCALES, Translator
from kami_tui.usecases.texts import UnfitText

ROOT = Path(errors.__file__).resolve().parents[1]
LANGUAGES = ["id", "en"]
CODE = re.compile(
    r"""(?:(?:problems|findings|own)\.add|\.tell|\.fatal|\._refuse|_tell|Problem|Fault|duplicates)\(
        (?:[^()"]*,)?\s*"([a-z][a-z0-9_]+)" """,
    re.VERBOSE,
)


def codes_in_the_program() -> set[str]:
    """Every problem code that loading and the cross-check can give."""
    files = [*(ROOT / "loading").glob("*.py"), *(ROOT / "domain").glob("crosscheck*.py")]
    found = {code for f in files for code in CODE.findall(f.read_text("utf-8"))}
    kinds = {"option_set", "scale", "rule", "item_gate"}
    return found | {f"duplicate_{k}" for k in kinds}


def test_every_problem_code_has_a_sentence():
    codes = codes_in_the_program()

    assert len(codes) > 80, "the search has lost its way"
    assert codes - set(problems.PROBLEMS) == set()


def test_every_sentence_is_in_the_indonesian_catalogue():
    translated = catalogue()
    said = [s for pair in problems.PROBLEMS.values() for s in pair if s]
    for table in (problems.KINDS, problems.JSON_FAULTS, problems.FORMS, sentences.STORE,
                  sentences.REPORT, sentences.UNFIT):  # fmt: skip
        said += table.values()

    assert [s for s in said if not translated.get(s)] == []


def test_a_translation_names_the_same_facts():
    for english, indonesian in catalogue().items():
        assert names_in(indonesian) == names_in(english), english


def catalogue() -> dict[str, str]:
    """The Indonesian sentences by the English ones."""
    with (LOCALES / "id" / "LC_MESSAGES" / "core.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="id") if m.id}


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(problems.PROBLEMS))
def test_every_problem_is_told_with_its_place(code, language):
    told = located(Problem(code, {}, "a/b.yaml", 12, 3), Translator(language))

    assert told.startswith("a/b.yaml:12: ")
    assert len(told.splitlines()) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_class_has_words_of_its_own(language):
    tr = Translator(language)
    classes: list[type[KamiError]] = [
        c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, KamiError)
    ]
    classes.append(UnfitText)
    for error in classes:
        if error not in (KamiError, BadInput):
            told = explain(error(), tr)
            assert told
            assert error.code not in told, error.code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("error", "table"),
    [(errors.StoreError, sentences.STORE), (errors.ReportFailed, sentences.REPORT),
     (UnfitText, sentences.UNFIT)],
)  # fmt: skip
def test_every_reason_has_words_of_its_own(error, table, language):
    tr = Translator(language)
    told = {
        explain(error(reason=r, place="/x", detail="d", limit=9, field="note"), tr) for r in table
    }

    assert len(told) == len(table)


def test_a_problem_reads_as_one_would_say_it():
    problem = Problem(
        "unknown_rule", {"name": "2.skor", "near": "2.score", "row": "scored[1]"}, "k/i.yaml", 20
    )
    assert located(problem, Translator("en")) == (
        "k/i.yaml:20: there is no rule '2.skor' (table row scored[1])\n"
        "  hint: did you mean '2.score'?"
    )
    assert located(problem, Translator("id")) == (
        "k/i.yaml:20: tidak ada aturan '2.skor' (baris tabel scored[1])\n"
        "  petunjuk: mungkin maksudnya '2.score'?"
    )


def test_a_number_that_should_be_text_says_how_to_quote_it():
    facts = {"key": "edition", "expected": "text", "found": "number", "raw": "5.0"}
    assert explain(Problem("wrong_type", facts), Translator("en")) == (
        'here should stand a text, but this is a number\n  hint: put it in quotes: "5.0"'
    )


def test_offered_statuses_are_listed():
    facts = {"item": "2.1", "status": "7", "known": ["0", "1", "2", "3"]}
    assert explain(errors.UnknownStatus(**facts), Translator("id")) == (
        "Butir 2.1: '7' bukan status.\nYang tersedia: 0, 1, 2, 3."
    )


def test_numbers_are_written_as_the_language_does():
    facts = {"rule": "x", "expected": 1200, "found": Fraction(5, 2)}
    assert "1.200" in explain(Problem("expected_value", facts), Translator("id"))
    assert "2,5" in explain(Problem("expected_value", facts), Translator("id"))
    assert "1,200" in explain(Problem("expected_value", facts), Translator("en"))


def test_every_problem_of_a_bad_file_is_told():
    error = BadInput(
        [Problem("empty_file", {}, "a"), Problem("duplicate_key", {"key": "x", "first": 1}, "b", 2)]
    )
    assert [line.split(":")[0] for line in explain(error, Translator("en")).splitlines()[:2]] == [
        "a",
        "b",
    ]


def test_an_assessment_that_is_not_there_or_not_the_only_one():
    tr = Translator("en")
    none = errors.UnknownAssessment(assessment="ab", matches=[])
    several = errors.UnknownAssessment(assessment="ab", matches=["abc", "abd"])

    assert explain(none, tr) == "There is no assessment 'ab' in the workspace."
    assert "abc, abd" in explain(several, tr)


@given(st.sampled_from(sorted(problems.PROBLEMS)), st.text(), st.sampled_from(LANGUAGES))
def test_facts_are_never_read_as_a_format_nor_break_the_line(code, text, language):
    names = ("key", "name", "value", "status", "item", "near", "known", "id", "detail", "row")
    told = explain(Problem(code, dict.fromkeys(names, text)), Translator(language))

    assert len(told.splitlines()) <= 2
    assert not any(ord(c) < 32 and c != "\n" for c in told)


def test_braces_in_a_fact_stay_braces():
    told = explain(Problem("unknown_rule", {"name": "{name} {0} %s [b]"}), Translator("en"))
    assert told == "there is no rule '{name} {0} %s [b]'"


def test_a_code_nobody_knows_is_still_told():
    assert "brand_new" in explain(Problem("brand_new"), Translator("en"))
