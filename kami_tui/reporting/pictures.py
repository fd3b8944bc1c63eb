"""Which figures the charts draw. Their geometry is worked out in `charts`."""

from __future__ import annotations

from kami_tui.domain.numbers import Exact
from kami_tui.domain.story import BandStory
from kami_tui.reporting.charts import BandBar, BandSpec, Radar, SpokeSpec, band_bar, radar
from kami_tui.reporting.facts import Facts
from kami_tui.reporting.text import share


def total_bar(f: Facts) -> BandBar:
    """The total on the bands of the present category, to scale."""
    w, tr, story, roles = f.w, f.w.tr, f.status, f.scorer.instrument.results
    total, most = f.result.total, f.result.max
    bands = story.bands if story else ()
    scaled = roles.readiness_bands or roles.readiness or roles.total
    value = w.number(total)
    alt = tr("{what}: {score} of {max}.", what=w.rule(roles.total), score=value, max=w.number(most))
    if bands:
        listed = "; ".join(
            tr("{name} from {n}", name=w.scaled(scaled, b.value), n=w.number(b.lower))
            for b in bands
        )
        alt += " " + tr("Bands: {bands}.", bands=listed)
    return band_bar(
        band_specs(f, bands, scaled, 0, most or 0),
        None if total is None else share(total, most or 0),
        value,
        w.number(most),
        alt,
    )


def bar_title(f: Facts) -> str:
    w, tr, roles = f.w, f.w.tr, f.scorer.instrument.results
    name = w.rule(roles.total)
    if roles.category and f.status and f.status.category:
        category = w.scaled(roles.category.value, f.status.category)
        return tr("{total} on the bands of category {category}", total=name, category=category)
    if roles.category and f.status and not f.status.bands:
        return tr("{total}; the bands depend on the category, which is not known yet", total=name)
    return name


def band_specs(
    f: Facts, bands: tuple[BandStory, ...], rule: str, low: Exact, top: Exact
) -> list[BandSpec]:
    """Bands as fractions of the scale from `low` to `top`, named by the scale of `rule`."""
    return [
        BandSpec(
            f.w.scaled(rule, b.value),
            share(b.lower - low, top - low),
            share((top if b.upper is None else b.upper) - low, top - low),
            f.w.number(b.lower),
            b.current,
        )
        for b in bands
    ]


def area_radar(f: Facts) -> Radar | None:
    """The scored areas' shares against the instrument's reference lines."""
    w, tr, instrument = f.w, f.w.tr, f.scorer.instrument
    names = [w.text(r) for r in instrument.results.references]
    spokes, told = [], []
    for role in instrument.results.areas:
        r = f.result.areas[role.area]
        lines = [f.evaluation.values[x] for x in role.references]
        shares = tuple(share(v, r.max) for v in lines if isinstance(v, int))
        if len(shares) != len(names):
            names = []
        name = f"{role.area}  {w.area_short(instrument.area(role.area))}"
        spokes.append(SpokeSpec(name, share(r.score, r.max), shares))
        told.append(f"{name} {w.percent(r.score, r.max)}")
    alt = tr("Share of the greatest score by area: {areas}.", areas="; ".join(told))
    return radar(spokes, names, alt)
