"""What is said where something could not be done: kept, printed, proved, signed.

What happened, what is safe, what to do. `{names}` stand for the error's facts.
"""

from __future__ import annotations

from kami_tui.i18n.translator import N_

STORE: dict[str, str] = {
    "disk_full": N_(
        "Nothing could be written to {place}: the disk is full.\n"
        "What was saved before is safe. Make room on the disk, then try again."
    ),
    "read_only": N_(
        "Nothing could be written to {place}: it may only be read.\n"
        "What was saved before is safe. Allow writing to the file and its folder, or choose another"
        " place (KAMI_HOME), then try again."
    ),
    "locked": N_(
        "Nothing could be written to {place}: another program keeps it locked.\n"
        "What was saved before is safe. Close the other program, then try again."
    ),
    "corrupt": N_(
        "The workspace {place} is damaged and was not changed.\n"
        "Keep the file, and restore a backup copy beside it or your own."
    ),
    "not_a_workspace": N_(
        "{place} is not a workspace of this program; it was not changed.\n"
        "Choose another file with --db FILE."
    ),
    "newer": N_(
        "The workspace {place} was made by a newer version of this program; it was not changed.\n"
        "Install the newer version to open it."
    ),
    "unreachable": N_(
        "The workspace {place} cannot be reached.\n"
        "What was saved before is safe. Check the folder, or the network and the database, then try"
        " again."
    ),
}

REPORT: dict[str, str] = {
    "no_pango": N_(
        "The report was not made: the system library Pango is missing.\n"
        "Your answers are safe. Install Pango (Debian and Ubuntu: libpango-1.0-0 and"
        " libpangoft2-1.0-0), then try again."
    ),
    "cancelled": N_("The report was cancelled; no file was written. Your answers are safe."),
    "unwritable": N_(
        "The report could not be written: {detail}.\n"
        "Your answers are safe. Choose another place for the file."
    ),
    "empty": N_(
        "The report was not made: this edition has nothing for the parts that were chosen.\n"
        "Your answers are safe. Choose more parts."
    ),
    "template": N_(
        "The report was not made: its template has a mistake ({detail}).\n"
        "Your answers are safe. If you changed the template, correct it; else please report this."
    ),
    "too_large": N_(
        "The report was not made: {detail}.\n"
        "Your answers are safe, and no file was left behind. Print fewer parts of it."
    ),
    "failed": N_(
        "The report was not made ({detail}).\n"
        "Your answers are safe, and no file was left behind. Please report this."
    ),
}

REPORT_PARTS: dict[str, str] = {
    "cover": N_("Cover"),
    "result": N_("Result on one page"),
    "guide": N_("Reading guide, contents"),
    "areas": N_("Chapters per area"),
    "supplement": N_("Supplement"),
    "gaps": N_("Strengths and gaps"),
    "unanswered": N_("Unanswered, N/A"),
    "register": N_("Evidence register"),
    "crosswalk": N_("ISO/IEC 27001:2022"),
    "method": N_("Method and rules"),
    "signoff": N_("Sign-off"),
    "about": N_("About this report"),
}
"""What people call the parts of `usecases.report_parts`. Short: they stand beside tick boxes."""

EXPORT: dict[str, str] = {
    "too_large": N_(
        "No file was written: {detail}.\n"
        "Your answers are safe. The edition is too large for this form."
    ),
}

UNWRITABLE: dict[str, str] = {
    "the folder does not exist": N_("the folder does not exist"),
    "it is a folder": N_("it is a folder"),
    "it is a device or a pipe, not a file": N_("it is a device or a pipe, not a file"),
    "the file is read-only": N_("the file is read-only"),
    "the folder cannot be written to": N_("the folder cannot be written to"),
}

PROOF: dict[str, str] = {
    "missing": N_("There is no file {file}. Check the path."),
    "no_file": N_("{file} is no ordinary file. Name the PDF of a report."),
    "denied": N_("{file} cannot be read: {detail}. Ask for permission to read it."),
    "too_large": N_(
        "{file} is larger than {limit} MiB: no report is. It was not looked at; check the path."
    ),
    "no_pdf": N_("{file} is no PDF. Name the PDF of a report made by this program."),
    "encrypted": N_(
        "{file} is encrypted, so it cannot be compared with its answers. This program encrypts no"
        " report; ask its sender for the file as it was made."
    ),
    "damaged": N_(
        "{file} is damaged and cannot be read as a PDF ({detail}). It is not as it was made; ask"
        " its sender for it again."
    ),
    "too_much": N_(
        "{file} holds more than any report does, so reading was given up. Do not rely on it; ask"
        " its sender for it again."
    ),
    "no_parts": N_(
        "{file} has no assessment inside: it is no report of this program, it was made before"
        " reports carried one, or another program saved it without. Ask its sender for the"
        " original."
    ),
    "format": N_(
        "{file} was made by a newer version of this program. Verify it with that version."
    ),
}

