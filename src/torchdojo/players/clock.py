"""A program's own time: what it computes and what it sleeps, not what it waits for a processor.

A limit in seconds of the wall would be short on a busy machine, and a program could make the
machine busy. So the kernel is asked, for all that a player has started: how long it ran, and how
long it was ready to run while others did. In an interval of the wall, own time is the time run,
added up over all processes, and the rest of the interval in which nothing of it was ready.

A parent that waits for a child which waits for a processor is not charged. Whoever starts many
processes is charged for each, and has its limit sooner; whoever sleeps is charged by the wall.
"""

import heapq
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from torchdojo.players.limits import stretch

TICK = 0.2
"""Seconds between two looks. Nearly all answers come before the first one, and cost none."""
_CEILING, _MORE = 60.0, 60.0
"""A limit ends at so many times its length, and so many seconds, of the wall, whatever is found."""
_TAKING_TURNS = 4
"""So many threads are believed to have waited one after the other. Two hundred that wake at once
wait for each other at the same time, and that adds up to much more than they need.
"""
_UNITS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """What a tree of processes had used when it was looked at, in seconds."""

    at: float
    """On the clock of the wall."""
    ran: float
    waited: dict[int, float]
    """By thread: how long it was ready to run and did not."""

    def since(self, earlier: "Usage") -> float:
        """The tree's own time from `earlier` to here."""
        wall = self.at - earlier.at
        ran = max(0.0, self.ran - earlier.ran)
        waited = (
            min(wall, max(0.0, seconds - earlier.waited.get(thread, 0.0)))
            for thread, seconds in self.waited.items()
        )
        return ran + max(0.0, wall - ran - sum(heapq.nlargest(_TAKING_TURNS, waited)))


def look(root: int) -> Usage | None:
    """What the process `root` and all below it have used; None where that cannot be seen."""
    ran, waited = 0.0, dict[int, float]()
    at = time.monotonic()
    for pid in _tree(root):
        try:
            ran += _ran(pid)
            waited |= dict(_waited(pid))
        except (OSError, ValueError, IndexError):
            continue  # it has ended
    return Usage(at, ran, waited) if waited else None


def _tree(root: int) -> Iterator[int]:
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        for thread in _threads(pid):
            try:
                text = Path(f"/proc/{pid}/task/{thread}/children").read_text()
            except OSError:
                continue
            waiting += map(int, text.split())


def _threads(pid: int) -> list[str]:
    try:
        return [path.name for path in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []


def _ran(pid: int) -> float:
    """Processor time of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _UNITS


def _waited(pid: int) -> Iterator[tuple[int, float]]:
    for thread in _threads(pid):
        try:
            text = Path(f"/proc/{pid}/task/{thread}/schedstat").read_text()
        except OSError:
            continue  # it has ended; what the others have waited is known all the same
        yield int(thread), int(text.split()[1]) / 1e9


class Clock:
    """Counts the own time of what runs below a process, from when this was made.

    Args:
        root: tells that process; None while there is none, or where it cannot be looked at.
        limit: seconds of own time.
    """

    def __init__(self, root: Callable[[], int | None], limit: float) -> None:
        self.limit = limit
        self._root = root
        self._spent = 0.0
        self._start = self._at = time.monotonic()
        self._next = self._start + TICK
        self._seen: Usage | None = None

    def spent(self) -> float:
        """Seconds of own time so far, exact to a tick."""
        return self._spent + min(TICK, time.monotonic() - self._at)

    def over(self) -> bool:
        """Whether the limit is reached, as far as is known at the last tick."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._look(now)
        self._next = now + max(TICK, 10 * (time.monotonic() - now))
        return self._spent > self.limit or now - self._start > _CEILING * self.limit + _MORE

    def _look(self, now: float) -> None:
        root = self._root()
        seen = None if root is None else look(root)
        if seen is None:
            self._spent += (now - self._at) / stretch()
        elif self._seen is None:
            # Not looked at before: whoever is late, it is not the program.
            self._spent += min(TICK, now - self._at)
        else:
            self._spent += seen.since(self._seen)
        self._seen, self._at = seen, now
