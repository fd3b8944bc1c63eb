"""Look-alikes of filled-in workbooks, in layouts that the real ones may have.

The official workbook is not ours to ship and has not been seen by us; these are made from what is
known of it, of a provincial application's export, and of what people do to workbooks. Questions are
the instrument's own wording, statuses its labels.

``build(assessment, instrument, LAYOUTS["floats"])`` gives the bytes of an xlsx file.
"""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.instrument import Instrument, Item
from kami_tui.domain.result import Result, result_of
from kami_tui.domain.scorer import Scorer

SHEETS = {
    "1": "I Kategori SE", "2": "II Tata Kelola", "3": "III Risiko", "4": "IV Kerangka Kerja",
    "5": "V Pengelolaan Aset", "6": "VI Teknologi", "7": "VII PDP", "8": "VIII Suplemen",
}  # fmt: skip
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
OFFICIAL = ("number", "maturity", "stage", "question", "status", "score", "remark", "evidence")
HEADS = {
    "number": "#", "maturity": "Tingkat Kematangan", "stage": "Tahap", "question": "Pertanyaan",
    "status": "Status", "score": "Skor", "remark": "Keterangan", "evidence": "Bukti / Dokumen",
    "previous": "Status sebelumnya", "verified": "Status Verifikasi", "extra": "PIC",
}  # fmt: skip
ENGLISH = {
    "number": "No.", "maturity": "Maturity", "stage": "Stage", "question": "Question",
    "status": "Answer", "score": "Score", "remark": "Remarks", "evidence": "Evidence",
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a workbook looks; `columns` from left to right, by what they hold."""

    columns: tuple[str, ...] = OFFICIAL
    heads: Mapping[str, str] = field(default_factory=lambda: HEADS)
    numbers: str = "text"
    """``text``, ``float``, ``formatted``, ``day.month``, ``month.day``, ``time``, ``roman``,
    ``dot``, ``restart``"""
    language: str = "id"
    sheets: Mapping[str, str] = field(default_factory=lambda: SHEETS)
    down: int = 0
    """Rows left empty above."""
    right: int = 0
    """Columns left empty at the left."""
    merged: bool = False
    """Heads of two rows, merged cells, items over two rows."""
    sections: bool = True
    """A row with a section's name, above its items."""
    option_rows: bool = True
    """Options of an item stand in rows of their own below it."""
    plain_options: bool = False
    """An item's own options are answered with their text, as a web form does."""
    hidden_copy: bool = False
    """A hidden sheet with other answers, as somebody left it."""
    hidden_lists: bool = False
    protected: bool = False
    dashboard: bool = True
    told: bool = False
    """The dashboard tells areas in a sentence, by names of its own."""
    labels: str = "label"
    """``label``, ``alias``, ``sloppy`` (case and spaces), ``code``"""


WEB = ("number", "question", "status", "score", "evidence", "remark")
LAYOUTS: dict[str, Look] = {
    "official": Look(protected=True, hidden_lists=True),
    "reordered": Look(
        columns=(
            "status",
            "score",
            "evidence",
            "remark",
            "question",
            "number",
            "stage",
            "maturity",
        ),
        numbers="dot",
    ),
    "extra": Look(
        columns=(
            "extra",
            "number",
            "question",
            "previous",
            "status",
            "verified",
            "score",
            "evidence",
            "remark",
        ),
        labels="alias",
    ),
    "merged": Look(merged=True, numbers="roman"),
    "floats": Look(numbers="float", labels="sloppy"),
    "formatted": Look(numbers="formatted", down=3),
    "dates": Look(numbers="day.month", option_rows=False),
    "american dates": Look(numbers="month.day", right=1),
    "times": Look(numbers="time"),
    "english": Look(
        columns=(
            "number",
            "stage",
            "maturity",
            "question",
            "status",
            "score",
            "evidence",
            "remark",
        ),
        heads=ENGLISH,
        language="en",
        sheets={a: f"Part {ROMAN[int(a)]}" for a in SHEETS},
    ),
    "shifted": Look(down=11, right=4, sheets={a: f"Sheet{a}" for a in SHEETS}),
    "hidden": Look(hidden_copy=True, hidden_lists=True, labels="code"),
    "web": Look(
        columns=WEB,
        heads={
            "number": "No",
            "question": "Pertanyaan",
            "status": "Jawaban",
            "score": "Skor",
            "evidence": "Dokumen",
            "remark": "Keterangan",
        },
        numbers="restart",
        sections=False,
        option_rows=False,
        plain_options=True,
        told=True,
    ),
}


def build(assessment: Assessment, scorer: Scorer, look: Look | str, **more: Any) -> bytes:
    """A workbook that says what the assessment says, as the bytes of an xlsx file."""
    return saved(workbook(assessment, scorer, look, **more))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(
    assessment: Assessment, scorer: Scorer, look: Look | str, *, areas: tuple[str, ...] = ()
) -> Workbook:
    """As `build`, to be changed further. `areas`: only these; all if empty."""
    if isinstance(look, str):
        look = LAYOUTS[look]
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    instrument = scorer.instrument
    result = result_of(scorer.evaluate(assessment.statuses))
    _identity(book, assessment.profile)
    if look.hidden_lists:
        _lists(book, instrument, look)
    for area in instrument.areas:
        if areas and area.id not in areas:
            continue
        sheet = book.create_sheet(look.sheets[area.id])
        _area(sheet, area.id, assessment, scorer, look)
        if look.protected:
            sheet.protection.enable()
    if look.hidden_copy:
        other = replace(assessment, answers=_shifted(assessment, instrument))
        sheet = book.create_sheet("II lama")
        _area(sheet, "2", other, scorer, look)
        sheet.sheet_state = "hidden"
    if look.dashboard:
        _dashboard(book, result, instrument, look)
    return book


def random_assessment(
    seed: int, scorer: Scorer, *, evidence: bool = True, share: float = 0.9
) -> Assessment:
    """Answers, remarks and documents by chance; the same for the same seed. Each document has one
    title for itself."""
    rng = random.Random(seed)
    instrument = scorer.instrument
    answers: dict[str, Answer] = {}
    register: dict[str, Evidence] = {}
    for item in instrument.items:
        status = None
        if rng.random() < share:
            status = rng.choice([o.code for o in instrument.options(item)])
        note = rng.choice(NOTES) if rng.random() < 0.3 else ""
        keys: tuple[str, ...] = ()
        if evidence and rng.random() < 0.3:
            numbers = rng.sample(range(1, 40), rng.randint(1, 3))
            keys = tuple(f"E{n}" for n in numbers)
            register |= {f"E{n}": Evidence(f"Dokumen {n}: SOP/SK no. {n}/2026") for n in numbers}
        answer = Answer(status, note, keys)
        if not answer.empty:
            answers[item] = answer
    profile = Profile(
        organisation="Pemerintah Kota Contoh", unit="Dinas Kominfo", address="Jl. Contoh 1",
        phone="021-555 0100", email="kominfo@contoh.go.id", assessor="Hukum Contoh",
        position="Kepala Bidang", date="2026-09-15", scope="Portal layanan publik",
    )  # fmt: skip
    return Assessment(instrument.id, profile, answers, register)


NOTES = (
    "Sudah dibahas; lihat notulen.", "=1+1", "Baris satu\nbaris dua", "Menunggu SK 2.10",
    "  berspasi di dalam   ".strip(), "Tidak ada anggaran: 50 %", "<b>tebal</b> & \"kutip\"",
    "Catatan panjang. " * 20 + "Selesai.", "é ü ☃ 😀",
)  # fmt: skip


def label(instrument: Instrument, item: str, code: str, look: Look) -> str | int:
    """What the workbook says for a status."""
    option = instrument.option(item, code)
    assert option is not None
    own = instrument.items[item].options is not None
    if own:
        if look.plain_options:
            return f"Jawaban yang ke-{code} menurut formulir"
        return code.lower() if look.labels == "sloppy" else code
    if look.labels == "code":
        return int(code) if code.isdecimal() else code
    if look.labels == "alias" and option.aliases:
        return option.aliases[-1]
    text = option.label.in_(look.language)
    return f"  {text.upper()}\u00a0 " if look.labels == "sloppy" else text


def points(scorer: Scorer, item: str, code: str) -> int:
    """What the item alone earns; an own option's or a stage's points."""
    return int(scorer.points[scorer.position[item]][code])


# -- sheets ------------------------------------------------------------------------------------


def _area(sheet: Worksheet, area_id: str, a: Assessment, scorer: Scorer, look: Look) -> None:
    instrument = scorer.instrument
    area = instrument.area(area_id)
    at = {role: n + 1 + look.right for n, role in enumerate(look.columns)}
    row = 1 + look.down
    name = area.name.in_(look.language)
    title = f"Bagian {ROMAN[int(area_id)]}: {name}" if look.language == "id" else name
    sheet.cell(row, 1 + look.right, look.sheets[area_id] if look.numbers == "restart" else title)
    sheet.merge_cells(
        start_row=row, end_row=row, start_column=1 + look.right,
        end_column=len(look.columns) + look.right,
    )  # fmt: skip
    if look.numbers != "restart":
        row += 1
        sheet.cell(row, 1 + look.right, area.description.in_(look.language))
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=1 + look.right,
            end_column=len(look.columns) + look.right,
        )  # fmt: skip
    row = _heads(sheet, row + 2, at, look)
    drop = DataValidation(type="list", formula1=_choices(instrument, area_id, look))
    sheet.add_data_validation(drop)
    number = 0
    for section in area.sections:
        if look.sections:
            for column in at.values():
                sheet.cell(row, column).fill = PatternFill("solid", fgColor="000000")
            sheet.cell(row, at["question"], section.name.in_(look.language))
            row += 1
        for item in section.items:
            number += 1
            row = _item(sheet, row, number, item, a, scorer, look, at, drop)
    if look.numbers != "restart":
        roles = {r.area: r for r in instrument.results.areas}
        if area_id in roles:
            result = result_of(scorer.evaluate(a.statuses))
            sheet.cell(row, at["question"], f"Total Nilai Evaluasi {name}")
            sheet.cell(row, at["score"], _plain(result.areas[area_id].score))


