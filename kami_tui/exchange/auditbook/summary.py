from __future__ import annotations
from dataclasses import dataclass
from datetime import datetime
from kami_tui.domain.answers import Assessment
from kami_tui.exchange.auditbook.figures import Figure
@dataclass(frozen=True, slots=True)
class About:
    assessment: Assessment
    digest: str
    generated: datetime
    figures: tuple[Figure, ...]
def draw(page, formulas, evaluation, about, rules):
    page.text("A1", "x")
def draw_register(page, tr, assessment):
    page.text("A1","x")
