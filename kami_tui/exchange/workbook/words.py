"""The words of ``words.toml``: heads of columns, names of sheets, months, figures, editions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kami_tui.domain.text import folded

ROLES = ("number", "question", "status", "score", "remark", "evidence", "maturity", "stage")
"""What a column can hold."""
LONGEST_HEAD = 80
"""Characters of a column's head; longer texts are explanations, and talk of everything."""
_BETWEEN = re.compile(r"[\s,;]+|(?<=[^\W\d_])/(?=[^\W\d_])")
_MARKS = re.compile(r"^[\s\[(*:]+|[\s\])*:]+$")


@dataclass(frozen=True, slots=True)
class Edition:
    id: str
    name: str
    says: tuple[str, ...]
    areas: Mapping[str, int]
    """Items by area."""
    deep: bool
    """Its supplement is numbered in more than two steps."""


@dataclass(frozen=True)
class Words:
    exact: Mapping[str, frozenset[str]]
    within: Mapping[str, re.Pattern[str]]
    other: re.Pattern[str]
    years: re.Pattern[str]
    dated: re.Pattern[str]
    """Words that stand beside a year, and years."""
    standards: re.Pattern[str]
    """Names of standards, each with its year."""
    sheets: Mapping[str, tuple[str, ...]]
    signs: frozenset[str]
    nothing: frozenset[str]
    absent: frozenset[tuple[str, ...]]
    """Word by word."""
    unnamed: frozenset[tuple[str, ...]]
    letter: tuple[str, ...]
    unscored: frozenset[str]
    counted: re.Pattern[str]
    denials: re.Pattern[str]
    uploads: frozenset[str]
    pages: frozenset[str]
    short: Mapping[str, str]
    """What stands for a word of a status, or for all of one, when it is shortened."""
    months: Mapping[str, int]
    profile: Mapping[str, str]
    """Field by head."""
    totals: Mapping[str, tuple[str, ...]]
    editions: tuple[Edition, ...]

    def role(self, head: str) -> tuple[str, int] | None:
        """What a column with this head holds, and how sure that is: 3 its whole head says so, 2 a
        word of it, 1 it says so, but of another round or person."""
        text = bare(head)
        if not text or len(text) > LONGEST_HEAD:
            return None
        foreign = self.foreign(head)
        for role in ROLES:
            if text in self.exact[role]:
                return role, 3
        for role in ROLES:
            if self.within[role].search(text):
                return role, 1 if foreign else 2
        return None

    def foreign(self, head: str) -> bool:
        """Whether a head speaks of another round, another person, or of what could be had."""
        text = bare(head)
        return len(text) <= LONGEST_HEAD and self.other.search(text) is not None

    def year(self, head: str) -> int:
        """The latest year that a head names, other than a standard's; 0 if none."""
        if len(head) > LONGEST_HEAD:
            return 0
        said = self.standards.sub(" ", folded(head))
        return max((int(y) for y in self.years.findall(said)), default=0)

    def undated(self, head: str) -> str:
        """A head without a year: ``Status (2026)`` is ``status``."""
        return " ".join(re.findall(r"\w+", self.dated.sub(" ", folded(head[:LONGEST_HEAD]))))

    def denies(self, text: str) -> bool:
        return self.denials.search(folded(text)) is not None

    def counts(self, head: str) -> bool:
        """Whether a head's number is how many there are of something, not a sum of points."""
        text = bare(head)
        return self.counted.search(text) is not None and not self.within["score"].search(text)

    def blank(self, text: str) -> bool:
        """Whether a text is nothing but a sign that there is nothing to say."""
        return folded(text) in self.signs or not text.strip()

    def says_nothing(self, text: str) -> bool:
        """The same, or words for it, such as ``Tidak ada``."""
        return self.blank(text) or folded(text) in self.nothing

    def no_document(self, text: str) -> bool:
        """Whether a text says, where documents should be named, that there is none."""
        return self.says_nothing(text) or _made_of(text, self.absent)

    def names_none(self, text: str) -> bool:
        """Whether a text says of documents only that there are some, or will be."""
        if not any(c.isalnum() for c in text):
            return bool(text.strip())
        return _made_of(text, self.unnamed | self.absent)


def bare(text: str) -> str:
    """A head without the marks people put around it: ``[Status] :`` is ``status``."""
    return _MARKS.sub("", folded(text[: LONGEST_HEAD * 4]))


