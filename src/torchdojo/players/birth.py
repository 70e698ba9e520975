"""From a fork of the host to a player: its warden, its namespaces, its few descriptors."""

import contextlib
import fcntl
import gc
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

from torchdojo.players import kernel, warden
from torchdojo.players.isolation import Enclosure, Level

_FREE = 64
"""Descriptors from here on are out of the way of those that get a fixed number."""
_CHANNEL, _NOTICES = 3, 4


class Born(BaseException):
    """Unwinds a fork of the host, so that no frame of the host's is left in it."""

    def __init__(self, channel: int, output: int, enclosure: Enclosure) -> None:
        self.channel, self.output, self.enclosure = channel, output, enclosure


def fork(channel: int, output: int, enclosure: Enclosure) -> int:
    """Fork a player's warden and return its process id; in the fork, raise `Born`."""
    pid = os.fork()
    if pid == 0:
        raise Born(os.dup(channel), os.dup(output), enclosure)
    return pid


def kill(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may have ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def become_player(channel: int, output: int, enclosure: Enclosure) -> None:
    """In a fork of the host: be the warden of a player that talks on `channel`; never returns."""
    log = os.dup(2)
    try:
        _forget_the_host()
        user, home = enclosure.user, _home(enclosure)
        enclosure.leave()
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid != 0:
            warden.watch(pid, ours, log, home)
        if enclosure.level is not Level.PROCESS:
            os.setsid()  # what it sends to its group must not reach the warden
        _keep_only(channel, output, theirs.fileno())
        from torchdojo.players.player import play

        place = home or Path("/")
        play(socket.socket(fileno=_CHANNEL), socket.socket(fileno=_NOTICES), enclosure, user, place)
    except BaseException as error:
        for descriptor in (output, log):
            with contextlib.suppress(OSError):
                os.write(descriptor, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(70)


def _forget_the_host() -> None:
    """Undo what a host does with signals; be the one whom orphans come to.

    Its sockets are garbage by now: collected later, they would close a player's descriptors.
    """
    gc.collect()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if os.getsid(0) != os.getpid():
        os.setsid()
    if sys.platform == "linux":
        kernel.adopt_orphans()
        kernel.die_with_parent(signal.SIGTERM)  # a warden ends what it wards first


def _home(enclosure: Enclosure) -> Path | None:
    """A folder for a player without a tmpfs of its own."""
    if enclosure.level is Level.FULL:
        return None
    return Path(tempfile.mkdtemp(prefix="player-", dir=enclosure.folder))


def _keep_only(channel: int, output: int, notices: int) -> None:
    """Keep these three and an empty input, under fixed numbers; close everything else."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    high = [fcntl.fcntl(d, fcntl.F_DUPFD, _FREE) for d in (nothing, output, channel, notices)]
    for source, number in zip(high, (0, 1, _CHANNEL, _NOTICES), strict=True):
        os.dup2(source, number)
    os.dup2(1, 2)
    os.closerange(_NOTICES + 1, 2**16)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
