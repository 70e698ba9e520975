"""The collection proves itself: selfcheck, generated files, data, and the pieces of selfcheck."""

import ast
import hashlib
import math
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

import pytest
from conftest import ROOT, Run
from nbgrader_course import stops_outside_functions
from packaging.specifiers import SpecifierSet
from small_collection import small_collection

from torchdojo.authoring import Build, Differences, differences, render
from torchdojo.catalog import Collection, code_of_text
from torchdojo.catalog.checks import read_checks
from torchdojo.catalog.proof import (
    COVERAGE,
    FOREIGN_STRENGTH,
    STRENGTH,
    changed,
    fingerprint,
    foreign_fingerprint,
    read_proof,
    write_proof,
)
from torchdojo.catalog.splicing import splice
from torchdojo.catalog.visible import grader_texts
from torchdojo.proving.coverage import MISSING, read_subjects, taken_away
from torchdojo.proving.leaks import leaks
from torchdojo.proving.mutants import mutants
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

COLLECTION = Collection(ROOT)
IDS = list(COLLECTION.exercises)


def _torchdojo(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from torchdojo.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_every_grader_does_what_it_says() -> None:
    """`torchdojo selfcheck` finds no fault, nor in mutants of what changed since --publish."""
    done = _torchdojo("selfcheck", "--changed")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every grader does what it says." in done.stdout
    assert all(id in done.stdout for id in IDS)


def test_mutants_of_one_exercise_are_caught() -> None:
    """Mutants of an exercise are made, and selfcheck leaves no survivor."""
    done = _torchdojo("selfcheck", "02_softmax")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "06_activations/02_softmax" in done.stdout


_WRONG = """
import torch

from torchdojo.grading import wrong


@wrong("It is halved.", seen="caught")
def double(t):
    return t / 2


@wrong("It is added to.", seen="named")
def double(t):
    return t + 2


@wrong("It breaks nothing.", seen="full marks"{open})
def double(t):
    return t + t
"""
_RIGHT = """
from torchdojo.grading import right


@right("By subtraction.", seen="lost points")
def double(t):
    return t - -t


@right("By a half.", seen="full marks")
def double(t):
    return t / {divisor}
"""


def test_answers_of_strangers_are_counted_apart(tmp_path: Path) -> None:
    """What has full marks and is wrong is a fault, unless a reason is given; so is a right one
    that loses points. What became of them at first stands beside what becomes of them now.
    """
    root = small_collection(tmp_path, "01_tensors/00_welcome")
    foreign = root / "graders/01_tensors/00_welcome/foreign"
    foreign.mkdir(exist_ok=True)

    def proven(**words: str) -> subprocess.CompletedProcess[str]:
        (foreign / "wrong.py").write_text(_WRONG.format(open=words["open"]))
        (foreign / "right.py").write_text(_RIGHT.format(divisor=words["divisor"]))
        return _torchdojo("selfcheck", "--publish", root=root)

    done = proven(open="", divisor="0.4")
    assert done.returncode == 1, done.stdout
    assert "wrong in line 18: passes every check" in done.stdout
    assert "right in line 11: fails doubles, which it should pass" in done.stdout
    assert "2 faults." in done.stdout
    done = proven(open=", open='Nobody asks.'", divisor="0.5 if t.is_floating_point() else t * 2")
    assert done.returncode == 0, done.stdout
    assert _torchdojo("build", root=root).returncode == 0
    page = (root / "docs/strength.md").read_text("utf-8")
    assert "| wrong ones caught | 3 | 2 (66.7 %) | 2 (66.7 %) |" in page
    assert "| wrong ones named | 3 | 1 (33.3 %) | 1 (33.3 %) |" in page
    assert "| right ones with full marks | 2 | 1 (50.0 %) | 2 (100.0 %) |" in page
    assert "- `01_tensors/00_welcome`: It breaks nothing. Nobody asks." in page


STRANGE = {
    "a word": "'x'",
    "a table in a table": "{'a': {'b': torch.ones(2)}}",
    "rows without numbers": "[[torch.empty(3, 4, device='meta')], None, float('nan')]",
}
_FORGED = """
import torch
import torchdojo.players.player

_ANSWER = {{"status": "returned", "value": {value}, "devices": [], "changed": []}}
torchdojo.players.player._perform = lambda *_: _ANSWER
"""


def test_no_answer_is_too_strange_for_a_grader() -> None:
    """Whatever a program answers, the check fails: it is not the grader that does."""
    programs = [
        Program(id, label, code_of_text(_FORGED.format(value=value), "a.py"), named=False)
        for id in IDS
        for label, value in STRANGE.items()
    ]
    for (id, label), scored in grade_programs(COLLECTION, programs, ("--device", "cpu")).items():
        outcomes = {c["outcome"] for c in scored["checks"]} - {"skipped"}
        assert scored["score"] == 0 and "grader_error" not in outcomes, (id, label, scored)


def test_a_grader_can_be_read_at_one_go() -> None:
    """Neither the checks of an exercise nor a file of their probes grows beyond 140 lines."""
    for exercise in COLLECTION.exercises.values():
        for name, text in grader_texts(exercise.graders).items():
            assert len(text.splitlines()) <= 140, f"{exercise.id}/{name}"


def test_helpers_of_the_solution_leave_no_reminder() -> None:
    """A stub says that code is missing inside of functions only: elsewhere it would stop there."""
    for exercise in COLLECTION.exercises.values():
        assert not stops_outside_functions(render(exercise, "module").text), exercise.id


def test_what_changed_since_its_mutants_is_told(tmp_path: Path) -> None:
    """A published strength holds for just those files: a changed check or bank is measured anew."""
    for part in ("exercises", "solutions", "graders"):
        shutil.copytree(ROOT / part, tmp_path / part)
    copy = Collection(tmp_path)
    for name, print_of in ((STRENGTH, fingerprint), (FOREIGN_STRENGTH, foreign_fingerprint)):
        known = {id: {"fingerprint": print_of(e)} for id, e in copy.exercises.items()}
        write_proof(copy, name, known)
    assert changed(copy) == set()
    bank, stranger = copy.find("split_and_chunk"), copy.find("welcome")
    more = '\nslip("First.", loses=["interleaves"], edits=[("[a, b]", "[a, a]")])\n'
    for path, words in (
        (copy.find("join").graders / "mistakes.py", "\n# a comment\n"),
        (bank.graders / "mistakes.py", more),
        (stranger.graders / "foreign/wrong.py", "\n# changed\n"),
    ):
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text() if path.is_file() else "") + words)
    assert changed(copy) == {bank.id, stranger.id}


