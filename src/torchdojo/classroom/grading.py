"""Grading a class: every student's work on every exercise, kept one by one as it is graded."""

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from torchdojo.catalog import Exercise, read_mistakes
from torchdojo.catalog.checks import read_checks
from torchdojo.classroom.board import Board
from torchdojo.classroom.ledger import SYNC_SECONDS, Ledger
from torchdojo.classroom.marks import Graded, Mark, not_graded
from torchdojo.classroom.works import Work, program_of
from torchdojo.errors import DojoError, GraderError
from torchdojo.proving.apart import Fault, Runner, settle
from torchdojo.proving.streaming import Result, Stopped

log = logging.getLogger(__name__)
_STUDENTS_AT_ONCE = 100
"""Their work is graded exercise by exercise, so that answers of the reference and of mistakes serve
many; then come the next, so that the first have their pages before the last are begun."""
_MOST_CHECKS, _LEAST_CHECKS = 4000, 200
"""Of one run: it takes seconds to start, and remembers what the reference answered."""
_MOST_BYTES = 64 * 2**20
"""Of hand-ins that are in memory at once, in each run."""
_HOPELESS = 8
"""So many faults before the first result are no student's: the grader does not work at all."""


@dataclass(frozen=True)
class Progress:
    """How far a class is: programs and checks, of those that have to be graded now."""

    programs: int
    of_programs: int
    checks: int
    of_checks: int
    workers: int = 0
    """How many workers of a cluster there are; 0 without one."""
    notices: tuple[str, ...] = ()
    """Sentences on workers that are not used, since grading began."""


@dataclass(frozen=True)
class Staff:
    """Who grades: by which runner, how many runs at a time, and how work is to be parted."""

    runner: Runner
    runs: Callable[[], int]
    """How many runs may go on now; more may come while a class is graded."""
    one_exercise: bool = False
    """Whether a batch holds programs of one exercise only."""
    workers: Callable[[], int] = lambda: 0
    notices: Callable[[], Sequence[str]] = tuple
    """Both as in `Progress`."""


@dataclass(frozen=True)
class _Settled:
    """What a thread tells: a program's mark, and its result where only this run knows it."""

    work: Work
    mark: Mark
    fault: Graded | None = None


