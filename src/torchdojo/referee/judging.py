"""From a player's reply to a verdict, in the student's words."""

import re
import signal
from typing import Any

from torchdojo.errors import GraderError
from torchdojo.players.replies import (
    Answer,
    Crashed,
    Judged,
    Malformed,
    Raised,
    Returned,
    TimedOut,
    Unsendable,
)
from torchdojo.referee.asking import Question
from torchdojo.referee.verdict import Outcome, Verdict
from torchdojo.referee.wording import clean

_NOT_DATA = "Return plain data: tensors, arrays, numbers, strings, lists, tuples or dictionaries."
_NOT_TRIED = (
    "Not tried: your program ran out of time in an earlier check of this exercise; mend that first."
)
_NO_DATA = "The result cannot be graded."
_KEEP_NAMES = "keep its name as it was in the exercise."
_READS = re.compile(r"\bmodule\.([A-Za-z_]\w*)")


def value_of(question: Question, reply: Answer, seconds: float) -> Any:
    """The value that came back; raises `Verdict` if none did."""
    called = question.line
    match reply:
        case Returned(value):
            return value
        case Judged():
            return reply
        case Raised():
            raise _raised(question, reply)
        case TimedOut(earlier=True):
            raise Verdict(Outcome.TIMEOUT, [_NOT_TRIED], told=[_NOT_TRIED])
        case TimedOut(loading):
            raise _timed_out(called, seconds, loading=loading)
        case Crashed(code):
            raise Verdict(Outcome.CRASH, [_crash(code), called])
        case Unsendable(message):
            lines = [f"The result cannot be graded: {clean(message)}.", _NOT_DATA, called]
            raise Verdict(Outcome.FAILED, lines, told=[_NO_DATA, _NOT_DATA])
        case Malformed(message):
            words = f"The answer could not be read: {clean(message)}."
            raise Verdict(Outcome.NOT_GRADABLE, [words, called])
    raise GraderError(f"there is no answer to {question.words}")


def reference_value(question: Question, reply: Answer) -> Any:
    """The reference's value; raises `GraderError` if it gave none."""
    if isinstance(reply, Returned):
        return reply.value
    raise GraderError(f"the reference gave no answer to {question.words}: {reply}")


def _timed_out(called: str, seconds: float, *, loading: bool) -> Verdict:
    if loading:
        words = (
            f"Your file is not loaded within {seconds:g} s: does a loop outside of functions end?"
        )
        return Verdict(Outcome.TIMEOUT, [words], told=[words])
    words = f"No answer within {seconds:g} s: is there a loop that never ends?"
    return Verdict(Outcome.TIMEOUT, [words, called], told=[words])


def _raised(question: Question, reply: Raised) -> Verdict:
    called, nearest = question.line, reply.nearest
    lines = [clean(frame) for frame in reply.frames]
    where = [f"At {line}" for line in reversed(lines)]
    error = f"{clean(reply.kind, 60)}: {clean(reply.message)}"
    if reply.missing:
        place = lines[-1].split(":")[0] if lines else "your file"
        do = "replace `raise NotImplementedError` by your code."
        words, told = f"Not written yet ({place}): {do}", [f"Not written yet: {do}"]
        return Verdict(Outcome.FAILED, [words], not_started=True, told=told)
    if reply.loading and reply.kind in ("MemoryError", "RecursionError") and not lines:
        words = "Your file cannot be read as Python: an expression in it is nested too deeply."
        return Verdict(Outcome.STUDENT_ERROR, [words], told=[words])
    if reply.memory:
        words = f"It needs more memory than an exercise may use ({error})."
        return Verdict(Outcome.MEMORY, [words, called, *where])
    if reply.absent:
        return _absent(question, reply)
    if reply.loading:
        words = "Your file cannot be loaded:"
        told = [f"{words} {nearest}."]
        return Verdict(Outcome.STUDENT_ERROR, [f"{words} {error}", *where], told=told)
    if reply.signature:
        words = "It cannot be called as the exercise asks:"
        told = [f"{words} {nearest}."]
        return Verdict(Outcome.STUDENT_ERROR, [f"{words} {error}", called], told=told)
    told = [f"It raised {nearest}."]
    return Verdict(Outcome.STUDENT_ERROR, [f"It raised {error}", *where, called], told=told)


def _absent(question: Question, reply: Raised) -> Verdict:
    name = clean(reply.absent, 80)
    lines = [f"`{name}` is not defined in your file: {_KEEP_NAMES}"]
    if reply.first_error:
        lines.append(f"An earlier cell stopped with {clean(reply.first_error)}")
    asked = reply.absent in _READS.findall(question.source)
    told = f"`{name}`" if asked else "A name that the exercise asks for"
    line = f"{told} is not defined in your file: {_KEEP_NAMES}"
    return Verdict(Outcome.STUDENT_ERROR, lines, told=[line])


def _crash(code: int | None) -> str:
    if code is not None and (code < 0 or code > 128):
        number = -code if code < 0 else code - 128
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"signal {number}"
        more = ", perhaps for using too much memory" if name == "SIGKILL" else ""
        return f"Your code ended its process ({name}{more})."
    shown = "" if code is None else f" (exit code {code})"
    return (
        f"Your code ended its process{shown}: do not call `exit` or close files you did not open."
    )
