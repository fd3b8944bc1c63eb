"""A workbook that was looked at: for people, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kami_tui.cli import import_outcome
from kami_tui.cli.assessments import PROFILE_WORDS
from kami_tui.cli.context import Cli
from kami_tui.cli.excerpts import side_by_side
from kami_tui.cli.text import shown, table
from kami_tui.domain.result import plain
from kami_tui.domain.scorer import Scorer
from kami_tui.domain.text import roman
from kami_tui.i18n import intake as said
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.intake import Choice, Conflict, Finding, Preview

Strong = Callable[[str], str]

MOST_LINES = 25
"""Findings of one kind that are told one by one."""
LONGEST = 40
"""Characters of a value that are shown."""
ABSENT = ("area_missing", "items_missing", "new_items")
ASIDE = "sheets_aside"


def document(found: Preview, into: str | None, choice: Choice, tr: Translator) -> dict[str, Any]:
    """Stable names, for scripts."""
    p = found.proposal
    return {
        "file": p.file,
        "sha256": p.sha256,
        "instrument": p.instrument,
        "into": into,
        "on_conflict": choice,
        "answers": {
            i: {
                "status": s.status,
                "note": s.note,
                "evidence": [e.title for e in s.evidence],
                "locations": [e.location for e in s.evidence],
                "place": s.place,
            }
            for i, s in p.answers.items()
        },
        "profile": {f: {"value": v, "place": where} for f, (v, where) in p.profile.items()},
        "findings": [
            {
                "kind": f.kind,
                "lost": f.lost,
                "place": f.place or None,
                "item": f.item or None,
                "said": f.said,
                "message": said.sentence(f, tr),
            }
            for f in p.findings
        ],
        "figures_agreed": found.agreed,
        "differences": [
            {
                "figure": g.figure.name,
                "area": g.figure.area or None,
                "place": g.figure.place,
                "workbook": g.figure.value,
                "ours": g.ours,
                "why": list(g.why),
                "why_exact": g.exact,
            }
            for g in found.gaps
        ],
        "new": list(found.new),
        "same": list(found.same),
        "conflicts": [
            {
                "kind": c.kind,
                "subject": c.subject,
                "ours": c.ours,
                "theirs": c.theirs,
                "place": c.place,
            }
            for c in found.conflicts
        ],
        "outcome": import_outcome.document(found, choice),
        "result": found.result.as_document(),
    }


def lines(
    found: Preview, scorer: Scorer, into: str | None, choice: Choice, cli: Cli, strong: Strong = str
) -> list[str]:
    """What a person reads before deciding; `strong` makes its headings stand out."""
    tr, p = cli.tr, found.proposal
    edition = tr.text(scorer.instrument.name)
    told = [f"{shown(p.file)}: {shown(edition)}", ""]
    told += _understood(found, scorer, cli, strong)
    lost = list(p.lost)
    absent = [f for f in p.findings if f.kind in ABSENT]
    rest = [f for f in p.findings if not f.lost and f.kind not in (*ABSENT, ASIDE)]
    told += _findings(tr("Not understood, so not taken in:"), lost, cli, strong)
    told += _findings(tr("Not in the workbook:"), absent, cli, strong)
    told += _findings(tr("Taken in, but look at it:"), rest, cli, strong)
    told += _aside(p.findings, tr, strong)
    told += _figures(found, scorer, cli, strong)
    told += _conflicts(found, into, choice, cli, strong)
    told.append("")
    if into is None:
        told.append(tr("It would become a new assessment."))
    else:
        told.append(
            tr(
                "Into {id}: {new} items newly answered, {same} answered so already.",
                id=into,
                new=len(found.new),
                same=len(found.same),
            )
        )
        told += import_outcome.lines(found, choice, tr)
    return told


def _understood(found: Preview, scorer: Scorer, cli: Cli, strong: Strong) -> list[str]:
    tr, answers = cli.tr, found.proposal.answers
    header = [tr("Area"), "", tr("Answered"), tr("Remarks"), tr("Documents")]
    rows = []
    for area in scorer.instrument.areas:
        here = [answers[i.id] for i in area.items if i.id in answers]
        rows.append(
            [
                roman(area.id),
                tr.text(area.short or area.name),
                f"{sum(s.status is not None for s in here)}/{len(area.items)}",
                str(sum(bool(s.note) for s in here)),
                str(sum(len(s.evidence) for s in here)),
            ]
        )
    drawn = table(header, rows, ["left", "left", "right", "right", "right"])
    profile = found.proposal.profile
    told = [strong(drawn[0]), *drawn[1:]]
    if profile:
        fields = ", ".join(tr(PROFILE_WORDS[f]) for f in profile)
        told += ["", tr("Profile: {fields}", fields=fields)]
    return told


def _findings(head: str, found: Sequence[Finding], cli: Cli, strong: Strong) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield strong(f"{head} {len(found)}")
    for finding in found[:MOST_LINES]:
        place = "  ".join(x for x in (finding.place, finding.item) if x)
        sentence = said.sentence(finding, cli.tr)
        yield "  " + shown(f"{place}  {sentence}" if place else sentence)
    yield from _more(len(found) - MOST_LINES, cli)


def _aside(found: Sequence[Finding], tr: Translator, strong: Strong) -> Iterator[str]:
    for finding in found:
        names = finding.facts.get("names")
        if finding.kind == ASIDE and isinstance(names, tuple):
            head = tr("Sheets of which nothing was taken in; they stay in the workbook:")
            yield ""
            yield strong(f"{head} {len(names)}")
            yield "  " + ", ".join(map(shown, names))


def _more(count: int, cli: Cli) -> Iterable[str]:
    if count > 0:
        yield "  " + cli.tr.plural(
            "and {n} more; --preview json lists it.",
            "and {n} more; --preview json lists them.",
            count,
        )


def _figures(found: Preview, scorer: Scorer, cli: Cli, strong: Strong) -> Iterator[str]:
    tr = cli.tr
    yield ""
    total = plain(found.result.total)
    if total is not None:
        yield tr("Total of these answers here: {total}", total=tr.number(found.result.total or 0))
    if not found.proposal.figures:
        yield tr("The workbook has no figures of its own to compare.")
        return
    yield tr.plural(
        "{n} figure of the workbook is the same here.",
        "{n} figures of the workbook are the same here.",
        found.agreed,
    )
    if found.gaps:
        yield strong(tr("Figures that differ:") + f" {len(found.gaps)}")
    for gap in found.gaps[:MOST_LINES]:
        yield "  " + shown(f"{gap.figure.place}  {said.gap(gap, scorer.instrument, tr)}")
    yield from _more(len(found.gaps) - MOST_LINES, cli)


def _conflicts(
    found: Preview, into: str | None, choice: Choice, cli: Cli, strong: Strong
) -> Iterator[str]:
    if not found.conflicts:
        return
    tr = cli.tr
    yield ""
    head = tr("Said otherwise in {id}:", id=into or "-")
    yield strong(f"{head} {len(found.conflicts)}")
    for conflict in found.conflicts[:MOST_LINES]:
        yield "  " + shown(_conflict(conflict, tr))
    yield from _more(len(found.conflicts) - MOST_LINES, cli)
    if choice == "theirs":
        yield "  " + tr("The workbook's values are taken; undo brings yours back.")
    elif choice == "fail":
        yield "  " + tr("So nothing is taken in (--fail).")
    else:
        yield "  " + tr("Yours stay; with --theirs the workbook's are taken.")


def _conflict(c: Conflict, tr: Translator) -> str:
    ours, theirs = side_by_side(c.ours, c.theirs, LONGEST)
    words = {"ours": ours, "theirs": theirs, "subject": c.subject}
    if c.kind == "status":
        text = tr("{subject}: status {ours} here, {theirs} in the workbook", **words)
    elif c.kind == "note":
        text = tr("{subject}: remark '{ours}' here, '{theirs}' in the workbook", **words)
    else:
        words["subject"] = tr(PROFILE_WORDS[c.subject])
        text = tr("{subject}: '{ours}' here, '{theirs}' in the workbook", **words)
    return f"{c.place}  {text}"
