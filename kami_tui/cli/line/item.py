"""One item in plain lines, one thought each, in the order one wants to hear them."""

from __future__ import annotations

from collections.abc import Iterable

from kami_tui.domain.answers import Change, Evidence
from kami_tui.domain.instrument import Area, Option, Section
from kami_tui.domain.official import OURS, Wording
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.session import Session

GLANCE = 300
"""Characters of a note that are read with its item; guidance reads all of it."""
SHORT = 10
"""Documents of the register that are read without being searched for."""


def one_line(text: str) -> str:
    return " ".join(text.split())


def options_of(session: Session, item_id: str) -> tuple[Option, ...]:
    """The answers as people know them: an item's own in the order of their letters."""
    options = session.options(item_id)
    own = session.item(item_id).options is not None
    return tuple(sorted(options, key=lambda o: o.code)) if own else options


def keys_of(session: Session, item_id: str) -> list[str]:
    """What is typed for each answer."""
    return [o.code.lower() for o in options_of(session, item_id)]


def section_of(area: Area, item_id: str) -> Section:
    return next(s for s in area.sections if any(i.id == item_id for i in s.items))


class ItemReader:
    """Puts items of one session into words."""

    def __init__(self, session: Session, tr: Translator, wording: Wording = OURS) -> None:
        self._session, self.tr, self._wording = session, tr, wording
        self._section: Section | None = None
        """The one read last: its name is not repeated for every item."""

    def item(self, item_id: str) -> list[str]:
        return [*self._where(item_id), *self.question(item_id), *self.answer(item_id)]

    def _where(self, item_id: str) -> list[str]:
        tr, area = self.tr, self._session.area_of(item_id)
        section = section_of(area, item_id)
        if section is self._section:
            return []
        same_area = self._section is not None and self._section in area.sections
        self._section = section
        lines = [tr("Section: {name}", name=tr.text(section.name))]
        if not same_area:
            lines.insert(0, tr("Area {id}: {name}", id=area.id, name=tr.text(area.name)))
        return lines

    def question(self, item_id: str) -> list[str]:
        tr, item = self.tr, self._session.item(item_id)
        head = [item_id]
        if item.stage is not None:
            head.append(tr("stage {stage}", stage=item.stage))
        if item.maturity is not None:
            head.append(tr("level {level}", level=item.maturity))
        lead = section_of(self._session.area_of(item_id), item_id).lead
        return [
            ", ".join(head),
            *([tr.text(lead)] if lead else []),
            *(
                tr("Official: {text}", text=text) if voice == "official" else text
                for voice, text in self._wording.texts(item, tr.language)
            ),
            *(
                f"{o.code.lower()}: {tr.text(o.label)}"
                for o in options_of(self._session, item_id)
            ),
        ]  # fmt: skip

    def answer(self, item_id: str) -> list[str]:
        """How the item stands: answer, note, evidence."""
        tr, session = self.tr, self._session
        answer = session.answer_to(item_id)
        lines = [self.status(item_id)]
        if answer.status is not None:
            if not session.evaluation.counts(item_id):
                lines.append(tr("It is kept, and does not count while its stage is shut."))
            if self.lacks_reason(item_id):
                lines.append(tr("Its reason is missing: t TEXT."))
        if answer.note:
            lines += self._note(answer.note, GLANCE)
        if answer.evidence:
            lines += [tr("Evidence: {document}", document=d) for d in self._attached(item_id)]
        elif session.evaluation.earned_by(item_id):
            lines.append(tr("No evidence yet."))
        return lines

    def status(self, item_id: str) -> str:
        status = self._session.answer_to(item_id).status
        if status is None:
            return self.tr("Not answered.")
        return self.tr("Answer: {answer}", answer=self.answered(item_id, status))

    def answered(self, item_id: str, status: str) -> str:
        """A status as it is typed and as it is called."""
        option = self._session.instrument.option(item_id, status)
        key = status.lower()
        return f"{key}, {self.tr.text(option.label)}" if option else key

    def lacks_reason(self, item_id: str) -> bool:
        answer = self._session.answer_to(item_id)
        option = answer.status and self._session.instrument.option(item_id, answer.status)
        return bool(option and option.lacks_reason(answer.note))

    def _note(self, note: str, most: int | None = None) -> list[str]:
        tr = self.tr
        cut = most is not None and len(note) > most
        first, *rest = (note[:most] + " ..." if cut else note).split("\n")
        lines = [tr("Note: {text}", text=first), *(f"  {line}" for line in rest)]
        return [*lines, tr("The note goes on; p reads all of it.")] if cut else lines

    # -- evidence -------------------------------------------------------------------------

    def evidence(self, item_id: str) -> list[str]:
        """What is attached here; the rest of the register where it is short enough to listen to."""
        tr, register = self.tr, self._session.assessment.evidence
        attached = self._session.answer_to(item_id).evidence
        lines = [tr("{document}. Attached.", document=d) for d in self._attached(item_id)]
        if not attached:
            lines.append(tr("No evidence is attached to {item}.", item=item_id))
        if not register:
            return [*lines, tr("The register is empty. e TITLE enters a document and attaches it.")]
        rest = [k for k in register if k not in attached]
        if len(rest) <= SHORT:
            return lines + [self.document(k, register[k]) for k in rest]
        said = tr("The register has {n} documents. e /WORDS finds them.", n=len(register))
        return [*lines, said]

    def documents(self, words: str) -> list[str]:
        """Documents of the register that hold every word."""
        parts = words.casefold().split()
        said = [self.document(k, e) for k, e in self._session.assessment.evidence.items()]
        found = [d for d in said if all(p in d.casefold() for p in parts)]
        return [self.tr.plural("{n} document found.", "{n} documents found.", len(found)), *found]

    def links(self, changes: Iterable[Change]) -> list[str]:
        """What was attached and detached."""
        tr, register = self.tr, self._session.assessment.evidence
        lines = []
        for change in changes:
            if change.kind == "link":
                said = self.document(change.field, register[change.field])
                attached = tr("{document}. Attached.", document=said)
                lines.append(
                    attached if change.after else tr("{document}. Detached.", document=said)
                )
        return lines

    def document(self, key: str, entry: Evidence) -> str:
        details = [one_line(p) for p in (entry.title, entry.kind, entry.location) if p.strip()]
        return f"{key}, {', '.join(details)}"

    def _attached(self, item_id: str) -> list[str]:
        register = self._session.assessment.evidence
        keys = self._session.answer_to(item_id).evidence
        return [self.document(k, register[k]) if k in register else k for k in keys]

    # -- guidance -------------------------------------------------------------------------

    def details(self, item_id: str) -> list[str]:
        """Help, when to choose which answer, examples of evidence, and the whole note."""
        tr, item = self.tr, self._session.item(item_id)
        lines = [tr.text(item.help)] if item.help else []
        lines += [
            f"{o.code.lower()}: {tr.text(o.guidance)}"
            for o in options_of(self._session, item_id)
            if o.guidance
        ]
        lines += [
            tr("Example of evidence: {example}", example=e) for e in item.evidence.in_(tr.language)
        ]
        if item.iso27001:
            lines.append("ISO/IEC 27001:2022: " + ", ".join(item.iso27001))
        if item.uu_pdp:
            lines.append("UU 27/2022: " + ", ".join(item.uu_pdp))
        note = self._session.answer_to(item_id).note
        return [*lines, *(self._note(note) if note else [])]
