"""One assessment per line (JSON Lines), for scoring many: only statuses, read fast.

::

    {"id": "kota-1", "instrument": "kami-5.0", "answers": {"2.1": "3", "2.2": {"status": 1}}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, NoReturn

from kami_tui.domain.errors import BadInput, Problem, UnknownInstrument
from kami_tui.loading.document import Limits, tree
from kami_tui.loading.problems import MOST_GUESSES, Problems, nearest
from kami_tui.loading.statuses import Statuses
from kami_tui.loading.texts import kind_of
from kami_tui.usecases.ports import Editions

LONGEST = 1024**2
"""Characters of one line; 212 answers have about 3,000."""
KEYS = ("id", "instrument", "answers")
_ANSWER_KEYS = ("status", "note", "evidence")


@dataclass(frozen=True, slots=True)
class Line:
    """One line's answers. `id` is whatever the line's writer calls it, for finding it again."""

    id: str | int | None
    instrument: str
    statuses: Mapping[str, str]
    """By item id, canonical codes, unanswered ones absent."""


class _Duplicate(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class LineReader:
    """Reads lines of one stream; keeps what it knows of each edition between them."""

    def __init__(self, editions: Editions, default: str | None = None, name: str = "-") -> None:
        self._editions, self._default, self._name = editions, default, name
        self._known: dict[str, Statuses] = {}
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_float=_decimal, parse_constant=_constant
        )

    def read(self, text: str | bytes, number: int) -> Line:
        """Line `number` (from 1) of the stream.

        Raises:
            BadInput: the line's problems, the first of them where there are very many.
        """
        data = self._decoded(text, number)
        if not isinstance(data, dict):
            self._refuse(number, "wrong_type", expected="mapping", found=kind_of(data))
        problems = [
            Problem("unknown_key", _facts(key=k[:80], known=list(KEYS), near=nearest(k, KEYS)))
            for k in islice((k for k in data if k not in KEYS), MOST_GUESSES)
        ]
        edition = data.get("instrument", self._default)
        statuses = self._statuses(edition, number)
        given = data.get("answers")
        if not isinstance(given, dict):
            problem = (
                Problem("missing_key", {"key": "answers"})
                if given is None
                else _wrong("answers", "mapping", given)
            )
            self._raise([*problems, problem], number)
        codes = statuses.codes
        try:
            plain = all([code in codes[item] for item, code in given.items()])  # noqa: C419 - faster
        except (KeyError, TypeError):
            plain = False
        if not plain:
            given = _resolved(given, statuses, problems)
        name = data.get("id")
        if not (name is None or isinstance(name, (str, int))) or isinstance(name, bool):
            problems.append(_wrong("id", "text", name))
        if problems:
            self._raise(problems, number)
        return Line(name, str(edition), given)

    def _decoded(self, text: str | bytes, number: int) -> Any:
        if len(text) > LONGEST:
            self._refuse(number, "too_large", limit=LONGEST)
        try:
            if isinstance(text, bytes):
                text = text.decode("utf-8-sig" if number == 1 else "utf-8")
            return self._decoder.decode(text.strip(" \t\r\n"))
        except UnicodeDecodeError as error:
            self._refuse(number, "not_utf8", detail=f"0x{error.object[error.start]:02x}")
        except _Duplicate as error:
            self._refuse(number, "duplicate_key", key=error.key[:80], first=number)
        except RecursionError:
            self._refuse(number, "too_deep", limit=40)
        except ValueError:
            self._refuse(number, "json_syntax", detail=_fault_in(text))

    def _statuses(self, edition: object, number: int) -> Statuses:
        if edition is None:
            known = list(self._editions.ids())
            self._refuse(number, "missing_key", key="instrument", known=known)
        if not isinstance(edition, str):
            self._raise([_wrong("instrument", "text", edition)], number)
        if edition not in self._known:
            try:
                scorer = self._editions.scorer(edition)
            except UnknownInstrument:
                known = list(self._editions.ids())
                facts = _facts(instrument=edition[:80], known=known, near=nearest(edition, known))
                self._refuse(number, "unknown_instrument", **facts)
            self._known[edition] = Statuses(scorer.instrument)
        return self._known[edition]

    def _refuse(self, number: int, code: str, **facts: object) -> NoReturn:
        self._raise([Problem(code, facts)], number)

    def _raise(self, problems: list[Problem], number: int) -> NoReturn:
        raise BadInput([Problem(p.code, p.facts, self._name, number) for p in problems]) from None


def _resolved(
    given: Mapping[str, Any], statuses: Statuses, problems: list[Problem]
) -> dict[str, str]:
    """Statuses written in any way as codes; the first problems of a line are told, not all."""
    found: dict[str, str] = {}
    for item, answer in given.items():
        if len(problems) >= MOST_GUESSES:  # nobody reads on, and guessing takes long
            break
        if item not in statuses.codes:
            edition, near = statuses.instrument.id, nearest(item, statuses.codes)
            facts = _facts(item=item[:80], instrument=edition, near=near)
            problems.append(Problem("unknown_item", facts))
            continue
        written = answer
        if isinstance(answer, dict):
            problems += [
                Problem(
                    "unknown_key",
                    _facts(key=k[:80], known=list(_ANSWER_KEYS), near=nearest(k, _ANSWER_KEYS)),
                )
                for k in islice((k for k in answer if k not in _ANSWER_KEYS), MOST_GUESSES)
            ]
            written = answer.get("status")
        if written is None or (isinstance(written, str) and not written.strip()):
            continue
        code = statuses.code(item, written)
        if code is not None:
            found[item] = code
        elif isinstance(written, (dict, list)):
            problems.append(_wrong("status", "text", written))
        else:
            missing = (
                "na_not_offered" if statuses.means_not_applicable(written) else "unknown_status"
            )
            known = statuses.offered(item)
            facts = {"item": item, "status": str(written)[:80], "known": known}
            problems.append(Problem(missing, facts))
    return found


def _fault_in(text: str | bytes) -> object:
    """Why a line is no JSON: the strict reader can tell, the fast one cannot."""
    data = text.encode(errors="replace") if isinstance(text, str) else text
    problems = Problems()
    tree(data, Limits(size=4 * LONGEST), problems, json=True)
    return next(
        (p.facts["detail"] for p in problems.found if "detail" in p.facts), "value_expected"
    )


def _wrong(key: str, expected: str, value: object) -> Problem:
    return Problem("wrong_type", {"key": key, "expected": expected, "found": kind_of(value)})


def _facts(**facts: object) -> dict[str, object]:
    return {k: v for k, v in facts.items() if v is not None}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        raise _Duplicate(next(k for k, _ in pairs if k in seen or seen.add(k)))  # type: ignore[func-returns-value]
    return made


def _decimal(text: str) -> Decimal:
    """No binary fraction ever; a monster of an exponent is no number of ours."""
    value = Decimal(text)
    if abs(value.adjusted()) > 30:
        raise ValueError(text[:80])
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(name)
