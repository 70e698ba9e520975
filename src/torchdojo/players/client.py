"""The trusted side: starts a host, has it fork players, asks them and ends them."""

import contextlib
import itertools
import os
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from torchdojo.players import launching, listening, wire
from torchdojo.players.account import Fate
from torchdojo.players.clock import Clock
from torchdojo.players.isolation import Level
from torchdojo.players.packages import likely
from torchdojo.players.replies import Answer, At

OUTPUT_KEPT = 4000
_READS_AT_ONCE = 64
_SO_PASSRIGHTS = 83
_numbers = itertools.count(1)


def _take_no_descriptors(channel: socket.socket) -> None:
    """Have descriptors refused that a player sends: to drop one may take as long as it likes."""
    with contextlib.suppress(OSError):  # before Linux 6.16 they come, and are dropped
        channel.setsockopt(socket.SOL_SOCKET, _SO_PASSRIGHTS, 0)


@dataclass
class Player:
    """One player as the referee sees it: a channel, its output, and how it ended."""

    number: int
    channel: socket.socket
    output: int
    end: Callable[[int], None]
    root: Callable[[], int | None]
    """Tells the process below which everything runs that it starts."""
    exit_code: int | None = None
    clock: Clock = field(init=False)
    loading_seconds: float = 60.0
    """How long its program may take to be loaded, of its own time."""
    printed: bytearray = field(default_factory=bytearray)
    frames: wire.Frames = field(default_factory=wire.Frames)
    ready: bool = False
    """Whether it has said that it is shut in; before that, no student code has run in it."""
    loaded: bool = False
    """Whether it has said that the program is loaded."""
    closed: bool = False
    at: At | None = None
    """The statement that it said it would run next, while it was loading."""
    account: tuple[Fate, ...] = ()
    """What became of the program's statements; those that simply ran are left out."""

    def __post_init__(self) -> None:
        self.allow(self.loading_seconds)

    def allow(self, seconds: float) -> None:
        """Give it `seconds` of its own time from now, for the next answer."""
        self.clock = Clock(self.root, seconds)

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
                if self.clock.over():
                    return False
                self.drain()
                time.sleep(0.001)
                if not self._hear():
                    return False
            except OSError:
                return False
        return True

    def _hear(self) -> bool:
        """Read what it says meanwhile, or it might wait for us as we do for it."""
        try:
            listening.read(self)
        except wire.WireError:
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

    def leave_to_another(self) -> None:
        """Keep nothing of it, without ending it."""
        self.closed = True
        self.channel.close()
        os.close(self.output)


SPARES = 2
"""Players that wait for their order while a run goes on."""


class Troupe:
    """The players of one referee: forks them ahead of time and waits for their answers."""

    def __init__(
        self,
        launcher: launching.Launcher,
        spares: int = SPARES,
        packages: frozenset[str] = frozenset(),
    ) -> None:
        self.launcher = launcher
        self.packages = packages
        """That its players find imported, see `torchdojo.players.packages`."""
        self.level: Level = launcher.level
        self.spares = spares
        self._ready: deque[Player] = deque()

    def expect(self, text: str) -> None:
        """Have the packages at hand that a program of this text is likely to use."""
        if missing := likely([text]) - self.packages:
            self.packages |= missing
            self.launcher.have_imported(missing)
            self.close()  # they were forked without

    def player(self) -> Player:
        """A fresh player that has seen nothing yet."""
        player = self._ready.popleft() if self._ready else self._launch()
        self.launch_ahead(self.spares)
        return player

    def launch_ahead(self, count: int) -> None:
        """Have players started that will be asked for soon."""
        while len(self._ready) < count:
            self._ready.append(self._launch())

    def leave_to_another(self) -> None:
        """Keep nothing of it: a process that was forked from this one goes on with it alone."""
        while self._ready:
            self._ready.popleft().leave_to_another()
        self.launcher.close()

    def _launch(self) -> Player:
        number = next(_numbers)
        ours, theirs = socket.socketpair()
        output, their_output = os.pipe()
        ours.setblocking(False)
        _take_no_descriptors(ours)
        os.set_blocking(output, False)
        with theirs:
            self.launcher.launch(number, theirs.fileno(), their_output)
        os.close(their_output)
        root = partial(self.launcher.pid, number)
        return Player(number, ours, output, self.launcher.kill, root)

    def answer(self, player: Player, seconds: float) -> Answer:
        """Wait for the player's next answer; see `listening.answer`."""
        return listening.answer(player, self.launcher, seconds)

    def wait_for_end(self, player: Player) -> None:
        """Wait until a player that was closed has ended, for a short time at most."""
        self.launcher.exit_code(player.number, listening.GRACE)

    def close(self) -> None:
        """End every player that is still waiting for its order."""
        while self._ready:
            self._ready.popleft().close()
