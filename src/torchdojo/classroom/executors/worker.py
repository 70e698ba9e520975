"""What runs in a worker: one task, graded by the warm referee that its process keeps."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchdojo.classroom.executors.task import Task, unpacked
from torchdojo.classroom.executors.terms import need_isolation, need_terms, site_here
from torchdojo.errors import DojoError, GraderError
from torchdojo.proving.streaming import Died, Line, Listened, Result
from torchdojo.referee.programs import programs_of_text


@dataclass(frozen=True)
class Answer:
    """What became of a task: results, as far as there are any, and why there are no more."""

    lines: tuple[Line, ...] = ()
    died: Died | None = None
    refused: str = ""
    """Why the worker takes no such task, in a sentence."""
    worker: str = ""
    """Its address, if it has one."""

    def as_bytes(self) -> bytes:
        """Plain text, of which `Answer.read` makes the same."""
        died = None if self.died is None else [self.died.why, self.died.running]
        return json.dumps([self.lines, died, self.refused, self.worker]).encode()

    @classmethod
    def read(cls, data: bytes) -> "Answer":
        """What `as_bytes` wrote; raises `ValueError` for anything else."""
        found = json.loads(data)
        if not (isinstance(found, list) and len(found) == 4 and isinstance(found[0], list)):
            raise ValueError("no answer of a worker's")
        lines, died, refused, worker = found
        ended = None if died is None else Died(str(died[0]), str(died[1]))
        return cls(tuple(map(read_line, lines)), ended, str(refused), str(worker))


def read_line(found: Any) -> Line:
    """A result's line as it came from a worker; raises `ValueError` if it is none."""
    right = isinstance(found, dict) and isinstance(found.get("label"), str)
    if not (right and isinstance(found.get("scored"), dict) and "device" in found):
        raise ValueError("no result of a worker's")
    line: Line = found
    return line


def grade(task: Task) -> bytes:
    """Grade a task in this process."""
    return graded(task).as_bytes()


def graded(
    task: Task, place: str | None = None, tell: Callable[[Line], None] = lambda line: None
) -> Answer:
    """Grade a task in this process; `tell` hears each result as it comes.

    The files beside the programs are put into a private folder in `place`.
    """
    try:
        return _graded(task, place, tell)
    except (DojoError, GraderError, OSError, ValueError) as error:
        return Answer(refused=str(error))


def _graded(task: Task, place: str | None, tell: Callable[[Line], None]) -> Answer:
    site = site_here()
    need_terms(site, task.terms, programs_of_text(task.programs)[0].exercise)
    listened = Listened(site.collection, task.options, task.patience)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="torchdojo-task-", dir=place) as folder:
        for said in listened.run(unpacked(task, Path(folder))):
            match said:
                case Result(_, line):
                    need_isolation(task.isolation, line)
                    lines.append(line)
                    tell(line)
                case Died():
                    return Answer(tuple(lines), said)
    return Answer(tuple(lines))
