"""What the tests share: running `pytest graders/` for real, and submissions to run it on."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from torchdojo.resident import client

ROOT = Path(__file__).parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest-xdist begin with the files as they come: the longest are among the first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@dataclass(frozen=True)
class Run:
    """A finished run of a command, and the score report that it wrote, if any."""

    code: int
    output: str
    report: dict[str, Any]

    def checks(self, exercise: str) -> dict[str, dict[str, Any]]:
        """The checks of one exercise by name."""
        return {check["name"]: check for check in self.report["exercises"][exercise]["checks"]}


def cold(arguments: Sequence[str], root: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run pytest in a process of its own."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def graders(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """`pytest graders/ ...`, here by a warm referee; returns what it printed and reported.

    That it says the same as one in a process of its own is shown in `test_resident.py`.
    """
    folder = tmp_path_factory.mktemp("reports")

    def run(*options: str, places: tuple[str, ...] = ("graders/",), root: Path = ROOT) -> Run:
        report = folder / "report.json"
        report.unlink(missing_ok=True)
        arguments = [*places, "-p", "no:cacheprovider", *options, "--score-report", str(report)]
        done = client.run(arguments, root) if root == ROOT else cold(arguments, root)
        data = json.loads(report.read_text("utf-8")) if report.is_file() else {}
        return Run(done.returncode, done.stdout + done.stderr, data)

    return run


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    """A student's copy of `exercises/`, to be changed."""
    return Path(shutil.copytree(ROOT / "exercises", tmp_path / "submission"))
