"""However programs mix their calls, the tables hold what the changes add up to."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kami_tui.domain.answers import (
    EVIDENCE_FIELDS,
    PROFILE_FIELDS,
    Answer,
    Assessment,
    Change,
    Evidence,
    Profile,
    changed,
    is_title,
)
from kami_tui.store import SqlWorkspace

# Few names, so that changes meet: the same item, a document that is gone, a link that is there.
ITEMS = st.sampled_from(["1.1", "2.2", "2.10"])
KEYS = st.sampled_from(["E1", "E2", "E3"])
TEXTS = st.sampled_from(["", "a", "'; --", "Å 漢 🔐\n"])
STATUSES = st.sampled_from([None, "0", "3", "NA"])
ANY = st.none() | TEXTS

CHANGES = st.one_of(
    st.builds(Change, st.just("answer"), ITEMS, st.just("status"), ANY, STATUSES),
    st.builds(Change, st.just("answer"), ITEMS, st.just("note"), ANY, ANY),
    st.builds(Change, st.just("link"), ITEMS, KEYS, ANY, st.sampled_from([None, "1"])),
    # Never said to be new: a new document whose key is taken gets another (test_assessments).
    st.builds(Change, st.just("evidence"), KEYS, st.sampled_from(EVIDENCE_FIELDS), TEXTS, ANY),
    st.builds(Change, st.just("profile"), st.just(""), st.sampled_from(PROFILE_FIELDS), ANY, ANY),
)
ASSESSMENTS = st.builds(
    Assessment,
    st.just("kami-5.0"),
    st.builds(Profile, organisation=TEXTS, scope=TEXTS),
    st.dictionaries(
        ITEMS,
        st.builds(Answer, STATUSES, TEXTS, st.lists(KEYS, unique=True).map(tuple)).filter(
            lambda answer: not answer.empty
        ),
    ),
    st.dictionaries(KEYS, st.builds(Evidence, TEXTS, TEXTS)),
)


class TwoProgramsOneFile(RuleBasedStateMachine):
    """The model is the domain's own fold over whatever was acknowledged, in order."""

    names = Bundle("names")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.programs = [SqlWorkspace(self.folder / "kami.db") for _ in range(2)]
        self.model: dict[str, Assessment] = {}
        self.known: dict[tuple[int, str], tuple[Assessment, int]] = {}

    def teardown(self) -> None:
        for program in self.programs:
            program.close()
        shutil.rmtree(self.folder)

    @initialize(target=names, whole=ASSESSMENTS)
    def begin(self, whole: Assessment) -> str:
        return self._create(0, whole)

    @rule(target=names, program=st.integers(0, 1), whole=ASSESSMENTS)
    def create(self, program: int, whole: Assessment) -> str:
        return self._create(program, whole)

    def _create(self, program: int, whole: Assessment) -> str:
        name = self.programs[program].create(whole, digest="d", who="x")
        self.model[name] = whole
        for n in (0, 1):
            stored = self.programs[n].load(name)
            self.known[n, name] = stored.assessment, stored.seq
        return name

    @rule(program=st.integers(0, 1), name=names, changes=st.lists(CHANGES, max_size=6))
    def apply(self, program: int, name: str, changes: list[Change]) -> None:
        """What a program knows, plus what it is told of others, plus its own, is what is stored."""
        known, seen = self.known[program, name]
        applied = self.programs[program].apply(name, changes, who=str(program), seen=seen)
        for change in [*(entry.change for entry in applied.others), *changes]:
            known = changed(known, change)
        for change in changes:
            self.model[name] = changed(self.model[name], change)
        self.known[program, name] = known, applied.seq
        assert known == self.model[name]
        assert all(entry.who != str(program) for entry in applied.others)

    @rule(program=st.integers(0, 1))
    def reopen(self, program: int) -> None:
        self.programs[program].close()
        self.programs[program] = SqlWorkspace(self.folder / "kami.db")

    @invariant()
    def every_program_loads_what_the_changes_add_up_to(self) -> None:
        for program in self.programs:
            for name, whole in self.model.items():
                stored = program.load(name)
                assert stored.assessment == whole
                assert list(stored.assessment.evidence) == list(whole.evidence)

    @invariant()
    def every_journal_adds_up_to_the_same_and_each_entry_follows_from_the_last(self) -> None:
        for name, whole in self.model.items():
            replayed = Assessment("kami-5.0")
            for entry in self.programs[0].journal(name):
                if _is_on_nothing(replayed, entry.change):
                    assert changed(replayed, entry.change) == replayed
                    continue
                assert _value(replayed, entry.change) == entry.change.before
                replayed = changed(replayed, entry.change)
                assert _value(replayed, entry.change) == entry.change.after
            assert replayed == whole


def _is_on_nothing(whole: Assessment, change: Change) -> bool:
    """Said of a document that somebody else took out meanwhile: it stays said, and makes none."""
    entered = is_title(change) and change.before is None
    return change.kind == "evidence" and change.subject not in whole.evidence and not entered


def _value(whole: Assessment, change: Change) -> str | None:
    """What the field that a change is about holds, in the words of the journal."""
    if change.kind == "profile":
        return str(getattr(whole.profile, change.field))
    if change.kind == "link":
        return "1" if change.field in whole.answer(change.subject).evidence else None
    holder = (
        whole.answer(change.subject)
        if change.kind == "answer"
        else whole.evidence.get(change.subject)
    )
    if holder is None:
        return None if change.field == "title" else ""
    value: str | None = getattr(holder, change.field)
    return value


TestTwoProgramsOneFile = TwoProgramsOneFile.TestCase
TestTwoProgramsOneFile.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    # Every step opens files: a failure is told at once instead of being shrunk for minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
