"""Refuses settings that are not this project's own."""

from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """A submission may bring pytest settings of its own; they must not be in force."""
    ours = Path(__file__).parents[1] / "pyproject.toml"
    if config.inipath != ours:
        raise pytest.UsageError(
            f"pytest has read its settings from {config.inipath}, not from this project: name "
            "`graders/` first on the command line, or add `-c pyproject.toml`."
        )
