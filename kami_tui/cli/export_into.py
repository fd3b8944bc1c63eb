"""``kami export --into``: the user's own workbook, filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.report_place import no_folder, spared, unless_there
from kami_tui.cli.text import shown
from kami_tui.domain.errors import KamiError
from kami_tui.i18n import filling as said
from kami_tui.i18n.translator import N_, Translator
from kami_tui.usecases.filling import Filled, FillFinding
from kami_tui.usecases.lookup import STDIN, exists

MOST_LINES = 25
"""Findings of one kind that are told one by one."""
WHOLE = ("no_list",)
"""Kinds that are told once, with the first place: they mostly concern every cell."""
EXAMPLE = "  kami export kota.yaml --into KAMI.xlsx --out KAMI-kota.xlsx"
KINDS = (".xlsx", ".xlsm", ".xltx", ".xltm")


class NothingFilled(KamiError):
    """A workbook could take none of what was to be written; no file was made. Facts: file."""

    code = "nothing_filled"


def alone(cli: Cli, what: str | None, format_: str | None, edition: str | None, bom: bool) -> None:
    """Raises UsageMistake: another form was asked for, too."""
    if what is not None or format_ is not None or edition is not None or bom:
        raise UsageMistake(
            message=cli.tr("--into fills in a workbook; --what, --format, --edition and --bom do"
                           " not go with it."),
            hint=EXAMPLE,
        )  # fmt: skip


def fill(
    cli: Cli,
    assessment: str | None,
    into: str,
    out: str | None,
    overwrite: bool,
    recalculate: bool,
    force: bool,
) -> int:
    """Writes the filled-in workbook and tells what is in it.

    Raises:
        UsageMistake: a name is missing, or names a file that must not be written over.
        BadInput, FileUnwritable, NothingFilled.
    """
    if assessment is None:
        raise UsageMistake(message=cli.tr("Name the assessment to export."), hint=EXAMPLE)
    blank = cli.no_pipe(Path(cli.named(into)))
    target = _target(cli, blank, out)
    found = cli.find(assessment)
    unless_there(cli, spared(cli, [found.path], target), force=force)
    filled = cli.services.filling.fill(
        blank, found.assessment, overwrite=overwrite, recalculate=recalculate
    )
    if not filled.useless:
        cli.services.filling.put(target, filled)
    if cli.as_json:
        output.write_json(document(filled, None if filled.useless else str(target), cli.tr))
    else:
        cli.diagnostics.note("\n".join(lines(filled, target, cli)))
    if filled.useless:
        raise NothingFilled(file=str(target))
    return Code.SOME_FAILED if filled.left_out else Code.DONE


def _target(cli: Cli, blank: Path, out: str | None) -> Path:
    tr = cli.tr
    if out is None or out == STDIN:
        raise UsageMistake(
            message=tr("Name the file for the filled-in workbook with --out."), hint=EXAMPLE
        )
    target = Path(no_folder(cli, out))
    if exists(target) and exists(blank) and _same(blank, target):
        raise UsageMistake(
            message=tr("{file} is the workbook to be filled in; it stays as it is.", file=out),
            hint="  " + tr("Give --out another name."),
        )
    ending = blank.suffix.lower()
    # Excel does not open a workbook whose name says another kind of it than its contents.
    if target.suffix.lower() != ending and ending in KINDS:
        raise UsageMistake(
            message=tr("The filled-in workbook must end in {ending}, as the one it is made from.",
                       ending=ending),
            hint="  " + tr("Give --out another name."),
        )  # fmt: skip
    return target


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def document(f: Filled, path: str | None, tr: Translator) -> dict[str, Any]:
    """Stable names, for scripts."""
    return {
        "path": path,
        "workbook": f.file,
        "instrument": f.instrument,
        "written": dict(f.written),
        "same": dict(f.same),
        "over_lowest": f.as_shipped,
        "unanswered": list(f.unanswered),
        "answered_in_workbook": list(f.answered_there),
        "remarks_in_workbook": list(f.remarked_there),
        "left_out": len(f.left_out),
        "recalculates": f.asks_to_calculate,
        "findings": [
            {
                "kind": x.kind,
                "left_out": x.left_out,
                "field": x.field,
                "place": x.place or None,
                "item": x.item or None,
                "holds": x.holds,
                "wanted": x.wanted,
                "message": said.sentence(x, tr),
            }
            for x in f.findings
        ],
    }


def lines(f: Filled, target: Path, cli: Cli) -> list[str]:
    """What a person reads of it."""
    tr = cli.tr
    told: list[str] = []
    if not f.useless:
        told.append(tr("Written: {file}", file=str(target)))
        told += _counts(f, tr)
    told += _findings(tr("Not written:"), f.left_out, cli)
    rest = [x for x in f.findings if not x.left_out]
    told += _findings(tr("Look at it:"), rest, cli)
    if not f.useless:
        told += _afterwards(f, tr)
    return told


def _counts(f: Filled, tr: Translator) -> Iterator[str]:
    for field, head in (("status", N_("Statuses")), ("remark", N_("Remarks"))):
        number, same = f.written[field], f.same[field]  # type: ignore[index]
        text = tr("{head}: {n} written", head=tr(head), n=number)
        yield "  " + (text + ", " + tr("{n} there already", n=same) if same else text)
    if f.as_shipped:
        yield "  " + tr.plural(
            "{n} of them in place of the lowest answer, which every item of its sheet had, as the"
            " workbook is handed out.",
            "{n} of them in place of the lowest answer, which every item of their sheets had, as"
            " the workbook is handed out.",
            f.as_shipped,
        )
    if f.unanswered:
        yield "  " + tr.plural(
            "{n} item is unanswered; its cells are as they were.",
            "{n} items are unanswered; their cells are as they were.",
            len(f.unanswered),
        )
    if f.answered_there:
        yield "  " + tr.plural(
            "In the workbook {n} of them has a status all the same, and it counts there: {items}",
            "In the workbook {n} of them have a status all the same, and it counts there: {items}",
            len(f.answered_there),
            items=_some(f.answered_there),
        )
    if f.remarked_there:
        yield "  " + tr.plural(
            "{n} item has a remark in the workbook and none here; that remark stays there: {items}",
            "{n} items have remarks in the workbook and none here; those remarks stay there:"
            " {items}",
            len(f.remarked_there),
            items=_some(f.remarked_there),
        )
    if f.documents:
        yield "  " + tr.plural(
            "{n} item rests on documents; documents are not written into a workbook.",
            "{n} items rest on documents; documents are not written into a workbook.",
            f.documents,
        )
    if f.like_formulas:
        yield "  " + tr.plural(
            "{n} remark begins with =, +, - or @; it is a text there, not a formula.",
            "{n} remarks begin with =, +, - or @; they are texts there, not formulas.",
            f.like_formulas,
        )


def _some(items: Sequence[str]) -> str:
    few = ", ".join(items[:12])
    return f"{few}, ..." if len(items) > 12 else few


def _findings(head: str, found: Sequence[FillFinding], cli: Cli) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield f"{head} {len(found)}"
    kinds = dict.fromkeys(x.kind for x in found)
    for kind in kinds:
        these = [x for x in found if x.kind == kind]
        if kind == "no_row":  # mostly a whole area's
            items = tuple(dict.fromkeys(x.item for x in these))
            yield "  " + cli.tr.plural(
                "the workbook does not have {n} item: {items}",
                "the workbook does not have {n} items: {items}",
                len(items),
                items=_some(items),
            )
            continue
        most = 1 if kind in WHOLE else MOST_LINES
        for x in these[:most]:
            place = "  ".join(w for w in (x.place, x.item) if w)
            sentence = said.sentence(x, cli.tr)
            yield "  " + shown(f"{place}  {sentence}" if place else sentence)
        if len(these) > most:
            yield "  " + cli.tr.plural(
                "and {n} more such cell; --json lists it.",
                "and {n} more such cells; --json lists them.",
                len(these) - most,
            )
        if kind == "holds":
            yield "  " + cli.tr("With --overwrite it is written over what stands there.")
        elif kind == "remark_stays":
            yield "  " + cli.tr(
                "Check whether they still belong to the statuses; take out by hand what does not."
            )


def _afterwards(f: Filled, tr: Translator) -> Iterator[str]:
    """The workbook's own points and totals are not this program's to write."""
    if not f.formulas or not f.written["status"]:
        return
    yield ""
    if f.asks_to_calculate:
        yield tr(
            "The workbook's own figures are still those of before. Excel works them out on opening"
            " it; in LibreOffice press Ctrl+Shift+F9. Save it before you hand it in."
        )
    else:
        yield tr(
            "The workbook's own figures are still those of before. Open it, press Ctrl+Alt+F9 in"
            " Excel or Ctrl+Shift+F9 in LibreOffice, and save it before you hand it in. With"
            " --recalculate Excel does so by itself."
        )
