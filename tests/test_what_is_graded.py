"""Which file is graded, when work has begun, and what a repair exercise gives points for."""

import ast
import io
import json
import re
import subprocess
import sys
import tokenize
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run

from torchdojo.authoring import FORMS, render
from torchdojo.catalog import Code, Collection, Exercise, code_of_notebook, code_of_text
from torchdojo.catalog.gates import checks_of, gates, start_loses
from torchdojo.referee.handed_in import untouched

COLLECTION = Collection(ROOT)
SPLIT, IRIS = "01_tensors/10_split_and_chunk", "04_modules/05_repair_iris"
STUBS = [e for e in COLLECTION.exercises.values() if e.source.start != "solved"]


def _code(exercise: Exercise, form: str, *, solved: bool = False) -> Code:
    build = render(exercise, form, solved=solved)  # type: ignore[arg-type]
    read = code_of_notebook if form == "notebook" else code_of_text
    return read(build.text, f"{exercise.name}{Path(build.path).suffix}")


def _commented(text: str) -> str:
    """`text` with a comment after every statement that ends a line, and blank lines."""
    lines = text.splitlines(keepends=True)
    ends = [
        token.start[0] - 1
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.NEWLINE
    ]
    for number in reversed(ends):
        lines[number] = lines[number].rstrip("\n") + "  # mine\n\n"
    return "".join(lines)


def _redocumented(text: str) -> str:
    return re.sub(r'^( +""")(?=\S)', r"\1I have read this. ", text, flags=re.MULTILINE)


def _reformatted(text: str) -> str:
    """All that is not syntax is gone: quotes, parentheses, comments, line ends are Python's own."""
    return ast.unparse(ast.parse(text))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edit", [str, _commented, _redocumented, _reformatted])
def test_a_stub_that_only_looks_different_is_a_stub(form: str, edit: Callable[[str], str]) -> None:
    """Comments, docstrings, layout change nothing, in either form of any exercise; work does."""
    for exercise in STUBS:
        cells = tuple((line, edit(text)) for line, text in _code(exercise, form).cells)
        edited = Code(exercise.file, "\n\n".join(t for _, t in cells), cells, keep_going=True)
        assert untouched(exercise, edited), exercise.id
        assert not untouched(exercise, _code(exercise, form, solved=True)), exercise.id


def test_one_changed_name_is_work() -> None:
    """Of every stub: a function of one's own, a constant, another default make it begun."""
    for exercise in STUBS[::8]:
        text = _code(exercise, "module").text
        for more in ("\n\ndef mine():\n    return 1\n", "\nEPS = 1e-8\n"):
            assert not untouched(exercise, code_of_text(text + more, exercise.file))
    iris = COLLECTION.find(IRIS)
    repaired = _code(iris, "module").text.replace("return 0.0", "return 0.5")
    assert not untouched(iris, code_of_text(repaired, iris.file))


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "-" * 90_000 + "1\n",
        "(" * 50_000,
        "x = [" + "1," * 900_000 + "]",
        "\0",
        "def f(:\n",
    ],
    ids=["deep", "brackets", "long", "null", "no python"],
)
def test_hostile_text_is_no_stub(text: str) -> None:
    """What cannot be read, or takes too much, is not taken for what was given out."""
    exercise = COLLECTION.find(SPLIT)
    for cells in (((0, text),), ((0, _code(exercise, "module").text), (99, text))):
        assert not untouched(exercise, Code("a.py", text, cells, keep_going=True))


def _write(folder: Path, id: str, text: str, suffix: str) -> None:
    path = folder / f"{id}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_the_finished_one_of_two_is_graded_and_named(
    graders: Callable[..., Run], tmp_path: Path, form: str
) -> None:
    """A stub with a touched comment beside finished work in the other form: that one counts."""
    exercise = COLLECTION.find(SPLIT if form == "module" else IRIS)
    stub = render(exercise, exercise.source.form)
    assert exercise.source.form == form
    other = "notebook" if form == "module" else "module"
    done = render(exercise, other, solved=True)
    touched = stub.text.replace("import torch", "import  torch", 1)
    assert touched != stub.text
    _write(tmp_path, exercise.id, touched, Path(stub.path).suffix)
    _write(tmp_path, exercise.id, done.text, Path(done.path).suffix)
    run = graders("--submission", str(tmp_path), "--exercise", exercise.id, "--device", "cpu")
    scored = run.report["exercises"][exercise.id]
    assert scored["score"] == scored["max_score"], run.output
    assert scored["file"] == done.path and scored["passed_over"] == Path(stub.path).name
    assert f"{done.path} is graded; {Path(stub.path).name} beside it is not." in run.output


