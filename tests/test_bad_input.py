"""Damaged, missing and hostile input: one clear sentence, and the rest is still scored."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run, cold
from small_collection import edit, small_collection
from test_honest_noise import RIGHT, SPLIT

from torchdojo.catalog import Collection, code_of_text
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

WELCOME = "01_tensors/00_welcome"
PLACES = ("graders/01_tensors",)


EXERCISES = sorted(set(Collection(ROOT).exercises) - {WELCOME})


def _damage(submission: Path, id: str, data: bytes | None, suffix: str) -> None:
    """Replace the student's work on exercise `id` by `data`."""
    for known in (".py", ".ipynb"):
        (submission / id).with_suffix(known).unlink(missing_ok=True)
    if data is DIRECTORY:
        (submission / id).with_suffix(suffix).mkdir()
    elif data is not None:
        (submission / id).with_suffix(suffix).write_bytes(data)


def _faults(run: Run, id: str, sentence: str) -> list[str]:
    """The checks of `id` that do not say `sentence`, do not score zero, or show a traceback."""
    feedback = {c["name"]: c for c in run.report["exercises"][id]["checks"]}
    return [
        f"{id} {name}: {check['outcome']}: {check['feedback'][:300]}"
        for name, check in feedback.items()
        if sentence not in check["feedback"] or check["score"] != 0 or "Traceback" in str(check)
    ]


BLANKS = (
    b'{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "code", '
    b'"metadata": {}, "outputs": [], "execution_count": 1, "source": "%sx ="}]}' % (b" " * 400_000)
)
DIRECTORY = b"a directory"
DAMAGED = {
    "a directory": (DIRECTORY, ".py", "is missing in"),
    "a notebook line of blanks": (BLANKS, ".ipynb", "is not defined in your file"),
    "a missing file": (None, ".py", "is missing in"),
    "a syntax error": (b"def split_even(t, n:\n    pass\n", ".py", "cannot be loaded: SyntaxError"),
    "a binary file": (bytes(range(128, 256)) * 9, ".py", "is not UTF-8 text"),
    "null bytes": (b"x = 1\0\n", ".py", "holds null bytes"),
    "an empty file": (b"", ".py", "is not defined in your file"),
    "a file that is too large": (b"#" * (3 * 2**20), ".py", "is larger than 2 MiB"),
    "a damaged notebook": (b'{"cells": [{"cell_type"', ".ipynb", "is a damaged notebook"),
    "a notebook of something else": (b"[1, 2]", ".ipynb", "is a damaged notebook"),
    "an import that fails": (b"import no_such_module\n", ".py", "ModuleNotFoundError"),
    "an error while it loads": (b"1 / 0\n", ".py", "cannot be loaded: ZeroDivisionError"),
    "a text nested too deeply": (b"x = " + b"-" * 90_000 + b"1\n", ".py", "nested too deeply"),
}


@pytest.mark.parametrize("kind", ["a binary file", "a directory", "a pipe"])
def test_what_lies_in_the_clone_itself_is_a_student_s_too(tmp_path: Path, kind: str) -> None:
    """Work in `exercises/` of the collection may be anything: the run goes on all the same."""
    root = small_collection(tmp_path / "collection")
    _damage(root / "exercises", SPLIT, *DAMAGED.get(kind, (None, ".py"))[:2])
    if kind == "a pipe":
        os.mkfifo(root / f"exercises/{SPLIT}.py")
    report = tmp_path / "report.json"
    done = cold([f"graders/{SPLIT}", "--device", "cpu", "--score-report", str(report)], root)
    assert "INTERNALERROR" not in done.stdout and report.is_file(), done.stdout
    (scored,) = json.loads(report.read_text())["exercises"].values()
    ran = [check for check in scored["checks"] if check["outcome"] != "skipped"]
    assert {check["outcome"] for check in ran} == {"not_gradable"}, scored


@pytest.mark.parametrize("start", range(0, len(DAMAGED), len(EXERCISES)))
def test_a_damaged_file_gets_one_sentence(
    graders: Callable[..., Run], submission: Path, start: int
) -> None:
    """What is wrong with a file stands in its feedback; the other exercises are scored as ever."""
    damaged = list(zip(EXERCISES, list(DAMAGED.values())[start:], strict=False))
    for id, (data, suffix, _) in damaged:
        _damage(submission, id, data, suffix)
    ids = [WELCOME, *(id for id, _ in damaged)]
    places = tuple(f"graders/{id}" for id in ids)
    run = graders("--submission", str(submission), "--device", "cpu", places=places)
    assert [fault for id, (_, _, words) in damaged for fault in _faults(run, id, words)] == []
    assert run.report["score"] == 3, run.output


