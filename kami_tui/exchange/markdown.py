"""An assessment as Markdown: its answers, its result, its findings. For mails, wikis and diffs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kami_tui.domain.answers import PROFILE_FIELDS
from kami_tui.domain.result import result_of
from kami_tui.exchange.markup import line, paragraphs, table
from kami_tui.i18n import weaknesses as said
from kami_tui.i18n.figures import area_head, area_rows, summary
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.check import findings
from kami_tui.usecases.exporting import Subject, What
from kami_tui.usecases.session import Session
from kami_tui.usecases.sheet import SheetRow, sheet

NONE = "–"
"""Stands in a cell that has nothing, so that none looks forgotten."""


@dataclass(frozen=True, slots=True)
class _Page:
    subject: Subject
    tr: Translator

    @property
    def name(self) -> str:
        return self.tr.text(self.subject.scorer.instrument.name)


def document(subject: Subject, what: What) -> str:
    """The document's text, ending in a line break."""
    page = _Page(subject, Translator(subject.language))
    parts: dict[What, Callable[[_Page], Iterator[str]]] = {
        "answers": _answers,
        "result": _result,
        "findings": _findings,
    }
    return "\n\n".join([*_front(page), *parts[what](page)]) + "\n"


def _front(page: _Page) -> Iterator[str]:
    tr, profile = page.tr, page.subject.assessment.profile
    who = profile.organisation.strip()
    yield f"# {line(f'{page.name}: {who}' if who else page.name)}"
    facts = [
        (tr(said.PROFILE[name]), tr.day_text(value) if name == "date" else value)
        for name in PROFILE_FIELDS
        if (value := getattr(profile, name)).strip()
    ]
    if facts:
        rows = [[line(name), line(value)] for name, value in facts]
        yield table([tr("Profile"), ""], rows)


def _answers(page: _Page) -> Iterator[str]:
    tr, subject = page.tr, page.subject
    evaluation = subject.scorer.evaluate(subject.assessment.statuses)
    head = [tr("Item"), tr("Question"), tr("Answer"), tr("Points"), tr("Evidence"), tr("Owner")]
    for area, rows in groupby(sheet(subject.assessment, evaluation), key=lambda row: row.area):
        items = list(rows)
        yield f"## {line(f'{area.id}. {tr.text(area.name)}')}"
        yield table(head, [_cells(row, tr) for row in items], right=[3])
        if notes := [f"- **{row.item.id}** {said}" for row in items if (said := _note(row))]:
            yield f"### {tr('Notes')}"
            yield "\n".join(notes)
    if subject.assessment.evidence:
        yield f"## {tr('Evidence register')}"
        yield _register(page)


def _cells(row: SheetRow, tr: Translator) -> list[str]:
    if row.option is None:
        answer = f"*{tr('not answered')}*"
    else:
        answer = line(tr.text(row.option.label))
        if not row.counts:
            answer += f" ({tr('not counted')})"
    return [
        row.item.id,
        line(tr.text(row.item.text)),
        answer,
        tr("{value} of {max}", value=tr.number(row.counted), max=tr.number(row.possible)),
        line(", ".join(key for key, _ in row.evidence)) or NONE,
        line(row.owner) or NONE,
    ]


def _note(row: SheetRow) -> str:
    return paragraphs(row.note, indent="  ")


def _register(page: _Page) -> str:
    tr, assessment = page.tr, page.subject.assessment
    head = [
        tr("Key"), tr("Title"), tr("Kind"), tr("Location"), tr("Dated"), tr("Valid until"),
        tr("Items"),
    ]  # fmt: skip
    rows = [
        [
            line(cell) or NONE
            for cell in (
                key, entry.title, entry.kind, entry.location, tr.day_text(entry.dated),
                tr.day_text(entry.valid_until), ", ".join(assessment.items_resting_on(key)),
            )
        ]
        for key, entry in assessment.evidence.items()
    ]  # fmt: skip
    return table(head, rows)


def _result(page: _Page) -> Iterator[str]:
    tr, scorer = page.tr, page.subject.scorer
    result = result_of(scorer.evaluate(page.subject.assessment.statuses))
    yield f"## {tr('Result')}"
    facts = summary(result, scorer.instrument, tr)
    yield table([tr("Figure"), tr("Value")], [[line(n), line(v)] for n, v in facts])
    yield f"## {tr('Areas')}"
    head = [tr("Number"), tr("Area"), *area_head(tr)[2:]]
    rows = [[line(cell) for cell in row] for row in area_rows(result, scorer.instrument, tr)]
    yield table(head, rows, right=[2, 3, 6])


def _findings(page: _Page) -> Iterator[str]:
    tr = page.tr
    found = findings(Session(page.subject.assessment, page.subject.scorer))
    if not found:
        yield tr("Nothing is left to settle.")
    for severity, weak in groupby(found, key=lambda w: w.severity):
        rows = [[line(said.place(w, tr)), line(said.sentence(w, tr))] for w in weak]
        yield f"## {tr(said.SEVERITIES[severity])}: {tr.number(len(rows))}"
        yield table([tr("Place"), tr("Finding")], rows)
