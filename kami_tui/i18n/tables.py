"""What is said of a table of answers (CSV)."""

from __future__ import annotations

from kami_tui.i18n.translator import N_

TABLES: dict[str, tuple[str, str | None]] = {
    "csv_syntax": (
        N_("this is no table as programs write them (CSV): {detail}"),
        N_("check the quotation marks here"),
    ),
    "csv_columns": (
        N_("this row has more than {limit} columns"),
        N_("check whether it is the right file"),
    ),
    "csv_rows": (
        N_("the table has more than {limit} rows"),
        N_("check whether it is the right file"),
    ),
    "csv_no_column": (
        N_("the table has no column '{name}'"),
        N_("the first row names the columns, as 'kami export --format csv' writes them"),
    ),
    "csv_column_twice": (
        N_("the table has the column '{name}' twice"),
        N_("delete one of the two"),
    ),
    "csv_no_rows": (N_("the table has no rows below the names of its columns"), None),
    "csv_bad_id": (
        N_("'{id}' names no edition and item"),
        N_(
            "write the edition, a slash and the item, such as kami-5.0/2.10; take out rows of no"
            " item"
        ),
    ),
    "csv_editions": (
        N_("this row is of the edition '{other}', those above are of '{one}'"),
        N_("a file holds the answers to one edition"),
    ),
    "csv_untitled": (
        N_("no row has a title to the document '{key}'"),
        N_("write it under 'evidence_titles', or take the key out under 'evidence' as well"),
    ),
    "csv_titles": (
        N_("the document '{key}' has another title here than in line {first}"),
        N_("write the same title in both rows, or give the document another key"),
    ),
    "csv_unknown_column": (
        N_(
            "column {column}, '{name}', is none that is read, and line {first} has a text in it:"
            " give it the name that is meant, or delete it"
        ),
        None,
    ),
    "csv_nameless_column": (
        N_("column {column} has no name in the first row, and line {first} has a text in it"),
        N_("give it the name that is meant, or delete it"),
    ),
    "csv_more_cells": (
        N_("this row has {cells} cells, the first row names {columns} columns"),
        N_("put a text that has the separator in it in quotation marks"),
    ),
    "csv_short_row": (
        N_("this row ends after {cells} of {columns} cells"),
        N_("complete the row, or copy the whole file again: it may be cut"),
    ),
    "csv_cut": (
        N_("the file ends here, after {cells} of the row's {columns} cells: it seems to be cut"),
        N_("copy the whole file again; a row that is complete ends with a line break"),
    ),
    "csv_open_quote": (
        N_("a quotation mark that is opened in this row is never closed: the file may be cut"),
        N_("close it, or copy the whole file again"),
    ),
    "csv_quote": (
        N_("a text goes on after the quotation mark that closes it"),
        N_('write each quotation mark inside a text twice: "the ""team"" of 2025"'),
    ),
    "csv_other_item": (
        N_("by its 'id' this row is of item {item}, by what else it says of item {other}"),
        N_("sort whole rows, with 'id'; or export the table again and fill it in anew"),
    ),
    "csv_label": (
        N_("item {item}: 'status' says '{status}', but 'status_label' says '{label}'"),
        N_("only 'status' is read: write there what is meant, and empty 'status_label'"),
    ),
    "csv_label_alone": (
        N_("item {item}: 'status' is empty, but 'status_label' says '{label}'"),
        N_("only 'status' is read: write there what is meant, and empty 'status_label'"),
    ),
    "csv_labels_unread": (
        N_("'status' was read, and 'status_label' says another (rows: {n}; lines {lines})"),
        N_("if the label is meant, change 'status'"),
    ),
    "csv_items_missing": (
        N_("the table lacks {n} of the edition's {of} items ({items})"),
        N_("check whether the file was cut"),
    ),
}
