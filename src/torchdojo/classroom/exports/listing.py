"""Results check by check: a table for statistics, and JUnit's XML for whatever reads that."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.reading import CheckResult, ExerciseResult, StudentResult
from torchdojo.classroom.tables import write_table

COLUMNS = (
    "student", "exercise", "check", "requirement", "visible", "outcome", "points", "max_points",
    "diagnosis_kind", "diagnosis_id", "sentence", "seconds",
)  # fmt: skip
_ERRORS = ("grader_error", "not_run")


def checks_text(class_: Sequence[StudentResult]) -> str:
    """A row for each student and check, as CSV; ``points`` is empty where the score is open."""
    file = io.StringIO(newline="")
    write_table(file, [list(COLUMNS), *_rows(class_)])
    return file.getvalue()


def _rows(class_: Sequence[StudentResult]) -> Iterator[list[object]]:
    for student in class_:
        for exercise in student.exercises:
            for check in exercise.checks:
                yield [student.name, exercise.id, *_cells(check)]


def _cells(check: CheckResult) -> list[object]:
    seen = "yes" if check.visible else "no"
    points = (check.score, check.points)
    found = (check.kind, check.id, check.sentence)
    return [check.name, check.requirement, seen, check.outcome, *points, *found, check.seconds]


def junit_text(class_: Sequence[StudentResult]) -> bytes:
    """A test suite for each student, a test case for each check, its points as properties.

    The form is pytest's own, ``xunit2``: https://docs.pytest.org/en/stable/how-to/output.html and
    https://github.com/jenkinsci/xunit-plugin (junit-10.xsd).
    """
    suites = "".join(map(_suite, class_))  # one tree for each: a class is too large for one
    head = "<?xml version='1.0' encoding='utf-8'?>"
    return f'{head}\n<testsuites name="torchdojo">\n{suites}</testsuites>\n'.encode()


def _suite(student: StudentResult) -> str:
    checks = [(one, check) for one in student.exercises for check in one.checks]
    kinds = [_kind(check) for _, check in checks]
    suite = ET.Element(
        "testsuite",
        name=harmless(student.name),
        tests=str(len(checks)),
        failures=str(kinds.count("failure")),
        errors=str(kinds.count("error")),
        skipped=str(kinds.count("skipped")),
        time=f"{sum(check.seconds for _, check in checks):.3f}",
    )
    for exercise, check in checks:
        _case(suite, exercise, check)
    ET.indent(suite)
    return ET.tostring(suite, encoding="unicode") + "\n"


def _case(suite: ET.Element, exercise: ExerciseResult, check: CheckResult) -> None:
    classname = exercise.id.replace("/", ".")
    time = f"{check.seconds:.3f}"
    case = ET.SubElement(suite, "testcase", classname=classname, name=check.name, time=time)
    properties = ET.SubElement(case, "properties")
    points = {"max_points": f"{check.points:g}"}
    if check.score is not None:
        points["points"] = f"{check.score:g}"
    for name, value in (points | {"requirement": harmless(check.requirement)}).items():
        ET.SubElement(properties, "property", name=name, value=value)
    kind = _kind(check)
    if kind:
        first = harmless(check.told.split("\n")[0])
        ET.SubElement(case, kind, message=first).text = harmless(check.told)


def _kind(check: CheckResult) -> str:
    """The element that says how a check ended; none where it passed."""
    if check.outcome == "passed":
        return ""
    if check.outcome in _ERRORS:
        return "error"
    return "skipped" if check.outcome == "skipped" else "failure"