@pytest.mark.parametrize("whole_folder", [False, True], ids=["file", "folder"])
def test_links_out_of_the_submission_are_refused(
    graders: Callable[..., Run], submission: Path, tmp_path: Path, whole_folder: bool
) -> None:
    """A symbolic link to the solution, or to its folder, hands in nobody's work."""
    elsewhere = tmp_path / "elsewhere" / "01_tensors"
    shutil.copytree(ROOT / "solutions/01_tensors", elsewhere)
    track = submission / "01_tensors"
    if whole_folder:
        shutil.rmtree(track)
        track.symlink_to(elsewhere)
    else:
        (track / "10_split_and_chunk.py").unlink()
        (track / "10_split_and_chunk.py").symlink_to(elsewhere / "10_split_and_chunk.py")
    run = graders("--submission", str(submission), "--device", "cpu", places=PLACES)
    for check in run.checks(SPLIT).values():
        assert "a link to a place outside the submission" in check["feedback"]
    assert run.report["exercises"][SPLIT]["score"] == 0


FUNCTIONS = {
    "a missing function": ("del interleave", "is not defined in your file"),
    "a wrong signature": ("def interleave(a):\n    return a", "cannot be called as the exercise"),
    "a wrong return type": ("def interleave(a, b):\n    return object()", "cannot be graded"),
    "a crash": ("def interleave(a, b):\n    import os\n    os.abort()", "ended its process"),
    "a memory bomb": (
        "def interleave(a, b):\n    return [torch.empty(2**26) for _ in range(99)]",
        "needs more memory",
    ),
    "an endless loop": ("def interleave(a, b):\n    while True:\n        pass", "No answer within"),
}


def test_one_bad_function_costs_its_own_check() -> None:
    """Only the check of the bad function is lost, and it says why; after a time-out, later ones."""
    programs = [
        Program(SPLIT, label, code_of_text(f"{RIGHT}\n\n{text}\n", "10.py"), seconds)
        for label, (text, _) in FUNCTIONS.items()
        for seconds in [4 if label == "an endless loop" else None]
    ]
    scored = grade_programs(Collection(ROOT), programs, ("--device", "cpu"))
    for label, (_, sentence) in FUNCTIONS.items():
        lost = [c for c in scored[SPLIT, label]["checks"] if c["outcome"] != "passed"]
        later = [c for c in lost if c["feedback"].startswith("Not tried: ")]
        assert bool(later) == (label == "an endless loop"), label
        assert [c["name"] for c in lost if c not in later] == ["interleaves[cpu]"], (label, lost)
        assert sentence in lost[0]["feedback"], label
        assert scored[SPLIT, label]["score"] == 8 - sum(c["points"] for c in later)


def test_a_statement_that_never_ends_is_waited_for_once() -> None:
    """Only the first check waits for it, and what the others need from it is told."""
    lines = RIGHT.strip().split("\n")
    middle = lines.index("def interleave(a, b):")
    text = "\n".join([*lines[:middle], "while True:", "    pass", *lines[middle:]])
    late = text.replace("while True:", "while True:\n    interleave = 1\n").replace(
        "def interleave", "def other"
    )
    programs = [
        Program(SPLIT, label, code_of_text(text, "10.py"), seconds=3)
        for label, text in (("stuck", text), ("needed", late), ("given up", f"{text}\n" * 3))
    ]
    scored = grade_programs(Collection(ROOT), programs, ("--device", "cpu"))
    stuck, needed, given_up = (scored[SPLIT, p.label] for p in programs)
    assert stuck["score"] == 10 and "was still running" in stuck["notes"][0]
    lost = [check for check in needed["checks"] if check["outcome"] != "passed"]
    assert [check["name"] for check in lost] == ["interleaves[cpu]"]
    assert "`interleave` is not defined" in lost[0]["feedback"] and "`while True:`" in str(lost)
    for scored_one in (stuck, needed, given_up):
        assert sum(check["seconds"] > 2 for check in scored_one["checks"]) <= 1
    assert given_up["score"] == 0
    first, *others = [check["feedback"] for check in given_up["checks"]]
    assert "is not loaded within 3 s" in first and "was running: `while True:`" in first
    assert all("Not tried" in feedback for feedback in others)


