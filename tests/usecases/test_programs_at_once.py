"""Three programs have one assessment open, look now and then, and save now and then: what they show
is what is stored, no document is half another, and none takes another's key."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kami_tui.domain.answers import Assessment, Change, Evidence, changed
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires
from kami_tui.store.workspace import SqlWorkspace
from kami_tui.usecases.keeping import Keeper

SCORER = Library([questionnaires()]).scorer("kami-5.0")
ITEMS = ("2.1", "2.2", "2.3")
EXAMPLES = int(os.environ.get("KAMI_ROUNDS", "60"))
"""More of them: KAMI_ROUNDS=3000."""
WAYS = (
    "enter", "remove", "attach", "detach", "move", "rename", "status", "undo", "redo", "look",
    "restart", "save",
)  # fmt: skip


def said(assessment: Assessment) -> object:
    """What is shown, whatever the order in which it was said."""
    answers = {
        i: (a.status, a.note, frozenset(a.evidence))
        for i, a in assessment.answers.items()
        if not a.empty
    }
    return dict(assessment.evidence), answers


@dataclass
class Program:
    store: SqlWorkspace
    id: str
    who: str
    waiting: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.keeper = Keeper(self.store.load(self.id), SCORER, self.store, self.who)

    def save(self) -> None:
        self.keeper.keep(self.waiting)
        self.waiting = []

    def do(self, way: str, number: int, new: int) -> None:
        session, item = self.keeper.session, ITEMS[number % 3]
        register = session.assessment.evidence
        keys = list(register)
        made: tuple[Change, ...] = ()
        if way in ("look", "restart"):
            # With changes that wait to be written a program asks the store when it writes them.
            if not self.waiting:
                self.keeper.look() if way == "look" else self.begin()
        elif way == "enter":
            made = session.add_evidence(Evidence(f"D{new}", location=f"D{new} a"), item)
        elif way == "status":
            made = session.set_status(item, str(number % 4))
        elif way in ("undo", "redo"):
            made = getattr(session, way)()
        elif keys:
            key = keys[number % len(keys)]
            name, entry = register[key].title.split()[0], register[key]
            if way == "remove":
                made = session.remove_evidence(key)
            elif way == "attach":
                made = session.attach(item, key)
            elif way == "detach":
                made = session.detach(item, key)
            elif way == "move":
                made = session.edit_evidence(key, replace(entry, location=f"{name} {number}"))
            elif way == "rename":
                made = session.edit_evidence(key, replace(entry, title=f"{name} {number}"))
        self.waiting += made


ACTS = st.tuples(
    st.integers(0, 2), st.sampled_from([*WAYS, "enter", "remove", "save"]), st.integers(0, 5)
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(ACTS, max_size=30))
def test_every_program_shows_what_is_stored(acts):
    with tempfile.TemporaryDirectory() as folder:
        store = SqlWorkspace(Path(folder) / "w.db")
        try:
            id = store.create(Assessment("kami-5.0"), digest="", who="A")
            programs = [Program(store, id, who) for who in ("A", "B", "A")]
            names: dict[str, str] = {}
            for new, (number, way, value) in enumerate(acts):
                programs[number].do(way, value, new)
                if way == "save":
                    programs[number].save()
                for key, entry in store.load(id).assessment.evidence.items():
                    assert entry.title, "no document is half of one"
                    name = entry.title.split()[0]
                    assert entry.location.split()[:1] == [name]
                    assert names.setdefault(key, name) == name, "a key means one for good"
            for program in programs:
                program.save()
            stored = store.load(id).assessment
            for program in programs:
                program.keeper.look()
                assert said(program.keeper.session.assessment) == said(stored)
            blank = Assessment("kami-5.0")
            for journalled in store.journal(id):
                blank = changed(blank, journalled.change)
            assert said(blank) == said(stored)
        finally:
            store.close()
