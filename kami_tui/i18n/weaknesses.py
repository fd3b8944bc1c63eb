"""What is weak about an assessment, and how it may be filtered, in words.

Facts that people typed are put into the sentences as they are, on one line, never read as markup.
"""

from __future__ import annotations

from kami_tui.domain.text import LocalizedText
from kami_tui.i18n.translator import N_, Translator
from kami_tui.usecases.check import Kind, Severity, Weakness
from kami_tui.usecases.filters import NOBODY, Filters, Switch

LONGEST = 80
"""Characters of a title that are shown."""

SEVERITIES: dict[Severity, str] = {
    "blocking": N_("To settle"),
    "warning": N_("Will be questioned"),
    "hint": N_("Worth a look"),
}
KINDS: dict[Kind, str] = {
    "profile": N_("Profile not complete"),
    "unanswered": N_("Not answered"),
    "no_reason": N_("Reason is missing"),
    "no_evidence": N_("Evidence is missing"),
    "unknown_evidence": N_("Evidence is not in the register"),
    "evidence_gone": N_("Evidence file is gone"),
    "evidence_changed": N_("Evidence file has changed"),
    "evidence_expired": N_("Evidence no longer valid"),
    "contradiction": N_("Far above the answers it rests on"),
    "evidence_wanted": N_("Evidence would help"),
}
"""A heading for each kind."""
_SENTENCES: dict[Kind, str] = {
    "profile": N_("{field} is not filled in."),
    "unanswered": N_("Not answered; it counts as 0."),
    "no_reason": N_('"{answer}" needs a reason in the note.'),
    "no_evidence": N_('"{answer}" must be proven, but no evidence is attached.'),
    "unknown_evidence": N_("{key} is attached, but the register has no such document."),
    "evidence_gone": N_("{title}: the file is no longer there."),
    "evidence_changed": N_("{title}: the file is not the one that was attached."),
    "evidence_expired": N_("{title}: valid until {valid_until}, assessed on {date}."),
    "contradiction": N_(
        '"{answer}", but {n} of the {of} answers it rests on are "{middle}" or lower.'
    ),
    "evidence_wanted": N_('"{answer}": evidence is usually asked for.'),
}
PROFILE: dict[str, str] = {
    "organisation": N_("Organisation"),
    "unit": N_("Unit"),
    "address": N_("Address"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "assessor": N_("Assessor"),
    "position": N_("Position"),
    "date": N_("Date of assessment"),
    "scope": N_("System and scope"),
}
FILTERS: dict[Switch, str] = {
    "unanswered": N_("unanswered"),
    "without_evidence": N_("without evidence"),
    "not_counted": N_("not counted"),
    "not_applicable": N_("not applicable"),
    "finding": N_("with a finding"),
    "changed": N_("changed since the last round"),
}


def sentence(weakness: Weakness, tr: Translator) -> str:
    """One line that says what is weak; it does not name the item."""
    facts = {name: _word(name, value, tr) for name, value in weakness.facts.items()}
    facts["n"] = str(len(weakness.facts.get("rests_on", ())))
    facts["key"] = weakness.key or ""
    facts["field"] = tr(PROFILE.get(weakness.field or "", weakness.field or ""))
    return tr(_SENTENCES[weakness.kind], **facts)


def heading(kind: Kind, tr: Translator) -> str:
    return tr(KINDS[kind])


def place(weakness: Weakness, tr: Translator) -> str:
    """What it is about, shortly: an item's id, a register key, or the profile."""
    return weakness.item or weakness.key or tr("Profile")


def filters_named(filters: Filters, tr: Translator) -> list[str]:
    """What is filtered for, one short name each; empty where nothing is."""
    named = [tr(FILTERS[switch]) for switch in filters.active]
    if filters.owner == NOBODY:
        named.append(tr("given to nobody"))
    elif filters.owner is not None:
        named.append(tr("owner: {owner}", owner=" ".join(filters.owner.split())))
    return named


def _word(name: str, value: object, tr: Translator) -> str:
    if isinstance(value, LocalizedText):
        return tr.text(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    text = " ".join(str(value).split())
    if name in ("date", "valid_until"):
        return tr.day_text(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
