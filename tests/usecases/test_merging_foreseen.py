"""What a dry run of several parts foretells is what merging them one after the other does."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile, changes_between
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases.merging import foreseen, held, plan, plan_for, write
from kami_tui.usecases.parts import Filled, Part, Split
from kami_tui.usecases.ports import JournalEntry

ORDER = Library([questionnaires()]).scorer("kami-5.0").ids
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
BASE = Assessment(
    "kami-5.0",
    Profile(organisation="Kota"),
    {"2.1": Answer("1", "", ("E1",)), "2.2": Answer("2")},
    {"E1": Evidence("SK"), "E2": Evidence("Kontrak")},
)


@st.composite
def sides(draw: st.DrawFn) -> Assessment:
    """What somebody made of it: few fields and few values, so that they meet."""
    answers, register = dict(BASE.answers), dict(BASE.evidence)
    for item in ("2.1", "2.2", "2.3"):
        if draw(st.booleans()):
            keys = tuple(k for k in ("E1", "E2", "E3") if draw(st.booleans()))
            status = draw(st.sampled_from([None, "0", "3"]))
            answers[item] = Answer(status, draw(st.sampled_from(["", "a", "b"])), keys)
    for key in ("E2", "E3"):
        match draw(st.integers(0, 3)):
            case 0:
                register.pop(key, None)
            case 1:
                register[key] = Evidence(draw(st.sampled_from(["SK", "SOP"])))
    known = {
        i: replace(a, evidence=tuple(k for k in a.evidence if k in register))
        for i, a in answers.items()
    }
    answers = {i: a for i, a in known.items() if not a.empty}
    profile = replace(BASE.profile, unit=draw(st.sampled_from(["", "Dinas", "Bidang"])))
    return replace(BASE, profile=profile, answers=answers, evidence=register)


def handed_back(id: str, whose: str, now: Assessment, minutes: int, seq: int) -> Part:
    split = Split("0" * 16, id, "", "", seq, START, "Kepala", "2", ("2.1", "2.2"), BASE)
    entries = tuple(
        JournalEntry(n, START + timedelta(minutes=minutes + n), whose, change, whose, n)
        for n, change in enumerate(changes_between(BASE, now), start=1)
    )
    filled = Filled(whose, len(entries), START, whose, now, entries)
    return Part(split, filled)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(sides(), st.integers(0, 200)), min_size=2, max_size=3),
    sides(),
    st.sampled_from(["ours", "theirs", "newest"]),
)
def test_it_is_what_happens(theirs, ours, rule):
    now = START

    def tick() -> datetime:
        nonlocal now
        now += timedelta(minutes=1)
        return now

    with tempfile.TemporaryDirectory() as folder:
        store = SqlWorkspace(Path(folder) / "w.db", clock=tick)
        try:
            id = store.create(BASE, digest="d", who="Kepala")
            seq = store.load(id).seq
            store.apply(id, changes_between(BASE, ours), who="Kepala", seen=seq)
            parts = [
                handed_back(id, f"Rekan {n}", side, minutes, seq)
                for n, (side, minutes) in enumerate(theirs)
            ]
            here = held(store, id)
            ahead = []
            for part in parts:
                one = plan_for(part, here, ORDER, "x")
                ahead.append((one.disputes, one.chosen(rule), one.result(one.chosen(rule))))
                here = foreseen(one, one.chosen(rule), here, "Kepala", tick())
            for part, (disputes, choices, result) in zip(parts, ahead, strict=True):
                one = plan(part, store, id, ORDER, "x")
                assert [(d.conflict, d.ours.who, d.theirs) for d in one.disputes] == [
                    (d.conflict, d.ours.who, d.theirs) for d in disputes
                ]
                assert one.chosen(rule) == choices
                write(one, one.chosen(rule), store, "Kepala")
                assert store.load(id).assessment == result
            assert here.stored.assessment == store.load(id).assessment
            again = foreseen(plan(parts[-1], store, id, ORDER, "x"), {}, here, "x", tick())
            assert again == here
        finally:
            store.close()
