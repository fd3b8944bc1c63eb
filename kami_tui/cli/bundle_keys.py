"""What opens and closes a bundle, from the command line. A passphrase is asked for or read from a
file: on the command line, every other user of the computer could see it."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from kami_tui.cli import output
from kami_tui.cli.context import Cli
from kami_tui.cli.diagnostics import UsageMistake
from kami_tui.cli.signing import password_in
from kami_tui.i18n.translator import N_
from kami_tui.usecases.bundling import Key, Lock
from kami_tui.usecases.lookup import exists

TO = Annotated[
    list[str] | None,
    typer.Option(
        metavar="age1...",
        help=N_(
            "Encrypts it to this public key (age, or ssh-ed25519 and ssh-rsa); several times: to"
            " each of them."
        ),
    ),
]
TO_FILE = Annotated[
    list[Path] | None,
    typer.Option(metavar=N_("FILE"), help=N_("Encrypts it to the public keys in this file.")),
]
PASSPHRASE = Annotated[
    bool, typer.Option("--passphrase", help=N_("Encrypts it with a passphrase, which is asked."))
]
PASSPHRASE_FILE = Annotated[
    Path | None,
    typer.Option(metavar=N_("FILE"), help=N_("The passphrase is the first line of this file.")),
]
IDENTITY = Annotated[
    list[Path] | None,
    typer.Option(
        metavar=N_("KEY.txt"),
        help=N_("The file of a secret key (age or SSH) that it was encrypted to."),
    ),
]


def lock_of(
    cli: Cli,
    to: list[str] | None,
    to_file: list[Path] | None,
    *,
    passphrase: bool,
    file: Path | None,
) -> Lock | None:
    """Whom the bundle is encrypted to; None: nobody.

    Raises:
        UsageMistake: the options do not go together, or there is no passphrase.
    """
    by_phrase = passphrase or file is not None
    if by_phrase and (to or to_file):
        raise UsageMistake(
            message=cli.tr(
                "A bundle is encrypted to public keys (--to, --to-file) or with a passphrase, not"
                " both."
            ),
            hint="",
        )
    if by_phrase:
        return Lock(passphrase=_given(cli, file, twice=True))
    if to or to_file:
        return Lock(tuple(to or ()), tuple(to_file or ()))
    return None


def key_for(cli: Cli, bundle: Path, identity: list[Path] | None, file: Path | None) -> Key | None:
    """What opens this bundle. The passphrase is asked for only where it takes one.

    Raises:
        UsageMistake: there is no passphrase, or no such key file.
    """
    for key in identity or ():
        if not exists(key):
            raise UsageMistake(
                message=cli.tr("The key file {file} is not there.", file=str(key)),
                hint="  " + cli.tr("Check the path."),
            )
    if cli.services.bundles.locked(bundle) == "passphrase":
        if identity:
            cli.diagnostics.note(
                cli.tr("{file} is encrypted with a passphrase; no key opens it.", file=str(bundle))
            )
        return Key(passphrase=_given(cli, file, twice=False))
    return Key(tuple(identity or ()))


def _given(cli: Cli, file: Path | None, *, twice: bool) -> str:
    tr = cli.tr
    if file is not None:
        phrase = password_in(cli, file)
    elif not output.is_terminal(sys.stdin):
        raise UsageMistake(
            message=tr("The bundle needs a passphrase, and there is no terminal to ask for it."),
            hint="  " + tr("Put it on the first line of a file and name it: --passphrase-file."),
        )
    else:
        phrase = getpass.getpass(tr("Passphrase of the bundle:") + " ")
        if twice and phrase and getpass.getpass(tr("The same again:") + " ") != phrase:
            raise UsageMistake(message=tr("The two were not the same; nothing was made."), hint="")
    if not phrase:
        raise UsageMistake(message=tr("An empty passphrase protects nothing."), hint="")
    return phrase
