"""What the store keeps of parts: the origin, what came back, and a journal nobody can alter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kami_tui.domain.answers import Change
from kami_tui.domain.errors import MergeOvertaken, StoreError, UnknownAssessment
from kami_tui.usecases.ports import JournalEntry

THERE = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


REPLACED = (
    "REPLACE INTO journal SELECT NULL, assessment, at, 'x', 1, 1, 1, 1, 1, 1, origin, origin_seq"
    " FROM journal WHERE origin IS NOT NULL"
)


def entry(number: int, change: Change | None = None, origin: str = "m3c8w2fd") -> JournalEntry:
    made = change or Change("answer", "2.2", "status", None, str(number % 4), "rekan.1")
    return JournalEntry(number, THERE, "Umum", made, origin, number)


@pytest.fixture
def name(workspace, filled):
    return workspace.create(filled, digest="d", who="staf")


def merge(workspace, name, changes=(), entries=(), record="{}"):
    seen = workspace.load(name).seq
    return workspace.merge(name, changes, entries, record, who="staf", seen=seen)


def test_what_an_assessment_was_split_off_from_is_remembered(workspace, filled, name):
    part = workspace.create_part(filled, digest="d", who="Umum", origin='{"a": "\u6f22"}')
    (record,) = workspace.records(part, "origin")
    assert record.document == '{"a": "\u6f22"}'
    assert record.seq == workspace.load(part).seq == workspace.journal(part)[-1].seq
    assert workspace.load(part).assessment == filled
    assert workspace.records(name, "origin") == ()
    assert workspace.records(part, "merged") == ()


def test_entries_of_others_are_kept_once_with_their_name_and_time(workspace, name, clock):
    clock.advance(days=1)
    assert merge(workspace, name, entries=[entry(1), entry(2)]) == 2
    assert merge(workspace, name, entries=[entry(1), entry(2), entry(3)]) == 1
    found = workspace.taken_over(name)
    assert [(e.who, e.at, e.origin, e.origin_seq) for e in found] == [
        ("Umum", THERE, "m3c8w2fd", n) for n in (1, 2, 3)
    ]
    assert [e.seq for e in found] == sorted(e.seq for e in found)


def test_the_same_number_from_elsewhere_is_another_entry(workspace, name):
    merge(workspace, name, entries=[entry(1)])
    assert merge(workspace, name, entries=[entry(1, origin="elsewhere")]) == 1


def test_they_are_a_record_and_do_not_change_the_answers(workspace, name, filled):
    own = workspace.journal(name)
    merge(workspace, name, entries=[entry(1)])
    assert workspace.load(name).assessment == filled
    assert workspace.journal(name) == own
    assert workspace.apply(name, (), who="x", seen=0).others == own
    assert workspace.load(name).seq == workspace.taken_over(name)[-1].seq


def test_what_is_decided_stands_after_what_came(workspace, name):
    change = Change("answer", "2.2", "status", "NA", "3", "staf.1")
    merge(workspace, name, [change], [entry(1)], '{"n": 1}')
    assert workspace.load(name).assessment.statuses["2.2"] == "3"
    last = workspace.journal(name)[-1]
    assert (last.change, last.who) == (change, "staf")
    assert last.seq > workspace.taken_over(name)[-1].seq
    (record,) = workspace.records(name, "merged")
    assert (record.seq, record.document) == (last.seq, '{"n": 1}')


def test_nothing_is_written_once_somebody_else_wrote(workspace, name, opened):
    seen = workspace.load(name).seq
    opened().apply(name, [Change("answer", "2.2", "status", "NA", "0")], who="rekan", seen=seen)
    with pytest.raises(MergeOvertaken):
        workspace.merge(
            name, [Change("answer", "2.2", "status", "NA", "3")], [entry(1)], "{}",
            who="staf", seen=seen,
        )  # fmt: skip
    assert workspace.load(name).assessment.statuses["2.2"] == "0"
    assert workspace.taken_over(name) == ()
    assert workspace.records(name, "merged") == ()


def test_all_of_it_or_nothing(workspace, name, filled):
    """Two entries of one identity: the database refuses the second."""
    before = workspace.load(name)
    with pytest.raises(StoreError):
        merge(workspace, name, [Change("answer", "2.2", "note", "", "x")], [entry(1), entry(1)])
    assert workspace.load(name) == before
    assert workspace.taken_over(name) == ()


def test_what_the_journal_cannot_hold_is_refused(workspace, name):
    with pytest.raises(ValueError, match="sql"):
        merge(workspace, name, entries=[entry(1, Change("sql", "2.1", "status", "", ""))])  # type: ignore[arg-type]
    with pytest.raises(Exception, match="unfit_text"):
        merge(workspace, name, entries=[replace(entry(1), who="\ud800")])
    assert workspace.taken_over(name) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET who = 'x' WHERE origin IS NOT NULL",
        "DELETE FROM journal WHERE origin IS NOT NULL",
        REPLACED,
    ],
)
def test_what_came_cannot_be_altered_either(workspace, name, path, raw, statement):
    merge(workspace, name, entries=[entry(1)])
    assert "append-only" in raw(path, statement)
    assert workspace.taken_over(name)[0].who == "Umum"


def test_of_a_deleted_assessment_nothing_is_told(workspace, name):
    workspace.delete(name)
    for ask in (workspace.taken_over, lambda n: workspace.records(n, "origin")):
        with pytest.raises(UnknownAssessment):
            ask(name)