def _spoken(text: str) -> tuple[str, ...]:
    """Its words without the marks around them: ``"Ya, ADA."`` is ``ya``, ``ada``."""
    bared = (re.sub(r"^[\W_]+|[\W_]+$", "", w) for w in _BETWEEN.split(folded(text)))
    return tuple(w for w in bared if w)


def _made_of(text: str, phrases: frozenset[tuple[str, ...]]) -> bool:
    """Whether a text is some of the phrases and nothing else."""
    if len(text) > LONGEST_HEAD:
        return False
    said = _spoken(text)
    reached = {0}
    for n in range(len(said)):
        if n in reached:
            reached |= {n + len(p) for p in phrases if said[n : n + len(p)] == p}
    return bool(said) and len(said) in reached


def has_words(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole words; both are folded."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        start = text.find(words, start + 1)
    return False


@cache
def words() -> Words:
    """The words that come with the program; read once."""
    raw: dict[str, Any] = tomllib.loads(
        Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    )
    columns, values = raw["columns"], raw["values"]
    return Words(
        exact={r: frozenset(_folded(columns[r]["exact"])) for r in ROLES},
        within={r: _any_of(columns[r]["within"]) for r in ROLES},
        other=_any_of(columns["other"]),
        years=re.compile(rf"(?<!\d){columns['year']}(?!\d)"),
        dated=re.compile(
            rf"(?<!\d){columns['year']}(?!\d)|{_any_of(columns['year_words']).pattern}"
        ),
        standards=_standards(columns),
        sheets={area: _folded(w) for area, w in raw["sheets"].items()},
        signs=frozenset(_folded(values["signs"])),
        nothing=frozenset(_folded(values["nothing"])),
        absent=frozenset(map(_spoken, [*values["absent"], *values["nothing"]])),
        unnamed=frozenset(map(_spoken, values["unnamed"])),
        letter=_folded(values["letter"]),
        unscored=frozenset(_folded(values["unscored"])),
        counted=_any_of(values["counted"]),
        denials=_any_of(values["denials"]),
        uploads=frozenset(_folded(values["uploads"])),
        pages=frozenset(_folded(values["pages"])),
        short={folded(k): folded(w) for k, w in raw["short"].items()},
        months={w: int(n) for n, names in raw["months"].items() for w in _folded(names)},
        profile={h: field for field, heads in raw["profile"].items() for h in _folded(heads)},
        totals={name: _folded(heads) for name, heads in raw["totals"].items()},
        editions=tuple(
            Edition(
                id, e["name"], _folded(e["says"]), {k: int(v) for k, v in e["areas"].items()},
                bool(e["deep"]),
            )
            for id, e in raw["editions"].items()
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """What a newer edition carries over from older ones."""

    older: tuple[str, ...]
    newer: str
    items: Mapping[str, str]
    """Item by the older edition's number, in the order of its workbook."""
    reworded: frozenset[str]
    """Items that ask otherwise in substance."""


@cache
def carried() -> tuple[Carried, ...]:
    """Read from ``older.toml`` once."""
    path = Path(__file__).with_name("older.toml")
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Carried(
            tuple(c["from"]),
            c["to"],
            {old: new for first, last, to in c["items"] for old, new in _range(first, last, to)},
            frozenset(c["reworded"]),
        )
        for c in raw["carried"]
    )


def _range(first: str, last: str, to: str) -> Iterator[tuple[str, str]]:
    """``5.5`` to ``5.7``, which became ``5.7`` and so on."""
    (old, begin), (new, start) = _split(first), _split(to)
    for n in range(_split(last)[1] - begin + 1):
        yield f"{old}.{begin + n}", f"{new}.{start + n}"


def _split(number: str) -> tuple[str, int]:
    head, _, last = number.rpartition(".")
    return head, int(last)


def _standards(columns: Mapping[str, Any]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, _folded(columns["standards"])))
    number = columns["standard_number"]
    named = rf"(?<!\w)(?:(?:{names})[\s/.:-]*)+(?:\d[\d.-]*)?"
    return re.compile(rf"(?:{named}|(?<!\d){number}(?:-\d+)?)[\s:/(-]*{columns['year']}(?!\d)")


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Finds one of the texts, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _folded(texts)))})(?!\w)")


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(folded(t) for t in texts)
