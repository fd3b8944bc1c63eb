"""The four numbers, the owners and the open findings, as lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from kami_tui.domain.numbers import Exact
from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.columns import fit
from kami_tui.tui.widgets.strokes import Segment, bar
from kami_tui.usecases.progress import OwnerProgress, Progress, progress
from kami_tui.usecases.session import Session

_LABEL, _BAR, _AREA = 14, 14, 24


def four_numbers(p: Progress, tr: Translator) -> list[tuple[str, Exact, Exact, str]]:
    """Name, part, whole and the sentence with its whole, in the order work is done."""
    verified = (
        tr("{n} of {of} answers", n=p.verified, of=p.answered)
        if p.verified
        else tr("none yet, of {of} answers", of=p.answered)
    )
    return [
        (
            tr("Answered"), p.answered, p.items,
            tr("{done} of {of} items", done=p.answered, of=p.items),
        ),
        (
            tr("Evidenced"), p.evidenced, p.earning,
            tr("{n} of {of} answers that earn points", n=p.evidenced, of=p.earning),
        ),
        (tr("Verified"), p.verified, p.answered, verified),
        (
            tr("Counted"), p.counted, p.earned,
            tr("{n} of {of} points earned", n=tr.number(p.counted), of=tr.number(p.earned)),
        ),
    ]  # fmt: skip


def numbers_block(p: Progress, tr: Translator, *, ascii: bool = False) -> Content:
    rows = []
    for name, part, whole, told in four_numbers(p, tr):
        drawn = bar([Segment(whole or 1, part)], _BAR, ascii=ascii)
        rows.append(Content.assemble((fit(name, _LABEL), words.MUTED), drawn, f"  {told}"))
    if p.parked:
        waiting = tr("{points} waiting to be counted", points=words.points(p.parked, tr))
        rows.append(Content.assemble(" " * (_LABEL + _BAR + 2), (waiting, words.MISSING)))
    return Content("\n").join(rows)


def numbers_by_area(session: Session, width: int, tr: Translator) -> Content:
    """The four numbers of each area, every one with its whole."""
    heads = [name for name, *_ in four_numbers(progress(session), tr)]
    column = min((width - _AREA) // len(heads), 16)
    head = fit(tr("Area"), _AREA) + "".join(fit(h, column, right=True) for h in heads)
    rows = [Content.styled(head, "bold $text-muted")]
    for area in session.instrument.areas:
        cells = [fit(f"{area.id} {words.area_name(area, tr)}", _AREA)]
        for _, part, whole, _ in four_numbers(progress(session, area.id), tr):
            told = f"{tr.number(part)}/{tr.number(whole)}" if whole else "-"
            cells.append(fit(told, column, right=True))
        rows.append(Content("".join(cells)))
    return Content("\n").join(rows)


def owners_block(owners: Sequence[OwnerProgress], width: int, tr: Translator) -> Content:
    """Who has how much left to do; empty where nothing was given to anybody."""
    if not owners:
        return Content()
    heads = [tr("Answered"), tr("No evidence")]
    widths = [max(len(h) + 2, 7) for h in heads]
    name = min(max(width - sum(widths), 8), 40)
    head = fit(tr("Owner"), name) + "".join(
        fit(h, w, right=True) for h, w in zip(heads, widths, strict=True)
    )
    rows = [Content.styled(head, "bold $text-muted")]
    for o in owners:
        done = fit(f"{o.answered}/{o.items}", widths[0], right=True)
        rows.append(
            Content.assemble(
                (fit(owner_name(o, tr), name), "" if o.owner else words.MUTED),
                (done, words.MISSING if o.answered < o.items else words.MUTED),
                _missing(o.without_evidence, widths[1]),
            )
        )
    return Content("\n").join(rows)


def owner_name(o: OwnerProgress, tr: Translator) -> str:
    return words.one_line(o.owner) or tr("(nobody yet)")


def findings_block(findings: Sequence[tuple[str, int]], tr: Translator) -> Content:
    """Kinds with their number; the kinds that have none are left out."""
    rows = [Content.styled(tr("Open findings"), "bold $text-muted")]
    rows += [
        Content.assemble((f"{tr.number(n):>5}  ", words.MISSING), word) for word, n in findings if n
    ]
    if len(rows) == 1:
        rows.append(Content.styled(tr("none"), words.MUTED))
    return Content("\n").join(rows)


def _missing(n: int, width: int) -> tuple[str, str]:
    return fit(str(n) if n else "-", width, right=True), words.MISSING if n else words.MUTED
