"""The first two pages: who was assessed, and the result that stands on its own."""

from __future__ import annotations

from kami_tui.domain.result import AreaResult
from kami_tui.domain.rules import Ladder
from kami_tui.reporting.back import moment
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.gains import shut_table
from kami_tui.reporting.model import AreaRow, Cover, Fact, KeyFigure, ResultPage
from kami_tui.reporting.pictures import area_radar, bar_title, total_bar
from kami_tui.reporting.since import moved, moved_total, since
from kami_tui.reporting.text import NONE, one_line, plain, width

LONG_NAME = 46
"""Letters of an organisation's name from which the cover sets it smaller."""
TWO_LINES = 200
"""Letters that two lines of the page's width surely take."""
_DOT = " · "


def cover(f: Facts) -> Cover:
    w, tr, p = f.w, f.w.tr, f.assessment.profile
    contact = ", ".join(plain(v) for v in (p.phone, p.email) if v.strip())
    assessor = ", ".join(plain(v) for v in (p.assessor, p.position) if v.strip())
    facts = (
        Fact(tr("Scope"), plain(p.scope)),
        Fact(tr("Assessor"), assessor),
        Fact(tr("Date of assessment"), tr.day_text(plain(p.date))),
        Fact(tr("Instrument"), f"{w.text(w.instrument.name)}, {plain(w.instrument.issuer)}"),
        Fact(tr("Address"), plain(p.address)),
        Fact(tr("Contact"), contact),
    )
    organisation = plain(p.organisation) or tr("Organisation not named")
    return Cover(
        kind=tr("Self-assessment report"),
        instrument=w.text(w.instrument.name),
        organisation=organisation,
        long_name=len(organisation) > LONG_NAME,
        unit=plain(p.unit),
        status=status_figure(f),
        figures=key_figures(f),
        incomplete=incomplete(f),
        facts=tuple(x for x in facts if x.value),
        self_assessed=tr(
            "Self-assessment: every status in this report was chosen by the organisation itself "
            "and has not been verified."
        ),
    )


def result_page(f: Facts) -> ResultPage:
    w, roles = f.w, f.scorer.instrument.results
    areas = tuple(_area_row(f, r) for r in f.result.areas.values())
    total = f.result.total
    most = f.result.max
    gaps = sum(r.unanswered for r in f.result.areas.values())
    low_high = f.result.maturity_range
    shut = shut_table(f)
    return ResultPage(
        whose="" if "cover" in f.parts else _whose(f),
        status=status_figure(f),
        figures=key_figures(f),
        bar=total_bar(f),
        bar_title=bar_title(f),
        areas=areas,
        with_levels=any(r.maturity for r in roles.areas),
        with_stage3=any(r.stage3 for r in roles.areas),
        total=AreaRow(
            id="",
            name=w.rule(roles.total),
            anchor=f.rule_anchor(roles.total),
            score=w.number(total),
            moved=moved_total(f),
            max=w.number(most),
            share=w.percent(total or 0, most or 0) if total is not None else NONE,
            width=width(total or 0, most or 0),
            level=_levels(f) if low_high else NONE,
            stage3="",
            stage3_shut=False,
            unanswered=str(gaps) if gaps else NONE,
            gaps=gaps > 0,
        ),
        shut=shut,
        since=since(f),
        full=shut is not None,
        radar=area_radar(f),
        points=tuple(points(f)),
        incomplete=(*incomplete(f)[:1], *incomplete(f)[-1:]),
    )


def _whose(f: Facts) -> str:
    """What a result without its cover must still say: who, what of them, as of when. Cut where it
    would take more than two lines: the page must stay one."""
    tr, p = f.w.tr, f.assessment.profile
    said = [one_line(p.organisation, 60) or tr("Organisation not named")]
    times = [tr("printed {moment}", moment=moment(f))]
    if p.date.strip():
        times.insert(0, tr("assessed {day}", day=tr.day_text(one_line(p.date, 40))))
    room = TWO_LINES - sum(len(s) + len(_DOT) for s in (*said, *times))
    said.append(one_line(p.scope or p.unit, max(room, 20)))
    # A day does not begin on one line and end on the next.
    return _DOT.join(s for s in (*said, *(t.replace(" ", "\u00a0") for t in times)) if s)


