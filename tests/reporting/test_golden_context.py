"""What the templates of a small report are given, value by value, as kept in tests/data.

A change of words or figures shows in the diff of that file. To write it anew on purpose:
``pytest tests/reporting/test_golden_context.py --snapshot-update``, and read the diff.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[1] / "data"


def lines(value: object, name: str = "report") -> Iterator[str]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from lines(getattr(value, field.name), f"{name}.{field.name}")
    elif isinstance(value, tuple) and value:
        for number, part in enumerate(value, start=1):
            yield from lines(part, f"{name}[{number}]")
    else:
        yield f"{name} = {value!r}"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_value_of_a_small_report_is_as_it_was(
    context_of, toy, toy_assessment, request, language
) -> None:
    now = list(lines(context_of(toy_assessment, language, toy.scored)))
    kept = KEPT / f"report_toy_{language}.txt"
    if request.config.getoption("update_snapshots"):
        kept.write_text("\n".join(now) + "\n", "utf-8")
    assert now == kept.read_text("utf-8").splitlines()
