"""What an edition's author finds hard to believe: answers that stand far above their foundation.

Declarations only; `usecases.check` looks for them. They decide no figure of the result.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import StrictInt, model_validator
from pydantic_core import PydanticCustomError

from kami_tui.domain.rules import Declaration, Identifier, Selector, Sureness
from kami_tui.domain.text import LocalizedText


class Consistency(Declaration):
    """An answer should not stand far above the answers it rests on.

    Options count as steps, the lowest is 0; "not applicable" is none of them. An item is doubted if
    its step is at least `gap` above the middle one of those it rests on (the lower of two), once
    all of these are answered.
    """

    id: Identifier
    label: LocalizedText
    items: Selector
    """Answers that are looked at."""
    rests_on: Selector
    """Answers they rest on, where they stand in the same `within`."""
    within: Literal["section", "area"]
    gap: StrictInt
    """Steps, 1 or more."""
    source: str
    """A key of the instrument's `sources`."""
    sureness: Sureness
    reading: LocalizedText | None = None
    """Whose rule it is, and how it was meant. Owed where not settled."""

    @model_validator(mode="after")
    def _says_how_it_was_meant(self) -> Self:
        if self.sureness != "settled" and self.reading is None:
            raise PydanticCustomError(
                "reading_missing",
                "rule {rule}: a rule that is not settled says which reading was taken",
                {"rule": self.id},
            )
        return self
