"""A score report as Gradescope's ``results.json``.

The format is https://gradescope-autograders.readthedocs.io/en/latest/specs/ (Output format, Output
string formatting, Controlling test case visibility); ``gradescope-results.schema.json`` says it.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.reading import CheckResult, ExerciseResult, StudentResult
from torchdojo.errors import GraderError

HIDDEN = ("after_published", "after_due_date", "hidden", "visible")
"""When students see a hidden check: Gradescope's words."""


def results_text(result: StudentResult, *, hidden: str, seconds: float) -> str:
    """`result` as the text of a ``results.json``; hidden checks are seen when `hidden` says.

    Raises `GraderError` where a score is open: there is no such thing as no score in the format,
    and a zero would blame the student.
    """
    tests = [t for n, one in enumerate(result.exercises, 1) for t in _tests(n, one, hidden)]
    level = f"Your code ran at isolation level {result.level}. " if result.level else ""
    told = {
        "execution_time": round(seconds, 2),
        "output": "".join(map(_summary, result.exercises)) + f"<p>{escape(level)}</p>",
        "output_format": "html",
        "test_output_format": "html",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(told, indent=2) + "\n"


def refused_text(ids: Sequence[str], points: float, why: str) -> str:
    """The ``results.json`` of a submission that could not be read at all: no points, and why."""
    shown = {"output": _shown([why]), "output_format": "html", "status": "failed"}
    name = f"{', '.join(ids)} can be read"
    test = {"name": name, "score": 0.0, "max_score": points, **shown, "visibility": "visible"}
    return json.dumps({"stdout_visibility": "hidden", "tests": [test]}, indent=2) + "\n"


def _tests(number: int, exercise: ExerciseResult, hidden: str) -> Iterator[dict[str, Any]]:
    counting = [check for check in exercise.checks if check.counts or check.score is None]
    for place, check in enumerate(counting, 1):
        if check.score is None:
            raise GraderError(f"{exercise.id}, {check.name}: {check.told or 'The grader failed.'}")
        yield {
            "score": check.score,
            "max_score": check.points,
            "status": "passed" if check.outcome == "passed" else "failed",
            "name": check.requirement,
            "number": f"{number}.{place}",
            "output": _shown(_lines(check)),
            "output_format": "html",
            "tags": [exercise.id],
            "visibility": "visible" if check.visible else hidden,
            "extra_data": {"exercise": exercise.id, "check": check.name, "diagnosis": check.id},
        }


def _lines(check: CheckResult) -> list[str]:
    return check.told.splitlines() or ["It is met."]


def _shown(lines: Sequence[str]) -> str:
    first, *rest = (escape(harmless(line)) for line in lines)
    more = f"<pre>{chr(10).join(rest)}</pre>" if rest else ""
    return f"<p><strong>{first}</strong></p>{more}"


def _summary(exercise: ExerciseResult) -> str:
    score = "?" if exercise.score is None else f"{exercise.score:g}"
    words = [f"{exercise.id}: {score} of {exercise.max_score:g} points"]
    words += [f"graded: {exercise.file}"] if exercise.file else []
    words += [f"not graded: {exercise.passed_over}"] if exercise.passed_over else []
    return f"<p>{'; '.join(escape(harmless(word)) for word in (*words, *exercise.notes))}</p>"
