"""Three-way merge: what must hold whatever two people did to the same assessment."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Change,
    Evidence,
    changed,
    changes_between,
)
from kami_tui.domain.merging import Side, merge, values_of
from kami_tui.domain.parts import part_of

# Few names and values, so that both sides meet: the same item, key, document.
ITEMS = st.sampled_from(["1.1", "2.2", "2.10", "3.1"])
TEXT = st.sampled_from(["", "a", "b", "[x]\n漢"])
TITLES = st.sampled_from(["SK", "SOP", "Foto"])
STATUSES = st.sampled_from([None, "0", "3", "NA"])
WHAT = [
    "status", "note", "profile", "owner", "enter", "edit", "attach", "detach", "drop",
]  # fmt: skip


@st.composite
def steps(draw: st.DrawFn, start: Assessment, most: int = 12) -> Assessment:
    """What a person may make of an assessment, as a session does it."""
    now, given = start, set(start.evidence)
    for _ in range(draw(st.integers(0, most))):
        what = draw(st.sampled_from(WHAT))
        keys = sorted(now.evidence)
        if what == "status":
            now = _do(now, Change("answer", draw(ITEMS), "status", None, draw(STATUSES)))
        elif what == "note":
            now = _do(now, Change("answer", draw(ITEMS), "note", "", draw(TEXT)))
        elif what == "profile":
            now = _do(
                now,
                Change("profile", "", draw(st.sampled_from(PROFILE_FIELDS[:2])), "", draw(TEXT)),
            )
        elif what == "owner":
            scope = draw(st.sampled_from(["2", "2/1", "2.2"]))
            now = _do(now, Change("owner", scope, "owner", "", draw(TEXT)))
        elif what == "enter":
            entry = Evidence(draw(TITLES), location=draw(TEXT))
            if entry not in now.evidence.values():
                key = now.free_key(given)
                given.add(key)
                now = replace(now, evidence={**now.evidence, key: entry})
        elif keys and what == "edit":
            field = draw(st.sampled_from(["kind", "location", "dated"]))
            now = _do(now, Change("evidence", draw(st.sampled_from(keys)), field, "", draw(TEXT)))
        elif keys and what in ("attach", "detach"):
            after = "1" if what == "attach" else None
            now = _do(now, Change("link", draw(ITEMS), draw(st.sampled_from(keys)), None, after))
        elif keys:
            key = draw(st.sampled_from(keys))
            for item in now.items_resting_on(key):
                now = _do(now, Change("link", item, key, "1", None))
            now = _do(now, Change("evidence", key, "title", "", None))
    return now


def _do(now: Assessment, change: Change) -> Assessment:
    return changed(now, change)


@st.composite
def three(draw: st.DrawFn) -> tuple[Assessment, Assessment, Assessment]:
    """Base, ours, theirs."""
    base = draw(steps(Assessment("kami-5.0")))
    return base, draw(steps(base)), draw(steps(base))


@st.composite
def without_conflict(draw: st.DrawFn) -> tuple[Assessment, Assessment, Assessment]:
    base, ours, theirs = draw(three())
    assume(not merge(base, ours, theirs).conflicts)
    return base, ours, theirs


def by_documents(assessment: Assessment) -> tuple[object, ...]:
    """An assessment without its keys and orders."""
    register = assessment.evidence
    answers = {
        i: (a.status, a.note, Counter(register.get(k, k) for k in a.evidence))
        for i, a in assessment.answers.items()
    }
    owners = {s: o for s, o in assessment.owners.items() if o}
    return assessment.profile, answers, Counter(register.values()), owners


@given(without_conflict())
def test_without_conflicts_it_does_not_matter_whose_side_is_merged_into_whose(found):
    base, ours, theirs = found
    there = merge(base, ours, theirs).decided()
    back = merge(base, theirs, ours)
    assert not back.conflicts
    assert by_documents(back.decided()) == by_documents(there)


@given(three(), st.sampled_from(["ours", "theirs"]))
def test_merged_again_from_what_came_it_changes_nothing(found, side):
    base, ours, theirs = found
    first = merge(base, ours, theirs)
    done = first.decided({c.place: side for c in first.conflicts})
    again = merge(first.theirs, done, theirs, known=first.keys)
    assert not again.conflicts
    assert changes_between(done, again.decided()) == ()


@given(without_conflict())
def test_merged_again_from_the_first_base_it_changes_nothing_either(found):
    base, ours, theirs = found
    done = merge(base, ours, theirs).decided()
    again = merge(base, done, theirs)
    assert not again.conflicts
    assert changes_between(done, again.decided()) == ()


@given(three())
def test_nothing_is_lost(found):
    """Every value a side changed is in the result, or in a conflict that is decided for it."""
    base, ours, theirs = found
    merged = merge(base, ours, theirs)
    was = values_of(merged.base)
    sides: tuple[tuple[Side, Assessment], ...] = (("ours", merged.ours), ("theirs", merged.theirs))
    for name, side in sides:
        result = values_of(merged.decided({c.place: name for c in merged.conflicts}))
        for place, value in values_of(side).items():
            if was.get(place) != value:
                assert result.get(place) == value, (name, place)


@given(three())
def test_what_one_side_took_back_is_gone_unless_the_other_changed_it(found):
    base, ours, theirs = found
    merged = merge(base, ours, theirs)
    was, result = values_of(merged.base), values_of(merged.decided())
    open_ = {c.place for c in merged.conflicts} | set(merged.tied)
    for place in was:
        if place not in open_ and place not in values_of(merged.theirs):
            assert values_of(merged.ours).get(place) in (None, was[place])
            assert place not in result


@given(st.data())
def test_whoever_changed_nothing_gets_the_others(data):
    base = data.draw(steps(Assessment("kami-5.0")))
    side = data.draw(steps(base))
    assert merge(base, side, base).decided() == side
    assert merge(side, side, side).taken == ()
    brought = merge(base, base, side).decided()
    assert changes_between(brought, side) == ()


@given(three())
def test_ours_keep_their_keys_and_undecided_conflicts_stay_as_ours(found):
    base, ours, theirs = found
    merged = merge(base, ours, theirs)
    result, was = merged.decided(), values_of(merged.base)
    for conflict in merged.conflicts:
        assert values_of(result).get(conflict.place) == conflict.ours
        assert len({conflict.ours, conflict.theirs}) == 2 or conflict.field == "title"
    for key, entry in ours.evidence.items():
        if ("evidence", key, "title") not in was:
            assert result.evidence[key].title == entry.title


@given(three())
def test_no_document_has_half_of_another(found):
    """Every document of the result is one a side had, field by field."""
    base, ours, theirs = found
    merged = merge(base, ours, theirs)
    for side in ("ours", "theirs"):
        result = merged.decided({c.place: side for c in merged.conflicts})
        for key, entry in result.evidence.items():
            sides = [
                a.evidence[key]
                for a in (merged.base, merged.ours, merged.theirs)
                if key in a.evidence
            ]
            assert sides, key
            for field in EVIDENCE_FIELDS:
                assert getattr(entry, field) in {getattr(s, field) for s in sides}
        for answer in result.answers.values():
            assert len(set(answer.evidence)) == len(answer.evidence)


BASE = Assessment("kami-5.0", evidence={"E1": Evidence("SK"), "E2": Evidence("SOP")})


def entered(assessment: Assessment, key: str, item: str, entry: Evidence) -> Assessment:
    made = replace(assessment, evidence={**assessment.evidence, key: entry})
    return changed(made, Change("link", item, key, None, "1"))


def test_two_documents_under_one_key_both_stay_and_links_follow():
    ours = entered(BASE, "E3", "2.1", Evidence("Notulen"))
    theirs = entered(BASE, "E3", "3.1", Evidence("Foto"))
    result = merge(BASE, ours, theirs).decided()
    assert result.answer("2.1").evidence == ("E3",)
    assert result.evidence["E3"].title == "Notulen"
    (key,) = result.answer("3.1").evidence
    assert key != "E3"
    assert result.evidence[key].title == "Foto"


def test_one_document_entered_by_both_is_one_and_its_other_fields_are_put_together():
    ours = entered(BASE, "E3", "2.1", Evidence("Notulen", location="12/2026"))
    theirs = entered(BASE, "E7", "3.1", Evidence("Notulen", kind="record", location="12/2026"))
    merged = merge(BASE, ours, theirs)
    assert not merged.conflicts
    result = merged.decided()
    assert result.evidence.keys() == {"E1", "E2", "E3"}
    assert result.evidence["E3"].kind == "record"
    assert result.answer("3.1").evidence == ("E3",)


def test_the_key_of_a_document_that_is_gone_is_given_to_no_other():
    theirs = entered(BASE, "E3", "3.1", Evidence("Foto"))
    assert merge(BASE, BASE, theirs, given={"E3"}).keys["E3"] == "E4"


def test_a_document_that_comes_back_has_the_key_it_had():
    gone = replace(BASE, evidence={"E1": BASE.evidence["E1"]})
    known = {"E1": "E1", "E2": "E7"}
    merged = merge(gone, gone, BASE, known=known, given={"E7"})
    assert merged.keys == known
    assert merged.decided().evidence["E7"] == BASE.evidence["E2"]


def test_two_documents_of_theirs_never_become_one():
    """They entered it anew, which ours had already; then they took the removal back."""
    ours = replace(BASE, evidence={"E1": Evidence("SK")})
    theirs = replace(BASE, evidence={"E1": Evidence("SK"), "E5": Evidence("SK")})
    merged = merge(BASE, ours, theirs, known={"E1": "E1", "E5": "E1", "E2": "E2"})
    assert len({merged.keys["E1"], merged.keys["E5"]}) == 2
    assert [e.title for e in merged.decided().evidence.values()] == ["SK", "SK"]


def test_a_document_taken_out_here_and_used_there_is_one_conflict_whole():
    ours = replace(BASE, evidence={"E1": BASE.evidence["E1"]})
    theirs = changed(BASE, Change("link", "3.1", "E2", None, "1"))
    theirs = changed(theirs, Change("evidence", "E2", "kind", "", "record"))
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    assert conflict.place == ("evidence", "E2", "title")
    kept = merged.decided({conflict.place: "theirs"})
    assert kept.evidence["E2"] == theirs.evidence["E2"]
    assert kept.answer("3.1").evidence == ("E2",)
    assert merged.decided() == ours


def test_notes_are_never_woven_together():
    base = Assessment("kami-5.0", answers={"2.1": Answer("1", "satu\ndua")})
    ours = changed(base, Change("answer", "2.1", "note", "", "satu, ubah\ndua"))
    theirs = changed(base, Change("answer", "2.1", "note", "", "satu\ndua, ubah"))
    (conflict,) = merge(base, ours, theirs).conflicts
    assert (conflict.ours, conflict.theirs) == ("satu, ubah\ndua", "satu\ndua, ubah")


def test_other_editions_are_not_merged():
    with pytest.raises(ValueError, match="instrument"):
        merge(BASE, BASE, replace(BASE, instrument="kami-4.2"))


@given(st.data(), st.sets(ITEMS))
def test_what_lies_outside_of_a_part_stays_as_it_is(data, items):
    """A part holds less than the whole; that it is not there does not mean it was taken back."""
    whole = data.draw(steps(Assessment("kami-5.0")))
    base = part_of(whole, items)
    theirs = data.draw(steps(base))
    merged = merge(base, whole, theirs)
    result = merged.decided()
    for item in whole.answers.keys() - items:
        assert whole.answer(item).status in (None, result.answer(item).status)
    untouched = merge(base, whole, base)
    assert (untouched.conflicts, untouched.decided()) == ((), whole)
