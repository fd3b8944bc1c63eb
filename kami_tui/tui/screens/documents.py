"""What the register and an item's evidence have in common: documents are entered, corrected and
taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kami_tui.domain.answers import Change, Evidence
from kami_tui.domain.errors import KamiError
from kami_tui.i18n.translator import N_
from kami_tui.tui import words
from kami_tui.tui.desk import Desk
from kami_tui.tui.screens.base import Speaking
from kami_tui.tui.screens.confirm import ConfirmDialog
from kami_tui.tui.screens.evidence_form import EvidenceForm
from kami_tui.usecases.file_states import FileRef, Look, look_at, ref_of
from kami_tui.usecases.ports import FileDigest

T = TypeVar("T")
MOST = 12
"""Items named when a document is taken out."""


class Documents(Speaking[T]):
    """A screen on which the register can be changed."""

    desk: Desk

    def documents_changed(self, key: str = "") -> None:
        """The register is not what it was; `key` is the document to show."""
        raise NotImplementedError

    def renew(self) -> None:
        self.documents_changed()

    def record(self, changes: tuple[Change, ...], key: str = "") -> None:
        self.desk.record(changes)
        self.documents_changed(key)

    def enter_document(self, begun: Evidence, item: str | None = None) -> None:
        """Asks for a new document, which is attached to `item` at once."""

        def enter(entry: Evidence) -> tuple[Change, ...]:
            return self.desk.session.add_evidence(entry, item)

        self._ask(EvidenceForm(begun, new=True), enter)

    def correct_document(self, key: str) -> None:
        old = self.desk.session.assessment.evidence[key]

        def correct(entry: Evidence) -> tuple[Change, ...]:
            session = self.desk.session
            now = self.key_of(key, old)
            if now is None:  # somebody has taken it out meanwhile: what was typed is not lost
                return session.add_evidence(entry)
            return session.edit_evidence(now, entry)

        self._ask(EvidenceForm(old, look=look_at(old, self.desk.looks)), correct, key)

    def key_of(self, key: str, entry: Evidence) -> str | None:
        """Where a document stands now: another program may have written meanwhile, and keys of
        new documents may have changed."""
        register = self.desk.session.assessment.evidence
        if register.get(key) == entry:
            return key
        moved = next((k for k, e in register.items() if e == entry), None)
        return moved or (key if key in register else None)

    def _ask(
        self, form: EvidenceForm, change: Callable[[Evidence], tuple[Change, ...]], key: str = ""
    ) -> None:
        def entered(values: dict[str, str] | None) -> None:
            if values is None:
                return
            entry = Evidence(**values)
            try:
                changes = change(entry)
            except KamiError as error:  # a text that cannot be stored: it is shown once more
                self.kami.say(self.kami.explained(error), "error")
                self._ask(EvidenceForm(entry, new=not key), change, key)
                return
            if (digest := form.digest) is not None:
                self.desk.see(fresh(entry, digest))
            made = next((c.subject for c in changes if c.kind == "evidence"), key)
            self.record(changes, made)

        self.app.push_screen(form, entered)

    def remove_document(self, key: str) -> None:
        session = self.desk.session
        entry = session.assessment.evidence[key]
        resting = sorted(session.assessment.items_resting_on(key), key=session.order.index)
        more = len(resting) - MOST
        named = ", ".join(resting[:MOST]) + (f", +{more}" if more > 0 else "")

        def answered(sure: bool | None) -> None:
            now = self.key_of(key, entry)
            if sure and now is not None:
                self.record(session.remove_evidence(now))

        body = (
            N_('"{title}" will be detached from: {items}.') if resting
            else N_('No item rests on "{title}".')
        )  # fmt: skip
        self.app.push_screen(
            ConfirmDialog(
                N_("Take this document out of the register?"), body,
                yes=N_("Take it out"), no=N_("Keep it"),
                facts={"title": words.cut(words.one_line(entry.title), 200), "items": named},
            ),
            answered,
        )  # fmt: skip


def fresh(entry: Evidence, digest: FileDigest) -> dict[FileRef, Look]:
    """What is known of a file that was read just now."""
    ref = ref_of(entry)
    same = (entry.size, entry.sha256) == (str(digest.size), digest.sha256)
    return {ref: Look(None, whole=True, digest=digest)} if ref and same else {}
