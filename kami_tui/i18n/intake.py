"""What is said of a workbook that is to be taken in: of its cells, and of its own figures."""

from __future__ import annotations

from kami_tui.domain.instrument import Instrument
from kami_tui.i18n.explain import shown
from kami_tui.i18n.translator import N_, Translator
from kami_tui.usecases.intake import Finding, Gap

SENTENCES: dict[str, str] = {
    "status": N_("'{said}' is no status of this item"),
    "status_apart": N_("'{said}' says two different statuses; none was taken"),
    "not_offered": N_("'{said}': this item does not offer 'not applicable'"),
    "merged_status": N_("its status cell is merged with another item's: not taken"),
    "rows_differ": N_(
        "the item is there twice with different answers ({first} in {other}): neither was taken"
    ),
    "rows_differ_sheets": N_(
        "the item is there twice with different answers ({first} in {other}): neither was taken; if"
        " one of the two sheets is an older copy, hide or remove it"
    ),
    "second_sheet": N_(
        "the item is on two sheets, and what {other} does not say was not taken from here:"
        " '{said}'; hide or remove one of the two sheets, or write it there"
    ),
    "note": N_("the remark is longer than {limit} characters: '{said}'"),
    "second_note": N_("a second remark to the same item: '{said}'"),
    "evidence": N_("too many documents, or too long a title: '{said}'"),
    "evidence_unnamed": N_("'{said}' names no document"),
    "profile": N_("too long to be taken: '{said}'"),
    "profile_date": N_("'{said}' is no date that can be read"),
    "unknown_number": N_("no item of this edition has the number '{said}'"),
    "same_number": N_(
        "in a cell that is no text, '{said}' is the number of both {other}, and the rows are not in"
        " the order of the items: which one this row is is not known, so it was not taken; format"
        " the column as text and write these numbers out, or put the rows back into their order"
    ),
    "not_carried": N_("item {said} of the older edition has no successor here"),
    "no_number": N_("the status '{said}' stands in a row without an item number"),
    "no_status": N_("no column of statuses was found on this sheet"),
    "no_value": N_("the formula there ends in an error ({said})"),
    "no_value_yet": N_(
        "a formula there has never been worked out; open and save the workbook once in a"
        " spreadsheet program"
    ),
    "homeless": N_(
        "its numbers begin at 1, but neither the sheet's name nor its title says which area it is"
    ),
    "unread_column": N_(
        "the column '{said}' was not taken in; it stays in the workbook (cells filled in beside"
        " items: {cells}; sheets: {sheets})"
    ),
    "comments": N_(
        "comments on cells beside items were not taken in; they stay in the workbook ({cells};"
        " sheets: {sheets})"
    ),
    "strays": N_(
        "words in rows of no item were not taken in; they stay in the workbook (cells: {cells};"
        " sheets: {sheets}; here: '{said}')"
    ),
    "merged_columns": N_(
        "its cell in column {said} is merged with that in column {other}, and was taken for that"
        " column only"
    ),
    "merged_remark": N_("its cell is merged with another item's, and was taken for that one only"),
    "says_other": N_("the workbook calls itself {said}, but has the items of the edition above"),
    "profile_other": N_("'{head}' is nothing the profile has: '{said}'"),
    "own_book": N_(
        "this is an auditor's workbook of this program: owners, files and parts of the profile are"
        " not in it; 'kami export' as YAML, or a bundle, has all of it"
    ),
    "own_table": N_(
        "this is the table of 'kami export --format csv', saved as a workbook; the profile is not"
        " in it, and of documents only the titles are; 'kami export' as YAML, or a bundle, has all"
        " of it"
    ),
    "untitled": N_("no row has a title to the document '{said}'"),
    "label": N_(
        "the label says '{said}', and not what the status beside it says: only the status is read"
    ),
    "owners": N_(
        "owners were not taken in (cells: {cells}); save the table as CSV (UTF-8) and import that,"
        " then they are"
    ),
    "too_many": N_("there are {count} more findings; they are not told one by one"),
    "as_kept": N_(
        "a number was taken as '{said}'; how the cell shows it could not be copied (format:"
        " {format}): compare them"
    ),
    "link": N_(
        "where its link leads could not be taken in: '{said}'; open the cell's link, and write the"
        " address into the cell"
    ),
    "link_added": N_("the cell is a link; its address was added: {said}"),
    "number": N_("'{said}' was read as {item}; it might be another number"),
    "score": N_("{said} points stand there, but status {status} gives {ours}"),
    "by_score": N_("'{said}' was read as {status}, by its points"),
    "duplicate": N_("the item is there again (first in {other}); the rows do not contradict"),
    "status_columns": N_("the column '{said}' could be the status, too; column {other} was taken"),
    "hidden": N_("these items are on a hidden sheet only, and were taken from there"),
    "hidden_status": N_(
        "the column of statuses is hidden on this sheet; it was taken, since no other was found"
    ),
    "hidden_copy": N_("a hidden sheet has items again; it was left alone"),
    "left_alone": N_(
        "this sheet has numbers of items, too, but the form's own sheet for them is '{other}'; it"
        " was left alone"
    ),
    "left_alone_said": N_(
        "this sheet has numbers of items, too, but the form's own sheet for them is '{other}'; what"
        " stands there was not taken in and stays in the workbook (here: '{said}')"
    ),
    "left_alone_earlier": N_(
        "this sheet's name says that it is of an earlier round than '{other}', which has these"
        " items, too; it was left alone"
    ),
    "left_alone_said_earlier": N_(
        "this sheet's name says that it is of an earlier round than '{other}', which has these"
        " items, too; what stands there was not taken in and stays in the workbook (here:"
        " '{said}'); if it is this round's, hide or remove the other sheet"
    ),
    "left_alone_undated": N_(
        "the name of '{other}', which has these items, too, has the year of the date of filling in,"
        " and this sheet's name has none; it was left alone"
    ),
    "left_alone_said_undated": N_(
        "the name of '{other}', which has these items, too, has the year of the date of filling in,"
        " and this sheet's name has none; what stands there was not taken in and stays in the"
        " workbook (here: '{said}'); if it is this round's, hide or remove the other sheet"
    ),
    "area_missing": N_("area {area} is not in the workbook"),
    "items_left": N_(
        "items of area {area} are only on this sheet, which was left alone; they were not taken"
        " from there: {said}"
    ),
    "items_missing": N_("items of area {area} are not in the workbook: {said}"),
    "reworded": N_("the older edition asks this otherwise: check the answer"),
    "new_items": N_("items the older edition does not have: {said}"),
    "older": N_("the workbook is of {said}; answers were taken along to the items they became"),
    "sheets_aside": N_("sheets of which nothing was taken in; they stay in the workbook: {names}"),
    "macros": N_("the workbook has macros; they were ignored"),
    "not_worked_out": N_(
        "the workbook's formulas have no values, so its own figures cannot be compared; open and"
        " save it once in a spreadsheet program"
    ),
}
"""By kind of finding. `{said}` is copied from the cell."""

