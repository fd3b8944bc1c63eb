"""What people see in a cell that holds a number: a share, a date or a time, not how it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kami_tui.exchange.workbook.grid import Cell, Workbook

DIGITS = 15
"""Of a number that spreadsheet programs keep."""
SMALLEST = 1e-9
"""What is smaller has more places than anybody reads."""
LONGEST = 500
"""Characters of a number format that are looked at; Excel takes 255."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.?)|_(?P<space>.?)|\*.?|\[\$(?P<money>[^\]-]*)(?:-(?P<language>[^\]]*))?\]|'
    r"\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>[<>=][^\]]*)\]|\[[^\]]*\]|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_PLACES = re.compile(r"\.(0+)")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
_PARTS = frozenset(["d", "dd", "ddd", "dddd", "m", "mm", "mmm", "mmmm", "yy", "yyyy"])
"""Of a format of days."""
_HEX = re.compile("[0-9a-f]{3,8}")
_SIGNS = frozenset("#0?,.")
_LANGUAGES = {0x09: "en", 0x21: "id"}
"""By the number that Windows gives a language, without its country."""
_MARKS = {"id": (".", ","), "en": (",", ".")}
"""Between thousands, and before decimals."""
_LITERAL = frozenset("$-+/() :!^&'~{}<>=")
"""What stands for itself without quotes."""


@dataclass(frozen=True, slots=True)
class Shown:
    text: str
    """Without blanks around it."""
    faithful: bool = True
    """False: the format shows the number in a way that is not copied; this is how it is kept."""


def seen(cell: Cell, workbook: Workbook) -> Shown:
    """The text of a cell. Dates and times are written as ISO 8601 has them, whatever order the
    format has, but for months by name in a language that the format names; a length of time as
    hours and minutes; other numbers with all their decimals, with the zeros and the words of their
    format (``007``, ``30 hari``). Which marks stand between thousands the file says only where its
    format names a language; else there are none, and that is told."""
    if isinstance(cell.value, bool):
        return Shown("TRUE" if cell.value else "FALSE")
    number = cell.number
    if number is None:
        return Shown(cell.text)
    if cell.dated:
        first = cell.format[:LONGEST].partition(";")[0]
        if (named := _named(number, first, workbook)) is not None:
            return Shown(named)
        code, literal = _bare(first)
        text = _moment(number, code, workbook)
        return Shown(text or cell.text, bool(text) and not any(c.isalpha() for c in literal))
    return _number(number, cell.format[:LONGEST])


def is_other(cell: Cell) -> bool:
    """Whether a number is shown as something else than a count: a share, a date or a time."""
    return cell.dated or _is_share(next(_sections(cell.format[:LONGEST])))


def _number(number: int | float, code: str) -> Shown:
    plain = Shown(_decimal(number), abs(number) < 10**DIGITS)
    if not plain.faithful or 0 < abs(number) < SMALLEST:
        return Shown(plain.text, False)
    if code.casefold() in ("general", "standard", "", "@"):
        return plain
    sections = list(_sections(code))
    place = 2 if number == 0 and len(sections) > 2 else 1 if number < 0 and len(sections) > 1 else 0
    section = sections[place]
    parts = _parts(section)
    if parts is None:
        return Shown(plain.text, False)
    before, core, after = parts
    if not core:  # words only: they are all that is seen, if anything is (";;;")
        return Shown((before + after).strip())
    shown = _share(abs(number), core) if _is_share(section) else _decimal(abs(number))
    language = _language(code)
    shown, certain = _marked(_padded(shown, core), core, language)
    sign = "-" if number < 0 else ""
    # A negative number between brackets, or with its own minus, has one sign.
    before, after = (t.replace("-", "").replace("(", "").replace(")", "") if sign else t
                     for t in (before, after))  # fmt: skip
    return Shown(f"{sign}{before.lstrip()}{shown}{after.rstrip()}", certain)


def _decimal(number: int | float) -> str:
    """In digits, as many as are kept, without an exponent."""
    if isinstance(number, int):
        return str(number)
    if abs(number) >= 1e30 or 0 < abs(number) < SMALLEST:
        return str(number)
    if number.is_integer():
        return str(int(Decimal(f"{number:.{DIGITS}g}")))
    return f"{Decimal(repr(number)):f}"


def _padded(digits: str, core: str) -> str:
    """With as many zeros before and behind as the format always has."""
    whole, _, rest = digits.partition(".")
    before, _, behind = core.partition(".")
    rest = rest.ljust(behind.count("0"), "0")
    return whole.zfill(before.count("0")) + (f".{rest}" if rest else "")


def _marked(digits: str, core: str, language: str) -> tuple[str, bool]:
    """With the marks of the language, and whether nothing is missing that the cell shows."""
    whole, _, rest = digits.partition(".")
    grouped = "," in core and len(whole) > 3
    if not language:
        return digits, not grouped
    thousands, point = _MARKS[language]
    if grouped:
        whole = _THOUSANDS.sub(thousands, whole)
    return whole + (point + rest if rest else ""), True


def _language(code: str) -> str:
    """Of ours, as the format names it: ``[$Rp-421]``, ``[$-id-ID]``; empty if it names none."""
    for token in _TOKEN.finditer(code):
        said = (token["language"] or "").partition(",")[0].lower()
        if said[:2] in _MARKS and said[2:3] in ("", "-"):
            return said[:2]
        if _HEX.fullmatch(said) and (found := _LANGUAGES.get(int(said, 16) & 0x3FF)):
            return found
    return ""


