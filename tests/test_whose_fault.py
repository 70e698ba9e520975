"""An exception in a check is the student's fault only if the solution would not raise it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_honest_noise import RIGHT, SPLIT

from torchdojo.catalog import Collection, code_of_text
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

_CHECK = '''

def test_{name}(agree, draw):
    """{name}"""
    a, b = draw.normal(3, 2), draw.normal(3, 2)
    {before}
    value = agree.student.call("interleave", a, b)
    {after}
'''
_LOGS = """

import logging

logging.getLogger("torchdojo").addHandler(logging.FileHandler({log!r}))
"""
CHECKS = {
    "has_two_columns": ("drawn = float(a.sum())", "assert value.shape[1] == 2 and value.sum()"),
    "is_broken_before": ("raise KeyError('oops')", "pass"),
    "is_broken_after": ("pass", "value.no_such_method()"),
    "is_broken_for_its_inputs": ("pass", "assert float(a.sum()) in []"),
    "has_no_reference": ("pass", "agree.call('no_such_function', a)"),
}
ANSWERS = {
    "a list": "return [a, b]",
    "a tensor of one dimension": "return a.flatten()",
    "a text": "return 'x' * 1000 + '\\x1b[31m\\ud800'",
    "a tensor of four columns": "return torch.cat([a, b], 1)",
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Collection:
    """A copy of the collection whose checks of one exercise look at values by themselves."""
    copy = tmp_path_factory.mktemp("collection")
    for name in ("graders", "solutions", "exercises"):
        (copy / name).mkdir()
        shutil.copytree(ROOT / name / "01_tensors", copy / name / "01_tensors")
    conftest = (ROOT / "graders/conftest.py").read_text("utf-8") + _LOGS.format(log=str(log))
    (copy / "graders/conftest.py").write_text(conftest, "utf-8")
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "datasets").mkdir()
    grader = copy / f"graders/{SPLIT}/test_split_and_chunk.py"
    more = (
        _CHECK.format(name=name, before=before, after=after)
        for name, (before, after) in CHECKS.items()
    )
    grader.write_text(grader.read_text("utf-8") + "".join(more), "utf-8")
    return Collection(copy)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the engine's log is kept."""
    return tmp_path_factory.mktemp("log") / "log"


@pytest.fixture(scope="module")
def scored(collection: Collection) -> dict[str, dict[str, Any]]:
    """The results of these checks, by program and name."""
    texts = {
        label: f"{RIGHT}\n\ndef interleave(a, b):\n    {body}\n" for label, body in ANSWERS.items()
    }
    programs = [
        *(Program(SPLIT, label, code_of_text(text, "10.py")) for label, text in texts.items()),
        Program(SPLIT, "right", code_of_text(RIGHT, "10.py")),
        Program(SPLIT, "ours", code_of_text(texts["a list"], "10.py"), trusted=True),
    ]
    options = ("--device", "cpu", "-k", " or ".join(CHECKS))
    found = grade_programs(collection, programs, options)
    return {
        label: {check["name"]: check for check in result["checks"]}
        for (_, label), result in found.items()
    }


@pytest.mark.parametrize("label", ANSWERS)
def test_what_a_student_sent_is_the_students_fault(
    scored: dict[str, dict[str, Any]], log: Path, label: str
) -> None:
    """A check that stumbles over an answer scores 0 with a sentence, and the log has a line."""
    check = scored[label]["has_two_columns"]
    assert check["outcome"] == "not_gradable" and check["score"] == 0
    assert check["feedback"].startswith("Your answer could not be judged: it led to ")
    lines = [line for line in log.read_text("utf-8").splitlines() if f"[{label}]" in line]
    assert (
        len(lines) == 1 and "has_two_columns" in lines[0] and "test_split_and_chunk.py:" in lines[0]
    )


@pytest.mark.parametrize("label", [*ANSWERS, "right"])
@pytest.mark.parametrize("name", [name for name in CHECKS if name != "has_two_columns"])
def test_a_fault_of_the_grader_costs_no_student_anything(
    scored: dict[str, dict[str, Any]], label: str, name: str
) -> None:
    """A check that is wrong for the solution too leaves the score open, whoever is graded."""
    check = scored[label][name]
    assert check["outcome"] == "grader_error" and check["score"] is None


def test_a_right_answer_is_not_suspected(scored: dict[str, dict[str, Any]]) -> None:
    """It passes the check that others stumble in."""
    assert scored["right"]["has_two_columns"]["outcome"] == "passed"


def test_programs_of_our_own_find_such_checks(scored: dict[str, dict[str, Any]]) -> None:
    """Selfcheck's programs are answered with the grader's fault: the check should be mended."""
    assert scored["ours"]["has_two_columns"]["outcome"] == "grader_error"
