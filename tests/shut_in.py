"""Small programs run under the filter of system calls and Landlock, each in a fork of its own.

``python shut_in.py`` is the server that the tests start once: it has imported torch, but performed
no operation of it, so that what it forks can. A line of JSON asks for a program, a line answers.
"""

import contextlib
import ctypes
import errno
import importlib
import json
import os
import platform
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from torchdojo.players import landlock, seccomp, syscalls

_SECONDS = 60.0


@dataclass(frozen=True)
class Outcome:
    """What a program printed, which refused calls were told, and how it ended."""

    printed: str
    told: list[str]
    code: int


class Ring:
    """The tests' side of the server."""

    def __init__(self) -> None:
        command = [sys.executable, __file__]
        pipe = subprocess.PIPE
        self._server = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def run(self, program: str, **options: Any) -> Outcome:
        """Run `program` under the filter with these options, as `_shut_in` takes them."""
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps({"program": program, "options": options}) + "\n")
        self._server.stdin.flush()
        return Outcome(**json.loads(self._server.stdout.readline()))

    def close(self) -> None:
        """End the server."""
        self._server.communicate()


def call(name: str, *values: Any) -> str:
    """Make a system call by name; the name of its error, or "done"."""
    libc = ctypes.CDLL(None, use_errno=True)
    number = syscalls.number_of(name, platform.machine())
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in values]
    if libc.syscall(ctypes.c_long(number), *wide) != -1:
        return "done"
    return errno.errorcode[ctypes.get_errno()]


def tried(function: Any, *values: Any) -> str:
    """Call a function; the name of the error that the system answered, or "done"."""
    try:
        function(*values)
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


def _shut_in(
    home: str,
    channel: socket.socket,
    *,
    filtered: bool = True,
    notify: bool = True,
    abi: int | None = None,
    readable: list[str] | None = None,
    writable: list[str] | None = None,
    **policy: Any,
) -> None:
    if abi is not None:
        landlock.abi = lambda: abi  # a kernel takes the rules of any older one
    version = abi or 0
    if readable is not None:
        places = [*(writable or ()), home]
        network = policy.get("network", False)
        devices = policy.get("devices", False)
        version = landlock.restrict(readable, places, network=network, devices=devices)
    if not filtered:
        return
    settings = {"network": False, "shared_memory": False, "own_root": False} | policy
    listener = seccomp.install(notify=notify, landlock=version, **settings)
    if listener is not None:
        socket.send_fds(channel, [b"x"], [listener])
        os.close(listener)


def _play(request: dict[str, Any], home: str, channel: socket.socket, output: int) -> None:
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    os.chdir(home)
    os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=home, USER="player")
    assert call("capset", struct.pack("=Ii", 0x2008_0522, 0), bytes(24)) == "done"
    _shut_in(home, channel, **request["options"])
    channel.close()
    names = {"__name__": "program", "call": call, "tried": tried, "home": home}
    exec(compile(request["program"], "program", "exec"), names)
    sys.stdout.flush()


def _watch(pid: int, output: int, channel: socket.socket) -> Outcome:
    printed, told, listeners = b"", [], []
    deadline = time.monotonic() + _SECONDS
    waiting: list[Any] = [output, channel]
    while output in waiting:
        ready, _, _ = select.select(waiting, [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            os.killpg(pid, 9)
            told.append("time")
        for source in ready:
            if source == output:
                data = os.read(output, 2**16)
                printed += data
                if not data:
                    waiting.remove(output)
            elif source is channel:
                _, listeners, _, _ = socket.recv_fds(channel, 1, 1)
                waiting.remove(channel)
                waiting += listeners
            else:
                try:
                    told += filter(None, [seccomp.answer_one(source)])
                except EOFError:
                    waiting.remove(source)
    for listener in listeners:
        os.close(listener)
    _, status = os.waitpid(pid, 0)
    return Outcome(printed.decode(errors="replace"), told, os.waitstatus_to_exitcode(status))


def _serve_one(request: dict[str, Any]) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="shut-in-") as home, contextlib.ExitStack() as stack:
        os.chmod(home, 0o777)  # noqa: PTH101
        reading, writing = os.pipe()
        ours, theirs = socket.socketpair()
        stack.enter_context(ours)
        pid = os.fork()
        if pid == 0:
            os.setsid()
            code = 1
            with contextlib.suppress(BaseException):
                os.close(reading)
                code = _coded(request, home, theirs, writing)
            os._exit(code)
        os.close(writing)
        theirs.close()
        stack.callback(os.close, reading)
        return _watch(pid, reading, ours)


def _coded(request: dict[str, Any], home: str, channel: socket.socket, output: int) -> int:
    try:
        _play(request, home, channel, output)
    except BaseException:
        import traceback

        os.write(1, traceback.format_exc().encode())
        return 1
    return 0


def requests() -> Iterator[dict[str, Any]]:
    """What is asked for on standard input."""
    for line in sys.stdin:
        yield json.loads(line)


def main() -> None:
    """Import what programs need, then serve."""
    answers = os.dup(1)
    os.dup2(2, 1)
    for name in ("matplotlib.pyplot", "numpy", "torch.distributed", "torchvision"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)

    for request in requests():
        outcome = _serve_one(request)
        os.write(answers, (json.dumps(outcome.__dict__) + "\n").encode())


if __name__ == "__main__":
    main()