def _is_share(section: list[re.Match[str]]) -> bool:
    return any(token["plain"] == "%" for token in section)


def _share(number: int | float, core: str) -> str:
    """Of a hundred, without the sign for it."""
    places = _PLACES.search(core)
    digits = len(places[1]) if places else 0
    share = Decimal(repr(number)) * 100
    # What the format hides was written, too, unless it was worked out.
    if not digits and share == share.quantize(Decimal("0.0001")):
        return f"{share.normalize():f}"
    return f"{share.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"


def _sections(code: str) -> Iterator[list[re.Match[str]]]:
    """Of a number format: for what is above zero, below it, and zero."""
    section: list[re.Match[str]] = []
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            yield section
            section = []
        else:
            section.append(token)
    yield section


def _literally(token: re.Match[str]) -> str | None:
    """What a token puts beside the number; None: it is no such token."""
    for name in ("quoted", "escaped", "money"):
        if token[name] is not None:
            return token[name]
    if token["space"] is not None:
        return " "
    if token["plain"] is not None:
        return token["plain"] if token["plain"] in _LITERAL or token["plain"] == "%" else None
    return ""


def _parts(section: list[re.Match[str]]) -> tuple[str, str, str] | None:
    """What stands before the digits, their places, and what stands behind. None where the format
    is not one of plain digits: a fraction, an exponent, thousands left out, a condition."""
    before, core, after = "", "", ""
    for token in section:
        if token["condition"] is not None:
            return None
        literal = _literally(token)
        if literal is None:
            if after and not (after.isspace() and set(core) <= {"#"}):
                return None  # "0000-0000", but "# ##0" has a blank between thousands
            if token["plain"] not in _SIGNS:
                return None
            core, after = core + token["plain"], ""
        elif core:
            after += literal
        else:
            before += literal
    # "#,##0," shows thousands; "# ?/?" has a stroke between two groups of digits.
    return None if core.endswith(",") else (before, core, after)


def _bare(code: str) -> tuple[str, str]:
    """A date's format without the words in it, and the words."""
    bare, literal = "", ""
    for token in _TOKEN.finditer(code[:LONGEST]):
        if token["elapsed"]:
            bare += f"[{token['elapsed']}]"
        elif token["plain"]:
            bare += token["plain"]
        else:
            literal += token["quoted"] or token["escaped"] or ""
    return bare.lower(), literal


def _named(number: int | float, code: str, workbook: Workbook) -> str | None:
    """A day with its month by name, as a format shows it that names its language; None: it is
    another format."""
    language, day = _language(code), workbook.moment(number)
    if not language or day is None or number < 1:
        return None
    runs: list[str] = []
    plain: list[bool] = []
    for token in _TOKEN.finditer(code):
        sign = token["plain"] or ""
        if sign.isalpha() and runs and not plain[-1] and runs[-1][0] == sign.lower():
            runs[-1] += sign.lower()
            continue
        literal = sign if sign in (",", ".") else _literally(token)
        runs.append(sign.lower() if literal is None else literal)
        plain.append(literal is not None)
    parts = {r for r, literal in zip(runs, plain, strict=True) if not literal}
    if not parts <= _PARTS or parts.isdisjoint({"mmm", "mmmm"}):
        return None
    from babel.dates import get_day_names, get_month_names  # few workbooks need it

    said = {
        "d": str(day.day), "dd": f"{day.day:02}", "m": str(day.month), "mm": f"{day.month:02}",
        "ddd": get_day_names("abbreviated", locale=language)[day.weekday()],
        "dddd": get_day_names("wide", locale=language)[day.weekday()],
        "mmm": get_month_names("abbreviated", locale=language)[day.month],
        "mmmm": get_month_names("wide", locale=language)[day.month],
        "yy": f"{day.year % 100:02}", "yyyy": str(day.year),
    }  # fmt: skip
    shown = (r if literal else said[r] for r, literal in zip(runs, plain, strict=True))
    return "".join(shown).strip()


def _moment(number: int | float, code: str, workbook: Workbook) -> str:
    if "[" in code:
        return _length(number, "s" in code)
    # A minute is an m beside hours or seconds; else it is a month.
    timed, dated = "h" in code or "s" in code, "d" in code or "y" in code
    found = workbook.moment(number + 0.5 / 86_400)  # to the second
    if found is None or (dated and number < 1):
        return ""
    clock = f"{found:%H:%M:%S}" if "s" in code and found.second else f"{found:%H:%M}"
    if timed and not dated:
        return clock
    if timed:
        return f"{found:%Y-%m-%d} {clock}"
    if "d" not in code and "y" in code:
        return f"{found:%Y-%m}" if "m" in code else f"{found:%Y}"
    return f"{found:%Y-%m-%d}"


def _length(days: int | float, to_the_second: bool) -> str:
    """``30:00``, or ``30:00:05`` where the seconds are shown and there are some."""
    total = round(abs(days) * 86_400)
    if not to_the_second:
        total = total // 60 * 60
    minutes, seconds = divmod(total, 60)
    sign = "-" if days < 0 and total else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
