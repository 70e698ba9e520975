"""From a saved file to its verdict, by a warm referee; and from a cold start.

``python benchmarks/verdict.py [--exercises NAME ...]`` has the solution and the first recorded
mistake of each single-process exercise graded by a resident referee, one after the other, and takes
the time from the order to the first result, and to the last. The first verdict of an exercise is
told apart (new): for those after it the referee has prepared a run. The aims for these are a median
under 300 ms, 95 percent under 1 s, and a first result under 150 ms. Then it starts `pytest
graders/EXERCISE` cold beside `import torch` and `import torch, torchvision`, in turn. It prints a
table.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from torchdojo.catalog import Collection, Exercise, code_of_text, read_mistakes
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.programs import Program, write_programs
from torchdojo.referee.warm import packages_of
from torchdojo.resident import client

ROOT = Path(__file__).parents[1]
_PAUSE = 2.0
"""Seconds between two verdicts: nobody saves faster."""
_SEVERAL_PROCESSES = ("08_data_parallel", "09_write_the_test")


def verdict(exercise: Exercise, text: str) -> tuple[float, float]:
    """Seconds to the first and to the last result of a program."""
    program = Program(exercise.id, "work", code_of_text(text, f"{exercise.name}.py"))
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said, ours:
        began = time.perf_counter()
        saved = Path(folder) / "programs.json"
        write_programs(saved, [program])
        arguments = graders_arguments(
            [exercise.id], "--programs", str(saved), "--stream", f"fd:{theirs.fileno()}",
            "--device", "cpu", "--tb=no", "--no-summary", "-p", "no:xdist",
        )  # fmt: skip
        with theirs:
            run = client.start(arguments, ROOT, stdout=said, stderr=said, passed=(theirs.fileno(),))
        first = last = 0.0
        for line in ours.makefile("rb"):
            now, told = time.perf_counter() - began, json.loads(line)
            if "ran" in told and not first:
                first = now
            if "label" in told:
                last = now
        client.end(run)
    assert first and last, exercise.id
    return first, last


def warm(exercises: Sequence[Exercise]) -> None:
    """Print how long verdicts took, of right and of wrong programs, and the first of an exercise.

    The others are told after a pause, in which the referee has prepared the next run.
    """
    verdict(exercises[0], exercises[0].source.text)  # the referee gets warm
    found: dict[str, list[tuple[float, float]]] = {"new": [], "right": [], "wrong": []}
    for exercise in exercises:
        text = exercise.source.text
        mistakes = read_mistakes(exercise.graders, text)
        wrong = next(mistake.text for mistake in mistakes if not mistake.hangs)
        for kind, program in (("new", text), ("right", text), ("wrong", wrong)):
            found[kind].append(verdict(exercise, program))
            time.sleep(_PAUSE)
    for kind, times in found.items():
        _row(f"{kind}: first result", [first for first, _ in times])
        _row(f"{kind}: last result", [last for _, last in times])


def _row(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    most = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(
        f"{name:22} median {1000 * statistics.median(ordered):5.0f} ms, 95 % {1000 * most:5.0f} ms"
    )


def cold(exercises: Sequence[Exercise]) -> None:
    """Print what a cold run takes, as a multiple of its imports."""
    plain = next(e for e in exercises if not packages_of([e]))
    pictures = next((e for e in exercises if "torchvision" in packages_of([e])), plain)
    for exercise, imports in ((plain, "torch"), (pictures, "torch, torchvision")):
        graders = [sys.executable, "-m", "pytest", "-q", f"graders/{exercise.id}"]
        graders += ["--submission", "solutions", "-p", "no:cacheprovider"]
        ratios = [
            _seconds(graders) / _seconds([sys.executable, "-c", f"import {imports}"])
            for _ in range(5)
        ]
        print(f"{exercise.id}: cold {statistics.median(ratios):.2f} times `import {imports}`")


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercises", nargs="*", default=[])
    wanted = parser.parse_args().exercises
    collection = Collection(ROOT)
    chosen = [collection.find(name) for name in wanted] or [
        one for one in collection.exercises.values() if one.track not in _SEVERAL_PROCESSES
    ]
    warm(chosen)
    cold(list(collection.exercises.values()))


if __name__ == "__main__":
    main()
