"""The cell `check()`: runs the visible checks on the saved notebook and shows what they say.

The checks run as `pytest graders/` in a process of their own, as everywhere else; the notebook's
kernel only shows the report. It also knows which cells it ran, and says so if the file has others.
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from torchdojo.catalog import Collection, Exercise
from torchdojo.errors import DojoError
from torchdojo.jupyter.page import graded_words, page
from torchdojo.jupyter.ran import cells_that_ran, differing, write_what_ran
from torchdojo.players.belongings import bring
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.results import counted
from torchdojo.resident import client


class Result:
    """A report that shows itself: as HTML in Jupyter, as text elsewhere."""

    def __init__(self, id: str, scored: dict[str, Any], warning: str = "") -> None:
        self.id = id
        self.scored = scored | {"checks": counted(scored["checks"])}
        self.warning = warning

    def _repr_html_(self) -> str:
        return page(self.id, self.scored, "visible checks", self.warning)

    def __repr__(self) -> str:
        score = self.scored["score"]
        reached = "?" if score is None else f"{score:g}"
        lines = [self.warning] if self.warning else []
        lines += [f"{self.id}: {reached} of {self.scored['max_score']:g} points"]
        lines += graded_words(self.scored)
        for one in self.scored["checks"]:
            lines += [f"{one['outcome']:<14} {one['requirement']}", *_indented(one["feedback"])]
        return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return ["    " + line for line in text.splitlines()]


def check(name: str, submission: str | Path | None = None, *, ran: bool = False) -> Result:
    """Score the saved file of exercise `name` with the visible checks.

    Args:
        name: an exercise's id, or an unmistakable part of it.
        submission: the folder laid out like ``exercises/``; found from the working directory if
            not given.
        ran: score the cells that this kernel has run, saved or not, in place of the file.

    Raises `DojoError` if there is no such exercise or the checks cannot run.
    """
    collection = Collection.around(Path.cwd())
    exercise = collection.find(name)
    if ran:
        return Result(exercise.id, _of_what_ran(collection, exercise))
    folder = submission_of(collection, exercise, submission)
    warning = _warning(folder / f"{exercise.id}.ipynb", name)
    return Result(exercise.id, _run(collection, exercise.id, folder, "--visible"), warning)


def submission_of(
    collection: Collection, exercise: Exercise, submission: str | Path | None = None
) -> Path:
    """The folder that holds the student's file, a copy of the exercises included."""
    found = Path(submission).resolve() if submission else _submission_around(Path.cwd(), exercise)
    return found or collection.root / "exercises"


def _warning(saved: Path, name: str) -> str:
    """A sentence if the kernel ran something else than what is saved."""
    names = differing(saved, cells_that_ran())
    if not names:
        return ""
    which = ", ".join(f"`{one}`" for one in names)
    return (
        f"The saved notebook is not what you ran: {which} differs. Save it and check again, or "
        f'score the cells that ran: check("{name}", ran=True).'
    )


def _of_what_ran(collection: Collection, exercise: Exercise) -> dict[str, Any]:
    id, beside = exercise.id, submission_of(collection, exercise) / exercise.track
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as folder:
        bring(beside, Path(folder) / exercise.track, None)
        for form in (".py", ".ipynb"):
            (Path(folder) / f"{id}{form}").unlink(missing_ok=True)
        write_what_ran(Path(folder) / f"{id}.ipynb", cells_that_ran())
        return _run(collection, id, Path(folder), "--visible")


def _submission_around(place: Path, exercise: Exercise) -> Path | None:
    """The folder above `place` that holds the exercise's file, a student's copy included."""
    for folder in (place, *place.parents):
        if any((folder / f"{exercise.id}{suffix}").is_file() for suffix in (".ipynb", ".py")):
            return folder
    return None


def report_of(collection: Collection, exercise: str, notebook: Path) -> dict[str, Any]:
    """The report of all checks at hand on one notebook, wherever it lies."""
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as folder:
        place = Path(folder) / f"{exercise}.ipynb"
        place.parent.mkdir(parents=True)
        shutil.copy(notebook, place)
        return _run(collection, exercise, Path(folder))


def _run(collection: Collection, exercise: str, submission: Path, *options: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as folder:
        report = Path(folder) / "report.json"
        arguments = graders_arguments(
            [exercise], *options, "--submission", str(submission), "--score-report", str(report)
        )
        done = client.run(arguments, collection.root)
        if not report.is_file():
            last = (done.stdout + done.stderr).strip().splitlines()[-1:] or ["no message"]
            raise DojoError(f"The checks could not run ({last[0]}): run `torchdojo doctor`.")
        scored: dict[str, Any] = json.loads(report.read_text("utf-8"))["exercises"][exercise]
        return scored
