"""The evidence register in lines: a document in the list, a document in full. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from kami_tui.domain.answers import Assessment, Evidence
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
LABEL = 16
"""Cells before a fact: screens/register.tcss leaves as many again beside it, and more."""


def matching(assessment: Assessment, wanted: str) -> list[str]:
    """Documents that hold every word: in what is said of them, or in an item they serve."""
    parts = wanted.casefold().split()
    if not parts:
        return [*assessment.evidence]
    serves: dict[str, list[str]] = {}
    for item, answer in assessment.answers.items():
        for key in answer.evidence:
            serves.setdefault(key, []).append(item)
    return [
        key
        for key, e in assessment.evidence.items()
        if all(
            p in " ".join((key, e.title, e.kind, e.location, e.dated, e.valid_until, e.file,
                           e.sha256, *serves.get(key, ()))).casefold()
            for p in parts
        )
    ]  # fmt: skip


def row(
    assessment: Assessment, key: str, looks: Looks, today: str, width: int, tr: Translator
) -> Content:
    """Two lines in columns; the second has what helps to tell documents apart."""
    entry = assessment.evidence[key]
    state, tone = file_words.short(entry, look_at(entry, looks), today, tr)
    rests = rests_short(len(assessment.items_resting_on(key)), tr)
    head = f"{key} " if cell_len(key) >= KEY else fit(key, KEY)
    room = max(width - cell_len(head) - ITEMS - STATE, 8)
    details = entry_details(entry, tr)
    return Content.assemble(
        (head, "bold"), fit(words.one_line(entry.title), room),
        (" " * max(ITEMS - cell_len(rests), 1) + rests, words.MUTED),
        ("  " + fit(state, STATE - 2), tone), "\n" + " " * KEY,
        (fit(details or "-", max(width - KEY, 8)), words.MUTED),
    )  # fmt: skip


def rests_short(n: int, tr: Translator) -> str:
    return tr.plural("{n} item", "{n} items", n)


def rests(n: int, tr: Translator) -> str:
    if n == 0:
        return tr("No item rests on it.")
    return tr.plural("{n} item rests on it", "{n} items rest on it", n)


def count(
    assessment: Assessment, found: Sequence[str], files: Mapping[str, FileState], tr: Translator
) -> Content:
    of = len(assessment.evidence)
    said = tr.plural("{n} document", "{n} documents", of)
    if len(found) < of:
        said = tr("{n} of {all}", n=len(found), all=said)
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


def facts(key: str, entry: Evidence, look: Look | None, today: str, tr: Translator) -> Content:
    over = expired(entry, today)
    until = tr.day_text(entry.valid_until)
    sentence, tone = file_words.long(entry, look, tr)
    shown = [
        (tr("Kind"), entry.kind, ""),
        (tr("Number or location"), entry.location, ""),
        (tr("Dated"), tr.day_text(entry.dated), ""),
        (tr("Valid until"), tr("{day} - expired", day=until) if over else until,
         words.MISSING if over else ""),
        (tr("File"), entry.file, ""),
        (tr("Size"), file_words.exact_size(entry.size, tr), ""),
        ("SHA-256", file_words.halves(entry.sha256), ""),
        ("", sentence, tone),
    ]  # fmt: skip
    blocks = [Content.assemble((f"{key}  ", "bold $accent"), (words.one_line(entry.title), "bold"))]
    blocks += [_fact(label, value, tone) for label, value, tone in shown if value]
    if not entry.file:
        blocks.append(Content.styled(tr("No file on this computer is recorded."), words.MUTED))
    return Content("\n").join(blocks)


def _fact(label: str, value: str, tone: str) -> Content:
    """A short value beside its label, a long one below it."""
    return Content.assemble((f"{label}\n" if label else "", words.MUTED), (value, tone))


def item(session: Session, item_id: str, tr: Translator) -> Content:
    sign = words.sign_of(session, item_id, tr)
    text = words.one_line(tr.text(session.item(item_id).text))
    return Content.assemble((f"{item_id:<6}", "bold"), (f"{sign.sign:^3}  ", sign.style), text)
