"""The warden: a process beside each player that waits for its end and ends all that it started.

It was forked from the host before any student's code was loaded, runs none, and reads nothing
that a player writes.
"""

import contextlib
import os
import select
import signal
import socket
import sys
from pathlib import Path

from torchdojo.players import kernel
from torchdojo.players.folders import remove
from torchdojo.players.refusals import Refusals


def watch(child: int, notices: socket.socket, log: int, home: Path | None) -> None:
    """Wait until `child` and everything that it started has ended, then end as it ended.

    A SIGTERM to this process ends them. On `notices` the player hands over the descriptor by
    which the kernel tells of refused system calls; they are named in `log`. `home` is removed.
    """
    signal.signal(signal.SIGTERM, lambda *_: _kill(child))
    _close_all_but(notices.fileno(), log)
    status = _attend(child, notices, log)
    _end_all()
    if home is not None:
        remove(home)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def _close_all_but(*kept: int) -> None:
    start = 0
    for descriptor in (*sorted(kept), 2**16):
        os.closerange(start, descriptor)
        start = descriptor + 1


def _attend(child: int, notices: socket.socket, log: int) -> int:
    """Name refused system calls until `child` has ended; return its status."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            _listen(os.pidfd_open(child), notices, log)
    _, status = os.waitpid(child, 0)
    return status


def _listen(child: int, notices: socket.socket, log: int) -> None:
    poll = select.poll()
    poll.register(child, select.POLLIN)
    poll.register(notices, select.POLLIN)
    refusals: Refusals | None = None
    while True:
        ready = {descriptor for descriptor, _ in poll.poll()}
        if child in ready:
            return
        if notices.fileno() in ready:
            poll.unregister(notices)
            refusals = Refusals(notices, log)
            if refusals.listener is not None:
                poll.register(refusals.listener, select.POLLIN)
        elif refusals is not None and (listener := refusals.listener) in ready:
            refusals.answer()
            if refusals.listener is None:
                poll.unregister(listener)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _end_all() -> None:
    """Kill and reap what the player left; without a PID namespace, orphans come to us."""
    if sys.platform != "linux":
        return
    while True:
        for pid in kernel.children():
            _kill(pid)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
