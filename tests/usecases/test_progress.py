"""Four numbers, each of its own whole; and how far everybody is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.usecases.progress import by_owner, progress
from kami_tui.usecases.session import Session
from tests.tui.fakes import LIBRARY, example

SCORER = LIBRARY.scorer("kami-5.0")


def session(answers: dict[str, Answer] | None = None, **changes: object) -> Session:
    assessment = Assessment("kami-5.0", answers=answers or {})
    return Session(replace(assessment, **changes), SCORER)  # type: ignore[arg-type]


def test_everything_answered_and_half_of_it_evidenced_are_two_numbers():
    """The confusion users met elsewhere: one list says 75 %, another 100 %."""
    proof = {"E1": Evidence(title="SK")}
    answers = {i: Answer("3") for i in SCORER.ids if not i.startswith("1.")}
    answers |= {i: Answer("A") for i in SCORER.ids if i.startswith("1.")}
    half = [i for n, i in enumerate(answers) if n % 2]
    answers |= {i: replace(answers[i], evidence=("E1",)) for i in half}
    p = progress(session(answers, evidence=proof))
    assert (p.answered, p.items) == (212, 212)
    assert (p.evidenced, p.earning) == (106, 212)
    assert p.unanswered == 0
    assert p.without_evidence == 106


def test_an_answer_that_earns_nothing_needs_no_evidence():
    p = progress(session({"2.1": Answer("0"), "2.2": Answer("3")}))
    assert (p.answered, p.earning, p.evidenced) == (2, 1, 0)


def test_a_note_without_a_status_is_no_answer():
    p = progress(session({"2.1": Answer(None, note="nanti", evidence=("E1",))}))
    assert (p.answered, p.earning, p.evidenced) == (0, 0, 0)


def test_points_behind_a_shut_gate_are_earned_and_not_counted():
    p = progress(session({"2.17": Answer("3"), "2.1": Answer("3")}), "2")
    assert p.earned == 12
    assert p.counted == 3
    assert p.parked == 9


def test_what_is_counted_of_the_whole_is_the_total():
    """Points that decide the category or make up the supplement are not in it."""
    for year in (2025, 2026):
        s = Session(example(year), SCORER)
        p = progress(s)
        assert p.counted == s.result.total
        assert p.earned >= p.counted
    assert p.parked == 0


def test_the_areas_together_are_the_whole():
    s = Session(example(2025), SCORER)
    areas = [progress(s, a.id) for a in s.instrument.areas]
    whole = progress(s)
    for name in ("items", "answered", "earning", "evidenced"):
        assert sum(getattr(a, name) for a in areas) == getattr(whole, name)


def test_nothing_is_verified_until_somebody_says_so():
    s = session({"2.1": Answer("3"), "2.2": Answer("1")})
    assert progress(s).verified == 0
    assert progress(s, verified={"2.2", "2.3"}).verified == 1, "what is unanswered cannot be"


def test_what_lacks_evidence_is_what_the_next_key_finds():
    s = Session(example(2026), SCORER)
    wanting = set()
    place = None
    while (place := s.next_without_evidence(place)) not in wanting:
        wanting.add(place)
    assert len(wanting) == progress(s).without_evidence


def test_owners_come_by_name_and_what_is_nobodys_comes_last():
    s = session(
        {"2.1": Answer("3"), "2.2": Answer("3", evidence=("E1",)), "5.1": Answer("1")},
        owners={"2": "pokja B", "3": "Bagian A", "2.2": "Citra"},
    )
    found = by_owner(s)
    assert [o.owner for o in found] == ["Bagian A", "Citra", "pokja B", ""]
    assert [(o.items, o.answered, o.without_evidence) for o in found] == [
        (16, 0, 0), (1, 1, 0), (21, 1, 1), (174, 1, 1),
    ]  # fmt: skip
    assert sum(o.items for o in found) == 212


def test_without_owners_there_is_nothing_to_tell_apart():
    assert by_owner(session()) == ()


def test_an_area_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        progress(session(), "99")
