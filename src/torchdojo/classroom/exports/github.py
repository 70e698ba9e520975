"""What a workflow on GitHub runs in a student's repository: the visible checks, and a summary.

The result has the form that GitHub Classroom's reporter takes, as in
https://github.com/classroom-resources/autograding-grading-reporter (``src/main.js``,
``src/notify-classroom.js``): base64 of JSON with ``max_score``, ``status`` and ``tests``. The
summary is https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
(Adding a job summary): at most 1 MiB of Markdown, in which HTML is allowed.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.reading import CheckResult, ExerciseResult, StudentResult, read_report
from torchdojo.errors import DojoError, GraderError

_LARGEST = 900_000
"""Bytes of a summary; GitHub shows none that is larger than 1 MiB."""
_LONGEST = 4000
_MARKS = {"passed": "✅", "partial": "🟡", "failed": "❌", "not_started": "▫️"}


def result_text(result: StudentResult) -> str:
    """What the reporter takes: a test for each exercise, as base64.

    Raises `GraderError` where a score is open: a zero would blame the student.
    """
    tests = [
        {
            "name": one.id,
            "status": _status(one),
            "score": _score(one),
            "message": "",
            "test_code": "",
            "line_no": 0,
        }
        for one in result.exercises
    ]
    status = "fail" if any(test["status"] == "fail" for test in tests) else "pass"
    most = round(sum(one.max_score for one in result.exercises), 6)
    told = {"version": 1, "status": status, "max_score": most, "tests": tests}
    return base64.b64encode(json.dumps(told).encode()).decode()


def summary_text(result: StudentResult) -> str:
    """A table of exercises, then what is missed in each, as Markdown with HTML for its texts."""
    most = sum(one.max_score for one in result.exercises)
    reached = sum(one.score or 0 for one in result.exercises)
    lines = [f"## {reached:g} of {most:g} points", ""]
    lines += ["| | exercise | points |", "|---|---|---|"]
    lines += [f"| {_mark(one)} | {escape(one.id)} | {_points(one)} |" for one in result.exercises]
    text = "\n".join([*lines, "", "These are the visible checks.", ""])
    for part in _missed(result):
        if len((text + part).encode()) > _LARGEST:
            return f"{text}\nThe rest is in the log: run `pytest graders/` to read it.\n"
        text += part
    return text


def _score(exercise: ExerciseResult) -> float:
    if exercise.score is None:
        told = (check.told for check in exercise.checks if check.counts and check.score is None)
        why = next(filter(None, told), "The grader failed.")
        raise GraderError(f"{exercise.id}: {harmless(why)}")
    return exercise.score


def _status(exercise: ExerciseResult) -> str:
    return "pass" if exercise.score == exercise.max_score else "fail"


def _mark(exercise: ExerciseResult) -> str:
    return _MARKS.get(exercise.status, "❔")


def _points(exercise: ExerciseResult) -> str:
    score = "?" if exercise.score is None else f"{exercise.score:g}"
    return f"{score} / {exercise.max_score:g}"


def _missed(result: StudentResult) -> Iterator[str]:
    for exercise in result.exercises:
        missed = [c for c in exercise.checks if c.counts and c.outcome != "passed"]
        if missed and exercise.status != "not_started":
            yield f"\n### {escape(exercise.id)}\n"
            yield from map(_told, missed)


def _told(check: CheckResult) -> str:
    said = escape(harmless(check.told[:_LONGEST]))
    return f"\n<p>{escape(check.requirement)}</p>\n<pre>{said}</pre>\n"


def run(root: Path) -> StudentResult:
    """Score the repository at `root` as `pytest graders/` does; raises `DojoError`."""
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as temporary:
        report = Path(temporary) / "report.json"
        command = [sys.executable, "-P", "-m", "pytest", "graders/", "--score-report", str(report)]
        subprocess.run(command, cwd=root, check=False)
        if not report.is_file():
            raise DojoError("Nothing could be graded: the lines above say why.")
        return read_report(report, "")


def main() -> None:
    """Write summary and result to where GitHub's variables say, or print the summary."""
    try:
        result = run(Path.cwd())
        told = result_text(result)
    except DojoError as error:
        sys.exit(str(error))
    except GraderError as error:
        sys.exit(f"No results, so that nobody gets a zero for it: {error}")
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary is None:
        print(summary_text(result))
    else:
        _append(summary, summary_text(result))
    if output := os.environ.get("GITHUB_OUTPUT"):
        _append(output, f"result={told}\n")


def _append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
