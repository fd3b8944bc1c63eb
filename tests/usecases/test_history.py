"""The journal as people read it: newest first, nothing told twice and nothing left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Assessment, Change
from kami_tui.usecases.history import (
    can_write_again,
    facts,
    of_item,
    place_of,
    unsaved,
)
from kami_tui.usecases.ports import JournalEntry
from kami_tui.usecases.session import Session
from tests.usecases.test_session import DECREE, SCORER

NOW = datetime(2026, 9, 15, tzinfo=UTC)
KAMI = SCORER.instrument


@pytest.fixture
def session() -> Session:
    return Session(Assessment("kami-5.0"), SCORER)


def written(changes: Sequence[Change], who: str = "petugas") -> list[JournalEntry]:
    return [
        JournalEntry(n, NOW + timedelta(minutes=n), who, c) for n, c in enumerate(changes, start=1)
    ]


def test_the_last_change_comes_first_with_its_writer_and_time(session):
    journal = written([*session.set_status("2.1", "1"), *session.set_status("2.1", "3")])
    last, first = facts(journal, who="petugas")
    assert (last.change.before, last.change.after) == ("1", "3")
    assert last.who == "petugas"
    assert last.at is not None
    assert first.at is not None
    assert last.at > first.at


def test_what_was_taken_back_and_done_again_is_called_so(session):
    changes = [*session.set_status("2.1", "3"), *session.undo(), *session.redo()]
    ways = [f.way for f in facts(written(changes), who="petugas")]
    assert ways == ["done_again", "taken_back", "done"]


def test_an_item_has_its_answer_note_evidence_and_owners_and_nothing_else(session):
    changes = [
        *session.set_status("2.1", "3"),
        *session.set_note("2.1", "sudah"),
        *session.add_evidence(DECREE, "2.1"),
        *session.set_owner("2", "Pokja"),
        *session.set_owner("2/1", "Sekretariat"),
        *session.set_owner("3", "Bagian Hukum"),
        *session.set_status("2.2", "1"),
        *session.set_profile(unit="Dinas"),
    ]
    mine = of_item(facts(written(changes), who="petugas"), KAMI, "2.1")
    told = [(f.change.kind, f.change.field) for f in mine]
    assert told == [
        ("owner", "owner"), ("owner", "owner"), ("link", "E1"), ("answer", "note"),
        ("answer", "status"),
    ]  # fmt: skip


def test_evidence_bears_the_title_it_had_then_also_when_it_has_left_the_register(session):
    changes = [*session.add_evidence(DECREE, "2.1"), *session.remove_evidence("E1")]
    links = [f for f in facts(written(changes), who="x") if f.change.kind == "link"]
    assert [f.title for f in links] == [DECREE.title, DECREE.title]


def test_a_title_the_journal_does_not_tell_is_taken_from_the_register():
    link = Change("link", "2.1", "E1", None, "1")
    (fact,) = facts(written([link]), who="x", register={"E1": DECREE})
    assert fact.title == DECREE.title


def test_what_is_not_durable_yet_stands_at_the_top(session):
    journal = written(session.set_status("2.1", "1"))
    waiting = session.set_status("2.1", "3")
    top, below = facts(journal, waiting, who="petugas", seen=1)
    assert (top.at, top.change.after) == (None, "3")
    assert below.at is not None


def test_what_was_written_while_the_journal_was_read_is_not_told_twice(session):
    changes = [*session.set_status("2.1", "1"), *session.set_status("2.1", "3")]
    found = facts(written(changes), changes[1:], who="petugas", seen=1)
    assert [f.change.after for f in found] == ["3", "1"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("yz3"), max_size=12), st.data())
def test_however_far_the_saver_is_every_change_is_told_once(keys, data):
    """The same step done again twice is told twice, one of them written or not."""
    session = Session(Assessment("kami-5.0"), SCORER)
    changes: list[Change] = []
    for key in keys:
        changes += {
            "y": session.redo,
            "z": session.undo,
            "3": lambda: session.set_status("2.1", "3" if session.can_undo else "2"),
        }[key]()
    seen = data.draw(st.integers(0, len(changes)))
    durable = data.draw(st.integers(seen, len(changes)))
    entries = written(changes[:durable])
    assert unsaved(changes[seen:], entries[seen:]) == changes[durable:]
    assert len(facts(entries, changes[seen:], who="petugas", seen=seen)) == len(changes)


def test_another_persons_change_does_not_hide_ours():
    change = Change("answer", "2.1", "status", None, "3", "a.1")
    theirs = written([change], "orang lain")
    assert len(facts(theirs, [change], who="petugas", seen=0)) == 2


def test_a_change_leads_to_the_item_where_it_is_seen():
    for change, item in (
        (Change("answer", "2.1", "note", "", "x"), "2.1"),
        (Change("link", "3.2", "E1", None, "1"), "3.2"),
        (Change("owner", "2", "owner", "", "x"), "2.1"),
        (Change("owner", "9/9", "owner", "", "x"), None),
        (Change("answer", "9.9", "status", None, "3"), None),
        (Change("profile", "", "unit", "", "x"), None),
    ):
        assert place_of(change, KAMI) == item


def test_an_earlier_status_or_note_can_be_written_again_if_it_differs_and_is_still_offered(session):
    session.set_status("2.1", "3")
    session.set_note("2.1", "kini")
    status = Change("answer", "2.1", "status", "1", "3")
    note = Change("answer", "2.1", "note", "dulu", "kini")

    def can(change: Change, value: str | None) -> bool:
        return can_write_again(change, value, session.assessment, KAMI)

    assert can(status, "1")
    assert can(status, None), "an answer can be taken away again"
    assert not can(status, "3"), "it says so already"
    assert not can(status, "NA"), "2.1 does not offer it"
    assert can(note, "dulu")
    assert not can(note, "kini")
    assert not can(Change("link", "2.1", "E1", None, "1"), "1")
    assert not can(Change("answer", "9.9", "status", "1", "3"), "1")
