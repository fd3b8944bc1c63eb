"""Errors and problems as sentences: what happened, what is safe, what to do.

Facts come from files and people: they are put into the sentences as they are, never read as a
format or as markup, and never longer than a line can take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kami_tui.domain.errors import BadInput, KamiError, Problem
from kami_tui.i18n import bundles, system, wordings
from kami_tui.i18n.problems import FORMS, JSON_FAULTS, KINDS, PROBLEMS
from kami_tui.i18n.sentences import (
    EXPORT,
    FILE,
    NOT_TAKEN_IN,
    PART,
    PROOF,
    REPORT,
    SIGNING,
    STORE,
    UNFIT,
    UNWRITABLE,
)
from kami_tui.i18n.translator import Translator

LONGEST = 200
"""Characters of one fact that are shown."""
MOST_NAMES = 20
"""Names of a list that are shown."""


def explain(error: KamiError | Problem, tr: Translator) -> str:
    """What to tell a person, in one sentence or a few.

    A problem gives one line without its place (`located` puts it before), and a second line
    ``hint: ...`` where there is one. BadInput gives all its problems, located.
    """
    if isinstance(error, Problem):
        return _problem(error, tr)
    if isinstance(error, BadInput):
        return "\n".join(located(p, tr) for p in error.problems)
    words = _words(error.facts, tr)
    if error.code.startswith("store_"):
        sentence = STORE.get(str(error.facts.get("reason")), STORE["unreachable"])
        return tr(sentence, **{"place": "?", **words})
    if error.code in ("report_failed", "export_failed"):
        sentences, usual = (
            (REPORT, "failed") if error.code == "report_failed" else (EXPORT, "too_large")
        )
        sentence = sentences.get(str(error.facts.get("reason")), sentences[usual])
        if words.get("why") in UNWRITABLE:
            words["detail"] = f"{words.get('file', '?')}: {tr(UNWRITABLE[words['why']])}"
        return tr(sentence, **{"detail": "?", **words})
    if error.code == "proof_unreadable":
        sentence = PROOF.get(str(error.facts.get("reason")), PROOF["damaged"])
        return tr(sentence, **{"file": "?", "detail": "?", **words})
    if error.code == "signing_failed":
        sentence = SIGNING.get(str(error.facts.get("reason")), SIGNING["failed"])
        return tr(sentence, **{"file": "?", "detail": "?", **words})
    if error.code.startswith("bundle_"):
        return _bundle(error, words, tr)
    if error.code == "wording_unreadable":
        reason = str(error.facts.get("reason"))
        sentence = wordings.UNREADABLE.get(reason, wordings.UNREADABLE["damaged"])
        return tr(sentence, **{"file": "?", **words})
    if error.code == "wording_missing":
        return tr(wordings.MISSING, **{"instrument": "?", **words})
    if error.code == "file_unreadable":
        reason = str(error.facts.get("reason"))
        return tr(FILE.get(reason, FILE["failed"]), **{"file": "?", "detail": "?", **words})
    if error.code == "unfit_text":
        reason = str(error.facts.get("reason"))
        return tr(UNFIT.get(reason, UNFIT["control_character"]), **{"limit": "?", **words})
    if error.code in ("part_refused", "part_unwritable"):
        reason = str(error.facts.get("reason"))
        return tr(PART.get(reason, PART["damaged"]), **{"file": "?", "detail": "?", **words})
    if error.code == "not_taken_in":
        return tr(NOT_TAKEN_IN.get(str(error.facts.get("reason")), NOT_TAKEN_IN["unasked"]))
    if error.code == "merge_overtaken":
        return tr(
            "Somebody keeps changing this assessment, so nothing was merged. Try again in a moment."
        )
    if error.code == "merge_conflicts":
        return tr(
            "Both sides changed the same, so nothing was written. Take the one or the other with"
            " --ours, --theirs or --newest, or run it on a terminal without --fail to decide one"
            " by one."
        )
    if error.code == "settings_unwritable":
        return tr(
            "The settings could not be written to {file}: {detail}.\n"
            "They are as they were; what you chose holds until the program ends.",
            **{"file": "?", "detail": "?", **words},
        )
    if error.code == "file_unwritable":
        return tr(
            "{file} could not be written: {detail}.\n"
            "Nothing was changed. Choose another place for the file.",
            **{"file": "?", "detail": "?", **words},
        )
    if error.code == "unknown_assessment":
        return _unknown_assessment(error, words, tr)
    if error.code in ("unknown_item", "unknown_status", "unknown_instrument"):
        sentence, hint = _parts(Problem(error.code, error.facts), tr)
        return _as_sentence(sentence) + (f"\n{_as_sentence(hint)}" if hint else "")
    return tr(
        "Something went wrong ({code}). What was saved before is safe; please report this.",
        code=error.code,
    )


def located(problem: Problem, tr: Translator) -> str:
    """``file:line: sentence``, with the hint indented below it."""
    place = ""
    if problem.file is not None:
        line = f":{problem.line}" if problem.line is not None else ""
        place = f"{shown(problem.file)}{line}: "
    return place + _problem(problem, tr)


def shown(value: object) -> str:
    """A fact on one line: control characters made visible, cut where it is too long."""
    text = str(value)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "·" for c in text)


def _problem(problem: Problem, tr: Translator) -> str:
    sentence, hint = _parts(problem, tr)
    if hint is None:
        return sentence
    told = tr("hint: {text}", text=hint)
    return f"{sentence}\n  {told}"


def _parts(problem: Problem, tr: Translator) -> tuple[str, str | None]:
    """Sentence and hint."""
    known = PROBLEMS.get(problem.code)
    if known is None:
        return tr("something is wrong here ({code})", code=shown(problem.code)), None
    sentence, advice = known
    words = _Words(_words(problem.facts, tr))
    text = tr(sentence).format_map(words)
    if "row" in problem.facts:
        text += " " + tr("(table row {row})", row=words["row"])
    hint = tr(advice).format_map(words) if advice else _hint(problem, words, tr)
    return text, hint


class _Words(dict[str, str]):
    """Facts as words; one that an error forgot leaves a question mark, not a second error."""

    def __missing__(self, key: str) -> str:
        return "?"


def _words(facts: Mapping[str, object], tr: Translator) -> dict[str, str]:
    return {name: _word(name, value, tr) for name, value in facts.items()}


def _word(name: str, value: object, tr: Translator) -> str:
    if name in ("expected", "found", "kind") and value in KINDS:
        return tr(KINDS[str(value)])
    if isinstance(value, str) and value in system.KNOWN:
        return tr(value)
    if name == "detail" and value in UNWRITABLE:
        return tr(UNWRITABLE[str(value)])
    if name == "detail" and value in JSON_FAULTS:
        return tr(JSON_FAULTS[str(value)])
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        # Lines and ids are names, not amounts: 1200 stays 1200.
        return str(value) if name in ("first", "line") else tr.number(value)
    if isinstance(value, (list, tuple)):
        return _listed(value)
    return shown(value)


def _listed(names: Sequence[object]) -> str:
    listed = ", ".join(shown(n) for n in names[:MOST_NAMES])
    return f"{listed} …" if len(names) > MOST_NAMES else listed


def _hint(problem: Problem, words: Mapping[str, str], tr: Translator) -> str | None:
    """What follows from the facts alone: the word that was meant, or those there are."""
    facts = problem.facts
    if problem.code == "bad_form":
        return tr(FORMS.get(str(facts.get("form")), FORMS["identifier"]))
    if problem.code == "wrong_type":
        return _type_hint(facts, words, tr)
    if problem.code == "unknown_action" and not facts.get("near"):
        return tr("'kami settings --keys' names them all")
    if problem.code == "bad_key" and not facts.get("near"):
        return tr("write a sign (x, ?) or a name (f5, ctrl+r, pagedown, up)")
    if facts.get("others"):
        return tr("this is an item of {others}: check 'instrument'", others=words["others"])
    if facts.get("near"):
        return tr("did you mean '{near}'?", near=words["near"])
    if facts.get("known"):
        return tr("possible here: {known}", known=words["known"])
    return None


def _type_hint(facts: Mapping[str, object], words: Mapping[str, str], tr: Translator) -> str | None:
    if facts.get("expected") == "text" and facts.get("raw") is not None:
        return tr('put it in quotes: "{raw}"', raw=words["raw"])
    if facts.get("expected") in ("number", "number_or_rule") and facts.get("found") == "text":
        return tr("write the number without quotes, with a point: 19.2")
    if facts.get("expected") == "truth":
        return tr("write true or false, without quotes")
    return None


def _unknown_assessment(error: KamiError, words: Mapping[str, str], tr: Translator) -> str:
    name = words.get("assessment", "?")
    if error.facts.get("matches"):
        return tr(
            "Several assessments begin with '{name}': {matches}. Give more of the id.",
            name=name,
            matches=words["matches"],
        )
    return tr("There is no assessment '{name}' in the workspace.", name=name)


def _bundle(error: KamiError, words: dict[str, str], tr: Translator) -> str:
    reason = str(error.facts.get("reason"))
    if error.code == "bundle_incomplete":
        found: Any = error.facts.get("documents") or ()
        lines = [
            tr(bundles.LACKING[d.state], key=shown(d.key), title=shown(d.title), file=shown(d.file))
            for d in found[:MOST_NAMES]
        ]
        lines += ["..."] if len(found) > MOST_NAMES else []
        return "\n".join([tr(bundles.INCOMPLETE), *(f"  {line}" for line in lines)])
    if reason == "locked" and error.facts.get("detail") == "passphrase":
        reason = "locked_passphrase"
    sentences = bundles.UNREADABLE if error.code == "bundle_unreadable" else bundles.FAILED
    usual = "damaged" if error.code == "bundle_unreadable" else "failed"
    sentence = sentences.get(reason, sentences[usual])
    return tr(sentence, **{"file": "?", "detail": "?", "limit": "?", "size": "?", **words})


def _as_sentence(text: str) -> str:
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith(("?", ".", "!")) else begun + "."
