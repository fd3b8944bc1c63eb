"""Conflicts of a merge in words. Pure: values in, styled text out; see `words` about typed text."""

from __future__ import annotations

from textual.content import Content

from kami_tui.domain.answers import Change
from kami_tui.domain.merging import Side
from kami_tui.i18n.translator import Translator
from kami_tui.tui import told, words
from kami_tui.usecases.history import Fact
from kami_tui.usecases.merge_journals import Said
from kami_tui.usecases.merging import Dispute
from kami_tui.usecases.session import Session

SIDES: tuple[Side, Side] = ("ours", "theirs")
VALUE = 21
"""Cells of one value in a row."""


def side_word(side: Side, tr: Translator) -> str:
    return tr("ours") if side == "ours" else tr("theirs")


def is_whole(dispute: Dispute) -> bool:
    """Whether it is about a document that one side took out of the register."""
    c = dispute.conflict
    return c.kind == "evidence" and c.field == "title" and None in (c.ours, c.theirs)


def subject(session: Session, dispute: Dispute, tr: Translator) -> str:
    c = dispute.conflict
    if is_whole(dispute):
        return tr("document {document}", document=f"{c.subject} {told.short(dispute.title)}")
    return told.subject(session, _fact(dispute), tr)


def place(dispute: Dispute, tr: Translator) -> str:
    """In a few cells: the item, the document or the scope; of the profile, that it is that."""
    c = dispute.conflict
    return c.subject or tr("profile")


def field(session: Session, dispute: Dispute, tr: Translator) -> str:
    c = dispute.conflict
    if is_whole(dispute):
        return told.label(_change(dispute), tr)
    if c.kind == "link":
        return c.field
    if c.kind in ("evidence", "profile"):
        return told.field_name(_change(dispute), tr)
    return told.label(_change(dispute), tr)


def value(
    session: Session, dispute: Dispute, held: str | None, tr: Translator, *, full: bool = False
) -> str:
    if is_whole(dispute):
        return tr("taken out of the register") if held is None else tr("changed or attached")
    return told.value(session, _change(dispute), held, tr, full=full)


def row(session: Session, dispute: Dispute, choice: Side | None, tr: Translator) -> Content:
    """One line: what was decided, where, and both values."""
    decided = side_word(choice, tr) if choice else "?"
    styles = {side: "bold" if choice == side else words.MUTED if choice else "" for side in SIDES}
    c = dispute.conflict
    shown = [told.short(value(session, dispute, v, tr), VALUE) for v in (c.ours, c.theirs)]
    ours, theirs = (Content(text) for text in shown)
    return Content.assemble(
        (f"{decided:<9}", "bold $success" if choice else f"bold {words.MISSING}"),
        (f"{told.short(place(dispute, tr), 9):<10}", "bold"),
        (f"{told.short(field(session, dispute, tr), 11):<12}", words.MUTED),
        ours.pad_right(max(VALUE - ours.cell_length, 0)).stylize(styles["ours"]),
        (" | ", words.MUTED),
        theirs.stylize(styles["theirs"]),
    )


def heading(side: Side, said: Said, key: str, chosen: bool, tr: Translator) -> Content:
    """Whose value it is, and the key that takes it; below it who gave it, and when."""
    first = Content.assemble((key, "bold $accent"), " ", (side_word(side, tr), "bold"))
    if chosen:
        first = Content.assemble(first, "   ", (tr("taken"), "bold $success"))
    by = [words.moment(said.at) if said.at else "", told.short(said.who, 20)]
    return Content.assemble(first, "\n", ("  ".join(p for p in by if p) or "-", words.MUTED))


def block(session: Session, dispute: Dispute, side: Side, tr: Translator) -> Content:
    held = dispute.conflict.ours if side == "ours" else dispute.conflict.theirs
    text = value(session, dispute, held, tr, full=True)
    return Content.styled(text, "" if held else words.MUTED)


def before(session: Session, dispute: Dispute, tr: Translator) -> str:
    """What both began with."""
    base = dispute.conflict.base
    if is_whole(dispute):
        return ""
    return tr("Before: {value}", value=told.short(value(session, dispute, base, tr, full=True), 60))


def _change(dispute: Dispute) -> Change:
    c = dispute.conflict
    return Change(c.kind, c.subject, c.field, c.base, c.theirs)


def _fact(dispute: Dispute) -> Fact:
    return Fact(_change(dispute), dispute.theirs.who, dispute.theirs.at, title=dispute.title)
