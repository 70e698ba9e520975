"""Rounds of checks in the background: a new one begins with each save and ends the one before."""

import threading
from collections.abc import Callable
from contextlib import closing

from torchdojo.catalog import Exercise
from torchdojo.errors import DojoError, GraderError
from torchdojo.learner.desk import Desk
from torchdojo.learner.grading import Grading, remember
from torchdojo.learner.practice import Fault, News
from torchdojo.learner.verdicts import Scored
from torchdojo.referee.blaming import said

_GRACE = 1.0
Tell = Callable[[News], None]


class Rounds:
    """Runs one round at a time, in a thread, and tells what it hears there."""

    def __init__(self, desk: Desk, tell: Tell) -> None:
        self.desk = desk
        self._tell = tell
        self._grading: Grading | None = None
        self._thread: threading.Thread | None = None
        self._number = 0

    def begin(self, exercise: Exercise) -> int:
        """Begin a round and end the one that goes on; returns its number."""
        self.stop()
        self._number += 1
        self._grading = Grading(self.desk, exercise)
        self._thread = threading.Thread(
            target=self._work, args=(self._number, exercise, self._grading), daemon=True
        )
        self._thread.start()
        return self._number

    def stop(self) -> None:
        """End the round that goes on, if one does; nothing more is told of it."""
        if self._grading is not None:
            self._grading.cancel()
        self._grading = None

    def close(self) -> None:
        """As `stop`, and wait for its end, unless it waits for a referee that is still starting."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_GRACE)

    def _work(self, number: int, exercise: Exercise, grading: Grading) -> None:
        try:
            with closing(grading.results()) as results:
                for one in results:
                    if grading.cancelled:
                        return
                    if isinstance(one, Scored):
                        record = remember(self.desk, exercise, one, grading.digests[exercise.id])
                        self._tell(News(number, record))
                    self._tell(News(number, one))
        except Exception as error:  # or nobody would hear that there is no score
            known = isinstance(error, DojoError | GraderError)
            why = str(error) if known else f"The checks could not run ({said(error)})."
            if not grading.cancelled:
                self._tell(News(number, Fault(why)))