def status_figure(f: Facts) -> KeyFigure:
    """The final status in one line; the total where the edition knows no status."""
    w, tr, roles, story = f.w, f.w.tr, f.scorer.instrument.results, f.status
    if roles.readiness is None or story is None:
        return total_figure(f)
    label, anchor = w.rule(roles.readiness), f.rule_anchor(roles.readiness)
    if story.value is None:
        return KeyFigure(label, tr("Not determined yet"), _why_no_status(f), True, anchor)
    note = ""
    if story.floor_needs:
        note = tr("An area is below its floor.")
    elif story.next_value and story.distance is not None:
        note = tr(
            "{n} more points for {next}",
            n=w.number(story.distance),
            next=w.scaled(roles.readiness, story.next_value),
        )
    return KeyFigure(label, w.scaled(roles.readiness, story.value), note, anchor=anchor)


def total_figure(f: Facts) -> KeyFigure:
    w, roles, total = f.w, f.scorer.instrument.results, f.result.total
    label, anchor = w.rule(roles.total), f.rule_anchor(roles.total)
    if total is None:
        return KeyFigure(label, NONE, w.tr("Not determined yet"), True, anchor)
    most = w.number(f.result.max)
    note = w.percent(total, f.result.max or 0)
    value = w.tr("{score} of {max}", score=w.number(total), max=most)
    return KeyFigure(label, value, note, anchor=anchor)


def key_figures(f: Facts) -> tuple[KeyFigure, ...]:
    """The figures beside the final status, those the edition has."""
    w, tr, roles, result = f.w, f.w.tr, f.scorer.instrument.results, f.result
    found = [total_figure(f)] if roles.readiness else []
    if roles.category and result.category:
        label = w.rule(roles.category.value)
        if result.category.complete and result.category.value:
            value = w.scaled(roles.category.value, result.category.value)
            score = tr("score {n}", n=w.number(result.category.score))
            found.append(KeyFigure(label, value, score, anchor=f.anchor(roles.category.area)))
        else:
            found.append(_possible_category(f, label))
    if result.maturity_range:
        label = w.rule(roles.areas[0].maturity) if roles.areas[0].maturity else ""
        rule = roles.maturity_lowest or ""
        note = tr("lowest and highest over the areas")
        found.append(KeyFigure(label, _levels(f), note, anchor=f.rule_anchor(rule)))
    if roles.supplement and result.supplement:
        s = result.supplement
        note = tr("{score} of {max}", score=w.number(s.score), max=w.number(s.max))
        area = f.scorer.instrument.area(roles.supplement.area)
        label = tr("Supplement: {area}", area=w.area_short(area))
        anchor = f.anchor(roles.supplement.area)
        found.append(KeyFigure(label, w.percentage(s.percent), note, anchor=anchor))
    return tuple(found)


def incomplete(f: Facts) -> tuple[str, ...]:
    """What to say, plainly and first, while answers are missing. Empty for a whole assessment."""
    w, tr, n = f.w, f.w.tr, f.result.unanswered
    if not n:
        return ()
    said = [
        tr.plural(
            "Incomplete: {n} item of {all} has no answer yet.",
            "Incomplete: {n} items of {all} have no answer yet.",
            n,
            all=w.number(len(f.scorer.ids)),
        )
    ]
    if f.categories is not None:
        said.append(_category_range(f))
    said.append(tr("An unanswered item earns nothing, so every score here is a lower bound."))
    return tuple(said)


def points(f: Facts) -> list[str]:
    """Sentences for the result page, the weightiest first."""
    w, tr, roles, story = f.w, f.w.tr, f.scorer.instrument.results, f.status
    said: list[str] = []
    if roles.readiness and story and story.value is not None:
        below = [
            tr(
                "{what} {now} (floor {wanted})",
                what=w.rule(need.rule),
                now=w.value(need.rule.id, need.check.value),
                wanted=w.value(need.rule.id, need.check.wanted),
            )
            for need in story.floor_needs
        ]
        if below:
            said.append(
                tr(
                    "Below the floor: {areas}. While this is so, the status stays {status} "
                    "whatever the total.",
                    areas="; ".join(below),
                    status=w.scaled(roles.readiness, story.value),
                )
            )
        if story.next_value and story.distance is not None:
            said.append(
                tr(
                    "{next} begins at {from_} points: {n} more than now.",
                    next=w.scaled(roles.readiness, story.next_value),
                    from_=w.number((story.total or 0) + story.distance),
                    n=w.number(story.distance),
                )
            )
    said += _about_levels(f)
    return said


