"""The command by which other parts have something graded: `pytest graders/`, as a user types it."""

import sys
from collections.abc import Iterable


def graders_command(ids: Iterable[str], *options: str) -> list[str]:
    """The command that runs the graders of exercises `ids`, in the root of their collection.

    Settings are named, so that none are looked for beside what is graded.
    """
    return [
        *(sys.executable, "-m", "pytest", "-q", "--no-header", "-c", "pyproject.toml"),
        *("-p", "no:cacheprovider", "-p", "no:logging"),
        *(f"graders/{id}" for id in ids),
        *options,
    ]
