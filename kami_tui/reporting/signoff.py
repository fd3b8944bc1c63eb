"""Who has made, looked through and approved the assessment: places to sign."""

from __future__ import annotations

from kami_tui.reporting.facts import Facts
from kami_tui.reporting.model import Fact, SignatureBox, SignOff
from kami_tui.reporting.text import plain


def sign_off(f: Facts) -> SignOff:
    tr, p = f.w.tr, f.assessment.profile
    boxes = (
        SignatureBox(tr("Prepared by"), plain(p.assessor), plain(p.position)),
        SignatureBox(tr("Reviewed by"), "", ""),
        SignatureBox(tr("Approved by"), "", ""),
    )
    declared = tr(
        "The signatories confirm that the answers in this report are those of the organisation and "
        "rest on the documents it names."
    )
    what = (
        Fact(tr("Organisation"), plain(p.organisation) or tr("Organisation not named")),
        Fact(tr("Scope"), plain(p.scope)),
        Fact(tr("Date of assessment"), tr.day_text(plain(p.date))),
        Fact(tr("Digest of the answers"), f.answers_digest),
    )
    return SignOff(declared, tuple(x for x in what if x.value), boxes)
