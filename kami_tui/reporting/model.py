"""What the templates are given: words, numbers already written, and fractions 0 to 1. No rules."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.charts import BandBar, Radar, StageBars


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value."""

    label: str
    """What it is."""
    value: str
    """The value, in words; may have line feeds."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure of the result. `mute` where it is not known yet."""

    label: str
    """What it is."""
    value: str
    """The figure, as written."""
    note: str
    """A few words on it; may be empty."""
    mute: bool = False
    """Whether it is not known yet."""
    anchor: str = ""
    """Where it is derived; empty where that is not printed."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Of the file itself, and what runs along the edge of every page."""

    language: str
    """``id`` or ``en``."""
    title: str
    """Title of the document."""
    author: str
    """The organisation."""
    subject: str
    """The scope, cut to one line."""
    keywords: str
    """Name and id of the instrument."""
    created: str
    """W3C date and time."""
    generator: str
    """Name and version of this program."""
    header: str
    """Heads every page."""
    label: str
    """Classification at the head of every page; empty: none."""
    footer: str
    """Stands at the foot of every page."""


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
class ShutRow:
    """One gate that keeps answers from counting."""

    name: str
    """Of its area."""
    anchor: str
    """Of the area's chapter."""
    waiting: str
    """Points earned behind it."""
    needs: tuple[NeedLine, ...]
    """What would open it."""


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


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One status of an option set, with what it earns."""

    label: str
    """Name of the status."""
    points: tuple[str, ...]
    """What it earns, one for each column."""
    guidance: str
    """When to choose it."""


@dataclass(frozen=True, slots=True)
class StatusTable:
    """The statuses of one option set, as a table."""

    title: str
    """Which items have these statuses."""
    columns: tuple[str, ...]
    """Heads of the columns of points."""
    rows: tuple[StatusRow, ...]
    """The statuses."""


@dataclass(frozen=True, slots=True)
class Guide:
    """How to read the report."""

    paragraphs: tuple[str, ...]
    """The text."""
    statuses: tuple[StatusTable, ...]
    """What each status earns."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of a condition. `lead` lines ("one of:") carry words only."""

    depth: int
    """How deep it stands in the condition, from 0."""
    text: str
    """What is looked at."""
    wanted: str
    """What it must be, as written."""
    now: str
    """What it is."""
    state: str
    """In words, whether it holds and what is short."""
    holds: bool
    """Whether it holds."""
    lead: bool = False
    """Whether it only introduces the lines below it."""
    items: str = ""
    """Items that could still supply what is short."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to meet a condition, in running words: parts that must all hold. After the first
    way `joiner` is "or"."""

    joiner: str
    """Empty, or "or" in the report's language."""
    parts: tuple[CheckLine, ...]
    """What must hold."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What is missing for something, and the items that could supply it."""

    text: str
    """What is missing."""
    items: str
    """Numbers of the items that could supply it; may be empty."""


@dataclass(frozen=True, slots=True)
class GateBlock:
    """A condition that keeps answers from counting until it holds."""

    title: str
    """Name of the condition."""
    verdict: str
    """Whether it holds, in words."""
    open: bool
    """Whether it holds."""
    lines: tuple[CheckLine, ...]
    """What it looks at."""


@dataclass(frozen=True, slots=True)
class RungRow:
    """One level with its conditions."""

    level: str
    """Name of the level."""
    lines: tuple[Clause, ...]
    """Its conditions."""
    state: str
    """Whether they hold, in words."""
    holds: bool
    """Whether they hold."""
    current: bool
    """Whether this is the level of the area."""


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """A condition that rungs name, spelt out once."""

    title: str
    """Its name."""
    state: str
    """Whether it holds, in words."""
    holds: bool
    """Whether it holds."""
    lines: tuple[Clause, ...]
    """What it looks at."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why the level is what it is. Empty parts where the edition has no such thing."""

    title: str
    """The heading."""
    summary: str
    """The answer in a sentence or two."""
    gates: tuple[GateBlock, ...]
    """Conditions that keep answers from counting."""
    rungs: tuple[RungRow, ...]
    """Every level, highest first."""
    named: tuple[NamedCondition, ...]
    """Conditions that several levels share."""
    next_title: str
    """Heading of what the next level needs."""
    next_needs: tuple[NeedLine, ...]
    """What the next level needs."""


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """A document an item refers to."""

    key: str
    """Its key in the register."""
    title: str
    """Its title."""
    anchor: str
    """Empty where the register has no such entry, or is not printed."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its answer."""

    id: str
    """Number of the item."""
    anchor: str
    """Its id in the document."""
    text: str
    """The question."""
    tags: tuple[str, ...]
    """Stage and level, one line each."""
    status: str
    """The chosen status, in words; of an item with options of its own, its letter."""
    option: str
    """The chosen text of an item with options of its own."""
    answered: bool
    """Whether there is an answer."""
    width: str
    """What the answer earns, of the most it could, as a CSS width."""
    points: str
    """What it earns, as written."""
    discounted: str
    """Said where a shut gate keeps the answer from counting; else empty."""
    evidence: tuple[EvidenceRef, ...]
    """Documents it refers to."""
    note: str
    """The assessor's note, with its line feeds; may be empty."""
    warning: str
    """What is to be doubted or missing about it; may be empty."""
    long: bool
    """Too tall to be kept on one page."""


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """The items under one heading."""

    name: str
    """The heading."""
    lead: str
    """A sentence under it; may be empty."""
    items: tuple[ItemRow, ...]
    """Its items."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One area."""

    id: str
    """Number of the area."""
    anchor: str
    """Its id in the document."""
    name: str
    """Name of the area."""
    description: str
    """What the area is about."""
    facts: tuple[Fact, ...]
    """Score, level and so on."""
    bars: StageBars | None
    """The stages; none where there are none."""
    bands: BandBar | None
    """The score on the bands of a category; none in most areas."""
    why: Why | None
    """Why the level is what it is; none where there are no levels."""
    with_tags: bool
    """Whether items have a stage and a level."""
    own_options: bool
    """Whether items have options of their own."""
    said: str
    """The sentence about notes that were cut, where no guide says it before; else empty."""
    sections: tuple[SectionBlock, ...]
    """The items."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """The items of one area that have no answer."""

    name: str
    """Name of the area."""
    count: str
    """How many there are."""
    items: str
    """Their numbers."""


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """An item that was said not to apply."""

    id: str
    """Number of the item."""
    anchor: str
    """Its id in the document."""
    text: str
    """The question."""
    status: str
    """The chosen status."""
    reason: str
    """The note; a warning where there is none."""
    missing: bool
    """Whether there is no reason."""


@dataclass(frozen=True, slots=True)
class GainRow:
    """An item that does not earn all it can."""

    id: str
    """Number of the item."""
    anchor: str
    """Its id in the document."""
    area: str
    """Name of the area."""
    text: str
    """The question."""
    status: str
    """The chosen status."""
    points: str
    """What it earns now."""
    gain: str
    """What more it could earn."""
    waits: str
    """Said where the points count only once a stage is open; else empty."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section by its share."""

    name: str
    """The heading."""
    anchor: str
    """Its id in the document."""
    points: str
    """Its points, of how many."""
    share: str
    """The same in per cent."""
    width: str
    """The share as a CSS width."""


