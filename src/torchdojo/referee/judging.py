"""From a player's reply to a verdict, in the student's words."""

import signal
from typing import Any

from torchdojo.errors import GraderError
from torchdojo.referee.asking import Question, Reply
from torchdojo.referee.verdict import Outcome, Verdict
from torchdojo.referee.wording import clean

_NOT_DATA = "Return plain data: tensors, arrays, numbers, strings, lists, tuples or dictionaries."


def value_of(question: Question, reply: Reply, seconds: float) -> Any:
    """The value that came back; raises `Verdict` if none did."""
    status = reply["status"]
    if status == "returned":
        return reply["value"]
    called = question.line
    if status == "raised":
        raise _raised(called, reply)
    if status == "timeout" and reply.get("loading"):
        words = (
            f"Your file is not loaded within {seconds:g} s: does a loop outside of functions end?"
        )
        raise Verdict(Outcome.TIMEOUT, [words])
    if status == "timeout":
        raise Verdict(
            Outcome.TIMEOUT,
            [f"No answer within {seconds:g} s: is there a loop that never ends?", called],
        )
    if status == "crash":
        raise Verdict(Outcome.CRASH, [_crash(reply.get("code")), called])
    if status == "unsendable":
        what = clean(reply["message"])
        raise Verdict(Outcome.FAILED, [f"The result cannot be graded: {what}.", _NOT_DATA, called])
    raise Verdict(
        Outcome.NOT_GRADABLE,
        [f"The answer could not be read: {clean(str(reply.get('message', status)))}.", called],
    )


def reference_value(question: Question, reply: Reply) -> Any:
    """The reference's value; raises `GraderError` if it gave none."""
    if reply["status"] == "returned":
        return reply["value"]
    detail = reply.get("message") or reply.get("code") or ""
    raise GraderError(
        f"the reference gave no answer to {question.words}: {reply['status']} {detail}"
    )


def _raised(called: str, reply: Reply) -> Verdict:
    message = clean(reply["message"])
    lines = [clean(str(frame)) for frame in reply["frames"]]
    where = [f"At {line}" for line in reversed(lines)]
    kind = clean(str(reply["type"]), 60)
    if reply["missing"]:
        place = lines[-1].split(":")[0] if lines else "your file"
        words = f"Not written yet ({place}): replace `raise NotImplementedError` by your code."
        return Verdict(Outcome.FAILED, [words], not_started=True)
    if reply.get("loading") and kind in ("MemoryError", "RecursionError") and not lines:
        words = "Your file cannot be read as Python: an expression in it is nested too deeply."
        return Verdict(Outcome.STUDENT_ERROR, [words])
    if reply["memory"]:
        words = f"It needs more memory than an exercise may use ({kind}: {message})."
        return Verdict(Outcome.MEMORY, [words, called, *where])
    if reply.get("absent"):
        return Verdict(Outcome.STUDENT_ERROR, _absent(reply))
    if reply.get("loading"):
        words = f"Your file cannot be loaded: {kind}: {message}"
        return Verdict(Outcome.STUDENT_ERROR, [words, *where])
    if reply.get("signature"):
        words = f"It cannot be called as the exercise asks: {kind}: {message}"
        return Verdict(Outcome.STUDENT_ERROR, [words, called])
    return Verdict(Outcome.STUDENT_ERROR, [f"It raised {kind}: {message}", *where, called])


def _absent(reply: Reply) -> list[str]:
    name = clean(str(reply["absent"]), 80)
    lines = [f"`{name}` is not defined in your file: keep its name as it was in the exercise."]
    error = reply.get("first_error")
    if isinstance(error, dict):
        kind, message = clean(str(error.get("type")), 60), clean(str(error.get("message")))
        lines.append(f"An earlier cell stopped with {kind}: {message}")
    return lines


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