def test_the_tested_set_installs_on_every_python_promised() -> None:
    """No pinned package asks for more than the Python that `pyproject.toml` asks for."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    oldest = settings["project"]["requires-python"].removeprefix(">=") + ".0"
    pins = [line.split("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines()]
    pinned = [dist for dist in distributions() if dist.name in pins]
    asked = {
        d.name: d.metadata["Requires-Python"] for d in pinned if "Requires-Python" in d.metadata
    }
    assert len(asked) > 50
    assert {n: a for n, a in asked.items() if not SpecifierSet(a).contains(oldest)} == {}


def test_what_must_be_covered_is_covered() -> None:
    """Every subject listed is needed by a check in each of the ways that it declares."""
    found = read_proof(COLLECTION, COVERAGE)
    subjects = read_subjects(COLLECTION)
    assert found.keys() == {subject.name for subject in subjects}
    for subject in subjects:
        for way, declared in (("use", subject.use), ("write", subject.write)):
            assert bool(found[subject.name][way]) == bool(declared), (subject.name, way)
    needs = (need for ways in found.values() for way in ways.values() for need in way.items())
    for id, checks in needs:
        names = {check.name for check in read_checks(COLLECTION.exercises[id].graders)}
        assert set(checks) <= names, id


def test_names_are_taken_away_where_the_student_uses_them() -> None:
    """Imports, annotations and definitions that the exercise gives keep a name; uses lose it."""
    text = (
        "import torch\nfrom torch import nn\n\n\n"
        "def given(t):\n    return torch.cat(t)\n\n\n"
        "def own(t: torch.Tensor, net: nn.Linear):\n"
        "    return torch.cat([nn.Linear(2, 3)(t), t.chunk(2)[0]])\n"
    )
    given = {ast.dump(ast.parse(text).body[2])}
    names = ("torch.cat", "torch.nn.Linear", ".chunk", "torch.Tensor")
    spoilt = taken_away(text, names, given)
    assert spoilt.replace(MISSING, "?").splitlines()[5:] == [
        "    return torch.cat(t)",
        "",
        "",
        "def own(t: torch.Tensor, net: nn.Linear):",
        "    return ?([?(2, 3)(t), ?(2)[0]])",
    ]


@pytest.mark.parametrize("id", IDS)
def test_lessons_and_hints_fit_a_terminal(id: str) -> None:
    """Their lines have 100 characters at most; only a link may be longer, alone in its line."""
    text = COLLECTION.exercises[id].source.text
    read = text.splitlines()[: ast.parse(text).body[0].end_lineno]
    link = re.compile(r"\[[^][]+]\(https://\S+\)[,.;]?")
    assert [line for line in read if len(line) > 100 and not link.fullmatch(line)] == []


def test_exercises_are_what_solutions_generate() -> None:
    """`exercises/`, pages and manifest are what `torchdojo build` writes."""
    assert differences(COLLECTION) == Differences()


@pytest.mark.parametrize("id", IDS)
def test_nothing_generated_gives_the_answer_away(id: str) -> None:
    """No line of a solution and no name of a hidden check stands in a stub or notebook."""
    assert list(leaks(COLLECTION.exercises[id])) == []


def test_the_leak_scan_sees_a_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stub that still has its solution is found, and one that names a hidden check."""
    exercise = COLLECTION.find("split_and_chunk")
    stub, solved = render(exercise), render(exercise, solved=True)
    for text, leak in (
        (solved.text, "size, larger = divmod(len(t), n)"),
        (stub.text + "# see test_refuses_wrong_sizes\n", "test_refuses_wrong_sizes"),
    ):
        made = Build(stub.path, text)
        monkeypatch.setattr("torchdojo.proving.leaks.render", lambda *_, made=made: made)
        assert any(leak in sentence for sentence in leaks(exercise))


