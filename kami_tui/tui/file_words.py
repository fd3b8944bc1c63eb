"""The local file of a document in words. Pure: values in, words out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import PurePath

from kami_tui.domain.answers import Evidence
from kami_tui.i18n.translator import N_, Translator
from kami_tui.tui import words
from kami_tui.usecases.file_states import FileState, Look, expired

_UNITS = (("kB", 10**3), ("MB", 10**6), ("GB", 10**9), ("TB", 10**12))
_REASONS = {
    "denied": N_("It is there but may not be read by this user."),
    "no_file": N_("What is there is no ordinary file."),
    "changing": N_("Somebody was writing to it while it was read."),
    "failed": N_("It could not be read."),
}


def size(amount: int, tr: Translator) -> str:
    """1,2 MB: enough to recognise a file by."""
    unit, of = "", 1
    for name, worth in _UNITS:
        if amount >= worth:
            unit, of = name, worth
    if not unit:
        return tr.plural("{n} byte", "{n} bytes", amount)
    return f"{tr.number(Fraction(amount, of), 1)} {unit}"


def exact_size(text: str, tr: Translator) -> str:
    """A recorded size, to the byte."""
    if not text.isdecimal() or len(text) > 18:
        return words.one_line(text)
    amount = int(text)
    exact = tr.plural("{n} byte", "{n} bytes", amount)
    return exact if amount < 1000 else f"{size(amount, tr)} ({exact})"


def halves(sha256: str) -> str:
    """In two lines of 32 digits: easier to compare, and as wide as the narrowest window takes."""
    return f"{sha256[:32]}\n{sha256[32:]}" if len(sha256) == 64 else sha256


def name(path: str) -> str:
    """The last part of a path of either kind of system."""
    return words.one_line(PurePath(path.replace("\\", "/")).name or path)


def short(entry: Evidence, look: Look | None, today: str, tr: Translator) -> tuple[str, str]:
    """A word for a column, and its colour. What must be looked into begins with a sign."""
    if look is not None and look.state == "gone":
        return "! " + tr("gone"), words.WRONG
    if look is not None and look.state == "changed":
        return "! " + tr("changed"), words.WRONG
    if expired(entry, today):
        return "! " + tr("expired"), words.MISSING
    if not entry.file:
        return tr("no file"), words.MUTED
    if look is None:
        return tr("not looked at"), words.MUTED
    if look.whole and entry.sha256:
        return tr("unaltered"), "$success"
    return tr("there"), ""


def long(entry: Evidence, look: Look | None, tr: Translator) -> tuple[str, str]:
    """A sentence on the file, and its colour; empty without a file."""
    if not entry.file:
        return "", ""
    if look is None:
        return tr("Not looked at yet."), words.MUTED
    if look.state == "gone":
        reason = _REASONS.get(look.reason)
        return tr(reason) if reason else tr("It is not there any more."), words.WRONG
    if look.state == "changed":
        return _change(entry, look, tr), words.WRONG
    if not entry.sha256:
        return tr("It is there; no SHA-256 was recorded."), words.MISSING
    if look.whole:
        return tr("It is there, and its content is what was recorded."), "$success"
    return tr("It is there and as large as recorded; its content was not compared."), ""


def _change(entry: Evidence, look: Look, tr: Translator) -> str:
    if look.reason in _REASONS:
        return tr(_REASONS[look.reason])
    if look.digest is None:
        return tr("It has another size than recorded.")
    if entry.size and entry.size != str(look.digest.size):
        return tr("It has changed: it is now {size}.", size=exact_size(str(look.digest.size), tr))
    return tr("Its content has changed; the size is the same.")


def trouble(states: Mapping[str, FileState], tr: Translator) -> str:
    """How many files are not what they were; empty when none is amiss."""
    gone = sum(s == "gone" for s in states.values())
    changed = len(states) - gone
    if not changed:
        return tr.plural(
            "The file of {n} document is not where it was.",
            "The files of {n} documents are not where they were.", gone,
        ) if gone else ""  # fmt: skip
    if not gone:
        return tr.plural(
            "The file of {n} document is not as it was recorded.",
            "The files of {n} documents are not as they were recorded.", changed,
        )  # fmt: skip
    return tr(
        "Of {n} documents the file is not as recorded: {gone} gone, {changed} changed.",
        n=len(states), gone=gone, changed=changed,
    )  # fmt: skip