@dataclass(frozen=True, slots=True)
class Gains:
    """Strengths and gaps."""

    shut: tuple[ShutRow, ...]
    """Gates that keep answers from counting."""
    items: tuple[GainRow, ...]
    """Those that could add most first."""
    rest: str
    """How many more there are, and what they could add; empty where all are listed."""
    strongest: tuple[SectionRow, ...]
    """Sections that earn most of their points."""
    weakest: tuple[SectionRow, ...]
    """Those that earn least."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause or control of ISO/IEC 27001 as the items that name it are answered."""

    number: str
    """Its number in the standard."""
    items: tuple[tuple[str, str], ...]
    """Item id and its anchor."""
    share: str
    """Of the points these items can earn, gates left aside."""
    width: str
    """The share as a CSS width."""
    unanswered: str
    """How many of its items have no answer."""


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """Clauses that stand together."""

    title: str
    """The heading."""
    rows: tuple[ClauseRow, ...]
    """The clauses."""


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Room for one signature."""

    role: str
    """In what role."""
    name: str
    """Who; may be empty."""
    position: str
    """Their position; may be empty."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who answers for the report."""

    declared: str
    """What is declared."""
    what: tuple[Fact, ...]
    """What is signed."""
    boxes: tuple[SignatureBox, ...]
    """Who signs."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document of the evidence register."""

    key: str
    """Key of the document."""
    anchor: str
    """Its id in the document."""
    title: str
    """Its title."""
    details: tuple[Fact, ...]
    """Kind, place, dates and so on, those that were entered."""
    sha256: str
    """Digest of its file; may be empty."""
    items: str
    """Numbers of the items that refer to it."""


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """A stretch of the register; a long one is split, since one long table lays out slowly."""

    title: str
    """The heading; empty where there is one part only."""
    rows: tuple[RegisterRow, ...]
    """The documents."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule with its number."""

    anchor: str
    """Its id in the document."""
    name: str
    """Name of the rule."""
    id: str
    """Its id in the edition."""
    how: tuple[str, ...]
    """How it is worked out, one line each."""
    value: str
    """What came out."""
    source: str
    """Key of its source."""
    sureness: str
    """How sure it is, in words."""
    settled: bool
    """Whether it is settled."""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that stand together."""

    title: str
    """The heading."""
    rows: tuple[RuleRow, ...]
    """The rules."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule that is not settled, with the reading taken."""

    name: str
    """Name of the rule."""
    where: str
    """Areas it concerns; may be empty."""
    sureness: str
    """How sure it is, in words."""
    reading: str
    """How it was read."""


@dataclass(frozen=True, slots=True)
class Method:
    """The rules, where they come from, and how sure they are."""

    intro: tuple[str, ...]
    """The text."""
    sources: tuple[Fact, ...]
    """Where rules come from, by key."""
    doubts: tuple[Doubt, ...]
    """Rules that are not settled."""
    groups: tuple[RuleGroup, ...]
    """All rules."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents."""

    title: str
    """The heading."""
    anchor: str
    """Id of the part in the document."""


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The whole report; what is not among `parts` is not placed."""

    parts: tuple[str, ...]
    """Names of `usecases.report_parts`, in order."""
    meta: Meta
    """Of the file, and of every page."""
    cover: Cover
    """The first page."""
    result: ResultPage
    """The result on one page."""
    contents: tuple[ContentsLine, ...]
    """What is printed, in order."""
    guide: Guide
    """How to read the report."""
    chapters: tuple[Chapter, ...]
    """Those that are printed."""
    gains: Gains
    """Strengths and gaps."""
    gaps: tuple[GapRow, ...]
    """Items without an answer, one line for each area."""
    not_applicable: tuple[LeftOutRow, ...]
    """Items said not to apply."""
    crosswalk: tuple[ClauseGroup, ...]
    """ISO/IEC 27001 by its clauses."""
    sign_off: SignOff
    """Room for signatures."""
    register: tuple[RegisterPart, ...]
    """Documents that support the answers."""
    method: Method
    """The rules with their numbers."""
    colophon: tuple[Fact, ...]
    """About the report itself."""
    cut: str
    """Said once where notes had to be cut short; else empty."""
