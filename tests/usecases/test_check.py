"""What is weak about an assessment is found, graded and led back to its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.i18n.translator import Translator
from kami_tui.i18n.weaknesses import KINDS, SEVERITIES, sentence
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.check import (
    SEVERITY,
    Weakness,
    blocking,
    doubtful,
    findings,
    next_doubtful,
)
from kami_tui.usecases.session import Session

SCORER = Library([questionnaires()]).scorer("kami-5.0")
WHO = Profile(
    organisation="Kota Contoh", unit="Diskominfo", assessor="Petugas", position="Kepala",
    date="2026-09-15", scope="Portal",
)  # fmt: skip
DECREE = Evidence(title="SK Wali Kota 12/2025", dated="2025-03-01")


def complete(status: str = "0") -> Assessment:
    """Nothing is weak about it: every item answered, at a status that needs no evidence."""
    answers = {i: Answer("C" if SCORER.instrument.option(i, "C") else status) for i in SCORER.ids}
    return Assessment("kami-5.0", WHO, answers, {"E1": DECREE})


def answered(item: str, status: str, note: str = "", evidence: tuple[str, ...] = ()) -> Assessment:
    whole = complete()
    return replace(whole, answers={**whole.answers, item: Answer(status, note, evidence)})


def found(assessment: Assessment, **files) -> tuple[Weakness, ...]:
    return findings(Session(assessment, SCORER), files)


def kinds(assessment: Assessment, **files) -> list[str]:
    return [w.kind for w in found(assessment, **files)]


def test_a_complete_assessment_has_no_weakness():
    assert found(complete()) == ()


def test_an_empty_assessment_lacks_its_profile_and_every_answer():
    weak = found(Assessment("kami-5.0"))
    assert [w.field for w in weak if w.kind == "profile"] == [
        "organisation", "unit", "scope", "date", "assessor", "position",
    ]  # fmt: skip
    assert [w.item for w in weak if w.kind == "unanswered"] == list(SCORER.ids)
    assert blocking(weak) == len(weak) == 218


def test_a_profile_field_of_blanks_is_not_filled_in():
    assert [w.field for w in found(replace(complete(), profile=replace(WHO, unit="  ")))] == [
        "unit"
    ]


def test_an_item_with_a_note_only_is_unanswered():
    whole = complete()
    begun = replace(whole, answers={**whole.answers, "2.1": Answer(None, "menunggu SK")})
    (weak,) = found(begun)
    assert (weak.kind, weak.item, weak.items) == ("unanswered", "2.1", ("2.1",))


@pytest.mark.parametrize(
    ("item", "status", "kind"),
    [
        ("2.1", "3", "no_evidence"),
        ("8.1", "3", "no_evidence"),
        ("2.1", "2", "evidence_wanted"),
        ("8.1", "2", "evidence_wanted"),
    ],
)
def test_an_answer_that_must_be_proven_needs_evidence_and_one_half_way_would_do_better_with_it(
    item, status, kind
):
    assert kinds(answered(item, status)) == [kind]
    assert kinds(answered(item, status, evidence=("E1",))) == []


@pytest.mark.parametrize("status", ["0", "1"])
def test_an_answer_that_claims_nothing_needs_no_evidence(status):
    assert kinds(answered("2.1", status)) == []


def test_not_applicable_needs_a_reason_and_evidence():
    assert kinds(answered("5.31", "NA")) == ["no_reason", "no_evidence"]
    assert kinds(answered("5.31", "NA", " \n")) == ["no_reason", "no_evidence"]
    assert kinds(answered("5.31", "NA", "Tidak memakai awan", ("E1",))) == []


def test_a_key_that_the_register_does_not_have_proves_nothing():
    weak = found(answered("2.1", "3", evidence=("E9",)))
    assert [(w.kind, w.item, w.key) for w in weak] == [
        ("no_evidence", "2.1", None),
        ("unknown_evidence", "2.1", "E9"),
    ]


def test_evidence_that_vanished_or_changed_is_told_once_with_all_items_that_rest_on_it():
    both = answered("2.1", "3", evidence=("E1",))
    both = replace(both, answers={**both.answers, "4.2": Answer("3", evidence=("E1",))})
    for state, kind in (("gone", "evidence_gone"), ("changed", "evidence_changed")):
        (weak,) = found(both, E1=state)
        assert (weak.kind, weak.key, weak.items) == (kind, "E1", ("2.1", "4.2"))


def test_a_lost_document_that_no_item_rests_on_is_no_weakness():
    assert found(complete(), E1="gone") == ()


@pytest.mark.parametrize(
    ("until", "expected"),
    [("2026-09-14", ["evidence_expired"]), ("2026-09-15", []), ("2027-01-01", []), ("", [])],
)
def test_evidence_must_be_valid_on_the_day_of_the_assessment(until, expected):
    whole = answered("2.1", "3", evidence=("E1",))
    assert kinds(replace(whole, evidence={"E1": replace(DECREE, valid_until=until)})) == expected


def test_without_a_date_of_assessment_validity_cannot_be_judged():
    whole = answered("2.1", "3", evidence=("E1",))
    late = {"E1": replace(DECREE, valid_until="1999-01-01")}
    undated = replace(whole, profile=replace(WHO, date=""), evidence=late)
    assert kinds(undated) == ["profile"]


class TestContradictions:
    """Area 2 has eight stage-1 items (2.1 to 2.8), in one section with the others."""

    @staticmethod
    def filled(first: str, item: str = "2.9", status: str = "3") -> Assessment:
        """Stage 1 of area 2 answered with these eight statuses."""
        whole = complete()
        basics = {f"2.{n}": Answer(s, evidence=("E1",)) for n, s in enumerate(first, start=1)}
        answers = {**whole.answers, **basics, item: Answer(status, evidence=("E1",))}
        return replace(whole, answers=answers)

    @pytest.mark.parametrize(
        ("first", "status", "doubted"),
        [
            ("00000000", "2", True),
            ("00000000", "1", False),
            ("11111111", "3", True),
            ("11111111", "2", False),
            ("22222222", "3", False),
            ("00003333", "2", True),  # the lower of the two in the middle
            ("00033333", "3", False),
        ],
    )
    def test_an_answer_is_doubted_two_steps_above_the_middle_of_stage_one(
        self, first, status, doubted
    ):
        weak = found(self.filled(first, status=status))
        assert [(w.kind, w.item) for w in weak] == ([("contradiction", "2.9")] if doubted else [])

    def test_it_names_the_answers_that_are_too_low(self):
        (weak,) = found(self.filled("01133333", status="3")) or [None]
        assert weak is None
        (weak,) = found(self.filled("01111333", status="3"))
        assert weak.facts["rests_on"] == ("2.1", "2.2", "2.3", "2.4", "2.5")
        assert weak.severity == "warning"

    def test_it_waits_until_all_of_them_are_answered(self):
        whole = self.filled("00000000", status="3")
        partly = replace(whole, answers={i: a for i, a in whole.answers.items() if i != "2.4"})
        assert kinds(partly) == ["unanswered"]

    def test_not_applicable_is_no_step(self):
        """6.29 is the one stage-1 item that offers it: it is not among those in the middle."""
        basics = [i.id for i in SCORER.instrument.area("6").items if i.stage == 1]
        basics.remove("6.29")
        whole = complete()
        answers = {
            **whole.answers,
            **dict.fromkeys(basics, Answer("0")),
            "6.29": Answer("NA", "tidak ada", ("E1",)),
            "6.4": Answer("2", evidence=("E1",)),
        }
        assert SCORER.instrument.items["6.4"].stage == 2
        (weak,) = found(replace(whole, answers=answers))
        assert (weak.item, weak.facts["of"]) == ("6.4", 13)

    def test_the_basics_of_another_section_do_not_matter(self):
        """Area 4 has two sections; a high answer is held against its own."""
        low = complete()
        first = [i.id for i in SCORER.instrument.area("4").sections[0].items if i.stage == 1]
        high = next(i.id for i in SCORER.instrument.area("4").sections[1].items if i.stage == 2)
        answers = {**low.answers, **dict.fromkeys(first, Answer("3", evidence=("E1",))),
                   high: Answer("3", evidence=("E1",))}  # fmt: skip
        weak = found(replace(low, answers=answers))
        assert [(w.kind, w.item) for w in weak] == [("contradiction", high)]
        assert not set(first) & set(weak[0].facts["rests_on"])

    def test_a_section_without_basics_is_held_against_the_area(self):
        whole = complete()
        item = next(i.id for i in SCORER.instrument.area("5").sections[1].items if i.stage == 2)
        answers = {**whole.answers, item: Answer("3", evidence=("E1",))}
        (weak,) = found(replace(whole, answers=answers))
        assert (weak.kind, weak.item, weak.facts["within"]) == ("contradiction", item, "area")


def test_the_gravest_are_told_first():
    weak = found(replace(answered("2.2", "2"), profile=Profile()), E1="gone")
    order = list(SEVERITY)
    assert [order.index(w.kind) for w in weak] == sorted(order.index(w.kind) for w in weak)
    assert [w.severity for w in weak][-1] == "hint"


def test_the_next_finding_is_an_answer_that_is_weak_not_one_that_is_missing():
    whole = complete()
    answers = {**whole.answers, "2.5": Answer("3"), "6.1": Answer("3"), "4.4": Answer("2")}
    del answers["3.1"]
    session = Session(replace(whole, answers=answers), SCORER)
    weak = findings(session)
    assert doubtful(weak) == {"2.5", "6.1"}
    assert next_doubtful(session, "2.5", weak) == "6.1"
    assert next_doubtful(session, "6.1", weak) == "2.5"
    assert next_doubtful(session, "2.5", weak, -1) == "6.1"
    assert next_doubtful(session, None, weak) == "2.5"
    assert next_doubtful(session, "2.5", ()) is None


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_has_a_sentence_whose_facts_are_all_there(language):
    tr = Translator(language)
    low = TestContradictions.filled("00000000", "2.9", "3")
    odd = {
        "2.10": Answer("3"), "2.11": Answer("2"), "5.31": Answer("NA"),
        "2.12": Answer("0", evidence=("E9",)),
    }  # fmt: skip
    answers = {i: a for i, a in {**low.answers, **odd}.items() if i != "8.1"}
    register = {"E1": replace(DECREE, valid_until="2020-01-01"), "E2": DECREE, "E3": DECREE}
    answers["2.13"] = Answer("0", evidence=("E2", "E3"))
    whole = replace(low, answers=answers, evidence=register, profile=replace(WHO, scope=""))
    weak = found(whole, E2="gone", E3="changed")
    assert {w.kind for w in weak} == set(SEVERITY) == set(KINDS)
    assert {w.severity for w in weak} == set(SEVERITIES)
    for one in weak:
        said = sentence(one, tr)
        assert said
        assert "{" not in said


def test_what_a_user_typed_stays_on_one_short_line_and_is_never_read_as_a_format():
    entry = Evidence(title="{x} [b]\n" + "y" * 300)
    whole = replace(answered("2.1", "3", evidence=("E1",)), evidence={"E1": entry})
    (weak,) = found(whole, E1="gone")
    said = sentence(weak, Translator("en"))
    assert said.startswith("{x} [b] yyy")
    assert "\n" not in said
    assert len(said) < 140
