"""``kami verify``: is this report what its own answers give?

Opens the file, scores the attached answers again, and compares: the attached result, every word of
the pages, the edition's files, the digests of the manifest, the signatures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kami_tui.domain.answers import Assessment
from kami_tui.domain.answers_document import assessment_of
from kami_tui.domain.errors import KamiError, ProofUnreadable, UnknownItem, UnknownStatus
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Evaluation
from kami_tui.reporting.inprocess import composed
from kami_tui.reporting.proof import opened, parts, spdx
from kami_tui.reporting.proof.page_text import Clock, Pages, Reader, foreign_notes
from kami_tui.usecases.ports import Editions
from kami_tui.usecases.proof import Difference, NotCompared, Verdict

MOST_DIFFERENCES = 100


class Proofs:
    """Adapter of `usecases.proof.Verifier`."""

    def __init__(self, editions: Editions, templates: Path) -> None:
        self.editions, self.templates = editions, templates

    def verify(self, path: Path, trust: Path | None = None) -> Verdict:
        """See `usecases.proof.Verifier`."""
        from kami_tui.reporting.proof import signatures

        clock = Clock()
        data = opened.read(path)
        with opened.opened(data, path) as pdf:
            inside = opened.attachments(pdf)
            if not {parts.ASSESSMENT, parts.RESULT, parts.MANIFEST} & set(inside):
                raise opened.no_parts(path)
            found = [Difference("annotation", (), n) for n in foreign_notes(pdf)]
            found += [Difference("part_extra", (n,)) for n in opened.foreign_parts(pdf)]
            pages = Reader(pdf, clock).pages()
            signed, unread = signatures.read(data, trust)
        found += _manifest(inside)
        try:
            verdict = self._content(path, inside, pages, clock, found)
        except opened.TooMuch as error:
            raise opened.too_much(path) from error
        return replace(verdict, signatures=signed, unread_signature=unread)

    def _edition(self, inside: Mapping[str, bytes], assessment: Assessment) -> Iterator[Difference]:
        """Whether the edition here is the one that scored.

        Raises:
            UnknownInstrument, BadInput: it is not here, or it has mistakes.
        """
        try:
            named = spdx.edition_digest(parts.json_object(inside.get(parts.MANIFEST, b"")))
        except (ValueError, KeyError, TypeError, IndexError):
            return  # told as an unreadable manifest
        here = (assessment.instrument, self.editions.digest(assessment.instrument))
        if here != named:
            expected, found = " ".join(here), " ".join(named)
            yield Difference("edition", (here[0],), None, expected[:200], found[:200])

    def _content(
        self,
        path: Path,
        inside: Mapping[str, bytes],
        pages: Pages,
        clock: Clock,
        found: list[Difference],
    ) -> Verdict:
        """Answers against result and pages; `found` is what was different before."""
        try:
            printed = parts.printed_from(inside.get(parts.REPORT, b""))
        except (ValueError, KeyError, TypeError) as error:
            if str(error) == "format":
                raise ProofUnreadable(file=str(path), reason="format") from error
            printed = None
            if parts.REPORT in inside:
                found.append(Difference("part_unreadable", (parts.REPORT,)))
        assessment = self._assessment(inside, found)
        if assessment is None:
            return _verdict(path, found, None, printed, 0, ())
        found += self._edition(inside, assessment)
        try:
            scorer = self.editions.scorer(assessment.instrument)
            evaluation = scorer.evaluate(assessment.statuses)
        except (UnknownItem, UnknownStatus):
            found.append(Difference("part_unreadable", (parts.ASSESSMENT,)))
            return _verdict(path, found, assessment, printed, 0, ())
        found += _result(inside, evaluation)
        if printed is None:
            return _verdict(path, found, assessment, None, 0, ("result_page", "items", "text"))
        previous = self._previous(inside, found)
        number, left = self._pages(printed, assessment, previous, evaluation, pages, clock, found)
        return _verdict(path, found, assessment, printed, number, left)

    def _assessment(
        self, inside: Mapping[str, bytes], found: list[Difference]
    ) -> Assessment | None:
        if parts.ASSESSMENT not in inside:
            return None
        try:
            return assessment_of(parts.json_object(inside[parts.ASSESSMENT]))
        except ValueError:
            found.append(Difference("part_unreadable", (parts.ASSESSMENT,)))
            return None

    def _previous(self, inside: Mapping[str, bytes], found: list[Difference]) -> Assessment | None:
        if parts.PREVIOUS not in inside:
            return None
        try:
            return assessment_of(parts.json_object(inside[parts.PREVIOUS]))
        except ValueError:
            found.append(Difference("part_unreadable", (parts.PREVIOUS,)))
            return None

    def _pages(
        self,
        printed: parts.Printed,
        assessment: Assessment,
        previous: Assessment | None,
        evaluation: Evaluation,
        pages: Pages,
        clock: Clock,
        found: list[Difference],
    ) -> tuple[int, tuple[NotCompared, ...]]:
        """Compares what is printed; gives back how much, and what could not be compared."""
        from kami_tui.reporting.proof import blocks, compare, figures
        from kami_tui.reporting.render import html

        try:
            context = composed(
                printed.request(assessment, previous),
                evaluation,
                self.editions.digest(assessment.instrument),
            )
        except (KamiError, ValueError):
            found.append(Difference("part_unreadable", (parts.REPORT,)))
            return 0, ("result_page", "items", "text")
        left = list(_not_printed(printed))
        if printed.wording.whose != "ours":
            left.append("wording")
        same = (
            printed.program == parts.PROGRAM
            and printed.templates == parts.templates_digest(self.templates)
            and not printed.own_templates
        )
        if same:
            text = blocks.blocks_of(html(context, self.templates))
            number = len(text.flow) + len(text.figures)
            apart = compare.mismatches(text, pages.runs, pages.count, clock)
            found += [Difference("picture", (), n) for n in pages.pictures]
            found += [Difference("painted_over", (), n) for n in pages.painted_over]
        else:
            wanted = figures.figures(context)
            number, apart = len(wanted), figures.missing(wanted, pages.runs)
            left.append("text")
        found += [Difference("print", m.where, m.page, m.expected, m.found) for m in apart]
        return number, tuple(left)


def _manifest(inside: Mapping[str, bytes]) -> Iterator[Difference]:
    """Every part is there and is the one the manifest names."""
    for name in parts.NAMES:
        if name not in inside:
            yield Difference("part_missing", (name,))
    if parts.MANIFEST not in inside:
        return
    try:
        document = parts.json_object(inside[parts.MANIFEST])
        digests = spdx.file_digests(document)
        spdx.edition_digest(document)
    except (ValueError, KeyError, TypeError, IndexError):
        yield Difference("part_unreadable", (parts.MANIFEST,))
        return
    if parts.PREVIOUS in digests and parts.PREVIOUS not in inside:
        yield Difference("part_missing", (parts.PREVIOUS,))
    for name in inside:
        if name != parts.MANIFEST:
            actual = hashlib.sha256(inside[name]).hexdigest()
            if digests.get(name) != actual:
                yield Difference("part_changed", (name,), None, digests.get(name, ""), actual)


def _result(inside: Mapping[str, bytes], evaluation: Evaluation) -> Iterator[Difference]:
    if parts.RESULT not in inside:
        return
    try:
        told = parts.json_object(inside[parts.RESULT])
    except ValueError:
        yield Difference("part_unreadable", (parts.RESULT,))
        return
    yield from _apart((), parts.json_object(parts.json_bytes(_document(evaluation))), told)


def _document(evaluation: Evaluation) -> dict[str, object]:
    return result_of(evaluation).as_document()


def _apart(where: tuple[str, ...], expected: object, found: object) -> Iterator[Difference]:
    """Leaves of two JSON documents that differ. Only as deep as what is expected."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(k for k in found if k not in expected)]:
            yield from _apart((*where, str(key)[:80]), expected.get(key), found.get(key))
    elif type(expected) is not type(found) or expected != found:
        yield Difference("result", where, None, _short(expected), _short(found))


def _short(value: object) -> str:
    return "" if value is None else str(value)[:90]


def _not_printed(printed: parts.Printed) -> Iterator[NotCompared]:
    if printed.layout == "executive":
        yield "items"
        return
    if "result" not in printed.parts:
        yield "result_page"
    chapters = {"areas", "supplement"} & set(printed.parts)
    if not chapters:
        yield "items"
    elif len(chapters) < 2:
        yield "some_items"


def _verdict(
    path: Path,
    found: list[Difference],
    assessment: Assessment | None,
    printed: parts.Printed | None,
    number: int,
    left: tuple[NotCompared, ...],
) -> Verdict:
    return Verdict(
        file=str(path),
        organisation=assessment.profile.organisation if assessment else "",
        instrument=assessment.instrument if assessment else "",
        program=printed.program if printed else "",
        generated=printed.generated.isoformat() if printed else "",
        figures=number,
        differences=tuple(found[:MOST_DIFFERENCES]),
        not_compared=left,
        assessment=assessment,
    )
