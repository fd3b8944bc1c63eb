"""The evidence register in lines: a document in the list, a document in full. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from kami_tui.domain.answers import Assessment, Evidence
from kami_tui.domain.official import Wording
from kami_tui.i18n.translator import Translator
from kami_tui.tui import file_words, words
from kami_tui.tui.columns import fit
from kami_tui.tui.widgets.question import entry_details
from kami_tui.usecases.file_states import FileState, Look, Looks, expired, look_at
from kami_tui.usecases.session import Session

MARGIN = 4
"""Cells of the list that are no text: the cursor's sign, the scroll bar, a blank at its side."""
KEY, ITEMS, STATE = 5, 10, 15
"""Cells of the columns; the title has the rest."""
LABEL = 20
"""Cells of a fact's name, with the gap after it."""


def served(assessment: Assessment) -> dict[str, list[str]]:
    """Items by the documents they rest on."""
    found: dict[str, list[str]] = {}
    for item, answer in assessment.answers.items():
        for key in answer.evidence:
            found.setdefault(key, []).append(item)
    return found


def matching(
    register: Mapping[str, Evidence], serves: Mapping[str, Sequence[str]], wanted: str
) -> list[str]:
    """Documents that hold every word: in what is said of them, or in an item they serve."""
    parts = wanted.casefold().split()
    if not parts:
        return [*register]
    return [
        key
        for key, e in register.items()
        if all(
            p in " ".join((key, e.title, e.kind, e.location, e.dated, e.valid_until, e.file,
                           e.sha256, *serves.get(key, ()))).casefold()
            for p in parts
        )
    ]  # fmt: skip


def row(
    key: str, entry: Evidence, serves: int, looks: Looks, today: str, width: int, tr: Translator
) -> Content:
    """Two lines in columns; the second has what helps to tell documents apart."""
    state, tone = file_words.short(entry, look_at(entry, looks), today, tr)
    rests = tr.plural("{n} item", "{n} items", serves)
    head = f"{key} " if cell_len(key) >= KEY else fit(key, KEY)
    room = max(width - cell_len(head) - ITEMS - STATE, 8)
    details = entry_details(entry, tr)
    return Content.assemble(
        (head, "bold"), fit(words.one_line(entry.title), room),
        (" " * max(ITEMS - cell_len(rests), 1) + rests, words.MUTED),
        ("  " + fit(state, STATE - 2), tone), "\n" + " " * KEY,
        (fit(details, max(width - KEY, 8)), words.MUTED),
    )  # fmt: skip


def rests(n: int, tr: Translator) -> str:
    if n == 0:
        return tr("No item rests on it.")
    return tr.plural("{n} item rests on it", "{n} items rest on it", n)


def count(found: int, of: int, files: Mapping[str, FileState], tr: Translator) -> Content:
    said = tr.plural("{n} document", "{n} documents", of)
    if found < of:
        said = tr("{n} of {all}", n=found, all=said)
    line = Content.styled(said, words.MUTED)
    if files:
        word = tr.plural("{n} file gone or changed", "{n} files gone or changed", len(files))
        line += Content.assemble("   ", (f"! {word}", words.WRONG))
    return line


def nothing(any_: bool, tr: Translator) -> Content:
    """Instead of a document."""
    if any_:
        return Content.styled(tr("No document holds these words."), words.MUTED)
    return Content("\n").join([
        Content.styled(tr("No document in the register yet."), "bold"),
        Content(),
        Content(tr("Press n to enter the first one. A document is entered once, and may then "
                   "serve as many items as it proves.")),
    ])  # fmt: skip


def facts(
    key: str, entry: Evidence, look: Look | None, today: str, width: int, tr: Translator
) -> Content:
    """All that is known of one document, `width` cells wide."""
    over = expired(entry, today)
    until = tr.day_text(entry.valid_until)
    sentence, tone = file_words.long(entry, look, tr)
    about = [
        (tr("Kind"), entry.kind, ""),
        (tr("Number or location"), entry.location, ""),
        (tr("Dated"), tr.day_text(entry.dated), ""),
        (tr("Valid until"), tr("{day} - expired", day=until) if over else until,
         words.MISSING if over else ""),
    ]  # fmt: skip
    file = [
        (tr("File"), entry.file, ""),
        (tr("Size"), file_words.exact_size(entry.size, tr), ""),
        ("SHA-256", file_words.halves(entry.sha256), ""),
    ]
    title = Content.assemble((f"{key}  ", "bold $accent"), (words.one_line(entry.title), "bold"))
    blocks = [title, Content(), *_facts(about, width), Content(), *_facts(file, width)]
    if not entry.file:
        sentence, tone = tr("No file on this computer is recorded."), words.MUTED
    return Content("\n").join([*blocks, Content.styled(sentence, tone)])


def _facts(given: Sequence[tuple[str, str, str]], width: int) -> list[Content]:
    """A short value stands beside its label, a long one below it."""
    found = []
    for label, value, tone in given:
        lines = value.split("\n")
        if not value:
            continue
        if max(map(cell_len, lines)) <= width - LABEL:
            indented = ("\n" + " " * LABEL).join(lines)
            found.append(Content.assemble((fit(label, LABEL), words.MUTED), (indented, tone)))
        else:
            found.append(Content.assemble((f"{label}\n", words.MUTED), (value, tone)))
    return found


def item(session: Session, item_id: str, tr: Translator, wording: Wording) -> Content:
    sign = words.sign_of(session, item_id, tr)
    text = words.item_line(session.item(item_id), wording, tr)
    return Content.assemble((f"{item_id:<6}", "bold"), (f"{sign.sign:^3}  ", sign.style), text)
