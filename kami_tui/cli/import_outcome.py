"""What taking a workbook into an assessment would write: for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kami_tui.cli.assessments import PROFILE_WORDS
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.intake import Choice, Preview
from kami_tui.usecases.intake_outcome import Outcome, outcome_of

MOST_NAMED = 6
"""Items that a line names."""


def document(found: Preview, choice: Choice) -> dict[str, Any]:
    """Stable names, for scripts."""
    o = outcome_of(found, choice)
    return {
        "statuses": list(o.statuses),
        "statuses_kept": list(o.statuses_kept),
        "remarks": list(o.remarks),
        "remarks_kept": list(o.remarks_kept),
        "items_with_documents": list(o.documented),
        "documents": o.documents,
        "profile": list(o.profile),
        "profile_kept": list(o.profile_kept),
        "empty_there": list(o.empty_there),
    }


def lines(found: Preview, choice: Choice, tr: Translator) -> Iterator[str]:
    """Beside the items that are newly answered."""
    if choice == "fail" and found.conflicts:
        return
    told = outcome_of(found, choice)
    yield from ("  " + line for line in _answers(told, len(found.new), tr))
    yield from ("  " + line for line in _others(told, tr))


def _answers(o: Outcome, new: int, tr: Translator) -> Iterator[str]:
    if o.statuses_kept:
        yield tr.plural(
            "{n} item keeps its own status, where the workbook has another.",
            "{n} items keep their own status, where the workbook has another.",
            len(o.statuses_kept),
        )
    if len(o.statuses) > new:
        yield tr.plural(
            "{n} item gets the workbook's status in place of its own.",
            "{n} items get the workbook's status in place of their own.",
            len(o.statuses) - new,
        )
    if o.empty_there:
        items = ", ".join(o.empty_there[:MOST_NAMED])
        if len(o.empty_there) > MOST_NAMED:
            items += ", ..."
        yield tr.plural(
            "{n} item keeps what the workbook has nothing of: {items}",
            "{n} items keep what the workbook has nothing of: {items}",
            len(o.empty_there),
            items=items,
        )


def _others(o: Outcome, tr: Translator) -> Iterator[str]:
    if added := len(o.remarks) - len(o.remarks_replaced):
        yield tr.plural("{n} remark is added.", "{n} remarks are added.", added)
    if o.remarks_replaced:
        yield tr.plural(
            "{n} remark is replaced by the workbook's.",
            "{n} remarks are replaced by the workbook's.",
            len(o.remarks_replaced),
        )
    if o.documented:
        yield tr.plural(
            "Documents are added to {n} item.", "Documents are added to {n} items.",
            len(o.documented),
        )  # fmt: skip
    if o.documents:
        yield tr.plural(
            "{n} document is new in the register.", "{n} documents are new in the register.",
            o.documents,
        )  # fmt: skip
    if o.profile:
        fields = ", ".join(tr(PROFILE_WORDS[f]) for f in o.profile)
        yield tr.plural(
            "{n} field of the profile is filled in: {fields}",
            "{n} fields of the profile are filled in: {fields}",
            len(o.profile),
            fields=fields,
        )
