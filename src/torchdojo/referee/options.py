"""The options and markers of `pytest graders/`."""

import pytest

MARKERS = (
    "points(n): what a check is worth (1 if not said)",
    "hidden: the check is not part of a release for students",
    "limits(seconds=, memory_mb=, disk_mb=): wider limits for the players of a check",
)
_LOOKING = (
    "help",
    "version",
    "collectonly",
    "setupplan",
    "showfixtures",
    "show_fixtures_per_test",
    "markers",
    "cacheshow",
)
"""pytest's own options under which no check runs."""


def only_looks(config: pytest.Config) -> bool:
    """Whether this run shows something in place of running checks, as ``--collect-only`` does."""
    return any(config.getoption(name, None) for name in _LOOKING)


def add_options(parser: pytest.Parser) -> None:
    """Add the options of the dojo."""
    group = parser.getgroup("torchdojo", "scoring PyTorch exercises")
    group.addoption("--submission", metavar="DIR", help="score DIR instead of exercises/")
    group.addoption(
        "--exercise",
        metavar="NAME",
        action="append",
        default=[],
        help="score this exercise only: its id, or an unmistakable part of it; may be given again",
    )
    group.addoption("--score-report", metavar="FILE", help="write the scores to FILE as JSON")
    group.addoption(
        "--engine-log",
        metavar="FILE",
        help="append the engine's notes to FILE: refused system calls, answers nobody can judge",
    )
    group.addoption("--seed", type=int, metavar="N", help="draw the inputs of run N again")
    group.addoption("--visible", action="store_true", help="run the visible checks only")
    group.addoption(
        "--device",
        choices=("auto", "cpu", "cuda", "mps"),
        default="auto",
        help="where checks that ask for a device run (default: the CPU and any accelerator)",
    )
    group.addoption(
        "--isolation",
        choices=("best", "full", "confined", "process"),
        default="best",
        help="how players are shut in (default: as well as this machine can)",
    )
    group.addoption(
        "--require-isolation",
        choices=("full", "confined", "process"),
        default="process",
        help="refuse to score with weaker isolation than this",
    )
    group.addoption(
        "--players",
        choices=("fork", "start"),
        help="fork players from a warm host, or start a process for each (slower)",
    )
    group.addoption("--programs", metavar="FILE", help="score the programs in FILE instead")
    group.addoption("--record", metavar="DIR", help="write the programs' answers to DIR")
    group.addoption("--stream", metavar="FILE", help="append each program's result to FILE")
