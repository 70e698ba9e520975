"""One run of `torchdojo grade`, from a folder of reports to a folder of more reports."""

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from torchdojo.classroom.board import Board
from torchdojo.classroom.executors.address import Address
from torchdojo.classroom.grading import Grading, Progress, Staff
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.reports import Reports
from torchdojo.classroom.students import Student
from torchdojo.classroom.works import Plan
from torchdojo.errors import DojoError
from torchdojo.keeping.manifest import PRIVATE
from torchdojo.proving.apart import Runner
from torchdojo.proving.streaming import Listened

LOG = f"{PRIVATE}/grade.log"
_ROOM, _ROOM_A_PROGRAM = 2**20, 4000
"""Bytes that a run certainly needs; it mostly takes more."""


@dataclass(frozen=True)
class ClassRun:
    """What to grade, and where the reports go."""

    plan: Plan
    students: Sequence[Student]
    folder: Path
    seed: int | None
    overwrite: bool = False

    def grade(
        self, runner: Callable[[int], Runner], workers: int, told: Callable[[Progress], None]
    ) -> Reports:
        """As `grade_with`, with so many runs at a time of the runner for a seed."""
        return self.grade_with(lambda seed: Staff(runner(seed), lambda: workers), told)

    def grade_with(
        self, staff: Callable[[int], Staff], told: Callable[[Progress], None]
    ) -> Reports:
        """Grade what is not known yet, with the staff for the seed; write all reports.

        Raises `DojoError` before anything is graded where `folder` cannot take the results.
        """
        with self._ledger() as ledger, self._log():
            board = Board(self.students, self.plan.exercises, [*self.plan.works(self.students)])
            board.recall(ledger)
            self._need_room(len(board.due()))
            reports = Reports(self.folder, ledger, board, self.overwrite)
            reports.write_table(now=True)
            reports.write(board.done())
            grading = Grading(ledger, board, staff(ledger.seed))
            for done in grading.run(told):
                reports.write(done)
                reports.write_table()
            reports.finish()
            return reports

    def grade_with_referees(
        self, workers: int, patience: float, told: Callable[[Progress], None]
    ) -> Reports:
        """As `grade`, by runs of `pytest graders/`, none of which is left when this ends."""
        started: list[Listened] = []

        def runner(seed: int) -> Runner:
            started.append(Listened(self.plan.collection, self._options(seed), patience))
            return started[-1].run

        try:
            return self.grade(runner, workers, told)
        finally:
            for listened in started:
                listened.stop()

    def grade_on_executor(
        self,
        executor: Executor,
        workers: int,
        patience: float,
        told: Callable[[Progress], None],
    ) -> Reports:
        """As `grade`, by tasks on an executor whose processes find this collection.

        See `torchdojo.classroom.executors.terms.site_here`.
        """
        from torchdojo.classroom.executors.pooled import Pooled
        from torchdojo.classroom.executors.terms import Site

        site = Site(self.plan.collection)

        def staff(seed: int) -> Staff:
            runner = Pooled(site, self._options(seed), patience, executor=executor)
            return Staff(runner.run, lambda: workers, one_exercise=True)

        return self.grade_with(staff, told)

    def grade_on_cluster(
        self, address: Address, patience: float, told: Callable[[Progress], None]
    ) -> Reports:
        """As `grade`, on a cluster of Dask. Raises `DojoError` where that is not installed."""
        try:
            from torchdojo.classroom.executors.cluster import ClusterRunner, census_of, connected
        except ImportError as error:
            raise DojoError(
                f"`--cluster` needs Dask ({error}): `pip install 'torchdojo[cluster]'`."
            ) from error
        from torchdojo.classroom.executors.terms import Site

        with connected(address) as client, ExitStack() as left:
            census = census_of(client, address, patience)
            site = Site(self.plan.collection)

            def staff(seed: int) -> Staff:
                runner = ClusterRunner(
                    site,
                    self._options(seed),
                    patience,
                    client=client,
                    census=census,
                    elsewhere=not address.workers,
                )
                left.callback(runner.close)
                return Staff(runner.run, census.slots, True, census.workers, census.sentences)

            return self.grade_with(staff, told)

    def _options(self, seed: int) -> tuple[str, ...]:
        return (*self.plan.options, "--seed", str(seed))

    @contextmanager
    def _ledger(self) -> Iterator[Ledger]:
        try:
            (self.folder / PRIVATE).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DojoError(
                f"{self.folder} cannot be made or written ({error.strerror}): name a folder of "
                "your own for the reports."
            ) from error
        ledger = Ledger(self.folder, self.seed)
        try:
            yield ledger
        finally:
            ledger.close()

    @contextmanager
    def _log(self) -> Iterator[None]:
        """Keep what is told of faults, with all details, in a file in the folder."""
        handler = logging.FileHandler(
            self.folder / LOG, encoding="utf-8", errors="replace", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.getLogger("torchdojo")
        logger.addHandler(handler)
        logger.propagate, before = False, logger.propagate
        try:
            yield
        finally:
            logger.removeHandler(handler)
            logger.propagate = before
            handler.close()

    def _need_room(self, programs: int) -> None:
        need = _ROOM + _ROOM_A_PROGRAM * programs
        free = shutil.disk_usage(self.folder).free
        if free < need:
            raise DojoError(
                f"{self.folder} has room for {free / 2**20:.1f} MiB, and the results of "
                f"{programs} programs need {need / 2**20:.1f} MiB or more: make room, or name "
                "another folder."
            )
