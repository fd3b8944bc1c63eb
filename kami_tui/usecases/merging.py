"""A part that came back, on its way into the assessment it was cut from.

`plan` says what would happen and changes nothing; conflicts are decided by place; `write` does it,
as one step that can be undone, with the colleague's journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from kami_tui.domain.answers import Assessment, Change, changes_between, rekeyed
from kami_tui.domain.errors import MergeConflicts, PartRefused
from kami_tui.domain.merging import Conflict, Merge, Place, Side, merge, same_document
from kami_tui.usecases.parts import Filled, Merged, Part, PartStore, merged_of, merged_text
from kami_tui.usecases.ports import JournalEntry, Stored
from kami_tui.usecases.undo import Names

State = Literal["new", "same", "older"]
Rule = Literal["ours", "theirs", "newest"]


@dataclass(frozen=True, slots=True)
class Said:
    """Who gave a field its value, and when by the clock of the machine it was done on."""

    who: str
    at: datetime | None
    """None: no journal tells."""


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

    def result(self, choices: Mapping[Place, Side] = {}) -> Assessment:
        return self.merge.decided(choices)

    def chosen(self, rule: Rule) -> dict[Place, Side]:
        """Every conflict decided by one rule."""
        return {d.place: d.newest if rule == "newest" else rule for d in self.disputes}


@dataclass(frozen=True, slots=True)
class Written:
    changes: int
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
        PartRefused: ``not_filled``, ``other_assessment``, ``other_edition``.
        StoreError, UnknownAssessment: the workspace.
    """
    stored = store.load(id)
    journal, taken = store.journal(stored.id), store.taken_over(stored.id)
    records = [(r.seq, merged_of(r.document)) for r in store.records(stored.id, "merged")]
    return plan_for(part, stored, journal, taken, records, order, file)


def plan_for(
    part: Part,
    stored: Stored,
    journal: Sequence[JournalEntry],
    taken: Sequence[JournalEntry],
    records: Sequence[tuple[int, Merged]],
    order: Sequence[str],
    file: str,
) -> Plan:
    """As `plan`, from what the workspace holds. Pure."""
    filled, split = part.filled, part.split
    if split.assessment != stored.id:
        facts = {"assessment": stored.id, "other": split.assessment}
        raise PartRefused(reason="other_assessment", file=file, **facts)
    if filled is None:
        raise PartRefused(reason="not_filled", file=file)
    if filled.now.instrument != stored.assessment.instrument:
        facts = {"instrument": filled.now.instrument, "other": stored.assessment.instrument}
        raise PartRefused(reason="other_edition", file=file, **facts)
    undone = _taken_back(journal)
    before = [
        (seq, m) for seq, m in records
        if (m.split, m.assessment) == (split.id, filled.assessment) and m.step not in undone
    ]  # fmt: skip
    base, known, since, met = split.base, None, 0, split.seq
    state: State = "new"
    if before:
        met, last = before[-1]
        base, known, since = last.theirs, last.keys, last.seq
        if filled.seq <= since:
            state = "same" if filled.seq == since else "older"
    ours = stored.assessment
    mine = _remade((e.change for e in journal if e.seq > met), base, ours)
    new = [e for e in filled.entries if e.seq > since]
    other = _remade((e.change for e in new), _in_their_keys(base, known), filled.now)
    merged = merge(base, ours, filled.now, known=known, remade_ours=mine, remade_theirs=other)
    entries = tuple(_in_our_keys(filled.entries, merged.keys, other, known or {}))
    disputes = _disputes(merged, _last_said(journal, taken), _said(entries), filled, order)
    return Plan(part, state, stored.id, stored.seq, merged, disputes, entries)


