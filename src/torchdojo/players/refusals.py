"""Refused system calls of one player: each is answered, and each kind named in the log once."""

import os
import socket

from torchdojo.players import seccomp

_MOST_ANSWERED, _MOST_NAMED = 10_000, 32


class Refusals:
    """What a player's warden does with the listener that the player hands over."""

    def __init__(self, notices: socket.socket, log: int) -> None:
        _, received, _, _ = socket.recv_fds(notices, 1, 1)
        self.listener = received[0] if received else None
        self._log = log
        self._named: set[str] = set()
        self._left = _MOST_ANSWERED

    def answer(self) -> None:
        """Refuse one call.

        After so many that only a hostile program makes them the listener is closed: then the
        kernel refuses by itself, and costs the warden no more time.
        """
        assert self.listener is not None
        try:
            name = seccomp.answer_one(self.listener)
        except EOFError:
            self._left = 0
        else:
            self._left -= 1
            self._tell(name)
        if self._left == 0:
            os.close(self.listener)
            self.listener = None

    def _tell(self, name: str | None) -> None:
        if name is not None and name not in self._named and len(self._named) < _MOST_NAMED:
            self._named.add(name)
            os.write(self._log, f"refused in a player: {name}\n".encode())
