"""The descriptors of a run in a process that had others before."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

FREE = 500
"""Descriptors from here on are asked for by no run."""
STANDARD = (0, 1, 2)


def out_of_the_way(descriptor: int) -> int:
    """The same under a number that no run asks for."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, FREE)
    os.close(descriptor)
    return high


def put(descriptors: Sequence[int], numbers: Sequence[int]) -> None:
    """Give each descriptor the number that the run was promised."""
    high = [out_of_the_way(descriptor) for descriptor in descriptors]
    for descriptor, number in zip(high, numbers, strict=True):
        os.dup2(descriptor, number)
        os.close(descriptor)


class Placeholders:
    """Files that stand for input and output until a run has its own.

    By then pytest has copies of these descriptors, and others: all that stand for one are
    replaced, whatever their numbers are. All numbers that a run may ask for are kept occupied.
    """

    def __init__(self) -> None:
        self._files: dict[int, tuple[int, int]] = {}
        os.closerange(max(STANDARD) + 1, FREE)
        for number in STANDARD:
            file = os.memfd_create("torchdojo")
            os.dup2(file, number)
            self._files[number] = _file_of(number)
            if file not in STANDARD:
                os.close(file)
        while (nothing := os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)) < FREE:
            pass
        os.close(nothing)

    def replace(self, descriptors: Sequence[int], numbers: Sequence[int]) -> None:
        """Have the run's descriptors under their numbers and in place of what stood for them.

        What was written meanwhile comes first.
        """
        given = dict(zip(numbers, descriptors, strict=True))
        written = {number: _written(file) for number, file in self._copies()}
        copies = [(number, copy) for number, copy in self._copies() if number in given]
        high = {number: out_of_the_way(descriptor) for number, descriptor in given.items()}
        os.closerange(max(STANDARD) + 1, FREE)
        for number, copy in copies:
            os.dup2(high[number], copy, inheritable=copy in STANDARD)
        for number, descriptor in high.items():
            if number not in STANDARD:
                os.dup2(descriptor, number)
            elif said := written.get(number):
                os.write(descriptor, said)
            os.close(descriptor)

    def _copies(self) -> list[tuple[int, int]]:
        """Each descriptor that stands for one of the standard ones, after that one's number."""
        numbers = {file: number for number, file in self._files.items()}
        found = []
        for path in Path("/proc/self/fd").iterdir():
            try:
                file = _file_of(int(path.name))
            except OSError:  # the listing's own
                continue
            if file in numbers:
                found.append((numbers[file], int(path.name)))
        return found


def _file_of(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino


def _written(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)
