"""The system calls by name: their numbers on each processor, and the rule for players.

libseccomp would give the numbers and the filter too, but a wheel cannot bring it (its bindings need
the system's library), and one that is older than the kernel does not know the newest calls.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MACHINES = ("x86_64", "aarch64")
_TABLE = Path(__file__).with_name("syscalls.txt")


@dataclass(frozen=True)
class SystemCall:
    """A system call on one processor."""

    name: str
    number: int
    rule: str
    """What a player's filter does with it; see ``syscalls.txt``."""


@cache
def by_number(machine: str) -> dict[int, SystemCall]:
    """The system calls of a processor; empty for one that the table does not have."""
    calls = _read(MACHINES.index(machine)) if machine in MACHINES else ()
    return {call.number: call for call in calls}


def number_of(name: str, machine: str) -> int:
    """The number of a system call; raises `KeyError` where the processor does not have it."""
    return {call.name: call.number for call in by_number(machine).values()}[name]


def _read(column: int) -> Iterator[SystemCall]:
    for line in _TABLE.read_text("ascii").splitlines():
        if not line.startswith("#"):
            name, *numbers, rule = line.split()
            if numbers[column] != "-":
                yield SystemCall(name, int(numbers[column]), rule)
