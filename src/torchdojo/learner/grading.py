"""Having a student's work checked: results as they come, and what is remembered of them."""

import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import IO

from torchdojo.catalog import Exercise, Unreadable
from torchdojo.errors import DojoError
from torchdojo.learner.desk import Desk
from torchdojo.learner.records import Record
from torchdojo.learner.verdicts import Checked, Scored, told
from torchdojo.referee.command import graders_arguments
from torchdojo.resident import client
from torchdojo.resident.hearing import ending, heard, last_words

_SILENCE = 600.0
"""Seconds: a machine that is so busy is not waited for any longer."""
_GRACE = 10.0


class Grading:
    """One run of the checks of exercises on the student's work; may be cancelled by a thread."""

    def __init__(self, desk: Desk, *exercises: Exercise, once: bool = False) -> None:
        self.desk = desk
        self.exercises = exercises
        self.once = once
        self.digests: dict[str, str] = {}
        """Of the work as it was before the run began."""
        self.cancelled = False
        self._run: client.Run | None = None
        self._lock = threading.Lock()
        self._over = False
        """Whether the run is ended by who listens to it: its number may soon be another's."""

    def results(self) -> Generator[Checked | Scored | int, None, None]:
        """How many checks there are, then each of them; after an exercise's last one its score.

        Nothing more after `cancel`. Raises `DojoError` if a score is missing.
        """
        self.digests = {one.id: digest_of(self.desk, one) for one in self.exercises}
        left = len(self.exercises)
        with tempfile.TemporaryFile() as said, self._started(said) as ours:
            try:
                for line in heard(ours, _SILENCE, lambda: _SILENCE):
                    one = told(line)
                    if one is not None:
                        left -= isinstance(one, Scored)
                        yield one
            except TimeoutError as error:
                raise DojoError(f"The checks did not end ({error}): run them again.") from error
            finally:
                ours.close()
                run = self._end(quickly=left > 0)
            if left and not self.cancelled:
                why = last_words(said)
                raise DojoError(f"The checks could not run ({ending(run)}: {why}).")

    def cancel(self) -> None:
        """End the run; may be called at any time, by any thread."""
        with self._lock:
            self.cancelled = True
            if self._run is not None and not self._over:
                client.kill(self._run)

    @contextmanager
    def _started(self, said: IO[bytes]) -> Iterator[socket.socket]:
        ours, theirs = socket.socketpair()
        arguments = graders_arguments(
            [exercise.id for exercise in self.exercises],
            *("--submission", str(self.desk.submission), "--stream", f"fd:{theirs.fileno()}"),
            *("--tb=no", "--no-summary", "-p", "no:xdist"),
        )
        with ours, theirs:
            self._run = client.start(
                arguments,
                self.desk.collection.root,
                stdout=said,
                stderr=said,
                passed=(theirs.fileno(),),
                once=self.once,
            )
            theirs.close()
            if self.cancelled:
                client.kill(self._run)
            yield ours

    def _end(self, *, quickly: bool) -> client.Run:
        with self._lock:
            self._over = True
        run = self._run
        assert run is not None
        with suppress(subprocess.TimeoutExpired):
            run.wait(1.0 if quickly else _GRACE)
        client.end(run)
        return run


def remember(
    desk: Desk, exercise: Exercise, scored: Scored, digest: str, *, aside: bool = False
) -> Record:
    """Note the outcome of a run; the same work is one attempt, however often it is checked.

    `digest` is of the work as it was when the run began: another version may be saved by now.
    With `aside` the exercise does not become the current one.
    """
    note = desk.note_aside if aside else desk.note
    return note(exercise, _noting(scored, digest))


def digest_of(desk: Desk, exercise: Exercise) -> str:
    """What tells one version of the work from another; empty where it cannot be read."""
    try:
        return desk.code(exercise).digest[:16]
    except Unreadable:
        return ""


def _noting(scored: Scored, digest: str) -> Callable[[Record], Record]:
    def noted(record: Record) -> Record:
        if scored.status == "not_started" or digest in ("", record.seen):
            return _scored(record, scored)
        mistakes = dict(record.mistakes)
        for id in sorted(_recognised(scored)):
            mistakes[id] = mistakes.get(id, 0) + 1
        met = replace(record, attempts=record.attempts + 1, mistakes=mistakes, seen=digest)
        return _scored(met, scored)

    return noted


def _scored(record: Record, scored: Scored) -> Record:
    if scored.score is None:
        return record
    same = scored.max_score == record.max_score
    best = max(record.best, scored.score) if same else scored.score
    done = record.done or scored.full
    return replace(record, best=best, max_score=scored.max_score, done=done)


def _recognised(scored: Scored) -> set[str]:
    causes = (check.cause for check in scored.checks if not check.met)
    kinds = [cause.id for cause in causes if cause is not None and cause.kind == "recognised"]
    return {id for ids in kinds for id in ids.split("+")}
