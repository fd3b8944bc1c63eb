"""Changes in words: one line of the history, a value in full, what a step of undo took back.

Whatever somebody typed goes into `Content` as plain text, as in `words`.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from kami_tui.domain.answers import Change
from kami_tui.domain.owners import items_in, scopes_of
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import words
from kami_tui.usecases.history import Fact, way_of
from kami_tui.usecases.session import Session

LABELS = {
    "status": N_("Status"),
    "note": N_("Note"),
    "link": N_("Evidence"),
    "evidence": N_("Document"),
    "profile": N_("Profile"),
    "owner": N_("Owner"),
}
FIELDS = {
    "organisation": N_("Organisation"),
    "unit": N_("Unit"),
    "scope": N_("System and scope"),
    "date": N_("Date of assessment"),
    "assessor": N_("Assessor"),
    "position": N_("Position"),
    "address": N_("Address"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "title": N_("Title"),
    "kind": N_("Kind"),
    "location": N_("Number or location"),
    "dated": N_("Dated"),
    "valid_until": N_("Valid until"),
    "sha256": "SHA-256",
    "file": N_("File"),
    "size": N_("Size in bytes"),
}
LABEL_WIDTH = 14
VALUE = 48
"""Cells of one value in a line; the whole of it is a key away."""
GLANCE = 400
"""Characters of a long text that are looked at for a line."""


def short(text: str, width: int = VALUE) -> str:
    """The beginning of what somebody typed, on one line and at most `width` cells wide."""
    line = Content(words.one_line(text[:GLANCE]))
    return line.truncate(width, ellipsis=True).plain


def scope_name(session: Session, scope: str, tr: Translator) -> str:
    """An item, a section or an area, by number and (where it has one) name."""
    if scope in session.instrument.items:
        return tr("item {item}", item=scope)
    try:
        items = items_in(session.instrument, scope)
    except KeyError:
        return scope
    area = session.area_of(items[0])
    if "/" not in scope:
        return tr("area {area} {name}", area=scope, name=words.area_name(area, tr))
    section = area.sections[words.section_of(area, items[0])]
    return tr("section {section} {name}", section=scope, name=tr.text(section.name))


def way(fact: Fact, tr: Translator) -> str:
    """How it came about, where that is worth a word."""
    return {
        "done": "",
        "taken_back": tr("taken back"),
        "done_again": tr("done again"),
        "came": tr("came with a part"),
    }[fact.way]


def label(change: Change, tr: Translator) -> str:
    return tr(LABELS[change.field if change.kind == "answer" else change.kind])


def line(session: Session, fact: Fact, tr: Translator) -> Content:
    """What was changed, from what to what."""
    head = f"{label(fact.change, tr)} ".ljust(LABEL_WIDTH)
    return Content.assemble((head, words.MUTED), _what(session, fact, tr))


def _what(session: Session, fact: Fact, tr: Translator) -> Content:
    change = fact.change
    match change.kind:
        case "link":
            document = f"{change.field} {short(fact.title)}".strip()
            said = N_("attached: {document}") if change.after else N_("detached: {document}")
            return Content(tr(said, document=document))
        case "evidence":
            return _document(session, fact, tr)
        case "answer" if change.field == "note":
            return _note(change, tr)
        case "profile":
            return Content(f"{field_name(change, tr)}: ") + _from_to(session, change, tr)
        case "owner":
            return Content(f"{scope_name(session, change.subject, tr)}: ") + _from_to(
                session, change, tr
            )
    return _from_to(session, change, tr)


def _document(session: Session, fact: Fact, tr: Translator) -> Content:
    change = fact.change
    document = f"{change.subject} {short(fact.title)}".strip()
    if change.field == "title" and change.before is None:
        return Content(tr("{document}, entered", document=document))
    if change.field == "title" and change.after is None:
        return Content(tr("{document}, taken out of the register", document=document))
    return Content(f"{document}, {field_name(change, tr)}: ") + _from_to(session, change, tr)


def _note(change: Change, tr: Translator) -> Content:
    before, after = change.before or "", change.after or ""
    if not after:
        size = tr.plural("{n} character", "{n} characters", len(before))
        return Content(tr("emptied; it had {size}", size=size))
    size = tr.plural("{n} character", "{n} characters", len(after))
    first = next((x for x in after[:GLANCE].split("\n") if x.strip()), "")
    return Content.assemble((f"{size}  ", words.MUTED), short(first))


def _from_to(session: Session, change: Change, tr: Translator) -> Content:
    before, after = (value(session, change, v, tr) for v in (change.before, change.after))
    return Content.assemble(short(before), (" -> ", "bold $accent"), short(after))


def value(
    session: Session, change: Change, held: str | None, tr: Translator, *, full: bool = False
) -> str:
    """What a field held, in words; `full` for a label as it stands in the questionnaire."""
    if change.kind == "answer" and change.field == "status":
        return status(session, change.subject, held, tr, full=full)
    if change.kind == "link":
        return tr("attached") if held else tr("not attached")
    if held:
        return held
    return tr("nobody") if change.kind == "owner" else tr("(empty)")


def status(
    session: Session, item: str, code: str | None, tr: Translator, *, full: bool = False
) -> str:
    """A status as people know it: in full, or short with the key that gives it."""
    if code is None:
        return tr("unanswered")
    known = item in session.instrument.items
    option = session.instrument.option(item, code) if known else None
    if option is None:
        return code
    if full:
        return tr.text(option.label)
    return f"{words.key_of(code).upper()} {words.short_label(option, tr)}"


def field_name(change: Change, tr: Translator) -> str:
    return tr(FIELDS.get(change.field, change.field))


def subject(session: Session, fact: Fact, tr: Translator) -> str:
    """What the change is about, as a heading."""
    change = fact.change
    match change.kind:
        case "answer":
            return f"{scope_name(session, change.subject, tr)}: {label(change, tr)}"
        case "link":
            document = f"{change.field} {short(fact.title)}".strip()
            return f"{scope_name(session, change.subject, tr)}: {document}"
        case "evidence":
            document = f"{change.subject} {short(fact.title)}".strip()
            return f"{document}: {field_name(change, tr)}"
        case "profile":
            return f"{label(change, tr)}: {field_name(change, tr)}"
    return f"{scope_name(session, change.subject, tr)}: {label(change, tr)}"


# -- undo and redo ----------------------------------------------------------------------------


def step(session: Session, changes: Sequence[Change], tr: Translator) -> str:
    """What undo or redo has just done, where one item alone would not show it; else ""."""
    kinds = {(c.kind, c.subject) for c in changes}
    if not changes or (len(kinds) == 1 and changes[0].kind in ("answer", "link")):
        return ""
    what = ", ".join(_counts(changes, tr))
    where = _where(session, changes, tr)
    back = way_of(changes[0]) == "taken_back"
    if back:
        said = N_("Taken back: {what} ({where}).") if where else N_("Taken back: {what}.")
    else:
        said = N_("Done again: {what} ({where}).") if where else N_("Done again: {what}.")
    return tr(said, where=where, what=what)


def _counts(changes: Sequence[Change], tr: Translator) -> list[str]:
    """Answers, notes and so on with their number, most telling first."""
    answers = sum(c.kind == "answer" and c.field == "status" for c in changes)
    notes = sum(c.kind == "answer" and c.field == "note" for c in changes)
    links = sum(c.kind == "link" for c in changes)
    documents = len({c.subject for c in changes if c.kind == "evidence"})
    owners = sum(c.kind == "owner" for c in changes)
    profile = sum(c.kind == "profile" for c in changes)
    found = [
        (answers, tr.plural("{n} answer", "{n} answers", answers)),
        (notes, tr.plural("{n} note", "{n} notes", notes)),
        (documents, tr.plural("{n} document", "{n} documents", documents)),
        (links, tr.plural("{n} attachment", "{n} attachments", links)),
        (owners, tr.plural("{n} owner", "{n} owners", owners)),
        (profile, tr.plural("{n} field of the profile", "{n} fields of the profile", profile)),
    ]
    return [said for n, said in found if n]


def _where(session: Session, changes: Sequence[Change], tr: Translator) -> str:
    """The narrowest scope that holds every item the changes are about."""
    if all(c.kind == "owner" for c in changes) and len(changes) == 1:
        return scope_name(session, changes[0].subject, tr)
    items = [c.subject for c in changes if c.kind in ("answer", "link")]
    if not items or any(i not in session.instrument.items for i in items):
        return ""
    chains = [scopes_of(session.instrument, i) for i in dict.fromkeys(items)]
    common = next((s for s in chains[0] if all(s in chain for chain in chains)), None)
    return scope_name(session, common, tr) if common else ""
