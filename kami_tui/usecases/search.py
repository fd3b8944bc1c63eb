"""Finds items by what they say, in both languages, by what was written about them, and by number.

Every word asked for must be found somewhere about an item: whole, as the beginning or a part of a
word, or (where the questionnaire has nothing like it) with a slip of the pen or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kami_tui.domain.instrument import Area, Item, Section
from kami_tui.domain.scorer import Scorer
from kami_tui.usecases.session import Session

Field = Literal["id", "iso27001", "text", "official", "evidence", "note", "law", "section", "area"]
"""What was found: the number, an ISO/IEC 27001 number, the item's text, its official one, a
document's title, the note, an article of law, the name of its section or area."""
_WEIGHT: dict[Field, float] = {
    "id": 1.0, "iso27001": 1.0, "text": 1.0, "official": 1.0, "evidence": 0.95, "note": 0.95,
    "law": 0.9, "section": 0.7, "area": 0.6,
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?:a\.)?[0-9]{1,4}(?:\.[0-9]{1,4})*\.?")
_STANDARD = frozenset({"iso", "iec", "sni", "27001"})
"""Words that say that a number is one of the standard's."""
_WHOLE, _BEGINNING, _PART, _SLIP, _TWO_SLIPS, _SLIP_IN_BEGINNING = 100, 90, 70, 60, 45, 40
_ID, _ID_BEGINNING, _ISO, _ISO_BEGINNING = 100_000, 50_000, 1_000, 500
"""Numbers come before words, the item's own before those of the standard."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One item, with where it was found best."""

    item: str
    score: float
    """The greater the better; comparable within one search only."""
    field: Field
    text: str
    """Whole, as it stands there."""
    language: str | None
    """Of the questionnaire's own words; None for what the user wrote and for numbers."""
    words: frozenset[str]
    """Folded words of `text` that answer to what was asked for; see `spans`."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """One text, and the items (as positions) it says something about."""

    field: Field
    text: str
    language: str | None
    items: tuple[int, ...]


class Search:
    """Looks through one session. The questionnaire's words are prepared once for all sessions,
    what the user wrote whenever it has changed."""

    def __init__(self, session: Session, official: Mapping[str, str] | None = None) -> None:
        """`official`: official texts by item, as far as they are known here."""
        self._session = session
        self._official = official or {}
        self._seen: object = None
        self._own = _Words(())

    def _elsewhere(self) -> Iterator[_Unit]:
        position = self._session.scorer.position
        for item, text in self._official.items():
            yield _Unit("official", text, "id", (position[item],))

    def find(self, wanted: str, language: str) -> tuple[Hit, ...]:
        """Items that hold every word, the best first, equal ones in the instrument's order.

        Of texts that answer equally well the one in `language` is named. Nothing for blanks.
        """
        asked = [*_asked(wanted)]
        by_standard = _STANDARD.intersection(asked) and [w for w in asked if _number_of(w)]
        if by_standard:
            asked = [w for w in asked if w not in _STANDARD]
        if not asked:
            return ()
        if self._seen is not self._session.assessment:
            self._own = _Words((*_written(self._session), *self._elsewhere()))
            self._seen = self._session.assessment
        scorer = self._session.scorer
        given, own = _questionnaire(scorer), self._own
        found: list[dict[int, _Best]] = []
        for word in asked:
            by_item: dict[int, _Best] = {}
            if _number_of(word):
                _numbers(scorer, word, by_item, by_id=not by_standard)
            matched = {} if by_standard and by_item else given.alike(word)
            slips = not matched
            _collect(given, matched or given.slips(word), language, by_item)
            _collect(own, own.alike(word) or (own.slips(word) if slips else {}), language, by_item)
            if not by_item:
                return ()
            found.append(by_item)
        hits = [
            _hit(scorer.ids[i], [one[i] for one in found])
            for i in found[0]
            if all(i in one for one in found)
        ]
        hits.sort(key=lambda h: (-h.score, scorer.position[h.item]))
        return tuple(hits)


def spans(text: str, words: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Where these words stand in a text, as pairs of start and end."""
    return tuple(m.span() for m in _WORD.finditer(text) if m[0].casefold() in words)


# -- asking -----------------------------------------------------------------------------------


def _asked(wanted: str) -> Iterator[str]:
    """The words of a query. A number may have commas for points."""
    for part in wanted.casefold().split():
        number = part.replace(",", ".")
        if _NUMBER.fullmatch(number):
            yield number.rstrip(".") if number.count(".") > 1 else number
        else:
            yield from _WORD.findall(part)


