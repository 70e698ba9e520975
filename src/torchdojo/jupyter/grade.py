"""The call in each test cell of an nbgrader assignment: one requirement, passed or not.

It serves whoever runs the cell in a kernel: the student, `nbgrader validate`, and a stock
`nbgrader autograde`. A course's own configuration does not run these cells at all; see
`torchdojo.jupyter.autograder`.
"""

import os
from pathlib import Path
from typing import Any

from torchdojo.catalog import Collection
from torchdojo.catalog.checks import plain_name, read_checks
from torchdojo.errors import DojoError
from torchdojo.jupyter.check import report_of
from torchdojo.jupyter.course import collection_around
from torchdojo.jupyter.ids import checks_by_id
from torchdojo.referee.results import is_missed, told_to_student

_reports: dict[tuple[str, float], dict[str, Any]] = {}


class NotPassed(AssertionError):
    """A requirement is not met; shows its feedback and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def grade(exercise: str, check: str) -> None:
    """Raise unless the saved notebook meets the requirement of `exercise` with the id `check`.

    Where the check is not at hand, as a hidden one for a student, it says so and raises nothing.
    """
    if os.environ.get("TORCHDOJO_PLAYER"):
        return
    try:
        collection = collection_around(Path.cwd())
    except DojoError:
        print("Not checked here: this is graded after you have handed in.")
        return
    found = checks_by_id(exercise, read_checks(collection.root / "graders" / exercise)).get(check)
    if found is None:
        print("A hidden requirement: it is graded after you have handed in.")
        return
    checks = _report(collection, exercise)["checks"]
    said = [one for one in checks if plain_name(one["name"]) == found.name]
    missed = [one for one in said if is_missed(one)]
    if missed:
        raise NotPassed(f"{missed[0]['requirement']}\n{told_to_student(missed[0])}")
    print("Passed.")


def _report(collection: Collection, exercise: str) -> dict[str, Any]:
    """The report on the saved notebook; made again only when the file has changed."""
    path = Path.cwd() / f"{exercise.rpartition('/')[2]}.ipynb"
    if not path.is_file():
        raise DojoError(f"{path.name} is not in {path.parent}: save the notebook under its name.")
    key = (exercise, path.stat().st_mtime)
    if key not in _reports:
        _reports[key] = report_of(collection, exercise, path)
    return _reports[key]
