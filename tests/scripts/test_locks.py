"""The lock files: what is installed is exactly what was tested, wherever it is downloaded from."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def entries(lock: str) -> list[str]:
    """The requirements of a lock, each joined with the lines that continue it."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]


def pins(lock: str) -> dict[str, set[str]]:
    """Package to `version ; marker`: a package may be there twice, for different systems."""
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        name, pin = entry.split("--hash=")[0].split("==", 1)
        name = name.partition("[")[0]  # pip wants to know its extras where another needs them
        found.setdefault(canonicalize_name(name), set()).add(" ".join(pin.split()))
    return found


def declared(group: str) -> list[Requirement]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = project["project"]["dependencies"]
    if group == "dev":
        names = names + project["dependency-groups"]["dev"]
    return [Requirement(name) for name in names]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_one_version_and_hashes(lock: str) -> None:
    pin = r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[A-Za-z0-9.+!]+( ; [^#]*?)?"
    shape = re.compile(pin + r"\s+(--hash=sha256:[0-9a-f]{64}\s*)+(# via .*)?")
    assert entries(lock)
    assert [entry for entry in entries(lock) if not shape.fullmatch(entry.strip())] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_and_no_place_of_the_machine_that_locked(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    told = r"://|file:|@|--(index|extra|find-links|trusted)|\b(org|com|net|io)\b|(^|\s)/\w"
    assert re.findall(rf"^.*?(?:{told}).*$", text, flags=re.MULTILINE) == []


def test_development_runs_the_versions_that_users_run() -> None:
    run, dev = (pins(lock) for lock in LOCKS)
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize(("lock", "group"), zip(LOCKS, ["run", "dev"], strict=True))
def test_the_lock_was_made_from_this_pyproject(lock: str, group: str) -> None:
    """Fails when a dependency was changed in pyproject.toml and script/lock was not run."""
    locked = pins(lock)
    wrong = [
        str(requirement)
        for requirement in declared(group)
        if not any(
            requirement.specifier.contains(pin.split(" ;")[0])
            for pin in locked.get(canonicalize_name(requirement.name), set())
        )
    ]
    assert wrong == []
