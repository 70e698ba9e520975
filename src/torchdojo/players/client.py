"""The trusted side: starts a host, has it fork players, asks them and ends them."""

import itertools
import json
import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from torchdojo.errors import GraderError
from torchdojo.players import launching, listening, wire
from torchdojo.players.host_process import HostAddress, HostProcess
from torchdojo.players.isolation import Level
from torchdojo.players.replies import Answer

OUTPUT_KEPT = 4000
_HOST_PATIENCE = 180.0
_READS_AT_ONCE = 64
_numbers = itertools.count(1)


@dataclass
class Player:
    """One player as the referee sees it: a channel, its output, and how it ended."""

    number: int
    channel: socket.socket
    output: int
    end: Callable[[int], None]
    exit_code: int | None = None
    deadline: float = float("inf")
    printed: bytearray = field(default_factory=bytearray)
    frames: wire.Frames = field(default_factory=wire.Frames)
    ready: bool = False
    """Whether it has said that it is shut in; before that, no student code has run in it."""
    loaded: bool = False
    """Whether it has said that the program is loaded."""
    closed: bool = False

    def allow(self, seconds: float) -> None:
        """Set the deadline of all answers to `seconds` from now."""
        self.deadline = time.monotonic() + seconds

    def send(self, value: object) -> bool:
        """Send an order or a request; tell whether the player was there to take it in time."""
        return self.send_frame(wire.frame(value))

    def send_frame(self, frame: bytes) -> bool:
        """Send what `wire.frame` made."""
        data = memoryview(frame)
        while data:
            try:
                data = data[self.channel.send(data) :]
            except BlockingIOError:
                if time.monotonic() > self.deadline:
                    return False
                self.drain()
                time.sleep(0.001)
            except OSError:
                return False
        return True

    def drain(self) -> None:
        """Read what was printed; keep the beginning, drop the rest.

        At most so much at once, or a program that prints without end would keep us here.
        """
        try:
            for _ in range(_READS_AT_ONCE):
                if not (data := os.read(self.output, 2**16)):
                    return
                self.printed += data[: max(0, OUTPUT_KEPT - len(self.printed))]
        except BlockingIOError:
            return

    def close(self) -> None:
        """End the player and everything it started."""
        if not self.closed:
            self.closed = True
            self.channel.close()
            os.close(self.output)
            self.end(self.number)


class Troupe:
    """The players of one referee: forks them ahead of time and waits for their answers."""

    def __init__(self, launcher: launching.Launcher, level: Level, spares: int = 2) -> None:
        self.launcher = launcher
        self.level = level
        self.spares = spares
        self._ready: deque[Player] = deque()

    def player(self) -> Player:
        """A fresh player that has seen nothing yet."""
        player = self._ready.popleft() if self._ready else self._launch()
        while len(self._ready) < self.spares:
            self._ready.append(self._launch())
        return player

    def _launch(self) -> Player:
        number = next(_numbers)
        ours, theirs = socket.socketpair()
        output, their_output = os.pipe()
        ours.setblocking(False)
        os.set_blocking(output, False)
        with theirs:
            self.launcher.launch(number, self.level, theirs.fileno(), their_output)
        os.close(their_output)
        return Player(number, ours, output, self.launcher.kill)

    def answer(self, player: Player) -> Answer:
        """Wait for the player's next answer; see `listening.answer`."""
        return listening.answer(player, self.launcher)

    def wait_for_end(self, player: Player) -> None:
        """Wait until a player that was closed has ended, for a short time at most."""
        self.launcher.exit_code(player.number, listening.GRACE)

    def close(self) -> None:
        """End every player that is still waiting for its order."""
        while self._ready:
            self._ready.popleft().close()


class HostConnection:
    """Launches players by asking a host to fork them."""

    start_seconds = 0.0

    def __init__(self, address: HostAddress, process: HostProcess | None = None) -> None:
        self._socket = _connect(address, process)
        self._ended: dict[int, int] = {}

    def launch(self, number: int, level: Level, channel: int, output: int) -> None:
        """Have the host fork player `number` with the given descriptors."""
        request = json.dumps({"do": "fork", "id": number, "level": level.value}).encode()
        self._pump(0)
        try:
            socket.send_fds(self._socket, [request], [channel, output])
        except OSError as error:
            raise GraderError(f"the player host is gone ({error.strerror})") from error

    def preload(self, modules: list[str]) -> None:
        """Have the host import modules that many players need; unknown names are ignored."""
        self._socket.send(json.dumps({"do": "preload", "modules": modules}).encode())

    def kill(self, number: int) -> None:
        """End player `number` if it still runs."""
        self._pump(0)
        if number not in self._ended:
            try:
                self._socket.send(json.dumps({"do": "kill", "id": number}).encode())
            except OSError:
                return

    def exit_code(self, number: int, patience: float) -> int | None:
        """How player `number` ended, if it does within `patience` seconds."""
        deadline = time.monotonic() + patience
        while number not in self._ended and (left := deadline - time.monotonic()) > 0:
            self._pump(left)
        return self._ended.get(number)

    def _pump(self, patience: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            while selector.select(patience):
                data = self._socket.recv(4096)
                if not data:
                    raise GraderError("the player host has ended")
                event = json.loads(data)
                self._ended[event["ended"]] = event["code"]
                patience = 0

    def close(self) -> None:
        """Leave the host; it ends what was forked for this connection."""
        self._socket.close()


def _connect(address: HostAddress, process: HostProcess | None) -> socket.socket:
    deadline = time.monotonic() + _HOST_PATIENCE
    while time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            connection.connect(address.path)
            connection.send(address.token.encode())
            connection.settimeout(_HOST_PATIENCE)
            if connection.recv(4096) == b'{"ready": true}':
                connection.settimeout(None)
                return connection
        except (FileNotFoundError, ConnectionRefusedError):
            if process is not None:
                process.check_alive()
        connection.close()
        time.sleep(0.01)
    raise GraderError(f"the player host did not answer within {_HOST_PATIENCE:.0f} s")
