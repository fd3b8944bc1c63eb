"""What ``kami wording`` and its ways say of themselves."""

from __future__ import annotations

from kami_tui.cli import wording
from kami_tui.cli.help import Group
from kami_tui.i18n.translator import N_

GROUP: Group = (
    "wording",
    "check",
    N_(
        "Official question texts from your own workbook: kept on this computer, shown instead of"
        " this project's words or below them. Nothing that is exported has them, and a report only"
        " if you ask for it."
    ),
    N_(
        "kami wording                        what is kept: edition, file, when, how many\n"
        "kami wording import KAMI.xlsx       take the texts from your own workbook\n"
        "kami wording use official           show the official words only\n"
        "kami report k7m2p9qx --wording both a report with both"
    ),
    (
        (
            "show",
            wording.show,
            N_(
                "Tells which official texts are kept and whose words are shown. 'show' itself may"
                " be left out."
            ),
            "kami wording\nkami wording show --json",
        ),
        (
            "import",
            wording.import_,
            N_(
                "Takes the question texts out of a workbook, filled in or not. It shows first how"
                " many were found, which were not, and a few of them; nothing is kept until you"
                " accept it."
            ),
            N_(
                "kami wording import KAMI.xlsx\n"
                "kami wording import KAMI.xlsx --accept --json"
            ),
        ),
        (
            "use",
            wording.use,
            N_("Says whose words are shown, and remembers it in the settings."),
            "kami wording use official\nkami wording use both\nkami wording use ours",
        ),
        (
            "remove",
            wording.remove,
            N_("Removes the official texts of an edition from this computer."),
            "kami wording remove\nkami wording remove kami-5.0",
        ),
    ),
)  # fmt: skip
