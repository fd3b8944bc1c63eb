"""The table, and how times are taken and written."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "questionnaires" / "kami-5.0" / "examples" / "kota-contoh-2025.yaml"
QUICK = "--quick" in sys.argv
HEADER = f"{'':54}{'measured':>42}  {'target':>11}  "


def told(what: str, measured: str, target: str, good: bool | None) -> bool:
    """One line of the table; None: there is no target."""
    verdict = {True: "ok", False: "MISSED", None: ""}[good]
    # Textual takes sys.stdout for itself while an app runs.
    print(f"{what:54}{measured:>42}  {target:>11}  {verdict}", file=sys.__stdout__, flush=True)
    return good is not False


def share(times: list[float], part: float) -> float:
    """The time that `part` of them (0.99, say) do not exceed."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


def in_turn(first: list[str], second: list[str]) -> tuple[float, float]:
    """Median times of two programs, run alternately so that both meet the same weather."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(10 if QUICK else 20):
        for arguments, taken in zip((first, second), times, strict=True):
            began = time.perf_counter()
            subprocess.run(python(*arguments), stdout=subprocess.DEVNULL, check=True)
            taken.append(time.perf_counter() - began)
    return median(times[0]), median(times[1])


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
