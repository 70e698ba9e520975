"""A failed visible check shows the smallest input found that fails, and nothing else changes."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import ROOT
from small_collection import hand_in

from torchdojo.catalog import Collection, code_of_text
from torchdojo.catalog.checks import plain_name
from torchdojo.feedback.evidence import Answered
from torchdojo.feedback.smaller import smallest, wrong_places
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

COLLECTION = Collection(ROOT)
SMALLEST = "Smallest input found that fails: "
SHAPE = re.compile(r"\b(float|int|bool)\d* ?\(\d")

PROGRAMS = {
    "softmax": (
        "06_activations/02_softmax",
        "def softmax(z, dim):\n    return (z - z.logsumexp(dim, keepdim=True)).exp().tanh()",
    ),
    "pairs": (
        "03_pipelines/03_epochs",
        "def shuffled_pairs(x, y, generator):\n"
        "    order = torch.randperm(len(x), generator=generator)\n"
        "    return x[order].cos(), y[order]",
    ),
    "mask": (
        "01_tensors/12_pick",
        "def mask_fill(x, mask, value):\n    return torch.where(mask, value, x.sin())",
    ),
    "rows": (
        "01_tensors/08_reduce",
        "def col_mean(x):\n"
        "    x = x if x.is_floating_point() else x.float()\n"
        "    return x.mean(0, keepdim=True) / x.shape[0]",
    ),
    "slow": (
        "01_tensors/08_reduce",
        "import time\n\ndef row_norm(x):\n"
        "    time.sleep(0.2)\n    return x.square().sum(1, keepdim=True).sin()",
    ),
}


@pytest.fixture(scope="module")
def scored() -> dict[str, dict[str, dict[str, Any]]]:
    """The failed checks of each program, by its name and theirs."""
    programs = [_program(name) for name in PROGRAMS]
    found = grade_programs(COLLECTION, programs, ("--device", "cpu", "--seed", "5"), workers=1)
    return {name: _failed(found[id, name]) for name, (id, _) in PROGRAMS.items()}


def _program(name: str) -> Program:
    id, text = PROGRAMS[name]
    exercise = COLLECTION.find(id)
    code = code_of_text(f"{exercise.source.text}\n\n{text}\n", f"{exercise.name}.py")
    return Program(id, name, code)


def _failed(scored: dict[str, Any]) -> dict[str, dict[str, Any]]:
    lost = (c for c in scored["checks"] if c["outcome"] not in ("passed", "skipped"))
    return {plain_name(check["name"]): check for check in lost}


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("softmax", "sums_to_one_along_dim"),
        ("pairs", "draws_from_the_generator"),
        ("mask", "fills_under_the_mask"),
    ],
)
def test_an_input_too_large_to_print_is_shown_by_a_small_one(
    scored: dict[str, Any], name: str, check: str
) -> None:
    """With all its values, be it a call or a probe, of one tensor or of several."""
    feedback = scored[name][check]["feedback"]
    shown = feedback.partition(SMALLEST)[2].split("\n")[0]
    assert "tensor([" in shown and not SHAPE.search(shown), feedback
    assert scored[name][check]["diagnosis"]["kind"] == "located"
    assert scored[name][check]["diagnosis"]["sentence"] == feedback.split("\n")[0]


def test_a_hidden_check_shows_what_it_showed(scored: dict[str, Any]) -> None:
    """No input of its own is looked for, nor told to the instructor."""
    hidden = [c for checks in scored.values() for c in checks.values() if not c["visible"]]
    assert hidden and not any(SMALLEST in c["feedback"] + c["told"] for c in hidden)


def test_what_names_the_failure_is_true_of_the_small_input(scored: dict[str, Any]) -> None:
    """A relation that speaks of a size holds in the small input as in all others."""
    check = scored["rows"]["averages_columns"]
    first, second, shown = check["feedback"].split("\n")
    assert first == "Everything is what is expected divided by the number of rows of argument 1."
    found = re.fullmatch(r"Element \[0, 0\] is (\S+), expected (\S+); .*", second)
    assert found is not None and shown.startswith(SMALLEST)
    rows = shown.count("[") - 1
    assert float(found[1]) == pytest.approx(float(found[2]) / rows, rel=1e-4)


def test_a_check_that_takes_long_is_not_asked_again(scored: dict[str, Any]) -> None:
    """The input is the one that was drawn."""
    assert "\nCalled: row_norm(tensor([[" in scored["slow"]["measures_rows"]["feedback"]


def test_words_and_picture_show_the_same_input(tmp_path: Path) -> None:
    """In the report of a student's run, which says the same again for the same seed."""
    id, text = PROGRAMS["mask"]
    hand_in(tmp_path, id, f"{COLLECTION.find(id).source.text}\n\n{text}\n")
    said = [_checks(tmp_path, id) for _ in range(2)]
    assert said[0] == said[1]
    check = said[0]["fills_under_the_mask[cpu]"]
    (given, *_) = [g for g in check["picture"]["grids"] if g["role"] == "given"]
    shown = check["feedback"].partition(SMALLEST)[2]
    assert all(cell in shown for row in given["rows"] for cell in row)


def _checks(submission: Path, id: str) -> dict[str, Any]:
    report = submission / "report.json"
    subprocess.run(
        [sys.executable, "-m", "pytest", f"graders/{id}", "--device", "cpu", "--seed", "5"]
        + ["--submission", str(submission), "--score-report", str(report)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    checks = json.loads(report.read_text("utf-8"))["exercises"][id]["checks"]
    return {check["name"]: check | {"seconds": 0} for check in checks}


TABLE, LABELS = torch.arange(28.0).reshape(7, 4) + 0.123, torch.arange(7)


def test_equal_sizes_are_cut_together_and_digits_left_out() -> None:
    """What is smaller is of the same kind: none of a size 0 or 1, none equal that differed."""
    x, y = smallest((TABLE, LABELS), [TABLE], {}, lambda args: len(args[0]) == len(args[1]))
    assert torch.equal(x, torch.tensor([[0.1, 1.1], [4.1, 5.1], [8.1, 9.1]]))
    assert y.tolist() == [0, 1, 2]


def test_what_is_wrong_stays() -> None:
    """The row of the first wrong element, however far down it is."""
    got = TABLE.clone()
    got[5, 1] += 1
    places = wrong_places(Answered("f", (TABLE,), got, TABLE))
    (x,) = smallest((TABLE,), [TABLE], places, lambda args: bool((args[0] >= 21).any()))
    assert x.shape == (3, 2) and x[-1, -1] >= 21


def test_of_what_a_check_has_computed_only_rows_are_left_out() -> None:
    """Its columns may mean something, and its values, too."""
    (x,) = smallest((TABLE,), [], {}, lambda _: True)
    assert torch.equal(x, TABLE[:2])


def test_nothing_smaller_is_shown_if_none_fails() -> None:
    """Then the arguments are those that were drawn, and few others have been tried."""
    tried: list[object] = []

    def passes(args: tuple[Any, ...]) -> bool:
        tried.append(args)
        return False

    args = (TABLE, LABELS, 7)
    assert smallest(args, [TABLE], {}, passes) is args and len(tried) <= 12
