"""Grading many notebooks in one run of the referee, while nbgrader works through them.

The first notebook that is asked for starts `pytest graders/` in a process of its own, on all
notebooks that nbgrader will come to next; each result is picked up when its turn comes.
"""

import atexit
import hashlib
import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torchdojo.catalog import Code
from torchdojo.errors import GraderError
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.programs import Program, write_programs
from torchdojo.resident import client

Line = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """What one notebook gives to grade: a program for an exercise, and cells to be shown."""

    exercise: str
    code: Code
    shows: tuple[str, ...]

    @property
    def label(self) -> str:
        """A name that the same work always has."""
        said = json.dumps([self.exercise, self.code.digest, self.shows])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass
class Run:
    """One run of `pytest graders/` on many programs, read while it goes on."""

    process: client.Run
    folder: "tempfile.TemporaryDirectory[str]"
    labels: frozenset[str]
    lines: dict[str, Line] = field(default_factory=dict)
    _read: int = 0

    @classmethod
    def start(cls, root: Path, works: Sequence[Work], options: Sequence[str]) -> "Run":
        """Have the referee grade `works`, in their order, with the graders at `root`."""
        folder = tempfile.TemporaryDirectory(prefix="torchdojo-")
        place = Path(folder.name)
        unique = {work.label: work for work in works}
        programs = [
            Program(work.exercise, label, work.code, shows=work.shows)
            for label, work in unique.items()
        ]
        write_programs(place / "programs.json", programs)
        (place / "results").touch()
        arguments = graders_arguments(
            sorted({work.exercise for work in works}),
            *("--programs", str(place / "programs.json"), "--stream", str(place / "results")),
            *options,
        )
        with (place / "said").open("wb") as said:
            process = client.start(arguments, root, stdout=said, stderr=said)
        run = cls(process, folder, frozenset(unique))
        atexit.register(run.stop)
        return run

    def result(self, label: str) -> Line:
        """Wait for the result of the program `label`; raises `GraderError` if none comes."""
        while label not in self.lines:
            ended = self.process.poll() is not None
            if not self._take() and ended:
                said = (Path(self.folder.name) / "said").read_text(errors="replace")
                last = said.strip().splitlines()[-3:]
                raise GraderError(f"The referee ended without a result: {' / '.join(last)}")
            if label not in self.lines:
                time.sleep(0.01)
        return self.lines[label]

    def _take(self) -> bool:
        """Read the lines that were written since; tell whether there were any."""
        with (Path(self.folder.name) / "results").open("rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data.rfind(b"\n") + 1
        self._read += whole
        for text in data[:whole].splitlines():
            line = json.loads(text)
            self.lines[line["label"]] = line
        return whole > 0

    def stop(self) -> None:
        """End the referee, if it is still at work, and remove its files."""
        client.end(self.process)
        self.folder.cleanup()


@dataclass
class Referee:
    """Grades work, ahead of time where it is told what will follow."""

    root: Path
    options: tuple[str, ...] = ()
    _runs: list[Run] = field(default_factory=list)

    def result(self, work: Work, following: Iterable[Work] = ()) -> Line:
        """The result of `work`; `following` is graded in the same run if a new one is needed."""
        for run in self._runs:
            if work.label in run.labels:
                return run.result(work.label)
        run = Run.start(self.root, [work, *following], self.options)
        self._runs.append(run)
        return run.result(work.label)
