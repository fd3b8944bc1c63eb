"""``kami bundle``: an assessment with all that belongs to it as one package; verified, unpacked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.bundle_keys import (
    IDENTITY,
    PASSPHRASE,
    PASSPHRASE_FILE,
    TO,
    TO_FILE,
    key_for,
    lock_of,
)
from kami_tui.cli.bundle_words import document, ignored_told, verdict_lines, verdict_of_files
from kami_tui.cli.completion import names
from kami_tui.cli.context import BUNDLE_NAME, Cli
from kami_tui.cli.diagnostics import Code, UsageMistake
from kami_tui.cli.moment import generated
from kami_tui.cli.report import matter_of_found
from kami_tui.cli.report_place import is_folder
from kami_tui.cli.report_progress import BundleLine, OneProgress
from kami_tui.cli.scoring import ASSESSMENT
from kami_tui.domain.errors import ReportFailed
from kami_tui.domain.result import result_of
from kami_tui.i18n.boxes import boxes_told
from kami_tui.i18n.translator import N_
from kami_tui.usecases import bundle_check
from kami_tui.usecases.bundling import PARTS, BundleRequest, Lock, MadeBundle
from kami_tui.usecases.evidence_paths import rooted
from kami_tui.usecases.lookup import Found, exists
from kami_tui.usecases.ports import ReportRequest
from kami_tui.usecases.report_names import stem_of

ENDING = BUNDLE_NAME
BUNDLE = Annotated[
    Path,
    typer.Argument(metavar=N_("BUNDLE"), help=N_("The file of a bundle, or its folder.")),
]


def make(
    ctx: typer.Context,
    assessment: Annotated[
        str, typer.Argument(metavar=N_("ASSESSMENT"), help=ASSESSMENT, autocompletion=names)
    ],
    out: Annotated[
        str | None,
        typer.Option(
            metavar=N_("FILE|FOLDER"),
            help=N_(
                "Where to write it; named after the assessment if it is left out, or is a folder"
                " that is there."
            ),
        ),
    ] = None,
    folder: Annotated[
        bool, typer.Option("--folder", help=N_("A folder instead of one zip file."))
    ] = False,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar=N_("PARTS"), help=N_("Leaves these out: report, evidence, journal.")),
    ] = None,
    allow_missing: Annotated[
        bool,
        typer.Option(
            "--allow-missing",
            help=N_(
                "Makes it even if evidence files are missing or not as recorded; those are listed"
                " in it, not included."
            ),
        ),
    ] = False,
    to: TO = None,
    to_file: TO_FILE = None,
    passphrase: PASSPHRASE = False,
    passphrase_file: PASSPHRASE_FILE = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Writes over a file that is there."))
    ] = False,
) -> int:
    """Makes a bundle and prints where it is."""
    cli: Cli = ctx.obj
    parts = _parts(cli, without or [])
    found = cli.find(assessment)
    sealed = bool(to or to_file or passphrase or passphrase_file)
    if folder and sealed:
        raise UsageMistake(
            message=cli.tr("A folder cannot be encrypted; only one file can."),
            hint="  " + cli.tr("Leave --folder out."),
        )
    target = _target(out, _name(found, folder=folder, sealed=sealed))
    _spared(cli, found, target, to_file or [], passphrase_file)
    lock = lock_of(cli, to, to_file, passphrase=passphrase, file=passphrase_file)
    request = _request(
        cli, found, parts, target, lock, allow_missing=allow_missing, folder=folder, force=force
    )
    try:
        with BundleLine(cli) as tell:
            made = cli.services.bundles.make(request, tell)
    except ReportFailed:
        said = cli.tr("No bundle was made, for want of its report; --without report leaves it out.")
        cli.diagnostics.note(said)
        raise
    _told(cli, made)
    return Code.DONE


def verify(
    ctx: typer.Context,
    bundle: BUNDLE,
    identity: IDENTITY = None,
    passphrase_file: PASSPHRASE_FILE = None,
) -> int:
    """Verifies a bundle."""
    cli: Cli = ctx.obj
    cli.no_part(str(bundle))
    key = key_for(cli, cli.no_stdin(bundle), identity, passphrase_file)
    with BundleLine(cli) as tell:
        verdict = bundle_check.verify(bundle, cli.services, key, tell)
    if cli.as_json:
        output.write_json(document(verdict))
    else:
        output.write("\n".join(verdict_lines(cli, verdict)))
    return Code.DONE if verdict.unchanged else Code.CHANGED


def open_(
    ctx: typer.Context,
    bundle: BUNDLE,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=N_("FOLDER"),
            help=N_("A folder that is not there yet; named after the bundle if it is left out."),
        ),
    ] = None,
    identity: IDENTITY = None,
    passphrase_file: PASSPHRASE_FILE = None,
) -> int:
    """Unpacks a bundle whose every file is as it was made, and prints where."""
    cli: Cli = ctx.obj
    cli.no_part(str(bundle))
    key = key_for(cli, cli.no_stdin(bundle), identity, passphrase_file)
    with BundleLine(cli) as tell, cli.services.bundles.open(bundle, key, tell) as opened:
        target = out or Path(opened.name)
        findings = opened.check(tell, target)
    if opened.ignored:
        cli.diagnostics.note(ignored_told(cli, opened.ignored))
    if findings:
        cli.diagnostics.note("\n".join(verdict_of_files(cli, str(bundle), findings)))
        if cli.as_json:
            output.write_json({"path": None, "findings": [document(f) for f in findings]})
        return Code.CHANGED
    if cli.as_json:
        output.write_json({"path": str(target)})
    else:
        output.write(str(target))
    cli.diagnostics.note(
        cli.tr(
            "Its answers are taken in with: {command}",
            command=f"kami import {target / 'data' / 'answers.yaml'}",
        )
    )
    return Code.DONE


def _parts(cli: Cli, without: list[str]) -> frozenset[str]:
    """What goes in. Raises UsageMistake: there is no such part."""
    dropped = {p.strip().lower() for word in without for p in word.split(",") if p.strip()}
    for name in sorted(dropped - set(PARTS)):
        raise UsageMistake(
            message=cli.tr("A bundle has no part '{name}'.", name=name),
            hint=cli.near(name, PARTS)
            or "  " + cli.tr("The parts are: {names}.", names=", ".join(PARTS)),
        )
    return frozenset(PARTS) - dropped


def _name(found: Found, *, folder: bool, sealed: bool) -> str:
    return stem_of(found) + ENDING + ("" if folder else ".zip") + (".age" if sealed else "")


def _target(out: str | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return Path(out) / name if is_folder(out) else Path(out)


def _spared(
    cli: Cli, found: Found, target: Path, keys: list[Path], passphrase: Path | None
) -> None:
    """Raises UsageMistake: what would be written over is worth more than any bundle."""
    place = cli.services.workspace.place
    register = rooted(found, found.assessment).evidence
    evidence = [Path(e.file) for e in register.values() if e.file]
    precious = [found.path, None if "://" in place else Path(place), *keys, passphrase, *evidence]
    if exists(target) and any(_same(one, target) for one in precious if one is not None):
        raise UsageMistake(
            message=cli.tr(
                "{file} is needed for the bundle; it was not written over.", file=str(target)
            ),
            hint="  " + cli.tr("Give --out another name."),
        )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False


def _request(
    cli: Cli,
    found: Found,
    parts: frozenset[str],
    target: Path,
    lock: Lock | None,
    *,
    allow_missing: bool,
    folder: bool,
    force: bool,
) -> BundleRequest:
    services, now = cli.services, generated(cli)
    scorer = services.editions.scorer(found.assessment.instrument)
    result = result_of(scorer.evaluate(found.assessment.statuses)).as_document()
    matter = matter_of_found(cli, found)
    stored = found.stored
    journal = None
    if stored is not None and "journal" in parts:
        journal = services.workspace.journal(stored.id)

    def report(path: Path) -> None:
        wish = ReportRequest(
            matter.assessment, cli.tr.language, path, now,
            previous=matter.previous, entries=matter.entries,
        )  # fmt: skip
        boxes: list[str] = []
        with OneProgress(cli) as tell:
            services.reports.render(wish, tell, boxes=boxes.append)
        if boxes:
            cli.diagnostics.note(boxes_told("".join(boxes), cli.tr))

    return BundleRequest(
        rooted(found, found.assessment),
        output.json_text(result, indent=2) + "\n",
        target,
        now,
        id=stored.id if stored else "",
        journal=journal,
        report=report if "report" in parts else None,
        evidence="evidence" in parts,
        allow_missing=allow_missing,
        folder=folder,
        replace=force,
        lock=lock,
    )


def _told(cli: Cli, made: MadeBundle) -> None:
    tr = cli.tr
    if cli.as_json:
        output.write_json(
            {
                "path": str(made.path),
                "files": made.files,
                "bytes": made.size,
                "evidence": [
                    {"key": d.key, "state": d.state, "file": d.name or None} for d in made.documents
                ],
            }
        )
        return
    output.write(str(made.path))
    lacking = [d for d in made.documents if d.lacking]
    if lacking:
        said = tr.plural(
            "{n} document of evidence is not in it, and listed in data/evidence.json: {keys}",
            "{n} documents of evidence are not in it, and listed in data/evidence.json: {keys}",
            len(lacking),
            keys=", ".join(d.key for d in lacking[:20]),
        )
        cli.diagnostics.note(said)
