"""From one scored assessment to all that the templates place. Pure: no clock, file or network."""

from __future__ import annotations

import re
from datetime import datetime

from kami_tui.domain.answers import Assessment
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.reporting import notes
from kami_tui.reporting.back import colophon, gaps, register
from kami_tui.reporting.chapter import Note, chapter
from kami_tui.reporting.facts import Facts, gather
from kami_tui.reporting.front import cover, result_page
from kami_tui.reporting.method import guide, method
from kami_tui.reporting.model import ContentsLine, Meta, ReportContext
from kami_tui.reporting.text import one_line, plain

EDGE = 70
"""Letters of the organisation's name along the edge of each page."""
_BLANK_LINES = re.compile(r"\n[ \u00a0]*(?:\n[ \u00a0]*)+\n")


def build_context(
    assessment: Assessment,
    scorer: Scorer,
    evaluation: Evaluation,
    language: str,
    generated: datetime,
    *,
    digest: str = "",
    program: str = "",
) -> ReportContext:
    """The whole report in words, written numbers and fractions.

    `generated` is the time printed on the report, `digest` that of the edition's files, `program`
    the program's name and version.

    Raises:
        UnknownItem, UnknownStatus: the assessment does not fit the scorer's instrument.
    """
    f = gather(assessment, scorer, evaluation, language, generated)
    note, said = _notes(f)
    chapters = tuple(chapter(f, area, note) for area in f.areas)
    context_gaps, context_register = gaps(f), register(f)
    tr = f.w.tr
    contents = [
        ContentsLine(tr("Result"), "result"),
        ContentsLine(tr("How to read this report"), "guide"),
        *(ContentsLine(f"{c.id}  {c.name}", c.anchor) for c in chapters),
        ContentsLine(tr("Unanswered items"), "unanswered"),
        ContentsLine(tr("Evidence register"), "register"),
        ContentsLine(tr("Method: the rules with their numbers"), "method"),
        ContentsLine(tr("About this report"), "colophon"),
    ]
    return ReportContext(
        meta=_meta(f, program),
        cover=cover(f),
        result=result_page(f),
        contents=tuple(contents),
        guide=guide(f),
        chapters=chapters,
        gaps=context_gaps,
        register=context_register,
        method=method(f),
        colophon=colophon(f, digest, program),
        cut=said,
    )


def _meta(f: Facts, program: str) -> Meta:
    tr, w = f.w.tr, f.w
    name = w.text(w.instrument.name)
    organisation = one_line(f.assessment.profile.organisation, EDGE)
    organisation = organisation or tr("Organisation not named")
    n = f.result.unanswered
    footer = tr("Self-assessment, not verified")
    if n:
        footer += " · " + tr.plural(
            "incomplete: {n} item unanswered", "incomplete: {n} items unanswered", n
        )
    return Meta(
        language=w.language,
        title=tr("{instrument} report: {organisation}", instrument=name, organisation=organisation),
        author=organisation,
        subject=one_line(f.assessment.profile.scope, 200),
        keywords=", ".join((name, w.instrument.id)),
        created=f.generated.replace(microsecond=0).isoformat(),
        generator=program,
        header=f"{organisation} · {name}",
        footer=footer,
    )


def _notes(f: Facts) -> tuple[Note, str]:
    """Each item's note ready to print, and the sentence to print once where some had to be cut."""
    tr, w = f.w.tr, f.w
    whole = {
        i: _BLANK_LINES.sub("\n\n", plain(a.note))
        for i in f.scorer.ids
        if (a := f.assessment.answer(i)).note.strip()
    }
    most = notes.allowance(whole)
    if most is None:
        return (lambda item: whole.get(item, "")), ""
    shown, short = {}, 0
    for item, text in whole.items():
        shown[item] = kept = notes.cut(text, most)
        if len(kept) < len(text):
            short += 1
            shown[item] = (
                kept
                + "\n"
                + tr(
                    "[Cut here: {n} of {all} characters. The whole note is in the assessment.]",
                    n=w.number(len(kept)),
                    all=w.number(len(text)),
                )
            )
    said = tr.plural(
        "{n} note was too long to print whole; the place where it is cut is marked.",
        "{n} notes were too long to print whole; the places where they are cut are marked.",
        short,
    )
    return (lambda item: shown.get(item, "")), said
