"""What a resident referee knows of the runs that were prepared ahead: which, and whether ready."""

import contextlib
import os
import selectors
import signal
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from torchdojo.resident.protocol import Leave, Order, Ready, receive, send
from torchdojo.resident.shape import Other, Shape, can_be_met

_MOST = 4
"""How many are kept: each has four players and some memory of its own."""
_OFTEN = 2
"""Runs of one shape after which one is prepared even if the front has no pause."""
Fork = Callable[[Order, socket.socket], int]


@dataclass(eq=False)
class Process:
    """One that is ahead of all runs of a shape, as soon as it is ready."""

    shape: Shape
    pid: int
    orders: socket.socket
    ready: bool = False
    left: bool = False
    """Whether it gets no more orders."""


class Prepared:
    """Keeps processes for the shapes that were ordered last.

    Args:
        selector: of the resident's loop.
        fork: forks a process that is ahead of runs like an order, with this end of a socket pair.
    """

    def __init__(self, selector: selectors.BaseSelector, fork: Fork) -> None:
        self.selector = selector
        self.fork = fork
        self.all: list[Process] = []
        """The one that was used last is the last."""
        self.wish: tuple[Shape, Order] | None = None
        """What is to be prepared once the front has a pause."""
        self._ordered = Counter[Shape]()
        self._in_vain: set[Shape] = set()
        """Shapes for which the process ended before it was ready."""
        self._runs: dict[int, tuple[Shape, Order]] = {}
        """Runs that go on and were not prepared."""
        self._open = True

    def pass_on(
        self, order: Order, root: Path, told: socket.socket, descriptors: list[int]
    ) -> bool:
        """Have the order met by a process that is ahead, if there is one."""
        try:
            shape, own = Shape.of(order, root)
        except Other:
            return False
        one = self._of(shape)
        if one is None or not one.ready or not can_be_met(own, order.folder):
            return False
        if any(os.isatty(descriptor) for descriptor in descriptors):
            return False
        try:
            send(one.orders, order, (told.fileno(), *descriptors))
        except OSError:
            return False
        self.all.remove(one)
        self.all.append(one)
        return True

    def _of(self, shape: Shape) -> Process | None:
        return next((one for one in self.all if one.shape == shape and not one.left), None)

    def note(self, pid: int, order: Order, root: Path) -> None:
        """A run has begun that was not prepared."""
        with contextlib.suppress(Other):
            shape, _ = Shape.of(order, root)
            self._ordered[shape] += 1
            self._runs[pid] = shape, order

    def has_ended(self, pid: int) -> None:
        """Such a run has ended: the next one like it is to find one prepared."""
        if pid in self._runs and self._open:
            shape, order = self._runs.pop(pid)
            if self._of(shape) is None and shape not in self._in_vain:
                self.wish = shape, order
                if self._ordered[shape] >= _OFTEN:
                    self.grant()

    def grant(self) -> None:
        """Prepare what is wished."""
        assert self.wish is not None
        (shape, order), self.wish = self.wish, None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            one = Process(shape, self.fork(order, theirs), ours)
        self.selector.register(ours, selectors.EVENT_READ, partial(self._hear, one))
        self.all.append(one)
        for old in [one for one in self.all if not one.left][:-_MOST]:
            self._send_away(old)

    def _hear(self, one: Process) -> None:
        message, _ = receive(one.orders)
        if isinstance(message, Ready):
            one.ready = True
        else:
            self._let_go(one)

    def _send_away(self, one: Process) -> None:
        """Have it end after its runs."""
        if not one.left:
            with contextlib.suppress(OSError):
                send(one.orders, Leave())
            one.left = True

    def _let_go(self, one: Process) -> None:
        """It takes no orders any more."""
        one.left = True
        with contextlib.suppress(KeyError):
            self.selector.unregister(one.orders)

    def leave(self) -> None:
        """Have all end after their runs, and prepare no more."""
        self._open, self.wish = False, None
        for one in self.all:
            self._send_away(one)

    def end(self) -> None:
        """End all at once, with their runs."""
        for one in self.all:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)

    def reap(self) -> None:
        """Forget those that have ended."""
        for one in list(self.all):
            if os.waitpid(one.pid, os.WNOHANG)[0] != 0:
                self.all.remove(one)
                self._let_go(one)
                one.orders.close()
                if not one.ready:
                    self._in_vain.add(one.shape)

    def close(self) -> None:
        """In a fork of the resident: have nothing to do with them."""
        for one in self.all:
            one.orders.close()
