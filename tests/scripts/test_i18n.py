"""The catalogues hold what the program says, all of it and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kami_tui.i18n.translator import LOCALES

ROOT = Path(__file__).resolve().parents[2]
COLLECT = """
import json, runpy, sys
found = runpy.run_path("script/i18n")["collect"](sys.argv[1])
print(json.dumps([m.id if isinstance(m.id, str) else m.id[0] for m in found if m.id]))
"""


@pytest.mark.parametrize("domain", ["core", "cli", "tui", "report"])
def test_every_sentence_is_collected_and_has_its_indonesian(domain: str) -> None:
    """One put into a catalogue by hand would be lost the next time they are collected."""
    command = [sys.executable, "-c", COLLECT, domain]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    with (LOCALES / "id" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        known = {
            m.id if isinstance(m.id, str) else m.id[0]: m.string for m in read_po(file) if m.id
        }
    assert set(json.loads(done.stdout)) == set(known)
    assert not [i for i, said in known.items() if not (all(said) if said else "")]
