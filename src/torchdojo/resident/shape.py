"""What runs have in common that one prepared ahead can serve, and what is each run's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchdojo.errors import DojoError
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.report_file import need_writable
from torchdojo.resident.descriptors import FREE, STANDARD
from torchdojo.resident.protocol import Order

_OWN = {
    "--submission": ".",
    "--programs": "/dev/null",
    "--stream": "/dev/null",
    "--score-report": "/dev/null",
    "--seed": "0",
}
"""Options with a value of each run's own, and one that does until it is known."""
_WITH_VALUE = {"--device", "--isolation", "--require-isolation"}
_FLAGS = {"--visible", "--no-summary", "--tb=no"}
_BESIDE = {"PYTEST_CURRENT_TEST"}
"""Variables that differ from run to run, and that nothing looks at before the first check."""
Own = dict[str, str]


class Other(Exception):
    """A run of a kind that is not prepared ahead."""


@dataclass(frozen=True)
class Shape:
    """Runs that go the same way until the first program is read."""

    arguments: tuple[str, ...]
    folder: str
    environment: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, order: Order, root: Path) -> "tuple[Shape, Own]":
        """The shape of what is ordered, and the values that are its own; raises `Other`."""
        if order.folder != str(root) or "PYTEST_ADDOPTS" in order.environment:
            raise Other
        if not {*STANDARD} <= {*order.numbers} <= {*range(FREE)}:
            raise Other
        own: Own = {}
        arguments = tuple(_neutral(order.arguments, own))
        beside = {item for item in order.environment.items() if item[0] not in _BESIDE}
        return cls(arguments, order.folder, frozenset(beside)), own


def _neutral(arguments: Sequence[str], own: Own) -> Iterator[str]:
    """The arguments with values that do for any run; those given are put into `own`."""
    usual = graders_arguments(())
    if [*arguments[: len(usual)]] != usual:
        raise Other
    yield from usual
    words = iter(arguments[len(usual) :])
    for word in words:
        yield word
        value = next(words, "") if word in (*_OWN, *_WITH_VALUE, "-p") else ""
        if word in _OWN and word not in own and value:
            own[word] = value
            yield _OWN[word]
        elif word in _WITH_VALUE or (word == "-p" and value.startswith("no:")):
            yield value
        elif word not in _FLAGS and (not word.startswith("graders/") or "::" in word):
            raise Other


def can_be_met(own: Own, folder: str) -> bool:
    """Whether nothing is wrong with these values that pytest would say at its start."""
    seed = own.get("--seed", "0")
    try:
        need_writable(Path(folder, own.get("--score-report", "/dev/null")))
    except DojoError:
        return False
    return seed.isdecimal() and Path(folder, own.get("--submission", ".")).is_dir()


def take_over(own: Own, option: Any) -> None:
    """Have pytest's options say what is this run's own."""
    for name, value in own.items():
        known = name.removeprefix("--").replace("-", "_")
        setattr(option, known, int(value) if name == "--seed" else value)
