"""A part goes to and fro while both sides enter, change and take out documents, and take things
back: no document is ever taken for another, and what comes out is what it would be if documents
had no keys at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import given, note, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Assessment, Evidence, changed, changes_between
from kami_tui.domain.merging import values_of
from kami_tui.exchange.part_file import JsonParts
from kami_tui.loading.library import Library
from kami_tui.loading.part_tree import JsonFiles
from kami_tui.resources import questionnaires
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases.keeping import Keeper
from kami_tui.usecases.merge_journals import taken_back
from kami_tui.usecases.merging import plan, write
from kami_tui.usecases.parts import Part, hand_back, merged_of, split_off, take_in

SCORER = Library([questionnaires()]).scorer("kami-5.0")
FILES = JsonParts(JsonFiles(Library([questionnaires()])))
ITEMS = ("2.1", "2.2", "2.3")
ROUNDS = int(os.environ.get("KAMI_ROUNDS", "40"))
"""Examples; more of them: KAMI_ROUNDS=2000."""

Values = dict[tuple[str, str, str], str]
"""As `values_of`, with names of documents (D1, D2 ...) for their keys."""


def named(assessment: Assessment) -> Values:
    names = {k: e.title.split()[0] for k, e in assessment.evidence.items()}
    assert len(set(names.values())) == len(names), "no document is there twice"
    found: Values = {}
    for (kind, subject, field), value in values_of(assessment).items():
        if kind == "evidence":
            found[kind, names[subject], field] = value
        elif kind == "link":
            found[kind, subject, names[field]] = value
        else:
            found[kind, subject, field] = value
    return found


def document(place: tuple[str, str, str]) -> str | None:
    return {"evidence": place[1], "link": place[2]}.get(place[0])


def expected(base: Values, ours: Values, theirs: Values, rule: str) -> Values:
    """Three ways made one, field by field; a document that one side took out and the other
    changed follows the rule as a whole."""

    def docs(side: Values) -> set[str]:
        return {p[1] for p in side if p[0] == "evidence" and p[2] == "title"}

    def of(side: Values, name: str) -> Values:
        return {p: v for p, v in side.items() if document(p) == name}

    found: Values = {}
    for place in {*base, *ours, *theirs}:
        name = document(place)
        b, o, t = base.get(place), ours.get(place), theirs.get(place)
        pick = t if o in (b, t) else o if t == b else {"ours": o, "theirs": t}[rule]
        if name in docs(base):
            for side, keeper in ((ours, theirs), (theirs, ours)):
                if name not in docs(side) and name in docs(keeper):
                    # Who only takes it from an item does not go on using it.
                    disputed = not of(keeper, name).items() <= of(base, name).items()
                    kept = {"ours": ours, "theirs": theirs}[rule] if disputed else side
                    pick = kept.get(place)
        if pick is not None:
            found[place] = pick
    return found


class Machine:
    def __init__(self, folder: Path, who: str) -> None:
        self.who, self.now = who, datetime(2026, 3, 1, 8, tzinfo=UTC)
        self.store = SqlWorkspace(folder / f"{who}.db", clock=self.tick)
        self.id = ""
        self._keeper: Keeper | None = None

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    @property
    def held(self) -> Assessment:
        return self.store.load(self.id).assessment

    def act(self, what: tuple[str, int, str], fresh) -> None:
        """As a person does it; the program is begun anew each time."""
        keeper = Keeper(self.store.load(self.id), SCORER, self.store, self.who)
        session, register = keeper.session, keeper.session.assessment.evidence
        name, number, word = what
        keys = list(register)
        item = ITEMS[number % len(ITEMS)]
        if name == "enter":
            title = f"D{fresh()}"
            keeper.keep(session.add_evidence(Evidence(title, location=f"{title} {word}"), item))
        elif name == "status":
            keeper.keep(session.set_status(item, str(number % 4)))
        elif name in ("undo", "redo"):
            keeper.keep(getattr(session, name)())
        elif keys:
            key = keys[number % len(keys)]
            if name == "remove":
                keeper.keep(session.remove_evidence(key))
            elif name == "attach":
                keeper.keep(session.attach(item, key))
            elif name == "detach":
                keeper.keep(session.detach(item, key))
            else:
                title = register[key].title.split()[0]
                place = f"{title} {word}" if name == "move" else register[key].location
                retitled = f"{title} {word}" if name == "rename" else register[key].title
                keeper.keep(session.edit_evidence(key, Evidence(retitled, location=place)))


NAMES = ("enter", "remove", "attach", "detach", "move", "rename", "status", "undo", "redo")
ACTIONS = st.tuples(
    st.sampled_from([*NAMES, "enter", "remove"]), st.integers(0, 5), st.sampled_from("ab")
)
SIDES = st.lists(ACTIONS, max_size=4)
WHO = ("Umum", "Hukum")
RULES = st.sampled_from(["ours", "theirs"])


class Colleague(Machine):
    """Gets a part when first asked, whatever the whole is then; parts go and come as files."""

    def __init__(self, folder: Path, who: str, chief: Machine) -> None:
        super().__init__(folder, who)
        self.file = folder / f"{who}.json"
        whole = chief.store.load(chief.id)
        part = split_off(whole, ITEMS, "", edition="d", who=chief.who, now=chief.now)
        part = self._by_file(part)
        self.id = take_in(part, self.store, edition="d", who=who, file="x")
        self.base = named(part.split.base)
        self.told: dict[int, Values] = {}
        """What was handed back, by its last journal entry."""

    def _by_file(self, part: Part) -> Part:
        FILES.write(part, self.file, replace=True)
        return FILES.read(self.file)

    def handed_back(self) -> Part:
        return self._by_file(hand_back(self.store, self.id, who=self.who, now=self.now))

    def met(self, chief: Machine) -> Values:
        """What both held when they last met, as far as that merge stands."""
        undone = taken_back(chief.store.journal(chief.id))
        records = [merged_of(r.document) for r in chief.store.records(chief.id, "merged")]
        here = [m.seq for m in records if m.assessment == self.id and m.step not in undone]
        return self.told[here[-1]] if here else self.base


@settings(max_examples=ROUNDS, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WHO), SIDES, SIDES, RULES), min_size=1, max_size=5))
def test_documents_are_never_taken_for_others_and_nothing_is_lost(rounds):
    numbers = count(1)

    def fresh() -> int:
        return next(numbers)

    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        chief = Machine(folder, "Kepala")
        stack.callback(chief.store.close)
        chief.id = chief.store.create(Assessment("kami-5.0"), digest="", who="Kepala")
        for n in (0, 1):
            chief.act(("enter", n, "a"), fresh)
        people: dict[str, Colleague] = {}
        for who, mine, theirs, rule in rounds:
            if who not in people:
                people[who] = Colleague(folder, who, chief)
                stack.callback(people[who].store.close)
            rekan = people[who]
            for what in mine:
                chief.act(what, fresh)
            for what in theirs:
                rekan.act(what, fresh)
            ours, other, base = named(chief.held), named(rekan.held), rekan.met(chief)
            one = plan(rekan.handed_back(), chief.store, chief.id, SCORER.ids, "x")
            note(f"{who} {mine} {theirs} {rule}: {[d.conflict for d in one.disputes]}")
            if one.state != "new":
                continue
            write(one, one.chosen(rule), chief.store, "Kepala")
            assert named(chief.held) == expected(base, ours, other, rule)
            rekan.told[one.filled.seq] = other
            blank = Assessment("kami-5.0")
            for entry in chief.store.journal(chief.id):
                blank = changed(blank, entry.change)
            assert changes_between(blank, chief.held) == ()
        for machine in (chief, *people.values()):
            for document in machine.held.evidence.values():
                assert document.location.split()[0] == document.title.split()[0]
