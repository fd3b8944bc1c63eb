"""Bytes of a sheet and of a package: what is not exchanged is as it was, however it is written."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from kami_tui.domain.errors import KamiError
from kami_tui.exchange.workbook.filling import WorkbookForms
from kami_tui.exchange.workbook.grid import letters
from kami_tui.exchange.workbook.package import Package
from kami_tui.exchange.workbook.rezip import Unusual, with_parts
from kami_tui.exchange.workbook.splice import put_values, worked_out_on_opening
from kami_tui.exchange.workbook.tags import NotSpliced
from kami_tui.loading.statuses import Statuses
from tests.exchange.lookalike import build, random_assessment

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Place = tuple[int, int]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "iso-8859-1", "us-ascii")
TEXT = st.text(
    st.one_of(
        st.sampled_from("<>&\"' \n\t_x0041\x07é☃😀=+"),
        st.characters(codec="utf-8", exclude_characters="\r"),
    ),
    max_size=12,
)
VALUES = st.one_of(TEXT, st.integers(-9, 10**9))


def unescaped(text: str) -> str:
    """As the format says: ``_x0007_`` is one sign."""
    import re

    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


@dataclass
class Made:
    """A sheet in pieces, so that it is known which bytes belong to which cell."""

    prefix: str
    pieces: list[tuple[str, Place | None]] = field(default_factory=list)
    """Text, and the cell (row and column) or the empty row (row and 0) it is."""
    cells: dict[Place, tuple[object, str]] = field(default_factory=dict)
    """Value and style."""
    ordered: bool = True
    """As it should be: rows and cells one after the other."""

    def add(self, text: str, place: Place | None = None) -> None:
        self.pieces.append((text, place))

    def encoded(self, encoding: str) -> bytes:
        text = "".join(t for t, _ in self.pieces)
        declared = encoding.replace("-sig", "").replace("-le", "").replace("-be", "").upper()
        text = f'<?xml version="1.0" encoding="{declared}"?>\n' + text
        if encoding.startswith("utf-16"):
            text = "\ufeff" + text
        return text.encode(encoding, "xmlcharrefreplace")


NOISE = ["", "", "\n  ", "<!-- <c r='A1'/> ]] -->", "<?mark a > b?>", "\r\n"]
STYLES = ["", "1", "12"]


def made(seed: int) -> Made:
    """A sheet as no program writes it, but as one may."""
    rng = random.Random(seed)
    prefix = rng.choice(["", "", "x:", "_a.b:"])
    m = Made(prefix)
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    m.add(f"<{prefix}worksheet {name}='{MAIN}' xmlns:o=\"urn:o\" o:t='> t=\"s\"'>")
    m.add(f'<{prefix}dimension ref="A1:B2"/>' + rng.choice(NOISE))
    rows = sorted(rng.sample(range(1, 15), rng.randint(0, 8)))
    if rng.random() < 0.2:
        rng.shuffle(rows)
        m.ordered = False
    if not rows and rng.random() < 0.7:
        m.add(f"<{prefix}sheetData />", (0, 0))
    else:
        m.add(f"<{prefix}sheetData>" + rng.choice(NOISE))
        before = 0
        for row in rows:
            _row(m, rng, row, implied=row == before + 1)
            before = row
        m.add(f"</{prefix}sheetData\n>")
    m.add(f'<{prefix}mergeCells count="0"/><o:c r="A1">no cell</o:c></{prefix}worksheet>')
    return m


def _row(m: Made, rng: random.Random, row: int, implied: bool) -> None:
    p = m.prefix
    number = "" if implied and rng.random() < 0.3 else f' r="{row}"'
    more = rng.choice(["", " spans='1:3'", ' ht="2" customHeight="1"'])
    columns = sorted(rng.sample(range(1, 8), rng.randint(0, 5)))
    if rng.random() < 0.15:
        rng.shuffle(columns)
        m.ordered = False
    if not columns and rng.random() < 0.6:
        m.add(f"<{p}row{number}{more} />", (row, 0))
        return
    m.add(f"<{p}row{number}{more}>" + rng.choice(NOISE))
    before = 0
    for column in columns:
        _cell(m, rng, row, column, implied=column == before + 1)
        m.add(rng.choice(NOISE))
        before = column
    m.add(f"</{p}row>")


def _cell(m: Made, rng: random.Random, row: int, column: int, implied: bool) -> None:
    p, style = m.prefix, rng.choice(STYLES)
    attributes = [f" s='{style}'"] if style else []
    if not (implied and rng.random() < 0.3):
        attributes.append(f'\n r="{letters(column)}{row}"')
    value: object = None
    kind = rng.choice(["empty", "bare", "number", "inline", "cdata", "string"])
    inner = ""
    if kind == "number":
        value, inner = 7, f"<{p}v>7</{p}v>"
    elif kind == "string":
        value, inner = "hasil > 1", f"<{p}v>hasil > 1</{p}v>"
        attributes.append(" t = 'str'")
    elif kind in ("inline", "cdata"):
        value = "kata <lain>"
        text = "<![CDATA[kata <lain>]]>" if kind == "cdata" else "kata &lt;lain&#62;"
        inner = f"<{p}is><!-- > --><{p}t>{text}</{p}t></{p}is>"
        attributes.append(' t="inlineStr"')
    rng.shuffle(attributes)
    tag = f"<{p}c{''.join(attributes)}"
    text = f"{tag}/>" if kind == "empty" else f"{tag} >{inner}</{p}c >"
    m.add(text, (row, column))
    m.cells[row, column] = (value, style)


def cells_of(xml: bytes) -> dict[Place, tuple[object, str]]:
    """Every cell, as an independent parser reads it."""
    root = fromstring(xml)
    found: dict[Place, tuple[object, str]] = {}
    row_number = 0
    for row in root.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in row.iterfind(f"{{{MAIN}}}c"):
            where = cell.get("r")
            column = column + 1 if where is None else ord(where[0]) - 64
            assert where is None or where[1:] == str(row_number)
            assert (row_number, column) not in found
            found[row_number, column] = (_value(cell), cell.get("s", ""))
    return found


def _value(cell: ElementTree.Element) -> object:
    texts = cell.findall(f"{{{MAIN}}}is/{{{MAIN}}}t")
    if cell.get("t") == "inlineStr":
        return unescaped("".join(t.text or "" for t in texts))
    assert not texts
    value = cell.find(f"{{{MAIN}}}v")
    if value is None:
        return None
    return value.text if cell.get("t") == "str" else int(value.text or "")


@settings(max_examples=400, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    values=st.dictionaries(st.tuples(st.integers(1, 16), st.integers(1, 9)), VALUES, max_size=6),
    encoding=st.sampled_from(ENCODINGS),
)
def test_wanted_cells_have_their_values_and_all_other_bytes_are_as_they_were(
    seed, values, encoding
):
    sheet = made(seed)
    xml = sheet.encoded(encoding)
    assert cells_of(xml) == sheet.cells

    result = put_values(xml, values).xml

    styles = {place: style for place, (_, style) in sheet.cells.items()}
    expected = sheet.cells | {p: (v, styles.get(p, "")) for p, v in values.items()}
    assert cells_of(result) == expected
    if sheet.ordered:
        assert [*cells_of(result)] == sorted(expected)
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    at, rows = 0, {row for row, _ in values}
    for text, place in sheet.pieces:
        whole = place is not None and place[1] == 0
        if place in values or (whole and place and (place[0] in rows or place[0] == 0)):
            continue
        piece = text.encode(codec, "xmlcharrefreplace")
        at = result.index(piece, at) + len(piece)
    if not values:
        assert result == xml


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_sheet_of_a_real_program_has_nothing_else_changed(seed):
    rng = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(40):
        cell = sheet.cell(rng.randint(1, 30), rng.randint(1, 30))
        cell.value = rng.choice([1, "teks", "=A1+1", True, None, "  "])
        if rng.random() < 0.3:
            cell.font = Font(bold=True)
    sheet["C3"].comment = Comment("catatan", "saya")
    free = [(r, c) for r in range(1, 33) for c in range(1, 33)
            if sheet.cell(r, c).data_type != "f"]  # fmt: skip
    places = rng.sample(free, 10)
    out = io.BytesIO()
    book.save(out)
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(out) as z:
        xml = z.read(part)

    spliced = put_values(xml, {p: f"nilai {n}" for n, p in enumerate(places)})

    assert not spliced.refused
    data = with_parts(out.getvalue(), {part: spliced.xml})
    before, after = load_workbook(out).active, load_workbook(io.BytesIO(data)).active
    assert before is not None
    assert after is not None
    for row in range(1, 33):
        for column in range(1, 33):
            one, other = before.cell(row, column), after.cell(row, column)
            assert one.style_id == other.style_id
            if (row, column) in places:
                assert other.value == f"nilai {places.index((row, column))}"
            else:
                assert other.value == one.value
    assert after["C3"].comment is not None


def sheet(rows: str, before: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{before}{rows}</worksheet>'.encode()


def test_a_new_cell_looks_as_its_row_or_column_does():
    xml = sheet(
        '<sheetData><row r="1" s="4" customFormat="1"/><row r="2" s="4"/></sheetData>',
        '<cols><col min="2" max="3" style="9"/></cols>',
    )
    result = put_values(xml, {(1, 2): "a", (2, 2): "b", (2, 4): "c", (3, 3): "d"}).xml
    assert {p: s for p, (_, s) in cells_of(result).items()} == {
        (1, 2): "4", (2, 2): "9", (2, 4): "", (3, 3): "9",
    }  # fmt: skip


@pytest.mark.parametrize(
    "formula",
    ["<f>1+1</f>", "<f/>", '<f t="shared" si="0"/>', '<f t="array" ref="B2">1</f>'],
)
def test_a_formula_is_refused(formula):
    xml = sheet(f'<sheetData><row r="2"><c r="B2">{formula}<v>1</v></c></row></sheetData>')
    spliced = put_values(xml, {(2, 2): "a", (2, 3): "b"})
    assert spliced.refused == {(2, 2)}
    assert cells_of(spliced.xml)[2, 3] == ("b", "")
    assert formula.encode() in spliced.xml


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_what_a_formula_fills_is_refused(kind):
    xml = sheet(
        f'<sheetData><row r="2"><c r="B2"><f t="{kind}" ref="B2:C4">1</f><v>1</v></c></row>'
        '<row r="4"><c r="C4"><v>1</v></c></row></sheetData>'
    )
    assert put_values(xml, {(4, 3): "a", (3, 2): "b", (5, 2): "c"}).refused == {(4, 3), (3, 2)}


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<worksheet",
        b"<!DOCTYPE worksheet []>" + sheet("<sheetData/>"),
        sheet(""),
        sheet("<sheetData/><sheetData/>"),
        sheet('<sheetData><row r="2"/><row r="2"/></sheetData>'),
        sheet('<sheetData><row r="2"><c r="B2"/><c r="B2"/></row></sheetData>'),
        sheet('<sheetData><row r="2"><c r="B3"/></row></sheetData>'),
        sheet('<sheetData><row r="0"/></sheetData>'),
        sheet('<sheetData><row r="2"><c r="ZZZZ2"/></row></sheetData>'),
        sheet("<sheetData/>").replace(b"worksheet", b"chartsheet"),
        b'<?xml version="1.0" encoding="utf-7"?><worksheet/>',
        b"\xff\xfe<\0w\0",
    ],
)
def test_what_cannot_be_exchanged_safely_is_refused(xml):
    with pytest.raises(NotSpliced):
        put_values(xml, {(2, 2): "a"})


# -- the main part -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<sheets/><calcPr calcId='1'/>", "<sheets/><calcPr calcId='1' fullCalcOnLoad=\"1\"/>"),
        (
            '<sheets/><calcPr fullCalcOnLoad="0" calcId="1"></calcPr>',
            '<sheets/><calcPr calcId="1" fullCalcOnLoad="1"></calcPr>',
        ),
        ("<sheets/>", '<sheets/><calcPr fullCalcOnLoad="1"/>'),
        (
            "<sheets> </sheets><definedNames>\n</definedNames ><x/>",
            '<sheets> </sheets><definedNames>\n</definedNames ><calcPr fullCalcOnLoad="1"/><x/>',
        ),
        ('<calcPr fullCalcOnLoad="true"/>', '<calcPr fullCalcOnLoad="true"/>'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_main_part_asks_for_its_formulas_to_be_worked_out(before, after, encoding):
    one, other = (
        f'<workbook xmlns="{MAIN}">{x}</workbook>'.encode(encoding) for x in (before, after)
    )
    assert worked_out_on_opening(one) == (other, before == after)


# -- the package -------------------------------------------------------------------------------


class Pipe(io.RawIOBase):
    """What cannot be wound back, so that sizes follow behind the data."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.data += bytes(data)
        return len(data)


