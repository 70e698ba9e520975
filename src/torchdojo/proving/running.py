"""Running programs through `pytest graders/`, as a student's submission would be run."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from torchdojo.catalog import Collection
from torchdojo.errors import GraderError
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.programs import Program, write_programs
from torchdojo.resident import client

Scored = dict[str, Any]
_AT_LEAST, _AT_MOST = 30, 60
"""Programs in one run: fewer are not worth it, more leave the last worker alone with them."""


def grade_programs(
    collection: Collection,
    programs: Sequence[Program],
    options: Sequence[str] = (),
    *,
    workers: int = 2,
) -> dict[tuple[str, str], Scored]:
    """The part of the score report of each program, by exercise and label.

    Many programs are shared out to runs, of which as many go on at a time as there are `workers`.
    """
    runs = list(_runs(programs)) if workers > 1 else [list(programs)]
    with ThreadPoolExecutor(workers) as pool:
        found = pool.map(lambda run: _exercises(collection, run, options), runs)
        parted = (one for exercises in found for one in exercises.items())
        return {_place(name): scored for name, scored in parted}


def _place(name: str) -> tuple[str, str]:
    exercise, _, label = name.partition("::")
    return exercise, label


def _runs(programs: Sequence[Program]) -> Iterator[list[Program]]:
    """The programs of an exercise stay together, where they are not too many."""
    run: list[Program] = []
    for _, group in groupby(programs, lambda program: program.exercise):
        while batch := list(islice(group, _AT_MOST)):
            run += batch
            if len(run) >= _AT_LEAST:
                yield run
                run = []
    if run:
        yield run


def _exercises(
    collection: Collection, programs: Sequence[Program], options: Sequence[str]
) -> dict[str, Scored]:
    """What the score report says of `programs`, by ``ID::LABEL``."""
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as folder:
        programs_file, report = Path(folder) / "programs.json", Path(folder) / "report.json"
        write_programs(programs_file, programs)
        ids = sorted({program.exercise for program in programs})
        arguments = graders_arguments(
            ids,
            *("--programs", str(programs_file), "--score-report", str(report)),
            "--tb=no",  # pytest's own account of failures takes minutes if there are thousands
            *options,
        )
        done = client.run(arguments, collection.root)
        if not report.is_file():
            raise GraderError(f"pytest gave no report:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
        found: dict[str, Scored] = json.loads(report.read_text("utf-8"))["exercises"]
        return found
