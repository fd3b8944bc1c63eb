"""`pip install .` gives a whole program: what it reads besides its code is inside the wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kami_tui

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    # The build backend itself, not pip: that would fetch it from the network once more.
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file)


@pytest.mark.parametrize("folder", ["questionnaires", "report_templates"])
def test_every_questionnaire_and_template_is_inside(wheel: zipfile.ZipFile, folder: str) -> None:
    sources = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()
    }
    prefix = "kami_tui/_data/"
    inside = {
        name.removeprefix(prefix) for name in wheel.namelist() if name.startswith(prefix + folder)
    }
    assert sources
    assert sources - inside == set()


def test_every_file_of_the_package_is_inside(wheel: zipfile.ZipFile) -> None:
    """Style sheets and translations too: .gitignore could keep a file out without a word."""
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kami_tui").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sources - set(wheel.namelist()) == set()


def test_it_says_its_version_command_and_licence(wheel: zipfile.ZipFile) -> None:
    info = f"kami_tui-{kami_tui.__version__}.dist-info"
    assert "kami = kami_tui.main:run" in wheel.read(f"{info}/entry_points.txt").decode()
    assert f"{info}/licenses/LICENSE" in wheel.namelist()
