"""A workspace is a file: people put back yesterday's, or go on in a copy of it."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Assessment, Evidence
from kami_tui.domain.errors import PartRefused
from tests.usecases.machines import WHOLE, Machine, came_back, cut, merged, planned, taken


def copy_of(one: Machine, folder: Path) -> Machine:
    """Another machine with a copy of the workspace as it is."""
    name = f"Salinan {one.who}"
    with sqlite3.connect(folder / f"{one.who}.db") as conn:
        conn.execute("VACUUM INTO ?", (str(folder / f"{name}.db"),))
    made = Machine(folder, name)
    made.now = one.now + timedelta(hours=1)
    return made


@pytest.fixture
def copied(rekan, tmp_path):
    made: list[Machine] = []

    def copy() -> Machine:
        made.append(copy_of(rekan, tmp_path))
        return made[-1]

    yield copy
    for one in made:
        one.store.close()


def is_told(chief: Machine, whole: str, part) -> bool:
    """Whether it is refused, with nothing changed."""
    before = chief.store.load(whole)
    with pytest.raises(PartRefused) as told:
        planned(chief, whole, part)
    return told.value.facts["reason"] == "other_history" and chief.store.load(whole) == before


def test_the_key_of_a_document_that_is_given_again_is_told(chief, whole, rekan, copied):
    yesterday = copied()
    rekan.do(rekan.id, ("add_evidence", Evidence("Notulen"), "2.1"))
    merged(chief, whole, came_back(rekan, rekan.id))
    yesterday.do(rekan.id, ("add_evidence", Evidence("Daftar hadir"), "2.2"))
    for status in ("1", "2"):
        yesterday.do(rekan.id, ("set_status", "2.10", status))
        assert is_told(chief, whole, came_back(yesterday, rekan.id))


def test_a_note_that_is_not_there_any_more_is_told(chief, whole, rekan, copied):
    """A note that was typed on has other numbers, too: this one was not."""
    yesterday = copied()
    rekan.do(rekan.id, ("set_note", "2.2", "hasil kerja seminggu"))
    merged(chief, whole, came_back(rekan, rekan.id))
    keeper = yesterday.open(rekan.id)
    for text in ("b", "be", "berbeda"):
        keeper.keep(keeper.session.set_note("2.1", text, joined=True))
    assert is_told(chief, whole, came_back(yesterday, rekan.id))


def test_less_than_was_there_before_is_told(chief, whole, rekan, copied):
    yesterday = copied()
    rekan.do(rekan.id, ("set_status", "2.10", "3"), ("set_status", "2.2", "3"))
    merged(chief, whole, came_back(rekan, rekan.id))
    yesterday.do(rekan.id, ("set_status", "2.10", "0"))
    assert is_told(chief, whole, came_back(yesterday, rekan.id))


def test_numbers_that_another_assessment_took_are_no_older_file(chief, whole, rekan, copied):
    """All assessments of a workspace share the numbers of its journal."""
    yesterday = copied()
    other = rekan.store.create(Assessment("kami-5.0"), digest="", who="Umum")
    rekan.do(other, *(("set_status", "2.1", s) for s in "123"))
    rekan.do(rekan.id, ("set_status", "2.10", "3"))
    merged(chief, whole, came_back(rekan, rekan.id))
    yesterday.do(rekan.id, ("set_status", "2.2", "0"))
    assert is_told(chief, whole, came_back(yesterday, rekan.id))


def test_a_copy_that_goes_on_alone_is_the_same_workspace(chief, whole, rekan, copied):
    """A colleague may change computers, in the middle of a sentence."""
    keeper = rekan.open(rekan.id)
    keeper.keep(keeper.session.set_note("2.1", "su", joined=True))
    merged(chief, whole, came_back(rekan, rekan.id))
    keeper.keep(keeper.session.set_note("2.1", "sudah", joined=True))
    new = copied()
    new.do(rekan.id, ("set_status", "2.10", "3"))
    merged(chief, whole, came_back(new, rekan.id))
    assert chief.answers(whole)["2.10"] == "3"
    assert chief.store.load(whole).assessment.answer("2.1").note == "sudah"


def does(item: str):
    """What somebody does about an item of a part, or elsewhere in the same workspace."""
    texts = st.lists(st.sampled_from(["su", "sudah", "sudah ada", ""]), min_size=1, max_size=3)
    return st.one_of(
        st.tuples(st.just("status"), st.just(item), st.sampled_from("0123")),
        st.tuples(st.just("note"), st.just(item), texts),
        st.tuples(st.just("document"), st.just(item), st.sampled_from("AB")),
        st.just(("undo",)),
        st.just(("elsewhere",)),
    )


def done(machine: Machine, part: str, other: str, acts) -> bool:
    """Whether anything was changed in the part."""
    before = machine.store.load(part).seq
    for kind, *values in acts:
        keeper = machine.open(other if kind == "elsewhere" else part)
        session = keeper.session
        if kind == "status":
            keeper.keep(session.set_status(*values))
        elif kind == "note":
            for text in values[1]:
                keeper.keep(session.set_note(values[0], text, joined=True))
        elif kind == "document":
            keeper.keep(session.add_evidence(Evidence(values[1]), values[0]))
        elif kind == "undo":
            keeper.keep(session.undo())
        else:
            status = session.answer_to("2.1").status
            keeper.keep(session.set_status("2.1", "1" if status == "0" else "0"))
    return machine.store.load(part).seq > before


@settings(max_examples=40, deadline=None)
@given(
    st.lists(does("2.1"), max_size=3),
    st.booleans(),
    st.lists(does("2.2"), min_size=1, max_size=4),
    st.lists(does("2.10"), min_size=1, max_size=4),
    st.lists(does("2.2"), max_size=3),
)
def test_two_copies_are_told_and_one_workspace_never_is(earlier, handed, ones, others, later):
    """Whatever both do after the copy, in whatever number of entries."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        chief, rekan = Machine(folder, "Kepala"), Machine(folder, "Umum")
        whole = chief.store.create(WHOLE, digest="d", who="Kepala")
        part = taken(rekan, cut(chief, whole))
        elsewhere = rekan.store.create(Assessment("kami-5.0"), digest="", who="Umum")
        done(rekan, part, elsewhere, earlier)
        if handed:
            merged(chief, whole, came_back(rekan, part), "theirs")
        copy = copy_of(rekan, folder)
        went_on = done(rekan, part, elsewhere, ones)
        merged(chief, whole, came_back(rekan, part), "theirs")
        if done(copy, part, elsewhere, others) and went_on:
            assert is_told(chief, whole, came_back(copy, part))
        done(rekan, part, elsewhere, later)
        merged(chief, whole, came_back(rekan, part), "theirs")
        for machine in (chief, rekan, copy):
            machine.store.close()
