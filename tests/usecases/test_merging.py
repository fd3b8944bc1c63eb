"""A part goes to a colleague and comes back: what was done there is here, exactly once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Answer, Assessment, Change, Evidence, changes_between
from kami_tui.domain.errors import MergeConflicts, MergeOvertaken, PartRefused
from kami_tui.usecases.merging import write
from kami_tui.usecases.parts import hand_back, origin_of
from tests.usecases.machines import (
    ITEMS,
    WHOLE,
    Machine,
    came_back,
    cut,
    merged,
    planned,
    taken,
)


def test_a_part_holds_only_what_was_asked_for(rekan):
    found = rekan.store.load(rekan.id).assessment
    assert found.answers == {i: a for i, a in WHOLE.answers.items() if i in ITEMS}
    assert found.evidence == {"E1": Evidence("SK")}
    assert found.profile == WHOLE.profile


def test_a_part_knows_where_it_came_from(rekan, chief, whole):
    origin = origin_of(rekan.store, rekan.id)
    assert origin is not None
    split, since = origin
    assert (split.assessment, split.items, split.who) == (whole, ITEMS, "Kepala")
    assert since == rekan.store.load(rekan.id).seq
    assert origin_of(chief.store, whole) is None


def test_what_only_the_colleague_changed_comes_in_and_all_else_stays(chief, whole, rekan):
    rekan.do(rekan.id, ("set_status", "2.10", "3"), ("set_note", "2.10", "sudah"))
    chief.do(whole, ("set_status", "5.1", "0"))
    done = merged(chief, whole, came_back(rekan, rekan.id))
    after = chief.store.load(whole).assessment
    assert after.answer("2.10") == Answer("3", "sudah")
    assert after.answer("5.1") == replace(WHOLE.answer("5.1"), status="0")
    assert after.answer("2.1") == WHOLE.answer("2.1")
    assert (len(done.changes), done.entries) == (2, 2)


def test_the_colleagues_journal_comes_along_with_names_and_times_once(chief, whole, rekan):
    rekan.do(rekan.id, ("set_status", "2.10", "3"), ("set_status", "2.10", "2"))
    part = came_back(rekan, rekan.id)
    merged(chief, whole, part)
    told = [(e.who, e.at, e.change.before, e.change.after) for e in chief.store.taken_over(whole)]
    there = rekan.store.journal(rekan.id)[-2:]
    assert told == [(e.who, e.at, e.change.before, e.change.after) for e in there]
    journal = chief.store.journal(whole)
    assert all(e.seq < journal[-1].seq for e in chief.store.taken_over(whole))
    before = chief.store.load(whole)
    assert merged(chief, whole, part).entries == 0
    assert chief.store.load(whole) == before
    assert len(chief.store.taken_over(whole)) == 2


def test_what_is_handed_back_a_second_time_brings_only_what_is_new(chief, whole, rekan):
    rekan.do(rekan.id, ("set_status", "2.10", "3"))
    merged(chief, whole, came_back(rekan, rekan.id))
    chief.do(whole, ("set_status", "2.10", "1"))
    rekan.do(rekan.id, ("set_status", "2.2", "0"))
    done = merged(chief, whole, came_back(rekan, rekan.id))
    assert (len(done.changes), done.entries) == (1, 1)
    found = chief.answers(whole)
    assert (found["2.10"], found["2.2"]) == ("1", "0"), "what the chief decided after stays"


def test_an_older_file_after_a_newer_one_changes_nothing(chief, whole, rekan):
    rekan.do(rekan.id, ("set_status", "2.10", "3"))
    older = came_back(rekan, rekan.id)
    rekan.do(rekan.id, ("set_status", "2.10", "2"))
    merged(chief, whole, came_back(rekan, rekan.id))
    assert planned(chief, whole, older).state == "older"
    assert merged(chief, whole, older) == merged(chief, whole, older)
    assert chief.answers(whole)["2.10"] == "2"


def test_a_conflict_is_not_written_before_it_is_decided(chief, whole, rekan):
    rekan.do(rekan.id, ("set_status", "2.2", "3"), ("set_status", "2.10", "3"))
    chief.do(whole, ("set_status", "2.2", "0"))
    part, before = came_back(rekan, rekan.id), chief.store.load(whole)
    with pytest.raises(MergeConflicts) as told:
        merged(chief, whole, part)
    assert told.value.facts["count"] == 1
    assert chief.store.load(whole) == before
    (dispute,) = planned(chief, whole, part).disputes
    assert (dispute.conflict.base, dispute.conflict.ours, dispute.conflict.theirs) == (
        "2",
        "0",
        "3",
    )
    assert (dispute.ours.who, dispute.theirs.who) == ("Kepala", "Umum")


@pytest.mark.parametrize(("rule", "stands"), [("ours", "0"), ("theirs", "3")])
def test_a_rule_decides_every_conflict_and_is_asked_once(chief, whole, rekan, rule, stands):
    rekan.do(rekan.id, ("set_status", "2.2", "3"))
    chief.do(whole, ("set_status", "2.2", "0"))
    part = came_back(rekan, rekan.id)
    merged(chief, whole, part, rule)
    assert chief.answers(whole)["2.2"] == stands
    assert planned(chief, whole, part).disputes == ()
    rekan.do(rekan.id, ("set_status", "2.1", "0"))
    assert planned(chief, whole, came_back(rekan, rekan.id)).disputes == (), "it was decided"


@pytest.mark.parametrize(("hours", "stands"), [(5, "3"), (-5, "0")])
def test_the_newest_is_known_by_the_journals(chief, whole, rekan, hours, stands):
    rekan.now = chief.now + timedelta(hours=hours)
    rekan.do(rekan.id, ("set_status", "2.2", "3"))
    chief.do(whole, ("set_status", "2.2", "0"))
    merged(chief, whole, came_back(rekan, rekan.id), "newest")
    assert chief.answers(whole)["2.2"] == stands


def test_what_a_merge_brought_is_as_old_as_it_was_said(chief, whole, rekan, machine):
    """Two colleagues answered one item; the chief merged the earlier answer last of all."""
    mitra = machine("Hukum")
    mitra.id = taken(mitra, cut(chief, whole))
    rekan.do(rekan.id, ("set_status", "2.2", "3"))
    mitra.now = rekan.now + timedelta(hours=1)
    mitra.do(mitra.id, ("set_status", "2.2", "1"))
    chief.now += timedelta(days=1)
    merged(chief, whole, came_back(rekan, rekan.id))
    one = planned(chief, whole, came_back(mitra, mitra.id))
    assert [(d.ours.who, d.theirs.who, d.newest) for d in one.disputes] == [
        ("Umum", "Hukum", "theirs")
    ]


def test_a_merge_is_one_step_that_is_undone_and_can_be_merged_again(chief, whole, rekan):
    rekan.do(rekan.id, ("set_status", "2.10", "3"), ("set_status", "2.2", "0"))
    rekan.do(rekan.id, ("add_evidence", Evidence("Foto"), "2.10"))
    part, before = came_back(rekan, rekan.id), chief.store.load(whole).assessment
    merged(chief, whole, part)
    after = chief.store.load(whole).assessment
    chief.undo(whole)
    assert chief.store.load(whole).assessment == before
    assert planned(chief, whole, part).state == "new"
    assert merged(chief, whole, part).entries == 0, "the journal has them already"
    assert chief.store.load(whole).assessment == after


def test_documents_of_the_same_key_both_stay(chief, whole, rekan):
    chief.do(whole, ("add_evidence", Evidence("Notulen"), "5.1"))
    rekan.do(rekan.id, ("add_evidence", Evidence("Foto"), "2.10"))
    merged(chief, whole, came_back(rekan, rekan.id))
    after = chief.store.load(whole).assessment
    titles = {i: [after.evidence[k].title for k in after.answer(i).evidence] for i in after.answers}
    assert titles["2.10"] == ["Foto"]
    assert titles["5.1"] == ["SK", "Kontrak", "Notulen"]
    told = [e.change for e in chief.store.taken_over(whole) if e.change.kind == "link"]
    assert [c.field for c in told] == list(after.answer("2.10").evidence), "the journal follows"
    rekan.do(rekan.id, ("edit_evidence", "E2", Evidence("Foto ruang server")))
    merged(chief, whole, came_back(rekan, rekan.id))
    after = chief.store.load(whole).assessment
    assert [after.evidence[k].title for k in after.answer("2.10").evidence] == ["Foto ruang server"]
    assert after.evidence["E2"].title == "Kontrak"


def test_a_document_that_came_and_went_there_is_none_of_ours_in_the_journal(chief, whole, rekan):
    """Its key there, E2, is that of another document here."""
    rekan.do(rekan.id, ("add_evidence", Evidence("Draf"), "2.10"), ("remove_evidence", "E2"))
    rekan.do(rekan.id, ("set_status", "2.10", "3"))
    merged(chief, whole, came_back(rekan, rekan.id))
    told = {e.change.subject for e in chief.store.taken_over(whole) if e.change.kind == "evidence"}
    told |= {e.change.field for e in chief.store.taken_over(whole) if e.change.kind == "link"}
    assert told == {"E3"}
    chief.do(whole, ("add_evidence", Evidence("Notulen"), "2.1"))
    assert chief.store.load(whole).assessment.evidence["E4"] == Evidence("Notulen")


def test_a_key_given_anew_since_is_not_taken_for_the_old_document(chief, machine):
    id = chief.store.create(
        replace(WHOLE, answers={"2.1": Answer("1", "", ("E2",))}), digest="", who="Kepala"
    )
    rekan = machine("Umum")
    there = taken(rekan, cut(chief, id))
    rekan.do(there, ("attach", "2.2", "E2"))
    chief.do(id, ("remove_evidence", "E2"), ("add_evidence", Evidence("Sama sekali lain"), "5.1"))
    (dispute,) = planned(chief, id, came_back(rekan, there)).disputes
    assert (dispute.conflict.ours, dispute.conflict.theirs) == (None, "Kontrak")
    merged(chief, id, came_back(rekan, there), "theirs")
    after = chief.store.load(id).assessment
    named = {i: {after.evidence[k].title for k in after.answer(i).evidence} for i in after.answers}
    assert named == {"2.1": {"Kontrak"}, "2.2": {"Kontrak"}, "5.1": {"Sama sekali lain"}}


def test_a_part_of_a_part_reaches_the_whole_with_everyones_names(chief, whole, rekan, machine):
    mitra = machine("Hukum")
    there = taken(mitra, cut(rekan, rekan.id, ("2.10",)))
    mitra.do(there, ("set_status", "2.10", "3"))
    merged(rekan, rekan.id, came_back(mitra, there))
    part = came_back(rekan, rekan.id)
    merged(chief, whole, part)
    found = [(e.who, e.origin) for e in chief.store.taken_over(whole)]
    assert found == [("Hukum", there), ("Umum", rekan.id)]
    assert chief.answers(whole)["2.10"] == "3"


def test_what_is_written_while_a_part_is_handed_back_comes_with_the_next(chief, whole, rekan):
    class Meanwhile:
        """Another program writes between any two looks."""

        def __getattr__(self, name):
            return getattr(rekan.store, name)

        def load(self, id):
            found = rekan.store.load(id)
            rekan.do(rekan.id, ("set_status", "2.10", "3"))
            return found

    part = hand_back(Meanwhile(), rekan.id, who="Umum", now=rekan.now)
    assert part.filled is not None
    assert (part.filled.entries, part.filled.now.answer("2.10").status) == ((), None)
    merged(chief, whole, part)
    assert merged(chief, whole, came_back(rekan, rekan.id)).entries == 1
    assert chief.answers(whole)["2.10"] == "3"


def test_a_note_saved_while_it_is_typed_is_one_entry_of_the_journal(chief, whole, rekan):
    keeper = rekan.open(rekan.id)
    for text in ("s", "su", "sudah"):
        keeper.keep(keeper.session.set_note("2.1", text, joined=True))
    (entry,) = came_back(rekan, rekan.id).filled.entries
    assert (entry.change.before, entry.change.after) == ("", "sudah")


def test_a_change_made_meanwhile_is_never_written_over(chief, whole, rekan):
    rekan.do(rekan.id, ("set_status", "2.2", "3"))
    one = planned(chief, whole, came_back(rekan, rekan.id))
    chief.do(whole, ("set_status", "2.2", "0"))
    with pytest.raises(MergeOvertaken):
        write(one, {}, chief.store, chief.who)
    assert chief.answers(whole)["2.2"] == "0"
    assert chief.store.taken_over(whole) == ()


def test_another_program_that_is_open_gets_what_was_merged(chief, whole, rekan):
    open_ = chief.open(whole)
    rekan.do(rekan.id, ("set_status", "2.2", "3"), ("set_status", "2.2", "1"))
    chief.do(whole, ("set_status", "2.2", "0"))
    merged(chief, whole, came_back(rekan, rekan.id), "ours")
    open_.look()
    assert open_.session.assessment == chief.store.load(whole).assessment
    assert [e.who for e in open_.history("2.2")][-3:] == ["Kepala", "Umum", "Umum"]


def test_wrong_files_are_refused_by_what_is_wrong_with_them(chief, whole, rekan):
    part = cut(chief, whole)
    other = chief.store.create(WHOLE, digest="", who="")
    back = came_back(rekan, rekan.id)
    strange = replace(back, filled=replace(back.filled, now=Assessment("kami-4.2")))
    for wrong, id, reason in (
        (part, whole, "not_filled"),
        (back, other, "other_assessment"),
        (strange, whole, "other_edition"),
    ):
        with pytest.raises(PartRefused) as told:
            planned(chief, id, wrong)
        assert told.value.facts["reason"] == reason
    with pytest.raises(PartRefused) as told:
        taken(rekan, back)
    assert told.value.facts["reason"] == "filled"
    with pytest.raises(PartRefused) as told:
        came_back(chief, whole)
    assert told.value.facts["reason"] == "whole"
    with pytest.raises(PartRefused) as told:
        cut(chief, whole, ())
    assert told.value.facts["reason"] == "nothing"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([*ITEMS, "5.1"]), st.sampled_from("0123")), max_size=6),
    st.lists(st.tuples(st.sampled_from([*ITEMS, "5.1"]), st.sampled_from("0123")), max_size=6),
    st.sampled_from(["ours", "theirs", "newest"]),
)
def test_the_workspace_holds_what_was_planned_and_its_journal_adds_up(
    tmp_path_factory, mine, theirs, rule
):
    from kami_tui.domain.answers import changed

    folder = tmp_path_factory.mktemp("m")
    chief, rekan = Machine(folder, "Kepala"), Machine(folder, "Umum")
    try:
        id = chief.store.create(WHOLE, digest="", who="Kepala")
        there = taken(rekan, cut(chief, id))
        for machine, where, answers in ((chief, id, mine), (rekan, there, theirs)):
            keeper = machine.open(where)
            for item, status in answers:
                keeper.keep(keeper.session.set_status(item, status))
        part = came_back(rekan, there)
        one = planned(chief, id, part)
        write(one, one.chosen(rule), chief.store, "Kepala")
        after = chief.store.load(id).assessment
        assert changes_between(after, one.result(one.chosen(rule))) == ()
        blank = Assessment("kami-5.0")
        for entry in chief.store.journal(id):
            blank = changed(blank, entry.change)
        assert changes_between(blank, after) == ()
        assert planned(chief, id, part).state == "same"
    finally:
        chief.store.close()
        rekan.store.close()


def test_a_change_is_what_it_says(chief, whole, rekan):
    """What is automatic is told before it is written, and is what is written."""
    rekan.do(rekan.id, ("set_status", "2.2", "3"))
    one = planned(chief, whole, came_back(rekan, rekan.id))
    assert one.automatic == (Change("answer", "2.2", "status", "2", "3"),)