def test_a_folder_that_does_not_exist(graders: Callable[..., Run]) -> None:
    """A mistyped `--submission` ends the run with a sentence, not with zeros."""
    run = graders("--submission", "no/such/folder", places=PLACES)
    assert run.code != 0 and run.report == {}
    assert "--submission: there is no folder" in run.output
    assert "Traceback" not in run.output


def test_an_unknown_exercise() -> None:
    """`torchdojo selfcheck` says that it knows no such exercise."""
    command = [sys.executable, "-m", "torchdojo.cli", "selfcheck", "nope"]
    if shutil.which("torchdojo", path=str(Path(sys.executable).parent)):
        command = [str(Path(sys.executable).parent / "torchdojo"), "selfcheck", "nope"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "nope" in done.stderr and "Traceback" not in done.stderr


def test_a_fault_of_the_grader_is_no_zero(graders: Callable[..., Run], tmp_path: Path) -> None:
    """A check that fails by itself is reported as such, and the score stays open."""
    copy = tmp_path / "collection"
    for name in ("graders", "solutions", "exercises", "datasets"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "pyproject.toml", copy)
    grader = copy / f"graders/{SPLIT}/test_split_and_chunk.py"
    asked = 'agree.call("interleave", draw.normal(n, 2), draw.normal(n, 2))'
    edit(grader, asked, 'raise KeyError("oops")')
    options = ("--submission", "solutions", "--device", "cpu")
    run = graders(*options, places=PLACES, root=copy)
    check = run.checks(SPLIT)["interleaves[cpu]"]
    assert check["outcome"] == "grader_error" and check["score"] is None
    assert run.report["exercises"][SPLIT]["score"] is None
    assert run.report["exercises"][WELCOME]["score"] == 3
    assert run.report["score"] is None


HOSTILE = "import os, pathlib\npathlib.Path('@').write_text('in the referee')\n"


@pytest.mark.parametrize("given", [("--submission", "@"), ("--submission=@",)], ids=["two", "one"])
def test_settings_and_modules_in_a_submission_stay_unread(
    graders: Callable[..., Run], submission: Path, tmp_path: Path, given: tuple[str, ...]
) -> None:
    """`conftest.py`, `pytest.ini`, `sitecustomize.py` and modules that hide others do nothing."""
    trace = tmp_path / "trace"
    ini = "[pytest]\naddopts = -p evil\npythonpath = .\n"
    for folder in (submission, submission / "01_tensors"):
        for name in (
            "conftest",
            "sitecustomize",
            "usercustomize",
            "evil",
            "torch",
            "json",
            "random",
        ):
            (folder / f"{name}.py").write_text(HOSTILE.replace("@", str(trace)))
        (folder / "safetensors").mkdir()
        (folder / "safetensors/__init__.py").write_text(HOSTILE.replace("@", str(trace)))
        (folder / "pytest.ini").write_text(ini)
        (folder / "setup.cfg").write_text(ini.replace("[pytest]", "[tool:pytest]"))
    options = [option.replace("@", str(submission)) for option in given]
    run = graders(*options, "--device", "cpu", places=PLACES)
    assert not trace.exists()
    assert run.report["exercises"][WELCOME]["score"] == 3, run.output
    assert run.report["exercises"][SPLIT]["score"] == 0


def test_a_collection_that_players_could_read_is_refused(graders: Callable[..., Run]) -> None:
    """Where students' code can read the graders, nothing is scored, and the sentence says why."""
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
        root = Path(folder)
        for part in ("exercises", "solutions", "graders"):
            shutil.copytree(ROOT / part, root / part)
        shutil.copy(ROOT / "pyproject.toml", root)
        run = graders("-k", "greets", "--isolation", "confined", root=root)
    assert "which students' code can read" in run.output
    outcomes = {c["outcome"] for c in run.checks(WELCOME).values()}
    assert outcomes - {"not_run"} == {"grader_error"}


def test_windows_is_told_where_to_go(tmp_path: Path) -> None:
    """There, graders and doctor end with a sentence that names WSL, not with a traceback."""
    (tmp_path / "sitecustomize.py").write_text(
        "import platform\nplatform.system = lambda: 'Windows'\n"
    )
    for words in (["pytest", f"graders/{SPLIT}"], ["torchdojo", "doctor"]):
        done = subprocess.run(
            [str(Path(sys.executable).parent / words[0]), *words[1:]],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode != 0 and "wsl --install" in said, said
        assert "Traceback" not in said, said
