"""The player host: imports torch once, then forks a player for each request.

Run as ``python -m torchdojo.players.host DESCRIPTOR`` with its settings as JSON on standard input.
It runs no student code and holds no reference, check or seed; orders go to the players directly.
It also performs no torch operation: a forked child that used threads after one would hang.

Whoever started it talks to it on that descriptor, and can hand it further ones; it listens
nowhere. What it forks inherits neither: the players' level is decided here, at the start.
"""

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from torchdojo.players import huge_pages, kernel, starting
from torchdojo.players.birth import Born, become_player, fork, kill
from torchdojo.players.isolation import Enclosure
from torchdojo.players.packages import WORDS

DONE = object()
_WORTH_CHORES = 8
"""Players after which it is worth half a second to make those to come start faster."""
_MESSAGE = 4096
_PATIENCE = 2.0
"""Wardens that have not ended their players by then are killed, and their players with them."""


@dataclass(eq=False)
class Referee:
    """One connection, and what could not be sent on it yet."""

    socket: socket.socket
    unsent: deque[bytes] = field(default_factory=deque)


class Host:
    """Forks, ends and reaps players for the referees that are connected."""

    def __init__(self, starter: socket.socket, enclosure: Enclosure) -> None:
        self.enclosure = enclosure
        self.selector = selectors.PollSelector()
        self.players: dict[int, tuple[Referee, int]] = {}
        self.referees: list[Referee] = []
        self.forked = 0
        self.chores = huge_pages.collapse()
        self.welcome(starter)

    def welcome(self, connection: socket.socket) -> Referee:
        """Take orders on one more connection."""
        connection.setblocking(False)
        referee = Referee(connection)
        self.referees.append(referee)
        self.selector.register(connection, selectors.EVENT_READ, partial(self._attend, referee))
        return referee

    def serve(self) -> None:
        """Work until the last referee has gone; then end all that was forked."""
        wake_reader, wake_writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake_writer)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(wake_reader, selectors.EVENT_READ, lambda: os.read(wake_reader, 512))
        done = False
        while self.referees:
            idle = done or self.forked < _WORTH_CHORES
            ready = self.selector.select(None if idle else 0)
            for key, _ in ready:
                key.data()
            if ready:
                self._reap()
            else:
                done = next(self.chores, DONE) is DONE
        _end_all()

    def tell(self, referee: Referee, event: dict[str, Any]) -> None:
        """Send an event, now or when there is room for it."""
        referee.unsent.append(json.dumps(event).encode())
        self._send(referee)

    def _send(self, referee: Referee) -> None:
        try:
            while referee.unsent:
                referee.socket.send(referee.unsent[0])
                referee.unsent.popleft()
        except BlockingIOError:
            pass
        except OSError:
            referee.unsent.clear()
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if referee.unsent else 0)
        if referee in self.referees:
            self.selector.modify(referee.socket, wanted, partial(self._attend, referee))

    def _attend(self, referee: Referee) -> None:
        """Do what one message asks for; whoever sends no such message is left."""
        if referee.unsent:
            self._send(referee)
        try:
            data, descriptors, flags, _ = socket.recv_fds(referee.socket, _MESSAGE, 2)
        except BlockingIOError:
            return
        except OSError:
            data, descriptors, flags = b"", [], 0
        try:
            understood = bool(data) and not flags & socket.MSG_TRUNC
            understood = understood and self._do(referee, data, descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        if not understood:
            self._leave(referee)

    def _do(self, referee: Referee, data: bytes, descriptors: list[int]) -> bool:
        try:
            message = json.loads(data)
        except ValueError:
            return False
        match message:
            case {"do": "fork", "id": int(number)} if len(descriptors) == 2:
                self._fork(referee, number, *descriptors)
            case {"do": "kill", "id": int(number)}:
                self._kill(referee, number)
            case {"do": "import", "packages": list(packages)}:
                _import(packages)
            case {"do": "welcome"} if len(descriptors) == 1:
                self.welcome(socket.socket(fileno=os.dup(descriptors[0])))
            case _:
                return False
        return True

    def _leave(self, referee: Referee) -> None:
        self.referees.remove(referee)
        self.selector.unregister(referee.socket)
        referee.socket.close()
        for pid, (owner, _) in self.players.items():
            if owner is referee:
                kill(pid, signal.SIGTERM)

    def _fork(self, referee: Referee, number: int, channel: int, output: int) -> None:
        try:
            pid = fork(channel, output, self.enclosure)
        except OSError:
            self.tell(referee, {"ended": number, "code": None})
            return
        self.forked += 1
        self.players[pid] = (referee, number)
        self.tell(referee, {"forked": number, "pid": pid})

    def _kill(self, referee: Referee, number: int) -> None:
        for pid, owner in self.players.items():
            if owner == (referee, number):
                kill(pid, signal.SIGTERM)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self.players:
                referee, number = self.players.pop(pid)
                code = os.waitstatus_to_exitcode(status)
                self.tell(referee, {"ended": number, "code": code})
            for child in kernel.children():
                if child not in self.players:
                    kill(child, signal.SIGKILL)  # its warden was killed


def _import(packages: list[str]) -> None:
    """Import packages that players to come are likely to need; other names are ignored."""
    gc.disable()
    for name in WORDS:
        if name in packages and name not in sys.modules:
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    gc.enable()


def _end_all() -> None:
    """End everything that was forked, and wait until nothing of it is left."""
    deadline = time.monotonic() + _PATIENCE
    number = signal.SIGTERM
    while (running := kernel.children()) or _reaped():
        for pid in running:
            kill(pid, number)
        time.sleep(0.005)
        _reaped()
        if time.monotonic() > deadline:
            number = signal.SIGKILL


def _reaped() -> bool:
    """Reap one child that has ended, if there is one."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def run(settings: dict[str, Any], starter: socket.socket) -> None:
    """Import, decide how players are shut in, freeze, serve."""
    hopes = starting.Hopes(**settings["shut_in"])  # what needs a process without threads is first
    gc.disable()  # while so much is imported that stays
    import torch

    from torchdojo import probing, ranks
    from torchdojo.players import examining, player, shell

    shell.prepare()
    del torch, player, shell, examining, probing, ranks
    _import(settings["packages"])
    kernel.adopt_orphans()
    enclosure, problems = hopes.decide()
    level = None if enclosure is None else enclosure.level.value
    starter.send(json.dumps({"level": level, "problems": problems}).encode())
    if enclosure is not None:
        Host(starter, enclosure).serve()


def main() -> None:
    """Be a host; in a fork of it, be a player."""
    kernel.die_with_parent()
    kernel.forget_first_environment()
    try:
        run(json.loads(sys.stdin.readline()), socket.socket(fileno=int(sys.argv[1])))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # everything has ended; the interpreter would take all of torch apart
    except Born as birth:
        born = birth.channel, birth.output, birth.enclosure
    become_player(*born)


if __name__ == "__main__":
    main()
