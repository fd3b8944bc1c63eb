"""What is said of a bundle that was verified, to people and to scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from kami_tui.cli.context import Cli
from kami_tui.cli.text import shown
from kami_tui.i18n.translator import N_, Translator
from kami_tui.usecases.bundling import BundleVerdict, Finding

MOST_LINES = 20
"""Findings that are told one by one."""
FINDINGS = {
    "changed": N_("{file} was changed."),
    "missing": N_("{file} is missing."),
    "unlisted": N_("{file} was added: no list of the bundle names it."),
    "list_changed": N_("{file}, which lists the files, was changed."),
    "list_entry": N_("{file} names what no bundle holds: {detail}."),
    "oxum": N_("{file} counts {expected} (bytes.files), there are {found}."),
    "unreadable": N_("{file} is not what a bundle has there; it cannot be compared."),
    "edition": N_(
        "{file}: the edition {detail} here is not the one inside, so that its rules may be others"
        " ({expected} here, {found} inside)."
    ),
    "result": N_("{file}, {detail}: {found} stands there, the answers give {expected}."),
    "answers": N_("{file} does not say the same as {detail}."),
    "evidence": N_("{file} is not the document that the register of evidence knows."),
    "report": N_(
        "{file} does not verify as it should. Unpack it, then 'kami verify' tells where it differs."
    ),
    "other_report": N_("{file} is a report of other answers: {found}."),
}
"""By the words of `usecases.bundling.FindingKind`."""
NOT_COMPARED = {
    "edition_unknown": N_(
        "Its edition is not installed here: the result was compared by the rules inside the bundle,"
        " which its maker could have chosen."
    ),
    "report_edition": N_("For the same reason, its report was not verified."),
    "no_report": N_("It holds no report."),
}
"""By the words of `usecases.bundling.NotCompared`."""


def document(thing: BundleVerdict | Finding) -> dict[str, Any]:
    """Stable names, for scripts."""
    if isinstance(thing, Finding):
        return asdict(thing)
    return {
        "file": thing.file,
        "verdict": "unchanged" if thing.unchanged else "changed",
        "organisation": thing.organisation,
        "instrument": thing.instrument,
        "program": thing.program,
        "date": thing.date,
        "files": thing.files,
        "bytes": thing.size,
        "encrypted": thing.sealed,
        "findings": [asdict(f) for f in thing.findings],
        "not_compared": list(thing.not_compared),
        "evidence_lacking": list(thing.lacking),
        "ignored": list(thing.ignored),
    }


def verdict_lines(cli: Cli, v: BundleVerdict) -> Iterator[str]:
    tr = cli.tr
    yield cli.paint.strong(shown(v.file))
    about = ", ".join(x for x in (v.organisation, v.instrument, v.program, v.date) if x)
    if about:
        yield shown(about)
    yield ""
    if v.unchanged:
        said = tr.plural(
            "Unchanged: its {n} file is as it was listed, and what it says fits together.",
            "Unchanged: its {n} files are as they were listed, and what they say fits together.",
            v.files,
        )
        yield cli.paint.strong(said)
    else:
        yield cli.paint.bad(tr("CHANGED: this bundle is not as it was made."))
    yield from _findings(v.findings, tr)
    for what in v.not_compared:
        yield tr(NOT_COMPARED[what])
    if v.lacking:
        said = tr.plural(
            "When it was made, {n} document of evidence was missing or not as recorded: {keys}",
            "When it was made, {n} documents of evidence were missing or not as recorded: {keys}",
            len(v.lacking),
            keys=", ".join(v.lacking[:MOST_LINES]),
        )
        yield shown(said)
    if v.ignored:
        yield ignored_told(cli, v.ignored)
    if v.unchanged:
        yield ""
        yield tr(
            "Nothing says who made it: whoever makes a whole new bundle can make all of it fit."
            " Compare it with one you got another way."
        )


def verdict_of_files(cli: Cli, file: str, findings: Iterable[Finding]) -> Iterator[str]:
    """Why a bundle was not unpacked."""
    yield cli.tr(
        "CHANGED: {file} is not as it was made, so nothing was unpacked. Ask its sender for it"
        " again.",
        file=file,
    )
    yield from _findings(tuple(findings), cli.tr)


def ignored_told(cli: Cli, files: tuple[str, ...]) -> str:
    said = cli.tr.plural(
        "{n} file that a system adds by itself is no part of it and was ignored: {files}",
        "{n} files that a system adds by itself are no part of it and were ignored: {files}",
        len(files),
        files=", ".join(files[:3]) + (", ..." if len(files) > 3 else ""),
    )
    return shown(said)


def _findings(findings: tuple[Finding, ...], tr: Translator) -> Iterator[str]:
    for finding in findings[:MOST_LINES]:
        yield "  " + shown(tr(FINDINGS[finding.kind], **_facts(finding)))
    if (more := len(findings) - MOST_LINES) > 0:
        yield "  " + tr.plural(
            "and {n} more finding; --json lists it.",
            "and {n} more findings; --json lists them.",
            more,
        )


def _facts(finding: Finding) -> dict[str, str]:
    facts = asdict(finding)
    if finding.kind == "edition":  # enough of two digests to see that they differ
        facts |= {k: facts[k][:19] for k in ("expected", "found")}
    return {k: str(v) or "-" for k, v in facts.items()}
