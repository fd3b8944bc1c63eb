"""The workbook as bytes: the same assessment and moment give the same ones."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kami_tui import __version__
from kami_tui.domain.answers import Assessment
from kami_tui.domain.result import result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange import own_book
from kami_tui.exchange.auditbook import options, register
from kami_tui.exchange.auditbook.figures import figures
from kami_tui.exchange.auditbook.formulas import Formulas
from kami_tui.exchange.auditbook.page import Page
from kami_tui.exchange.auditbook.places import Places
from kami_tui.exchange.auditbook.rules_sheet import RulesSheet
from kami_tui.exchange.auditbook.safe import cell_text
from kami_tui.exchange.auditbook.sheets import AreaSheet
from kami_tui.exchange.auditbook.summary import About, Summary
from kami_tui.i18n.translator import Translator

if TYPE_CHECKING:
    from openpyxl import Workbook

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip archive can say."""


def audit_book(
    assessment: Assessment, scorer: Scorer, digest: str, language: str, generated: datetime
) -> bytes:
    """An .xlsx file. `digest` is that of the edition's files, `generated` the time it bears.

    Raises:
        UnknownItem, UnknownStatus: the answers do not fit the edition.
        ExportFailed: reason ``too_large``: a formula of it would be longer than Excel takes.
    """
    from openpyxl import Workbook

    tr = Translator(language)
    evaluation = scorer.evaluate(assessment.statuses)
    places = Places(scorer, tr)
    formulas = Formulas(scorer, places)
    found = figures(formulas, result_of(evaluation))
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    titles = [places.result, *places.areas.values(), places.rules, places.options]
    pages = {title: Page(book.create_sheet(title)) for title in titles}
    rules = RulesSheet(pages[places.rules], book, formulas)
    rules.draw(found, evaluation)
    for area in scorer.instrument.areas:
        page = pages[places.areas[area.id]]
        AreaSheet(page, area, formulas, assessment).draw()
    options.draw(pages[places.options], places)
    _name_scales(book, places)
    if assessment.evidence:
        pages[places.register] = Page(book.create_sheet(places.register))
        register.draw(pages[places.register], tr, assessment)
    _mark(book, places, len(assessment.evidence))
    about = About(assessment, digest, generated, found, rules.differing, rules.compared)
    Summary(pages[places.result], formulas, about).draw()
    _properties(book, assessment, scorer, generated)
    return _packed(book, generated)


def _mark(book: Workbook, places: Places, documents: int) -> None:
    """Names by which it is known again when it comes back."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.workbook.defined_name import DefinedName

    names = {own_book.MARK: f'"{places.scorer.instrument.id}"'}
    if documents:
        last = get_column_letter(len(own_book.COLUMNS))
        rows = f"$A${register.FIRST}:${last}${register.FIRST + documents - 1}"
        names[own_book.REGISTER] = f"{quote_sheetname(places.register)}!{rows}"
    for name, text in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)


def _name_scales(book: Workbook, places: Places) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    for scale in places.scorer.instrument.scales:
        name = places.scale_name(scale.id)
        book.defined_names[name] = DefinedName(name, attr_text=places.scale_range(scale))


def _properties(
    book: Workbook, assessment: Assessment, scorer: Scorer, generated: datetime
) -> None:
    from openpyxl.workbook.properties import CalcProperties

    book.calculation = CalcProperties(fullCalcOnLoad=True)
    name = scorer.instrument.name.in_("id")
    book.properties.title = cell_text(f"{name} - {assessment.profile.organisation}"[:250])
    book.properties.creator = f"kami_tui {__version__}"
    book.properties.created = generated.replace(tzinfo=None, microsecond=0)


def _packed(book: Workbook, generated: datetime) -> bytes:
    """What openpyxl writes, without the time of the day in it."""
    raw, made = BytesIO(), BytesIO()
    book.save(raw)
    stamp = generated.timetuple()[:6]
    with ZipFile(raw) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _dated(data.decode(), generated).encode()
            elif name == "docProps/app.xml":
                data = data.replace(b"Microsoft Excel", b"kami_tui")
            entry = ZipInfo(name, max(stamp, _EARLIEST))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, data)
    return made.getvalue()


def _dated(core: str, generated: datetime) -> str:
    moment = f"{generated:%Y-%m-%dT%H:%M:%S}Z"
    return re.sub(
        r"(<dcterms:(created|modified)[^>]*>)[^<]*", lambda m: m[1] + moment, core
    )  # fmt: skip
