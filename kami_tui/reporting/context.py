"""From one scored assessment to all that the templates place. Pure: no clock, file or network."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import ReportFailed
from kami_tui.domain.official import OURS, Wording
from kami_tui.domain.scorer import Evaluation, Scorer
from kami_tui.reporting import notes
from kami_tui.reporting.back import colophon, gaps, not_applicable, register
from kami_tui.reporting.chapter import Note, chapter
from kami_tui.reporting.crosswalk import crosswalk
from kami_tui.reporting.facts import Facts, gather
from kami_tui.reporting.front import cover, result_page
from kami_tui.reporting.gains import gains
from kami_tui.reporting.method import guide, method
from kami_tui.reporting.model import Chapter, ContentsLine, Meta, ReportContext
from kami_tui.reporting.signoff import sign_off
from kami_tui.reporting.text import one_line, plain
from kami_tui.usecases.report_parts import left_out

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
    parts: Collection[str] | None = None,
    brief: bool = False,
    label: str = "",
    previous: Assessment | None = None,
    answers_digest: str = "",
    entries: int | None = None,
    wording: Wording = OURS,
) -> ReportContext:
    """The whole report in words, written numbers and fractions.

    `generated` is the time printed on the report, `digest` that of the edition's files, `program`
    the program's name and version. `parts` are names of `usecases.report_parts`; None: the usual.
    `brief` is the executive layout, whatever `parts` says; `label`, `previous`, `entries` and
    `wording` are as in `usecases.ports.ReportRequest`; `answers_digest` is printed as it is.

    Raises:
        UnknownItem, UnknownStatus: the assessment does not fit the scorer's instrument.
        ReportFailed: reason ``empty``: the edition has nothing for these parts.
        ValueError: `parts` names none, or one that does not exist.
    """
    f = gather(
        assessment, scorer, evaluation, language, generated, parts, brief=brief, label=label,
        previous=previous, answers_digest=answers_digest, entries=entries, wording=wording,
    )  # fmt: skip
    note, said = _notes(f)
    printed = [a for a in f.areas if f.has_chapter(a.id)]
    early = said if "guide" not in f.parts else ""
    chapters = tuple(chapter(f, a, note, early if a is printed[0] else "") for a in printed)
    if not chapters and set(f.parts) <= {"areas", "supplement"}:
        raise ReportFailed(reason="empty", detail=", ".join(f.parts))
    return ReportContext(
        parts=f.parts,
        meta=_meta(f, program),
        cover=cover(f),
        result=result_page(f),
        contents=tuple(_contents(f, chapters)),
        guide=guide(f),
        chapters=chapters,
        gains=gains(f),
        gaps=gaps(f),
        not_applicable=not_applicable(f),
        crosswalk=crosswalk(f),
        sign_off=sign_off(f),
        register=register(f),
        method=method(f),
        colophon=colophon(f, digest, program),
        cut=said,
    )


def _contents(f: Facts, chapters: tuple[Chapter, ...]) -> Iterator[ContentsLine]:
    """One line for each thing that is printed and has a heading."""
    tr = f.w.tr
    headings = {
        "result": ContentsLine(tr("Result"), "result"),
        "guide": ContentsLine(tr("How to read this report"), "guide"),
        "gaps": ContentsLine(tr("Strengths and gaps"), "gaps"),
        "unanswered": ContentsLine(tr("Unanswered and not applicable"), "unanswered"),
        "register": ContentsLine(tr("Evidence register"), "register"),
        "crosswalk": ContentsLine(tr("Seen from ISO/IEC 27001:2022"), "crosswalk"),
        "method": ContentsLine(tr("Method: the rules with their numbers"), "method"),
        "signoff": ContentsLine(tr("Sign-off"), "signoff"),
        "about": ContentsLine(tr("About this report"), "colophon"),
    }
    before = [p for p in f.parts if p in ("result", "guide")]
    yield from (headings[p] for p in before)
    yield from (ContentsLine(f"{c.id}  {c.name}", c.anchor) for c in chapters)
    yield from (headings[p] for p in f.parts if p in headings and p not in before)


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
    if not f.brief and left_out(f.parts):
        footer += " · " + tr("excerpt")
    return Meta(
        language=w.language,
        title=tr("{instrument} report: {organisation}", instrument=name, organisation=organisation),
        author=organisation,
        subject=one_line(f.assessment.profile.scope, 200),
        keywords=", ".join((name, w.instrument.id)),
        created=f.generated.replace(microsecond=0).isoformat(),
        generator=program,
        header=f"{organisation} · {name}",
        label=f.label,
        footer=footer,
    )


def _notes(f: Facts) -> tuple[Note, str]:
    """Each item's note ready to print, and the sentence to print once where some had to be cut."""
    tr, w = f.w.tr, f.w
    whole = {
        i: _BLANK_LINES.sub("\n\n", plain(a.note))
        for i in f.scorer.ids
        if f.has_chapter(f.scorer.tags[f.scorer.position[i]]["area"])
        and (a := f.assessment.answer(i)).note.strip()
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