def test_mutants_change_only_what_students_write() -> None:
    """Mutants differ from the solution inside the marked regions, each in its own way."""
    text = COLLECTION.find("split").source.text
    texts = [mutant.text for mutant in mutants(text)]
    assert len(texts) == len(set(texts)) > 30
    head = text.split("### BEGIN SOLUTION")[0]
    assert all(mutant.startswith(head) for mutant in texts)


@pytest.mark.parametrize(
    "sums", sorted(ROOT.glob("datasets/*/SHA256SUMS")), ids=lambda p: p.parent.name
)
def test_data_is_what_its_card_says(sums: Path) -> None:
    """Every file of a dataset has the checksum that is recorded beside it, and none is missing."""
    recorded = dict(reversed(line.split(maxsplit=1)) for line in sums.read_text().splitlines())
    for name, digest in recorded.items():
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == digest, name
    files = {p.relative_to(sums.parent).as_posix() for p in sums.parent.rglob("*") if p.is_file()}
    assert files == recorded.keys() | {"SHA256SUMS"}


def test_another_form_can_be_built_and_graded(tmp_path: Path, graders: Callable[..., Run]) -> None:
    """`torchdojo build --as notebook --to DIR` makes a notebook that is graded like the module."""
    done = _torchdojo("build", "--as", "notebook", "--to", str(tmp_path), "welcome")
    assert done.returncode == 0, done.stderr
    run = graders("--submission", str(tmp_path), places=("graders/01_tensors/00_welcome",))
    assert run.report["score"] == run.report["max_score"]


def test_doctor_reports_this_machine() -> None:
    """`torchdojo doctor` names torch, the isolation in force and the devices."""
    done = _torchdojo("doctor")
    assert done.returncode == 0, done.stdout
    assert "torch " in done.stdout and "isolation" in done.stdout and "devices: cpu" in done.stdout


def test_doctor_recognises_a_broken_pair(tmp_path: Path) -> None:
    """A torchvision whose operators do not load is told apart from other faults, with a remedy."""
    from torchdojo.cli.doctor import examine_torch

    (tmp_path / "torch.py").write_text("__version__ = '2.13.0+cpu'\n")
    fault = "raise RuntimeError('operator torchvision::nms does not exist')\n"
    (tmp_path / "torchvision.py").write_text(fault)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (finding,) = examine_torch(str(python))
    assert finding.wrong and "constraints.txt" in finding.remedy


def test_unknown_exercises_are_told_in_a_sentence() -> None:
    """A command that names no exercise lists those that there are."""
    done = _torchdojo("selfcheck", "qqq")
    assert done.returncode == 1
    assert "`qqq` is no exercise: name one of the files in `exercises/`" in done.stderr
    done = _torchdojo("selfcheck", "nope")
    assert "`nope` is no exercise: did you mean 02_autograd/01_slopes" in done.stderr


def test_a_notebook_cell_shows_the_score(monkeypatch: pytest.MonkeyPatch) -> None:
    """`check(...)` returns the visible checks' result as HTML, student text escaped."""
    from torchdojo.jupyter import check
    from torchdojo.jupyter.page import page

    monkeypatch.chdir(ROOT / "exercises" / "01_tensors")
    result = check("welcome")
    assert "2 of 2 points" in result._repr_html_() and "hidden" not in repr(result)
    hostile = {"outcome": "failed", "score": 0, "points": 1, "requirement": "r"}
    hostile["feedback"] = "<script>alert(1)</script>"
    scored = {"score": 0.0, "max_score": 1.0, "checks": [hostile]}
    assert "<script>" not in page("a/b", scored)


def test_a_variant_brings_the_imports_that_it_needs() -> None:
    """A mistake that uses a module which the solution does not import is a complete program."""
    solution = "import torch\n\n\ndef f(t):\n    return t\n\n\ndef g(t):\n    return t\n"
    spliced = splice(
        solution,
        "def g(t):\n    return math.pi * t",
        "g",
        {"math": "import math", "torch": "import torch"},
    )
    names: dict[str, object] = {}
    exec(spliced, names)
    assert names["g"](1) == math.pi and names["f"](1) == 1
    with pytest.raises(LookupError, match="defines no `h`"):
        splice(solution, "def h(): ...", "h", {})