@dataclass
class Grading:
    """Grades what a board waits for, in several runs at a time, and keeps each result at once."""

    ledger: Ledger
    board: Board
    staff: Staff
    _told: "queue.SimpleQueue[_Settled | BaseException | None]" = field(
        default_factory=queue.SimpleQueue
    )
    _batches: Iterator[list[Work]] = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _live: int = 0
    """Threads that have not ended."""
    _dry: bool = False
    """Whether there are no more batches."""

    def run(self, told: Callable[[Progress], None]) -> Iterator[list[int]]:
        """Grade; `told` hears how far it is. Yields the students of whom all is known now.

        Raises `GraderError` if nothing can be graded at all.
        """
        due = self.board.due()
        total = sum(map(_checks, due))
        programs = checks = 0
        doubtful = self.board.empty  # whether the grader works at all
        held: list[int] = []
        told(self._progress(0, len(due), 0, total))
        for settled in self._settled(due):
            programs, checks = programs + 1, checks + _checks(settled.work)
            held += self.board.settle(settled.work.label, settled.mark, settled.fault)
            told(self._progress(programs, len(due), checks, total))
            doubtful = doubtful and settled.fault is not None
            if not doubtful:
                yield held
                held = []
            elif programs in (_HOPELESS, len(due)):
                first = next(iter(self.board.faults.values()))
                raise GraderError(f"Nothing could be graded. {first.open}")

    def _settled(self, due: Sequence[Work]) -> Iterator[_Settled]:
        """What the threads tell until all of them have ended."""
        most = max(1, sum(map(_checks, due)) // _LEAST_CHECKS)
        self._batches = batches(due, min(self.staff.runs(), most), self.staff.one_exercise)
        self._start(most)
        while self._live:
            self.ledger.sync()
            match self._heard(most):
                case None:
                    self._live -= 1
                case BaseException() as error:
                    raise error
                case settled:
                    yield settled

    def _start(self, most: int) -> None:
        """Start as many threads as there are to be now."""
        while self._live < max(1, min(self.staff.runs(), most)) and not self._dry:
            self._live += 1
            threading.Thread(target=self._work, daemon=True).start()

    def _progress(self, programs: int, due: int, checks: int, total: int) -> Progress:
        notices = tuple(self.staff.notices())
        return Progress(programs, due, checks, total, self.staff.workers(), notices)

    def _heard(self, most: int) -> "_Settled | BaseException | None":
        """What a thread tells next; meanwhile what was told before reaches the disk."""
        while True:
            try:
                return self._told.get(timeout=SYNC_SECONDS)
            except queue.Empty:
                self.ledger.sync()
                self._start(most)

    def _work(self) -> None:
        """What each thread does: batch after batch, each in a run of its own."""
        try:
            while batch := self._next():
                works = {work.label: work for work in batch}
                for said in settle(self.staff.runner, [*map(program_of, batch)], _failed):
                    self._told.put(self._keep(works[said.label], said))
            self._told.put(None)
        except Stopped:
            self._told.put(None)
        except (DojoError, GraderError) as error:
            self._told.put(error)
        except BaseException as error:
            log.exception("grading broke off")
            self._told.put(GraderError(f"Grading broke off ({type(error).__name__}: {error})."))

    def _next(self) -> list[Work] | None:
        with self._lock:
            batch = next(self._batches, None)
            self._dry = batch is None
            return batch

    def _keep(self, work: Work, said: Result | Fault) -> _Settled:
        """Put a result into the ledger; a fault of the grader is tried again by the next run."""
        if isinstance(said, Fault):
            graded = not_graded(work.exercise, said.label, said.why)
        else:
            graded = Graded.read(said.line)
        mark = graded.mark(_known(work.exercise))
        if graded.open:
            return _Settled(work, mark, graded)
        self.ledger.add(graded, mark)
        return _Settled(work, mark)


def _failed(result: Result) -> bool:
    return bool(Graded.read(result.line).open)


def batches(works: Sequence[Work], runs: int, one_exercise: bool = False) -> Iterator[list[Work]]:
    """The works of some students, exercise by exercise, in batches that keep `runs` runs busy."""
    fair = sum(map(_checks, works)) // max(1, 2 * runs)
    most = min(_MOST_CHECKS, max(_LEAST_CHECKS, fair))
    for group in _groups(works):
        batch: list[Work] = []
        checks = size = 0
        for work in sorted(group, key=lambda work: work.exercise.id):
            if one_exercise and batch and batch[-1].exercise.id != work.exercise.id:
                yield batch
                batch, checks, size = [], 0, 0
            batch.append(work)
            checks, size = checks + _checks(work), size + work.size
            if checks >= most or size >= _MOST_BYTES:
                yield batch
                batch, checks, size = [], 0, 0
        if batch:
            yield batch


def _groups(works: Iterable[Work]) -> Iterator[list[Work]]:
    """The works, which come student by student, of so many students at a time."""
    group: list[Work] = []
    seen: set[int] = set()
    for work in works:
        if id(work.student) not in seen and len(seen) == _STUDENTS_AT_ONCE:
            yield group
            group, seen = [], set()
        seen.add(id(work.student))
        group.append(work)
    if group:
        yield group


def _checks(work: Work) -> int:
    return _count(work.exercise)


@cache
def _count(exercise: Exercise) -> int:
    return len(read_checks(exercise.graders))


@cache
def _known(exercise: Exercise) -> frozenset[str]:
    """The sentences of the exercise's recorded mistakes."""
    mistakes = read_mistakes(exercise.graders, exercise.source.text)
    return frozenset(mistake.sentence for mistake in mistakes)