def _heads(sheet: Worksheet, row: int, at: Mapping[str, int], look: Look) -> int:
    if not look.merged:
        for role, column in at.items():
            sheet.cell(row, column, look.heads[role])
        return row + 1
    for role, column in at.items():
        if role in ("status", "score"):
            sheet.cell(row + 1, column, look.heads[role])
        else:
            sheet.cell(row, column, look.heads[role])
            sheet.merge_cells(
                start_row=row, end_row=row + 1, start_column=column, end_column=column
            )
    sheet.cell(row, at["status"], "Penilaian")
    sheet.merge_cells(start_row=row, end_row=row, start_column=at["status"], end_column=at["score"])
    return row + 2


def _item(
    sheet: Worksheet, row: int, number: int, item: Item, a: Assessment, scorer: Scorer, look: Look,
    at: Mapping[str, int], drop: DataValidation,
) -> int:  # fmt: skip
    instrument = scorer.instrument
    answer = a.answer(item.id)
    _number(sheet, row, at["number"], number, item.id, look)
    values: dict[str, Any] = {
        "maturity": item.maturity,
        "stage": item.stage,
        "question": item.text.in_(look.language),
        "remark": answer.note or None,
        "evidence": "\n".join(a.evidence[k].title for k in answer.evidence) or None,
        "extra": "Pokja 1",
    }
    own = [o.code for o in instrument.options(item.id)]
    if answer.status is not None:
        values["status"] = label(instrument, item.id, answer.status, look)
        values["score"] = points(scorer, item.id, answer.status)
        other = own[(own.index(answer.status) + 1) % len(own)]
        values["previous"] = values["verified"] = label(instrument, item.id, other, look)
    for role, value in values.items():
        if role in at and value is not None:
            cell = sheet.cell(row, at[role])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a remark that begins with = is no formula
    if "status" in at:
        sheet.cell(row, at["status"]).protection = Protection(locked=False)
        drop.add(f"{get_column_letter(at['status'])}{row}")
    if item.options is not None and look.option_rows:
        for n, option in enumerate(item.options):
            text = f"[{option.code}] {option.text.in_(look.language)}"
            sheet.cell(row + 1 + n, at["question"], text)
        return row + 1 + len(item.options)
    if look.merged:
        for role in ("number", "question", "status", "score"):
            sheet.merge_cells(
                start_row=row, end_row=row + 1, start_column=at[role], end_column=at[role]
            )
        return row + 2
    return row + 1


