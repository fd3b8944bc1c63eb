"""Who gets which items of an assessment, for ``kami split``, and what nobody gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import UsageMistake
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.owners import owner_of
from kami_tui.domain.text import folded
from kami_tui.usecases.ports import Stored

MOST_NAMED = 6
"""Items that a line names."""
Wanted = tuple[str, tuple[str, ...]]
"""What a part is called, and its items."""


def given_to(cli: Cli, stored: Stored, instrument: Instrument) -> dict[str, list[str]]:
    """Items of each owner (on one line), in order. Raises UsageMistake: nobody has any."""
    found: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for item in instrument.items:
        if name := owner_of(instrument, stored.assessment.owners, item):
            # One name, however a table spaces it, is one colleague.
            name = names.setdefault(folded(name), " ".join(name.split()))
            found.setdefault(name, []).append(item)
    if not found:
        raise UsageMistake(
            message=cli.tr("Nothing in this assessment is given to anybody yet."),
            hint="  " + cli.tr("Give areas and items to people first (o in the program), or"
                               " choose areas (--area, --by area)."),
        )  # fmt: skip
    return found


def owner_called(cli: Cli, name: str, stored: Stored, given: Mapping[str, list[str]]) -> str:
    """The owner as written in the assessment. Raises UsageMistake: there is none, or nothing of it
    is left to this one."""
    for owner in given:
        if folded(owner) == folded(name):
            return owner
    for owner in stored.assessment.owners.values():
        if folded(owner) == folded(name):
            raise UsageMistake(
                message=cli.tr(
                    "{name} has no item: all of it is given to others section by section or item"
                    " by item.",
                    name=owner,
                ),
                hint="",
            )
    return cli.choice("--owner", name, list(given))


def left_over(cli: Cli, stored: Stored, instrument: Instrument, wanted: Sequence[Wanted]) -> None:
    """With --by owner: what is in no part, and who gets none."""
    having = {folded(name) for name, _ in wanted}
    without = [o for o in stored.assessment.owners.values() if o and folded(o) not in having]
    if without:
        who = ", ".join(dict.fromkeys(without))
        cli.diagnostics.note(cli.tr("No item is left to: {names}", names=who))
    given = {i for _, items in wanted for i in items}
    rest = [i for i in instrument.items if i not in given]
    if rest:
        few = ", ".join(rest[:MOST_NAMED]) + (", ..." if len(rest) > MOST_NAMED else "")
        cli.diagnostics.note(
            cli.tr.plural(
                "{n} item is given to nobody and is in no part: {items}",
                "{n} items are given to nobody and are in no part: {items}",
                len(rest),
                items=few,
            )
        )
