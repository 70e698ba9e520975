"""What the tests share: running `pytest graders/` for real, and submissions to run it on."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """A finished run of a command, and the score report that it wrote, if any."""

    code: int
    output: str
    report: dict[str, Any]

    def checks(self, exercise: str) -> dict[str, dict[str, Any]]:
        """The checks of one exercise by name."""
        return {check["name"]: check for check in self.report["exercises"][exercise]["checks"]}


@pytest.fixture(scope="session")
def graders(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """`pytest graders/ ...` as a user runs it; returns what it printed and reported."""
    folder = tmp_path_factory.mktemp("reports")

    def run(*options: str, places: tuple[str, ...] = ("graders/",), root: Path = ROOT) -> Run:
        report = folder / "report.json"
        report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", *places, "-p", "no:cacheprovider", *options]
        command += ["--score-report", str(report)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        data = json.loads(report.read_text("utf-8")) if report.is_file() else {}
        return Run(done.returncode, done.stdout + done.stderr, data)

    return run


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    """A student's copy of `exercises/`, to be changed."""
    return Path(shutil.copytree(ROOT / "exercises", tmp_path / "submission"))
