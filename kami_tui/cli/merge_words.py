"""What merging did, or would do, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kami_tui.cli.context import Cli
from kami_tui.cli.excerpts import line_of, side_by_side
from kami_tui.cli.text import shown
from kami_tui.domain.answers import Change
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.merging import Conflict
from kami_tui.i18n.translator import N_
from kami_tui.usecases.merge_journals import Said
from kami_tui.usecases.merging import Dispute, Plan, Rule, Written

MOST = 200
"""Conflicts that are told one by one."""
LONGEST = 60
"""Characters of a value that are shown."""
_NOBODY = Said("", None)
FIELDS = {
    "status": N_("status"),
    "note": N_("note"),
    "owner": N_("owner"),
    "title": N_("title"),
    "kind": N_("kind"),
    "location": N_("number or location"),
    "dated": N_("dated"),
    "valid_until": N_("valid until"),
    "sha256": "SHA-256",
    "file": N_("file"),
    "size": N_("size in bytes"),
    "organisation": N_("organisation"),
    "unit": N_("unit"),
    "address": N_("address"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "assessor": N_("assessor"),
    "position": N_("position"),
    "date": N_("date"),
    "scope": N_("scope"),
}


def outcome_lines(
    cli: Cli,
    file: str,
    plan: Plan,
    written: Written | None,
    changes: Sequence[Change],
    rule: Rule | None,
) -> list[str]:
    """`changes` are what was, or would be, changed; `rule` decides conflicts, if there is one."""
    tr, facts = cli.tr, {"file": shown(file), "who": shown(plan.filled.who)}
    if plan.state == "same":
        return [tr("{file} (from {who}): merged before; nothing was changed.", **facts)]
    if plan.state == "older":
        said = tr(
            "{file} (from {who}): older than what was merged from there; nothing was changed.",
            **facts,
        )
        return [said]
    n, conflicts = len(changes), len(plan.disputes)
    what = []
    if written is None:
        if n or not conflicts:
            what.append(
                tr.plural("{n} change would be taken over", "{n} changes would be taken over", n)
            )
        if conflicts and rule is None:
            what.append(
                tr.plural(
                    "{n} conflict is to be decided", "{n} conflicts are to be decided", conflicts
                )
            )
    else:
        what = [
            tr.plural("{n} change taken over", "{n} changes taken over", n),
            tr.plural("{n} journal entry added", "{n} journal entries added", written.entries),
        ]
        entered = {c.subject for c in changes if _is_whole(c) and c.before is None}
        changes = tuple(c for c in changes if _is_beside(plan, c, entered))
    if conflicts and (written is not None or rule is not None):
        what.append(tr.plural("{n} conflict decided", "{n} conflicts decided", conflicts))
    return [
        tr("{file} (from {who}): {what}.", what=", ".join(what), **facts),
        *_change_lines(cli, plan, changes),
    ]


def _is_whole(change: Change) -> bool:
    """Whether a document is entered, or taken out of the register."""
    return (change.kind, change.field) == ("evidence", "title") and None in (
        change.before,
        change.after,
    )


def _is_beside(plan: Plan, change: Change, entered: Collection[str]) -> bool:
    """Whether nobody who handed these items out would expect it. `entered`: new documents."""
    match change.kind:
        case "answer" | "link":
            return change.subject not in plan.part.split.items
        case "evidence":
            return change.subject not in entered
    return True


def _change_lines(cli: Cli, plan: Plan, changes: Sequence[Change]) -> list[str]:
    instrument = cli.services.editions.scorer(plan.merge.ours.instrument).instrument
    lines = []
    gone = {c.subject for c in changes if _is_whole(c) and c.after is None}
    for change in changes[:MOST]:
        if change.kind == "evidence" and change.subject in gone and not _is_whole(change):
            continue  # all of it goes
        key = change.subject if change.kind == "evidence" else change.field
        titles = (
            a.evidence[key].title for a in (plan.merge.ours, plan.merge.theirs) if key in a.evidence
        )
        conflict = Conflict(
            change.kind, change.subject, change.field, change.before, change.before, change.after
        )
        about = subject(cli, Dispute(conflict, _NOBODY, _NOBODY, next(titles, "")))
        before, after = _values(cli, instrument, conflict, change.before, change.after)
        if _is_whole(change):
            before, after = _registered(cli, change.before), _registered(cli, change.after)
        lines.append(f"    {shown(about)}: {before} -> {after}")
    if len(changes) > MOST:
        lines.append("    ...")
    return lines


def _registered(cli: Cli, title: str | None) -> str:
    return cli.tr("not in the register") if title is None else cli.tr("in the register")


def conflict_lines(cli: Cli, plan: Plan, rule: Rule | None) -> list[str]:
    if plan.state != "new" or not plan.disputes:
        return []
    tr = cli.tr
    instrument = cli.services.editions.scorer(plan.merge.ours.instrument).instrument
    n = len(plan.disputes)
    head = tr.plural(
        "{n} conflict: each side has its own", "{n} conflicts: each side has its own", n
    )
    lines = [cli.paint.strong(head)]
    choices = plan.chosen(rule) if rule else {}
    taken = "   " + tr("taken")
    for dispute in plan.disputes[:MOST]:
        side = choices.get(dispute.place)
        about = shown(subject(cli, dispute))
        if plan.is_outside(dispute):
            about += "   " + tr("(not handed out with this part)")
        lines.append("  " + about)
        c = dispute.conflict
        ours, theirs = _values(cli, instrument, c, c.ours, c.theirs)
        for name, word, value, said in (
            ("ours", tr("ours"), ours, dispute.ours),
            ("theirs", tr("theirs"), theirs, dispute.theirs),
        ):
            told = value + _by(said)
            lines.append(f"    {word}: {told}" + (taken if side == name else ""))
    if n > MOST:
        lines.append("  ...")
    return lines


def subject(cli: Cli, dispute: Dispute) -> str:
    """What a conflict is about, in a few words."""
    tr, c = cli.tr, dispute.conflict
    field = tr(FIELDS[c.field]) if c.field in FIELDS else c.field
    key = c.subject if c.kind == "evidence" else c.field
    document = f"{key} {line_of(dispute.title, LONGEST)}".strip()
    match c.kind:
        case "answer":
            return tr("item {item}, {field}", item=c.subject, field=field)
        case "link":
            return tr("item {item}, document {document}", item=c.subject, document=document)
        case "evidence" if None in (c.ours, c.theirs) and c.field == "title":
            return tr("document {document}", document=document)
        case "evidence":
            return tr("document {document}, {field}", document=document, field=field)
        case "profile":
            return tr("profile, {field}", field=field)
    return tr("owner of {scope}", scope=c.subject)


def _values(
    cli: Cli, instrument: Instrument, c: Conflict, one: str | None, other: str | None
) -> tuple[str, str]:
    """Two values beside each other, so that one sees in what they differ."""
    first, second = side_by_side(one or "", other or "", LONGEST)
    return _value(cli, instrument, c, one, first), _value(cli, instrument, c, other, second)


def _value(cli: Cli, instrument: Instrument, c: Conflict, value: str | None, short: str) -> str:
    tr = cli.tr
    if c.kind == "answer" and c.field == "status":
        if value is None:
            return tr("unanswered")
        known = c.subject in instrument.items
        option = instrument.option(c.subject, value) if known else None
        return shown(f"{value} {tr.text(option.label)}" if option else value)
    if c.kind == "link":
        return tr("attached") if value else tr("not attached")
    if c.kind == "evidence" and c.field == "title" and None in (c.ours, c.theirs):
        if value is None:
            return tr("taken out of the register")
        return f'{tr("changed or attached")}: "{shown(short)}"'
    return f'"{shown(short)}"' if value else tr("(empty)")


def _by(said: Said) -> str:
    if said.at is None:
        return f"   ({shown(said.who)})" if said.who else ""
    return f"   ({shown(said.who)}, {said.at.astimezone():%Y-%m-%d %H:%M})"
