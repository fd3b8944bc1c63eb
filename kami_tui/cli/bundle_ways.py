"""What ``kami bundle`` and its ways say of themselves."""

from __future__ import annotations

from kami_tui.cli import bundle
from kami_tui.cli.help import Group
from kami_tui.i18n.translator import N_

GROUP: Group = (
    "bundle",
    "export",
    N_(
        "Packs an assessment with all that belongs to it (report, edition, evidence files,"
        " journal) into one file that can be checked; verifies and unpacks such files."
    ),
    N_(
        "kami bundle k7m2p9qx                one file: k7m2p9qx.kami-bag.zip\n"
        "kami bundle verify k7m2p9qx.kami-bag.zip\n"
        "kami bundle make --help             what can be left out, and how to encrypt"
    ),
    (
        (
            "make",
            bundle.make,
            N_(
                "Makes a bundle: a BagIt package (RFC 8493) with answers, result, report,"
                " edition, journal, every evidence file that is as it was recorded, and SHA-256"
                " and SHA-512 of each. 'make' itself may be left out."
            ),
            N_(
                "kami bundle k7m2p9qx --out kota.kami-bag.zip\n"
                "kami bundle kota.yaml --without report,evidence\n"
                "kami bundle k7m2p9qx --to age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w\n"
                "kami bundle k7m2p9qx --to-file auditors.txt\n"
                "kami bundle k7m2p9qx --passphrase\n"
                "\n"
                "Exit code 1: evidence files are missing or not as recorded; nothing was made."
            ),
        ),
        (
            "verify",
            bundle.verify,
            N_(
                "Says whether a bundle is as it was made: compares every file with its SHA-256"
                " and SHA-512, scores the answers again, and verifies the report inside. Exit"
                " code 4: it was changed."
            ),
            N_(
                "kami bundle verify kota.kami-bag.zip\n"
                "kami bundle verify kota.kami-bag.zip.age --identity key.txt\n"
                "kami bundle verify kota.kami-bag.zip --json | jq .findings"
            ),
        ),
        (
            "open",
            bundle.open_,
            N_(
                "Unpacks a bundle into a new folder, if every file is as it was made; decrypts"
                " it first. 'kami import FOLDER/data/answers.yaml' takes its answers in."
            ),
            N_(
                "kami bundle open kota.kami-bag.zip --out kota\n"
                "kami bundle open kota.kami-bag.zip.age --identity key.txt"
            ),
        ),
    ),
)