def test_what_comes_next_is_the_file_that_is_there(
    graders: Callable[..., Run], tmp_path: Path
) -> None:
    """A notebook, where only that was handed in."""
    done = render(COLLECTION.find(SPLIT), "notebook", solved=True)
    _write(tmp_path, SPLIT, done.text.replace("dim=1", "dim=0"), ".ipynb")
    run = graders("--submission", str(tmp_path), "--exercise", "split", "--device", "cpu")
    assert run.report["exercises"][SPLIT]["status"] == "partial", run.output
    assert f"{SPLIT}.ipynb)" in run.output and f"{SPLIT}.py)" not in run.output


def test_the_report_names_no_file_where_there_is_none(
    graders: Callable[..., Run], tmp_path: Path
) -> None:
    """A missing or unreadable file is not named as graded."""
    _write(tmp_path, SPLIT, "\0", ".py")
    run = graders("--submission", str(tmp_path), "--exercise", "split")
    assert run.report["exercises"][SPLIT]["file"] is None


def _iris(*repairs: tuple[str, str]) -> str:
    text = render(COLLECTION.find(IRIS), "module").text
    for old, new in repairs:
        assert old in text
        text = text.replace(old, new)
    return text


FLOOR = ("return 0.0", "return math.log(1 + (num_classes - 1) / math.e)")
RENAMED = ("hidden: int = 16", "hidden: int = 8 + 8")
SPOILT = ("return self(x).argmax(dim=1)", "return self(x).argmax(dim=0)")
BEGUN = {
    "given out": ((), "not_started", 0),
    "renamed": ((RENAMED,), "failed", 0),
    "half": ((FLOOR,), "partial", 2),
    "half, and spoilt": ((FLOOR, SPOILT), "failed", 0),
}


def test_what_the_given_code_passes_only_gates() -> None:
    """The points of a repair exercise are on what the code given out fails."""
    exercise = COLLECTION.find(IRIS)
    assert start_loses(exercise) and gates(exercise)
    for check in checks_of(exercise):
        assert (check.points > 0) == (check.name in start_loses(exercise))


@pytest.mark.parametrize("how", list(BEGUN))
def test_a_repair_is_scored_for_what_it_repairs(
    graders: Callable[..., Run], tmp_path: Path, how: str
) -> None:
    """Untouched it is not started; a harmless change earns nothing; what worked must still work."""
    repairs, status, points = BEGUN[how]
    _write(tmp_path, IRIS, _iris(*repairs), ".py")
    run = graders("--submission", str(tmp_path), "--exercise", IRIS, "--device", "cpu")
    scored = run.report["exercises"][IRIS]
    assert (scored["status"], scored["score"], scored["max_score"]) == (status, points, 9)
    assert ("softmax" in run.output.lower()) == (how != "given out")
    if how == "half, and spoilt":
        kept = run.checks(IRIS)["knows_the_floor"]
        assert kept["outcome"] == "passed" and "no points while" in kept["feedback"]
        assert "the exercise gives no points" in run.output


def test_check_and_grade_agree_on_what_is_begun(tmp_path: Path) -> None:
    """The notebook's `check`, and `torchdojo grade`, say and score the same of a repair."""
    for number, (repairs, _, _) in enumerate(BEGUN.values()):
        _write(tmp_path / "class" / f"s{number}", IRIS, _iris(*repairs), ".py")
    command = [str(Path(sys.executable).parent / "torchdojo"), "grade", str(tmp_path / "class")]
    command += [str(tmp_path / "reports"), "--exercise", IRIS, "--device", "cpu"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for number, (_, status, points) in enumerate(BEGUN.values()):
        report = json.loads((tmp_path / f"reports/s{number}.json").read_text())
        scored = report["exercises"][IRIS]
        assert (scored["status"], scored["score"]) == (status, points)
        assert scored["file"] == f"{IRIS}.py"
        assert f"graded: {IRIS}.py" in (tmp_path / f"reports/s{number}.html").read_text()
    place = str(tmp_path / "class/s0")
    code = f"from torchdojo.jupyter import check; print(check({IRIS!r}, {place!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "0 of 9 points" in done.stdout and f"graded: {IRIS}.py" in done.stdout, done.stderr
    assert "Not started" in done.stdout and "softmax" not in done.stdout.lower()


def test_the_first_run_names_no_bug(graders: Callable[..., Run]) -> None:
    """A fresh clone's run of the exercises says of none more than that it is not started."""
    run = graders("--exercise", IRIS, "--exercise", SPLIT, "--device", "cpu")
    statuses = {id: e["status"] for id, e in run.report["exercises"].items()}
    assert set(statuses.values()) == {"not_started"}
    assert "FAILURES" not in run.output and len(run.output.splitlines()) < 24
