"""Assessments of every kind, for tests of what is written; a seed always gives the same one."""

from __future__ import annotations

import random
from collections.abc import Iterator

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.instrument import Instrument

NASTY = [
    "", "=1+1", "+62 812", "-5", "@SUM(A1)", "\t=1", "'=1", "''", "a;=1+1", "a\n- b", "a\n\n=1;2",
    "=HYPERLINK(\"http://x\";\"y\")", "=cmd|' /C calc'!A0", "a,b", '"', 'say "no"', "# a", "**b**",
    "_i_", "`c`", "```\nx\n```", "<script>alert(1)</script>", "<b>", "[x](http://x.test)",
    "![i](u)", "http://x.test/a_b", "www.x.test", "a@b.test", "|a|b|", "a | b\n--|--\n1|2", "1. x",
    "- x",
    "> x", "a\n===", "a\n---", "&amp;", "&lt;", "\\", "\\*", "a\\", "~~s~~", "$x$", "{{ x }}",
    "[a]: http://x", "    code", "\tcode", "a  \nb", "東京", "\u202egnp.exe", "\u05d0", "e\u0301",
    "\U0001f600", "\u2028", "\u00a0x", "x\u00a0", "yes", "2.10", "2026-09-15", "null", "~", ": x",
    "- ", "x\n", "\nx", "+++\n", "[ ] x", "<!-- x", "]]>", "%s {0}", "*", "***", "a\n    b", "0) x",
    "^x^",
]  # fmt: skip


def text(draw: random.Random) -> str:
    if draw.random() < 0.7:
        return "".join(draw.choices(NASTY, k=draw.randint(1, 3)))
    signs = [
        chr(draw.choice((draw.randint(0x20, 0x7E), draw.randint(0xA1, 0xD7FF)))) for _ in range(9)
    ]
    return "".join(signs)


def random_assessment(instrument: Instrument, seed: int) -> Assessment:
    """Any share of the items answered, with notes, evidence and owners of nasty texts."""
    draw = random.Random(seed)
    share = draw.choice((0.0, 0.05, 0.5, 0.95, 1.0))
    register = {
        f"E{n}": Evidence(
            f"T{n} {' '.join(text(draw).split())}".strip(), kind=text(draw), location=text(draw),
            dated=draw.choice(("", "2026-02-28")), valid_until=draw.choice(("", "2027-01-01")),
            sha256=draw.choice(("", f"{draw.getrandbits(256):064x}")),
            file=draw.choice(("", "/a/b c.pdf")),
        )
        for n in range(1, draw.randint(1, 6))
    }  # fmt: skip
    answers = {}
    for item in instrument.items:
        if draw.random() >= share:
            continue
        status = draw.choice([None, *(o.code for o in instrument.options(item))])
        note = text(draw) if draw.random() < 0.5 else ""
        keys = draw.sample([*register], draw.randint(0, min(2, len(register))))
        answer = Answer(status, note, tuple(keys))
        if not answer.empty:
            answers[item] = answer
    owners = {
        scope: owner
        for scope in draw.sample(["2", "2/1", "2.1", "3", "4/1", "5.3"], draw.randint(0, 4))
        if (owner := text(draw)).strip()
    }
    profile = Profile(
        organisation=text(draw), unit=text(draw), address=text(draw), phone=text(draw),
        email=text(draw), assessor=text(draw), position=text(draw),
        date=draw.choice(("", "2026-09-15")), scope=text(draw),
    )  # fmt: skip
    return Assessment(instrument.id, profile, answers, register, owners)


def random_assessments(instrument: Instrument, count: int) -> Iterator[Assessment]:
    return (random_assessment(instrument, seed) for seed in range(count))
