"""One item in full: what is asked, the answers, the note, the evidence, and help."""

from __future__ import annotations

from textual.content import Content

from kami_tui.domain.answers import Answer, Evidence
from kami_tui.domain.instrument import Item
from kami_tui.domain.official import Wording
from kami_tui.domain.wording import deciding_words
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.columns import shown
from kami_tui.tui.keys import key_of
from kami_tui.tui.messages import EvidenceWanted, NoteWanted, StatusPicked
from kami_tui.tui.view import Panel, View
from kami_tui.tui.widgets.block import Block
from kami_tui.tui.widgets.choices import CHOICE, choices
from kami_tui.tui.widgets.sheet import Sheet
from kami_tui.usecases.session import Session

WIDTH = 76
"""Columns of a text at most: longer lines are hard to read."""


class Question(Sheet, Panel):
    """Scrolled by the screen's keys; never focused, so that letters stay answers."""

    def __init__(self) -> None:
        super().__init__()
        self._fixed: tuple[Block, ...] = ()
        """What no answer changes: head, text and help of the item."""
        self._tallest = 0
        """Lines that the longest guidance of its answers takes."""
        self._added: tuple[object, tuple[Block, ...]] = (None, ())
        """What note and evidence were made from, and the two."""
        self._choices: dict[str, tuple[object, Block]] = {}
        """What each choice was made from, and the choice."""

    def show(self, view: View) -> None:
        session, item, answer, tr = view.session, view.item, view.answer, view.tr
        width = min(self.size.width - self.BARRED, WIDTH)
        made_from = (
            item,
            tr,
            session.assessment.owners,
            view.slim,
            view.low,
            view.guidance,
            view.wording,
        )
        if self.differs(*made_from, width):
            self._tallest = 0 if view.low or view.guidance else tallest(session, item, width, tr)
            self._fixed = (
                Block("item-head", head(session, item, tr), gap=0 if view.slim else 1),
                *asked(item, view.wording, tr),
                Block("aids", aids(session, item, tr), gap=1, width=WIDTH),
            )
        heading, *texts, help_text = self._fixed
        self._choices = choices(view, WIDTH, self._choices)
        said = guided_state if view.guidance else state
        state_of_it = said(session, item.id, key_of(self, "walker.note"), tr)
        self.lay([
            heading,
            *texts,
            *(block for _, block in self._choices.values()),
            # With room for the guidance of every answer: what is below stays where it is.
            Block("item-state", state_of_it, gap=1, least=self._tallest, width=WIDTH),
            *self._note_and_evidence(session, answer, tr),
            help_text,
        ])  # fmt: skip

    def _note_and_evidence(
        self, session: Session, answer: Answer, tr: Translator
    ) -> tuple[Block, ...]:
        entries = [(k, e) for k in answer.evidence if (e := session.assessment.evidence.get(k))]
        keys = [key_of(self, f"walker.{name}") for name in ("note", "evidence")]
        made_from = (answer.note, entries, keys, tr)
        if self._added[0] != made_from:
            texts = (note(answer.note, keys[0], tr), evidence(entries, keys[1], tr))
            self._added = (
                made_from,
                tuple(
                    Block(name, text, gap=1, width=WIDTH, live=True)
                    for name, text in zip(("note", "evidence"), texts, strict=True)
                ),
            )
        return self._added[1]

    def clicked(self, name: str) -> None:
        if name == "note":
            self.post_message(NoteWanted())
        elif name == "evidence":
            self.post_message(EvidenceWanted())
        elif name.startswith(CHOICE):
            self.post_message(StatusPicked(name.removeprefix(CHOICE)))


def asked(item: Item, wording: Wording, tr: Translator) -> tuple[Block, ...]:
    """What is asked. Official words say that they are; below ours they keep quiet."""
    texts = wording.texts(item, tr.language)
    blocks = []
    for voice, text in texts:
        if voice == "ours":
            gap = 1 if len(texts) == 1 else 0
            blocks.append(Block("item-text", Content(text), gap=gap, width=WIDTH))
        else:
            tone = words.MUTED if len(texts) > 1 else ""
            said = Content.assemble((f"{tr('Official')}  ", f"bold {words.MUTED}"), (text, tone))
            blocks.append(Block("item-official", said, gap=1, width=WIDTH))
    return tuple(blocks)


def head(session: Session, item: Item, tr: Translator) -> Content:
    area = session.area_of(item.id)
    section = area.sections[words.section_of(area, item.id)]
    tags = "   ".join(words.tags_line(item, tr))
    owner = session.owner_of(item.id) if session.assessment.owners else ""
    owned = tr("Owner")
    given = f"   {owned} {words.one_line(owner)}" if owner else ""
    first = Content.assemble((item.id, "bold $accent"), f"   {tags}", (given, words.MUTED))
    lines = [
        first.truncate(WIDTH, ellipsis=True) if owner else first,
        Content.styled(f"{words.area_name(area, tr)} > {tr.text(section.name)}", words.MUTED),
    ]
    if section.lead:
        lines.append(Content.styled(tr.text(section.lead), words.MUTED))
    return Content("\n").join(lines)


