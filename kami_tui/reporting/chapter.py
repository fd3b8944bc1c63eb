"""One chapter per area: its stages, why its level is what it is, and every item."""

from __future__ import annotations

from collections.abc import Callable

from kami_tui.domain.instrument import Area, Item
from kami_tui.domain.numbers import Exact
from kami_tui.domain.official import LANGUAGE
from kami_tui.domain.rules import Bands
from kami_tui.domain.story import BandStory
from kami_tui.reporting import notes
from kami_tui.reporting.charts import BandBar, BarSpec, StageBars, band_bar, stage_bars
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.model import Chapter, EvidenceRef, Fact, ItemRow, SectionBlock
from kami_tui.reporting.pictures import band_specs
from kami_tui.reporting.text import NONE, one_line, plain, share, width
from kami_tui.reporting.why import why

EVIDENCE_TITLE = 160
"""Letters of a document's title shown beside an item; the register has it whole."""
TALL = 20
"""Lines of a note, and documents, from which an item may run over the end of a page."""
Note = Callable[[str], str]
"""An item's note, ready to print, by item id."""


def chapter(f: Facts, area: Area, note: Note, said: str = "") -> Chapter:
    """`said` is what must be told before its items."""
    w, story = f.w, f.stories[area.id]
    return Chapter(
        id=area.id,
        anchor=f.anchor(area.id),
        name=w.area(area),
        description=w.text(area.description),
        facts=_facts(f, area),
        bars=_bars(f, area),
        bands=_category_bar(f, area),
        why=why(w, story),
        with_tags=any(i.stage is not None or i.maturity is not None for i in area.items),
        own_options=any(i.options is not None for i in area.items),
        said=said,
        sections=tuple(
            SectionBlock(
                w.text(s.name),
                w.text(s.lead) if s.lead else "",
                tuple(_item(f, area, i, note) for i in s.items),
            )
            for s in area.sections
        ),
    )


def _facts(f: Facts, area: Area) -> tuple[Fact, ...]:
    w, tr, story = f.w, f.w.tr, f.stories[area.id]
    roles, result = f.scorer.instrument.results, f.result
    answered = tr(
        "{n} of {all}", n=w.number(len(area.items) - f.gaps[area.id]), all=w.number(len(area.items))
    )
    found: list[Fact] = []
    if roles.category and roles.category.area == area.id and result.category:
        value = result.category.value if result.category.complete else None
        found.append(Fact(w.rule(roles.category.score), w.number(result.category.score)))
        shown = w.scaled(roles.category.value, value) if value else tr("Not determined yet")
        found.append(Fact(tr("Category"), shown))
    else:
        whole = tr("{score} of {max}", score=w.number(story.score), max=w.number(story.max))
        found.append(Fact(tr("Score"), whole))
        found.append(Fact(tr("Share"), w.percent(story.score, story.max)))
    if story.ladder:
        level = w.scaled(story.ladder.id, story.maturity) if story.maturity else NONE
        found.append(Fact(w.rule(story.ladder), level))
    area_result = result.areas.get(area.id)
    if area_result and area_result.stage3_counted is not None:
        counts = tr("counted") if area_result.stage3_counted else tr("not counted")
        found.append(Fact(tr("Stage 3"), counts))
    found.append(Fact(tr("Items answered"), answered))
    return tuple(found)


def _bars(f: Facts, area: Area) -> StageBars | None:
    w, tr, stages = f.w, f.w.tr, f.stories[area.id].stages
    if not stages:
        return None
    longest = max(s.max for s in stages)
    specs, told = [], []
    for s in stages:
        value = tr("{score} of {max}", score=w.number(s.counted), max=w.number(s.max))
        if s.earned > s.counted:
            value += " " + tr("({n} earned, not counted)", n=w.number(s.earned))
        name = tr("Stage {stage}", stage=s.stage)
        note = tr.plural("{n} item", "{n} items", s.items)
        told.append(f"{name}: {value}")
        idle: Exact = s.earned - s.counted
        specs.append(
            BarSpec(
                name, note, share(s.max, longest), share(s.counted, longest), share(idle, longest),
                value,
            )
        )  # fmt: skip
    return stage_bars(specs, "; ".join(told) + ".")


