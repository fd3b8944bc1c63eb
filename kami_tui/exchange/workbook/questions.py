"""The question texts of a workbook, as it has them; a column that cannot be the questions is
refused, and so are the program's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from kami_tui.domain.errors import BadInput, Problem
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.official import MOST
from kami_tui.domain.text import folded
from kami_tui.domain.visible import blanked
from kami_tui.exchange.workbook.editions import chosen
from kami_tui.exchange.workbook.grid import Address, Workbook
from kami_tui.exchange.workbook.layout import Layout
from kami_tui.exchange.workbook.own import is_ours
from kami_tui.exchange.workbook.package import refused
from kami_tui.usecases.ports import Editions, StatusWords
from kami_tui.usecases.wordings import FoundWording

SHORT = 15
"""Characters of a text that asks nothing: half of an area's questions are longer."""
OURS = 0.9
"""Share of the texts that are the program's own, in any language, before all are taken for them."""


def questions_of(
    workbook: Workbook, editions: Editions, statuses: Callable[[Instrument], StatusWords]
) -> FoundWording:
    """The texts of the edition's items.

    Raises:
        BadInput: no items, an edition that is not installed, a column that cannot be the
            questions, or texts that are the program's own.
    """
    if is_ours(workbook):
        raise refused(workbook.file, "questions_own_book")
    try:
        found = chosen(workbook, editions, statuses, carry=False)
    except BadInput as error:
        raise BadInput([_without_carrying(p) for p in error.problems]) from error
    instrument, layout = found.scorer.instrument, found.layout
    texts: dict[str, str] = {}
    empty, too_long = [], []
    for item in layout.items:
        text = _text(layout, item)
        if not text:
            empty.append(item)
        elif len(text) > MOST:
            too_long.append(item)
        else:
            texts[item] = text
    if not texts:
        raise refused(workbook.file, "questions_none")
    for area in instrument.areas:
        own = {i.id: texts[i.id] for i in area.items if i.id in texts}
        if own and (doubt := _doubt(own, statuses(instrument))):
            first = next(iter(own))
            where = layout.items[first].question
            raise refused(
                workbook.file, f"questions_{doubt}", place=_column(where), text=own[first][:60]
            )
    if _are_ours(texts, instrument):  # copied out of a file of ours, say
        raise refused(workbook.file, "questions_ours")
    return FoundWording(
        Path(workbook.file).name,
        workbook.sha256,
        instrument.id,
        texts,
        tuple(empty),
        tuple(i for i in instrument.items if i not in layout.items),
        tuple(too_long),
    )


def _without_carrying(problem: Problem) -> Problem:
    """Questions of an older edition are not those of the items their answers are taken along to."""
    code = "workbook_edition" if problem.code == "workbook_older" else problem.code
    return Problem(code, problem.facts, problem.file, problem.line, problem.column)


def _text(layout: Layout, item: str) -> str:
    cell = layout.cell(layout.items[item].question)
    if cell is None or cell.error:
        return ""
    return blanked(cell.text)


def _are_ours(texts: Mapping[str, str], instrument: Instrument) -> bool:
    """Whether nearly all texts are what the questionnaire itself asks."""
    same = 0
    for item, text in texts.items():
        words = instrument.items[item].text
        same += folded(text) in {folded(blanked(w)) for w in (words.id, words.en)}
    return same >= OURS * len(texts)


def _column(where: Address | None) -> str:
    return str(where) if where else "?"


def _doubt(texts: Mapping[str, str], statuses: StatusWords) -> str:
    """Why these cannot be the questions of an area; empty if they may be."""
    said, half = [*texts.values()], len(texts) / 2
    if sum(sum(c.isalpha() for c in t) < 3 for t in said) > half:
        return "numbers"
    if sum(statuses.code(i, t) is not None for i, t in texts.items()) > half:
        return "statuses"
    if median(map(len, said)) < SHORT:
        return "short"
    if len(said) > 2 and len({folded(t) for t in said}) <= half:
        return "same"
    return ""