def guided_state(session: Session, item_id: str, note_key: str, tr: Translator) -> Content:
    """The same where the guidance of every answer is shown: the words of the item that decide."""
    said = state(session, item_id, note_key, tr, guidance=False)
    if not any(o.guidance for o in session.options(item_id)):
        said_of_it = tr("No guidance here: each answer says itself when it is right.")
        hint = Content.styled(said_of_it, words.MUTED)
    elif found := deciding_words(session.instrument, item_id, tr.language):
        hint = Content.assemble(
            (tr("Words in this item that decide") + "  ", words.MUTED), (", ".join(found), "bold")
        )
    else:
        return said
    return Content("\n\n").join([c for c in (hint, said) if c])


def state(
    session: Session, item_id: str, note_key: str, tr: Translator, *, guidance: bool = True
) -> Content:
    """What must be said about the present answer; `guidance`: also when it is right."""
    answer = session.answer_to(item_id)
    if answer.status is None:
        keys = [words.key_of(o.code) for o in words.options_of(session, item_id)]
        return Content.styled(
            tr("Not answered yet. Press {keys}.", keys=" ".join(keys)), words.MISSING
        )
    option = session.instrument.option(item_id, answer.status)
    lines = []
    if option and option.lacks_reason(answer.note):
        asked = tr("A reason is still needed: press {key}.", key=note_key)
        lines.append(Content.styled(asked, words.MISSING))
    if not session.evaluation.counts(item_id):
        lines.append(
            Content.styled(
                tr("Kept, but not counted while stage {stage} is shut.",
                   stage=session.item(item_id).stage or ""),
                words.MISSING,
            )
        )  # fmt: skip
    if guidance and option and option.guidance:
        lines.append(Content.styled(tr.text(option.guidance), words.MUTED))
    return Content("\n").join(lines)


def tallest(session: Session, item: Item, width: int, tr: Translator) -> int:
    """Lines that the longest guidance of the item's answers takes."""
    texts = [tr.text(o.guidance) for o in session.options(item.id) if o.guidance]
    return max((len(Content(t).wrap(width)) for t in texts if width > 0), default=0)


def note(text: str, key: str, tr: Translator) -> Content:
    if not text:
        none = tr("none ({key})", key=key)
        return Content.assemble((tr("Note"), words.MUTED), "  ", (none, "$text-disabled"))
    return Content("\n").join([Content.styled(tr("Note"), words.MUTED), Content(shown(text))])


def evidence(entries: list[tuple[str, Evidence]], key: str, tr: Translator) -> Content:
    if not entries:
        return Content.assemble(
            (tr("Evidence"), words.MUTED), "  ", (tr("none ({key})", key=key), "$text-disabled")
        )
    lines = [Content.styled(tr("Evidence"), words.MUTED)]
    for key, entry in entries:
        details = entry_details(entry, tr)
        lines.append(Content.assemble((f"{key} ", "bold $accent"), words.one_line(entry.title)))
        if details:
            lines.append(Content.styled(f"   {details}", words.MUTED))
    return Content("\n").join(lines)


def entry_details(entry: Evidence, tr: Translator) -> str:
    """Kind, place and dates of a document on one line."""
    parts = [words.one_line(p) for p in (entry.kind, entry.location) if p]
    if entry.dated:
        parts.append(tr("dated {day}", day=tr.day_text(entry.dated)))
    if entry.valid_until:
        parts.append(tr("valid until {day}", day=tr.day_text(entry.valid_until)))
    return ", ".join(parts)


def aids(session: Session, item: Item, tr: Translator) -> Content:
    """Help, examples of evidence, and the clauses the item rests on."""
    blocks: list[Content] = []
    if item.help:
        blocks.append(_block(tr("Help"), Content(tr.text(item.help))))
    examples = item.evidence.in_(tr.language)
    if examples:
        blocks.append(
            _block(tr("Examples of evidence"), Content("\n".join(f"- {e}" for e in examples)))
        )
    if item.iso27001:
        blocks.append(_block("ISO/IEC 27001:2022", Content("  ".join(item.iso27001))))
    if item.uu_pdp:
        blocks.append(_block("UU 27/2022", Content("  ".join(item.uu_pdp))))
    return Content("\n\n").join(blocks)


def _block(heading: str, body: Content) -> Content:
    return Content("\n").join([Content.styled(heading, words.MUTED), body])
