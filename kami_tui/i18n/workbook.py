"""Why a workbook was refused: sentences of `problems`, for one whole file each."""

from __future__ import annotations

from kami_tui.i18n.translator import N_

WORKBOOK: dict[str, tuple[str, str | None]] = {
    "workbook_too_large": (
        N_("the workbook has {size} MiB; {limit} at most can be read"),
        N_("check whether it is the right file; large pictures can be taken out"),
    ),
    "workbook_bomb": (
        N_("the workbook unpacks to more than can be read safely; nothing of it was taken in"),
        N_("open it in a spreadsheet program, copy only what is filled in, and save that as .xlsx"),
    ),
    "workbook_damaged": (
        N_("the workbook is damaged or incomplete; nothing of it was taken in"),
        N_("open it in a spreadsheet program and save it again, or ask for the file once more"),
    ),
    "workbook_entities": (
        N_("the workbook defines XML entities, which no spreadsheet program does; it was not read"),
        N_("do not open it either; ask whoever sent it"),
    ),
    "workbook_password": (
        N_("the workbook is protected by a password to open it"),
        N_("open it, take the password out (File, Info, Protect), and save it as .xlsx"),
    ),
    "workbook_xls": (
        N_("this is a workbook of the old format .xls"),
        N_("open it in a spreadsheet program and save it as .xlsx"),
    ),
    "workbook_xlsb": (
        N_("this is a binary workbook (.xlsb)"),
        N_("open it in a spreadsheet program and save it as .xlsx"),
    ),
    "workbook_ods": (
        N_("this is a workbook of the format OpenDocument (.ods)"),
        N_("open it in a spreadsheet program and save it as .xlsx"),
    ),
    "workbook_html": (
        N_("this is a web page with the name of a workbook"),
        N_("open it in a spreadsheet program and save it as .xlsx"),
    ),
    "workbook_other": (
        N_("this is no Excel workbook"),
        N_("check whether it is the right file; a workbook ends in .xlsx"),
    ),
    "workbook_own_table": (
        N_("this is the table that 'kami export --format csv' writes, saved as a workbook"),
        N_("'kami import' takes it in; here the official workbook is wanted"),
    ),
    "workbook_other_item": (
        N_(
            "{place}: by its 'id' this row is of item {item}, by what else it says of item {other}"
            " (rows: {rows}); nothing was taken in"
        ),
        N_("sort whole rows, with 'id'; or export the table again and fill it in anew"),
    ),
    "workbook_own_book": (
        N_("this is an auditor's workbook of this program, not the official form; nothing was"
           " written"),
        N_("fill in the official workbook; without --into, '--format xlsx' writes a new auditor's"
           " workbook"),
    ),
    "workbook_misread": (
        N_("this is the table of 'kami export --format csv', opened with another encoding than"
           " UTF-8: letters in it are wrong; nothing of it was taken in"),
        N_("import the CSV itself, or open it again with UTF-8 chosen and save that as .xlsx"),
    ),
    "workbook_no_items": (
        N_("no items of a questionnaire were found in the workbook"),
        N_("its rows must have item numbers such as 2.1 and a column of statuses"),
    ),
    "workbook_no_status": (
        N_("the workbook has items, but no column of statuses"),
        N_("head the column with 'Status' or 'Jawaban'"),
    ),
    "workbook_edition": (
        N_("the workbook seems to be {edition}, which is not installed (here: {here})"),
        N_("answers of one edition are not those of another: use a workbook of an edition that is"
           " installed, or add its questionnaire"),
    ),
    "workbook_older": (
        N_("the workbook seems to be {edition}, which is not installed (here: {here})"),
        N_("with --carry its answers are taken along to the items that are the same"),
    ),
    "workbook_other_edition": (
        N_("the workbook is of {found}, the assessment of {wanted}"),
        N_("take it in as a new assessment: leave out --to"),
    ),
    "workbook_of_another": (
        N_("the workbook is of {found}, the assessment of {wanted}; nothing was written"),
        N_("fill in the workbook of the assessment's own edition"),
    ),
    "workbook_not_fillable": (
        N_("the workbook is put together so that single cells cannot be changed without risk to the"
           " rest; nothing was written"),
        N_("open it in a spreadsheet program, save it as .xlsx, and fill in that file"),
    ),
}  # fmt: skip