REASONS: dict[str, str] = {
    "stage3": N_("it counts stage-3 answers that the rules do not count yet"),
    "not_understood": N_("it counts answers that were not understood here"),
    "missing": N_("items are missing in the workbook"),
    "points": N_("single answers have other points there (see above)"),
    "unanswered": N_("items are unanswered; it counts the lowest answer"),
    "follows": N_("it rests on figures that differ"),
    "unknown": N_("no reason was found"),
}

FIGURES: dict[str, str] = {
    "se_score": N_("SE category score"),
    "se_category": N_("SE category"),
    "total": N_("Total"),
    "readiness": N_("Final result"),
}


SUMS = ("area", "se_score", "total")
"""Figures whose reasons can be worked out."""


def sentence(finding: Finding, tr: Translator) -> str:
    """What is to be said of a cell, without its place."""
    facts = {k: _fact(v) for k, v in finding.facts.items() if k not in ("items", "either")}
    words = {"item": finding.item, **facts, "said": shown(finding.said)}
    kind: str = finding.kind
    if finding.facts.get("field") == "date":
        kind = "profile_date"
    elif kind == "no_value" and not finding.said:
        kind = "no_value_yet"
    elif kind == "rows_differ" and _sheet(finding.place) != _sheet(str(finding.facts["other"])):
        kind = "rows_differ_sheets"
    elif kind == "status" and finding.facts.get("apart"):
        kind = "status_apart"
    elif why := next((w for w in ("earlier", "undated") if finding.facts.get(w)), ""):
        kind += f"_{why}"
    elif kind == "evidence" and finding.facts.get("unnamed"):
        kind = "evidence_unnamed"
    text = tr(SENTENCES[kind], **words)
    if near := finding.facts.get("near"):
        text += "; " + tr("did you mean '{near}'?", near=shown(near))
    return text


def _fact(value: object) -> str:
    if isinstance(value, tuple):  # each name may be cut, but none may be missing
        return ", ".join(map(shown, value))
    return shown(value)


def _sheet(place: str) -> str:
    return place.rpartition("!")[0]


def gap(found: Gap, instrument: Instrument, tr: Translator) -> str:
    """A figure of the workbook that is not ours, and why."""
    figure = found.figure
    name = tr(FIGURES[figure.name]) if figure.name in FIGURES else ""
    if figure.area:
        name = tr.text(instrument.area(figure.area).name)
    why = "; ".join(tr(REASONS[r]) for r in found.why)
    if not found.exact and found.why != ("unknown",):
        why = tr("perhaps since {why}", why=why) if figure.name in SUMS else why
    words = {"name": name, "theirs": shown(figure.value), "why": why}
    words["ours"] = tr("not known yet") if found.ours is None else shown(found.ours)
    return tr("{name}: {theirs} there, {ours} here; {why}", **words)
