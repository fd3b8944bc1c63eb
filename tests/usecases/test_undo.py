"""Taking back survives a restart, never takes back what others did, and keeps a step together."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Assessment, Change, Evidence, changed
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases import opening
from kami_tui.usecases.keeping import Keeper
from kami_tui.usecases.ports import JournalEntry
from kami_tui.usecases.session import Session
from kami_tui.usecases.undo import MOST, Steps, from_journal
from tests.usecases.test_session import DECREE, SCORER, STEPS, act

NOW = datetime(2026, 9, 15, tzinfo=UTC)


def reopened(session: Session, journal: list[Change], who: str = "petugas") -> Session:
    """The same assessment in a program that was started anew."""
    entries = [JournalEntry(n, NOW, who, c) for n, c in enumerate(journal, start=1)]
    return Session(session.assessment, SCORER, steps=from_journal(entries, "petugas"))


def empty() -> Session:
    return Session(Assessment("kami-5.0"), SCORER)


def test_a_step_can_be_taken_back_after_a_restart_and_done_again_after_another():
    session = empty()
    journal: list[Change] = []
    journal += session.set_status("2.1", "3")
    journal += session.add_evidence(DECREE, "2.1")
    whole = session.assessment
    session = reopened(session, journal)
    journal += session.undo()
    assert not session.assessment.evidence
    session = reopened(session, journal)
    journal += session.undo()
    assert session.assessment == Assessment("kami-5.0")
    assert session.undo() == ()
    session = reopened(session, journal)
    journal += session.redo()
    journal += reopened(session, journal).redo()
    final = Assessment("kami-5.0")
    for change in journal:
        final = changed(final, change)
    assert final == whole


def test_a_section_answered_at_once_is_taken_back_at_once_after_a_restart():
    session = empty()
    items = [i for i in session.order if i.startswith("2.")]
    session = reopened(session, [*session.set_statuses(items, "2")])
    assert session.answered("2") == (22, 22)
    session.undo()
    assert session.answered("2") == (0, 22)


def test_a_note_saved_while_it_was_typed_is_one_step_after_a_restart():
    session = empty()
    journal: list[Change] = []
    journal += session.set_note("2.1", "ab")
    journal += session.set_note("2.1", "abc", joined=True)
    session = reopened(session, journal)
    session.undo()
    assert session.assessment == Assessment("kami-5.0")


def test_what_another_person_did_is_not_ours_to_take_back():
    session = empty()
    session = reopened(session, [*session.set_status("2.1", "3")], who="orang lain")
    assert not session.can_undo


def test_a_field_that_somebody_else_has_written_since_is_left_to_them():
    session = empty()
    session.set_statuses(["2.1", "2.2"], "3")
    session.absorb([Change("answer", "2.1", "status", "3", "1")])
    session.undo()
    assert session.answer_to("2.1").status == "1"
    assert session.answer_to("2.2").status is None


def test_a_step_of_which_nothing_is_left_is_passed_over():
    session = empty()
    session.set_status("2.1", "3")
    session.set_status("2.2", "3")
    session.absorb([Change("answer", "2.2", "status", "3", "0")])
    session.undo()
    assert session.answer_to("2.1").status is None
    assert session.answer_to("2.2").status == "0"


def test_the_way_back_is_long_but_bounded():
    session = empty()
    for n in range(MOST + 20):
        session.set_note("2.1", f"catatan {n}")
    undone = 0
    while session.undo():
        undone += 1
    assert undone == MOST


LETTER = Evidence("Surat", kind="Surat", location="S-7")


def entering(key: str, evidence: Evidence) -> list[Change]:
    return [
        Change("evidence", key, "title", None, evidence.title),
        Change("evidence", key, "location", "", evidence.location),
    ]


def test_a_document_entered_after_another_was_taken_out_gets_a_key_of_its_own():
    session = empty()
    journal = [*session.add_evidence(DECREE, "2.1"), *session.remove_evidence("E1")]
    assert reopened(session, journal).add_evidence(LETTER)[0].subject == "E2"
    trial = session.fork()
    trial.add_evidence(LETTER, "2.2")
    session.adopt(trial)
    assert dict(session.assessment.evidence) == {"E2": LETTER}


def test_what_a_trial_took_out_comes_back_whole():
    session = empty()
    session.add_evidence(DECREE, "2.1")
    before = session.assessment
    trial = session.fork()
    trial.remove_evidence("E1")
    session.adopt(trial)
    session.undo()
    assert session.assessment == before


def test_nothing_is_attached_again_that_somebody_else_took_out_of_the_register():
    session = empty()
    session.add_evidence(DECREE, "2.1")
    session.detach("2.1", "E1")
    title = Change("evidence", "E1", "title", DECREE.title, None)
    session.absorb([title])
    session.undo()
    assert session.answer_to("2.1").evidence == ()


def test_a_document_that_has_the_key_of_one_taken_out_is_not_attached_in_its_place():
    """An older version of the program gave a key again."""
    session = empty()
    session.add_evidence(DECREE, "2.1")
    session.remove_evidence("E1")
    session.absorb(entering("E1", LETTER))
    session.undo()
    assert session.assessment.evidence["E1"].title == LETTER.title
    assert session.answer_to("2.1").evidence == ()


def test_a_field_of_a_document_that_is_gone_makes_none_when_it_is_taken_back():
    session = empty()
    session.add_evidence(LETTER, "2.1")
    session.edit_evidence("E1", replace(LETTER, location=""))
    session.absorb([Change("evidence", "E1", "title", LETTER.title, None)])
    session.undo()
    assert not session.assessment.evidence


@pytest.mark.parametrize(
    "theirs",
    [
        Change("evidence", "E1", "dated", "", "2026-01-01"),
        Change("link", "2.2", "E1", None, "1"),
        Change("evidence", "E1", "location", "S-7", "S-8"),
    ],
)
def test_a_document_that_others_added_to_or_rest_on_is_not_taken_out_by_undo(theirs):
    session = empty()
    session.add_evidence(LETTER, "2.1")
    session.absorb([theirs])
    before = session.assessment
    session.undo()
    assert session.assessment == before


def test_what_a_removal_took_out_besides_comes_back_with_it_also_after_a_restart():
    """Another program had written on the document, which ours had not seen."""
    session = empty()
    journal = [*session.add_evidence(LETTER)]
    removal = session.remove_evidence("E1")
    besides = Change("evidence", "E1", "dated", "2026-01-01", "", removal[0].step)
    session.amend([besides])
    again = reopened(session, [*journal, besides, *removal])
    for one in (session, again):
        one.undo()
        assert one.assessment.evidence["E1"] == replace(LETTER, dated="2026-01-01")
        one.redo()
        assert not one.assessment.evidence
        one.undo()
        assert one.assessment.evidence["E1"].dated == "2026-01-01"


def test_what_was_done_to_another_document_of_that_key_keeps_it():
    """Both were called E1: one that somebody took out, and one of ours that has to be renamed."""
    attached = (Change("link", "2.1", "E1", None, "1"),)
    steps = Steps([attached, (*entering("E1", LETTER), *attached)])
    steps.rekey({"E1": "E2"})
    assert [c.field for step in steps.undo for c in step if c.kind == "link"] == ["E1", "E2"]


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=20), st.integers(0, 20))
def test_a_restart_at_any_moment_changes_nothing_of_what_can_be_taken_back(steps, at):
    here, there = empty(), empty()
    journal: list[Change] = []
    for n, step in enumerate(steps):
        if n == at:
            there = reopened(there, journal)
        act(here, step)
        journal += act(there, step)
        assert here.assessment == there.assessment
    there = reopened(there, journal)
    while here.can_undo or there.can_undo:
        here.undo()
        there.undo()
        assert here.assessment == there.assessment


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["undo", "redo", "answer", "section"]), max_size=8))
def test_a_step_of_which_only_the_end_was_read_is_taken_back_whole_or_not_at_all(ways):
    """The journal is read from the end; a step may be longer than what is read at first."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LOOKED_BACK", 10)
        store = SqlWorkspace(Path(folder) / "w.db")
        id = store.create(Assessment("kami-5.0"), digest="", who="a")
        section = [i for i in SCORER.ids if i.startswith("2.")]
        for n, way in enumerate(["section", *ways]):
            keeper = Keeper(store.load(id), SCORER, store, "a")
            session = keeper.session
            match way:
                case "section":
                    keeper.keep(session.set_statuses(section, str(n % 2 + 1)))
                case "answer":
                    keeper.keep(session.set_status("3.1", str(n % 4)))
                case _:
                    keeper.keep(getattr(session, way)())
            held = store.load(id).assessment
            assert len({held.answer(i).status for i in section}) == 1, "all of it, or none"
        last = [w for w in ways if w in ("section", "answer")]
        if not last and ways.count("undo") == 1 and ways[0] == "undo":
            assert (held.answer("2.1").status is None) == ("redo" not in ways)
        store.close()
