"""What a line means in ``kami answer``: one letter, or a word of either language.

Answers come before commands; `walk` asks the item first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kami_tui.i18n.translator import N_, Translator

ITEM_ID = re.compile(r"[0-9]+([.,][0-9]+)+")
"""As typed: a comma does for the point."""
REGISTER_KEY = re.compile(r"[Ee][0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    letter: str
    indonesian: str
    english: str
    about: str
    more: tuple[tuple[str, str], ...] = ()
    """What may stand behind it (empty: it stands alone, too), and what it does then."""


VERBS = (
    Verb("next", "", "lanjut", "next", N_("next item")),
    Verb("previous", "-", "sebelumnya", "previous", N_("previous item")),
    Verb("unanswered", "u", "belum", "unanswered", N_("next unanswered item")),
    Verb("read", "r", "baca", "read", N_("reads this item again")),
    Verb("details", "p", "petunjuk", "guidance", N_("help for this item, and its whole note")),
    Verb(
        "note", "t", "catatan", "note",
        N_("note of several lines; a line with one full stop alone ends it"),
        ((N_("TEXT"), N_("note of one line")), ("-", N_("clears the note"))),
    ),
    Verb(
        "evidence", "e", "bukti", "evidence",
        N_("lists the evidence"),
        (
            ("E3", N_("attaches document E3 of the register")),
            ("-E3", N_("detaches it")),
            ("/SK", N_("searches the register; e / reads all of it")),
            (N_("TITLE"), N_("enters a new document and attaches it")),
        ),
    ),
    Verb("history", "h", "riwayat", "history", N_("history of this item")),
    Verb(
        "why", "w", "mengapa", "why",
        N_("why the area stands where it does"),
        (("3", N_("the same of area 3")),),
    ),
    Verb("summary", "s", "ringkasan", "summary", N_("summary of all areas")),
    Verb("undo", "z", "batal", "undo", N_("undoes the last change")),
    Verb("redo", "y", "ulangi", "redo", N_("makes it again")),
    Verb("take_back", "x", "tarik", "clear", N_("takes the answer back")),
    Verb("quit", "q", "keluar", "quit", N_("ends; everything is saved already")),
    Verb("help", "?", "bantuan", "help", N_("this list")),
)  # fmt: skip
_BY_WORD = {w: v for v in VERBS for w in (v.letter, v.indonesian, v.english)}


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    """Of a verb, or ``go`` (to an item) or ``search``."""
    text: str = ""


def understood(line: str) -> Command | None:
    """The command on a line; None if there is none."""
    text = line.strip()
    if text.startswith("/"):
        return Command("search", text[1:].strip())
    if ITEM_ID.fullmatch(text):
        return Command("go", text.replace(",", "."))
    word, *rest = text.split(None, 1) or [""]
    verb = _BY_WORD.get(word.casefold())
    if verb is None or (rest and not verb.more):
        return None
    return Command(verb.name, *rest)


def help_lines(keys: list[str], tr: Translator) -> list[str]:
    """Every command on a line of its own; `keys` are the answers possible just now."""
    lines = [tr("{keys}: answers this item", keys=" ".join(keys))] if keys else []
    for verb in VERBS:
        letter = verb.letter or tr("Empty line")
        lines.append(f"{letter}: {tr(verb.about)}")
        lines += [f"{letter} {tr(more)}: {tr(about)}" for more, about in verb.more]
    lines.append(tr("2.10: goes to item 2.10"))
    lines.append(tr("/WORDS: searches items and notes"))
    words = [v.english if tr.language == "en" else v.indonesian for v in VERBS]
    lines.append(tr("Whole words will do, too: {words}", words=", ".join(words)))
    return lines