def _number(sheet: Worksheet, row: int, column: int, number: int, id: str, look: Look) -> None:
    area, within = (int(n) for n in id.split("."))
    cell = sheet.cell(row, column)
    form = look.numbers
    if form == "restart":
        cell.value = number
    elif form in ("float", "formatted"):
        cell.value = float(f"{area}.{within}")
        if form == "formatted" and within >= 10:
            cell.number_format = "0.00"
    elif form == "day.month" and within <= 12:
        cell.value = datetime(2026, within, area)  # noqa: DTZ001 - as a spreadsheet has it
        cell.number_format = "d-mmm"
    elif form == "month.day":
        try:
            cell.value = datetime(2026, area, within)  # noqa: DTZ001
            cell.number_format = "d-mmm"
        except ValueError:  # then it is taken for a month of a year
            year = within + (2000 if within < 30 else 1900)
            cell.value = datetime(year, area, 1)  # noqa: DTZ001
            cell.number_format = "mmm-yy"
    elif form == "time":
        cell.value = (area * 60 + within) / 24 / 60
        cell.number_format = "h:mm"
    else:
        cell.value = {"roman": f"{ROMAN[area]}.{within}", "dot": f"{id}."}.get(form, id)


def _choices(instrument: Instrument, area: str, look: Look) -> str:
    if look.hidden_lists:
        first = 1 if area == "1" else 2
        return f"Daftar!${get_column_letter(first)}$1:${get_column_letter(first)}$5"
    if area == "1":
        return '"A,B,C"'
    item = max(instrument.area(area).items, key=lambda i: len(instrument.options(i.id))).id
    labels = [o.label.in_(look.language) for o in instrument.options(item)]
    return '"' + ",".join(labels) + '"'


