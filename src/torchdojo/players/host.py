"""The player host: imports torch once, then forks a player for each request.

Run as ``python -m torchdojo.players.host SOCKET`` with a token on standard input. It runs no
student code and holds no reference, check or seed; orders go to the players directly. It also
performs no torch operation: a forked child that used threads after one would hang.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from torchdojo.players import huge_pages
from torchdojo.players.isolation import Level, leave_namespaces

PRELOADABLE = ("matplotlib.pyplot", "torch.distributed", "torch.utils.data", "PIL.Image")
DONE = object()
_MESSAGE = 4096


class Host:
    """Forks, ends and reaps players for the referees connected to `listener`."""

    def __init__(self, listener: socket.socket, token: str, root: Path) -> None:
        self.token = token
        self.listener = listener
        self.root = root
        self.selector = selectors.DefaultSelector()
        self.selector.register(listener, selectors.EVENT_READ, self._welcome)
        self.players: dict[int, tuple[socket.socket, int]] = {}
        self.clients = 0
        self.chores = huge_pages.collapse()

    def serve(self) -> None:
        """Work until the last referee has gone."""
        wake_reader, wake_writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake_writer)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(wake_reader, selectors.EVENT_READ, lambda: os.read(wake_reader, 512))
        idle = False
        while self.clients >= 0:
            ready = self.selector.select(None if idle else 0)
            for key, _ in ready:
                key.data()
            if ready:
                self._reap()
            else:
                idle = next(self.chores, DONE) is DONE
        self._end_all()

    def _welcome(self) -> None:
        client, _ = self.listener.accept()
        if client.recv(_MESSAGE).decode() != self.token:
            client.close()
            return
        self.clients += 1
        client.send(b'{"ready": true}')
        self.selector.register(client, selectors.EVENT_READ, lambda: self._attend(client))

    def _attend(self, client: socket.socket) -> None:
        data, descriptors, _, _ = socket.recv_fds(client, _MESSAGE, 2)
        if not data:
            self._say_goodbye(client)
            return
        request = json.loads(data)
        if request["do"] == "fork":
            self._fork(client, request, descriptors)
        elif request["do"] == "kill":
            self._kill(client, request["id"])
        elif request["do"] == "preload":
            self._preload(request["modules"])

    def _say_goodbye(self, client: socket.socket) -> None:
        self.selector.unregister(client)
        client.close()
        for pid, (owner, _) in self.players.items():
            if owner is client:
                _end(pid)
        self.clients -= 1
        if self.clients == 0:
            self.clients = -1

    def _preload(self, modules: list[str]) -> None:
        for name in modules:
            if name in PRELOADABLE and name not in sys.modules:
                importlib.import_module(name)
        gc.collect()
        gc.freeze()

    def _fork(self, client: socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
        temporary = self.root / f"{os.getpid()}-{id(client)}-{request['id']}"
        try:
            pid = os.fork()
        except OSError:
            pid = None
        if pid == 0:
            become_player(descriptors, Level(request["level"]), temporary)
        if pid is not None:
            self.players[pid] = (client, request["id"])
        for descriptor in descriptors:
            os.close(descriptor)

    def _kill(self, client: socket.socket, number: int) -> None:
        for pid, owner in self.players.items():
            if owner == (client, number):
                _end(pid)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self.players:
                self._report(pid, status)
            self._end_orphans()

    def _report(self, pid: int, status: int) -> None:
        client, number = self.players.pop(pid)
        self._end_orphans()
        _remove(self.root / f"{os.getpid()}-{id(client)}-{number}")
        code = os.waitstatus_to_exitcode(status)
        try:
            client.send(json.dumps({"ended": number, "code": code}).encode())
        except OSError:
            return

    def _end_orphans(self) -> None:
        """Kill what an ended player left behind; without a PID namespace it comes to us."""
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        for pid in map(int, children):
            if pid not in self.players:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _end_all(self) -> None:
        for pid in self.players:
            _end(pid)


def _end(pid: int) -> None:
    """Kill a player and its process group at once, which a player that forks cannot outrun."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)


def _remove(folder: Path) -> None:
    """Remove a player's folder, also one that nests too deeply for a recursive function."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False)


def become_player(descriptors: list[int], level: Level, temporary: Path) -> None:
    """In the fork: keep the channel and the output alone, then play; never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        channel = _keep_only(*descriptors)
        if os.getsid(0) != os.getpid():
            os.setsid()
        leave_namespaces(level)
        if level is Level.FULL:
            _wait_for_child()
        else:
            temporary.mkdir(mode=0o700)
        from torchdojo.players.player import play

        play(channel, level, temporary)
    finally:
        os._exit(70)


def _keep_only(channel: int, output: int) -> socket.socket:
    """Make `channel` descriptor 3 and `output` descriptors 1 and 2; close everything else."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    high = [os.dup(d) for d in (channel, output, nothing)]
    high = [_above(d, 64) for d in high]
    os.dup2(high[2], 0)
    os.dup2(high[1], 1)
    os.dup2(high[1], 2)
    os.dup2(high[0], 3)
    os.closerange(4, 2**16)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    return socket.socket(fileno=3)


def _above(descriptor: int, floor: int) -> int:
    import fcntl

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD, floor)


def _wait_for_child() -> None:
    """Fork the namespace's init, which goes on; wait for it and end as it ended."""
    pid = os.fork()
    if pid == 0:
        return
    os.closerange(0, 2**16)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def main() -> None:
    """Import, freeze, listen."""
    from torchdojo.players import namespaces

    if sys.platform == "linux":
        namespaces.die_with_parent()
    token = sys.stdin.readline().strip()
    import torch
    import torchvision

    from torchdojo import probing, ranks
    from torchdojo.players import examining, player

    with contextlib.suppress(ImportError):
        importlib.import_module("sandlock")  # 16 ms in each player otherwise
    del torch, torchvision, player, examining, probing, ranks
    namespaces.adopt_orphans()
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(sys.argv[1])
        listener.listen()
        # In the folder of the process that started us, which removes it whatever becomes of us.
        root = Path(sys.argv[1]).parent / "players"
        root.mkdir(mode=0o700)
        Host(listener, token, root).serve()


if __name__ == "__main__":
    main()
