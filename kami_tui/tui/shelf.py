"""What the terminal program asks of the workspace. Slow, all of it: called off the event loop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kami_tui.domain.answers import Assessment
from kami_tui.domain.errors import KamiError, StoreError
from kami_tui.domain.official import OURS, Wording
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.ports import Stored, Summary
from kami_tui.usecases.services import Services

if TYPE_CHECKING:  # pydantic comes with these; the first picture does without
    from kami_tui.domain.result import Result
    from kami_tui.domain.scorer import Evaluation
    from kami_tui.usecases.matter import Matter
    from kami_tui.usecases.session import Session


@dataclass(frozen=True, slots=True)
class Row:
    """One assessment with its result; without one where its edition cannot be used."""

    summary: Summary
    evaluation: Evaluation | None
    result: Result | None


def rows(services: Services, tr: Translator) -> tuple[Row, ...]:
    """All assessments, the one changed last first."""
    found = tuple(_row(services, s) for s in services.workspace.summaries())
    if found:
        tr.day(services.clock().date())  # each is shown with a date: months' names are in a file
    return found


def _row(services: Services, summary: Summary) -> Row:
    from kami_tui.domain.result import result_of

    try:
        evaluation = services.editions.scorer(summary.instrument).evaluate(summary.statuses)
    except KamiError:
        return Row(summary, None, None)
    return Row(summary, evaluation, result_of(evaluation))


@dataclass(frozen=True, slots=True)
class Opened:
    """An assessment taken off the shelf."""

    stored: Stored
    session: Session
    renewed: bool
    """The edition's files have changed since it was begun."""
    wording: Wording = OURS
    unread: KamiError | None = None
    """Why the official texts that are kept cannot be shown."""


def load(services: Services, id: str) -> Opened:
    from kami_tui.usecases.opening import open_session

    stored = services.workspace.load(id)
    edition = stored.assessment.instrument
    scorer = services.editions.scorer(edition)
    wording, unread = _wording(services, edition)
    return Opened(
        stored=stored,
        session=open_session(stored, scorer, services.workspace, services.who),
        renewed=stored.digest not in ("", services.editions.digest(edition)),
        wording=wording,
        unread=unread,
    )


def matter(services: Services, id: str) -> tuple[Matter, Wording]:
    """What a report is of, and the official words that it may be printed in."""
    from kami_tui.usecases.matter import matter_of

    found = matter_of(services.workspace.load(id), services.workspace)
    return found, _wording(services, found.assessment.instrument)[0]


def _wording(services: Services, edition: str) -> tuple[Wording, KamiError | None]:
    from kami_tui.usecases.wordings import wording_of

    try:
        instrument = services.editions.scorer(edition).instrument
        return wording_of(services.wordings, instrument, services.settings.wording), None
    except KamiError as error:  # no reason not to open an assessment
        return OURS, error


def create(services: Services, assessment: Assessment, previous: str | None = None) -> str:
    digest = services.editions.digest(assessment.instrument)
    return services.workspace.create(assessment, digest=digest, who=services.who, previous=previous)


def new_round(services: Services, id: str, today: str) -> str:
    """A copy with profile, answers and evidence, dated today."""
    stored = services.workspace.load(id)
    profile = replace(stored.assessment.profile, date=today)
    return create(services, replace(stored.assessment, profile=profile), stored.id)


def create_examples(services: Services) -> str | None:
    """The invented municipality's rounds, each following the one before; the id of the last."""
    previous: str | None = None
    for example in services.examples():
        previous = create(services, example, previous)
    return previous


def warm_up(services: Services) -> None:
    """Loads the editions and what writes dates, so that the next screen need not wait."""

    for edition in services.editions.ids():
        services.editions.scorer(edition)
    Translator(services.language).day(services.clock().date())


def write_copy(
    services: Services, assessment: Assessment, name: str, folders: Iterable[Path]
) -> Path:
    """Writes a whole assessment into the first folder that takes it; never replaces a file.

    Raises:
        StoreError: none of them could be written.
    """
    text = services.files.write(assessment, "yaml")
    place = ""
    for folder in folders:
        target = free_name(folder / name)
        place = place or str(folder)
        try:
            with target.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            continue
        return target
    raise StoreError(place=place, reason="read_only")


def free_name(path: Path) -> Path:
    """The path, or with a number where such a file exists."""
    candidate, n = path, 2
    while candidate.exists():
        candidate, n = path.with_stem(f"{path.stem}-{n}"), n + 1
    return candidate