def _lists(book: Workbook, instrument: Instrument, look: Look) -> None:
    sheet = book.create_sheet("Daftar")
    sheet.sheet_state = "veryHidden"
    for n, code in enumerate(("A", "B", "C")):
        sheet.cell(n + 1, 1, code)
    for n, option in enumerate(instrument.option_sets[0].options):
        sheet.cell(n + 1, 2, option.label.in_(look.language))


PROFILE_HEADS = {
    "organisation": "Nama Instansi", "unit": "Satuan Kerja", "address": "Alamat",
    "phone": "Nomor Telepon", "email": "Email", "assessor": "Pengisi Lembar Evaluasi",
    "position": "Jabatan", "date": "Tanggal Pengisian", "scope": "Deskripsi Ruang Lingkup",
}  # fmt: skip


def _identity(book: Workbook, profile: Profile) -> None:
    sheet = book.create_sheet("Identitas Responden")
    sheet["B2"] = "Indeks KAMI, Versi 5.0"
    for n, (name, head) in enumerate(PROFILE_HEADS.items()):
        sheet.cell(n + 4, 2, head)
        sheet.cell(n + 4, 3, ":")
        value = getattr(profile, name)
        cell = sheet.cell(n + 4, 4)
        if name == "date" and value:
            cell.value = datetime.fromisoformat(value)
            cell.number_format = "dd mmmm yyyy"
        else:
            cell.value = value or None


TOLD = {
    "2": "Tata Kelola", "3": "Pengelolaan Risiko", "4": "Kerangka Kerja Keamanan Informasi",
    "5": "Pengelolaan Aset", "6": "Teknologi dan Keamanan Informasi",
    "7": "Perlindungan Data Pribadi",
}  # fmt: skip


def _dashboard(book: Workbook, result: Result, instrument: Instrument, look: Look) -> None:
    sheet = book.create_sheet("Dashboard")
    facts: list[tuple[str, Any, Any]] = [
        ("Hasil Evaluasi Akhir", result.readiness, None),
        ("Tingkat Kelengkapan ISO 27001", _plain(result.total), None),
    ]
    if result.category is not None:
        facts.insert(0, ("Skor Kategori SE", _plain(result.category.score), None))
        facts.insert(1, ("Kategori SE", result.category.value, None))
    facts += [
        (TOLD[r.area], f"Skor: {_plain(r.score)}, Tingkat Kematangan: {r.maturity}", None)
        if look.told
        else (instrument.area(r.area).name.id, _plain(r.score), r.maturity)
        for r in result.areas.values()
    ]
    for n, row in enumerate(facts):
        for column, value in enumerate(row):
            sheet.cell(n + 3, column + 2, value)


def _plain(number: Any) -> Any:
    return None if number is None else int(number)


def _shifted(a: Assessment, instrument: Instrument) -> dict[str, Answer]:
    """Every answer another one."""
    found = {}
    for item, answer in a.answers.items():
        own = [o.code for o in instrument.options(item)]
        status = own[(own.index(answer.status) + 1) % len(own)] if answer.status else own[0]
        found[item] = replace(answer, status=status)
    return found
