"""Assessments never change in place; the journal's changes turn one into another and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kami_tui.domain.answers import (
    Answer,
    Assessment,
    Change,
    Evidence,
    Profile,
    changed,
    changes_between,
)

TEXT = st.text(max_size=8)
KEYS = st.sampled_from(["E1", "E2", "E3", "E10"])
REGISTER = st.dictionaries(KEYS, st.builds(Evidence, title=TEXT, kind=TEXT, dated=TEXT))
ANSWERS = st.dictionaries(
    st.sampled_from(["1.1", "2.1", "2.2", "2.10"]),
    st.builds(
        Answer,
        status=st.sampled_from([None, "0", "3", "NA", "A"]),
        note=TEXT,
        evidence=st.lists(KEYS, unique=True).map(tuple),
    ).filter(lambda a: not a.empty),
)
ASSESSMENTS = st.builds(
    Assessment,
    instrument=st.just("kami-5.0"),
    profile=st.builds(Profile, organisation=TEXT, scope=TEXT),
    answers=ANSWERS,
    evidence=REGISTER,
)


def replay(start: Assessment, changes: tuple[Change, ...]) -> Assessment:
    for change in changes:
        start = changed(start, change)
    return start


@given(ASSESSMENTS)
def test_an_assessment_can_be_rebuilt_from_its_changes_alone(target):
    assert replay(Assessment("kami-5.0"), changes_between(Assessment("kami-5.0"), target)) == target


@given(ASSESSMENTS, ASSESSMENTS)
def test_the_changes_between_two_assessments_lead_from_one_to_the_other(before, after):
    reached = replay(before, changes_between(before, after))
    assert reached.profile == after.profile
    assert reached.evidence == after.evidence
    assert reached.statuses == after.statuses
    for item in {*before.answers, *after.answers}:
        assert reached.answer(item).note == after.answer(item).note
        assert set(reached.answer(item).evidence) == set(after.answer(item).evidence)


@given(ASSESSMENTS)
def test_taking_every_change_back_in_reverse_leaves_an_empty_assessment(target):
    made = changes_between(Assessment("kami-5.0"), target)
    back = tuple(c.undone for c in reversed(made))
    assert replay(target, back) == Assessment("kami-5.0")


@given(ASSESSMENTS, ASSESSMENTS)
def test_taking_changes_back_brings_back_all_of_what_was_there(before, after):
    """A document that was taken out comes back with every field."""
    made = changes_between(before, after)
    back = replay(replay(before, made), tuple(c.undone for c in reversed(made)))
    assert changes_between(back, before) == ()


def test_an_item_whose_answer_is_taken_back_leaves_no_trace():
    one = Assessment("kami-5.0", answers={"2.1": Answer("3")})
    assert changed(one, Change("answer", "2.1", "status", "3", None)).answers == {}


def test_a_note_keeps_the_item_when_its_status_is_taken_back():
    one = Assessment("kami-5.0", answers={"2.1": Answer("3", note="lihat SK")})
    emptied = changed(one, Change("answer", "2.1", "status", "3", None))
    assert emptied.answers == {"2.1": Answer(None, note="lihat SK")}
    assert emptied.statuses == {}


def test_register_keys_are_never_given_twice():
    one = Assessment("kami-5.0", evidence={"E1": Evidence("a"), "E7": Evidence("b")})
    assert one.free_key() == "E8"
    assert one.free_key({"E9", "E2"}) == "E10"
    assert one.free_key({"E" + "9" * 30, "E9999999", "E10000000"}) == "E10000001"
