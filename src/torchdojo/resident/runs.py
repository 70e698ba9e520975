"""Who takes orders and has a run forked for each: the loop, and who is told what of the runs."""

import contextlib
import os
import selectors
import signal
import socket
from functools import partial

from torchdojo.resident.protocol import Begun, Ended, Leave, Order, receive, send


class Runs:
    """Works for the one process at the other end of `orders`, until that one has gone.

    A subclass says in `take` what it does with an order.
    """

    def __init__(self, orders: socket.socket) -> None:
        self.orders = orders
        self.open = True
        """Whether orders are taken."""
        self.runs: dict[int, socket.socket] = {}
        """By process id, the sockets on which it is told how runs end."""
        self.selector = selectors.DefaultSelector()
        self.selector.register(orders, selectors.EVENT_READ, self._attend)

    def take(self, order: Order, told: socket.socket, descriptors: list[int]) -> None:
        """Have a run begin, or close `told`."""
        raise NotImplementedError

    def has_ended(self, pid: int) -> None:
        """A run has ended."""

    def idle(self) -> None:
        """Nothing has happened for as long as `patience` said."""

    @property
    def patience(self) -> float | None:
        """Seconds after which `idle` is called."""
        return None

    @property
    def needed(self) -> bool:
        """Whether there is anything left to wait for."""
        return self.open or bool(self.runs)

    def serve(self) -> None:
        """Work until there is nobody to work for, or nothing right to work with."""
        woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(woken, selectors.EVENT_READ, lambda: os.read(woken, 512))
        while self.needed:
            ready = self.selector.select(self.patience)
            for key, _ in ready:
                key.data()
            self.reap()
            if not ready:
                self.idle()

    def _attend(self) -> None:
        message, descriptors = receive(self.orders)
        if message is None:
            self.leave()
            self.hang_up_all()
        elif isinstance(message, Leave):
            self.leave()
        elif isinstance(message, Order):
            told, *given = descriptors
            self.take(message, socket.socket(fileno=told), given)
            for descriptor in given:
                os.close(descriptor)

    def hang_up_all(self) -> None:
        """Nobody waits for any of the runs."""
        for pid in self.runs:
            kill(pid)

    def leave(self) -> None:
        """Take no further order."""
        if self.open:
            self.open = False
            self.selector.unregister(self.orders)
            self.orders.close()

    def begun(self, pid: int, told: socket.socket) -> None:
        """A run has been forked; `told` is for how it ends, and closed by who waits no more."""
        with contextlib.suppress(OSError):  # whoever is first, it or we
            os.setpgid(pid, pid)
        self.runs[pid] = told
        self.selector.register(told, selectors.EVENT_READ, partial(self._hang_up, pid))
        with contextlib.suppress(OSError):
            send(told, Begun(pid))

    def _hang_up(self, pid: int) -> None:
        """Whoever ordered a run has lost interest in it."""
        self.selector.unregister(self.runs[pid])
        kill(pid)

    def reap(self) -> None:
        """Tell of the runs that have ended."""
        for pid in list(self.runs):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found == 0:
                continue
            told = self.runs.pop(pid)
            with contextlib.suppress(KeyError):
                self.selector.unregister(told)
            with contextlib.suppress(OSError), told:
                send(told, Ended(os.waitstatus_to_exitcode(status)))
            self.has_ended(pid)

    def in_a_fork(self) -> None:
        """In a process that was forked to be a run: have nothing to do with the others."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.orders.close()
        for told in self.runs.values():
            told.close()


def kill(pid: int) -> None:
    """Kill a run and what it started; its players are ended by the host."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
