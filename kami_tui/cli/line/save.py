"""Makes a change durable and only then acknowledges it: in sentences, and as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kami_tui.cli.line.news import change_lines, moved, others_lines
from kami_tui.cli.line.reply import Reply
from kami_tui.domain.answers import Change, field_of
from kami_tui.domain.result import Result, plain
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.keeping import Keeper, Kept
from kami_tui.usecases.ports import JournalEntry

Changes = tuple[Change, ...]
Act = Callable[[], Changes]
"""Changes the session."""
Then = Callable[[Reply, Changes], None]
"""What is to be said and done once that is saved."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change on its way into the workspace."""

    kind: str
    item: str | None
    changes: Changes
    then: Then
    before: Result
    others: tuple[JournalEntry, ...]


class Saving:
    def __init__(self, keeper: Keeper, tr: Translator) -> None:
        self._keeper, self.tr = keeper, tr
        self._step: Step | None = None

    @property
    def waiting(self) -> Changes:
        """What the workspace has not taken yet."""
        return self._step.changes if self._step else ()

    def change(self, kind: str, item: str | None, act: Act, then: Then) -> Reply:
        """Makes a change on top of what is in the workspace by now, and saves it.

        Raises:
            StoreError: it is not saved. Without anything `waiting` nothing was changed at all.
            KamiError: `act` refused.
        """
        others = self._keeper.look()
        before = self._keeper.session.result
        self._step = Step(kind, item, act(), then, before, others)
        return self.commit()

    def commit(self) -> Reply:
        """Saves the step that waits; again, if it failed before. Raises StoreError."""
        step, session = self._step, self._keeper.session
        if step is None:
            return Reply()
        kept = self._keeper.keep(step.changes) if step.changes else Kept(())
        self._step = None
        others = (*step.others, *kept.others)
        reply = Reply(saved=self._document(step, kept.changes, others))
        if kept.changes:
            reply.lines.append(self.tr("Saved."))
            news = moved(step.before, session.result, session.instrument, self.tr)
            reply.lines += [news] if news else []
        else:
            reply.lines.append(self.tr("That is how it stands already, and it is saved."))
        reply.lines += others_lines(others, kept.changes, self.tr)
        step.then(reply, kept.changes)
        return reply

    @property
    def unsaved(self) -> list[str]:
        return change_lines(self.waiting, self.tr)

    def _document(
        self, step: Step, changes: Changes, others: Sequence[JournalEntry]
    ) -> dict[str, Any]:
        """As scripts read it. Names are stable."""
        session = self._keeper.session
        touched = [c.subject for c in changes if c.kind in ("answer", "link")]
        item = touched[0] if touched else step.item
        answer = session.answer_to(item) if item else None
        mine = {field_of(c) for c in changes}
        return {
            "assessment": self._keeper.id,
            "item": item,
            "change": step.kind,
            "status": answer.status if answer else None,
            "evidence": list(answer.evidence) if answer else [],
            "saved": True,
            "changed": bool(changes),
            "seq": self._keeper.seq,
            "answered": session.answered()[0],
            "total": plain(session.result.total),
            "readiness": session.result.readiness,
            "others": [
                {"item": e.change.subject, "who": e.who, "replaced": field_of(e.change) in mine}
                for e in others
            ],
        }
