"""The system's own programs: shows a file to whoever sits at the screen. Adapter of
`ports.Desktop`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

QUICK = 2.0
"""Seconds in which an opener that cannot do it usually says so. One that goes on is showing it."""


class SystemDesktop:
    """Finds the opener anew each time: a session may be taken over from another machine."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        platform: str = sys.platform,
        which: Callable[[str], str | None] = shutil.which,
    ) -> None:
        self._environment, self._platform, self._which = environment, platform, which

    def can_open(self) -> bool:
        """See `ports.Desktop.can_open`."""
        return self._opener() is not None

    def open(self, path: Path) -> bool:
        """See `ports.Desktop.open`. The program is cut off from this terminal, so that nothing it
        prints or asks can garble the screen."""
        opener = self._opener()
        if opener is None:
            return False
        try:
            shown = self._for_windows(path) if opener.endswith("explorer.exe") else str(path)
            child = subprocess.Popen(  # noqa: S603 - no shell; the path is absolute, never an option
                [opener, shown],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError):
            return False
        try:
            code = child.wait(timeout=QUICK)
        except subprocess.TimeoutExpired:
            # Somebody must take note of its end, or it stays behind as a zombie.
            threading.Thread(target=child.wait, daemon=True).start()
            return True
        return code == 0 or opener.endswith("explorer.exe")  # which always says 1

    def _opener(self) -> str | None:
        """The program that opens files; None where there is no screen or no such program."""
        here = self._environment
        if self._platform == "darwin":
            # Over SSH it would open on a screen nobody sits at.
            return None if here.get("SSH_CONNECTION") else self._which("open")
        if here.get("WSL_DISTRO_NAME"):
            found = self._which("wslview")
            if found is None and self._which("wslpath"):
                found = self._which("explorer.exe")
            if found:
                return found
        if here.get("DISPLAY") or here.get("WAYLAND_DISPLAY"):
            return self._which("xdg-open")
        return None

    def _for_windows(self, path: Path) -> str:
        """The path as Windows programs know it."""
        done = subprocess.run(  # noqa: S603 - see open
            [self._which("wslpath") or "wslpath", "-w", str(path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=QUICK,
        )
        return done.stdout.strip()
