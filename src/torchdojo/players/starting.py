"""Deciding, when a host starts, how its players are shut in: the strongest way that works."""

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from torchdojo.players.birth import fork, kill
from torchdojo.players.detect import trial
from torchdojo.players.isolation import Enclosure, Level, enclosure


class Hopes:
    """The levels that are wanted, strongest first, and what has been prepared for them.

    Made before anything starts a thread: namespaces of a user can only be entered without any.
    """

    def __init__(
        self, levels: list[str], folder: str, readable: list[str], secrets: list[str]
    ) -> None:
        self.problems: dict[str, str] = {}
        self.prepared: list[Enclosure] = []
        for level in map(Level, levels):
            try:
                made = enclosure(level, Path(folder), readable, secrets)
            except OSError as error:
                self.problems[level.value] = str(error)
            else:
                self.prepared.append(made)

    def decide(self) -> tuple[Enclosure | None, dict[str, str]]:
        """The first that works, and why those before it do not."""
        for prepared in self.prepared:
            problem = trial(_Nursery(prepared))
            if problem is None:
                return prepared, self.problems
            self.problems[prepared.level.value] = problem
        return None, self.problems


class _Nursery:
    """Launches players from this process, to try whether they work."""

    start_seconds = 0.0

    def __init__(self, enclosure: Enclosure) -> None:
        self.enclosure = enclosure
        self.level = enclosure.level
        self._pids: dict[int, int] = {}

    def launch(self, number: int, channel: int, output: int) -> None:
        self._pids[number] = fork(channel, output, self.enclosure)

    def have_imported(self, packages: Iterable[str]) -> None:
        """The host has imported what it was told to."""

    def kill(self, number: int) -> None:
        if (pid := self._pids.pop(number, None)) is not None:
            kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def exit_code(self, number: int, patience: float) -> int | None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self._pids[number], os.WNOHANG)
            if pid:
                del self._pids[number]
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.005)
        return None

    def pid(self, number: int) -> int | None:
        return self._pids.get(number)

    def close(self) -> None:
        for number in list(self._pids):
            self.kill(number)
