"""What a run says, without the time that it took: to be compared with what another one says."""

import json
import re
from pathlib import Path
from typing import Any


def timeless(report: Path) -> dict[str, Any]:
    """A score report."""
    text = re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', report.read_text())
    data: dict[str, Any] = json.loads(text)
    return data


def words(screen: str) -> list[str]:
    """What is on a screen."""
    screen = re.sub(r"in \d+\.\d+s( \(\S+\))?", "in 1s", screen)
    return [line for line in re.sub(r"={4,}", "===", screen).splitlines() if line.strip()]
