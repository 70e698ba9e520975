"""What `torchdojo grade` wrote into a folder of reports, read back for exports and analysis."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import Any

from torchdojo.classroom.names import file_names
from torchdojo.classroom.reports import TABLE
from torchdojo.classroom.tables import plain_text
from torchdojo.errors import DojoError
from torchdojo.referee.results import told_to_student

MARKS, TOTALS = "marks.csv", "totals.csv"
"""Where a course's rules were applied: what is given for what was earned."""
_ABSENT = ("skipped", "not_run")
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of a check."""

    name: str
    requirement: str
    visible: bool
    points: float
    score: float | None
    """None where a fault of the grader, or a run that was stopped, leaves it open."""
    outcome: str
    told: str
    """What the student may read of it."""
    seconds: float
    kind: str
    """Of its diagnosis; empty where there is none."""
    id: str
    sentence: str

    @property
    def counts(self) -> bool:
        """Whether it was carried out: a check for an absent accelerator is not."""
        return self.outcome not in _ABSENT


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """A student's result in an exercise."""

    id: str
    score: float | None
    max_score: float
    status: str
    file: str
    """Which was graded, from the submission's folder; empty if none was."""
    passed_over: str
    notes: tuple[str, ...]
    checks: tuple[CheckResult, ...]

    @property
    def readable(self) -> bool:
        """Whether there was a program that could be graded."""
        return any(c.counts and c.outcome != "not_gradable" for c in self.checks)

    @property
    def begun(self) -> bool:
        """Whether there was work in it."""
        return self.readable and self.status != "not_started"


@dataclass(frozen=True)
class StudentResult:
    """A student's report."""

    name: str
    report: str
    """The name of the report's file, without suffix."""
    exercises: tuple[ExerciseResult, ...]
    level: str
    """Of isolation; empty where no player was started."""

    def chosen(self, ids: frozenset[str]) -> "tuple[ExerciseResult, ...]":
        """The results in the exercises or tracks `ids`; all if none are named."""
        return tuple(e for e in self.exercises if not ids or {e.id, e.id.split("/")[0]} & ids)


def read_class(folder: Path) -> list[StudentResult]:
    """The reports of all students in `folder`, in the order of its table.

    Raises `DojoError` where there are none, or one is damaged.
    """
    names = _names(folder)
    found = [read_report(folder / f"{file}.json", name) for file, name in names.items()]
    if not found:
        raise DojoError(
            f"{folder} holds no reports: name the folder that `torchdojo grade` wrote them to."
        )
    return found


def read_report(path: Path, name: str) -> StudentResult:
    """One report, of the student `name`; raises `DojoError` if it is damaged."""
    try:
        return _student(json.loads(path.read_bytes()), name, path.stem)
    except OSError as error:
        raise DojoError(
            f"{path} cannot be read ({error.strerror}): grade the class again."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DojoError(
            f"{path} is no score report of this version of torchdojo: move it away, or grade the "
            "class again."
        ) from error


@dataclass(frozen=True)
class Given:
    """What a course's rules made of the scores, as `torchdojo marks` wrote it."""

    marks: Mapping[tuple[str, str], float | None]
    """By student and exercise; None while a mark is open."""
    totals: Mapping[str, float | None]
    """By student: per cent of the course, weighted."""
    names: Mapping[str, str]
    """The full names of students."""


def read_given(folder: Path) -> Given:
    """The marks and totals in `folder`; none where no course's rules were applied.

    Raises `DojoError` where a table is damaged.
    """
    marks, totals = _rows(folder / MARKS), _rows(folder / TOTALS)
    try:
        return Given(
            {(row["student"], row["exercise"]): _cell(row["given"]) for row in marks},
            {row["student"]: _cell(row["total_percent"]) for row in totals},
            {row["student"]: row["name"] for row in marks if row.get("name")},
        )
    except (ValueError, KeyError) as error:
        raise DojoError(
            f"{MARKS} or {TOTALS} in {folder} is damaged: run `torchdojo marks` again."
        ) from error


def _cell(text: str) -> float | None:
    return float(text) if text else None


def _rows(table: Path) -> list[dict[str, str]]:
    """The rows of a table of ours, with the texts as they were; none where it is not there."""
    if not table.is_file():
        return []
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            return [{k: plain_text(v) for k, v in row.items()} for row in csv.DictReader(file)]
    except (ValueError, TypeError, AttributeError, csv.Error) as error:
        raise DojoError(f"{table} is damaged: grade the class again, or move it away.") from error


def without_report(folder: Path) -> list[str]:
    """The students in the table of the class who have no report."""
    names = _listed(folder)
    files = zip(names, file_names(names), strict=True)
    return [name for name, file in files if not (folder / f"{file}.json").is_file()]


def _names(folder: Path) -> dict[str, str]:
    """The student for each report's file; where there is no table, each is called like it."""
    reports = {path.stem for path in sorted(folder.glob("*.json")) if _is_report(path)}
    listed = _listed(folder) if reports else []
    if not listed:
        return {file: file for file in sorted(reports)}
    told = zip(file_names(listed), listed, strict=True)
    return {file: name for file, name in told if file in reports}


def _listed(folder: Path) -> list[str]:
    rows = _rows(folder / TABLE)
    if rows and "student" not in rows[0]:
        raise DojoError(f"{folder / TABLE} is damaged: grade the class again, or move it away.")
    return [row["student"] for row in rows]


def _is_report(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _student(data: Data, name: str, report: str) -> StudentResult:
    exercises = tuple(_exercise(id, one) for id, one in data["exercises"].items())
    isolation = data["isolation"]
    return StudentResult(name, report, exercises, str(isolation["level"]) if isolation else "")


def _exercise(id: str, data: Data) -> ExerciseResult:
    return ExerciseResult(
        id=str(id),
        score=_number(data["score"]),
        max_score=float(data["max_score"]),
        status=str(data["status"]),
        file=str(data.get("file") or ""),
        passed_over=str(data.get("passed_over") or ""),
        notes=tuple(map(str, data.get("notes", ()))),
        checks=tuple(_checks(data["checks"])),
    )


def _checks(listed: list[dict[str, Any]]) -> Iterator[CheckResult]:
    for data in listed:
        diagnosis = data.get("diagnosis", {})
        yield CheckResult(
            name=intern(str(data["name"])),
            requirement=intern(str(data["requirement"])),
            visible=bool(data["visible"]),
            points=float(data["points"]),
            score=_number(data["score"]),
            outcome=str(data["outcome"]),
            told=told_to_student(data),
            seconds=float(data["seconds"]),
            kind=str(diagnosis.get("kind", "")),
            id=str(diagnosis.get("id", "")),
            sentence=intern(str(diagnosis.get("sentence", ""))),
        )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
