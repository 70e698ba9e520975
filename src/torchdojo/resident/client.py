"""A front's side: runs of pytest that a warm referee is forked for, or a cold one is started for.

Whoever has something graded starts runs here, and need not know which of the two it is: where a
resident referee cannot be had, or does not know what lies in the collection now, a run begins in a
process of its own, as it does on the command line.
"""

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from torchdojo.errors import DojoError
from torchdojo.resident.protocol import (
    Begun,
    Ended,
    Leave,
    Order,
    TooLong,
    receive,
    send,
)
from torchdojo.resident.stamp import surroundings

_PROCESS = ("-m", "torchdojo.resident.process")
_GRACE = 5.0
"""Seconds that a resident has to end by itself; if it is killed, nothing of it is left either."""
_SPREAD = ("-n", "--numprocesses", "--dist", "--players")
"""Options by which a run starts processes of its own: what is warm is no use to it."""


class Run(Protocol):
    """A run that was started: the part of `subprocess.Popen` that both kinds have."""

    pid: int
    """Of the run, which leads a process group of its own."""

    def poll(self) -> int | None:
        """The exit status, if the run has ended."""

    def wait(self, timeout: float | None = None) -> int:
        """The exit status; raises `subprocess.TimeoutExpired`."""


@dataclass(eq=False)
class Forked:
    """A run that a resident referee was forked for; the part of `subprocess.Popen` that is used."""

    told: socket.socket
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, if the run has ended."""
        return self._hear(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status; raises `subprocess.TimeoutExpired`."""
        code = self._hear(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("pytest", timeout or 0.0)
        return code

    def _hear(self, seconds: float | None) -> int | None:
        if self.returncode is None:
            self.told.settimeout(seconds)
            try:
                message, _ = receive(self.told)
            except (TimeoutError, BlockingIOError):
                return None
            self.returncode = message.code if isinstance(message, Ended) else -signal.SIGKILL
            self.told.close()
        return self.returncode


@dataclass(eq=False)
class Resident:
    """A warm referee of the collection at `root`, which ends with this process."""

    root: Path
    process: "subprocess.Popen[bytes]"
    front: socket.socket
    surroundings: dict[str, str]
    gone: bool = False
    """Whether it takes no more orders."""
    warm: bool = False
    """Whether it has begun a run."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def start(cls, root: Path) -> "Resident":
        """Start one; it takes orders at once and works on them when it is warm."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", *_PROCESS, str(theirs.fileno()), str(root)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )  # fmt: skip
        return cls(root, process, ours, surroundings())

    def order(
        self, arguments: Sequence[str], folder: str, descriptors: dict[int, int]
    ) -> Forked | None:
        """A run with these descriptors, by the numbers they are to have; None if there is none."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = Order(tuple(arguments), folder, tuple(descriptors), dict(os.environ))
        try:
            with theirs, self._lock:
                send(self.front, order, (theirs.fileno(), *descriptors.values()))
            answer, _ = receive(ours)
        except (OSError, TooLong):
            answer = None
        if isinstance(answer, Begun):
            self.warm = True
            return Forked(ours, answer.pid)
        ours.close()
        self.gone = True
        return None

    @property
    def fits(self) -> bool:
        """Whether a run that is started now would find what it would find in a new process."""
        return not self.gone and self.surroundings == surroundings()

    def leave(self) -> None:
        """Order nothing more from it; it ends after the runs that go on."""
        self.gone = True
        with contextlib.suppress(OSError):
            send(self.front, Leave())

    def close(self) -> None:
        """End it; runs that go on end with it. One that only warms up has nothing to clear away."""
        self.front.close()
        if not self.warm:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE)
        self.process.kill()
        self.process.wait()


_residents: dict[Path, Resident] = {}
_left: list[Resident] = []
_lock = threading.Lock()
_ending = threading.Event()
"""Set when this process ends: no thread is to start anything then."""


def start(
    arguments: Sequence[str],
    root: Path,
    *,
    stdout: IO[bytes],
    stderr: IO[bytes],
    passed: Sequence[int] = (),
    once: bool = False,
) -> Run:
    """Start pytest in `root` with these arguments, and with the descriptors `passed`.

    `once` says that no other run will follow: then none is worth being warm for.
    """
    if not once and _can_be_forked(arguments):
        with Path(os.devnull).open("rb") as nothing:
            given = {0: nothing.fileno(), 1: stdout.fileno(), 2: stderr.fileno()}
            forked = _warm(root).order(arguments, str(root), given | {one: one for one in passed})
        if forked is not None:
            return forked
    if _ending.is_set():
        raise DojoError("No run is started any more: this program ends.")
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        pass_fds=passed,
        start_new_session=True,  # Ctrl-C is for whoever started it; that one ends it
    )


def run(arguments: Sequence[str], root: Path) -> "subprocess.CompletedProcess[str]":
    """Run pytest in `root` to its end."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = start(arguments, root, stdout=out, stderr=err)
        try:
            code = started.wait()
        except BaseException:  # such as Ctrl-C, which the run does not hear
            end(started)
            raise
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
    return subprocess.CompletedProcess(["pytest", *arguments], code, *said)


def kill(run: Run) -> None:
    """End a run at once, and what it started; to be waited for, also by another thread."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(run.pid, signal.SIGKILL)


def end(run: Run) -> None:
    """Wait until a run has ended, which is brought about if it still goes on."""
    if run.poll() is None:
        kill(run)
    run.wait()


def _can_be_forked(arguments: Sequence[str]) -> bool:
    """Whether forking after torch is imported is safe here and wanted, for such a run."""
    wanted = os.environ.get("TORCHDOJO_RESIDENT", "") != "off"
    spread = any(word.startswith(_SPREAD) for word in arguments)
    return sys.platform == "linux" and wanted and not spread


def _warm(root: Path) -> Resident:
    """The resident referee of this process for the collection at `root`; started if need be."""
    with _lock:
        _left[:] = [left for left in _left if left.process.poll() is None]
        known = _residents.get(root)
        if known is not None and known.fits:
            return known
        if known is not None:
            known.leave()
            _left.append(known)
        elif not _residents:
            atexit.register(_close_all)
        _residents[root] = Resident.start(root)
        return _residents[root]


def _close_all() -> None:
    _ending.set()
    for resident in (*_left, *_residents.values()):
        resident.close()
    _residents.clear()