def _number_of(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None and word not in _STANDARD


@dataclass(slots=True)
class _Best:
    """How well one word was found about one item, and in which texts."""

    score: float
    places: dict[_Unit, tuple[float, set[str]]]


def _collect(
    words: _Words, matched: Mapping[str, float], language: str, found: dict[int, _Best]
) -> None:
    units: dict[_Unit, tuple[float, set[str]]] = {}
    for token, quality in matched.items():
        for unit in words.holding[token]:
            worth = quality * _WEIGHT[unit.field] + (unit.language == language)
            best, tokens = units.setdefault(unit, (worth, set()))
            tokens.add(token)
            if worth > best:
                units[unit] = (worth, tokens)
    for unit, (worth, tokens) in units.items():
        for item in unit.items:
            _put(found, item, unit, worth, tokens)


def _put(found: dict[int, _Best], item: int, unit: _Unit, worth: float, tokens: set[str]) -> None:
    best = found.setdefault(item, _Best(worth, {}))
    best.score = max(best.score, worth)
    best.places[unit] = (worth, tokens)


def _numbers(scorer: Scorer, word: str, found: dict[int, _Best], *, by_id: bool) -> None:
    plain = word.rstrip(".")
    for item_id, position in scorer.position.items():
        if by_id and (item_id == plain or item_id.startswith(word)):
            worth = _ID if item_id == plain else _ID_BEGINNING
            _put(found, position, _Unit("id", item_id, None, (position,)), worth, set())
        for number in scorer.instrument.items[item_id].iso27001:
            known = number.casefold()
            short = known.removeprefix("a.")
            if plain in (known, short):
                worth = _ISO
            elif known.startswith(f"{plain}.") or short.startswith(f"{plain}."):
                worth = _ISO_BEGINNING
            else:
                continue
            _put(found, position, _Unit("iso27001", number, None, (position,)), worth, set())


def _hit(item: str, found: list[_Best]) -> Hit:
    """Names the text in which most of the words stand, and of these the best."""
    totals: dict[_Unit, tuple[int, float]] = {}
    for best in found:
        for unit, (worth, _) in best.places.items():
            count, sum_ = totals.get(unit, (0, 0.0))
            totals[unit] = (count + 1, sum_ + worth)
    unit = max(totals, key=lambda u: totals[u])
    tokens = set().union(*(b.places[unit][1] for b in found if unit in b.places))
    # Words that stand together in one text were probably meant together.
    together = 10 * (totals[unit][0] - 1)
    score = sum(b.score for b in found) + together
    return Hit(item, score, unit.field, unit.text, unit.language, frozenset(tokens))


# -- preparing --------------------------------------------------------------------------------


class _Words:
    """Texts by the words they hold."""

    def __init__(self, units: Iterable[_Unit]) -> None:
        self.holding: dict[str, list[_Unit]] = {}
        for unit in units:
            for word in {w.casefold() for w in _WORD.findall(unit.text)}:
                self.holding.setdefault(word, []).append(unit)
        self._all = list(self.holding)

    def alike(self, word: str) -> dict[str, float]:
        """Words that are this one, begin with it, or hold it, with how well that fits."""
        found: dict[str, float] = {}
        for known in self._all:
            at = known.find(word)
            if at == 0:
                found[known] = _WHOLE if len(known) == len(word) else _BEGINNING
            elif at > 0 and len(word) > 2:
                found[known] = _PART
        return found

    def slips(self, word: str) -> dict[str, float]:
        """Words that may have been meant: letters wrong, missing, too many or swapped."""
        most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        if not most or not self._all:
            return {}
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: dict[str, float] = {}
        for known, distance, _ in process.extract(
            word, self._all, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            found[known] = _SLIP if distance < 2 else _TWO_SLIPS
        if len(word) > 4:  # not typed to its end, or with an ending such as -nya
            for length in (len(word) - 1, len(word), len(word) + 1):
                begun = [known[:length] for known in self._all]
                for _, _, at in process.extract(
                    word, begun, scorer=OSA.distance, score_cutoff=1, limit=None
                ):
                    found.setdefault(self._all[at], _SLIP_IN_BEGINNING)
        return found


@lru_cache(maxsize=4)
def _questionnaire(scorer: Scorer) -> _Words:
    return _Words(_printed(scorer))


def _printed(scorer: Scorer) -> Iterator[_Unit]:
    """Everything the questionnaire says about its items."""
    for area in scorer.instrument.areas:
        yield from _named("area", area, [i for s in area.sections for i in s.items], scorer)
        for section in area.sections:
            yield from _named("section", section, section.items, scorer)
            for item in section.items:
                here = (scorer.position[item.id],)
                yield _Unit("text", item.text.id, "id", here)
                yield _Unit("text", item.text.en, "en", here)
                for article in item.uu_pdp:
                    yield _Unit("law", article, None, here)


def _named(
    field: Field, part: Area | Section, items: Iterable[Item], scorer: Scorer
) -> Iterator[_Unit]:
    positions = tuple(scorer.position[i.id] for i in items)
    yield _Unit(field, part.name.id, "id", positions)
    yield _Unit(field, part.name.en, "en", positions)


def _written(session: Session) -> Iterator[_Unit]:
    """What the user wrote: notes, and titles of documents with the items that rest on them."""
    assessment, position = session.assessment, session.scorer.position
    resting: dict[str, list[int]] = {}
    for item, answer in assessment.answers.items():
        if answer.note:
            yield _Unit("note", answer.note, None, (position[item],))
        for key in answer.evidence:
            resting.setdefault(key, []).append(position[item])
    for key, entry in assessment.evidence.items():
        if key in resting:
            yield _Unit("evidence", entry.title, None, tuple(resting[key]))
