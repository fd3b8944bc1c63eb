"""What is being tried out makes of the result, in a few lines."""

from __future__ import annotations

from textual.content import Content

from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.usecases.difference import AreaDifference, Difference
from kami_tui.usecases.session import Session


def trial_rows(session: Session, tried: Difference | None, tr: Translator) -> list[Content]:
    """Empty while nothing is tried out."""
    if tried is None:
        return []
    head = Content.styled(tr("Tried out"), "bold $warning")
    count = tr.plural("{n} answer differs", "{n} answers differ", len(tried.items))
    if not (tried.items or tried.others):
        count = tr("nothing yet")
    rows = [head, Content.styled(count, words.MUTED)]
    if tried.others:
        more = tr.plural(
            "{n} other change: notes, documents, owners, profile",
            "{n} other changes: notes, documents, owners, profile",
            tried.others,
        )
        rows.append(Content.styled(more, words.MUTED))
    if tried.points:
        rows.append(_total(tried, tr))
    rows += [Content(text) for text in _figures(session, tried, tr)]
    return rows + [area_line(session, a, tr) for a in tried.areas]


def trial_line(session: Session, tried: Difference, tr: Translator) -> Content:
    """The same on one line."""
    parts = [Content.styled(tr("Tried out"), "bold $warning"), _total(tried, tr)]
    parts += [Content(text) for text in _figures(session, tried, tr)]
    return Content("   ").join(parts)


def area_line(session: Session, area: AreaDifference, tr: Translator) -> Content:
    """``2   48 -> 57   II -> II+``; stage 3 is named where its gate moved."""
    before, after = (
        words.level(session.instrument, area.area, r.maturity, tr)[0]
        for r in (area.before, area.after)
    )
    score = arrow(tr.number(area.before.score), tr.number(area.after.score))
    parts = [tr("Area {area}", area=area.area), score]
    if before != after:
        parts.append(arrow(before, after))
    if area.before.stage3_counted != area.after.stage3_counted:
        opened = area.after.stage3_counted
        parts.append(tr("stage 3 counted") if opened else tr("stage 3 not counted"))
    return Content("  ".join(parts))


def arrow(before: str, after: str) -> str:
    """In signs that every terminal has."""
    return before if before == after else f"{before} -> {after}"


def _total(tried: Difference, tr: Translator) -> Content:
    if tried.total is None:
        return Content()
    before, after = (tr.number(n) for n in tried.total)
    sign = "+" if tried.points > 0 else ""
    return Content.assemble(
        tr("Total") + " ", arrow(before, after),
        (f"  ({sign}{tr.number(tried.points)})" if tried.points else "", "bold"),
    )  # fmt: skip


def _figures(session: Session, tried: Difference, tr: Translator) -> list[str]:
    """Status and category, where they change."""
    roles = session.instrument.results
    rules = ((roles.readiness, tried.readiness),
             (roles.category.value if roles.category else None, tried.category))  # fmt: skip
    found = []
    for rule, values in rules:
        if values[0] != values[1]:
            old, new = (words.scaled(session.instrument, rule, v, tr)[0] for v in values)
            found.append(arrow(old, new))
    return found
