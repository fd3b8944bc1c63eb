"""What operating systems say of files and disks, so that it can be said in the user's language."""

from __future__ import annotations

from kami_tui.i18n.translator import N_, Translator

KNOWN = frozenset((
    N_("No such file or directory"), N_("Permission denied"), N_("Operation not permitted"),
    N_("Is a directory"), N_("Not a directory"), N_("File exists"), N_("Directory not empty"),
    N_("No space left on device"), N_("Disk quota exceeded"), N_("Read-only file system"),
    N_("File name too long"), N_("File too large"), N_("Input/output error"),
    N_("Too many open files"), N_("Too many levels of symbolic links"), N_("Invalid argument"),
    N_("Bad file descriptor"), N_("Broken pipe"), N_("Cannot allocate memory"),
    N_("Device or resource busy"), N_("Text file busy"), N_("No such device or address"),
    N_("Stale file handle"), N_("stdout is closed"), N_("stdin is closed"),
    N_("File is not a zip file"),
))  # fmt: skip
"""As `os.strerror` gives them on Linux, and Python's own; those of other systems are shown as they
are."""


def said(detail: str, tr: Translator) -> str:
    """`detail` in the user's language where it is one of these, else as it is."""
    return tr(detail) if detail in KNOWN else detail
