"""Can PDFs be made here? Asked by `kami doctor`; drawing nothing, importing nothing heavy."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.metadata
import importlib.util
from pathlib import Path

from kami_tui.usecases.services import Health

LIBRARIES = {
    "gobject-2.0": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "pango-1.0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "pangoft2-1.0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
"""What WeasyPrint loads to draw with, and the files' names on Linux and macOS."""
REMEDY = (
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0  |  "
    "dnf install pango  |  brew install pango"
)

SIGN = "pip install 'pyhanko==0.38.*'"
"""What `kami report --sign` takes."""


def health(templates: Path) -> tuple[Health, ...]:
    """Lines ``pdf``, ``report_templates`` and ``sign``."""
    return (_drawing(), _templates(templates), optional("sign", "pyhanko", SIGN))


def optional(name: str, package: str, remedy: str) -> Health:
    """A package that is only needed for what most people never do: nothing is broken without it."""
    if importlib.util.find_spec(package) is None:
        return Health(name, "ok", f"{package}: -", remedy)
    return Health(name, "ok", f"{package} {importlib.metadata.version(package)}")


def _drawing() -> Health:
    if importlib.util.find_spec("weasyprint") is None:
        return Health("pdf", "broken", "WeasyPrint: -", "pip install weasyprint")
    version = importlib.metadata.version("weasyprint")
    missing = [name for name, files in LIBRARIES.items() if not _loads(name, files)]
    if missing:
        return Health("pdf", "broken", f"WeasyPrint {version}; - {', '.join(missing)}", REMEDY)
    return Health("pdf", "ok", f"WeasyPrint {version}, Pango")


def _loads(name: str, files: tuple[str, ...]) -> bool:
    for file in files:
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return True
    # Elsewhere (Windows, musl) the system's own search knows the name; it is the slow way.
    return ctypes.util.find_library(name) is not None


def _templates(templates: Path) -> Health:
    fonts = sorted(templates.glob("fonts/*.otf"))
    if not (templates / "report.html.jinja").is_file() or not fonts:
        remedy = "KAMI_RESOURCES"
        return Health("report_templates", "broken", f"{templates}: -", remedy)
    return Health("report_templates", "ok", f"{templates}, {len(fonts)} fonts")
