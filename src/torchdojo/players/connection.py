"""The referee's connection to a host: has players forked and ended, hears how they ended."""

import json
import selectors
import socket
import time
from collections.abc import Iterable
from typing import Any

from torchdojo.errors import DojoError, GraderError
from torchdojo.players.host_process import HostProcess
from torchdojo.players.isolation import Level

HOST_PATIENCE = 180.0
_MESSAGE = 4096


def no_level(problems: dict[Level, str]) -> DojoError:
    """What to say where none of the levels that were tried works."""
    reasons = "; ".join(f"{level.value}: {why}" for level, why in problems.items())
    if len(problems) == 1:
        (level,) = problems
        return DojoError(
            f"Isolation level `{level.value}` does not work on this machine ({reasons}); "
            "run `torchdojo doctor` to see what does."
        )
    return DojoError(f"No player can be started here ({reasons}); run `torchdojo doctor`.")


class HostConnection:
    """Launches players by asking a host to fork them.

    Args:
        connection: a connection that the host knows.
        process: the host's process, where this process started it: then it is waited for.
        level: at what level the host forks players, where that is known.

    Raises:
        DojoError: if players can be shut in by none of the levels that the host was to try.
    """

    start_seconds = 0.0

    def __init__(
        self,
        connection: socket.socket,
        process: HostProcess | None = None,
        level: Level | None = None,
    ) -> None:
        self._socket = connection
        self._ended: dict[int, int | None] = {}
        self._running: set[int] = set()
        self._left: set[int] = set()
        """Players that were ended: nobody asks how."""
        self.pids: dict[int, int] = {}
        """The wardens of the players that run."""
        self.problems: dict[Level, str] = {}
        """Why each stronger level does not work here."""
        self.level = level if level is not None else self._wait_until_ready(process)

    def _wait_until_ready(self, process: HostProcess | None) -> Level:
        deadline = time.monotonic() + HOST_PATIENCE
        while (event := self._first_event(process)) is None:
            if time.monotonic() > deadline:
                raise GraderError(f"the player host was not ready within {HOST_PATIENCE:.0f} s")
        self.problems = {Level(name): why for name, why in event["problems"].items()}
        if event["level"] is None:
            raise no_level(self.problems)
        return Level(event["level"])

    def _first_event(self, process: HostProcess | None) -> dict[str, Any] | None:
        try:
            return self._event(1.0)
        except GraderError:
            if process is not None:
                process.last_words()
            raise

    def launch(self, number: int, channel: int, output: int) -> None:
        """Have the host fork player `number` with the given descriptors."""
        self._pump(0)
        try:
            request = json.dumps({"do": "fork", "id": number}).encode()
            socket.send_fds(self._socket, [request], [channel, output])
        except OSError as error:
            raise GraderError(f"the player host is gone ({error.strerror})") from error
        self._running.add(number)

    def introduce(self) -> socket.socket:
        """A further connection to the host, for another process to use."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            request = json.dumps({"do": "welcome"}).encode()
            socket.send_fds(self._socket, [request], [theirs.fileno()])
        return ours

    def have_imported(self, packages: Iterable[str]) -> None:
        """Have the host import packages before it forks the next player."""
        try:
            request = {"do": "import", "packages": sorted(packages)}
            self._socket.send(json.dumps(request).encode())
        except OSError as error:
            raise GraderError(f"the player host is gone ({error.strerror})") from error

    def kill(self, number: int) -> None:
        """End player `number` if it still runs."""
        self._pump(0)
        if number in self._ended:
            del self._ended[number]
            return
        self._left.add(number)
        try:
            self._socket.send(json.dumps({"do": "kill", "id": number}).encode())
        except OSError:
            return

    def exit_code(self, number: int, patience: float) -> int | None:
        """How player `number` ended, if it does within `patience` seconds."""
        deadline = time.monotonic() + patience
        while number in self._running and (left := deadline - time.monotonic()) > 0:
            self._pump(left)
        return self._ended.get(number)

    def pid(self, number: int) -> int | None:
        """The process that waits for player `number`; everything the player starts is below it."""
        self._pump(0)
        return self.pids.get(number)

    def _pump(self, patience: float) -> None:
        while (event := self._event(patience)) is not None:
            if "forked" in event:
                self.pids[event["forked"]] = event["pid"]
            else:
                self._note_end(event["ended"], event["code"])
            patience = 0

    def _note_end(self, number: int, code: int | None) -> None:
        self.pids.pop(number, None)
        self._running.discard(number)
        if number in self._left:
            self._left.remove(number)
        else:
            self._ended[number] = code

    def _event(self, patience: float) -> dict[str, Any] | None:
        with selectors.PollSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            if not selector.select(patience):
                return None
        try:
            data = self._socket.recv(_MESSAGE)
        except OSError:
            data = b""
        if not data:
            raise GraderError("the player host has ended")
        event: dict[str, Any] = json.loads(data)
        return event

    def close(self) -> None:
        """Leave the host; it ends what was forked for this connection."""
        self._socket.close()
