"""The program from outside: how long whole processes take."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from pathlib import Path

from benchmarks.table import EXAMPLE, QUICK, in_turn, ms, python, told

LINES = 4_000 if QUICK else 20_000
HEAVY = ("textual", "weasyprint", "sqlalchemy", "openpyxl")


def version() -> bool:
    bare, ours = in_turn(["-c", "pass"], ["-m", "kami_tui", "--version"])
    ratio = ours / bare
    return told(
        "kami --version, against bare Python", f"{ms(ours)} / {ms(bare)} = {ratio:.2f}x", "<= 3x",
        ratio <= 3,
    )  # fmt: skip


def modules() -> bool:
    """What a scoring program has imported at its end."""
    code = (
        "import sys; from kami_tui.main import main\n"
        f"main(['score', {str(EXAMPLE)!r}, '--format', 'json'])\n"
        f"print(*sorted({set(HEAVY)!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(python("-c", code), capture_output=True, text=True, check=True)
    found = done.stderr.strip()
    return told("kami score imports of the heavy ones", found or "none", "none", not found)


def start() -> bool:
    bare, ours = in_turn(["-c", "pass"], ["-m", "kami_tui", "score", str(EXAMPLE)])
    return told(
        "kami score FILE, whole process", f"{ms(ours)} ({ours / bare:.1f}x bare)", "-", None
    )


def stream(home: str) -> bool:
    """Full assessments through one process on one core, its start included."""
    from kami_tui.wiring import wire

    scorer = wire(None, "en").editions.scorer("kami-5.0")
    chance = random.Random(5)  # noqa: S311
    sheets = [
        json.dumps(
            {"answers": {i: chance.choice(list(p)) for i, p in zip(scorer.ids, scorer.points)}}  # noqa: B905
        )
        for _ in range(200)
    ]
    file = Path(home) / "many.jsonl"
    file.write_text("\n".join(sheets[n % 200] for n in range(LINES)) + "\n")
    pinned = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    with file.open("rb") as lines:
        began = time.perf_counter()
        done = subprocess.run(
            [*pinned, *python("-m", "kami_tui", "score", "--jsonl")],
            stdin=lines, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        took = time.perf_counter() - began
    if done.stdout.count(b"\n") != LINES:
        raise SystemExit("a line was lost")
    rate = LINES / took
    core = ", one core" if pinned else ""
    return told(f"kami score --jsonl, {LINES:,} of them{core}", f"{rate:,.0f} a second",
                ">= 2,000", rate >= 2000)  # fmt: skip
