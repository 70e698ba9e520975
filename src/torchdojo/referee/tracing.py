"""What a program did in a question that it failed: asked again, with its events recorded.

Only for words: it is asked after the check, in a player of its own, and no point depends on it.
The right programs that are known are asked the same, all at a time. It takes a second at most, for
all checks of a program together, and as much longer as the machine is busy with other things.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torchdojo.catalog import Code, Exercise
from torchdojo.errors import GraderError
from torchdojo.feedback.events import Parting, parted
from torchdojo.players.events import Trace, read_trace
from torchdojo.players.limits import stretch
from torchdojo.players.replies import Answer, At, Returned
from torchdojo.referee.asking import Actor, Answers, Asked, Question
from torchdojo.referee.findings import Patience
from torchdojo.referee.pool import Pool
from torchdojo.referee.probes import probe_source
from torchdojo.referee.recorded import REFERENCE, right_label
from torchdojo.referee.stage import Stage, known_right

LOG = logging.getLogger("torchdojo")
_QUICK = 0.2
"""Seconds; what took the solution longer is not done again for the sake of a sentence."""
_RECORDING = 30.0
"""Seconds, where nobody waits."""
_LEAST = 2
"""So many events make a program one whose events are worth comparing."""


def trace(module: Any, source: str, name: str, arguments: list[Any]) -> Any:
    """Runs a probe once more and records its events"""
    from torchdojo.players.tracing import traced

    return traced(module, source, name, arguments)


def parting(
    stage: Stage,
    exercise: Exercise,
    question: Question,
    student: Actor,
    reference: Asked,
    patience: Patience,
) -> Parting | None:
    """Where the program of `student` parts, in `question`, from every right one.

    None where nothing is certain: where one of them tells nothing, or not in time; for what is no
    training. Takes its time from `patience`.
    """
    plain = type(question) is Question and student.setting.device == "cpu"
    slow = (reference.took or 0.0) > _QUICK or student.pool.troupe.launcher.start_seconds > 0
    slow |= patience.left <= 0
    if slow or not plain:
        return None
    began, slower = time.monotonic(), stretch()
    try:
        seconds = patience.left * slower
        return _parting(stage, exercise, _again(question), student, reference, seconds)
    except GraderError as error:
        LOG.warning("%s: its events could not be looked at: %s", exercise.id, error)
        return None
    finally:
        patience.left -= (time.monotonic() - began) / slower


def _again(question: Question) -> Question:
    asked = (question.source, question.probe, list(question.args))
    return Question(probe_source(trace), trace.__name__, asked, question.words)


def _parting(
    stage: Stage,
    exercise: Exercise,
    question: Question,
    student: Actor,
    reference: Asked,
    seconds: float,
) -> Parting | None:
    until = time.monotonic() + seconds
    if exercise.released:  # where each question is recorded as if it were the first
        reference = stage.reference(exercise, student.setting, student.seed)
    solution = _trace_in(reference.begin(question)(seconds))
    if solution is None or len(solution.events) < _LEAST:
        return None
    mine = _traces(question, [_once_more(student, seconds)], until)
    if not mine or parted(mine[0], [solution]) is None:
        return None
    others = stage.right(exercise, student.setting, student.seed)
    right = _traces(question, others, until)
    return parted(mine[0], [solution, *right]) if len(right) == len(others) else None


class _Impatient(Pool):
    """Waits for no statement twice: a program that takes long to be loaded is left alone."""

    def leave_out(self, code: Code, at: At | None) -> bool:
        """Nothing is left out that was not left out before."""
        return False


def _once_more(student: Actor, seconds: float) -> Actor:
    """The same program in a fresh player, which nothing that it does there outlives."""
    left_out = {student.code.digest: student.pool.left_out.get(student.code.digest, ())}
    pool = _Impatient(student.pool.troupe, 0, left_out=left_out)
    limits = replace(student.setting.limits, loading_seconds=seconds)
    return Actor(pool, student.code, replace(student.setting, limits=limits), student.seed)


def _traces(question: Question, actors: Sequence[Asked], until: float) -> list[Trace]:
    """What each does in answer to `question`; of those that tell nothing in time, none."""
    try:
        waiting = [actor.begin(question) for actor in actors]
        replies = [wait(max(0.0, until - time.monotonic())) for wait in waiting]
    finally:
        for actor in actors:
            actor.close(keep=True)
    return [found for reply in replies if (found := _trace_in(reply)) is not None]


def _trace_in(reply: Answer) -> Trace | None:
    return read_trace(reply.value) if isinstance(reply, Returned) else None


def record_traces(stage: Stage, exercise: Exercise, solution: Actor) -> None:
    """Keep for a release what all right programs do in the questions that `solution` was asked."""
    kept = stage.recorded.setdefault(exercise.id, {})
    codes = {right_label(n): code for n, code in enumerate(known_right(exercise))}
    for question in [_again(q) for q, _ in solution.asked if type(q) is Question]:
        for label, code in ({REFERENCE: solution.code} | codes).items():
            found: Answers = {}
            where = stage.mistaking, code, solution.setting, solution.seed
            until = time.monotonic() + _RECORDING
            (done,) = _traces(question, [Actor(*where, found, name=label)], until) or (None,)
            if done is None or (label == REFERENCE and len(done.events) < _LEAST):
                break
            kept.setdefault(label, {}).update(found)
