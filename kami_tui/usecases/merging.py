"""A part that came back, on its way into the assessment it was cut from.

`plan` says what would happen and changes nothing; conflicts are decided by place; `write` does it,
as one step that can be undone, with the colleague's journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Literal

from kami_tui.domain.answers import Assessment, Change, changes_between
from kami_tui.domain.errors import MergeConflicts, PartRefused
from kami_tui.domain.merging import Conflict, FreeKeys, Merge, Place, Side, merge
from kami_tui.usecases.merge_histories import other_history
from kami_tui.usecases.merge_journals import (
    Said,
    in_our_keys,
    keys_in,
    last_said,
    said,
    taken_back,
)
from kami_tui.usecases.parts import Filled, Merged, Part, PartStore, merged_of, merged_text
from kami_tui.usecases.ports import JournalEntry, Stored
from kami_tui.usecases.undo import Names

State = Literal["new", "same", "older"]
Rule = Literal["ours", "theirs", "newest"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a workspace holds of an assessment that parts are merged into."""

    stored: Stored
    journal: tuple[JournalEntry, ...]
    taken: tuple[JournalEntry, ...] = ()
    """What merges brought along, as `PartStore.taken_over` gives it."""
    records: tuple[Merged, ...] = ()
    """Earlier merges, in order."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One conflict, with what people need in order to decide it."""

    conflict: Conflict
    ours: Said
    theirs: Said
    title: str = ""
    """Of the document it is about."""

    @property
    def place(self) -> Place:
        return self.conflict.place

    @property
    def newest(self) -> Side:
        """The side that spoke last; ours, where it cannot be told."""
        if self.theirs.at is None:
            return "ours"
        return "theirs" if self.ours.at is None or self.theirs.at > self.ours.at else "ours"


@dataclass(frozen=True, slots=True)
class Plan:
    part: Part
    state: State
    """``same``: just this was merged before; ``older``: a later one from there was. There is
    nothing to do then."""
    assessment: str
    seen: int
    merge: Merge
    keys: Mapping[str, str]
    """Every key that documents of theirs have or had, to ours."""
    disputes: tuple[Dispute, ...]
    entries: tuple[JournalEntry, ...]
    """The colleague's, in our register keys."""

    @property
    def filled(self) -> Filled:
        assert self.part.filled is not None  # noqa: S101 - `plan` has looked
        return self.part.filled

    @property
    def automatic(self) -> tuple[Change, ...]:
        """What changes without anybody being asked."""
        return changes_between(self.merge.ours, self.merge.decided())

    def is_outside(self, dispute: Dispute) -> bool:
        """Whether it is about an item that was not handed out: nobody knows what it was then."""
        return dispute.conflict.kind in ("answer", "link") and (
            dispute.conflict.subject not in self.part.split.items
        )

    def result(self, choices: Mapping[Place, Side] = {}) -> Assessment:
        return self.merge.decided(choices)

    def chosen(self, rule: Rule) -> dict[Place, Side]:
        """Every conflict decided by one rule."""
        return {d.place: d.newest if rule == "newest" else rule for d in self.disputes}


@dataclass(frozen=True, slots=True)
class Written:
    changes: tuple[Change, ...]
    entries: int
    """Of the colleague's journal, that were not here yet."""


@dataclass(slots=True)
class Settling:
    """A plan with conflicts, for a screen to have them decided. Both calls are slow."""

    plan: Plan
    file: str
    again: Callable[[], Plan]
    """Plans anew, after somebody wrote meanwhile."""
    write: Callable[[Plan, Mapping[Place, Side]], Written]
    """As `merging.write`."""
    written: Written | None = None
    """Set once it is done; None: it was given up, and nothing was written."""


def plan(part: Part, store: PartStore, id: str, order: Sequence[str], file: str) -> Plan:
    """What merging a part into an assessment would do. `order`: items as people walk them.

    Raises:
        PartRefused: ``not_filled``, ``other_assessment``, ``other_edition``,
            ``other_history``.
        StoreError, UnknownAssessment: the workspace.
    """
    return plan_for(part, held(store, id), order, file)


def held(store: PartStore, id: str) -> Held:
    """Raises StoreError, UnknownAssessment."""
    stored = store.load(id)
    records = [merged_of(r.document) for r in store.records(stored.id, "merged")]
    return Held(stored, store.journal(stored.id), store.taken_over(stored.id), tuple(records))


