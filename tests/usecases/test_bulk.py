"""One answer for many items: what it would do is known before it is done, and is what it does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Assessment
from kami_tui.domain.owners import items_in
from kami_tui.usecases.bulk import plan, statuses_of, tried
from kami_tui.usecases.session import Session
from tests.usecases.test_session import SCORER

AREA_2 = items_in(SCORER.instrument, "2")
AREA_5 = items_in(SCORER.instrument, "5")


@pytest.fixture
def session() -> Session:
    return Session(Assessment("kami-5.0"), SCORER)


def test_answered_items_are_left_alone_unless_told(session):
    session.set_status("2.1", "1")
    gentle = plan(session, AREA_2, "3", answered_too=False)
    assert gentle.lines[0].fate == "kept"
    assert gentle.items == AREA_2[1:]
    firm = plan(session, AREA_2, "3", answered_too=True)
    assert (firm.lines[0].fate, firm.lines[0].before) == ("over", "1")
    assert firm.items == AREA_2


def test_an_answer_that_says_so_already_is_no_change(session):
    session.set_status("2.1", "3")
    assert plan(session, AREA_2, "3", answered_too=True).lines[0].fate == "same"


def test_items_that_do_not_offer_the_status_are_left_alone(session):
    found = plan(session, AREA_5, "NA", answered_too=True)
    for line in found.lines:
        offered = session.instrument.option(line.item, "NA") is not None
        assert line.fate == ("new" if offered else "not_offered")
    assert 0 < len(found.items) < len(AREA_5)


def test_a_status_that_needs_a_reason_asks_for_it_while_a_note_is_missing(session):
    offering = plan(session, AREA_5, "NA", answered_too=False).items
    assert plan(session, offering, "NA", answered_too=False).needs_reason
    assert not plan(session, offering, "3", answered_too=False).needs_reason
    for item in offering:
        session.set_note(item, "tidak memakai layanan awan")
    assert not plan(session, offering, "NA", answered_too=False).needs_reason


def test_looking_changes_nothing(session):
    after = tried(session, plan(session, AREA_2, "3", answered_too=False))
    assert after.answered("2") == (22, 22)
    assert session.assessment == Assessment("kami-5.0")


def test_plans_differ_when_an_answer_changed_under_them(session):
    shown = plan(session, AREA_2, "3", answered_too=True)
    session.set_status("2.1", "1")
    assert plan(session, AREA_2, "3", answered_too=True) != shown


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(AREA_5), st.sampled_from("0123")),
    st.sampled_from(["0", "1", "2", "3", "NA"]),
    st.booleans(),
)
def test_what_was_shown_is_what_is_done_and_is_taken_back_at_once(answers, status, answered_too):
    session = Session(Assessment("kami-5.0"), SCORER)
    for item, given_status in answers.items():
        session.set_status(item, given_status)
    before = session.assessment
    found = plan(session, AREA_5, status, answered_too=answered_too)
    session.set_statuses(found.items, status)
    for line in found.lines:
        assert session.answer_to(line.item).status == (status if line.changes else line.before)
    if found.items:
        session.undo()
    assert session.assessment == before


def test_statuses_are_those_any_item_offers(session):
    assert statuses_of(session, ["2.1"]) == ("0", "1", "2", "3")
    assert statuses_of(session, AREA_5) == ("0", "1", "2", "3", "NA")
    assert statuses_of(session, items_in(SCORER.instrument, "1")) == ("A", "B", "C")
