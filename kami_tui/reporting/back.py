"""What stands after the chapters: what is unanswered, the evidence register, the colophon."""

from __future__ import annotations

from kami_tui.domain.answers import Evidence
from kami_tui.i18n.sentences import REPORT_PARTS
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.model import Fact, GapRow, LeftOutRow, RegisterPart, RegisterRow
from kami_tui.reporting.text import NONE, one_line, plain
from kami_tui.usecases.report_parts import left_out

REASON, QUESTION = 400, 160
"""Letters of a reason and of a question in a list; the chapter has both whole."""
PART = 50
"""Entries in one stretch of the register."""


def gaps(f: Facts) -> tuple[GapRow, ...]:
    """Unanswered items by area, areas without any left out."""
    rows = []
    for area in f.areas:
        start, stop = f.scorer.span[area.id]
        open_ = [f.scorer.ids[i] for i in range(start, stop) if f.evaluation.statuses[i] is None]
        if open_:
            name = f"{area.id}  {f.w.area(area)}"
            all_ = len(open_) == stop - start
            listed = f.w.tr("every item of this area") if all_ else ", ".join(open_)
            rows.append(GapRow(name, f.w.number(len(open_)), listed))
    return tuple(rows)


def not_applicable(f: Facts) -> tuple[LeftOutRow, ...]:
    """Items answered as not applicable, with the reason their note gives."""
    rows = []
    for item in f.scorer.ids:
        answer = f.assessment.answer(item)
        option = f.scorer.instrument.option(item, answer.status) if answer.status else None
        if option is None or option.not_applicable is None:
            continue
        reason = one_line(answer.note, REASON)
        rows.append(
            LeftOutRow(
                id=item,
                anchor=f.item_anchor(item),
                text=one_line(f.question(f.scorer.instrument.items[item]), QUESTION),
                status=f.w.text(option.label),
                reason=reason or f.w.tr("No reason is given."),
                missing=not reason,
            )
        )
    return tuple(rows)


def register(f: Facts) -> tuple[RegisterPart, ...]:
    resting: dict[str, list[str]] = {k: [] for k in f.assessment.evidence}
    for item in f.scorer.ids:
        for key in f.assessment.answer(item).evidence:
            if key in resting:
                resting[key].append(item)
    rows = [_entry(f, k, e, resting[k]) for k, e in f.assessment.evidence.items()]
    parts = [rows[i : i + PART] for i in range(0, len(rows), PART)]
    if len(parts) < 2:
        return tuple(RegisterPart("", tuple(p)) for p in parts)
    return tuple(RegisterPart(f.w.range(p[0].key, p[-1].key), tuple(p)) for p in parts)


def _entry(f: Facts, key: str, e: Evidence, items: list[str]) -> RegisterRow:
    tr = f.w.tr
    details = (
        Fact(tr("Kind"), plain(e.kind)),
        Fact(tr("Location"), plain(e.location)),
        Fact(tr("Date"), tr.day_text(plain(e.dated))),
        Fact(tr("Valid until"), tr.day_text(plain(e.valid_until))),
        Fact(tr("File"), _file(f, e)),
    )
    return RegisterRow(
        key=one_line(key, 40),
        anchor=f.evidence_anchors[key],
        title=plain(e.title) or tr("(no title)"),
        details=tuple(d for d in details if d.value),
        sha256=plain(e.sha256),
        items=", ".join(items) or NONE,
    )


def _file(f: Facts, e: Evidence) -> str:
    """Name and size. Not the whole path: a report goes to others, and a path tells of the
    officer's own computer and account."""
    name = plain(e.file).replace("\\", "/").rstrip("/").rpartition("/")[2]
    if name and e.size.isdecimal() and len(e.size) < 19:
        return f.w.tr("{name} ({size} bytes)", name=name, size=f.w.number(int(e.size)))
    return name


def colophon(f: Facts, digest: str, program: str) -> tuple[Fact, ...]:
    w, tr, a = f.w, f.w.tr, f.assessment
    answers = [a.answer(i) for i in f.scorer.ids]
    n, all_ = w.number, w.number(len(answers))
    answered = sum(x.status is not None for x in answers)
    counts = tr(
        "{answered} of {all} items answered; {notes} with a note, {proven} with evidence; "
        "{documents} entries in the register",
        answered=n(answered),
        all=all_,
        notes=n(sum(bool(x.note.strip()) for x in answers)),
        proven=n(sum(bool(x.evidence) for x in answers)),
        documents=n(len(a.evidence)),
    )
    instrument = w.instrument
    facts = (
        Fact(tr("Program"), program),
        Fact(tr("Instrument"), f"{w.text(instrument.name)} ({instrument.id})"),
        Fact(tr("Edition"), plain(instrument.edition)),
        Fact(tr("Digest of the edition's files"), digest),
        Fact(tr("Report made"), moment(f)),
        Fact(tr("Excerpt"), _excerpt(f)),
        Fact(tr("Answers"), counts),
        Fact(tr("Digest of the answers"), f.answers_digest),
        Fact(tr("Journal"), _journal(f)),
        Fact(tr("Wording"), _wording(f)),
        Fact(tr("Basis"), "\n".join(w.text(b) for b in instrument.basis)),
    )
    return tuple(x for x in facts if x.value)


def _wording(f: Facts) -> str:
    """Whose words the questions are in."""
    ours, used = f.w.text(f.w.instrument.wording), f.wording
    if used.whose == "ours":
        return ours
    known, all_ = len(used.official), len(f.scorer.ids)
    said = f.w.tr(
        "Official words for {n} of {all} items, as they stand in a workbook of the user's own"
        " (SHA-256 {digest}).",
        n=f.w.number(known),
        all=f.w.number(all_),
        digest=one_line(used.sha256, 64),
    )
    return said if used.whose == "official" and known == all_ else f"{said}\n{ours}"


def _journal(f: Facts) -> str:
    if f.entries is None:
        return ""
    return f.w.tr.plural("{n} change recorded", "{n} changes recorded", f.entries)


def _excerpt(f: Facts) -> str:
    """What is printed and what is not; empty for a whole report."""
    missing = left_out(f.parts)
    if f.brief or not missing:
        return ""
    tr = f.w.tr
    printed, absent = ("; ".join(tr(REPORT_PARTS[p]) for p in ps) for ps in (f.parts, missing))
    return tr("Printed: {printed}. Left out: {absent}.", printed=printed, absent=absent)


def moment(f: Facts) -> str:
    """Day, time and zone, as the report was given them."""
    when, tr = f.generated, f.w.tr
    zone = when.strftime("%Z") or when.strftime("%z")
    # i18n: {time} is hours and minutes; Indonesian writes 10.30
    time = when.strftime("%H.%M" if f.w.language == "id" else "%H:%M")
    return tr("{day}, {time} {zone}", day=tr.day(when.date()), time=time, zone=zone).strip()
