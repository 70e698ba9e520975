"""Memory of a class of thousands, and the time to go on with it; nothing is really graded.

``python proof/class_of_thousands.py [--students 5000]`` lays out a class over all exercises (hard
links, so that it takes little room), grades it with a runner that answers at once, kills the
process half-way with SIGKILL, goes on, and then runs once more with nothing left to do. It prints,
for each of these runs, the seconds and the most memory that the process had, as JSON.
"""

import argparse
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from torchdojo.catalog import Collection
from torchdojo.catalog.checks import read_checks
from torchdojo.classroom.grading import Progress
from torchdojo.classroom.run import ClassRun
from torchdojo.classroom.students import find_students
from torchdojo.classroom.works import Plan
from torchdojo.proving.streaming import Result
from torchdojo.referee.programs import Program

ROOT = Path(__file__).parents[1]
FEEDBACK = "`f(tensor of shape (3, 4))` returned a float32 tensor of shape (4, 3). " * 4


class Answering:
    """A runner that says of every program that it passes half of the checks."""

    def __init__(self, collection: Collection) -> None:
        self._lines = {id: self._scored(id, collection) for id in collection.exercises}

    @staticmethod
    def _scored(id: str, collection: Collection) -> dict:
        checks = [
            {
                "name": check.name,
                "requirement": check.requirement,
                "visible": not check.hidden,
                "points": check.points,
                "score": check.points if number % 2 else 0.0,
                "outcome": "passed" if number % 2 else "failed",
                "feedback": "" if number % 2 else FEEDBACK,
                "told": "" if number % 2 else FEEDBACK,
                "seconds": 0.01,
            }
            for number, check in enumerate(read_checks(collection.exercises[id].graders))
        ]
        return {
            "score": sum(check["score"] for check in checks),
            "max_score": sum(check["points"] for check in checks),
            "status": "partial",
            "checks": checks,
        }

    def __call__(self, programs: Sequence[Program]) -> Generator[Result, None, None]:
        for program in programs:
            line = {"label": program.label, "scored": self._lines[program.exercise]}
            yield Result(program.label, line | {"isolation": None, "device": "cpu"})


def lay_out(collection: Collection, place: Path, students: int) -> None:
    """A folder for each student, with a short file for each exercise."""
    for exercise in collection.exercises.values():
        model = place.parent / "models" / f"{exercise.id}.py"
        model.parent.mkdir(parents=True, exist_ok=True)
        model.write_text("import torch\n\n\ndef answer(t):\n    return t\n", encoding="utf-8")
        for number in range(students):
            link = place / f"s{number:05}" / f"{exercise.id}.py"
            link.parent.mkdir(parents=True, exist_ok=True)
            os.link(model, link)


def grade(place: Path, reports: Path) -> None:
    """One run, in this process; prints what it took."""
    started = time.monotonic()
    collection = Collection(ROOT)
    students = find_students(place, collection, reports)
    run = ClassRun(Plan(collection, [*collection.exercises.values()], ()), students, reports, 1)
    first: list[float] = []

    def told(progress: Progress) -> None:
        if not first:
            first.append(time.monotonic() - started)
        if progress.programs % 20_000 == 0:
            taken = time.monotonic() - started
            print(f"{progress.programs} of {progress.of_programs} in {taken:.0f} s", flush=True)

    run.grade(lambda seed: Answering(collection), 2, told)
    taken = {"seconds_until_grading": round(first[0], 1)}
    taken["seconds"] = round(time.monotonic() - started, 1)
    taken["cpu_seconds"] = round(time.process_time(), 1)
    taken["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(taken), flush=True)


def run(place: Path, reports: Path, kill_after: int | None = None) -> dict:
    """`grade` in a process of its own, perhaps ended by SIGKILL after so many programs."""
    command = [sys.executable, __file__, "--grade", str(place), str(reports)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith("{"):
                return json.loads(line)
            if kill_after is not None and int(line.split()[0]) >= kill_after:
                most = Path(f"/proc/{process.pid}/status").read_text().split("VmHWM:")[1].split()[0]
                os.kill(process.pid, signal.SIGKILL)
                return {"killed_after": int(line.split()[0]), "peak_mib": int(most) // 1024}
    raise SystemExit("the run ended without a word")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=5000)
    parser.add_argument("--grade", nargs=2, type=Path)
    options = parser.parse_args()
    if options.grade:
        grade(*options.grade)
        return
    with tempfile.TemporaryDirectory() as folder:
        place, reports = Path(folder) / "class", Path(folder) / "reports"
        collection = Collection(ROOT)
        lay_out(collection, place, options.students)
        programs = options.students * len(collection.exercises)
        found: dict = {"programs": programs, "cpus": os.cpu_count(), "load": os.getloadavg()[0]}
        found["killed"] = run(place, reports, kill_after=programs // 2)
        with closing(sqlite3.connect(reports / "graded.db")) as ledger:
            (found["kept"],) = ledger.execute("SELECT count(*) FROM results").fetchone()
        found["resumed"] = run(place, reports)
        found["nothing_left"] = run(place, reports)
        found["pages"] = len(list(reports.glob("*.html")))
        found["ledger_mib"] = (reports / "graded.db").stat().st_size // 2**20
        found["load_at_end"] = os.getloadavg()[0]
        found["at"] = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
