"""The cover and the result on its one page."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.charts import BandBar, Radar
from kami_tui.reporting.model.basics import Fact, KeyFigure


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    kind: str
    """What kind of report this is."""
    instrument: str
    """Name of the instrument."""
    organisation: str
    """Who was assessed."""
    long_name: bool
    """The organisation's name wants a smaller size."""
    unit: str
    """The unit; may be empty."""
    status: KeyFigure
    """The final status."""
    figures: tuple[KeyFigure, ...]
    """The figures beside it."""
    incomplete: tuple[str, ...]
    """Sentences about what is missing; none for a whole assessment."""
    facts: tuple[Fact, ...]
    """Scope, assessor, date and so on, those that were entered."""
    self_assessed: str
    """The sentence that nobody has verified the answers."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the table of areas."""

    id: str
    """Number of the area; empty in the total."""
    name: str
    """Name of the area."""
    anchor: str
    """Of the area's chapter; of the rule in the appendix for the total. Empty where that is not
    printed."""
    score: str
    """The score, as written."""
    moved: str
    """Points more or less than in the round before; empty without one."""
    max: str
    """The most there could be."""
    share: str
    """The score in per cent of that."""
    width: str
    """The share as a CSS width."""
    level: str
    """The level reached."""
    stage3: str
    """Whether stage 3 counts, in words."""
    stage3_shut: bool
    """Whether it does not."""
    unanswered: str
    """How many items have no answer; a dash for none."""
    gaps: bool
    """Whether there are any."""


@dataclass(frozen=True, slots=True)
class ShutTable:
    """All such gates at a glance: what each still wants."""

    columns: tuple[tuple[str, str], ...]
    """Areas and the anchors of their chapters."""
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """What is wanted, and for each column how far it is."""


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since the round before."""

    title: str
    """The heading."""
    facts: tuple[Fact, ...]
    """What has changed, line by line."""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result, which stands on one page."""

    whose: str
    """Who was assessed and when, where no cover says it; else empty."""
    status: KeyFigure
    """The final status."""
    figures: tuple[KeyFigure, ...]
    """The figures beside it."""
    bar: BandBar
    """The total on the bands of the status."""
    bar_title: str
    """What the bar shows."""
    areas: tuple[AreaRow, ...]
    """One line for each area."""
    with_levels: bool
    """Whether areas have levels in this edition."""
    with_stage3: bool
    """Whether it has a stage 3."""
    total: AreaRow
    """The line of the total."""
    shut: ShutTable | None
    """Why stages do not count; None where all do."""
    since: Since | None
    """The change since the round before; none without one."""
    full: bool
    """There is so much to say that all is set closer: the page must stay one."""
    radar: Radar | None
    """The areas as a radar; none where there are fewer than three."""
    points: tuple[str, ...]
    """What a reader should know besides the figures, the weightiest first."""
    incomplete: tuple[str, ...]
    """Sentences about what is missing; none for a whole assessment."""
