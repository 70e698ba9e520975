"""Refuses settings that are not this project's own."""

from pathlib import Path

import pytest


class OtherSettings(pytest.UsageError, pytest.Collector.CollectError):
    """Told in one sentence, whether pytest comes here at its start or while it collects."""


def pytest_configure(config: pytest.Config) -> None:
    """A submission may bring pytest settings of its own; they must not be in force."""
    ours = Path(__file__).parents[1] / "pyproject.toml"
    theirs = config.inipath
    if theirs is None or not ours.is_file() or not ours.samefile(theirs):
        raise OtherSettings(
            f"pytest has read its settings from {theirs}, not from {ours}: start it in "
            f"{ours.parent}, or name `graders/` first on the command line, or add "
            "`-c pyproject.toml`."
        )
