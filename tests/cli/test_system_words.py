"""What the system says of files and disks, in the user's language."""

from __future__ import annotations

import errno
import os

import pytest

from kami_tui.i18n import system
from kami_tui.i18n.translator import Translator


@pytest.mark.parametrize("name", ["ENOENT", "EACCES", "ENOSPC", "EROFS", "EISDIR", "ENAMETOOLONG"])
def test_what_it_says_most_is_known(name):
    said = os.strerror(getattr(errno, name))
    assert system.said(said, Translator("en")) == said
    assert system.said(said, Translator("id")) != said


def test_anything_else_is_shown_as_it_is():
    assert system.said("Kein Speicherplatz {0}", Translator("id")) == "Kein Speicherplatz {0}"


@pytest.mark.parametrize("command", [("export", "--out"), ("bundle", "--out"), ("report", "--out")])
def test_no_command_leaves_it_in_english(quick, example, tmp_path, command):
    (tmp_path / "file").write_text("")
    name, option = command
    done = quick("--lang", "id", name, example, option, tmp_path / "file" / "x" / "y.pdf",
                 *(("--format", "yaml") if name == "export" else ()))  # fmt: skip
    assert done.code in (1, 2)
    for known in system.KNOWN:
        assert known not in done.err
