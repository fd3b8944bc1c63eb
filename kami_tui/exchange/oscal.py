"""A self-assessment as OSCAL assessment results: an observation for every answer, a finding for
every item and every area, evidence as resources with their hashes.

What OSCAL has no word for (points, statuses, levels, the final result) stands in properties of our
own namespace. "Satisfied" is an item whose answer earns all the points that can be had, and an area
at the level that the edition names as the usual mark; no other figure is worked out here. OSCAL
knows only "not-satisfied" beside it; the reason says whether there was a verdict ("pass", "fail")
or none could be given ("other": no answer yet, not applicable, no mark).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kami_tui import __version__
from kami_tui.domain.answers_document import document_of
from kami_tui.domain.result import AreaResult, Result, plain, result_of
from kami_tui.exchange.oscal_resources import Named, resources
from kami_tui.exchange.oscal_terms import (
    VERSION,
    Parts,
    control_id,
    group_id,
    kept,
    props,
    prose,
    stamp,
    statement_id,
    string,
    title,
    uuid_of,
)
from kami_tui.i18n.translator import Translator
from kami_tui.usecases.exporting import Subject
from kami_tui.usecases.sheet import SheetRow, sheet


def results_text(subject: Subject) -> str:
    """The document as JSON, ending in a line break. The same subject gives the same text."""
    document = _Writer(subject).document()
    return json.dumps({"assessment-results": document}, ensure_ascii=False, indent=2) + "\n"


class _Writer:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.assessment, self.profile = subject.assessment, subject.assessment.profile
        self.instrument = subject.scorer.instrument
        self.tr = Translator(subject.language)
        self.moment = stamp(subject.moment)
        content = json.dumps(document_of(self.assessment), sort_keys=True)
        who = [subject.name] if subject.name else [
            self.profile.organisation, self.profile.unit, self.profile.scope, self.profile.date,
        ]  # fmt: skip
        self.ids = Named(
            uuid_of("results", content, subject.digest, subject.language, self.moment),
            uuid_of("assessment", self.instrument.id, *who),
        )
        self.evaluation = subject.scorer.evaluate(self.assessment.statuses)
        self.rows = [*sheet(self.assessment, self.evaluation)]

    def document(self) -> Parts:
        tr = self.tr
        name = tr.text(self.instrument.name)
        who = self.profile.organisation.strip()
        return {
            "uuid": self.ids.whole,
            "metadata": kept(
                title=title(f"{name}: {who}" if who else name, self.instrument.id),
                last_modified=self.moment,
                version=self.moment,
                oscal_version=VERSION,
                props=props(
                    program=f"kami_tui {__version__}",
                    instrument=self.instrument.id,
                    instrument_digest=self.subject.digest,
                    assessment=self.subject.name,
                    language=self.subject.language,
                ),
                roles=[
                    {"id": "assessor", "title": tr("Assessor")},
                    {"id": "assessed-organisation", "title": tr("Assessed organisation")},
                ],
                parties=[*self.parties()],
                responsible_parties=[
                    {"role-id": role, "party-uuids": [party]}
                    for role, party in (
                        ("assessor", self.assessor()),
                        ("assessed-organisation", self.organisation()),
                    )
                    if party
                ],
            ),
            # There is no plan: the questionnaire says what is looked at. OSCAL wants one named.
            "import-ap": {"href": f"#{self.ids.of('plan')}"},
            "results": [self.result()],
            "back-matter": {"resources": [*resources(self.subject, self.ids, tr)]},
        }

    # -- who ------------------------------------------------------------------------------

    def organisation(self) -> str:
        return self.ids.of("organisation") if string(self.profile.organisation) else ""

    def assessor(self) -> str:
        return self.ids.of("assessor") if string(self.profile.assessor) else ""

    def parties(self) -> Iterator[Parts]:
        p = self.profile
        if self.organisation():
            # Addresses are free text here, so they do not become e-mail-addresses and the like.
            yield kept(
                uuid=self.organisation(),
                type="organization",
                name=string(p.organisation),
                props=props(unit=p.unit, address=p.address, phone=p.phone, email=p.email),
            )
        if self.assessor():
            yield kept(
                uuid=self.assessor(),
                type="person",
                name=string(p.assessor),
                props=props(position=p.position),
                member_of_organizations=[self.organisation()] if self.organisation() else [],
            )

    # -- the result -----------------------------------------------------------------------

    def result(self) -> Parts:
        tr = self.tr
        found = result_of(self.evaluation)
        category = self.instrument.results.category
        scope = string(self.profile.scope)
        return kept(
            uuid=self.ids.of("result"),
            title=title(tr.text(self.instrument.name), self.instrument.id),
            description=prose(scope or tr("The scope was not described.")),
            start=self.moment,
            end=self.moment,
            # `start` may be the last change; the day that was typed is a fact of its own.
            props=[*props(date=self.profile.date), *_figures(found)],
            reviewed_controls={
                "control-selections": [
                    {
                        "include-controls": [
                            {"control-id": control_id(self.instrument.id, i)}
                            for i in self.instrument.items
                        ],
                    }
                ],
                "links": [{"href": f"#{self.ids.of('catalog')}", "rel": "catalog"}],
            },
            observations=[self.observation(row) for row in self.rows if row.begun],
            findings=[
                *(self.area_finding(a) for a in found.areas.values()),
                *(
                    self.finding(row)
                    for row in self.rows
                    if category is None or row.area.id != category.area
                ),
            ],
            remarks=prose(
                tr("Self-assessment: the institution's own statements, verified by nobody.")
            ),
        )

    def observation(self, row: SheetRow) -> Parts:
        tr, option = self.tr, row.option
        label = tr.text(option.label) if option else ""
        said = label or tr("not answered")
        return kept(
            uuid=self.ids.of("observation", row.item.id),
            title=title(f"{row.item.id}: {said}", row.item.id),
            description=prose(row.note) or prose(said),
            props=props(
                item=row.item.id,
                status=option.code if option else None,
                status_label=label,
                points=plain(row.earned),
                counted=plain(row.counted),
                possible=plain(row.possible),
                owner=row.owner,
            ),
            methods=["EXAMINE" if any(entry for _, entry in row.evidence) else "UNKNOWN"],
            types=["control-objective"],
            origins=[{"actors": [{"type": "party", "actor-uuid": self.assessor()}]}]
            if self.assessor()
            else [],
            relevant_evidence=[
                {
                    "href": f"#{self.ids.of('evidence', key)}",
                    "description": prose(entry.title) or prose(key),
                }
                for key, entry in row.evidence
                if entry is not None
            ],
            collected=self.moment,
        )

    def finding(self, row: SheetRow) -> Parts:
        tr = self.tr
        spared = row.option is not None and row.option.not_applicable is not None
        satisfied = row.option is not None and row.earned == row.possible
        answer = tr.text(row.option.label) if row.option else tr("not answered")
        points = tr("{value} of {max}", value=plain(row.earned), max=plain(row.possible))
        return kept(
            uuid=self.ids.of("finding", row.item.id),
            title=title(f"{row.item.id}: {answer}", row.item.id),
            description=prose(f"{answer} ({points})"),
            # Here too: an item that nobody began has no observation, and is the one to be done.
            props=props(counted=row.counts, owner=row.owner),
            target=_target(
                statement_id(self.instrument.id, row.item.id),
                satisfied,
                judged=row.option is not None and not spared,
                not_applicable=spared,
            ),
            related_observations=[{"observation-uuid": self.ids.of("observation", row.item.id)}]
            if row.begun
            else [],
        )

    def area_finding(self, area: AreaResult) -> Parts:
        tr, roles = self.tr, self.instrument.results
        role = next(r for r in roles.areas if r.area == area.area)
        scale = self.instrument.scale_of(role.maturity) if role.maturity else None
        # An edition need not have levels, nor a mark; its points are told all the same.
        order = scale.order if scale else {}
        level, mark = (order.get(v or "") for v in (area.maturity, roles.usual_mark))
        comparable = level is not None and mark is not None
        satisfied = level is not None and mark is not None and level >= mark
        name = tr.text(self.instrument.area(area.area).name)
        points = tr("{value} of {max}", value=plain(area.score), max=plain(area.max))
        return kept(
            uuid=self.ids.of("area", area.area),
            title=title(f"{area.area}. {name}: {area.maturity or points}", area.area),
            description=prose(
                f"{name}: {area.maturity} ({points})" if area.maturity else f"{name}: {points}"
            ),
            props=props(
                score=plain(area.score),
                max=plain(area.max),
                maturity=area.maturity,
                mark=roles.usual_mark,
                stage3_counted=area.stage3_counted,
                unanswered=area.unanswered,
            ),
            target=_target(
                f"{group_id(self.instrument.id, area.area)}_smt",
                satisfied,
                judged=satisfied or (comparable and not area.unanswered),
            ),
            related_observations=[
                {"observation-uuid": self.ids.of("observation", row.item.id)}
                for row in self.rows
                if row.area.id == area.area and row.begun
            ],
        )


def _target(
    statement: str, satisfied: bool, *, judged: bool, not_applicable: bool = False
) -> Parts:
    state = "satisfied" if satisfied else "not-satisfied"
    reason = ("pass" if satisfied else "fail") if judged else "other"
    return kept(
        type="statement-id",
        target_id=statement,
        status={"state": state, "reason": reason},
        implementation_status={"state": "not-applicable"} if not_applicable else {},
    )


def _figures(found: Result) -> list[Parts]:
    low, high = found.maturity_range or (None, None)
    c, s = found.category, found.supplement
    return props(
        total=plain(found.total),
        max=plain(found.max),
        readiness=found.readiness,
        maturity_lowest=low,
        maturity_highest=high,
        se_score=plain(c.score) if c else None,
        se_category=c.value if c else None,
        supplement_score=plain(s.score) if s else None,
        supplement_max=plain(s.max) if s else None,
        supplement_percent=plain(s.percent) if s else None,
        unanswered=found.unanswered,
    )
