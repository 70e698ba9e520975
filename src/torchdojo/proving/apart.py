"""Setting apart: whatever one program does to the referee, all others have their results."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from torchdojo.proving.streaming import Died, Result
from torchdojo.referee.programs import Program


@dataclass(frozen=True)
class Fault:
    """A program with which the referee comes to no end, whatever it is graded beside."""

    label: str
    why: str


Runner = Callable[[Sequence[Program]], Generator[Result | Died, None, None]]
"""Grades programs in one run, such as `Listened.run`."""


def settle(
    runner: Runner, programs: Sequence[Program], failed: Callable[[Result], bool]
) -> Iterator[Result | Fault]:
    """A result for each of `programs`, or the fault of one that ends or stops every run.

    When a run dies, the program whose turn it was is set apart and the others go on without it;
    if it was nobody's turn, each half goes on without the other. A result that says that the grader
    `failed` is asked for once more, in another run: something may have been killed beside it.
    """
    doubtful: dict[str, Program] = {}
    for said in _settled(runner, programs):
        if isinstance(said, Result) and failed(said):
            doubtful |= {p.label: p for p in programs if p.label == said.label}
        else:
            yield said
    yield from _settled(runner, list(doubtful.values()))


def _settled(runner: Runner, programs: Sequence[Program]) -> Iterator[Result | Fault]:
    waiting = [list(programs)] if programs else []
    while waiting:
        batch = waiting.pop()
        left = {program.label: program for program in batch}
        died = Died("it said nothing about it", "")
        with closing(runner(batch)) as run:
            for said in run:
                if isinstance(said, Died):
                    died = said
                elif left.pop(said.label, None) is not None:  # or it was told twice
                    yield said
        if len(batch) == 1 and left:
            yield Fault(batch[0].label, died.why)
        elif left:
            waiting += _parts(left, died.running)


def _parts(left: dict[str, Program], running: str) -> list[list[Program]]:
    """What to run next, the last one first."""
    if running in left:
        others = [program for label, program in left.items() if label != running]
        return [part for part in ([left[running]], others) if part]
    programs = list(left.values())
    half = (len(programs) + 1) // 2
    return [part for part in (programs[half:], programs[:half]) if part]
