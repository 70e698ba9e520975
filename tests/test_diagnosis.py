"""What is said to be behind a failed check, as the report and the feedback tell it."""

from typing import Any

import numpy as np
import pytest
import torch
from conftest import ROOT

from torchdojo.catalog import Collection, code_of_text
from torchdojo.proving.running import grade_programs
from torchdojo.referee.asking import Question
from torchdojo.referee.programs import Program

REDUCE = "01_tensors/08_reduce"
COLLECTION = Collection(ROOT)
RIGHT = COLLECTION.find(REDUCE).source.text
PROGRAMS = {
    "recognised": "def row_norm(x):\n    return torch.linalg.vector_norm(x, dim=1)",
    "related": (
        "def col_mean(x):\n"
        "    x = x if x.is_floating_point() else x.float()\n"
        "    return x.mean(0, keepdim=True) / 7"
    ),
    "contrasted": (
        "def argmax_rows(x):\n"
        "    if x.shape[1] == 1:\n"
        "        raise IndexError('no choice')\n"
        "    return x.argmax(1)"
    ),
    "stated": "def argmax_rows(x):\n    return x.argmax(1).int()",
    "located": "def row_norm(x):\n    return x.square().sum(1, keepdim=True).sin()",
}


@pytest.fixture(scope="module")
def scored() -> dict[str, dict[str, Any]]:
    """The failed checks of each program, by its name and theirs."""
    programs = [
        Program(REDUCE, name, code_of_text(f"{RIGHT}\n\n{text}\n", "08_reduce.py"))
        for name, text in PROGRAMS.items()
    ]
    found = grade_programs(COLLECTION, programs, ("--device", "cpu"))
    return {
        name: {c["name"]: c for c in found[REDUCE, name]["checks"] if c["outcome"] != "passed"}
        for name in PROGRAMS
    }


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_kind_of_diagnosis_is_reported(scored: dict[str, Any], name: str) -> None:
    """In every failed check, with a sentence that the student reads as well."""
    assert scored[name]
    for check in scored[name].values():
        diagnosis = check["diagnosis"]
        told = check["feedback"] if check["visible"] else check["told"]
        assert diagnosis["sentence"] in told
        if name != "contrasted":
            assert diagnosis["kind"] == name, check


def test_a_relation_is_said_before_the_difference(scored: dict[str, Any]) -> None:
    """It holds in all questions of the check; of a hidden one it is told without its number."""
    check = scored["related"]["averages_columns[cpu]"]
    first, second, *_ = check["feedback"].splitlines()
    assert first == "Everything is what is expected divided by 7."
    assert second.startswith("Element [0, 0] is ") and "Called: col_mean(tensor([[" in str(check)
    hidden = scored["related"]["averages_whole_numbers"]
    assert not any(sign.isdigit() for sign in hidden["told"].splitlines()[0])


def test_the_call_that_raised_is_set_apart(scored: dict[str, Any]) -> None:
    """From the calls of this function in all checks so far."""
    (check,) = scored["contrasted"].values()
    said = check["feedback"].splitlines()[1]
    assert said.startswith(
        "Only the call in which argument 1 has a last dimension of size 1 raised"
    )


def test_what_is_only_wrong_is_shown_by_its_values(scored: dict[str, Any]) -> None:
    """The call, with all numbers of its arguments, and the first that differs."""
    check = scored["located"]["measures_rows[cpu]"]
    first, called, *_ = check["feedback"].splitlines()
    assert first.startswith("Element [0, 0] is ")
    assert called.startswith("Called: row_norm(tensor([[") and called.count(",") == 11


def test_a_question_stays_as_it_was_asked() -> None:
    """Whatever the check does with its own arguments before it asks the next."""
    grads, table = [torch.ones(2), torch.ones(2)], {"a": [1, np.zeros(2)]}
    question = Question.of_call("f", (grads, table))
    asked = question.frame(0)
    grads[0] = None
    grads[1].zero_()
    table["a"][1][0] = 5
    assert question.frame(0) == asked
