"""From a player's reply to a verdict, in the student's words."""

import re
import signal
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torchdojo.errors import GraderError
from torchdojo.feedback.wording import clean
from torchdojo.players.account import NOBODY, RUNNING, Fate
from torchdojo.players.replies import (
    Answer,
    At,
    Crashed,
    Judged,
    Malformed,
    Raised,
    Returned,
    TimedOut,
    Unsendable,
)
from torchdojo.referee.asking import Question
from torchdojo.referee.loading_words import (
    absent,
    commands,
    ends,
    meant,
    running,
    stopped,
    told_of,
    waiting,
)
from torchdojo.referee.verdict import Outcome, Verdict

_NOT_DATA = "Return plain data: tensors, arrays, numbers, strings, lists, tuples or dictionaries."
_UNCALLED = "It is a function that was not called: put `()` behind its name."
_NEARLY_DATA = {
    "builtins.coroutine": "An `async def` returns no result when it is called: write `def`.",
    "builtins.generator": "A `yield`, or brackets `( ... for ... )`, make no list: return a list.",
    "builtins.builtin_function_or_method": _UNCALLED,
    "builtins.method": _UNCALLED,
    "builtins.function": _UNCALLED,
}
"""By kinds of what is no plain data: what to do about it."""
_NOT_TRIED = (
    "Not tried: your program ran out of time in an earlier check of this exercise; mend that first."
)
_NO_DATA = "The result cannot be graded."
_NO_USE = "What came back is not what the exercise asks for."
_KEEP_NAMES = "keep its name as it was in the exercise."
_READS = re.compile(r"\bmodule\.([A-Za-z_]\w*)")


def value_of(
    question: Question, reply: Answer, seconds: float, account: Sequence[Fate] = ()
) -> Any:
    """The value that came back from a program with this `account`; raises `Verdict` if none did."""
    called = question.line
    match reply:
        case Returned(value):
            return value
        case Judged():
            return reply
        case Raised():
            raise _raised(question, reply, account)
        case TimedOut(earlier=True):
            raise Verdict(Outcome.TIMEOUT, [_NOT_TRIED], told=[_NOT_TRIED])
        case TimedOut(loading, at=at):
            raise _timed_out(called, seconds, at, loading=loading)
        case Crashed(code, at):
            where = called if at is None else running(at)
            raise Verdict(Outcome.CRASH, [_crash(code), where])
        case Unsendable(message):
            mend = next((do for kind, do in _NEARLY_DATA.items() if f"`{kind}`" in message), "")
            words = f"The result cannot be graded: {clean(message)}."
            lines = [words, mend or _NOT_DATA, called]
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


def _timed_out(called: str, seconds: float, at: At | None, *, loading: bool) -> Verdict:
    limit = f"{round(seconds, 1):g} s"
    if loading:
        words = f"Your file is not loaded within {limit}: does a loop outside of functions end?"
        where = [] if at is None else [running(at)]
        return Verdict(Outcome.TIMEOUT, [words, *where], told=[words])
    words = f"No answer within {limit}: is there a loop that never ends?"
    return Verdict(Outcome.TIMEOUT, [words, called], told=[words])


def _raised(question: Question, reply: Raised, account: Sequence[Fate]) -> Verdict:
    called, nearest = question.line, reply.nearest
    blame = account[reply.blame] if NOBODY < reply.blame < len(account) else None
    lines = [clean(frame) for frame in reply.frames]
    if reply.absent and blame is not None and blame.unwritten:
        reply, lines = replace(reply, missing=True), [clean(frame) for frame in blame.frames]
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
        return _absent(question, reply, blame, account)
    if reply.loading and blame is not None:
        return Verdict(Outcome.STUDENT_ERROR, stopped(blame), told=[told_of(blame)])
    if reply.signature:
        words = "It cannot be called as the exercise asks:"
        told = [f"{words} {nearest}."]
        return Verdict(Outcome.STUDENT_ERROR, [f"{words} {error}", called], told=told)
    if reply.stumbled and blame is None and not lines:
        first = f"{clean(reply.returned)}, which is not what the check needs"
        words = first if reply.returned else "What came back is not what the check needs"
        lines = [f"{words} ({error}).", called]
        return Verdict(Outcome.STUDENT_ERROR, lines, told=[_NO_USE])
    told = [f"It raised {nearest}.", *([told_of(blame)] if blame is not None else [])]
    words = f"It raised {error}{meant(reply.suggestion) if blame is None else ''}"
    why = stopped(blame) if blame is not None else []
    why += _commands(reply.nearest if blame is None else blame.nearest, account)
    waits = waiting(reply.kind, reply.frames)
    return Verdict(Outcome.STUDENT_ERROR, [*waits, words, *where, called, *why], told=told)


def _absent(
    question: Question, reply: Raised, blame: Fate | None, account: Sequence[Fate]
) -> Verdict:
    """The verdict on a file that lacks a name, by what became of the statement that binds it."""
    name = clean(reply.absent, 80)
    asked = reply.absent in _READS.findall(question.source)
    shown = f"`{name}`" if asked else "A name that the exercise asks for"
    first = f"{shown} is not defined in your file"
    if blame is not None:
        outcome = _OUTCOMES.get(blame.what if blame.what == RUNNING else blame.nearest)
        told = [told_of(blame), f"{first}, because of that."]
        why = absent(name, blame, None) + _commands(blame.nearest, account)
        return Verdict(outcome or Outcome.STUDENT_ERROR, why, told=told)
    lines = absent(name, None, reply.elsewhere)
    more = [line for fate in ends(account) for line in stopped(fate)]
    told = [f"{first}{f': {_KEEP_NAMES}' if reply.elsewhere is None else '.'}"]
    return Verdict(Outcome.STUDENT_ERROR, [*lines, *more], told=told)


def _commands(nearest: str, account: Sequence[Fate]) -> list[str]:
    """The commands that were not carried out, if an error may come from that."""
    return commands(account) if nearest in _OF_COMMANDS else []


_OF_COMMANDS = ("ImportError", "ModuleNotFoundError", "FileNotFoundError", "NotADirectoryError")


_OUTCOMES = {RUNNING: Outcome.TIMEOUT, "MemoryError": Outcome.MEMORY}


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
