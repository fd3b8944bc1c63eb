"""A questionnaire as a library for CISO Assistant (intuitem): one framework, in both languages.

Areas and sections are headings, items are what is assessed. Items that have the statuses most items
share are scored on a scale of them; one with options of its own becomes a question with choices.
CISO Assistant averages scores: it knows neither stages, gates nor bands, and the text says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from kami_tui import __version__
from kami_tui.domain.instrument import Area, Instrument, Item, Option
from kami_tui.domain.languages import LANGUAGES
from kami_tui.domain.text import LocalizedText
from kami_tui.i18n.translator import Translator

PACKAGER = "kami-tui"
_NOT_IN_URN = re.compile(r"[^0-9a-z._-]")
_MOST = 200
"""Letters of a name or provider: as long as the columns of CISO Assistant's database are."""

Words = Callable[[Translator], str | None]
"""What a field says in one language."""


def library_text(instrument: Instrument, language: str, licence: str = "") -> str:
    """The library as YAML, ending in a line break; `language` is its base, the other one stands in
    its translations. `licence` is that of the edition's files, as far as it is known."""
    import yaml

    document = _Library(instrument, language).document(licence)
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


class _Library:
    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument = instrument
        self.base = Translator(language)
        self.others = [Translator(other) for other in LANGUAGES if other != self.base.language]
        self.ref = _NOT_IN_URN.sub("-", instrument.id.lower())
        self.scale = _common_options(instrument)

    def document(self, licence: str) -> dict[str, Any]:
        instrument = self.instrument
        whose = self.base.text(instrument.wording)
        return {
            "urn": self.urn("library"),
            "locale": self.base.language,
            "ref_id": instrument.id,
            **self.said(name=self.name, description=self.about),
            "copyright": f"{licence} {whose}".strip(),
            # Ours are changed with the program only; others count for themselves.
            "version": _version(__version__ if licence else instrument.edition),
            "provider": _short(instrument.issuer),
            "packager": PACKAGER,
            **self.translated(name=self.name, description=self.about),
            "objects": {"framework": self.framework()},
        }

    def framework(self) -> dict[str, Any]:
        instrument = self.instrument
        words: dict[str, Words] = {
            "name": self.name,
            "description": self.about,
        }
        found = {
            "urn": self.urn("framework"),
            "ref_id": instrument.id,
            **self.said(**words),
            **self.translated(**words),
        }
        if len(self.scale) > 1:
            found |= {
                "min_score": 0,
                "max_score": len(self.scale) - 1,
                "scores_definition": [self.step(n, o) for n, o in enumerate(self.scale)],
            }
        if groups := [*self.stages()]:
            found["implementation_groups_definition"] = groups
        return found | {"requirement_nodes": [*self.nodes()]}

    def name(self, tr: Translator) -> str:
        return _short(tr.text(self.instrument.name))

    def about(self, tr: Translator) -> str:
        return tr(
            "{issuer}. {wording} The scores here are the statuses alone: points by stage, gates,"
            " maturity levels and the final result are worked out by kami_tui.",
            issuer=self.instrument.issuer,
            wording=tr.text(self.instrument.wording),
        )

    def step(self, score: int, option: Option) -> dict[str, Any]:
        words: dict[str, Words] = {
            "name": lambda tr: tr.text(option.label),
            "description": lambda tr: tr.text(option.guidance) if option.guidance else None,
        }
        return {"score": score, **self.said(**words), **self.translated(**words)}

    def stages(self) -> Iterator[dict[str, Any]]:
        """Stages as implementation groups: an audit can then be of stage 1 alone."""
        for stage in sorted({i.stage for i in self.instrument.items.values() if i.stage}):
            words: dict[str, Words] = {"name": lambda tr, n=stage: tr("Stage {n}", n=n)}  # type: ignore[misc]
            yield {"ref_id": _group(stage), **self.said(**words), **self.translated(**words)}

    # -- requirement nodes ------------------------------------------------------------------

    def nodes(self) -> Iterator[dict[str, Any]]:
        for area in self.instrument.areas:
            parent = self.urn("req_node", area.id)
            yield self.heading(parent, None, 1, area.id, area.name.in_, area.description.in_)
            for number, section in enumerate(area.sections, start=1):
                below = self.urn("req_node", f"{area.id}-{number}")
                lead = section.lead.in_ if section.lead else None
                ref = f"{area.id}/{number}"
                yield self.heading(below, parent, 2, ref, section.name.in_, lead)
                for item in section.items:
                    yield self.item(area, item, below)

    def heading(
        self,
        urn: str,
        parent: str | None,
        depth: int,
        ref: str,
        name: Callable[[str], str],
        description: Callable[[str], str] | None,
    ) -> dict[str, Any]:
        def below(tr: Translator) -> str | None:
            whole, more = name(tr.language), description(tr.language) if description else None
            # What the name has no room for is not lost.
            return more if _short(whole) == whole else "\n".join(t for t in (whole, more) if t)

        words: dict[str, Words] = {
            "name": lambda tr: _short(name(tr.language)),
            "description": below,
        }
        above = {"parent_urn": parent} if parent else {}
        return {
            "urn": urn, "assessable": False, "depth": depth, **above, "ref_id": ref,
            **self.said(**words), **self.translated(**words),
        }  # fmt: skip

    def item(self, area: Area, item: Item, parent: str) -> dict[str, Any]:
        words: dict[str, Words] = {
            "description": lambda tr: tr.text(item.text),
            "annotation": lambda tr: self.annotation(item, tr),
            "typical_evidence": lambda tr: "\n".join(
                f"- {e}" for e in item.evidence.in_(tr.language)
            ),
        }
        urn = self.urn("req_node", item.id)
        found: dict[str, Any] = {
            "urn": urn, "assessable": True, "depth": 3, "parent_urn": parent, "ref_id": item.id,
            **self.said(**words),
        }  # fmt: skip
        if item.stage:
            found["implementation_groups"] = [_group(item.stage)]
        options = _ordinary(self.instrument.options(item.id))
        if _said(options) != _said(self.scale):
            found["questions"] = {f"{urn}:question:1": self.question(urn, item, options)}
        return found | self.translated(**words)

    def annotation(self, item: Item, tr: Translator) -> str:
        """What else is known of an item, one fact a line."""
        lines = []
        if item.help is not None:
            lines.append(tr.text(item.help))
        if item.maturity is not None:
            lines.append(tr("Maturity level: {level}", level=item.maturity))
        if item.iso27001:
            lines.append(f"ISO/IEC 27001:2022: {', '.join(item.iso27001)}")
        if item.uu_pdp:
            lines.append(f"UU 27/2022: {', '.join(item.uu_pdp)}")
        if item.not_applicable:
            lines.append(tr("May be answered as not applicable."))
        return "\n".join(lines)

    def question(self, urn: str, item: Item, options: tuple[Option, ...]) -> dict[str, Any]:
        words: dict[str, Words] = {"text": lambda tr: tr.text(item.text)}
        choices = []
        for number, option in enumerate(options, start=1):
            value: dict[str, Words] = {
                "value": lambda tr, o=option: f"{o.code}. {tr.text(o.label)}"  # type: ignore[misc]
            }
            choices.append(
                {
                    "urn": f"{urn}:question:1:choice:{number}",
                    **self.said(**value),
                    **self.translated(**value),
                }
            )
        return {
            "type": "unique_choice",
            **self.said(**words),
            **self.translated(**words),
            "choices": choices,
        }

    # -- words ------------------------------------------------------------------------------

    def said(self, **words: Words) -> dict[str, str]:
        """The fields in the base language; empty ones are left out."""
        return {name: text for name, word in words.items() if (text := word(self.base))}

    def translated(self, **words: Words) -> dict[str, Any]:
        found = {
            tr.language: {name: text for name, word in words.items() if (text := word(tr))}
            for tr in self.others
        }
        return {"translations": found}

    def urn(self, kind: str, name: str = "") -> str:
        """``urn:kami-tui:risk:req_node:kami-5.0:2.10``, always in lower case."""
        return f"urn:{PACKAGER}:risk:{kind}:{self.ref}" + (f":{name.lower()}" if name else "")


def _short(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 3].rstrip()}..."


def _group(stage: int) -> str:
    return f"T{stage}"


def _ordinary(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Without "not applicable", which CISO Assistant has for every requirement."""
    return tuple(o for o in options if o.not_applicable is None)


def _said(options: tuple[Option, ...]) -> tuple[tuple[str, LocalizedText], ...]:
    """What tells options apart: "A" of one item is not "A" of another that says something else."""
    return tuple((o.code, o.label) for o in options)


def _common_options(instrument: Instrument) -> tuple[Option, ...]:
    """The options that most items share, lowest first; none where each item brings its own."""
    sharing = [i for i, item in instrument.items.items() if item.options is None]
    found = [_ordinary(instrument.options(i)) for i in sharing]
    if not found:
        return ()
    usual = Counter(map(_said, found)).most_common(1)[0][0]
    return next(options for options in found if _said(options) == usual)


def _version(name: str) -> int:
    """Rises with a version's numbers: CISO Assistant takes a library anew only with a greater whole
    number, and keeps it in 32 bits."""
    numbers = [int(n) for n in re.findall(r"[0-9]{1,9}", name)[:3]]
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return min(max(major * 10_000 + minor * 100 + patch, 1), 2**31 - 1)