def _category_bar(f: Facts, area: Area) -> BandBar | None:
    """The category's bands, where this area decides the category."""
    w, role, result = f.w, f.scorer.instrument.results.category, f.result.category
    if role is None or result is None or role.area != area.id:
        return None
    body = f.scorer.instrument.rule_by_id[role.value].body
    if not isinstance(body, Bands) or not isinstance(body.bands, tuple):
        return None
    start, stop = f.scorer.span[area.id]
    most = sum(f.scorer.best[start:stop])
    least = int(body.bands[0].from_)
    bounds = [int(b.from_) for b in body.bands]
    stories = tuple(
        BandStory(b.value, low, high, current=b.value == result.value)
        for b, low, high in zip(body.bands, bounds, (*bounds[1:], None), strict=True)
    )
    score = result.score if result.complete else None
    alt = f"{w.rule(role.score)}: {w.number(score)}."
    return band_bar(
        band_specs(f, stories, role.value, least, most),
        None if score is None else share(score - least, most - least),
        w.number(score),
        w.number(most),
        alt,
    )


def _item(f: Facts, area: Area, item: Item, note: Note) -> ItemRow:
    w, tr, e = f.w, f.w.tr, f.evaluation
    answer = f.assessment.answer(item.id)
    at = f.scorer.position[item.id]
    option = f.scorer.instrument.option(item.id, answer.status) if answer.status else None
    own = item.options is not None
    most = tr("left out") if at in e.dropped else w.number(f.scorer.best[at])
    counted = w.number(e.counted[at]) if option else NONE
    warning = ""
    if option and option.lacks_reason(answer.note):
        warning = tr("This status needs a reason in the note; there is none.")
    shut = option is not None and not e.counts(item.id)
    asked, official, language = _asked(f, item)
    written, evidence = note(item.id), tuple(_evidence(f, key) for key in answer.evidence)
    below = notes.lines(official) if official else 0
    return ItemRow(
        id=item.id,
        anchor=f"butir-{item.id}",
        text=asked,
        official=official,
        language=language,
        tags=_tags(f, item),
        status=(option.code if own else w.text(option.label)) if option else "",
        option=w.text(option.label) if option and own else "",
        answered=option is not None,
        width=width(e.earned[at], f.scorer.best[at]),
        points=f"{counted} / {most}",
        discounted=_discounted(f, at) if shut else "",
        evidence=evidence,
        note=written,
        warning=warning,
        long=notes.lines(written) + below + len(evidence) > TALL,
    )


def _asked(f: Facts, item: Item) -> tuple[str, str, str]:
    """The question; the official words below it, if any; and the language of the official words,
    whichever of the two they are, where it is not the report's."""
    texts = f.wording.texts(item, f.w.language)
    official = plain(texts[1][1]) if len(texts) > 1 else ""
    foreign = texts[-1][0] == "official" and f.w.language != LANGUAGE
    return plain(texts[0][1]), official, LANGUAGE if foreign else ""


def _discounted(f: Facts, at: int) -> str:
    earned = f.evaluation.earned[at]
    if not earned:
        return f.w.tr("not counted")
    said = f.w.tr("earned {n}, not counted", n=f.w.number(earned))
    first, comma, rest = said.partition(", ")
    return first + comma + rest.replace(" ", "\u00a0")  # in a narrow column


def _tags(f: Facts, item: Item) -> tuple[str, ...]:
    parts = []
    if item.stage is not None:
        parts.append(f.w.tr("stage {stage}", stage=item.stage))
    if item.maturity is not None:
        parts.append(f.w.tr("level {level}", level=item.maturity))
    return tuple(parts)


def _evidence(f: Facts, key: str) -> EvidenceRef:
    entry = f.assessment.evidence.get(key)
    if entry is None:
        return EvidenceRef(one_line(key, 40), f.w.tr("(not in the register)"), "")
    title = one_line(entry.title, EVIDENCE_TITLE) or f.w.tr("(no title)")
    return EvidenceRef(one_line(key, 40), title, f.evidence_anchor(key))
