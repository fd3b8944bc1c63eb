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
    """``keeper("petugas")``: petugas's program, which has just opened the assessment."""

    def opened(who):
        stored = workspace.load(name)
        return Keeper(stored, LIBRARY.scorer("kami-5.0"), workspace, who)

    return opened


def test_what_was_kept_is_in_the_workspace(keeper, workspace, name):
    petugas = keeper("petugas")
    kept = petugas.keep(petugas.session.set_status("2.1", "3"))
    assert workspace.load(name).assessment == petugas.session.assessment
    assert (kept.others, petugas.seq) == ((), workspace.load(name).seq)


def test_what_another_wrote_since_comes_with_the_next_answer(keeper, workspace, name):
    petugas, rekan = keeper("petugas"), keeper("rekan")
    rekan.keep(rekan.session.set_status("2.2", "1"))
    kept = petugas.keep(petugas.session.set_status("2.1", "3"))
    assert [(e.who, e.change.subject) for e in kept.others] == [("rekan", "2.2")]
    assert petugas.session.assessment == workspace.load(name).assessment
    assert petugas.look() == ()


def test_where_both_wrote_the_session_and_the_workspace_have_the_later(keeper, workspace, name):
    petugas, rekan = keeper("petugas"), keeper("rekan")
    rekan.keep(rekan.session.set_status("2.1", "1"))
    petugas.keep(petugas.session.set_status("2.1", "3"))
    assert petugas.session.answer_to("2.1") == Answer("3")
    assert workspace.load(name).assessment == petugas.session.assessment
    assert [e.change.after for e in rekan.look()] == ["3"]
    assert rekan.session.assessment == petugas.session.assessment


def test_two_new_documents_with_one_key_are_both_kept(keeper, workspace, name):
    petugas, rekan = keeper("petugas"), keeper("rekan")
    rekan.keep(rekan.session.add_evidence(Evidence("Rekan's"), "2.1"))
    kept = petugas.keep(petugas.session.add_evidence(Evidence("Petugas's"), "2.2"))
    assert {c.subject for c in kept.changes if c.kind == "evidence"} == {"E2"}
    assert petugas.session.assessment == workspace.load(name).assessment
    petugas.keep(petugas.session.undo())
    assert list(workspace.load(name).assessment.evidence) == ["E1"]


def test_what_could_not_be_written_can_be_written_again(keeper, workspace, name, monkeypatch):
    petugas = keeper("petugas")
    changes = petugas.session.set_status("2.1", "3")

    def full(*arguments, **named):
        raise StoreUnwritable(place="x", reason="disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(workspace, "apply", full)
        with pytest.raises(StoreUnwritable):
            petugas.keep(changes)
    assert workspace.load(name).assessment.answers == {}
    petugas.keep(changes)
    assert workspace.load(name).assessment.answers == {"2.1": Answer("3")}


def test_history_is_that_of_one_item(keeper):
    petugas = keeper("petugas")
    for item, status in (("2.1", "1"), ("2.10", "2"), ("2.1", "3")):
        petugas.keep(petugas.session.set_status(item, status))
    petugas.keep(petugas.session.add_evidence(Evidence("SK"), "2.1"))
    told = [(e.change.field, e.change.after) for e in petugas.history("2.1")]
    assert told == [("status", "1"), ("status", "3"), ("E1", "1")]


def test_losing_ones_place_is_no_failure(keeper, workspace, name, monkeypatch):
    petugas = keeper("petugas")

    def full(*arguments):
        raise StoreUnwritable(place="x", reason="disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(workspace, "set_place", full)
        petugas.remember("2.5")
    assert workspace.load(name).place is None
    petugas.remember("2.5")
    assert workspace.load(name).place == "2.5"
