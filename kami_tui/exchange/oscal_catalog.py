"""A questionnaire as an OSCAL catalog: areas are groups, items are controls.

The wording is ours. An assessment's results (`oscal`) refer to what is named here. OSCAL has no
word for the answers to choose from: they are properties, of the area or of an item that has its
own. Evidence that is usual stands where assessors look for it, as what is to be examined.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from kami_tui.domain.instrument import Area, Instrument, Item, Option, Section
from kami_tui.exchange.oscal_terms import (
    VERSION,
    Parts,
    control_id,
    group_id,
    kept,
    props,
    prose,
    statement_id,
    string,
    title,
    uuid_of,
)
from kami_tui.i18n.translator import Translator

UNDATED = "1970-01-01T00:00:00Z"
"""An edition's files have a digest but no time of change, and the same files shall give the same
catalog."""
_RMF = "http://csrc.nist.gov/ns/rmf"
"""NIST's namespace of the property that says how something is assessed."""


def catalog_uuid(instrument: Instrument, digest: str, language: str) -> str:
    return uuid_of("catalog", instrument.id, digest, language)


def catalog_text(instrument: Instrument, digest: str, language: str) -> str:
    """The catalog as JSON, ending in a line break."""
    tr = Translator(language)
    document = {
        "uuid": catalog_uuid(instrument, digest, language),
        "metadata": kept(
            title=title(tr.text(instrument.name), instrument.id),
            last_modified=UNDATED,
            version=string(instrument.edition),
            oscal_version=VERSION,
            props=props(instrument=instrument.id, digest=digest, issuer=instrument.issuer),
            remarks=prose(tr.text(instrument.wording)),
        ),
        "groups": [_area(instrument, area, tr) for area in instrument.areas],
    }
    return json.dumps({"catalog": document}, ensure_ascii=False, indent=2) + "\n"


def _area(instrument: Instrument, area: Area, tr: Translator) -> Parts:
    name = group_id(instrument.id, area.id)
    shared = next((s.options for s in instrument.option_sets if s.id == area.option_set), ())
    return kept(
        id=name,
        title=title(f"{area.id}. {tr.text(area.name)}", area.id),
        props=props(option=_words(shared, tr)),
        # Of the area's own findings: its level, not that of one item.
        parts=[kept(id=f"{name}_smt", name="overview", prose=prose(tr.text(area.description)))],
        groups=[
            _section(instrument, area, number, section, tr)
            for number, section in enumerate(area.sections, start=1)
        ],
    ) | {"class": "area"}


def _section(
    instrument: Instrument, area: Area, number: int, section: Section, tr: Translator
) -> Parts:
    name = group_id(instrument.id, area.id, number)
    lead = tr.text(section.lead) if section.lead else ""
    return kept(
        id=name,
        title=title(tr.text(section.name), f"{area.id}/{number}"),
        parts=[{"name": "overview", "prose": prose(lead)}] if lead else [],
        controls=[_item(instrument, item, tr) for item in section.items],
    ) | {"class": "section"}


def _item(instrument: Instrument, item: Item, tr: Translator) -> Parts:
    text = prose(tr.text(item.text))
    parts: list[Parts] = [
        {"id": statement_id(instrument.id, item.id), "name": "statement", "prose": text}
    ]
    if item.help is not None:
        parts.append({"name": "guidance", "prose": prose(tr.text(item.help))})
    if examples := item.evidence.in_(tr.language):
        parts.append(_to_examine(f"{control_id(instrument.id, item.id)}_asm-examine", examples))
    own = instrument.options(item.id) if item.options is not None else ()
    return {
        "id": control_id(instrument.id, item.id),
        "class": "item",
        "title": item.id,
        "props": [
            {"name": "label", "value": item.id},
            *props(
                stage=item.stage,
                maturity=item.maturity,
                not_applicable=item.not_applicable,
                iso27001=item.iso27001,
                uu_pdp=item.uu_pdp,
                option=_words(own, tr),
            ),
        ],
        "parts": parts,
    }


def _to_examine(name: str, examples: Iterable[str]) -> Parts:
    return {
        "id": name,
        "name": "assessment-method",
        "props": [{"name": "method", "ns": _RMF, "value": "EXAMINE"}],
        "parts": [{"name": "assessment-objects", "prose": prose("\n\n".join(examples))}],
    }


def _words(options: Iterable[Option], tr: Translator) -> list[str]:
    return [f"{o.code}. {tr.text(o.label)}" for o in options]
