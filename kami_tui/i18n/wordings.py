"""Official question texts: why a workbook's were refused, why those kept cannot be read."""

from __future__ import annotations

from kami_tui.i18n.translator import N_

QUESTIONS: dict[str, tuple[str, str | None]] = {
    "questions_none": (
        N_("the workbook has items, but no texts of their questions"),
        N_("head the column with 'Pertanyaan' or 'Question'"),
    ),
    "questions_numbers": (
        N_("what stands in the column of questions is numbers ({place}: '{text}')"),
        N_("head the column of the questions with 'Pertanyaan', and no other one"),
    ),
    "questions_statuses": (
        N_("what stands in the column of questions is statuses ({place}: '{text}')"),
        N_("head the column of the questions with 'Pertanyaan', and no other one"),
    ),
    "questions_short": (
        N_("what stands in the column of questions is too short to be any ({place}: '{text}')"),
        N_("head the column of the questions with 'Pertanyaan', and no other one"),
    ),
    "questions_same": (
        N_("many items have the same text in the column of questions ({place}: '{text}')"),
        N_("head the column of the questions with 'Pertanyaan', and no other one"),
    ),
    "questions_own_book": (
        N_("this is an auditor's workbook of this program: its questions are the program's own"
           " words, not the official ones"),
        N_("take in the official workbook"),
    ),
    "questions_ours": (
        N_("the questions in the workbook are this program's own words, not the official ones"),
        N_("take in the official workbook"),
    ),
}  # fmt: skip

UNREADABLE: dict[str, str] = {
    "damaged": N_(
        "The official texts in {file} are damaged; the questionnaire's own words are shown.\n"
        "Take them in again: kami wording import FILE.xlsx"
    ),
    "too_large": N_(
        "The file of official texts, {file}, is far too large; the questionnaire's own words are"
        " shown.\n"
        "Take them in again: kami wording import FILE.xlsx"
    ),
    "format": N_(
        "The official texts in {file} were written by a newer version of this program; the"
        " questionnaire's own words are shown.\n"
        "Install the newer version, or take them in again: kami wording import FILE.xlsx"
    ),
    "no_file": N_(
        "{file} should hold official texts and is no file; the questionnaire's own words are"
        " shown.\n"
        "Move it away, then take them in again: kami wording import FILE.xlsx"
    ),
    "denied": N_(
        "The official texts in {file} may not be read by this user; the questionnaire's own words"
        " are shown.\n"
        "Ask for permission to read the file."
    ),
}

MISSING = N_(
    "There are no official texts of {instrument} on this computer.\n"
    "Take them in from your own workbook: kami wording import FILE.xlsx"
)
