"""What is said of the cells of a workbook that was filled in."""

from __future__ import annotations

from kami_tui.i18n.explain import shown
from kami_tui.i18n.translator import N_, Translator
from kami_tui.usecases.filling import FillFinding

SENTENCES: dict[str, tuple[str, str]] = {
    "no_row": (
        N_("the workbook does not have this item: '{wanted}'"),
        N_("the workbook does not have this item; its remark: '{wanted}'"),
    ),
    "same_number": (
        N_(
            "its number is also another item's, since it is no text, and the rows are not in the"
            " order of the items: '{wanted}' was not written; format the column of numbers as text"
            " and write them out, or put the rows back into their order"
        ),
        N_(
            "its number is also another item's, since it is no text, and the rows are not in the"
            " order of the items: the remark '{wanted}' was not written"
        ),
    ),
    "elsewhere": (
        N_("the item is only on a sheet that was left alone: '{wanted}' was not written"),
        N_(
            "the item is only on a sheet that was left alone: the remark '{wanted}' was not written"
        ),
    ),
    "no_cell": (
        N_("there is no status cell of its own for '{wanted}'"),
        N_("there is no remark cell of its own for '{wanted}'"),
    ),
    "not_offered": (N_("the cell's drop-down list does not offer '{wanted}'"), ""),
    "holds": (
        N_("'{holds}' stands there, '{wanted}' was to be written"),
        N_("the remark '{holds}' stands there, '{wanted}' was to be written"),
    ),
    "formula": (
        N_("a formula stands there, '{wanted}' was to be written"),
        N_("a formula stands there, the remark '{wanted}' was to be written"),
    ),
    "too_long": ("", N_("the remark is longer than a cell can be (32,767 signs): '{wanted}'")),
    "signs": ("", N_("the remark has signs that no workbook can hold: '{wanted}'")),
    "two_columns": (
        N_(
            "two columns say that they are the status, and which one is this round's is not known:"
            " '{wanted}' was not written; put the years into their heads, or remove the older one"
        ),
        "",
    ),
    "no_list": (N_("no drop-down list that could be read; '{wanted}' was written"), ""),
    "number": (N_("the number '{holds}' was read as {item}; it might be another one"), ""),
    "duplicate": (N_("the item is there again; this row was left as it is"), ""),
    "hidden": (N_("these items are on a hidden sheet only"), ""),
    "status_columns": (N_("the column '{holds}' could be the status, too; it was left alone"), ""),
    "left_alone": (
        N_(
            "this sheet has numbers of items, too, but the form's own for them is another one; it"
            " was left alone"
        ),
        "",
    ),
    "remark_stays": ("", N_("the remark '{holds}' stays there; here the item has none")),
    "macros": (N_("the workbook has macros; they are as they were, and none was run"), ""),
    "signed": (N_("the workbook has a digital signature, which no longer fits"), ""),
}
"""By kind of finding: of a status, and of a remark. `{holds}` is copied from the cell."""
LONGEST = 60


def sentence(finding: FillFinding, tr: Translator) -> str:
    """What is to be said of a cell, without its place."""
    status, remark = SENTENCES[finding.kind]
    text = remark if finding.field == "remark" and remark else status or remark
    return tr(text, item=finding.item, holds=_short(finding.holds), wanted=_short(finding.wanted))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return shown(line if len(line) <= LONGEST else line[: LONGEST - 3] + "...")