def write(plan: Plan, choices: Mapping[Place, Side], store: PartStore, who: str) -> Written:
    """Writes a plan; on return it is durable. Of one that has nothing to do, nothing is written.

    Raises:
        MergeConflicts: not all of them are decided.
        MergeOvertaken: somebody changed the assessment since the plan was made: plan again.
        StoreError: nothing was written.
    """
    if plan.state != "new":
        return Written(0, 0)
    if open_ := [d for d in plan.disputes if d.place not in choices]:
        raise MergeConflicts(count=len(open_))
    step = Names().next()
    made = changes_between(plan.merge.ours, plan.result(choices))
    changes = tuple(replace(c, step=step) for c in made)
    filled, split = plan.filled, plan.part.split
    record = Merged(
        split.id, filled.assessment, filled.seq, step if changes else "", plan.merge.keys,
        plan.merge.theirs,
    )  # fmt: skip
    taken = store.merge(
        plan.assessment, changes, plan.entries, merged_text(record), who=who, seen=plan.seen
    )
    return Written(len(changes), taken)


# -- journals -----------------------------------------------------------------------------------


def _taken_back(journal: Iterable[JournalEntry]) -> set[str]:
    """Steps that were undone and not done again: a merge among them may be merged anew."""
    undone: set[str] = set()
    for entry in journal:
        name = entry.change.step
        if name[:1] == "-":
            undone.add(name[1:])
        elif name[:1] == "+":
            undone.discard(name[1:])
    return undone


def _remade(changes: Iterable[Change], base: Assessment, now: Assessment) -> set[str]:
    """Keys of base documents that were taken out of the register and given to others since."""
    gone, found = set(), set()
    for change in changes:
        if change.kind == "evidence" and change.field == "title":
            if change.after is None:
                gone.add(change.subject)
            elif change.subject in gone:
                found.add(change.subject)
    return {
        k
        for k in found
        if k in base.evidence
        and k in now.evidence
        and same_document(base.evidence[k]) != same_document(now.evidence[k])
    }


def _in_their_keys(base: Assessment, known: Mapping[str, str] | None) -> Assessment:
    if known is None:
        return base
    register = {k: base.evidence[to] for k, to in known.items() if to in base.evidence}
    return replace(base, evidence=register)


def _in_our_keys(
    entries: Sequence[JournalEntry],
    keys: Mapping[str, str],
    remade: set[str],
    known: Mapping[str, str],
) -> Iterator[JournalEntry]:
    """Until a key was given to another document, it meant the old one."""
    old = {k: known.get(k, k) for k in remade}
    for entry in entries:
        change = entry.change
        yield replace(entry, change=rekeyed(change, {**keys, **old}))
        if change.kind == "evidence" and change.field == "title" and change.after is None:
            old.pop(change.subject, None)


def _said(entries: Iterable[JournalEntry]) -> dict[Place, Said]:
    """Who wrote each field last. A document counts as one, with what is attached to it."""
    found: dict[Place, Said] = {}
    for entry in entries:
        for place in _places(entry.change):
            found[place] = Said(entry.who, entry.at)
    return found


def _last_said(journal: Sequence[JournalEntry], taken: Sequence[JournalEntry]) -> dict[Place, Said]:
    """As `_said`; what a merge brought was said by whoever said it there."""
    found: dict[Place, Said] = {}
    brought: dict[Place, JournalEntry] = {}
    step: str | None = None
    for entry in sorted((*journal, *taken), key=lambda e: e.seq):
        change = entry.change
        if entry.origin:
            if step is not None:
                brought, step = {}, None
            brought |= dict.fromkeys(_places(change), entry)
            continue
        if step is None:
            step = change.step
        for place in _places(change):
            there = brought.get(place) if change.step == step else None
            same = there is not None and (there.change.after or None) == (change.after or None)
            source = there if there is not None and same else entry
            found[place] = Said(source.who, source.at)
    return found


def _places(change: Change) -> tuple[Place, ...]:
    own = (change.kind, change.subject, change.field)
    if change.kind == "evidence":
        return own, ("document", change.subject, "")
    if change.kind == "link":
        return own, ("document", change.field, "")
    return (own,)


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
