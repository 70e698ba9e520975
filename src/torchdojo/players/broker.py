"""Connections to a host for processes that cannot inherit one: the workers of pytest-xdist.

The one place where the engine listens at a path. What is handed out here lets its owner start
players, so nobody gets it who could not do so anyway: a caller must know a secret that players are
never told, and must not descend from the host, which all players do.
"""

import contextlib
import json
import os
import secrets
import socket
import struct
import threading
from pathlib import Path

from torchdojo.errors import DojoError, GraderError
from torchdojo.players.connection import HOST_PATIENCE, HostConnection
from torchdojo.players.host_process import HostProcess
from torchdojo.players.isolation import Level

_PATIENCE = 10.0
_MESSAGE = 65536
_CREDENTIALS = struct.Struct("3i")


class Broker:
    """Listens in the host's folder, in a thread of its own, until it is closed."""

    def __init__(self, host: HostProcess) -> None:
        self.host = host
        self.secret = secrets.token_hex(16)
        self.path = str(host.folder / "broker")
        self._lock = threading.Lock()
        self._connection: HostConnection | None = None
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(self.path)
        self._listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._attend, args=(caller,), daemon=True).start()

    def _attend(self, caller: socket.socket) -> None:
        """Answer one caller; whatever a stranger sends ends the stranger's connection."""
        with caller, contextlib.suppress(OSError):
            caller.settimeout(_PATIENCE)
            if self._may(caller):
                self._introduce(caller)

    def _introduce(self, caller: socket.socket) -> None:
        """Send the level of the players and a connection, or what is wrong."""
        try:
            with self._lock:
                if self._connection is None:
                    self._connection = HostConnection(self.host.connection, self.host)
                made = self._connection.introduce()
        except (DojoError, GraderError) as error:
            caller.sendall(json.dumps({"problem": str(error)}).encode())
            return
        with made:
            told = json.dumps({"level": self._connection.level.value}).encode()
            socket.send_fds(caller, [told], [made.fileno()])

    def _may(self, caller: socket.socket) -> bool:
        size = _CREDENTIALS.size
        told = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        pid, user, _ = _CREDENTIALS.unpack(told)
        if user != os.geteuid() or descends(pid, self.host.process.pid):
            return False
        wanted = self.secret.encode()
        return secrets.compare_digest(_exactly(caller, len(wanted)), wanted)

    def close(self) -> None:
        """Listen no more."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        if self._connection is not None:
            self._connection.close()


def _exactly(caller: socket.socket, size: int) -> bytes:
    """The first `size` bytes that the caller sends, or fewer if it ends before."""
    data = b""
    while len(data) < size and (more := caller.recv(size - len(data))):
        data += more
    return data


def descends(pid: int, ancestor: int) -> bool:
    """Whether `pid` is `ancestor` or descends from it; True also where that cannot be seen."""
    while pid > 1:
        if pid == ancestor:
            return True
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return True
        pid = int(stat.rpartition(")")[2].split()[1])
    return pid != 1


def introduced(path: str, secret: str) -> HostConnection:
    """A connection to the host behind the broker at `path`; waits until that is ready.

    Raises `DojoError` with what is wrong.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(HOST_PATIENCE)
        try:
            caller.connect(path)
            caller.sendall(secret.encode())
            data, descriptors, _, _ = socket.recv_fds(caller, _MESSAGE, 1)
        except OSError as error:
            raise GraderError(f"the player host cannot be reached ({error})") from error
    if not data:
        raise GraderError("the player host refused this process")
    told = json.loads(data)
    if not descriptors:
        raise DojoError(told["problem"])
    return HostConnection(socket.socket(fileno=descriptors[0]), level=Level(told["level"]))
