"""``python -m kami_tui`` is ``kami``."""

from kami_tui.main import run

run()
