"""The trusted side: starts a host, has it fork players, asks them and ends them."""

import itertools
import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torchdojo.errors import GraderError
from torchdojo.players import launching, wire
from torchdojo.players.isolation import Level

OUTPUT_KEPT = 4000
_START_PATIENCE = 60.0
"""Getting ready is the engine's work: on a busy machine it must not eat a student's time."""
_GRACE = 2.0
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

    def __init__(self, launcher: launching.Launcher, spares: int = 2) -> None:
        self.launcher = launcher
        self.level: Level = launcher.level
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
            self.launcher.launch(number, theirs.fileno(), their_output)
        os.close(their_output)
        return Player(number, ours, output, self.launcher.kill)

    def answer(self, player: Player) -> dict[str, Any]:
        """Wait for the player's next reply until its deadline.

        Besides what a player may reply (see `players.player`), the ``status`` can be ``timeout``,
        ``crash`` (with ``code``) or ``malformed`` (with ``message``). A ``timeout`` says by
        ``loading`` that the program never finished loading.
        Raises `GraderError` if the player failed before any student code ran in it.
        """
        patience = player.deadline - time.monotonic()
        while not player.ready:
            player.allow(_START_PATIENCE)
            reply = self._reply(player)
            if reply["status"] != "ready":
                player.close()
                what = reply.get("message", reply["status"])
                raise GraderError(f"a player could not be shut in: {what}")
            player.ready = True
            player.allow(patience)
        reply = self._reply(player)
        if not player.loaded:
            player.loaded = reply["status"] == "loaded"
            if reply["status"] == "timeout":
                return reply | {"loading": True}
            reply = self._reply(player) if player.loaded else reply
        if reply["status"] in ("ready", "loaded", "engine"):
            return {"status": "malformed", "message": "the answer is out of turn"}
        return reply

    def _reply(self, player: Player) -> dict[str, Any]:
        if player.closed:
            return {"status": "crash", "code": None}
        try:
            return self._await(player)
        except wire.ChannelClosed:
            return {"status": "crash", "code": self._exit_code(player)}
        except wire.WireError as error:
            player.close()
            return {"status": "malformed", "message": str(error)}

    def _await(self, player: Player) -> dict[str, Any]:
        with selectors.DefaultSelector() as selector:
            selector.register(player.channel, selectors.EVENT_READ, "channel")
            selector.register(player.output, selectors.EVENT_READ, "output")
            while not player.frames.complete:
                left = player.deadline - time.monotonic()
                ready = selector.select(max(0.0, left)) if left > 0 else []
                if not ready:
                    player.close()
                    return {"status": "timeout"}
                for key, _ in ready:
                    if key.data == "output":
                        _drain_or_forget(player, selector)
                    else:
                        _read(player)
            player.drain()
        return _checked(player.frames.take())

    def _exit_code(self, player: Player) -> int | None:
        code = self.launcher.exit_code(player.number, _GRACE)
        player.drain()
        player.close()
        return code

    def close(self) -> None:
        """End every player that is still waiting for its order."""
        while self._ready:
            self._ready.popleft().close()


def _drain_or_forget(player: Player, selector: selectors.BaseSelector) -> None:
    before = len(player.printed)
    player.drain()
    if len(player.printed) == before and not _more(player.output):
        selector.unregister(player.output)


def _more(output: int) -> bool:
    """Whether the pipe is still open for writing at the other end."""
    try:
        return bool(os.read(output, 2**16))
    except BlockingIOError:
        return True


def _read(player: Player) -> None:
    try:
        data = player.channel.recv(2**20)
    except BlockingIOError:
        return
    except OSError:
        data = b""
    if not data:
        raise wire.ChannelClosed("the player closed its channel")
    player.frames.feed(data)


def _is(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind)


def _list_of(kind: type, most: int) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        return (
            isinstance(value, list) and len(value) <= most and all(type(v) is kind for v in value)
        )

    return fits


_MANY = 1000
_REPLIES: dict[str, dict[str, Callable[[object], bool]]] = {
    "ready": {},
    "loaded": {},
    "returned": {
        "value": _is(object),
        "devices": _list_of(str, _MANY),
        "changed": _list_of(int, _MANY),
    },
    "raised": {
        "type": _is(str),
        "message": _is(str),
        "missing": _is(bool),
        "memory": _is(bool),
        "frames": _list_of(str, 3),
    },
    "unsendable": {"message": _is(str)},
    "engine": {"message": _is(str)},
}
_OPTIONAL: dict[str, Callable[[object], bool]] = {
    "loading": _is(bool),
    "signature": _is(bool),
    "absent": _is(str),
    "first_error": lambda value: value is None or isinstance(value, dict),
}


def _checked(reply: object) -> dict[str, Any]:
    """Fail closed on a reply that has not the form the player is meant to send."""
    if isinstance(reply, dict) and isinstance(status := reply.get("status"), str):
        fields = _REPLIES.get(status)
        if fields is not None and all(k in reply and fits(reply[k]) for k, fits in fields.items()):
            if all(fits(reply[k]) for k, fits in _OPTIONAL.items() if k in reply):
                return reply
    raise wire.WireError("the answer has not the form of an answer")
