"""Durable first, acknowledged after; two people at one assessment lose nothing."""

from __future__ import annotations

import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence
from kami_tui.domain.errors import StoreUnwritable
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases.keeping import Keeper

LIBRARY = Library([questionnaires()])


@pytest.fixture
def workspace(tmp_path):
    found = SqlWorkspace(tmp_path / "workspace.db")
    yield found
    found.close()


@pytest.fixture
def name(workspace):
    return workspace.create(Assessment("kami-5.0"), digest="d", who="parent")


@pytest.fixture
def keeper(workspace, name):
    """``keeper("ani")``: ani's program, which has just opened the assessment."""

    def opened(who):
        stored = workspace.load(name)
        return Keeper(stored, LIBRARY.scorer("kami-5.0"), workspace, who)

    return opened


def test_what_was_kept_is_in_the_workspace(keeper, workspace, name):
    ani = keeper("ani")
    kept = ani.keep(ani.session.set_status("2.1", "3"))
    assert workspace.load(name).assessment == ani.session.assessment
    assert (kept.others, ani.seq) == ((), workspace.load(name).seq)


def test_what_another_wrote_since_comes_with_the_next_answer(keeper, workspace, name):
    ani, budi = keeper("ani"), keeper("budi")
    budi.keep(budi.session.set_status("2.2", "1"))
    kept = ani.keep(ani.session.set_status("2.1", "3"))
    assert [(e.who, e.change.subject) for e in kept.others] == [("budi", "2.2")]
    assert ani.session.assessment == workspace.load(name).assessment
    assert ani.look() == ()


def test_where_both_wrote_the_session_and_the_workspace_have_the_later(keeper, workspace, name):
    ani, budi = keeper("ani"), keeper("budi")
    budi.keep(budi.session.set_status("2.1", "1"))
    ani.keep(ani.session.set_status("2.1", "3"))
    assert ani.session.answer_to("2.1") == Answer("3")
    assert workspace.load(name).assessment == ani.session.assessment
    assert [e.change.after for e in budi.look()] == ["3"]
    assert budi.session.assessment == ani.session.assessment


def test_two_new_documents_with_one_key_are_both_kept(keeper, workspace, name):
    ani, budi = keeper("ani"), keeper("budi")
    budi.keep(budi.session.add_evidence(Evidence("Budi's"), "2.1"))
    kept = ani.keep(ani.session.add_evidence(Evidence("Ani's"), "2.2"))
    assert {c.subject for c in kept.changes if c.kind == "evidence"} == {"E2"}
    assert ani.session.assessment == workspace.load(name).assessment
    ani.keep(ani.session.undo())
    assert list(workspace.load(name).assessment.evidence) == ["E1"]


def test_what_could_not_be_written_can_be_written_again(keeper, workspace, name, monkeypatch):
    ani = keeper("ani")
    changes = ani.session.set_status("2.1", "3")

    def full(*arguments, **named):
        raise StoreUnwritable(place="x", reason="disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(workspace, "apply", full)
        with pytest.raises(StoreUnwritable):
            ani.keep(changes)
    assert workspace.load(name).assessment.answers == {}
    ani.keep(changes)
    assert workspace.load(name).assessment.answers == {"2.1": Answer("3")}


def test_history_is_that_of_one_item(keeper):
    ani = keeper("ani")
    for item, status in (("2.1", "1"), ("2.10", "2"), ("2.1", "3")):
        ani.keep(ani.session.set_status(item, status))
    ani.keep(ani.session.add_evidence(Evidence("SK"), "2.1"))
    told = [(e.change.field, e.change.after) for e in ani.history("2.1")]
    assert told == [("status", "1"), ("status", "3"), ("E1", "1")]


def test_losing_ones_place_is_no_failure(keeper, workspace, name, monkeypatch):
    ani = keeper("ani")

    def full(*arguments):
        raise StoreUnwritable(place="x", reason="disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(workspace, "set_place", full)
        ani.remember("2.5")
    assert workspace.load(name).place is None
    ani.remember("2.5")
    assert workspace.load(name).place == "2.5"