def plan_for(part: Part, here: Held, order: Sequence[str], file: str) -> Plan:
    """As `plan`, from what the workspace holds. Pure."""
    filled, split = part.filled, part.split
    stored, journal, taken, records = here.stored, here.journal, here.taken, here.records
    if split.assessment != stored.id:
        facts = {"assessment": stored.id, "other": split.assessment}
        raise PartRefused(reason="other_assessment", file=file, **facts)
    if filled is None:
        raise PartRefused(reason="not_filled", file=file)
    if filled.now.instrument != stored.assessment.instrument:
        facts = {"instrument": filled.now.instrument, "other": stored.assessment.instrument}
        raise PartRefused(reason="other_edition", file=file, **facts)
    if other_history(taken, filled.entries, filled.assessment, filled.seq):
        facts = {"assessment": stored.id, "other": filled.assessment, "who": filled.who}
        raise PartRefused(reason="other_history", file=file, **facts)
    undone = taken_back(journal)
    from_there = [m for m in records if (m.split, m.assessment) == (split.id, filled.assessment)]
    before = [m for m in from_there if m.step not in undone]
    base, since = split.base, 0
    if before:
        base, since = before[-1].theirs, before[-1].seq
    state: State = "new"
    if before and filled.seq <= since:
        state = "same" if filled.seq == since else "older"
    # What they called a document is what they call it, also where the merge was taken back.
    known = {k: k for k in split.base.evidence}
    for record in from_there:
        known |= record.keys
    ours = stored.assessment
    given = {*keys_in((*journal, *taken)), *known.values()}
    merged = merge(base, ours, filled.now, known=known, given=given)
    keys = dict(merged.keys)
    # What came and went there was never here: a key of its own, lest it be read as one of ours.
    free = FreeKeys({*given, *keys.values(), *ours.evidence})
    keys |= {k: free.key() for k in keys_in(filled.entries) if k not in keys}
    entries = tuple(in_our_keys(filled.entries, keys))
    disputes = _disputes(merged, last_said(journal, taken), said(entries), filled, order)
    return Plan(part, state, stored.id, stored.seq, merged, keys, disputes, entries)


def write(plan: Plan, choices: Mapping[Place, Side], store: PartStore, who: str) -> Written:
    """Writes a plan; on return it is durable. Of one that has nothing to do, nothing is written.

    Raises:
        MergeConflicts: not all of them are decided.
        MergeOvertaken: somebody changed the assessment since the plan was made: plan again.
        StoreError: nothing was written.
    """
    if plan.state != "new":
        return Written((), 0)
    if open_ := [d for d in plan.disputes if d.place not in choices]:
        raise MergeConflicts(count=len(open_))
    changes, record = _step(plan, choices)
    taken = store.merge(
        plan.assessment, changes, plan.entries, merged_text(record), who=who, seen=plan.seen
    )
    return Written(changes, taken)


def foreseen(
    plan: Plan, choices: Mapping[Place, Side], here: Held, who: str, now: datetime
) -> Held:
    """What the workspace would hold once `plan` were written, as `write` does it; conflicts that
    are not decided stay as ours. For what comes after it to be looked at."""
    if plan.state != "new":
        return here
    changes, record = _step(plan, choices)
    there = {(e.origin, e.origin_seq) for e in here.taken}
    new = [e for e in plan.entries if (e.origin, e.origin_seq) not in there]
    seq = count(1 + max(here.stored.seq, *(e.seq for e in (*here.journal, *here.taken)), 0))
    taken = tuple(replace(e, seq=next(seq)) for e in new)
    made = tuple(JournalEntry(next(seq), now, who, c) for c in changes)
    last = next(seq) - 1
    return Held(
        replace(here.stored, assessment=plan.result(choices), seq=last),
        (*here.journal, *made),
        (*here.taken, *taken),
        (*here.records, record),
    )


def _step(plan: Plan, choices: Mapping[Place, Side]) -> tuple[tuple[Change, ...], Merged]:
    """The changes a plan makes, as one step, and what is remembered of it."""
    step = Names().next()
    made = changes_between(plan.merge.ours, plan.result(choices))
    changes = tuple(replace(c, step=step) for c in made)
    filled = plan.filled
    record = Merged(
        plan.part.split.id, filled.assessment, filled.seq, step if changes else "",
        plan.keys, plan.merge.theirs,
    )  # fmt: skip
    return changes, record


def _disputes(
    merged: Merge,
    ours: Mapping[Place, Said],
    theirs: Mapping[Place, Said],
    filled: Filled,
    order: Sequence[str],
) -> tuple[Dispute, ...]:
    nobody = Said("", None)
    found = []
    for conflict in merged.conflicts:
        place = conflict.place
        key = conflict.subject if conflict.kind == "evidence" else conflict.field
        if conflict.kind == "evidence" and None in (conflict.ours, conflict.theirs):
            place = ("document", key, "")
        titles = (a.evidence[key].title for a in (merged.ours, merged.theirs) if key in a.evidence)
        found.append(
            Dispute(
                conflict,
                ours.get(place, nobody),
                theirs.get(place, Said(filled.who, None)),
                next(titles, "") if conflict.kind in ("evidence", "link") else "",
            )
        )
    rank = {item: n for n, item in enumerate(order)}
    kinds = ("answer", "link", "evidence", "owner", "profile")
    return tuple(
        sorted(
            found,
            key=lambda d: (
                d.conflict.subject not in rank,
                rank.get(d.conflict.subject, 0),
                kinds.index(d.conflict.kind),
                d.conflict.field != "status",
            ),
        )
    )