def _area_row(f: Facts, r: AreaResult) -> AreaRow:
    w, tr = f.w, f.w.tr
    area = f.scorer.instrument.area(r.area)
    role = next(x for x in f.scorer.instrument.results.areas if x.area == r.area)
    counted = {True: tr("counted"), False: tr("not counted"), None: NONE}[r.stage3_counted]
    return AreaRow(
        id=r.area,
        name=w.area_short(area) if f.before else w.area(area),  # beside one more column
        anchor=f.anchor(r.area),
        score=w.number(r.score),
        moved=moved(f, r.area),
        max=w.number(r.max),
        share=w.percent(r.score, r.max),
        width=width(r.score, r.max),
        level=w.scaled(role.maturity, r.maturity) if role.maturity and r.maturity else NONE,
        stage3=counted,
        stage3_shut=r.stage3_counted is False,
        unanswered=str(r.unanswered) if r.unanswered else NONE,
        gaps=r.unanswered > 0,
    )


def _levels(f: Facts) -> str:
    w, roles = f.w, f.scorer.instrument.results
    low, high = f.result.maturity_range or ("", "")
    scaled = [
        w.scaled(rule, value)
        for rule, value in ((roles.maturity_lowest, low), (roles.maturity_highest, high))
        if rule
    ]
    return w.range(scaled[0], scaled[1])


def _possible_category(f: Facts, label: str) -> KeyFigure:
    w, tr, roles = f.w, f.w.tr, f.scorer.instrument.results
    if roles.category is None:
        return KeyFigure(label, tr("Not determined yet"), "", mute=True)
    anchor = f.anchor(roles.category.area)
    if f.categories is None:
        return KeyFigure(label, tr("Not determined yet"), "", True, anchor)
    (low, first), (high, last) = f.categories
    rule = roles.category.value
    value = w.range(w.scaled(rule, first), w.scaled(rule, last))
    note = tr("still possible; score {low} to {high}", low=w.number(low), high=w.number(high))
    return KeyFigure(label, value, note, True, anchor)


def _category_range(f: Facts) -> str:
    w, tr, roles = f.w, f.w.tr, f.scorer.instrument.results
    if f.categories is None or roles.category is None:
        return ""
    (low, first), (high, last) = f.categories
    rule = roles.category.value
    name, n = w.rule(rule), w.number
    if first == last:
        return tr(
            "{name}: {value} whatever the missing answers are (score {low} to {high})",
            name=name, value=w.scaled(rule, first), low=n(low), high=n(high),
        )  # fmt: skip
    return tr(
        "{name}: still possible from {first} to {last} (score {low} to {high})",
        name=name, first=w.scaled(rule, first), last=w.scaled(rule, last), low=n(low), high=n(high),
    )  # fmt: skip


def _why_no_status(f: Facts) -> str:
    role = f.scorer.instrument.results.category
    if role and f.result.category and not f.result.category.complete:
        return f.w.tr(
            "{category} is incomplete: {n} of its items unanswered",
            category=f.w.rule(role.value),
            n=f.gaps[role.area],
        )
    return ""


def _highest(f: Facts, rule: str) -> int:
    """The place on its scale of the highest level an area's ladder gives; -1 for another rule."""
    scale, body = f.w.instrument.scale_of(rule), f.scorer.instrument.rule_by_id[rule].body
    if scale is None or not isinstance(body, Ladder):
        return -1
    return max(scale.order[rung.value] for rung in body.rungs)


def _about_levels(f: Facts) -> list[str]:
    w, tr, roles = f.w, f.w.tr, f.scorer.instrument.results
    mark = roles.usual_mark
    if not mark or not roles.maturity_lowest:
        return []
    scale = w.instrument.scale_of(roles.maturity_lowest)
    if scale is None or mark not in scale.order:
        return []
    reached = [
        r
        for r in f.result.areas.values()
        if r.maturity and scale.order[r.maturity] >= scale.order[mark]
    ]
    able = [r for r in roles.areas if r.maturity and _highest(f, r.maturity) >= scale.order[mark]]
    if not able:
        return []
    return [
        tr(
            "Level {mark} is usually taken as the mark of readiness for certification; "
            "{n} of the {all} areas that can reach it have done so.",
            mark=scale.label(mark, w.language), n=len(reached), all=len(able),
        )
    ]  # fmt: skip
