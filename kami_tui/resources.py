"""Where things lie: the data shipped with the program, and the user's own folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def questionnaires() -> Path:
    """The editions that come with the program."""
    return _shipped("questionnaires")


def report_templates() -> Path:
    """The report's templates, style sheet and fonts."""
    return _shipped("report_templates")


def user_questionnaires(home: Path) -> Path:
    """Editions a user added; the folder need not exist."""
    return home / "questionnaires"


def data_home(environment: Mapping[str, str] = os.environ) -> Path:
    """The user's folder for the workspace and own editions: ``KAMI_HOME``, else the system's usual.

    It need not exist yet.
    """
    chosen = environment.get("KAMI_HOME", "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_dir  # only where it is needed: it costs start-up time

    return Path(user_data_dir("kami", appauthor=False))


def _shipped(name: str) -> Path:
    """``KAMI_RESOURCES/<name>`` if that is set, else beside the installed code, else the checkout.

    Resolved when asked, not at import, so that a test or a packager can point elsewhere.
    """
    override = os.environ.get("KAMI_RESOURCES", "")
    if override:
        return Path(override).expanduser().absolute() / name
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
