"""Which document a key stood for: what the journal says, also one in which keys were given again,
as earlier versions did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from kami_tui.domain.answers import Answer, Assessment, Change, Evidence
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.usecases.makings import FIRST, Makings
from kami_tui.usecases.merging import Held, plan_for
from kami_tui.usecases.parts import Filled, Merged, Part, Split
from kami_tui.usecases.ports import JournalEntry, Stored

ORDER = Library([questionnaires()]).scorer("kami-5.0").ids
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
OLD, NEW = Evidence("SK lama"), Evidence("Kontrak")


def title(key: str, before: str | None, after: str | None, step: str = "") -> Change:
    return Change("evidence", key, "title", before, after, step)


def journal(*changes: Change, origin: str = "") -> tuple[JournalEntry, ...]:
    return tuple(
        JournalEntry(n, NOW, "x", c, origin, n if origin else 0)
        for n, c in enumerate(changes, start=1)
    )


def test_a_key_means_what_it_was_given_to_last():
    told = Makings(journal(title("E1", None, "a"), title("E1", "a", None), title("E1", None, "b")))
    assert [told.meant("E1", n) for n in range(4)] == [None, 1, None, 3]
    assert told.meant("E1") == 3
    assert told.about("E1", 2) == 1, "what takes it out is about it"


def test_a_title_that_is_corrected_makes_no_other_document():
    told = Makings(journal(title("E1", None, "a"), title("E1", "a", "b")))
    assert told.meant("E1") == 1


def test_what_the_journal_does_not_enter_was_there_before():
    told = Makings(journal(title("E1", "a", None), title("E1", None, "b")))
    assert (told.meant("E1", 0), told.meant("E1"), told.meant("E2")) == (FIRST, 2, FIRST)


def test_what_is_taken_back_or_done_again_is_the_document_it_was():
    told = Makings(
        journal(
            title("E1", None, "a", "s.1"),
            title("E1", "a", None, "s.2"),
            title("E1", None, "a", "-s.2"),
            title("E1", "a", None, "-s.1"),
            title("E1", None, "a", "+s.1"),
        )
    )
    assert [told.meant("E1", n) for n in range(6)] == [None, 1, None, 1, None, 1]


def test_a_merge_brings_back_the_document_itself():
    told = Makings(
        journal(title("E1", None, "a"), title("E1", "a", None), title("E1", None, "a", "m.1")),
        {"m.1"},
    )
    assert told.meant("E1") == 1


# -- a part that comes back a second time ----------------------------------------------------------

BASE = Assessment("kami-5.0", answers={"2.1": Answer("1", "", ("E1",))}, evidence={"E1": OLD})
SPLIT = Split("0" * 16, "whole", "", "", 1, NOW, "Kepala", "2", ("2.1", "2.2"), BASE)


def second(entries: tuple[JournalEntry, ...], ours: Assessment, theirs: Assessment, *changes):
    """Their first hand-back was merged after our entry 2, in which E1 was taken out."""
    record = Merged(SPLIT.id, "part", 1, "", {"E1": "E1"}, BASE)
    stored = Stored("whole", ours, "d", NOW, NOW, None, None, len(entries))
    back = journal(Change("answer", "2.2", "status", None, "3"), *changes, origin="part")
    part = Part(SPLIT, Filled("part", len(back), NOW, "Umum", theirs, back))
    return plan_for(part, Held(stored, entries, (), ((2, record),)), ORDER, "x")


def test_what_they_do_to_a_document_that_ours_took_out_never_lands_on_one_that_has_its_key():
    """Ours took E1 out before the first merge; another document got the key after it."""
    ours = Assessment("kami-5.0", answers={"2.1": Answer("1")}, evidence={"E1": NEW})
    entries = journal(
        title("E1", None, "SK lama"), title("E1", "SK lama", None), title("E1", None, "Kontrak")
    )
    theirs = replace(BASE, evidence={"E1": replace(OLD, location="Lemari 2")})
    moved = Change("evidence", "E1", "location", "", "Lemari 2")
    one = second(entries, ours, theirs, moved)
    (dispute,) = one.disputes
    assert (dispute.conflict.ours, dispute.conflict.theirs) == (None, "SK lama")
    for rule in ("ours", "theirs"):
        register = one.result(one.chosen(rule)).evidence
        assert register["E1"] == NEW
        kept = {"ours": set(), "theirs": {"SK lama"}}[rule]
        assert {e.title for k, e in register.items() if k != "E1"} == kept
    (told,) = (e.change.subject for e in one.entries if e.change.kind == "evidence")
    assert told != "E1", "nor does their journal speak of it"


def test_a_document_that_comes_back_by_undo_is_the_one_that_they_changed():
    """Ours took E1 out, merged, and took that back; then both changed it."""
    entries = journal(
        title("E1", None, "SK lama"),
        title("E1", "SK lama", None, "s.1"),
        title("E1", None, "SK lama", "-s.1"),
        Change("evidence", "E1", "title", "SK lama", "SK lama (salinan)", "s.2"),
    )
    ours = replace(BASE, evidence={"E1": Evidence("SK lama (salinan)")})
    theirs = replace(BASE, evidence={"E1": replace(OLD, location="Lemari 2")})
    one = second(entries, ours, theirs, Change("evidence", "E1", "location", "", "Lemari 2"))
    assert one.disputes == ()
    assert dict(one.result().evidence) == {"E1": Evidence("SK lama (salinan)", "", "Lemari 2")}


def test_a_key_that_they_gave_again_is_a_document_of_its_own():
    """They took E1 out before the first merge, and entered another as E1 after it."""
    gone = replace(BASE, answers={"2.1": Answer("1")}, evidence={})
    record = Merged(SPLIT.id, "part", 1, "", {"E1": "E1"}, gone)
    entries = journal(title("E1", None, "SK lama"))
    stored = Stored("whole", BASE, "d", NOW, NOW, None, None, len(entries))
    back = journal(title("E1", "SK lama", None), title("E1", None, "Kontrak"), origin="part")
    theirs = replace(gone, evidence={"E1": NEW})
    part = Part(SPLIT, Filled("part", 2, NOW, "Umum", theirs, back))
    one = plan_for(part, Held(stored, entries, (), ((1, record),)), ORDER, "x")
    assert one.disputes == ()
    assert dict(one.result().evidence) == {"E1": OLD, "E2": NEW}
