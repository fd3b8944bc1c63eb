"""What the scorer says of every name in a workbook, and whether a cell says the same."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kami_tui.domain.numbers import Value
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.auditbook.figures import figures
from kami_tui.exchange.auditbook.formulas import Formulas
from kami_tui.exchange.auditbook.places import Places
from kami_tui.i18n.translator import Translator


class Expected:
    def __init__(self, scorer: Scorer, language: str = "id") -> None:
        self.scorer = scorer
        self.formulas = Formulas(scorer, Places(scorer, Translator(language)))

    def values(self, statuses: Mapping[str, str]) -> dict[str, Value]:
        """By defined name: figures, rules, item gates and parts."""
        done = self.scorer.evaluate(statuses)
        found = {n.name: n.value(done) for n in self.formulas.nodes}
        return found | {f.name: f.value for f in figures(self.formulas, result_of(done))}

    def differences(self, statuses: Mapping[str, str], cells: Mapping[str, str]) -> list[str]:
        return [
            f"{name}: {cells.get(name)!r} instead of {value!r}"
            for name, value in self.values(statuses).items()
            if name not in cells or not says(cells[name], value)
        ]


def says(cell: str, value: Value) -> bool:
    """A cell's text as LibreOffice exports it; a fraction to the digits it prints."""
    if value is None:
        return cell == ""
    if isinstance(value, bool):
        return cell == ("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return cell == value
    try:
        number = Fraction(cell)
    except ValueError:
        return False
    return number == value if isinstance(value, int) else abs(number - value) < Fraction(1, 10**9)
