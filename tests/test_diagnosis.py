"""What is said to be behind a failed check, as the report and the feedback tell it."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import ROOT
from small_collection import hand_in

from torchdojo.catalog import Collection, Exercise, code_of_text, read_mistakes
from torchdojo.catalog.checks import plain_name
from torchdojo.catalog.joining import joined
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
    "stated": "def argmax_rows(x):\n    return x.argmax(1).short()",
    "located": "def row_norm(x):\n    return x.square().sum(1, keepdim=True).sin()",
}
NORM = "def row_norm(x):\n    return torch.linalg.vector_norm(x, dim=1)"
LARGEST = "def argmax_rows(x):\n    return x.argmax(0)"


@pytest.fixture(scope="module")
def scored() -> dict[str, dict[str, Any]]:
    """The failed checks of each program, by its name and theirs."""
    programs = [
        Program(REDUCE, name, code_of_text(f"{RIGHT}\n\n{text}\n", "08_reduce.py"))
        for name, text in (PROGRAMS | {"two": f"{NORM}\n\n{LARGEST}"}).items()
    ]
    found = grade_programs(COLLECTION, programs, ("--device", "cpu"))
    return {
        name: {c["name"]: c for c in found[REDUCE, name]["checks"] if c["outcome"] != "passed"}
        for name in (*PROGRAMS, "two")
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


def test_each_of_two_mistakes_is_named_where_it_shows(scored: dict[str, Any]) -> None:
    """They are in different functions, so each explains its own checks."""
    first = {c["feedback"].splitlines()[0] for c in scored["two"].values()}
    assert len(first) == 2 and not any(" Or: " in line or " And: " in line for line in first)
    assert {c["diagnosis"]["kind"] for c in scored["two"].values()} == {"recognised"}


def test_the_first_wrong_answer_of_a_visible_check_is_drawn(tmp_path: Path) -> None:
    """As plain data in a student's report; a hidden check shows nobody its inputs."""
    hand_in(tmp_path, REDUCE, f"{RIGHT}\n\n{PROGRAMS['located']}\n\n{LARGEST}\n")
    report = tmp_path / "report.json"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", f"graders/{REDUCE}", "--device", "cpu"]
        + ["--submission", str(tmp_path), "--score-report", str(report)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    checks = json.loads(report.read_text("utf-8"))["exercises"][REDUCE]["checks"]
    lost = {c["name"]: c for c in checks if c["outcome"] == "failed"}
    assert {c["visible"] for c in lost.values()} == {True, False}, done.stdout
    assert all(("picture" in check) <= check["visible"] for check in lost.values())
    roles = [grid["role"] for grid in lost["measures_rows[cpu]"]["picture"]["grids"]]
    assert roles == ["given", "yours", "expected"]


def test_programs_of_a_class_are_not_drawn(scored: dict[str, Any]) -> None:
    """Their pictures would fill its ledger."""
    assert not any("picture" in check for checks in scored.values() for check in checks.values())


def test_a_relation_is_said_before_the_difference(scored: dict[str, Any]) -> None:
    """It holds in all questions of the check; of a hidden one it is told without its number."""
    check = scored["related"]["averages_columns[cpu]"]
    first, second, *_ = check["feedback"].splitlines()
    assert first == "Everything is what is expected divided by 7."
    assert second.startswith("Element [0, 0] is ")
    assert "Smallest input found that fails: col_mean(tensor([[" in check["feedback"]
    hidden = scored["related"]["averages_whole_numbers"]
    assert not any(sign.isdigit() for sign in hidden["told"].splitlines()[0])


def test_what_a_test_overlooks_is_stated() -> None:
    """The first line says which wrong function it accepts: there is nothing to add."""
    id = "09_write_the_test/01_judge_softmax"
    text = "import torch\n\ndef test_softmax(softmax):\n    z = torch.rand(2, 3)\n"
    text += "    assert softmax(z, 1).shape == z.shape\n"
    program = Program(id, "shape alone", code_of_text(text, "01_judge_softmax.py"))
    checks = grade_programs(COLLECTION, [program])[id, "shape alone"]["checks"]
    lost = [c for c in checks if c["outcome"] == "failed" and "accepts a wrong" in c["told"]]
    kinds = [c["diagnosis"]["kind"] for c in lost]
    assert kinds and set(kinds) <= {"stated", "recognised"} and "stated" in kinds


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
    first, shown, *_ = check["feedback"].splitlines()
    assert first.startswith("Element [0, 0] is ")
    assert shown.startswith("Smallest input found that fails: row_norm(tensor([[")
    assert shown.count(",") == 5


def test_a_question_stays_as_it_was_asked() -> None:
    """Whatever the check does with its own arguments before it asks the next."""
    grads, table = [torch.ones(2), torch.ones(2)], {"a": [1, np.zeros(2)]}
    question = Question.of_call("f", (grads, table))
    asked = question.frame(0)
    grads[0] = None
    grads[1].zero_()
    table["a"][1][0] = 5
    assert question.frame(0) == asked


TAKE = COLLECTION.find("03_pipelines/09_take")
LINEAR = COLLECTION.find("04_modules/01_linear")
EPOCH = COLLECTION.find("05_training/03_one_epoch")


def failed(exercise: Exercise, text: str) -> dict[str, dict[str, Any]]:
    """The failed checks of the solution with some of it written anew."""
    code = code_of_text(text, f"{exercise.name}.py")
    found = grade_programs(COLLECTION, [Program(exercise.id, "x", code)], ("--device", "cpu"))
    checks = found[exercise.id, "x"]["checks"]
    lost = [c for c in checks if c["outcome"] not in ("passed", "skipped")]
    return {plain_name(c["name"]): c for c in lost}


def test_a_mistake_that_loses_a_passed_check_is_not_named() -> None:
    """Three mistakes answer alike in the check that is lost; two of them lose others as well."""
    negative = (
        "def first_batches(dataset, batch_size, k):\n"
        "    loader = DataLoader(dataset, batch_size=batch_size)\n"
        "    return [batch for _, batch in zip(range(k), loader)]\n"
    )
    checks = failed(TAKE, f"{TAKE.source.text}\n\n{negative}")
    assert checks
    for check in checks.values():
        assert check["feedback"].startswith("A negative k is no error in `first_batches`")
        assert "+" not in check["diagnosis"]["id"] and " Or: " not in check["feedback"]


def test_two_mistakes_in_one_check_are_named_together() -> None:
    """No recorded one answers as both do: they are laid over the solution together."""
    text = LINEAR.source.text
    by_id = {mistake.id: mistake for mistake in read_mistakes(LINEAR.graders, text)}
    pair = [by_id["MyLinear-30a8e1cd"], by_id["to_torch-bf9d2dbd"]]
    both = joined(text, *pair)
    assert both is not None
    checks = failed(LINEAR, both.text)
    shared = set(pair[0].loses) & set(pair[1].loses)
    assert checks.keys() == {*pair[0].loses, *pair[1].loses} and shared
    for name, check in checks.items():
        said = [one.sentence for one in pair if name in one.loses]
        assert check["feedback"].splitlines()[0] == " And: ".join(said)


def test_an_earlier_check_is_told_what_a_later_one_shows(tmp_path: Path) -> None:
    """On the terminal, in the report, and from another process of pytest-xdist alike."""
    wrong = (
        "def train_epoch(model, loader, loss_fn, optimizer):\n"
        "    model.train()\n    total, count = 0.0, 0\n    for x, y in loader:\n"
        "        loss = loss_fn(model(x), y)\n        loss.backward()\n"
        "        optimizer.zero_grad()\n        optimizer.step()\n"
        "        total += loss.item() * len(x)\n        count += len(x)\n"
        "    return total / count\n"
    )
    hand_in(tmp_path, EPOCH.id, f"{EPOCH.source.text}\n\n{wrong}")
    for spread in ([], ["-n", "1"]):
        report = tmp_path / "report.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", f"graders/{EPOCH.id}", "--device", "cpu", *spread]
            + ["--submission", str(tmp_path), "--score-report", str(report)]
            + ["--junitxml", str(tmp_path / "junit.xml")],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        checks = json.loads(report.read_text("utf-8"))["exercises"][EPOCH.id]["checks"]
        said = {c["diagnosis"]["sentence"] for c in checks if c.get("diagnosis")}
        assert len(said) == 1 and " Or: " not in done.stdout
        (sentence,) = said
        assert done.stdout.count(sentence) == 1 and "The same as in `" in done.stdout
        assert "short test summary" not in done.stdout
        noted = ElementTree.parse(tmp_path / "junit.xml").findall(".//failure")
        assert noted and all(sentence in (failure.text or "") for failure in noted)
        assert not any(" Or: " in failure.attrib["message"] for failure in noted)