def archive(seed: int) -> tuple[bytes, dict[str, bytes]]:
    rng = random.Random(seed)
    names = [f"xl/bagian {n}.xml" for n in range(rng.randint(1, 6))] + ["é.xml"]
    contents = {n: rng.choice([b"", b"x" * 5_000, rng.randbytes(300)]) for n in names}
    target = Pipe() if rng.random() < 0.5 else io.BytesIO()
    with zipfile.ZipFile(target, "w") as z:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, (2026, rng.randint(1, 12), 9, 10, 11, 12))
            info.compress_type = rng.choice([0, 8])
            info.comment = rng.choice([b"", b"kata"])
            info.extra = rng.choice([b"", b"\x20\xa2\x02\x00ab"])
            info.external_attr = rng.choice([0, 0o644 << 16])
            with z.open(info, "w", force_zip64=rng.random() < 0.3) as file:
                file.write(content)
        z.comment = rng.choice([b"", b"kata di belakang"])
    data = target.data if isinstance(target, Pipe) else target.getvalue()
    if rng.random() < 0.3:
        data = b"PK di depan" + data
    return data, contents


def said(info: zipfile.ZipInfo) -> tuple[object, ...]:
    return (
        info.filename, info.date_time, info.compress_type, info.comment, info.create_system,
        info.external_attr, info.internal_attr,
    )  # fmt: skip


