"""What ``e TEXT`` means: documents of the register by key or title, or a new one."""

from __future__ import annotations

from kami_tui.cli.line.commands import REGISTER_KEY
from kami_tui.cli.line.item import one_line
from kami_tui.cli.line.reply import Refused
from kami_tui.cli.line.save import Act
from kami_tui.domain.answers import Change, Evidence
from kami_tui.domain.errors import Problem
from kami_tui.domain.text import folded
from kami_tui.i18n.explain import explain
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.session import Session


def wanted(session: Session, item: str, text: str, tr: Translator) -> Act:
    """What to do. ``E3`` (or several) attaches, ``-E3`` detaches, anything else is a title.

    Raises Refused: a key that the register does not have.
    """
    off = text.startswith("-")
    words = text[1:].split() if off else text.split()
    keys = {w: _key(session, w) for w in words}
    if off or all(k or REGISTER_KEY.fullmatch(w) for w, k in keys.items()):
        change = session.detach if off else session.attach
        known = [k for k in keys.values() if k]
        if not keys or len(known) < len(keys):
            named = next((w for w, k in keys.items() if k is None), "")
            problem = Problem("unknown_evidence", {"key": named[:60]})
            raise Refused("unknown_evidence", sentence(problem, tr))
        return lambda: tuple(c for k in known for c in change(item, k))
    if key := _titled(session, text):
        return lambda: session.attach(item, key)
    return lambda: _entered(session, item, text)


def _entered(session: Session, item: str, title: str) -> tuple[Change, ...]:
    return session.add_evidence(Evidence(title=one_line(title)), item)


def _key(session: Session, word: str) -> str | None:
    register = session.assessment.evidence
    return next((k for k in register if k.casefold() == word.casefold()), None)


def _titled(session: Session, title: str) -> str | None:
    """The document that has this title already, so that it is not entered twice."""
    same = [k for k, e in session.assessment.evidence.items() if folded(e.title) == folded(title)]
    return same[0] if len(same) == 1 else None


def sentence(problem: Problem, tr: Translator) -> str:
    """A problem as a sentence of its own, without its hint."""
    said = explain(problem, tr).partition("\n")[0]
    return said[:1].upper() + said[1:] + "."
