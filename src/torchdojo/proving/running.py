"""Running programs through `pytest graders/`, as a student's submission would be run."""

import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from torchdojo.catalog import Collection
from torchdojo.errors import GraderError
from torchdojo.referee.command import graders_command
from torchdojo.referee.programs import Program, write_programs

Scored = dict[str, Any]
_WORTH_A_WORKER = 30
"""So many programs take as long as a further process takes to start."""


def grade_programs(
    collection: Collection,
    programs: Sequence[Program],
    options: Sequence[str] = (),
    *,
    workers: int = 2,
) -> dict[tuple[str, str], Scored]:
    """The part of the score report of each program, by exercise and label."""
    exercises = report_on(collection, programs, options, workers=workers)["exercises"]
    parted = ((name.split("::", 1), scored) for name, scored in exercises.items())
    return {(exercise, label): scored for (exercise, label), scored in parted}


def report_on(
    collection: Collection,
    programs: Sequence[Program],
    options: Sequence[str] = (),
    *,
    workers: int = 2,
) -> dict[str, Any]:
    """The score report of a run on `programs`; its exercises are called ``ID::LABEL``.

    Many programs are shared out to as many processes as `workers`, where pytest-xdist is installed.
    """
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as folder:
        programs_file, report = Path(folder) / "programs.json", Path(folder) / "report.json"
        write_programs(programs_file, list(programs))
        ids = sorted({program.exercise for program in programs})
        command = graders_command(
            ids,
            *("--programs", str(programs_file), "--score-report", str(report)),
            "--tb=no",  # pytest's own account of failures takes minutes if there are thousands
            *_spread(min(workers, len(programs) // _WORTH_A_WORKER)),
            *options,
        )
        done = subprocess.run(
            command, cwd=collection.root, capture_output=True, text=True, check=False
        )
        if not report.is_file():
            raise GraderError(f"pytest gave no report:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def _spread(workers: int) -> tuple[str, ...]:
    """The options that share out a run, if it can be and is worth it."""
    if workers < 2 or importlib.util.find_spec("xdist") is None:
        return ()
    return ("-n", str(workers), "--dist", "worksteal")
