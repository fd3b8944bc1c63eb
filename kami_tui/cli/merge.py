"""``kami merge``: parts that came back, into the assessment they were cut from."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from kami_tui.cli import output
from kami_tui.cli.completion import names
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.merge_words import conflict_lines, outcome_lines
from kami_tui.cli.split import STORED
from kami_tui.cli.text import folded_lines
from kami_tui.domain.answers import Change, changes_between
from kami_tui.domain.errors import MergeConflicts, MergeOvertaken
from kami_tui.i18n.translator import N_
from kami_tui.usecases.merging import (
    Plan,
    Rule,
    Settling,
    Written,
    foreseen,
    held,
    plan,
    plan_for,
    write,
)
from kami_tui.usecases.parts import Part

KINDS = ("profile", "owner", "evidence", "answer", "link")
"""The order in which changes are told."""
TRIES = 5
"""How often it is planned anew, where others keep writing meanwhile."""


@dataclass(frozen=True, slots=True)
class Outcome:
    file: str
    plan: Plan
    written: Written | None
    """None: it was only looked at."""

    def changes(self, rule: Rule | None) -> tuple[Change, ...]:
        """What was, or would be, changed here; conflicts that `rule` does not decide left out."""
        one = self.plan
        if self.written is not None:
            return self.written.changes
        if one.state != "new":
            return ()
        choices = one.chosen(rule) if rule else {}
        return changes_between(one.merge.ours, one.result(choices))


def merge(
    ctx: typer.Context,
    assessment: Annotated[str, typer.Argument(metavar=N_("ID"), help=STORED, autocompletion=names)],
    files: Annotated[
        list[Path],
        typer.Argument(metavar=N_("FILE..."), help=N_("Files that 'kami hand-back' wrote.")),
    ],
    ours: Annotated[
        bool, typer.Option("--ours", help=N_("In a conflict, what stands here stays."))
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help=N_("In a conflict, what came is taken."))
    ] = False,
    newest: Annotated[
        bool,
        typer.Option(
            "--newest", help=N_("In a conflict, what was said last is taken (by each one's clock).")
        ),
    ] = False,
    fail: Annotated[
        bool,
        typer.Option(
            "--fail",
            help=N_(
                "In a conflict nothing at all is written, and the exit code is 1; so it is"
                " without these four where there is no terminal to ask on."
            ),
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Only says what would be done."))
    ] = False,
) -> int:
    """Merges parts into an assessment."""
    cli: Cli = ctx.obj
    chosen = [n for n, on in (("ours", ours), ("theirs", theirs), ("newest", newest)) if on]
    if len(chosen) + fail > 1:
        raise UsageMistake(
            message=cli.tr("Only one of --ours, --theirs, --newest and --fail can be given."),
            hint="",
        )
    rule: Rule | None = chosen[0] if chosen else None  # type: ignore[assignment]
    for file in files:
        cli.no_pipe(file)
        cli.no_bundle(str(file))
    id = cli.services.workspace.resolve(assessment)
    parts = [(str(f), cli.services.part_files.read(f)) for f in files]
    ahead = _looked_at(cli, id, parts, rule)
    if dry_run:
        return _tell(cli, ahead, rule)
    if rule is None and any(o.plan.disputes for o in ahead):
        if not fail and not cli.as_json and cli.has_terminal:
            return _ask(cli, id, parts)
        _tell(cli, ahead, None)
        count = sum(len(o.plan.disputes) for o in ahead)
        raise MergeConflicts(count=count)
    done = [Outcome(name, *_merged(cli, id, part, name, rule)) for name, part in parts]
    return _tell(cli, done, rule)


def _looked_at(
    cli: Cli, id: str, parts: list[tuple[str, Part]], rule: Rule | None
) -> list[Outcome]:
    """What all the parts would do, one after the other; a wrong one is told before any is
    written."""
    services = cli.services
    here = held(services.part_store, id)
    order = services.editions.scorer(here.stored.assessment.instrument).ids
    found = []
    for name, part in parts:
        one = plan_for(part, here, order, name)
        found.append(Outcome(name, one, None))
        choices = one.chosen(rule) if rule else {}
        here = foreseen(one, choices, here, services.who, services.clock())
    return found


def _planned(cli: Cli, id: str, part: Part, name: str) -> Plan:
    store = cli.services.part_store
    edition = store.load(id).assessment.instrument
    return plan(part, store, id, cli.services.editions.scorer(edition).ids, name)


def _merged(cli: Cli, id: str, part: Part, name: str, rule: Rule | None) -> tuple[Plan, Written]:
    """Raises MergeOvertaken where somebody writes all the time, MergeConflicts."""
    for left in reversed(range(TRIES)):
        one = _planned(cli, id, part, name)
        choices = one.chosen(rule) if rule else {}
        try:
            return one, write(one, choices, cli.services.part_store, cli.services.who)
        except MergeOvertaken:
            if not left:
                raise
    raise AssertionError


def _ask(cli: Cli, id: str, parts: list[tuple[str, Part]]) -> int:
    """One file after the other; where somebody has to decide, the terminal program opens."""
    done: list[Outcome] = []
    for name, part in parts:
        one = _planned(cli, id, part, name)
        if not one.disputes:
            done.append(Outcome(name, *_merged(cli, id, part, name, None)))
            continue
        settling = _settling(cli, id, part, name, one)
        cli.open_terminal(cli.services, settling=settling)
        if settling.written is None:
            _tell(cli, done, None)
            cli.diagnostics.note(
                cli.tr("{file} was not merged; nothing of it was written.", file=name)
            )
            return Code.SOME_FAILED
        done.append(Outcome(name, settling.plan, settling.written))
    return _tell(cli, done, None)


def _settling(cli: Cli, id: str, part: Part, name: str, one: Plan) -> Settling:
    services = cli.services
    return Settling(
        one,
        name,
        again=lambda: _planned(cli, id, part, name),
        write=lambda p, choices: write(p, choices, services.part_store, services.who),
    )


def _changes(cli: Cli, outcome: Outcome, rule: Rule | None) -> tuple[Change, ...]:
    """As people walk them, and the same whether they were made or only foretold."""
    order = cli.services.editions.scorer(outcome.plan.merge.ours.instrument).ids
    rank = {item: n for n, item in enumerate(order)}

    def place(change: Change) -> tuple[int, int, int, str]:
        name = change.field if change.kind == "link" else change.subject
        digits = "".join(c for c in name if c in "0123456789")[:18]
        return KINDS.index(change.kind), rank.get(change.subject, -1), int(digits or 0), name

    return tuple(sorted(outcome.changes(rule), key=place))


def _tell(cli: Cli, outcomes: list[Outcome], rule: Rule | None) -> int:
    if cli.as_json:
        output.write_json([_document(o, _changes(cli, o, rule), rule) for o in outcomes])
        return Code.DONE
    lines: list[str] = []
    for outcome in outcomes:
        lines += outcome_lines(
            cli, outcome.file, outcome.plan, outcome.written, _changes(cli, outcome, rule), rule
        )
        if outcome.written is None or rule is not None:
            lines += conflict_lines(cli, outcome.plan, rule)
    if lines:
        output.write("\n".join(folded_lines(lines, output.columns_of(sys.stdout))))
    return Code.DONE


def _document(outcome: Outcome, made: Sequence[Change], rule: Rule | None) -> dict[str, Any]:
    """Stable names, for scripts."""
    one, written = outcome.plan, outcome.written
    choices = one.chosen(rule) if rule else {}
    return {
        "file": outcome.file,
        "assessment": one.assessment,
        "split": one.part.split.id,
        "from": {"assessment": one.filled.assessment, "who": one.filled.who},
        "state": one.state,
        "written": written is not None and one.state == "new",
        "changes": len(made),
        "changed": [
            {
                "kind": c.kind, "subject": c.subject, "field": c.field,
                "before": c.before, "after": c.after,
            }
            for c in made
        ],
        "journal": written.entries if written else None,
        "conflicts": [
            {
                "kind": c.kind, "subject": c.subject, "field": c.field,
                "base": c.base, "ours": c.ours, "theirs": c.theirs,
                "ours_at": d.ours.at.isoformat() if d.ours.at else None,
                "theirs_at": d.theirs.at.isoformat() if d.theirs.at else None,
                "outside": one.is_outside(d), "taken": choices.get(d.place),
            }
            for d in one.disputes for c in [d.conflict]
        ],
    }  # fmt: skip
