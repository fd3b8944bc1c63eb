"""What the templates are given: words, numbers already written, and fractions 0 to 1. No rules."""

from __future__ import annotations

from dataclasses import dataclass

from kami_tui.reporting.model.back import (
    ClauseGroup,
    ClauseRow,
    RegisterPart,
    RegisterRow,
    SignatureBox,
    SignOff,
)
from kami_tui.reporting.model.basics import ContentsLine, Fact, KeyFigure, Meta
from kami_tui.reporting.model.chapter import Chapter, EvidenceRef, ItemRow, SectionBlock
from kami_tui.reporting.model.front import AreaRow, Cover, ResultPage, ShutTable, Since
from kami_tui.reporting.model.gains import GainRow, Gains, GapRow, LeftOutRow, SectionRow, ShutRow
from kami_tui.reporting.model.guide import Guide, StatusRow, StatusTable
from kami_tui.reporting.model.method import Doubt, Method, RuleGroup, RuleRow
from kami_tui.reporting.model.why import (
    CheckLine,
    Clause,
    GateBlock,
    NamedCondition,
    NeedLine,
    RungRow,
    Why,
)

__all__ = [
    "AreaRow",
    "Chapter",
    "CheckLine",
    "Clause",
    "ClauseGroup",
    "ClauseRow",
    "ContentsLine",
    "Cover",
    "Doubt",
    "EvidenceRef",
    "Fact",
    "GainRow",
    "Gains",
    "GapRow",
    "GateBlock",
    "Guide",
    "ItemRow",
    "KeyFigure",
    "LeftOutRow",
    "Meta",
    "Method",
    "NamedCondition",
    "NeedLine",
    "RegisterPart",
    "RegisterRow",
    "ReportContext",
    "ResultPage",
    "RuleGroup",
    "RuleRow",
    "RungRow",
    "SectionBlock",
    "SectionRow",
    "ShutRow",
    "ShutTable",
    "SignOff",
    "SignatureBox",
    "Since",
    "StatusRow",
    "StatusTable",
    "Why",
]


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
