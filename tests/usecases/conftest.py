"""The head of an assessment, and a colleague with a part of it."""

from __future__ import annotations

import pytest

from tests.usecases.machines import (
    WHOLE,
    Machine,
    cut,
    taken,
)


@pytest.fixture
def machine(tmp_path):
    made: list[Machine] = []

    def start(who: str) -> Machine:
        made.append(Machine(tmp_path, who))
        return made[-1]

    yield start
    for one in made:
        one.store.close()


@pytest.fixture
def chief(machine):
    return machine("Kepala")


@pytest.fixture
def whole(chief):
    return chief.store.create(WHOLE, digest="d", who="Kepala")


@pytest.fixture
def rekan(machine, chief, whole):
    """A colleague with the part, and its id there."""
    one = machine("Umum")
    one.id = taken(one, cut(chief, whole))
    return one
