"""Runs that were prepared ahead: they say what cold ones say, and have nothing of one another."""

import json
import os
import re
import signal
import socket
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, cold
from processes import family, gone, lives, parent
from saying import timeless, words
from small_collection import SPLIT, edit, hand_in, small_collection

from torchdojo.catalog import Collection, code_of_text
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.programs import Program, write_programs
from torchdojo.resident import client

SOME = ("01_tensors/10_split_and_chunk", "04_modules/05_repair_iris", "05_training/01_sgd")


def _once(
    arguments: Sequence[str], root: Path = ROOT, passed: Sequence[int] = ()
) -> tuple[bool, int, str]:
    """Whether a run was prepared, its exit status and its screen."""
    with tempfile.TemporaryFile() as said:
        run = client.start(arguments, root, stdout=said, stderr=said, passed=passed)
        prepared = parent(run.pid) not in (0, os.getpid(), client._residents[root].process.pid)
        code = run.wait()
        said.seek(0)
        return prepared, code, said.read().decode()


def _prepared(arguments: Sequence[str], root: Path = ROOT) -> tuple[int, str]:
    """Exit status and screen of such a run, as soon as one is prepared."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        prepared, code, screen = _once(arguments, root)
        if prepared:
            return code, screen
        time.sleep(0.5)
    raise AssertionError("no run is prepared")


def _arguments(report: Path, submission: Path | str, *more: str) -> list[str]:
    options = ["--submission", str(submission), "--score-report", str(report), *more]
    return graders_arguments([SPLIT], "--device", "cpu", *options)


@pytest.mark.parametrize("options", [(), ("--visible",), ("--tb=no", "--no-summary")])
def test_a_prepared_run_says_what_a_cold_one_says(tmp_path: Path, options: tuple[str, ...]) -> None:
    """The same report, exit status and screen, for right and wrong work and for none."""
    for id in SOME:
        text = (ROOT / f"solutions/{id}.py").read_text("utf-8")
        hand_in(tmp_path / "wrong", id, re.sub(r"\b1\b", "2", text.replace("torch.sum", "sum")))
    report = tmp_path / "report.json"
    for submission in ("solutions", tmp_path / "wrong", "exercises"):
        given = ("--submission", str(submission), "--score-report", str(report), "--seed", "7")
        arguments = graders_arguments(SOME, *given, "--device", "cpu", *options)
        code, screen = _prepared(arguments)
        reported = timeless(report)
        alone = cold(arguments)
        assert code == alone.returncode
        assert reported == timeless(report)
        assert words(screen) == words(alone.stdout + alone.stderr)


def _stream(programs: Sequence[Program], run: Any) -> list[dict[str, Any]]:
    ours, theirs = socket.socketpair()
    with ours, theirs, tempfile.TemporaryFile() as order:
        write_programs(Path(f"/dev/fd/{order.fileno()}"), programs)
        order.seek(0)
        arguments = graders_arguments(
            [SPLIT], "--programs", f"/dev/fd/{order.fileno()}", "--seed", "3",
            "--stream", f"fd:{theirs.fileno()}", "--device", "cpu", "-p", "no:xdist",
        )  # fmt: skip
        run(arguments, (order.fileno(), theirs.fileno()))
        theirs.close()
        text = re.sub(rb'"(seconds|ran)": [0-9.e-]+', rb'"\1": 0', ours.makefile("rb").read())
    return [json.loads(line) for line in text.splitlines()]


def test_prepared_runs_grade_the_programs_of_their_own_orders(tmp_path: Path) -> None:
    """One, three, another one: the stream tells what that of a new process tells."""
    right = Collection(ROOT).exercises[SPLIT].source.text
    texts = [right, right.replace("size", "size or 1"), "raise KeyError('x')\n"]
    all = [
        Program(SPLIT, f"work {number}", code_of_text(text, "work.py"))
        for number, text in enumerate(texts)
    ]
    was_prepared: list[bool] = []

    def warm(arguments: Sequence[str], passed: Sequence[int]) -> None:
        was_prepared.append(_once(arguments, passed=passed)[0])

    def new(arguments: Sequence[str], passed: Sequence[int]) -> None:
        with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryFile() as said:
            patch.setenv("TORCHDOJO_RESIDENT", "off")
            client.start(arguments, ROOT, stdout=said, stderr=said, passed=passed).wait()

    for programs in (all[:1], all[:1], all[:1], all, all[2:]):
        told = _stream(programs, warm)
        time.sleep(2)
    assert was_prepared[-2:] == [True, True]
    assert told == _stream(all[2:], new)
    assert _stream(all, warm) == _stream(all, new)


def test_nothing_of_a_run_is_in_the_next(tmp_path: Path) -> None:
    """Neither work nor report nor seed; each has players that have seen nothing."""
    seeds, spying = set(), tmp_path / "spying"
    right = Collection(ROOT).exercises[SPLIT].source.text
    spy = "import os\nassert not os.path.exists('left'), 'a file'\nopen('left', 'w').close()\n"
    spy += "assert not hasattr(torch, 'left'), 'a name'\ntorch.left = True\n"
    hand_in(spying, SPLIT, right.replace("import torch\n", f"import torch\n{spy}", 1))
    for number, (submission, full) in enumerate(
        [("solutions", True), (spying, True), ("exercises", False), (spying, True)]
    ):
        report = tmp_path / f"{number}.json"
        code, _ = _prepared(_arguments(report, submission))
        told = json.loads(report.read_text())
        assert (code == 0) == full == (told["score"] == told["max_score"]), told
        seeds.add(told["seed"])
    assert len(seeds) == 4


@pytest.mark.parametrize(
    "other",
    [
        ("--submission", "nowhere"),
        ("--seed", "seven"),
        ("--score-report", "nowhere/report.json"),
        ("-k", "nothing"),
        ("--maxfail=1",),
    ],
)
def test_what_was_not_prepared_goes_as_before(tmp_path: Path, other: tuple[str, ...]) -> None:
    """Other options, and values that cannot be met: what is said is what a cold run says."""
    usual = {"--submission": "solutions", "--score-report": "/dev/null", "--seed": "1"}
    arguments = graders_arguments([SPLIT], *(part for item in usual.items() for part in item))
    _prepared(arguments)
    if other[0] in usual:
        arguments[arguments.index(other[0]) + 1] = other[1]
    else:
        arguments += other
    prepared, code, screen = _once(arguments)
    alone = cold(arguments)
    assert not prepared
    assert code == alone.returncode
    assert words(screen.replace("pytest.main()", "python -m pytest")) == words(
        alone.stdout + alone.stderr
    )


def test_edits_are_noticed_by_what_was_prepared(tmp_path: Path) -> None:
    """Checks, solutions, settings, data: the next verdict is of what lies there then."""
    root = small_collection(tmp_path / "collection")
    report = tmp_path / "report.json"
    arguments = _arguments(report, "solutions")

    def points() -> float:
        code, screen = _prepared(arguments, root)
        assert code == 0, screen
        most: float = json.loads(report.read_text())["max_score"]
        return most

    first = points()
    grader = root / f"graders/{SPLIT}/test_split_and_chunk.py"
    edit(grader, "@pytest.mark.points(2)", "@pytest.mark.points(5)")
    prepared, _, _ = _once(arguments, root)
    assert not prepared
    assert json.loads(report.read_text())["max_score"] == first + 3
    assert points() == first + 3
    (root / "conftest.py").write_text("def pytest_itemcollected(item):\n    raise RuntimeError\n")
    assert "RuntimeError" in _once(arguments, root)[2]
    assert "RuntimeError" in _once(arguments, root)[2]


@pytest.mark.parametrize("killed", ["prepared", "run", "resident"])
def test_whoever_is_killed_nobody_is_left(tmp_path: Path, killed: str) -> None:
    """What was prepared ends with the resident and its runs with it; the next order is met."""
    root = small_collection(tmp_path / "collection")
    report = tmp_path / "report.json"
    _prepared(_arguments(report, "solutions"), root)
    hand_in(tmp_path / "slow", SPLIT, "import time\ntime.sleep(600)\n")
    resident = client._residents[root].process.pid
    with tempfile.TemporaryFile() as said:
        slow = _arguments(report, tmp_path / "slow")
        run = client.start(slow, root, stdout=said, stderr=said)
        time.sleep(2)
        ahead, below = parent(run.pid), family(resident)
        assert parent(ahead) == resident
        victim = {"prepared": ahead, "run": run.pid, "resident": resident}[killed]
        os.kill(victim, signal.SIGKILL)
        assert run.wait(20) == -signal.SIGKILL
    assert lives(resident) == (killed != "resident")
    assert gone({ahead, run.pid} & below if killed != "run" else {run.pid})
    assert killed != "resident" or gone(below)
    assert _once(_arguments(report, "solutions"), root)[1] == 0


def test_what_was_prepared_ends_with_its_front(tmp_path: Path) -> None:
    """A resident that leaves, after an edit for instance, leaves nobody behind."""
    root = small_collection(tmp_path / "collection")
    arguments = _arguments(tmp_path / "report.json", "solutions")
    _prepared(arguments, root)
    all = family(client._residents[root].process.pid)
    edit(root / f"graders/{SPLIT}/test_split_and_chunk.py", "points(2)", "points(5)")
    assert _once(arguments, root)[1] == 0
    assert gone(all)


def test_only_a_few_are_kept(tmp_path: Path) -> None:
    """Of the exercises that were asked for, those that were asked for last."""
    root = small_collection(tmp_path / "collection")
    for number in range(6):
        more = ("--visible",) * (number % 2) + ("--no-summary",) * (number // 2)
        _prepared(_arguments(tmp_path / "report.json", "solutions", *more), root)
    time.sleep(1)
    resident = client._residents[root].process.pid
    ahead = [
        pid
        for pid in family(resident)
        if parent(pid) == resident and "memfd" in str(Path(f"/proc/{pid}/fd/1").readlink())
    ]
    assert len(ahead) == 4
