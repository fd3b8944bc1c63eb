"""Taking a workbook in: nothing is lost, nothing happens unasked, and it can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.errors import BadInput, NotTakenIn
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases.intake import Proposal, Said, merged
from kami_tui.usecases.intake_preview import preview, take_in, take_into
from kami_tui.usecases.opening import open_session

SCORER = Library([questionnaires()]).scorer("kami-5.0")
ITEMS = ("1.1", "2.1", "2.2", "2.10", "8.1")
CODES = {i: [o.code for o in SCORER.instrument.options(i)] for i in ITEMS}
NOTE = st.sampled_from(["", "satu", "Satu", "dua\nbaris"])
TITLES = st.lists(st.sampled_from(["SK 1", "sk 1", "SOP", "Notulen"]), max_size=3, unique=True)


@st.composite
def proposals(draw) -> Proposal:
    answers = {}
    for item in draw(st.lists(st.sampled_from(ITEMS), unique=True)):
        status = draw(st.none() | st.sampled_from(CODES[item]))
        titles = {t.casefold(): Evidence(t) for t in draw(TITLES)}
        keys = tuple(draw(st.lists(st.sampled_from(["", "E1", "E2", "E7"]), max_size=len(titles))))
        evidence = tuple(titles.values())
        answers[item] = Said(item, f"x!{item}", status, draw(NOTE), evidence, keys)
    profile = draw(st.dictionaries(st.sampled_from(["organisation", "scope"]),
                                   st.sampled_from(["Kota A", "Kota B"])))  # fmt: skip
    places = {f: (v, "x!A1") for f, v in profile.items()}
    return Proposal("x.xlsx", "", "kami-5.0", answers, places)


@st.composite
def assessments(draw) -> Assessment:
    register = {"E1": Evidence("SK 1"), "E7": Evidence("Lain", kind="policy")}
    answers = {}
    for item in draw(st.lists(st.sampled_from(ITEMS), unique=True)):
        keys = tuple(draw(st.lists(st.sampled_from(["E1", "E7"]), unique=True)))
        status = draw(st.none() | st.sampled_from(CODES[item]))
        answer = Answer(status, draw(NOTE), keys)
        if not answer.empty:
            answers[item] = answer
    organisation = draw(st.sampled_from(["", "Kota A", "Kota C"]))
    return Assessment("kami-5.0", Profile(organisation=organisation), answers, register)


@given(assessments(), proposals(), st.sampled_from(["ours", "theirs"]))
def test_nothing_of_the_assessment_is_lost_and_nothing_is_taken_twice(before, proposal, choice):
    after = merged(before, proposal, choice)

    assert merged(after, proposal, choice) == after
    assert before.evidence.items() <= after.evidence.items()
    for item, answer in before.answers.items():
        assert after.answer(item).evidence[: len(answer.evidence)] == answer.evidence
        assert (after.answer(item).status is None) <= (answer.status is None)
        if choice == "ours" and answer.status:
            assert after.answer(item).status == answer.status
        if choice == "ours" and answer.note:
            assert after.answer(item).note == answer.note


@given(assessments(), proposals())
def test_every_word_of_the_workbook_is_taken_or_told_as_a_conflict(before, proposal):
    """What stays as it was although the workbook says otherwise is in the list."""
    found = preview(proposal, SCORER, before)
    after = found.outcome("ours")
    told = {(c.kind, c.subject) for c in found.conflicts}
    for item, said in proposal.answers.items():
        answer = after.answer(item)
        titles = {after.evidence[k].title.casefold() for k in answer.evidence}
        assert {e.title.casefold() for e in said.evidence} <= titles
        assert said.status in (None, answer.status) or ("status", item) in told
        same = said.note.casefold() in ("", answer.note.casefold())
        assert same or ("note", item) in told
    for name, (value, _) in proposal.profile.items():
        assert getattr(after.profile, name) == value or ("profile", name) in told


@given(assessments(), proposals())
def test_the_workbooks_value_is_taken_where_that_was_chosen(before, proposal):
    found = preview(proposal, SCORER, before)
    after = found.outcome("theirs")
    for item, said in proposal.answers.items():
        assert said.status in (None, after.answer(item).status)
    assert not [c for c in preview(proposal, SCORER, after).conflicts if c.kind == "status"]


def test_a_key_tells_documents_of_one_title_apart_and_another_ones_key_tells_nothing():
    register = {"E1": Evidence("SK", location="a"), "E2": Evidence("SK", location="b"),
                "E3": Evidence("Notulen")}  # fmt: skip
    before = Assessment("kami-5.0", evidence=register)
    said = Said("2.1", "x!E1", evidence=(Evidence("SK"), Evidence("SOP")), keys=("E1", "E3"))

    after = merged(before, Proposal("x.xlsx", "", "kami-5.0", {"2.1": said}), "ours")

    assert after.answer("2.1").evidence == ("E1", "E4")
    assert after.evidence == {**register, "E4": Evidence("SOP")}


def test_a_document_that_is_known_by_its_title_is_not_entered_twice():
    register = {"E3": Evidence("SK Tim", location="SK/12/2025", sha256="0" * 64)}
    before = Assessment("kami-5.0", evidence=register)
    said = (Evidence("sk tim"), Evidence("SK Tim", location="https://contoh.go.id/sk.pdf"))
    proposal = Proposal("x.xlsx", "", "kami-5.0", {"2.1": Said("2.1", "x!E1", evidence=said)})

    after = merged(before, proposal, "ours")

    assert after.answer("2.1").evidence == ("E3", "E4")
    assert after.evidence == register | {"E4": said[1]}


def test_an_assessment_of_another_edition_is_left_alone():
    with pytest.raises(BadInput) as refused:
        preview(Proposal("x.xlsx", "", "kami-5.0", {}), SCORER, Assessment("kami-4.2"))
    assert refused.value.problems[0].code == "workbook_other_edition"


@pytest.fixture
def workspace(tmp_path):
    found = SqlWorkspace(tmp_path / "workspace.db")
    yield found
    found.close()


def test_into_an_assessment_it_is_journalled_and_one_step_to_take_back(workspace):
    before = Assessment("kami-5.0", answers={"2.1": Answer("1"), "2.2": Answer(None, "catatan")})
    id = workspace.create(before, digest="sha256:x", who="a")
    said = {
        "2.1": Said("2.1", "x!E1", "3", "", (Evidence("SK 1"),)),
        "2.2": Said("2.2", "x!E2", "2", "lain"),
    }
    proposal = Proposal("x.xlsx", "", "kami-5.0", said)
    stored = workspace.load(id)
    found = preview(proposal, SCORER, stored.assessment)

    made = take_into(stored, found, "theirs", scorer=SCORER, workspace=workspace, who="a")

    after = workspace.load(id)
    assert after.assessment == found.outcome("theirs")
    assert [e.change for e in workspace.journal(id, after=stored.seq)] == list(made)
    session = open_session(after, SCORER, workspace, "a")
    session.undo()
    assert session.assessment == before


def test_what_somebody_wrote_meanwhile_stays_theirs(workspace):
    """The list of conflicts was made before; the newer answer is not written over unasked."""
    id = workspace.create(Assessment("kami-5.0"), digest="sha256:x", who="a")
    proposal = Proposal("x.xlsx", "", "kami-5.0", {"2.1": Said("2.1", "x!E1", "3")})
    stored = workspace.load(id)
    found = preview(proposal, SCORER, stored.assessment)
    other = open_session(workspace.load(id), SCORER, workspace, "b")
    workspace.apply(id, other.set_status("2.1", "0"), who="b", seen=stored.seq)

    take_into(stored, found, "ours", scorer=SCORER, workspace=workspace, who="a")

    assert workspace.load(id).assessment.statuses == {"2.1": "0"}


def test_where_a_conflict_shall_end_it_one_that_came_meanwhile_does(workspace):
    id = workspace.create(Assessment("kami-5.0"), digest="sha256:x", who="a")
    said = {"2.1": Said("2.1", "x!E1", "3"), "2.2": Said("2.2", "x!E2", "3")}
    proposal = Proposal("x.xlsx", "", "kami-5.0", said)
    stored = workspace.load(id)
    found = preview(proposal, SCORER, stored.assessment)
    assert found.conflicts == ()
    other = open_session(workspace.load(id), SCORER, workspace, "b")
    workspace.apply(id, other.set_status("2.1", "0"), who="b", seen=stored.seq)

    with pytest.raises(NotTakenIn) as told:
        take_into(stored, found, "fail", scorer=SCORER, workspace=workspace, who="a")

    assert told.value.facts == {"reason": "conflicts", "conflicts": 1}
    assert workspace.load(id).assessment.statuses == {"2.1": "0"}


def test_as_a_new_assessment_it_is_all_that_was_said(workspace):
    proposal = Proposal("x.xlsx", "", "kami-5.0", {"2.1": Said("2.1", "x!E1", "3", "n")})
    found = preview(proposal, SCORER)

    id = take_in(found, "ours", workspace=workspace, digest="sha256:x", who="a")

    assert workspace.load(id).assessment == proposal.assessment


def test_a_link_that_a_document_of_the_item_got_later_is_its_location(workspace):
    before = Assessment(
        "kami-5.0",
        answers={"2.1": Answer("3", "", ("E1",)), "2.2": Answer("3", "", ("E2",))},
        evidence={"E1": Evidence("SK 1"), "E2": Evidence("Notulen", location="arsip 7")},
    )
    link, other = "https://contoh.go.id/sk1", "https://contoh.go.id/notulen"
    said = {
        "2.1": Said("2.1", "x!E1", "3", "", (Evidence("sk 1", location=link),)),
        "2.2": Said("2.2", "x!E2", "3", "", (Evidence("Notulen", location=other),)),
    }
    after = merged(before, Proposal("x.xlsx", "", "kami-5.0", said), "ours")
    assert after.evidence["E1"] == Evidence("SK 1", location=link)
    assert after.answer("2.1").evidence == ("E1",)
    assert after.evidence["E2"].location == "arsip 7", "what stood there stays"
    assert [after.evidence[k].location for k in after.answer("2.2").evidence] == ["arsip 7", other]