def check_header(data: bytes, info: zipfile.ZipInfo) -> None:
    """A part's own header says the same as the directory, for programs that read only that."""
    flags, method, *_ = struct.unpack_from("<2H", data, info.header_offset + 6)
    sums = struct.unpack_from("<3L", data, info.header_offset + 14)
    assert not flags & 0x08
    assert (method, *sums) == (info.compress_type, info.CRC, info.compress_size, info.file_size)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), content=st.binary(max_size=400))
def test_other_parts_are_copied_as_they_are_packed(seed, content):
    data, contents = archive(seed)
    chosen = random.Random(seed).choice(list(contents))

    result = with_parts(data, {chosen: content})

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(result)) as new:
        assert new.testzip() is None
        assert {n: new.read(n) for n in new.namelist()} == contents | {chosen: content}
        assert [said(i) for i in new.infolist()] == [said(i) for i in old.infolist()]
        assert new.comment == old.comment
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            if one.filename == chosen:
                check_header(result, other)
            else:
                length = 30 + one.compress_size
                assert result[other.header_offset :][:length] == data[one.header_offset :][:length]


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_with_nothing_exchanged_the_package_is_the_same(seed):
    data, _ = archive(seed)
    assert with_parts(data, {}) == data


def test_sizes_of_64_bits_in_the_directory_become_plain_ones():
    """Some programs write them whatever the size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("a.xml", b"lama")
        z.writestr("b.xml", b"tetap")
    data, extra = out.getvalue(), struct.pack("<2H2Q", 1, 16, 4, 4)
    at = data.index(b"PK\x01\x02")
    entry = bytearray(data[at : at + 51])
    entry[20:28] = b"\xff" * 8
    entry[30:32] = len(extra).to_bytes(2, "little")
    end = bytearray(data[-22:])
    end[12:16] = (int.from_bytes(end[12:16], "little") + len(extra)).to_bytes(4, "little")
    wide = data[:at] + bytes(entry) + extra + data[at + 51 : -22] + bytes(end)
    assert zipfile.ZipFile(io.BytesIO(wide)).read("a.xml") == b"lama"

    for name in ("a.xml", "b.xml"):
        result = zipfile.ZipFile(io.BytesIO(with_parts(wide, {name: b"baru sekali"})))
        assert result.testzip() is None
        assert result.read(name) == b"baru sekali"
        assert bool(result.getinfo("a.xml").extra) == (name != "a.xml")


def test_parts_that_overlap_are_refused():
    data, contents = archive(3)
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        first, second = z.infolist()[:2]
        at = data.index(b"PK\x01\x02", z.start_dir)
    at = data.index(b"PK\x01\x02", at + 4)
    twisted = bytearray(data)
    shift = first.header_offset - int.from_bytes(
        data[z.start_dir + 42 : z.start_dir + 46], "little"
    )
    twisted[at + 42 : at + 46] = (second.header_offset - shift + 1).to_bytes(4, "little")
    with pytest.raises(Unusual):
        with_parts(bytes(twisted), {first.filename: b"x"})
    assert contents


def test_a_part_that_is_not_there_is_refused():
    data, _ = archive(4)
    with pytest.raises(Unusual):
        with_parts(data, {"xl/tidak-ada.xml": b""})


# -- hostile -----------------------------------------------------------------------------------


def test_whatever_the_file_holds_there_is_a_workbook_or_one_clear_error(scorer, library):
    """Bytes changed anywhere: in the zip's own structure, and in the sheets within it."""
    forms = WorkbookForms(library, Statuses)
    assessment = random_assessment(6, scorer)
    good = build(random_assessment(1, scorer, share=0.2), scorer, "official")
    rng = random.Random(12)
    filled = 0
    for round_ in range(120):
        data = bytearray(good)
        if round_ % 2:  # within a sheet, packed anew
            with zipfile.ZipFile(io.BytesIO(good)) as z:
                name = f"xl/worksheets/sheet{rng.randint(1, 9)}.xml"
                xml = bytearray(z.read(name))
            for _ in range(rng.choice([1, 3])):
                xml[rng.randrange(len(xml))] = rng.choice(b"<>\"'/ 0A\xff")
            data = bytearray(with_parts(good, {name: bytes(xml)}))
        else:
            start = rng.choice([0, len(data) - 2_000])
            for _ in range(rng.choice([1, 4])):
                data[rng.randrange(start, len(data))] = rng.randrange(256)
        try:
            result = forms.filled(Package(bytes(data), "x"), assessment, recalculate=True)
        except KamiError:
            continue
        filled += 1
        with zipfile.ZipFile(io.BytesIO(result.data)) as z:
            assert "xl/workbook.xml" in z.namelist()
    assert 10 < filled < 120
