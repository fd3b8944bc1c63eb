"""The time that a file bears."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from kami_tui.cli.context import Cli


def generated(cli: Cli) -> datetime:
    """Now; SOURCE_DATE_EPOCH fixes it, so that a file can be made again, byte for byte."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), UTC)
    return cli.services.clock()
