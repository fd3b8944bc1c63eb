"""A copy of KAMI 5.0 to plant mistakes in, and a small edition to plant them one at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kami_tui.domain.errors import BadInput, Problem
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.instruments import load_instrument
from kami_tui.loading.library import Library
from kami_tui.resources import questionnaires

Told = list[tuple[str, str, int | None]]


@pytest.fixture(scope="session")
def library() -> Library:
    return Library([questionnaires()])


class Edition:
    """An edition's folder; `plant` alters it, `told` is what its author hears."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def plant(self, file: str, old: str, new: str) -> int:
        """Replaces the first `old`; gives back its line."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text, f"nothing to alter in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    def problems(self) -> tuple[Problem, ...]:
        try:
            load_instrument(self.folder)
        except BadInput as error:
            return error.problems
        return ()

    def told(self) -> Told:
        return [(Path(p.file or "").name, p.code, p.line) for p in self.problems()]


@pytest.fixture
def kami(tmp_path: Path) -> Edition:
    """A copy of the shipped edition."""
    folder = tmp_path / "kami-5.0"
    shutil.copytree(questionnaires() / "kami-5.0", folder)
    return Edition(folder)


MAIN = """\
id: small
edition: "1"
name: {id: Kecil, en: Small}
issuer: nobody
wording: {id: sendiri, en: own}
sources:
  book: {id: buku, en: book}
  doubts: {id: ragu, en: doubts}
areas:
  - {file: one.yaml, option_set: plain}
option_sets:
  - id: plain
    options:
      - {code: "0", label: {id: Tidak, en: No}, score: 0}
      - code: "1"
        label: {id: Ya, en: Yes}
        score: {by: stage, points: {"1": 1, "2": 2}}
        aliases: ["Betul"]
      - {code: "NA", label: {id: Tidak Berlaku, en: Not applicable}, score: 0, not_applicable: zero}
scales:
  - id: level
    steps:
      - {value: low, label: {id: rendah, en: low}}
      - {value: high, label: {id: tinggi, en: high}}
tables:
  rows:
    - {limit: 1, half: 0.5, name: satu}
rules:
  - id: total
    label: {id: jumlah, en: total}
    source: book
    sureness: settled
    sum: {items: {}}
  - id: most
    label: {id: terbanyak, en: most}
    source: book
    sureness: settled
    maximum: {items: {area: ["1"]}}
  - id: done
    label: {id: selesai, en: done}
    source: book
    sureness: settled
    how_many: {items: {stage: ["1"]}, answered: ["1", "NA"]}
  - id: reached
    label: {id: tercapai, en: reached}
    source: book
    sureness: settled
    condition:
      all:
        - for_each: rows
          do:
            - {of: total, ge: "{limit}"}
  - id: level
    label: {id: tingkat, en: level}
    source: book
    sureness: settled
    ladder:
      scale: level
      rungs:
        - {value: low}
        - {value: high, when: {holds: reached}}
  - id: band
    label: {id: pita, en: band}
    source: book
    sureness: settled
    bands:
      of: total
      by: level
      scale: level
      bands:
        low: [{from: 0, value: low}]
        high: [{from: 0, value: low}, {from: 2, value: high}]
required_profile: [unit]
consistency:
  - id: doubt
    label: {id: ragu, en: doubt}
    items: {stage: ["2"]}
    rests_on: {stage: ["1"]}
    within: section
    gap: 1
    source: doubts
    sureness: open
    reading: {id: sendiri, en: own}
item_gates:
  - id: gate
    label: {id: gerbang, en: gate}
    items: {stage: ["2"]}
    when: {of: done, ge: 1}
    source: book
    sureness: settled
results:
  areas:
    - {area: "1", score: total, max: most, maturity: level, stage3: reached, references: [most]}
  total: total
  total_max: most
  maturity_lowest: level
  maturity_highest: level
  readiness: band
  readiness_bands: band
  references:
    - {id: acuan, en: reference}
  usual_mark: high
expectations:
  - {items: {}, count: 2}
  - {rule: most, value: 3}
"""

AREA = """\
id: "1"
name: {id: Area, en: Area}
description: {id: uraian, en: description}
sections:
  - name: {id: Bagian, en: Section}
    items:
      - id: "1.1"
        stage: 1
        not_applicable: true
        text: {id: Pertama, en: First}
      - id: "1.2"
        stage: 2
        text: {id: Kedua, en: Second}
"""


@pytest.fixture
def small(tmp_path: Path) -> Edition:
    """An edition of two items that uses most of what an edition can use."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "instrument.yaml").write_text(MAIN, "utf-8")
    (folder / "one.yaml").write_text(AREA, "utf-8")
    return Edition(folder)


@pytest.fixture
def answers(tmp_path: Path, library: Library) -> Callable[..., object]:
    """Reads a text as an answers file: the assessment, or the problems as (code, line)."""

    def read(text: str, name: str = "answers.yaml") -> object:
        path = tmp_path / name
        path.write_text(text, "utf-8", newline="")
        try:
            return AnswersFiles(library, dump).read(path)
        except BadInput as error:
            return [(p.code, p.line) for p in error.problems]

    return read
