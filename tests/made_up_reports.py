"""Reports of classes that never were, in the form that `torchdojo grade` writes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torchdojo.classroom.names import file_names
from torchdojo.classroom.tables import write_table


def check(name: str, score: float | None, points: float, **more: Any) -> dict[str, Any]:
    """A check of a report; with a score of 0 it failed."""
    outcome = "grader_error" if score is None else "passed" if score else "failed"
    told = "" if score else "The sum is wrong.\nCalled: <f>(2)\x1b"
    base = {"name": name, "requirement": f"`{name}` is right.", "visible": True, "points": points}
    said = {"score": score, "outcome": outcome, "feedback": told, "told": told, "seconds": 0.25}
    return base | said | more


def exercise(*checks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An exercise of a report, with the sums of its checks."""
    scores = [check["score"] for check in checks]
    return {
        "score": None if None in scores else sum(scores),
        "max_score": sum(check["points"] for check in checks),
        "status": "partial",
        "file": "f.py",
        "passed_over": None,
        "checks": list(checks),
        **more,
    }


def write_reports(folder: Path, students: Mapping[str, Mapping[str, dict[str, Any]]]) -> Path:
    """Write a report with these exercises for each student, and the table of the class."""
    folder.mkdir()
    for name, exercises in zip(file_names([*students]), students.values(), strict=True):
        report = {"score": 0, "max_score": 10, "seed": 1, "isolation": None, "device": "cpu"}
        told = json.dumps(report | {"exercises": exercises})
        (folder / f"{name}.json").write_text(told, encoding="utf-8")
    with (folder / "grades.csv").open("w", encoding="utf-8", newline="") as file:
        write_table(file, [["student", "score"], *([name, None] for name in students)])
    return folder
