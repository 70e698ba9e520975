"""What `run.sh` runs on the other kernel: a player's whole set-up, for root and for a teacher."""

import contextlib
import ctypes
import errno
import os
import platform
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from torchdojo.players import isolation, kernel, landlock, limits
from torchdojo.players.isolation import Level
from torchdojo.players.refusals import Refusals

_TEACHER = 1000
_libc = ctypes.CDLL(None, use_errno=True)


def say(what: str, seen: object) -> None:
    print(f"  {what:<44} {seen}", flush=True)


def tried(function: Callable[..., Any], *values: Any) -> str:
    try:
        function(*values)
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


def as_user(user: int, *command: str) -> None:
    """Run this file in a process of this user's: a change of user alone leaves traces in /proc."""
    sys.stdout.flush()
    words = [sys.executable, __file__, *command]
    subprocess.run(words, user=user, group=user, extra_groups=[], check=False)


def the_kernel() -> None:
    print(f"kernel {platform.release()}: {platform.version()}")
    say("security modules", Path("/sys/kernel/security/lsm").read_text())
    say("ABI of Landlock", landlock.abi())
    for name in ("kernel/pid_max", "user/max_user_namespaces", "kernel/yama/ptrace_scope"):
        with contextlib.suppress(OSError):
            say(name, Path("/proc/sys", name).read_text().strip())


def shut_in(level: Level) -> None:
    """Be host, warden and player, as the engine's are but for torch."""
    folder = Path(tempfile.mkdtemp(prefix="host-"))
    try:
        enclosure = isolation.enclosure(level, folder)
    except OSError as error:
        say(f"{level.value} cannot be had", error)
        return
    ours, theirs = socket.socketpair()
    sys.stdout.flush()
    if (pid := os.fork()) == 0:
        warden(enclosure, ours, theirs, folder)
        os._exit(0)
    os.waitpid(pid, 0)


def warden(
    enclosure: isolation.Enclosure, ours: socket.socket, theirs: socket.socket, folder: Path
) -> None:
    user = enclosure.user
    enclosure.leave()
    if (pid := os.fork()) == 0:
        try:
            home = enclosure.settle(limits.Limits(), user, folder)
            home, listener = enclosure.confine(limits.Limits(), user, home, [], "cpu")
            say("the filter of system calls", "has a listener" if listener else "has none")
            if listener is not None:
                socket.send_fds(theirs, [b"!"], [listener])
                os.close(listener)
            os.chdir(home)
            look_around(enclosure.level)
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(0)
    theirs.close()
    refusals = Refusals(ours, 1)
    while refusals.listener is not None:
        refusals.answer()
    os.waitpid(pid, 0)


def look_around(level: Level) -> None:
    """As a player."""
    say("user", os.getuid())
    say("what is in /", listed("/"))
    say("a solution of the grader's", tried(open, "/secret/solution.py"))
    say("processes in /proc", sum(os.path.exists(f"/proc/{pid}/stat") for pid in range(1, 1000)))
    library = os.__file__
    mode = os.stat(library).st_mode
    say(
        "chmod of a library",
        f"{tried(os.chmod, library, 0o777)}, changed: {mode != os.stat(library).st_mode}",
    )
    say("open of it for writing", tried(open, library, "a"))
    say("truncating it by its path", tried(os.truncate, library, 0))
    say("opening it with O_RDONLY | O_TRUNC", tried(os.open, library, os.O_TRUNC))
    say("a signal to process 1", tried(os.kill, 1, 0))
    say("a file in its home", tried(open, "mine", "w"))
    say("a file in /tmp", tried(open, "/tmp/mine", "w"))
    say("mount", tried(lambda: kernel.mount("x", "/tmp", "tmpfs", 0)))
    say("nice", tried(os.nice, 1))
    say("a server on the loopback", tried(socket.create_server, ("127.0.0.1", 0)))
    say("an abstract socket of the machine's", tried(reach_abstract))
    say("processes until EAGAIN", forks())


def listed(folder: str) -> str:
    try:
        return " ".join(sorted(os.listdir(folder)))
    except OSError as error:
        return errno.errorcode[error.errno or 0]


def reach_abstract() -> None:
    socket.socket(socket.AF_UNIX).connect("\0outside")


def forks() -> str:
    """How many processes can be made; they end when the pipe that they read from is closed."""
    pids, (reading, writing) = [], os.pipe()
    refusal = "no limit"
    try:
        for _ in range(600):
            if (pid := os.fork()) == 0:
                os.close(writing)
                os.read(reading, 1)
                os._exit(0)
            pids.append(pid)
    except OSError as error:
        refusal = f"then {errno.errorcode[error.errno or 0]}"
    os.close(writing)
    for pid in pids:
        os.waitpid(pid, 0)
    return f"{len(pids)}, {refusal}"


def the_tests() -> None:
    """The tests of Landlock and of the filter, but for what needs torch and its company."""
    without = "torch or tensor or loader or pictures or plots or numpy or training or profile"
    without += " or gloo or ranks or headers"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=/engine"]
    command += ["/engine/tests", "-k", f"not ({without})", "--tb=line"]
    subprocess.run(command, check=False)


def main() -> None:
    the_kernel()
    outside = socket.socket(socket.AF_UNIX)
    outside.bind("\0outside")
    outside.listen()
    for user, name in ((0, "root"), (_TEACHER, "a teacher")):
        for level in (Level.FULL, Level.CONFINED):
            print(f"{level.value}, started by {name}")
            as_user(user, level.value)
    print("the tests of Landlock and of the filter of system calls", flush=True)
    the_tests()


if __name__ == "__main__":
    if sys.argv[1:]:
        shut_in(Level(sys.argv[1]))
    else:
        main()
