"""The user's style sheet: what is wrong in it is said with its line, not passed over."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kami_tui.domain.errors import ReportFailed
from kami_tui.reporting.folders import EXTRA

_AT = re.compile(r"\bat (\d+):\d+")


@contextmanager
def mistakes(css: bytes) -> Iterator[None]:
    """Around the making of a style from `css`: what WeasyPrint would only log ends the report.

    Raises:
        ReportFailed: reason ``template``.
    """
    check(css)
    said: list[str] = []

    def hear(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            said.append(record.getMessage())
        return False

    log = logging.getLogger("weasyprint")
    log.addFilter(hear)
    try:
        yield
    finally:
        log.removeFilter(hear)
    if said:
        place = _AT.search(said[0])
        raise _mistake(int(place[1]) if place else None, _AT.sub("", said[0]).replace(" ,", ","))


def check(css: bytes) -> None:
    """Its grammar alone, as any browser reads it.

    Raises:
        ReportFailed: reason ``template``.
    """
    import tinycss2

    try:
        text = css.decode("utf-8")
    except UnicodeDecodeError as error:
        line = css.count(b"\n", 0, error.start) + 1
        raise _mistake(line, "it is not in UTF-8") from error
    _check_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _check_rules(rules: list[Any]) -> None:
    import cssselect2
    import tinycss2

    for rule in rules:
        if rule.type == "error":
            raise _mistake(rule.source_line, rule.message)
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            raise _mistake(rule.source_line, "no other style sheet can be imported")
        if rule.content is None:
            continue
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports", "layer"):
            _check_rules(
                tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            )
            continue
        if rule.type == "qualified-rule":
            try:
                cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError as error:
                said = str(error.args[-1]) if error.args else str(error)
                raise _mistake(rule.source_line, f"invalid selector, {said}") from error
        for one in tinycss2.parse_blocks_contents(rule.content):
            if one.type == "error":
                raise _mistake(one.source_line, one.message)


def _mistake(line: int | None, said: str) -> ReportFailed:
    where = f"{EXTRA}:{line}" if line else EXTRA
    return ReportFailed(reason="template", detail=f"{where}: {said[:300]}")
