"""LibreOffice as the auditor's spreadsheet: many workbooks reckoned again in one start."""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import load_workbook

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{sheet}"

Cells = Mapping[str, str]
"""What stands in the column of values, by name."""


class Spreadsheet:
    """`folder` is for its profile and its work; nothing of the user's own is touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def convert(self, files: Sequence[Path], form: str, out: Path, jobs: int = 2) -> None:
        """All of them, in as few starts as may be."""
        running = []
        for n in range(min(jobs, len(files))):
            profile = (self.folder / f"profile{n}").as_uri()
            command = [
                SOFFICE or "soffice", f"-env:UserInstallation={profile}",
                "--headless", "--norestore", "--convert-to", form, "--outdir", str(out),
                *map(str, files[n::jobs]),
            ]  # fmt: skip
            running.append(
                subprocess.Popen(
                    command,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            )
        for process in running:
            try:
                process.wait(240)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # with what it has started itself
                raise

    def values(self, books: Iterable[bytes], sheet: int) -> list[Cells]:
        """Of each workbook, the names and values on its sheet of rules (which is the n-th)."""
        given, out = self._laid(books)
        self.convert(given, _CSV.format(sheet=sheet), out)
        found: list[Cells] = []
        for file in given:
            made = list(out.glob(f"{file.stem}-*.csv")) or [out / f"{file.stem}.csv"]
            with made[0].open(encoding="utf-8", newline="") as text:
                found.append(
                    {row[0]: row[3] for row in csv.reader(text) if row[0] and len(row) > 3}
                )
        return found

    def reckoned(self, book: bytes) -> bytes:
        """The same workbook, saved by LibreOffice with its own values."""
        given, out = self._laid([book])
        self.convert(given, "xlsx:Calc MS Excel 2007 XML", out)
        return (out / given[0].name).read_bytes()

    def _laid(self, books: Iterable[bytes]) -> tuple[list[Path], Path]:
        place = self.folder / f"work{len(list(self.folder.glob('work*')))}"
        out = place / "out"
        out.mkdir(parents=True)
        given = []
        for n, book in enumerate(books):
            given.append(place / f"b{n:04d}.xlsx")
            given[-1].write_bytes(book)
        return given, out


class Template:
    """A written workbook in which statuses are put as a person would, at the speed of tests."""

    def __init__(self, book: bytes) -> None:
        self.files: dict[str, str] = {}
        with zipfile.ZipFile(BytesIO(book)) as archive:
            self.files |= {n: archive.read(n).decode() for n in archive.namelist()}
        self.place: dict[str, tuple[str, str]] = {}
        """Of each item: the sheet's file and the cell of its status."""
        loaded = load_workbook(BytesIO(book))
        for n, sheet in enumerate(loaded.worksheets, start=1):
            if [sheet["E4"].value, sheet["A4"].value] == ["Status", "No."]:
                for row in sheet.iter_rows(min_row=5, max_col=12):
                    if row[10].data_type == "f":
                        where = (f"xl/worksheets/sheet{n}.xml", f"E{row[0].row}")
                        self.place[str(row[0].value)] = where
        target = loaded.defined_names["TOTAL"].attr_text or ""
        self.rules = loaded.sheetnames.index(target.split("!")[0].strip("'")) + 1

    def filled(self, statuses: Mapping[str, str | int]) -> bytes:
        """A status is a text to type (code or label), or a number."""
        changed = dict(self.files)
        for item, status in statuses.items():
            name, cell = self.place[item]
            pattern = rf'<c r="{cell}"( s="[0-9]+")?(?: t="\w+")?(?:/>|>.*?</c>)'
            put = (
                rf'<c r="{cell}"\1><v>{status}</v></c>'
                if isinstance(status, int)
                else rf'<c r="{cell}"\1 t="inlineStr"><is><t>{escape(status)}</t></is></c>'
            )
            changed[name], n = re.subn(pattern, put, changed[name])
            assert n == 1, item
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, text in changed.items():
                archive.writestr(name, text)
        return made.getvalue()
