"""A session: what an assessor's keys do, before anything is stored or shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Answer, Assessment, Change, Evidence, changed
from kami_tui.domain.errors import UnknownItem, UnknownStatus
from kami_tui.domain.scorer import Scorer
from kami_tui.loading.instruments import load_instrument
from kami_tui.usecases.session import Session
from kami_tui.usecases.texts import UnfitText

KAMI = Path(__file__).parents[2] / "questionnaires" / "kami-5.0"
SCORER = Scorer(load_instrument(KAMI))
DECREE = Evidence(title="SK Wali Kota 12/2025", kind="Keputusan", dated="2025-03-01")


@pytest.fixture
def session() -> Session:
    return Session(Assessment("kami-5.0"), SCORER)


def replay(changes: tuple[Change, ...], start: Assessment) -> Assessment:
    for change in changes:
        start = changed(start, change)
    return start


def test_an_answer_is_scored_at_once(session):
    before = session.result.total
    session.set_status("2.1", "3")
    assert session.result.total == before + session.scorer.best[session.scorer.position["2.1"]]
    assert session.answered("2") == (1, 22)


def test_answering_the_same_again_changes_nothing(session):
    session.set_status("2.1", "3")
    assert session.set_status("2.1", "3") == ()


def test_a_status_the_item_does_not_offer_is_refused_and_nothing_changes(session):
    """2.1 cannot be "not applicable", and area 1 knows no "3"."""
    for item, status in (("2.1", "NA"), ("1.1", "3"), ("2.1", "")):
        with pytest.raises(UnknownStatus):
            session.set_status(item, status)
    with pytest.raises(UnknownItem):
        session.set_status("9.9", "3")
    assert session.assessment == Assessment("kami-5.0")


def test_a_note_can_be_written_before_the_status_is_chosen(session):
    session.set_note("2.1", "menunggu SK")
    assert session.answer_to("2.1") == Answer(note="menunggu SK")
    assert session.answered() == (0, len(session.order))


def test_undo_and_redo_walk_back_and_forth_over_every_kind_of_step(session):
    steps = [
        lambda: session.set_status("2.1", "3"),
        lambda: session.set_note("2.1", "bukti lengkap"),
        lambda: session.add_evidence(DECREE, "2.1"),
        lambda: session.set_profile(organisation="Kota Contoh", date="2026-01-01"),
        lambda: session.remove_evidence("E1"),
        lambda: session.set_status("2.1", None),
    ]
    seen = [session.assessment]
    for step in steps:
        step()
        seen.append(session.assessment)
    for expected in reversed(seen[:-1]):
        session.undo()
        assert session.assessment == expected
    assert session.undo() == ()
    for expected in seen[1:]:
        session.redo()
        assert session.assessment == expected
    assert session.redo() == ()


def test_a_new_answer_after_undo_forgets_what_could_be_redone(session):
    session.set_status("2.1", "3")
    session.undo()
    session.set_status("2.1", "2")
    assert session.redo() == ()
    assert session.answer_to("2.1").status == "2"


def test_one_document_serves_many_items_and_is_registered_once(session):
    session.add_evidence(DECREE, "2.1")
    session.add_evidence(DECREE, "2.2")
    assert list(session.assessment.evidence.values()) == [DECREE]
    assert session.assessment.items_resting_on("E1") == ("2.1", "2.2")


def test_removing_a_document_detaches_it_everywhere_as_one_step(session):
    session.add_evidence(DECREE, "2.1")
    session.attach("2.2", "E1")
    before = session.assessment
    session.remove_evidence("E1")
    assert not session.assessment.evidence
    assert not session.assessment.items_resting_on("E1")
    session.undo()
    assert session.assessment == before


def test_a_correction_of_a_document_shows_wherever_it_is_attached(session):
    session.add_evidence(DECREE, "2.1")
    better = Evidence(title="SK Wali Kota 13/2025", kind="Keputusan", dated="2025-04-01")
    session.edit_evidence("E1", better)
    assert session.assessment.evidence["E1"] == better
    assert session.answer_to("2.1").evidence == ("E1",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("x" * 20_001, "too_long"), ("a\x1b[31m", "control_character"), ("\x00", "control_character")],
)
def test_text_that_cannot_be_kept_faithfully_is_refused(session, text, reason):
    with pytest.raises(UnfitText) as refused:
        session.set_note("2.1", text)
    assert refused.value.facts["reason"] == reason
    assert session.answer_to("2.1").note == ""


def test_markup_and_line_breaks_in_notes_are_kept_as_typed(session):
    text = "[red]x[/]\n\t<script>{{ 7*7 }}</script> ﷽ e\u0301"
    session.set_note("2.1", text)
    assert session.answer_to("2.1").note == text


def test_what_another_program_wrote_is_taken_over_but_not_undone(session):
    session.set_status("2.1", "3")
    session.absorb([Change("answer", "2.2", "status", None, "1")])
    session.undo()
    assert session.answer_to("2.1").status is None
    assert session.answer_to("2.2").status == "1"


def test_next_unanswered_goes_round_and_ends_when_all_is_answered(session):
    order = session.order
    assert session.next_unanswered(None) == order[0]
    assert session.next_unanswered(None, step=-1) == order[-1]
    assert session.next_unanswered(order[-1]) == order[0]
    assert session.next_unanswered(order[0], step=-1) == order[-1]
    for item in order:
        session.set_status(item, session.options(item)[0].code)
    assert session.next_unanswered(None) is None


def test_next_without_evidence_skips_what_earns_nothing(session):
    session.set_status("2.1", "0")
    session.set_status("2.2", "3")
    session.set_status("2.3", "2")
    session.add_evidence(DECREE, "2.2")
    assert session.next_without_evidence(None) == "2.3"


ITEMS = st.sampled_from(["1.1", "2.1", "2.10", "4.11", "5.31", "8.27"])
TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
EVIDENCE = st.builds(Evidence, title=TEXTS.filter(str.strip), location=TEXTS, dated=st.just(""))
STEPS = st.one_of(
    st.tuples(st.just("status"), ITEMS, st.integers(0, 5)),
    st.tuples(st.just("note"), ITEMS, TEXTS),
    st.tuples(st.just("evidence"), ITEMS, EVIDENCE),
    st.tuples(st.just("remove"), ITEMS, st.integers(0, 3)),
    st.tuples(st.just("undo"), ITEMS, st.none()),
    st.tuples(st.just("redo"), ITEMS, st.none()),
)


def act(session: Session, step: tuple) -> tuple[Change, ...]:
    kind, item, value = step
    if kind == "status":
        codes = [None, *(o.code for o in session.options(item))]
        return session.set_status(item, codes[value % len(codes)])
    if kind == "note":
        return session.set_note(item, value)
    if kind == "evidence":
        return session.add_evidence(value, item)
    if kind == "remove":
        keys = list(session.assessment.evidence)
        return session.remove_evidence(keys[value % len(keys)]) if keys else ()
    return session.undo() if kind == "undo" else session.redo()


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_replaying_the_changes_it_reports_gives_the_session_itself(steps):
    """The saver stores only these changes; so nothing may happen beside them."""
    session = Session(Assessment("kami-5.0"), SCORER)
    stored = session.assessment
    for step in steps:
        stored = replay(act(session, step), stored)
    assert stored == session.assessment


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, max_size=15))
def test_undoing_everything_leaves_nothing_behind(steps):
    session = Session(Assessment("kami-5.0"), SCORER)
    for step in steps:
        act(session, step)
    while session.undo():
        pass
    assert session.assessment == Assessment("kami-5.0")


def test_a_document_whose_key_was_taken_goes_by_the_new_key_everywhere_and_in_undo():
    session = Session(Assessment("kami-5.0"), SCORER)
    session.add_evidence(DECREE, "2.1")
    assert session.rekey({"E1": "E4"}) == {"E1": "E4"}
    assert session.assessment.evidence == {"E4": DECREE}
    assert session.answer_to("2.1").evidence == ("E4",)
    session.undo()
    assert session.assessment == Assessment("kami-5.0")
    session.redo()
    assert session.assessment.items_resting_on("E4") == ("2.1",)


def test_a_document_that_holds_the_new_key_itself_moves_out_of_the_way():
    session = Session(Assessment("kami-5.0"), SCORER)
    other = Evidence(title="Prosedur")
    session.add_evidence(DECREE, "2.1")
    session.add_evidence(other, "2.2")
    keys = session.rekey({"E1": "E2"})
    assert keys["E1"] == "E2"
    assert session.assessment.evidence == {"E2": DECREE, keys["E2"]: other}
    assert session.answer_to("2.2").evidence == (keys["E2"],)
