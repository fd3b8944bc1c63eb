"""Owners, whole sections at once, and trying things out on a copy."""

from __future__ import annotations

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.usecases.session import Session
from kami_tui.usecases.texts import UnfitText
from tests.usecases.test_session import DECREE, SCORER


@pytest.fixture
def session() -> Session:
    return Session(Assessment("kami-5.0"), SCORER)


def test_an_item_belongs_to_whoever_it_its_section_or_its_area_was_given_to(session):
    session.set_owner("2", "Bagian Hukum")
    assert session.owner_of("2.1") == session.owner_of("2.22") == "Bagian Hukum"
    session.set_owner("2/1", "Sekretariat")
    session.set_owner("2.1", " Pokja Kebijakan ")
    assert session.owner_of("2.1") == "Pokja Kebijakan"
    assert session.owner_of("2.2") == "Sekretariat"
    assert session.owner_of("3.1") == ""
    session.set_owner("2.1", "")
    assert session.owner_of("2.1") == "Sekretariat"
    session.undo()
    assert session.owner_of("2.1") == "Pokja Kebijakan"


@pytest.mark.parametrize("scope", ["9", "2/99", "2/0", "2.99", "", "2/x"])
def test_what_the_instrument_does_not_have_is_given_to_nobody(session, scope):
    with pytest.raises(KeyError):
        session.set_owner(scope, "Pokja")
    assert session.assessment == Assessment("kami-5.0")


def test_an_owner_is_text_that_can_be_stored(session):
    with pytest.raises(UnfitText):
        session.set_owner("2", "x\x00")


def test_many_answers_at_once_skip_what_does_not_offer_them_and_keep_notes(session):
    offered = next(i.id for i in session.instrument.items.values() if i.not_applicable)
    session.set_note("4.11", "sudah ada")
    changes = session.set_statuses(["2.1", offered, "4.11"], "NA", note="tidak memakai")
    assert {c.subject for c in changes} <= {offered, "4.11"}
    assert session.answer_to("2.1") == Answer()
    assert session.answer_to(offered).status == "NA"
    assert session.answer_to(offered).note in ("tidak memakai", "sudah ada")
    assert session.answer_to("4.11").note == "sudah ada"
    session.undo()
    assert session.assessment.answers == {"4.11": Answer(note="sudah ada")}


def test_one_document_is_attached_to_many_items_as_one_step(session):
    session.add_evidence(DECREE, "2.2")
    session.attach_all(["2.1", "2.2", "2.3"], "E1")
    assert session.assessment.items_resting_on("E1") == ("2.2", "2.1", "2.3")
    session.undo()
    assert session.assessment.items_resting_on("E1") == ("2.2",)


def test_what_is_tried_on_a_copy_changes_nothing_until_it_is_taken_over(session):
    session.set_status("2.1", "1")
    before = session.assessment
    trial = session.fork()
    trial.set_statuses(["2.1", "2.2"], "3")
    trial.add_evidence(DECREE, "2.2")
    assert session.assessment == before
    session.adopt(trial)
    assert session.assessment == trial.assessment
    session.undo()
    assert session.assessment == before


def test_a_copy_taken_over_keeps_what_was_written_meanwhile_to_other_items(session):
    """A colleague's answer arrives while one tries things out."""
    from kami_tui.domain.answers import Change

    theirs = Change("answer", "3.1", "status", None, "2")
    trial = session.fork()
    trial.set_status("2.1", "3")
    session.absorb([theirs])
    trial.absorb([theirs])
    session.adopt(trial)
    assert session.answer_to("3.1").status == "2"


def test_what_differs_from_the_round_before_is_known(session):
    earlier = Assessment("kami-5.0", answers={"2.1": Answer("1"), "2.2": Answer("2")})
    later = Session(earlier, SCORER, previous=earlier)
    assert not any(later.changed_since_previous(i) for i in later.order)
    later.set_status("2.1", "3")
    later.set_status("2.2", None)
    assert [i for i in later.order if later.changed_since_previous(i)] == ["2.1", "2.2"]
    assert not session.changed_since_previous("2.1"), "a first round follows none"
