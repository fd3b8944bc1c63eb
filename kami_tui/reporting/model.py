"""What the templates are given: words, numbers already written, and fractions 0 to 1. No rules."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.charts import BandBar, Radar, StageBars


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure of the result. `mute` where it is not known yet."""

    label: str
    value: str
    note: str
    mute: bool = False
    anchor: str = ""
    """Where it is derived; empty where that is not printed."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Of the file itself, and what runs along the edge of every page."""

    language: str
    title: str
    author: str
    subject: str
    keywords: str
    created: str
    """W3C date and time."""
    generator: str
    header: str
    label: str
    """Classification at the head of every page; empty: none."""
    footer: str


@dataclass(frozen=True, slots=True)
class Cover:
    kind: str
    instrument: str
    organisation: str
    long_name: bool
    """The organisation's name wants a smaller size."""
    unit: str
    status: KeyFigure
    figures: tuple[KeyFigure, ...]
    incomplete: tuple[str, ...]
    facts: tuple[Fact, ...]
    self_assessed: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the table of areas."""

    id: str
    name: str
    anchor: str
    """Of the area's chapter; of the rule in the appendix for the total. Empty where that is not
    printed."""
    score: str
    moved: str
    """Points more or less than in the round before; empty without one."""
    max: str
    share: str
    width: str
    """The share as a CSS width."""
    level: str
    stage3: str
    stage3_shut: bool
    unanswered: str
    gaps: bool


@dataclass(frozen=True, slots=True)
class ShutRow:
    """One gate that keeps answers from counting."""

    name: str
    """Of its area."""
    anchor: str
    waiting: str
    """Points earned behind it."""
    needs: tuple[NeedLine, ...]


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
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    whose: str
    """Who was assessed and when, where no cover says it; else empty."""
    status: KeyFigure
    figures: tuple[KeyFigure, ...]
    bar: BandBar
    bar_title: str
    areas: tuple[AreaRow, ...]
    with_levels: bool
    with_stage3: bool
    total: AreaRow
    shut: ShutTable | None
    """Why stages do not count; None where all do."""
    since: Since | None
    full: bool
    """There is so much to say that all is set closer: the page must stay one."""
    radar: Radar | None
    points: tuple[str, ...]
    """What a reader should know besides the figures, the weightiest first."""
    incomplete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One status of an option set, with what it earns."""

    label: str
    points: tuple[str, ...]
    guidance: str


@dataclass(frozen=True, slots=True)
class StatusTable:
    title: str
    columns: tuple[str, ...]
    rows: tuple[StatusRow, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    paragraphs: tuple[str, ...]
    statuses: tuple[StatusTable, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of a condition. `lead` lines ("one of:") carry words only."""

    depth: int
    text: str
    wanted: str
    now: str
    state: str
    holds: bool
    lead: bool = False
    items: str = ""
    """Items that could still supply what is short."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to meet a condition, in running words: parts that must all hold. After the first
    way `joiner` is "or"."""

    joiner: str
    parts: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What is missing for something, and the items that could supply it."""

    text: str
    items: str


@dataclass(frozen=True, slots=True)
class GateBlock:
    title: str
    verdict: str
    open: bool
    lines: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class RungRow:
    level: str
    lines: tuple[Clause, ...]
    state: str
    holds: bool
    current: bool


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """A condition that rungs name, spelt out once."""

    title: str
    state: str
    holds: bool
    lines: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why the level is what it is. Empty parts where the edition has no such thing."""

    title: str
    summary: str
    gates: tuple[GateBlock, ...]
    rungs: tuple[RungRow, ...]
    named: tuple[NamedCondition, ...]
    next_title: str
    next_needs: tuple[NeedLine, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    key: str
    title: str
    anchor: str
    """Empty where the register has no such entry, or is not printed."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    id: str
    anchor: str
    text: str
    tags: tuple[str, ...]
    """Stage and level, one line each."""
    status: str
    option: str
    """The chosen text of an item with options of its own."""
    answered: bool
    width: str
    """What the answer earns, of the most it could, as a CSS width."""
    points: str
    discounted: str
    """Said where a shut gate keeps the answer from counting; else empty."""
    evidence: tuple[EvidenceRef, ...]
    note: str
    warning: str
    long: bool
    """Too tall to be kept on one page."""


@dataclass(frozen=True, slots=True)
class SectionBlock:
    name: str
    lead: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    anchor: str
    name: str
    description: str
    facts: tuple[Fact, ...]
    bars: StageBars | None
    bands: BandBar | None
    why: Why | None
    with_tags: bool
    own_options: bool
    said: str
    """The sentence about notes that were cut, where no guide says it before; else empty."""
    sections: tuple[SectionBlock, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    name: str
    count: str
    items: str


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """An item that was said not to apply."""

    id: str
    anchor: str
    text: str
    status: str
    reason: str
    """The note; a warning where there is none."""
    missing: bool


@dataclass(frozen=True, slots=True)
class GainRow:
    """An item that does not earn all it can."""

    id: str
    anchor: str
    area: str
    text: str
    status: str
    points: str
    gain: str
    waits: str
    """Said where the points count only once a stage is open; else empty."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    name: str
    anchor: str
    points: str
    share: str
    width: str


@dataclass(frozen=True, slots=True)
class Gains:
    """Strengths and gaps."""

    shut: tuple[ShutRow, ...]
    items: tuple[GainRow, ...]
    """Those that could add most first."""
    rest: str
    """How many more there are, and what they could add; empty where all are listed."""
    strongest: tuple[SectionRow, ...]
    weakest: tuple[SectionRow, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause or control of ISO/IEC 27001 as the items that name it are answered."""

    number: str
    items: tuple[tuple[str, str], ...]
    """Item id and its anchor."""
    share: str
    """Of the points these items can earn, gates left aside."""
    width: str
    unanswered: str


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    title: str
    rows: tuple[ClauseRow, ...]


@dataclass(frozen=True, slots=True)
class SignatureBox:
    role: str
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class SignOff:
    declared: str
    what: tuple[Fact, ...]
    """What is signed."""
    boxes: tuple[SignatureBox, ...]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    key: str
    anchor: str
    title: str
    details: tuple[Fact, ...]
    sha256: str
    items: str


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """A stretch of the register; a long one is split, since one long table lays out slowly."""

    title: str
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    anchor: str
    name: str
    id: str
    how: tuple[str, ...]
    value: str
    source: str
    sureness: str
    settled: bool


@dataclass(frozen=True, slots=True)
class RuleGroup:
    title: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule that is not settled, with the reading taken."""

    name: str
    where: str
    sureness: str
    reading: str


@dataclass(frozen=True, slots=True)
class Method:
    intro: tuple[str, ...]
    sources: tuple[Fact, ...]
    doubts: tuple[Doubt, ...]
    groups: tuple[RuleGroup, ...]


@dataclass(frozen=True, slots=True)
class ContentsLine:
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The whole report; what is not among `parts` is not placed."""

    parts: tuple[str, ...]
    """Names of `usecases.report_parts`, in order."""
    meta: Meta
    cover: Cover
    result: ResultPage
    contents: tuple[ContentsLine, ...]
    guide: Guide
    chapters: tuple[Chapter, ...]
    """Those that are printed."""
    gains: Gains
    gaps: tuple[GapRow, ...]
    not_applicable: tuple[LeftOutRow, ...]
    crosswalk: tuple[ClauseGroup, ...]
    sign_off: SignOff
    register: tuple[RegisterPart, ...]
    method: Method
    colophon: tuple[Fact, ...]
    cut: str
    """Said once where notes had to be cut short; else empty."""
