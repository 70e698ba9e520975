"""Runners that grade by tasks: what they have in common, and one on any executor."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from dataclasses import dataclass, field

from torchdojo.classroom.executors.task import Parcel, Task, parcels
from torchdojo.classroom.executors.terms import Site
from torchdojo.classroom.executors.worker import Answer, grade
from torchdojo.errors import DojoError
from torchdojo.proving.streaming import Died, Result
from torchdojo.referee.programs import Program, programs_as_text

Said = Generator[Result | Died, None, None]


@dataclass(eq=False)
class TaskRunner(ABC):
    """Grades by tasks; `run` may be called by any thread.

    A program with which workers are lost is set apart by whoever calls `run`, see
    `torchdojo.proving.apart`; here it is tried twice when it is alone.
    """

    site: Site
    options: tuple[str, ...]
    """Of `pytest graders/`."""
    patience: float
    topic: str = field(default_factory=lambda: f"torchdojo-{secrets.token_hex(8)}")
    """A name of this run, which no other has."""

    @abstractmethod
    def graded(self, task: Task) -> Said:
        """Grade one task; raises `DojoError` where nobody does that."""

    def run(self, programs: Sequence[Program]) -> Said:
        """Grade `programs`, all for one exercise: results, and at last why there are no more."""
        for parcel in parcels(programs):
            died = yield from self._results(parcel)
            if died is not None and len(parcel.programs) == 1:
                died = yield from self._results(parcel)
            if died is not None:
                yield died
                return

    def _results(self, parcel: Parcel) -> Generator[Result, None, Died | None]:
        """Yields results; returns why there are no more, if some are missing."""
        died = None
        for said in self.graded(self._task(parcel)):
            if isinstance(said, Result):
                yield said
            else:
                died = said
        return died

    def _task(self, parcel: Parcel) -> Task:
        terms = self.site.terms(parcel.programs[0].exercise)
        text = programs_as_text(parcel.programs)
        return Task(
            self.new_id(),
            text,
            parcel.folders,
            parcel.files,
            self.options,
            self.patience,
            terms,
            self.isolation(),
            self.topic,
        )

    def isolation(self) -> str:
        """The level of isolation that results are to have; empty where it is sure to be ours."""
        return ""

    def new_id(self) -> str:
        """A name for a task, which no other has."""
        return f"{self.topic}-{secrets.token_hex(6)}"


@dataclass(eq=False, kw_only=True)
class Pooled(TaskRunner):
    """Grades on `executor`, whose workers find this collection as `site_here` does."""

    executor: Executor

    def graded(self, task: Task) -> Said:
        """Grade one task; raises `DojoError` where nobody does that."""
        try:
            answer = Answer.read(self.executor.submit(grade, task).result())
        except (BrokenExecutor, CancelledError) as error:
            raise DojoError(
                f"The executor takes no more work ({type(error).__name__}). What was graded before "
                "is kept: run the same command again."
            ) from error
        if answer.refused:
            raise DojoError(f"A worker cannot grade: {answer.refused}")
        yield from (Result(line["label"], line) for line in answer.lines)
        if answer.died is not None:
            yield answer.died
