"""The resident referee's own process: ``python -m torchdojo.resident.process DESCRIPTOR ROOT``.

It imports pytest, the plugin, torch and the graders of the collection, starts a player host, and
from then on forks itself for each run that is ordered on its descriptor. Forks run pytest as
`pytest graders/` does; nothing of one run is left to another.

It ends when the front at the other end of the descriptor has gone, after an hour without an order,
and as soon as a file that it has read is no longer as it was: the front starts another one.
"""

import contextlib
import fcntl
import gc
import importlib
import os
import pkgutil
import selectors
import signal
import socket
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import NoReturn

from torchdojo.catalog import Collection
from torchdojo.players import kernel
from torchdojo.players.connection import HostConnection
from torchdojo.players.host_process import HostProcess
from torchdojo.referee import warm
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.warm import Wanted, packages_of
from torchdojo.resident.protocol import Begun, Ended, Leave, Order, Refused, receive, send
from torchdojo.resident.stamp import Stamp, difference, stamp_of

_IDLE_SECONDS = 3600.0
_FREE = 500
"""Descriptors from here on are asked for by no run."""
_WANTED = ("torchdojo.referee", "torchdojo.players", "torchdojo.catalog")
_ONLY_IN_PLAYERS = {"torchdojo.players.host", "torchdojo.players.shell"}
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""The plugin is there already, so pytest cannot rewrite its assertions, of which it has none."""


class Resident:
    """Takes orders from one front, and forks a run for each."""

    def __init__(self, front: socket.socket, root: Path) -> None:
        self.front = front
        self.root = root
        self.stamp: Stamp = stamp_of(root)
        self.runs: dict[int, socket.socket] = {}
        """By process id, the sockets on which it is told how runs end."""
        self.collected: set[str] = set()
        """Places whose graders are imported."""
        self.selector = selectors.DefaultSelector()
        self.selector.register(front, selectors.EVENT_READ, self._attend)

    def warm_up(self) -> None:
        """Import everything that runs need, and start the host."""
        collection = Collection(self.root)
        packages = packages_of(collection.exercises.values())
        self.wanted = Wanted.by(collection, packages=packages)
        self.host = HostProcess(**asdict(self.wanted))
        _import_all()
        self.launcher = HostConnection(self.host.connection, self.host)
        gc.collect()
        gc.freeze()

    def serve(self) -> None:
        """Work until there is nobody to work for, or nothing right to work with."""
        woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(woken, selectors.EVENT_READ, lambda: os.read(woken, 512))
        self.open = True
        while self.open or self.runs:
            ready = self.selector.select(_IDLE_SECONDS)
            for key, _ in ready:
                key.data()
            self._reap()
            if not ready and not self.runs:
                self._leave()

    def _attend(self) -> None:
        """Take an order of the front's."""
        message, descriptors = receive(self.front)
        if message is None:
            self._leave()
            for pid in self.runs:
                _kill(pid)
        elif isinstance(message, Leave):
            self._leave()
        elif isinstance(message, Order):
            told, *given = descriptors
            self._take(message, socket.socket(fileno=told), given)
            for descriptor in given:
                os.close(descriptor)

    def _leave(self) -> None:
        """Take no further order."""
        if self.open:
            self.open = False
            self.selector.unregister(self.front)
            self.front.close()

    def _take(self, order: Order, told: socket.socket, descriptors: list[int]) -> None:
        if (changed := difference(self.stamp, stamp_of(self.root))) is not None:
            with contextlib.suppress(OSError), told:
                send(told, Refused(f"{changed} has changed"))
            self._leave()
            return
        self._collect(order)
        connection = self.launcher.introduce()
        pid = os.fork()
        if pid == 0:
            self._run(order, descriptors, connection)
        connection.close()
        with contextlib.suppress(OSError):  # whoever is first, it or we
            os.setpgid(pid, pid)
        self.runs[pid] = told
        self.selector.register(told, selectors.EVENT_READ, partial(self._hang_up, pid))
        with contextlib.suppress(OSError):
            send(told, Begun(pid))

    def _collect(self, order: Order) -> None:
        """Have pytest import graders that are asked for the first time, so that no fork need."""
        asked = [w for w in order.arguments if w.startswith("graders/") and "::" not in w]
        new = [word.removeprefix("graders/") for word in asked if word not in self.collected]
        if new and order.folder == str(self.root):
            self.collected.update(asked)
            _look_at(new)

    def _hang_up(self, pid: int) -> None:
        """Whoever ordered a run has lost interest in it."""
        self.selector.unregister(self.runs[pid])
        _kill(pid)

    def _reap(self) -> None:
        for pid in list(self.runs):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found == 0:
                continue
            told = self.runs.pop(pid)
            with contextlib.suppress(KeyError):
                self.selector.unregister(told)
            with contextlib.suppress(OSError), told:
                send(told, Ended(os.waitstatus_to_exitcode(status)))

    def _run(self, order: Order, descriptors: list[int], connection: socket.socket) -> NoReturn:
        """In a fork: become the run; never returns."""
        code = 70
        try:
            os.setpgid(0, 0)
            kernel.die_with_parent()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.front.close()
            self.launcher.close()
            for told in self.runs.values():
                told.close()
            connection = socket.socket(fileno=_out_of_the_way(connection.detach()))
            high = [_out_of_the_way(descriptor) for descriptor in descriptors]
            for descriptor, number in zip(high, order.numbers, strict=True):
                os.dup2(descriptor, number)
                os.close(descriptor)
            os.environ.clear()
            os.environ.update(order.environment)
            os.chdir(order.folder)
            code = self._pytest(order.arguments, connection)
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)

    def _pytest(self, arguments: tuple[str, ...], connection: socket.socket) -> int:
        import pytest

        warm.host = warm.WarmHost(self.wanted, self.launcher.level, connection)
        sys.argv = ["pytest", *arguments]
        try:
            return int(pytest.main([*_QUIET, *arguments]))
        finally:
            sys.stdout.flush()
            sys.stderr.flush()


def _out_of_the_way(descriptor: int) -> int:
    """The same under a number that no run asks for."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FREE)
    os.close(descriptor)
    return high


def _import_all() -> None:
    """Import what runs import when they need it."""
    for package in _WANTED:
        folder = importlib.import_module(package).__path__
        for module in pkgutil.iter_modules(folder, f"{package}."):
            if module.name not in _ONLY_IN_PLAYERS:
                importlib.import_module(module.name)


def _look_at(ids: list[str]) -> None:
    """Have pytest import the graders of exercises; what it says of them, a run will say again."""
    import pytest

    kept = [os.dup(number) for number in (1, 2)]
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        for number in (1, 2):
            os.dup2(nothing, number)
        pytest.main(graders_arguments(ids, "--collect-only"))
    finally:
        sys.stdout.flush()
        for descriptor, number in zip(kept, (1, 2), strict=True):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.close(nothing)


def _kill(pid: int) -> None:
    """Kill a run and what it started; its players are ended by the host."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def main(descriptor: str, root: str) -> None:
    """Serve the front at the other end of this descriptor until it has gone."""
    os.chdir(root)
    front = socket.socket(fileno=int(descriptor))
    front.set_inheritable(False)
    resident = Resident(front, Path(root))
    resident.warm_up()
    try:
        resident.serve()
    finally:
        resident.launcher.close()
        resident.host.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
