"""The options of ``kami report`` that sign. A password is asked for or read from a file: on the
command line, every other user of the computer could see it."""

from __future__ import annotations

import getpass
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import UsageMistake
from kami_tui.i18n import system
from kami_tui.i18n.translator import N_
from kami_tui.usecases.ports import Reports
from kami_tui.usecases.proof import SigningKey, Token

MOST_PASSWORD = 4096

SIGN = Annotated[
    Path | None,
    typer.Option(
        metavar=N_("KEY.p12"),
        help=N_("Signs the PDF with the key and certificate of this PKCS#12 file."),
    ),
]
PASSWORD_FILE = Annotated[
    Path | None,
    typer.Option(
        metavar=N_("FILE"),
        help=N_("Reads the password (or the token's PIN) from its first line; else it is asked."),
    ),
]
TIMESTAMP = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help=N_(
            "Asks this service for a time stamp (RFC 3161). Nothing else ever asks the network."
        ),
    ),
]
MODULE = Annotated[
    Path | None,
    typer.Option(metavar=N_("FILE"), help=N_("Signs with a token: the PKCS#11 module to use.")),
]
TOKEN = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("The token's label."))]
LABEL = Annotated[
    str | None, typer.Option(metavar=N_("NAME"), help=N_("The certificate's label on the token."))
]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said on the command line."""

    file: Path | None
    password_file: Path | None
    timestamp: str | None
    module: Path | None
    token: str | None
    label: str | None


def reports(cli: Cli, wish: Wish, target: Path | None) -> Reports:
    """What makes the reports: signed ones, where that was asked for.

    Raises:
        UsageMistake: the options do not go together.
        SigningFailed: the key cannot be used.
    """
    token = _token(cli, wish)
    if wish.file is None and token is None:
        if wish.password_file is not None or wish.timestamp is not None:
            option = "--password-file" if wish.password_file is not None else "--timestamp"
            raise UsageMistake(
                message=cli.tr("{option} goes with --sign or --pkcs11-module.", option=option),
                hint="",
            )
        return cli.services.reports
    if wish.file is not None and token is not None:
        raise UsageMistake(
            message=cli.tr("Sign with a file (--sign) or with a token (--pkcs11-...), not both."),
            hint="",
        )
    if wish.timestamp is not None and not wish.timestamp.startswith(("http://", "https://")):
        raise UsageMistake(
            message=cli.tr("--timestamp needs an address that begins with http:// or https://."),
            hint="",
        )
    for precious in (wish.file, wish.password_file):
        if precious is not None and target is not None and _same(precious, target):
            raise UsageMistake(
                message=cli.tr(
                    "{file} is what the report is signed with; it was not written over.",
                    file=str(target),
                ),
                hint="  " + cli.tr("Give --out another name."),
            )
    key = SigningKey(wish.file, token, _password(cli, wish), wish.timestamp)
    return cli.services.signing.reports(key)


def only_one(cli: Cli, wish: Wish) -> None:
    """Many reports are made unsigned: each signature is an act of its own. Raises UsageMistake."""
    if wish != Wish(None, None, None, None, None, None):
        raise UsageMistake(
            message=cli.tr("One report is signed at a time."),
            hint="  kami report kota.yaml --out kota.pdf --sign officer.p12",
        )


def _token(cli: Cli, wish: Wish) -> Token | None:
    given = (wish.module, wish.token, wish.label)
    if all(v is None for v in given):
        return None
    if wish.module is None or wish.token is None or wish.label is None:
        raise UsageMistake(
            message=cli.tr(
                "A token needs all three: --pkcs11-module, --pkcs11-token and --pkcs11-label."
            ),
            hint="",
        )
    return Token(wish.module, wish.token, wish.label)


def _password(cli: Cli, wish: Wish) -> str | None:
    if wish.password_file is not None:
        return password_in(cli, wish.password_file)
    if not output.is_terminal(sys.stdin):
        raise UsageMistake(
            message=cli.tr("The key needs a password, and there is no terminal to ask for it."),
            hint="  " + cli.tr("Put it on the first line of a file and name it: --password-file."),
        )
    what = str(wish.file) if wish.file is not None else str(wish.token)
    return getpass.getpass(cli.tr("Password of {what}:", what=what) + " ") or None


def password_in(cli: Cli, place: Path) -> str | None:
    """The first line of a file; None if it is empty. Raises UsageMistake: it cannot be read."""
    try:
        with place.open("rb") as file:
            first = file.read(MOST_PASSWORD).split(b"\n")[0].rstrip(b"\r")
        return first.decode() or None
    except (OSError, ValueError) as error:
        detail = (
            system.said(error.strerror or str(error), cli.tr)
            if isinstance(error, OSError)
            else cli.tr("it is not UTF-8 text")
        )
        raise UsageMistake(
            message=cli.tr(
                "The password file {file} cannot be read: {detail}.",
                file=str(place),
                detail=detail,
            ),
            hint="",
        ) from error


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False
