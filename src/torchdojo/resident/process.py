"""The resident referee's own process: ``python -m torchdojo.resident.process DESCRIPTOR ROOT``.

It imports pytest, the plugin, torch and the graders of the collection, starts a player host, and
from then on forks itself for each run that is ordered on its descriptor. Forks run pytest as
`pytest graders/` does; nothing of one run is left to another. For what is ordered again it keeps
forks that have collected, see `torchdojo.resident.ahead`.

It ends when the front at the other end of the descriptor has gone, after an hour without an order,
and as soon as a file that it has read is no longer as it was: the front starts another one.
"""

import contextlib
import gc
import importlib
import os
import pkgutil
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from torchdojo.catalog import Collection
from torchdojo.players import kernel
from torchdojo.players.connection import HostConnection
from torchdojo.players.host_process import HostProcess
from torchdojo.referee import warm
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.warm import Wanted, packages_of
from torchdojo.resident.ahead import prepare
from torchdojo.resident.descriptors import out_of_the_way, put
from torchdojo.resident.prepared import Prepared
from torchdojo.resident.protocol import Order, Refused, send
from torchdojo.resident.runs import Runs
from torchdojo.resident.stamp import Stamp, difference, stamp_of

_IDLE_SECONDS = 3600.0
_PAUSE = 0.3
"""Seconds without an order after which a front is likely to wait for its user."""
_WANTED = ("torchdojo.referee", "torchdojo.players", "torchdojo.catalog")
_ONLY_IN_PLAYERS = {"torchdojo.players.host", "torchdojo.players.shell"}
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""The plugin is there already, so pytest cannot rewrite its assertions, of which it has none."""


class Resident(Runs):
    """Takes orders from one front, and forks a run for each."""

    def __init__(self, front: socket.socket, root: Path) -> None:
        super().__init__(front)
        self.root = root
        self.stamp: Stamp = stamp_of(root)
        self.prepared = Prepared(self.selector, self._prepare)
        self.collected: set[str] = set()
        """Places whose graders are imported."""

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

    @property
    def patience(self) -> float:
        """Seconds without an order after which there may be something else to do."""
        return _IDLE_SECONDS if self.prepared.wish is None else _PAUSE

    def idle(self) -> None:
        """Prepare what is likely to be ordered next; after a long time, leave."""
        if self.prepared.wish is not None:
            self.prepared.grant()
        elif not self.runs:
            self.leave()

    @property
    def needed(self) -> bool:
        """Whether there is anything left to wait for."""
        return super().needed or bool(self.prepared.all)

    def leave(self) -> None:
        """Take no further order."""
        super().leave()
        self.prepared.leave()

    def take(self, order: Order, told: socket.socket, descriptors: list[int]) -> None:
        """Have a run begin that was prepared ahead, or one from its start."""
        if (changed := difference(self.stamp, stamp_of(self.root))) is not None:
            with contextlib.suppress(OSError), told:
                send(told, Refused(f"{changed} has changed"))
            self.leave()
        elif self.prepared.pass_on(order, self.root, told, descriptors):
            told.close()
        else:
            self._begin(order, told, descriptors)

    def _begin(self, order: Order, told: socket.socket, descriptors: list[int]) -> None:
        self._collect(order)
        connection = self.launcher.introduce()
        pid = os.fork()
        if pid == 0:
            self._run(order, descriptors, connection)
        connection.close()
        self.begun(pid, told)
        self.prepared.note(pid, order, self.root)

    def has_ended(self, pid: int) -> None:
        """What was ordered once is likely to be ordered again."""
        self.prepared.has_ended(pid)

    def hang_up_all(self) -> None:
        """Nobody waits for anything any more."""
        super().hang_up_all()
        self.prepared.end()

    def reap(self) -> None:
        """Tell of the runs that have ended, and forget what else has."""
        super().reap()
        self.prepared.reap()

    def _collect(self, order: Order) -> None:
        """Have pytest import graders that are asked for the first time, so that no fork need."""
        asked = [w for w in order.arguments if w.startswith("graders/") and "::" not in w]
        new = [word.removeprefix("graders/") for word in asked if word not in self.collected]
        if new and order.folder == str(self.root):
            self.collected.update(asked)
            _look_at(new)

    def _prepare(self, order: Order, orders: socket.socket) -> int:
        """Fork a process that is ahead of runs like this one; returns its process id."""
        connection = self.launcher.introduce()
        pid = os.fork()
        if pid == 0:
            self.in_a_fork()
            host = warm.WarmHost(self.wanted, self.launcher.level, connection)
            prepare(order, self.root, orders, host, _QUIET)
        connection.close()
        return pid

    def in_a_fork(self) -> None:
        """In a process that was forked: have nothing to do with the others."""
        super().in_a_fork()
        self.launcher.close()
        self.prepared.close()

    def _run(self, order: Order, descriptors: list[int], connection: socket.socket) -> NoReturn:
        """In a fork: become the run; never returns."""
        code = 70
        try:
            os.setpgid(0, 0)
            kernel.die_with_parent()
            self.in_a_fork()
            connection = socket.socket(fileno=out_of_the_way(connection.detach()))
            put(descriptors, order.numbers)
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
