"""A run that is prepared ahead: pytest has started and collected, and then waits for orders.

It is forked from the resident referee, and forks itself for each order of its `Shape`. What is a
run's own (descriptors, the program, the seed) is first looked at in that fork, which has players
of its own that were launched ahead and have seen nothing. Where programs are given, checks are
made for each of them: then it waits before it makes the first.
"""

import contextlib
import gc
import os
import select
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from torchdojo.players import kernel
from torchdojo.players.client import SPARES, Troupe
from torchdojo.players.connection import HostConnection
from torchdojo.referee import plugin, warm
from torchdojo.referee.reading_ahead import read_ahead
from torchdojo.referee.selection import chosen_exercises
from torchdojo.referee.warm import WarmHost
from torchdojo.resident.descriptors import Placeholders, out_of_the_way
from torchdojo.resident.protocol import Order, Ready, send
from torchdojo.resident.runs import Runs
from torchdojo.resident.shape import Shape, take_over

_PLAYERS = 2 + SPARES
"""Student and reference, and the two that wait while a run goes on."""


class _IsARun(BaseException):
    """Leaves the loop in a fork that becomes a run."""

    def __init__(self, order: Order, descriptors: list[int], host: WarmHost) -> None:
        self.order, self.descriptors, self.host = order, descriptors, host


class Ahead(Runs):
    """Takes orders of the resident's, and forks itself for each."""

    def __init__(self, orders: socket.socket, host: WarmHost) -> None:
        super().__init__(orders)
        self.connection = HostConnection(host.connection, level=host.level)
        self.host = host
        self.stock: WarmHost | None = None
        """The host as the next run will have it."""

    def take(self, order: Order, told: socket.socket, descriptors: list[int]) -> None:
        """Fork; the fork leaves the loop."""
        host, self.stock = self.stock or self._stocked(0), None
        if _is_gone(host.connection):
            self.leave()
            told.close()  # the front begins a run otherwise
            return
        pid = os.fork()
        if pid == 0:
            told.close()
            raise _IsARun(order, descriptors, host)
        assert host.troupe is not None
        host.troupe.leave_to_another()
        self.begun(pid, told)

    def has_ended(self, pid: int) -> None:
        """Once nothing goes on, get ready for the next one."""
        self.restock()

    def restock(self) -> None:
        """Launch players for the next run, unless one goes on that needs the processor."""
        if self.open and self.stock is None and not self.runs:
            self.stock = self._stocked(_PLAYERS)

    def _stocked(self, players: int) -> WarmHost:
        """A connection to the host for one run alone, and so many players on it."""
        connection = self.connection.introduce()
        launcher = HostConnection(connection, level=self.host.level)
        troupe = Troupe(launcher, packages=self.host.wanted.packages)
        troupe.launch_ahead(players)
        return replace(self.host, connection=connection, troupe=troupe)

    def in_a_fork(self) -> None:
        """Have nothing to do with the other runs."""
        super().in_a_fork()
        self.connection.close()


def _is_gone(connection: socket.socket) -> bool:
    """Whether the host at the other end has ended."""
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    return bool(poll.poll(0))


class Waiting:
    """A pytest plugin: the point up to which all runs of a shape are the same."""

    def __init__(self, ahead: Ahead, placeholders: Placeholders, root: Path) -> None:
        self.ahead = ahead
        self.placeholders = placeholders
        self.root = root
        self.has_begun = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Before the programs are read that a check is made for."""
        if metafunc.config.option.programs is not None:
            self._wait(metafunc.config)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config) -> None:
        """After the checks of a submission have been collected."""
        self._wait(config)

    def _wait(self, config: pytest.Config) -> None:
        """Fork for each order; returns in the forks."""
        if self.has_begun:
            return
        self.has_begun = True
        session = config.stash[plugin.SESSION]
        if not session.hosting.rest():
            session.close()  # such runs have a host of their own
            os._exit(1)
        read_ahead(list(chosen_exercises(config, session.collection)))
        self.ahead.restock()
        gc.collect()
        gc.freeze()
        send(self.ahead.orders, Ready())
        try:
            self.ahead.serve()
        except _IsARun as run:
            order, descriptors, host = run.order, run.descriptors, run.host
        else:
            os._exit(0)
        self._become(config, order, descriptors)
        reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
        reporter.pytest_sessionstart(config.pluginmanager.get_plugin("session"))
        plugin.begin(config, host)

    def _become(self, config: pytest.Config, order: Order, descriptors: list[int]) -> None:
        os.setpgid(0, 0)
        kernel.die_with_parent()
        self.ahead.in_a_fork()
        self.placeholders.replace(descriptors, order.numbers)
        os.environ.clear()
        os.environ.update(order.environment)
        sys.argv = ["pytest", *order.arguments]
        take_over(Shape.of(order, self.root)[1], config.option)


def prepare(
    order: Order, root: Path, orders: socket.socket, host: WarmHost, quiet: Sequence[str]
) -> NoReturn:
    """In a fork of the resident: be ahead of runs like this one; never returns."""
    code = 70
    try:
        kernel.die_with_parent()
        orders = socket.socket(fileno=out_of_the_way(orders.detach()))
        connection = socket.socket(fileno=out_of_the_way(host.connection.detach()))
        placeholders = Placeholders()
        os.environ.clear()
        os.environ.update(order.environment)
        os.chdir(order.folder)
        warm.host = replace(host, connection=connection)
        shape, _ = Shape.of(order, root)
        waiting = Waiting(Ahead(orders, warm.host), placeholders, root)
        code = int(pytest.main([*quiet, *shape.arguments], [waiting]))
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)
