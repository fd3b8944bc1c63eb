"""``kami verify``: whether a report is as it was made, and who signed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import Code
from kami_tui.cli.text import shown
from kami_tui.i18n.translator import N_, Translator
from kami_tui.usecases.proof import Difference, Signature, Verdict

MOST_LINES = 12
"""Differences that are told one by one."""
NOT_COMPARED = {
    "result_page": N_("This print has no result page, so no area's score or level was compared."),
    "items": N_("This print has no chapters, so no item's points were compared."),
    "some_items": N_(
        "This print has only some of the chapters; the others' items were not compared."
    ),
    "text": N_(
        "Another version of the program, or templates of its maker's own, printed it: only its"
        " figures were compared, not every word."
    ),
    "wording": N_(
        "Its questions are in official words that whoever made it attached to it. They were"
        " compared with the pages; whether they are the official ones this program cannot tell."
    ),
}
"""By the words of `usecases.proof.NotCompared`."""


def verify(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=N_("FILE.pdf"), help=N_("The report."))],
    trust: Annotated[
        Path | None,
        typer.Option(
            metavar="CERT.pem",
            help=N_(
                "A certificate you trust: the signature must lead to it, or the exit code is 1."
            ),
        ),
    ] = None,
) -> int:
    """Verifies one report."""
    cli: Cli = ctx.obj
    cli.no_bundle(str(file))
    verdict = cli.services.verifier.verify(file, trust)
    if cli.as_json:
        output.write_json(document(verdict))
    else:
        output.write("\n".join(_lines(cli, verdict)))
    if not verdict.unchanged:
        return Code.CHANGED
    if trust is not None and not (
        verdict.signatures and all(s.trusted for s in verdict.signatures)
    ):
        return Code.SOME_FAILED
    return Code.DONE


def document(v: Verdict) -> dict[str, Any]:
    """Stable names, for scripts."""
    return {
        "file": v.file,
        "verdict": "unchanged" if v.unchanged else "changed",
        "organisation": v.organisation,
        "instrument": v.instrument,
        "program": v.program,
        "generated": v.generated,
        "compared": v.figures,
        "differences": [
            {
                "kind": d.kind,
                "where": list(d.where),
                "page": d.page,
                "expected": d.expected,
                "found": d.found,
            }
            for d in v.differences
        ],
        "not_compared": list(v.not_compared),
        "signatures": [
            {
                "who": s.who,
                "issuer": s.issuer,
                "self_signed": s.self_signed,
                "at": s.at.isoformat() if s.at else None,
                "timestamp": s.stamped.isoformat() if s.stamped else None,
                "timestamp_by": s.stamped_by,
                "intact": s.intact,
                "covers_whole_file": s.whole,
                "trusted": s.trusted,
                "detail": s.detail,
            }
            for s in v.signatures
        ],
        "unread_signature": v.unread_signature,
    }


def _lines(cli: Cli, v: Verdict) -> Iterator[str]:
    tr = cli.tr
    yield cli.paint.strong(shown(v.file))
    about = ", ".join(x for x in (v.organisation, v.instrument, v.program) if x)
    if about:
        yield shown(about)
    yield ""
    if v.unchanged:
        said = tr.plural(
            "Unchanged: its answers give the result inside it and all that is printed"
            " ({n} piece of text compared).",
            "Unchanged: its answers give the result inside it and all that is printed"
            " ({n} pieces of text compared).",
            v.figures,
        )
        yield cli.paint.strong(said)
    else:
        yield cli.paint.bad(tr("CHANGED: this report is not as it was made."))
    for difference in v.differences[:MOST_LINES]:
        yield "  " + shown(_difference(difference, tr))
    if (more := len(v.differences) - MOST_LINES) > 0:
        yield "  " + tr.plural(
            "and {n} more difference; --json lists it.",
            "and {n} more differences; --json lists them.",
            more,
        )
    for what in v.not_compared:
        yield tr(NOT_COMPARED[what])
    yield ""
    yield from _signed(v, tr)


def _difference(d: Difference, tr: Translator) -> str:
    name = ", ".join(d.where)
    if d.kind == "part_missing":
        return tr("{file} is no longer inside.", file=name)
    if d.kind == "part_unreadable":
        return tr("{file} inside cannot be read any more.", file=name)
    if d.kind == "part_changed":
        return tr("{file} inside is not the one that the manifest names (SHA-256).", file=name)
    if d.kind == "part_extra":
        return tr("{file} is inside and is none of this program's.", file=name)
    if d.kind == "edition":
        return tr(
            "The edition {edition} here is not the one that scored it: {expected} here, {found}"
            " in the report.",
            edition=name,
            expected=d.expected,
            found=d.found,
        )
    if d.kind == "result":
        return tr(
            "result.json, {where}: {found} stands there, the answers give {expected}.",
            where=".".join(d.where),
            found=d.found or "-",
            expected=d.expected or "-",
        )
    page = tr("page {n}", n=d.page) if d.page else tr("page unknown")
    if d.kind == "annotation":
        return tr("{page}: a note, stamp or field was added.", page=page)
    if d.kind == "picture":
        return tr("{page}: a picture was added; reports have none.", page=page)
    if d.kind == "painted_over":
        return tr("{page}: something was drawn over it after it was made.", page=page)
    place = f"{page}, {name}" if name else page
    if not d.found:
        return tr("{place}: '{expected}' is not printed there.", place=place, expected=d.expected)
    if not d.expected:
        return tr("{place}: '{found}' is printed and should not be.", place=place, found=d.found)
    return tr(
        "{place}: '{found}' is printed, the answers give '{expected}'.",
        place=place,
        found=d.found,
        expected=d.expected,
    )


def _signed(v: Verdict, tr: Translator) -> Iterator[str]:
    if v.unread_signature:
        yield tr(
            "It bears a signature that was not read: what reads signatures is not installed."
            " Install it with: pip install 'pyhanko==0.38.*'"
        )
    elif not v.signatures:
        yield tr(
            "Not signed: its parts agree with one another, but nothing says who made it. Whoever"
            " makes a whole new report can make all parts agree; and lines or areas drawn between"
            " the words are not compared."
        )
    elif not v.differences and not all(s.intact for s in v.signatures):
        yield tr("What is inside and printed agrees; it is the signature that was broken.")
    for s in v.signatures:
        yield from _signature(s, tr)
    held = all(s.intact for s in v.signatures)
    if v.signatures and held and not v.signed_whole:
        yield tr("Something was added to the file after it was signed: the signature is broken.")


def _signature(s: Signature, tr: Translator) -> Iterator[str]:
    if not s.intact:
        who = s.who or tr("somebody unknown")
        yield tr("SIGNATURE BROKEN: what {who} signed was altered afterwards.", who=shown(who))
        return
    yield tr("Signed by {who}.", who=shown(s.who))
    if s.at is not None:
        yield "  " + tr("Signed at {moment} by the signer's own clock.", moment=_moment(s.at))
    if s.stamped is not None:
        yield "  " + tr(
            "Time stamp: {moment}, by {who}; whether to trust that service is yours to judge.",
            moment=_moment(s.stamped),
            who=shown(s.stamped_by),
        )
    if s.whole:
        yield "  " + tr("The signature is intact and covers the whole file.")
    else:
        yield "  " + tr("What was signed is as it was, but is not the whole file.")
    yield "  " + _trust(s, tr)


def _trust(s: Signature, tr: Translator) -> str:
    if s.trusted:
        return tr("The certificate leads to the one you trust.")
    if s.trusted is False:
        return tr(
            "NOT TRUSTED: the certificate (issued by {issuer}) does not lead to the one you named.",
            issuer=shown(s.issuer),
        )
    if s.self_signed:
        return tr(
            "Whether it is really theirs is another question: the certificate is self-signed, so"
            " nobody else vouches for the name. Compare it with one you got elsewhere (--trust)."
        )
    return tr(
        "Whether it is really theirs is another question: the certificate was issued by {issuer},"
        " which this program does not know. Name a certificate you trust with --trust.",
        issuer=shown(s.issuer),
    )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
