"""Of a hidden check an instructor reads everything, a student nothing that the program chose."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import torch
from attacks.closed import beyond
from conftest import ROOT, Run
from test_honest_noise import RIGHT, SPLIT

from torchdojo.catalog import Collection
from torchdojo.feedback.compare import difference
from torchdojo.referee.results import told_to_student
from torchdojo.referee.settling import settled
from torchdojo.referee.verdict import Outcome, Verdict

COLLECTION = Collection(ROOT)
SCHEMA = ROOT / "src/torchdojo/referee/score-report.schema.json"
LEAKING = '''

import inspect
import sys


def split_even(t, n):
    """Raises an error that is named after its arguments, and shows the code of the probe."""
    source = sys._getframe(1).f_globals.get("__name__", "")
    print("LEAK", t, n, source)
    raise type(f"LEAK_{n}", (KeyError,), {"__module__": "builtins"})(f"LEAK {t.tolist()} {source}")


def split_sizes(t, sizes):
    """Returns its arguments as the keys of a dictionary."""
    return {f"LEAK {sizes}": t, ("LEAK", *t.flatten().tolist()[:5]): 1}
'''


@pytest.fixture(scope="module")
def class_of_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class whose only student spells out what the checks hand over."""
    place = tmp_path_factory.mktemp("leaking")
    work = place / f"class/mal/{SPLIT}.py"
    work.parent.mkdir(parents=True)
    work.write_text(RIGHT + LEAKING, encoding="utf-8")
    command = [str(Path(sys.executable).parent / "torchdojo"), "grade", str(place / "class")]
    command += [str(place / "reports"), "--exercise", SPLIT, "--device", "cpu"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def _hidden(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for c in report["exercises"][SPLIT]["checks"] if not c["visible"]]


def test_a_students_page_says_nothing_that_the_program_chose(class_of_one: Path) -> None:
    """The instructor's report quotes the program; the page for the student does not."""
    report = json.loads((class_of_one / "reports/mal.json").read_text("utf-8"))
    page = (class_of_one / "reports/mal.html").read_text("utf-8")
    jsonschema.validate(report, json.loads(SCHEMA.read_text("utf-8")))
    hidden = _hidden(report)
    assert len(hidden) == 2
    for check in hidden:
        quoting = [line for line in check["feedback"].splitlines() if "LEAK" in line]
        assert quoting and not any(line[:60] in page for line in quoting)
        assert check["told"].splitlines()[-1] in page
        assert beyond(COLLECTION, check["told"]) == []


def test_the_instructors_own_run_shows_all(class_of_one: Path, graders: Callable[..., Run]) -> None:
    """`pytest graders/ --submission` in the clone is the instructor's: it shows what came back."""
    options = ("--submission", str(class_of_one / "class/mal"), "--device", "cpu")
    run = graders(*options, places=(f"graders/{SPLIT}",))
    assert all("LEAK" in check["feedback"] for check in _hidden(run.report))
    assert "LEAK_4" in run.output and not any("LEAK" in c["told"] for c in _hidden(run.report))


def test_a_result_without_the_closed_form_tells_a_student_next_to_nothing() -> None:
    """Ledgers of an earlier torchdojo have none: of a hidden check the page says it is not met."""
    old = {"feedback": "It raised LEAK", "visible": False}
    assert told_to_student(old) == "It is not met."
    assert told_to_student(old | {"visible": True}) == "It raised LEAK"


@pytest.mark.parametrize("outcome", [o for o in Outcome if o not in (Outcome.PASSED,)])
def test_a_verdict_that_says_nothing_else_tells_the_outcome_alone(outcome: Outcome) -> None:
    """Whoever raises a verdict and forgets what may be told gives nothing away."""
    ended = settled(Verdict(outcome, ["LEAK"]), points=1, visible=False)
    assert ended.feedback == "LEAK" and ended.told and "LEAK" not in ended.told


def test_a_fault_of_the_grader_tells_its_kind_alone() -> None:
    """Its message may hold what the program sent."""
    ended = settled(KeyError("LEAK"), points=1, visible=False)
    assert ended.score is None and "LEAK" in ended.feedback and "LEAK" not in ended.told


@pytest.mark.parametrize(
    ("sizes", "expected", "told"),
    [
        ((5, 4), (4, 5), "The shape is (5, 4), expected (4, 5)."),
        ((20,), (4, 5), "The shape is (20,), expected (4, 5)."),
        ((4, 4), (4,), "The shape is (4, 4), expected (4,)."),
        ((1,) * 8, (), "The shape is (1, 1, 1, 1, 1, 1, 1, 1), expected ()."),
        ((1,) * 9, (), "The shape is another one, expected ()."),
        ((31415,), (4, 5), "The shape is another one, expected (4, 5)."),
        ((0, 31415), (4, 5), "The shape is another one, expected (4, 5)."),
        ((9, 9, 9, 9), (4, 5), "The shape is another one, expected (4, 5)."),
    ],
)
def test_shapes_are_told_if_they_are_of_the_expected_order(
    sizes: tuple[int, ...], expected: tuple[int, ...], told: str
) -> None:
    """Sizes are numbers that the program chooses: a few small ones help, more would spell."""
    found = difference(torch.empty(sizes), torch.empty(expected))
    assert found is not None and f"T{found.told[1:]}" == told


def test_positions_numbers_texts_and_keys_are_never_told() -> None:
    """What differs is told by its kind, not by where it is or what it holds."""
    pairs: list[tuple[Any, Any]] = [
        (torch.tensor([1.0, 31415.0]), torch.tensor([1.0, 2.0])),
        ([1, "LEAK"], [1, "a"]),
        ({"LEAK": 1}, {"a": 1}),
        ({"a": "LEAK"}, {"a": 2.5}),
        (31415, 1),
        (31415.5, 1.5),
        ("LEAK", torch.ones(2)),
        ([torch.ones(31415)], [torch.ones(2)]),
        ([0] * 31415, [0]),
        ((31415,), (1,)),
    ]
    for got, expected in pairs:
        found = difference(got, expected)
        assert found is not None, got
        assert not any(word in found.told for word in ("LEAK", "31415", "item 0", "[", "'"))