SIGNING: dict[str, str] = {
    "not_installed": N_(
        "Nothing was signed: what signs and reads signatures is not installed.\n"
        "Your answers are safe. Install it with: pip install 'pyhanko==0.38.*'"
    ),
    "pkcs11_missing": N_(
        "Nothing was signed: what talks to tokens (PKCS#11) is not installed.\n"
        "Your answers are safe. Install it with: pip install 'pyhanko[pkcs11]==0.38.*'"
    ),
    "unreadable": N_(
        "Nothing was signed: the key file {file} cannot be read ({detail}).\n"
        "Your answers are safe. Check the path."
    ),
    "password": N_(
        "Nothing was signed: {file} does not open with this password, or is no PKCS#12 file.\n"
        "Your answers are safe. Try again."
    ),
    "no_key": N_(
        "Nothing was signed: {file} is no PKCS#12 file (.p12, .pfx) with a key and its"
        " certificate.\n"
        "Your answers are safe. Name another file."
    ),
    "no_pdf": N_(
        "No report was written: only a PDF can be signed.\n"
        "Your answers are safe. Leave --sign out, or make a PDF."
    ),
    "expired": N_(
        "Nothing was signed: the certificate in {file} is not in force today ({detail}).\n"
        "Your answers are safe. Ask for a new certificate."
    ),
    "token": N_(
        "Nothing was signed: the token {file} cannot be used ({detail}).\n"
        "Your answers are safe. Check module, token, label and PIN."
    ),
    "trust": N_(
        "The certificate {file} cannot be read ({detail}). Nothing was verified; name a certificate"
        " as PEM or DER."
    ),
    "timestamp": N_(
        "No report was written: the time-stamping service {file} gave no time stamp ({detail}).\n"
        "Your answers are safe. Try again, or sign without --timestamp."
    ),
    "failed": N_(
        "No report was written: signing failed ({detail}).\n"
        "Your answers are safe. Please report this."
    ),
}

PART: dict[str, str] = {
    "no_part": N_(
        "{file} is no part of an assessment. Nothing was changed; name a file that 'kami split' or"
        " 'kami hand-back' wrote."
    ),
    "damaged": N_(
        "{file} is damaged, or was edited by hand: it is not as it was written. Nothing was"
        " changed; ask its sender for it again."
    ),
    "newer": N_(
        "{file} was made by a newer version of this program. Nothing was changed; install the newer"
        " version."
    ),
    "not_filled": N_(
        "{file} is a part as it was handed out, with nothing filled in. Nothing was changed; your"
        " colleague takes it in with 'kami import', and 'kami hand-back' writes the file to merge."
    ),
    "filled": N_(
        "{file} is a part on its way back. Nothing was changed; whoever handed it out takes it in"
        " with: kami merge {assessment} FILE"
    ),
    "other_assessment": N_(
        "{file} is a part of the assessment {other}, not of {assessment}. Nothing was changed."
    ),
    "other_edition": N_(
        "{file} is of the edition {instrument}, the assessment of {other}. Nothing was changed."
    ),
    "other_history": N_(
        "{file} does not go on from what came from there before: an older copy of that workspace"
        " was put back, or two copies of it are worked on. Nothing was changed. Have 'kami export"
        " {other} --format xlsx' written there, and look at it with: kami import FILE --to"
        " {assessment} --preview text. It names what differs: --ours keeps yours, --theirs takes"
        " all of theirs, also what is older than yours"
    ),
    "whole": N_(
        "{assessment} is no part of another assessment, so there is nobody to hand it back to."
        " 'kami export' writes it whole."
    ),
    "nothing": N_("There are no items in this part ({label}); no file was written."),
    "too_large": N_(
        "{file} would be larger than can be read again; it was not written. Hand over fewer items"
        " at once."
    ),
    "exists": N_(
        "{file} is there already; it was not written over. Choose another name, or use --force."
    ),
    "no_file": N_("{file} is no ordinary file; nothing was written. Choose another name."),
    "unwritable": N_(
        "{file} could not be written: {detail}. Your answers are safe; choose another place."
    ),
}

FILE: dict[str, str] = {
    "missing": N_("There is no file {file}. Nothing was changed; check the path."),
    "no_file": N_("{file} is no ordinary file. Nothing was changed; name a document."),
    "denied": N_(
        "{file} may not be read by this user. Nothing was changed; ask for permission to read it."
    ),
    "cancelled": N_("Stopped reading {file}; nothing was changed."),
    "changing": N_(
        "{file} changed while it was being read. Nothing was recorded; try again when nobody writes"
        " to it."
    ),
    "failed": N_("{file} could not be read: {detail}. Nothing was changed; try again."),
}

UNFIT: dict[str, str] = {
    "too_long": N_("This text is too long ({limit} characters at most); nothing was changed."),
    "control_character": N_(
        "This text holds a control character that cannot be stored or printed; nothing was"
        " changed. Delete it; it often comes along when text is copied."
    ),
    "empty": N_("A title is needed; nothing was changed."),
}

NOT_TAKEN_IN: dict[str, str] = {
    "unasked": N_("Nothing was written; with --accept it is taken in."),
    "declined": N_("Nothing was written."),
    "conflicts": N_("Nothing was written: the assessment and the workbook differ."),
}
