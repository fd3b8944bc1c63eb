"""One assessment as the list shows it, and what stands there while there is none."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from kami_tui.i18n.translator import Translator
from kami_tui.tui import words
from kami_tui.tui.columns import pad
from kami_tui.tui.shelf import Row


def welcome(key: Callable[[str], str], tr: Translator) -> Content:
    """What a newcomer reads first. `key` names the key of an action."""
    keys = [
        (key("list.new"), tr("start the first assessment")),
        (key("list.examples"), tr("look around in two filled examples")),
        # The other language: in Indonesian it says "in English".
        (key("app.language"), tr("in Bahasa Indonesia")),
        (key("app.help"), tr("all keys")),
        (key("list.quit"), tr("quit")),
    ]
    column = max(5, *(len(k) + 2 for k, _ in keys))
    return Content("\n").join([
        Content.styled(tr("No assessment yet"), "bold"),
        Content(),
        Content(tr("Here you answer the items of Indeks KAMI, one after another. Every answer is "
                   "saved by itself; score, maturity and readiness are shown as you go.")),
        Content(),
        *(Content.assemble((pad(k, column), "bold $accent"), w) for k, w in keys),
    ])  # fmt: skip


def entry(row: Row, tr: Translator) -> Content:
    """Three lines: who and what; how far and how good; which edition and when."""
    summary, profile = row.summary, row.summary.profile
    scope = words.one_line(profile.scope or profile.unit)
    name = words.title(profile, tr)
    first = Content.styled(name, "bold")
    second = Content.styled(scope, words.MUTED) if scope else Content.styled("-", words.MUTED)
    facts = [summary.instrument]
    if profile.date:
        facts.append(tr.day_text(words.one_line(profile.date)))
    facts.append(tr("changed {when}", when=words.moment(summary.changed)))
    if summary.previous:
        facts.append(tr("follows an earlier round"))
    lines = [first, second, outcome(row, tr), Content.styled("   ".join(facts), words.MUTED)]
    return Content("\n").join(lines)


def outcome(row: Row, tr: Translator) -> Content:
    if row.result is None or row.evaluation is None:
        return Content.styled(tr("This edition is not installed here."), words.MISSING)
    scorer = row.evaluation.scorer
    of = len(scorer.ids)
    done = of - row.result.unanswered
    ready, tone = words.readiness(scorer.instrument, row.result, tr)
    category, category_tone = words.category(scorer, row.evaluation, row.result, tr)
    parts = [words.bar(done, of, 12) + f" {done}/{of}"]
    if row.result.readiness is not None:
        parts.append(Content.styled(ready, f"bold {tone}".strip()))
    if row.result.category is not None:
        parts.append(Content.assemble(("SE ", words.MUTED), (category, category_tone)))
    return Content("   ").join(parts)
