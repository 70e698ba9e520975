"""Whose fault it is when an exception ends a check that is no verdict.

A check compares, indexes and words what a student's program sent, and so may stumble over it. That
must cost the student the check: it would else be a way to have no score, and to be run again. Yet a
fault of the grader must not cost a student anything. What tells the two apart is the check itself:
it is run once more with the solution in the student's place. If that passes, all that was different
is what the student sent.
"""

import logging
import traceback
from pathlib import Path

import pytest

from torchdojo.errors import DojoError, GraderError
from torchdojo.feedback.wording import clean
from torchdojo.referee.actors import Cast
from torchdojo.referee.asking import Actor
from torchdojo.referee.draw import Draw
from torchdojo.referee.verdict import Outcome, Verdict

LOG = logging.getLogger("torchdojo")
UNJUDGED = "Your answer could not be judged"
_KEPT = "Return what the exercise asks for. If you do, tell your instructor of this sentence."


def blamed(item: pytest.Item, cast: Cast, error: Exception) -> Verdict | None:
    """The verdict if what the student sent is to blame for `error`, or else None."""
    if isinstance(error, GraderError | DojoError) or not cast.student.actor.asked:
        return None
    if not _passes_with_the_solution(item, cast):
        return None
    LOG.warning("%s: %s could not be judged: %s", item.nodeid, cast.exercise.id, said(error))
    kind = type(error).__name__
    words = f"{UNJUDGED}: it led to {kind} in the check ({clean(str(error), 120)})."
    told = f"{UNJUDGED}: it is not what the exercise asks for."
    return Verdict(Outcome.NOT_GRADABLE, [words, _KEPT], told=[told, _KEPT])


def said(error: Exception) -> str:
    """An exception in one line for the log: where, of which kind, and what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}: " if frames else ""
    return f"{where}{type(error).__name__}: {clean(str(error)).splitlines()[:1]}"


def _passes_with_the_solution(item: pytest.Item, cast: Cast) -> bool:
    """Whether the check passes on the solution, with the inputs that it had."""
    mine = cast.student.actor
    solution = cast.stage.reference(cast.exercise, mine.setting, mine.seed)
    if not isinstance(solution, Actor):
        return True  # a release has only answers to what its checks asked when they passed
    drawn = getattr(item, "funcargs", {}).get("draw")
    if isinstance(drawn, Draw):
        drawn.rewind()
    reference = cast.reference.actor
    cast.student.actor = solution
    cast.reference.actor = cast.stage.reference(cast.exercise, mine.setting, mine.seed)
    try:
        item.runtest()
    except (Exception, pytest.fail.Exception):
        return False
    finally:
        solution.close(keep=True)
        cast.reference.actor.close(keep=True)
        cast.student.actor, cast.reference.actor = mine, reference
    return True
