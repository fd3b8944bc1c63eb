"""What a table of answers says twice, and what it does not say, once its edition is known."""

from __future__ import annotations

from kami_tui.domain.errors import Problem
from kami_tui.domain.scorer import Scorer
from kami_tui.loading.csv_text import Table
from kami_tui.loading.problems import Problems
from kami_tui.loading.statuses import Statuses
from kami_tui.usecases.row_items import RowItems
from kami_tui.usecases.row_labels import changed, points_of

MOST_NAMED = 10
"""Items that are named one by one."""


def labels(table: Table, scorer: Scorer, problems: Problems) -> Problem | None:
    """Tells of rows whose label was changed and whose status was not: which of them is meant?

    The other way round nothing is in doubt: the points, which nobody changes by hand, are still
    those of the label that the row had when it was written. Where they do not tell, the status is
    taken, as is said everywhere, and the note that is given back names the rows.
    """
    statuses = Statuses(scorer.instrument)
    unsure: list[str] = []
    for row in table.rows:
        label, status = row.cells.get("status_label", "").strip(), row.cells["status"].strip()
        if not label or row.item not in statuses.codes:
            continue
        now = statuses.code(row.item, status) if status else None
        if status and now is None:  # told as an unknown status
            continue
        points = scorer.points[scorer.position[row.item]]
        there = points_of(row.cells.get("points", ""))
        which = changed(now, statuses.code(row.item, label), points, there)
        if which == "label":
            facts = {"item": row.item, "status": status[:80], "label": label[:80]}
            code = "csv_label" if status else "csv_label_alone"
            problems.put(Problem(code, facts, problems.file, row.line))
        elif which == "either":
            unsure.append(str(row.line))
    if not unsure:
        return None
    return Problem("csv_labels_unread", {"n": len(unsure), "lines": _few(unsure)}, problems.file)


def items(table: Table, scorer: Scorer, problems: Problems) -> None:
    """Tells of rows that are another item's than their id says."""
    known = RowItems(scorer.instrument)
    for row in table.rows:
        number, question = row.cells.get("item", ""), row.cells.get("question", "")
        if other := known.other(row.item, number, question):
            problems.put(
                Problem(
                    "csv_other_item", {"item": row.item, "other": other}, problems.file, row.line
                )
            )


def missing_items(table: Table, scorer: Scorer, file: str | None) -> Problem | None:
    """A table of ours has every item; one that lacks some was cut, or somebody has sorted out."""
    there = {row.item for row in table.rows}
    missing = [i for i in scorer.ids if i not in there]
    if not table.ours or not missing:
        return None
    facts = {"n": len(missing), "of": len(scorer.ids), "items": _few(missing)}
    return Problem("csv_items_missing", facts, file)


def _few(items: list[str]) -> list[str]:
    return items if len(items) <= MOST_NAMED else [*items[: MOST_NAMED - 1], "...", items[-1]]
