"""`torchdojo grade`: a class is graded as each student would be, once, and nothing is lost."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, Run

from torchdojo.catalog import Collection
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.run import ClassRun
from torchdojo.classroom.students import Student, find_students
from torchdojo.classroom.works import Plan, program_of
from torchdojo.errors import DojoError, GraderError

SPLIT, IRIS = "01_tensors/10_split_and_chunk", "04_modules/05_repair_iris"
IDS = (SPLIT, IRIS)
SCHEMA = ROOT / "src/torchdojo/referee/score-report.schema.json"
COLLECTION = Collection(ROOT)
SEED = 11


def _grade(place: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """`torchdojo grade` on the class in `place` and these two exercises."""
    chosen = [word for id in IDS for word in ("--exercise", id)]
    command = [str(Path(sys.executable).parent / "torchdojo"), "grade", str(place / "class")]
    command += [str(place / "reports"), *chosen, "--device", "cpu", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _hand_in(folder: Path, id: str, text: str, suffix: str = ".py") -> None:
    place = folder / f"{id}{suffix}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class whose work is right, wrong, hostile, damaged, missing or untouched."""
    place = tmp_path_factory.mktemp("graded")
    students = place / "class"
    solved = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
    stub = (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8")
    chunked = stub.replace("raise NotImplementedError", "return list(torch.chunk(t, n))", 1)
    _hand_in(students / "ada", SPLIT, solved)
    _hand_in(students / "ada", IRIS, (ROOT / f"solutions/{IRIS}.py").read_text("utf-8"))
    _hand_in(students / "bert/torchdojo/exercises", SPLIT, chunked)
    ends = solved.replace("import torch\n", "import os\n\nimport torch\n\nos._exit(0)\n", 1)
    _hand_in(students / "cleo", SPLIT, ends)
    _hand_in(students / "dan", SPLIT, stub)
    _hand_in(students / "dan", IRIS, '{"cells": [', ".ipynb")
    _hand_in(students / "eve <b>", SPLIT, stub)
    (students / "fay").mkdir()
    (students / "grades.csv").write_text("a file that is nobody's work")
    done = _grade(place, "--seed", str(SEED))
    (place / "said").write_text(done.stdout + done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def _report(place: Path, name: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((place / f"reports/{name}.json").read_text("utf-8"))
    return report


def _timeless(report: dict[str, Any]) -> dict[str, Any]:
    for exercise in report["exercises"].values():
        for check in exercise["checks"]:
            del check["seconds"]
    return report


@pytest.mark.parametrize(
    ("name", "inside"), [("ada", "."), ("bert", "torchdojo/exercises"), ("cleo", ".")]
)
def test_a_class_gets_what_each_would_get_alone(
    graded: Path, graders: Callable[..., Run], name: str, inside: str
) -> None:
    """The report is the one of `pytest graders/ --submission` with the same seed."""
    report = _timeless(_report(graded, name))
    folder = str(graded / "class" / name / inside)
    places = tuple(f"graders/{id}" for id in IDS)
    options = ("--submission", folder, "--seed", str(SEED), "--device", "cpu")
    alone = _timeless(graders(*options, places=places).report)
    for exercise in (*alone["exercises"].values(), *report["exercises"].values()):
        for check in exercise["checks"]:
            check.pop("picture", None)  # which those get who look at one program
            if check["outcome"] == "not_gradable":  # the sentence names the folder
                del check["feedback"], check["told"], check["diagnosis"]
    assert report == alone


def test_reports_have_the_form_of_a_score_report(graded: Path) -> None:
    """Every report fits the schema, those of work that cannot be read too."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    names = ("ada", "bert", "cleo", "dan", "eve <b>", "fay")
    assert {path.stem for path in (graded / "reports").glob("*.json")} == set(names)
    for name in names:
        jsonschema.validate(_report(graded, name), schema)
    assert _report(graded, "ada")["score"] == _report(graded, "ada")["max_score"]
    assert _report(graded, "cleo")["score"] == 0
    statuses = {id: one["status"] for id, one in _report(graded, "dan")["exercises"].items()}
    assert statuses == {SPLIT: "not_started", IRIS: "failed"}


def test_marks_come_as_a_table(graded: Path) -> None:
    """`grades.csv` has a row for each student and a column for each exercise."""
    with (graded / "reports/grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["ada", "bert", "cleo", "dan", "eve <b>", "fay"]
    for name, row in rows.items():
        report = _report(graded, name)
        assert float(row["score"]) == report["score"]
        assert {id: float(row[id]) for id in IDS} == {
            id: one["score"] for id, one in report["exercises"].items()
        }


def test_what_is_said_tells_the_instructor_where_to_look(graded: Path) -> None:
    """Damaged work by name, the mistake most made, and how each exercise went."""
    said = (graded / "said").read_text()
    assert "dan: `05_repair_iris.ipynb` is a damaged notebook" in said
    assert "fay: Nothing in the folder is laid out like `exercises/`." in said
    assert f"1 {SPLIT}: `torch.chunk(t, n)` may return fewer than n pieces" in said
    assert "Wrote 6 reports and grades.csv" in said and f"seed {SEED}" in said


def test_pages_for_students_keep_hidden_checks_short(graded: Path) -> None:
    """A page shows points and feedback; names are escaped; hidden feedback is its first line."""
    page = (graded / "reports/bert.html").read_text("utf-8")
    hidden = [c for c in _report(graded, "bert")["exercises"][SPLIT]["checks"] if not c["visible"]]
    lines = [line for c in hidden for line in c["feedback"].splitlines()[1:] if "Called" in line]
    assert lines and "may return fewer than n pieces" in page
    assert not any(line in page for line in lines)
    assert "<b>:" not in (graded / "reports/eve <b>.html").read_text("utf-8")


def test_a_second_run_grades_what_has_changed(graded: Path, tmp_path: Path) -> None:
    """Nothing is graded twice; a student who hands in later, or anew, is; the seed stays."""
    place = Path(shutil.copytree(graded, tmp_path / "again"))
    again = _grade(place)
    assert again.returncode == 0 and " graded\n" not in again.stdout
    before = _report(place, "bert")
    shutil.copy(ROOT / f"solutions/{SPLIT}.py", place / f"class/dan/{SPLIT}.py")
    later = _grade(place)
    assert later.returncode == 0 and "1 of 1 graded" in later.stdout
    assert _report(place, "dan")["exercises"][SPLIT]["status"] == "passed"
    assert _report(place, "bert") == before and before["seed"] == SEED
    demanded = _grade(place, "--require-isolation", "process")
    assert " graded\n" in demanded.stdout, "what was graded under another demand does not count"
    other = _grade(place, "--seed", "12")
    assert other.returncode == 1 and f"holds grades for --seed {SEED}" in other.stderr


def test_a_fault_of_the_grader_is_nobody_s_zero(tmp_path: Path) -> None:
    """Where players cannot be shut in as demanded, nothing is graded and nothing written down."""
    _hand_in(tmp_path / "class/ada", SPLIT, "")
    students = find_students(tmp_path / "class", COLLECTION, tmp_path)
    options = ("--isolation", "process", "--require-isolation", "full")
    plan = Plan(COLLECTION, [COLLECTION.find(SPLIT)], options)
    run = ClassRun(plan, students, tmp_path / "reports", 1)
    with pytest.raises(GraderError, match=r"Nothing could be graded.*is required but"):
        run.grade_with_referees(1, 300, lambda _: None)
    ledger = Ledger(tmp_path / "reports", None)
    assert not [*ledger.marks()] and not (tmp_path / "reports/ada.json").exists()
    ledger.close()


def test_folders_that_hold_no_class_are_refused(tmp_path: Path) -> None:
    """Missing, empty, or one submission: a sentence says what to name instead."""
    with pytest.raises(DojoError, match="There is no folder"):
        find_students(tmp_path / "nowhere", COLLECTION, tmp_path)
    with pytest.raises(DojoError, match="holds no folders"):
        find_students(tmp_path, COLLECTION, tmp_path)
    with pytest.raises(DojoError, match="is a submission itself"):
        find_students(ROOT / "exercises", COLLECTION, tmp_path)


def test_links_lead_nowhere(tmp_path: Path) -> None:
    """A student who hands in a link to the solutions, or to another's work, hands in nothing."""
    for name in ("mallory", "mark"):
        (tmp_path / "class" / name).mkdir(parents=True)
    (tmp_path / "class/mallory/exercises").symlink_to(ROOT / "solutions")
    (tmp_path / "class/mark/01_tensors").symlink_to(ROOT / "solutions/01_tensors")
    students = find_students(tmp_path / "class", COLLECTION, tmp_path)
    assert students[0] == Student("mallory", None)
    for work in Plan(COLLECTION, [COLLECTION.find(SPLIT)], ()).works(students):
        program = program_of(work)
        assert program.unreadable and not program.code.text
