"""`torchdojo export`: each form is what its platform publishes, and holds what was graded."""

import base64
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT
from made_up_reports import check, exercise, write_reports
from small_collection import COMMAND, SPLIT, hand_in

from torchdojo.classroom.exports import github
from torchdojo.classroom.reading import read_report
from torchdojo.cli.keeping import put_folder
from torchdojo.errors import DojoError

WELCOME = "01_tensors/00_welcome"
SCHEMA = json.loads(
    (ROOT / "src/torchdojo/classroom/exports/gradescope-results.schema.json").read_text("utf-8")
)
HOSTILE = "</pre><script>alert(1)</script>"


def _export(*words: str, root: Path = ROOT, expect: int = 0) -> "subprocess.CompletedProcess[str]":
    """`torchdojo export`, as an instructor runs it."""
    command = [COMMAND, "export", *words]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Gradescope makes of the uploaded zip: its ``/autograder``, without a submission."""
    place = tmp_path_factory.mktemp("gradescope") / "autograder"
    packed = place.parent / "autograder.zip"
    done = _export("gradescope", str(packed), SPLIT, WELCOME)
    assert "do not hand it to students" in done.stdout
    (place / "results").mkdir(parents=True)
    subprocess.run(["unzip", "-q", str(packed), "-d", str(place / "source")], check=True)
    shutil.copy(place / "source/run_autograder", place)
    return place


def _graded(autograder: Path, submission: Path) -> "subprocess.CompletedProcess[str]":
    """``run_autograder``, as Gradescope runs it for one submission."""
    folder = autograder / "submission"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(submission, folder, symlinks=True)
    places = {"TORCHDOJO_AUTOGRADER": str(autograder), "TORCHDOJO_PYTHON": sys.executable}
    command = [str(autograder / "run_autograder")]
    return subprocess.run(
        command,
        cwd=autograder,
        env=os.environ | places,
        capture_output=True,
        text=True,
        check=False,
    )


def _results(autograder: Path, submission: Path) -> dict[str, Any]:
    done = _graded(autograder, submission)
    assert done.returncode == 0, done.stdout + done.stderr
    results: dict[str, Any] = json.loads((autograder / "results/results.json").read_text("utf-8"))
    jsonschema.validate(results, SCHEMA)
    return results


def _total(results: dict[str, Any]) -> tuple[float, float]:
    tests = results["tests"]
    return sum(t["score"] for t in tests), sum(t["max_score"] for t in tests)


def test_an_autograder_holds_what_gradescope_runs(autograder: Path) -> None:
    """Both scripts at the root, executable, and the engine without a way to the network yet."""
    source = autograder / "source"
    for script in ("setup.sh", "run_autograder"):
        assert os.access(source / script, os.X_OK)
        subprocess.run(["bash", "-n", str(source / script)], check=True)
    (wheel,) = (source / "engine").glob("torchdojo-*.whl")
    assert "torchdojo/classroom/exports/autograder.py" in zipfile.ZipFile(wheel).namelist()
    assert (source / f"collection/solutions/{SPLIT}.py").is_file()
    assert not (source / "collection/datasets/mnist").exists()


def test_setup_installs_the_engine_with_a_fitting_pair(autograder: Path, tmp_path: Path) -> None:
    """`setup.sh` finds Python, makes an environment and asks pip for torch and the wheel."""
    told = tmp_path / "told"
    fake = tmp_path / "bin/python3.13"
    fake.parent.mkdir()
    fake.write_text(
        "#!/bin/bash\n"
        f'echo "$@" >> {told}\n'
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    )
    fake.chmod(0o755)
    place = tmp_path / "autograder"
    shutil.copytree(autograder / "source", place / "source")
    path = f"{fake.parent}:/usr/bin:/bin"
    environment = {"PATH": path, "TORCHDOJO_AUTOGRADER": str(place)}
    subprocess.run(["bash", str(place / "source/setup.sh")], env=environment, check=True)
    lines = told.read_text().splitlines()
    assert f"-m venv {place}/venv" in lines
    assert any("pip install" in line and "torch==" in line and "/whl/cpu" in line for line in lines)
    assert any("pip install" in line and line.endswith(".whl") for line in lines)


def test_gradescope_gets_a_test_for_each_check(autograder: Path, tmp_path: Path) -> None:
    """A wrong answer in loose files: points, the mistake's sentence, hidden checks later."""
    stub = (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8")
    chunked = stub.replace("raise NotImplementedError", "return list(torch.chunk(t, n))", 1)
    work = tmp_path / "work"
    work.mkdir()
    (work / "10_split_and_chunk.py").write_text(chunked, encoding="utf-8")
    shutil.copy(ROOT / f"solutions/{WELCOME}.py", work)
    results = _results(autograder, work)
    assert _total(results) == (3, 13)
    assert {t["visibility"] for t in results["tests"]} == {"visible", "after_published"}
    missed = [t for t in results["tests"] if t["status"] == "failed"]
    assert any("may return fewer than n pieces" in test["output"] for test in missed)
    assert "isolation level" in results["output"] and results["stdout_visibility"] == "hidden"


def test_what_a_student_writes_is_text_on_gradescope(autograder: Path, tmp_path: Path) -> None:
    """Work in a folder inside is found; a message with markup is escaped."""
    solved = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
    shouting = solved.replace(
        "### BEGIN SOLUTION", f"raise ValueError({HOSTILE!r})\n    ### BEGIN SOLUTION", 1
    )
    hand_in(tmp_path / "work/my/exercises", SPLIT, shouting)
    results = _results(autograder, tmp_path / "work")
    said = "".join(t["output"] for t in results["tests"]) + results["output"]
    assert "alert(1)" in said and "<script" not in said
    assert 0 < _total(results)[0] < 10


@pytest.mark.parametrize("kind", ["empty", "broken"])
def test_a_submission_that_cannot_be_graded_has_results(
    autograder: Path, tmp_path: Path, kind: str
) -> None:
    """No points, and a sentence that says why, for a link to the solution too."""
    work = tmp_path / "work"
    work.mkdir()
    if kind == "broken":
        (work / "10_split_and_chunk.py").symlink_to(ROOT / f"solutions/{SPLIT}.py")
        (work / "00_welcome.ipynb").write_bytes(b'{"cells": [')
    results = _results(autograder, work)
    assert _total(results) == (0, 13)
    assert all(test["output"].startswith("<p><strong>") for test in results["tests"])


def test_no_results_are_written_where_the_grader_fails(autograder: Path, tmp_path: Path) -> None:
    """Gradescope then says that the autograder failed; a zero would blame the student."""
    place = Path(shutil.copytree(autograder, tmp_path / "autograder"))
    (place / f"source/collection/solutions/{SPLIT}.py").write_text("raise SystemExit\n")
    (tmp_path / "work").mkdir()
    (place / "results/results.json").write_text("{}")
    done = _graded(place, tmp_path / "work")
    assert done.returncode != 0 and "nobody gets a zero" in done.stderr
    assert not (place / "results/results.json").exists()


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    """Neither a zip that is somebody's own nor a file of an exported folder that was edited."""
    mine = tmp_path / "autograder.zip"
    mine.write_text("mine")
    done = _export("gradescope", str(mine), WELCOME, expect=1)
    assert "it was kept" in done.stderr and mine.read_text() == "mine"
    folder = tmp_path / "autograder"
    files = {"setup.sh": b"#!/bin/bash\n", "old": b"old"}
    put_folder(folder, files, False, ["setup.sh"])
    assert os.access(folder / "setup.sh", os.X_OK)
    (folder / "setup.sh").write_text("# mine\n")
    with pytest.raises(DojoError, match=r"setup\.sh differs"):
        put_folder(folder, {"setup.sh": b"#!/bin/sh\n"}, False, ["setup.sh"])
    assert (folder / "setup.sh").read_text() == "# mine\n" and not (folder / "old").exists()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's clone of a release that GitHub is to grade, with two lines of its own."""
    folder = tmp_path_factory.mktemp("github") / "release"
    subprocess.run(
        [COMMAND, "release", str(folder), "--exercise", WELCOME, "--exercise", SPLIT],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    _export("github-classroom", str(folder))
    clone = folder.parent / "clone"
    author = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    for words in (("init", "-q"), ("add", "."), (*author, "commit", "-qm", "release")):
        subprocess.run(["git", *words], cwd=folder, check=True)
    subprocess.run(["git", "clone", "-q", str(folder), str(clone)], check=True)
    return clone


def test_github_grades_each_push(repository: Path, tmp_path: Path) -> None:
    """The workflow's own lines, run in a clone, write the points and what the reporter reads."""
    work = repository / f"exercises/{SPLIT}.py"
    text = work.read_text("utf-8")
    shouts = text.replace("raise NotImplementedError", f"raise ValueError({HOSTILE!r})", 1)
    work.write_text(shouts, encoding="utf-8")
    workflow = yaml.safe_load((repository / ".github/workflows/classroom.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.write_text(
        f'#!/bin/bash\nif [ "$2" = pip ]; then exit 0; fi\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    summary, output = tmp_path / "summary", tmp_path / "output"
    told = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output)}
    environment = os.environ | told | {"PATH": f"{python.parent}:{os.environ['PATH']}"}
    for line in [step["run"] for step in job["steps"] if "run" in step]:
        subprocess.run(["bash", "-ec", line], cwd=repository, env=environment, check=True)
    shown = summary.read_text("utf-8")
    assert "## 2 of " in shown and SPLIT in shown and "<pre>" in shown
    assert "alert(1)" in shown and "<script" not in shown
    (result,) = output.read_text().splitlines()
    decoded = json.loads(base64.b64decode(result.removeprefix("result=")))
    assert decoded["status"] == "fail" and {t["name"] for t in decoded["tests"]} == {WELCOME, SPLIT}
    assert sum(t["score"] for t in decoded["tests"]) == 2 < decoded["max_score"]
    (reporter,) = [s for s in job["steps"] if "reporter" in s.get("uses", "")]
    name = f"{reporter['with']['runners'].upper()}_RESULTS"
    assert reporter["env"] == {name: "${{ steps.torchdojo.outputs.result }}"}
    assert any(step.get("id") == "torchdojo" for step in job["steps"])


def test_github_gets_no_result_where_the_grader_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zero would blame the student: the step ends in a sentence, and has no output."""
    open_ = exercise(check("whole", None, 4.0, told="The grader failed, not you: x"))
    reports = write_reports(tmp_path / "reports", {"ada": {SPLIT: open_}})
    result = read_report(reports / "ada.json", "ada")
    monkeypatch.setattr(github, "run", lambda root: result)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.setenv(name, str(tmp_path / name))
    with pytest.raises(SystemExit) as ended:
        github.main()
    assert "nobody gets a zero" in str(ended.value) and "not you: x" in str(ended.value)
    assert not (tmp_path / "GITHUB_OUTPUT").exists()


def test_solutions_are_not_prepared_for_students_repositories(
    repository: Path, tmp_path: Path
) -> None:
    """Only a release is; its files are kept where somebody edited them."""
    done = _export("github-classroom", str(ROOT), expect=1)
    assert "holds no release" in done.stderr and not (ROOT / ".github").exists()
    copy = Path(shutil.copytree(repository, tmp_path / "copy"))
    workflow = copy / ".github/workflows/classroom.yml"
    workflow.write_text("mine")
    done = _export("github-classroom", str(copy), expect=1)
    assert "classroom.yml differs" in done.stderr and workflow.read_text() == "mine"
