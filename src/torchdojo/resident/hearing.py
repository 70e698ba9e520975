"""Listening to a run that tells its results by a socket, and telling how it has ended.

What the lines say is told in `torchdojo.referee.stream`.
"""

import json
import os
import re
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, Any

from torchdojo.resident.client import Run

Line = dict[str, Any]
_LAST_WORDS = 3


def heard(ours: socket.socket, first: float, later: Callable[[], float]) -> Iterator[Line]:
    """The lines as they come, until the run has ended.

    Raises `TimeoutError` where nothing is said for `first` seconds at the beginning, or for as
    many as `later` gives after that.
    """
    held, silence = bytearray(), first
    while True:
        ours.settimeout(silence)
        try:
            data = ours.recv(2**16)
        except TimeoutError:
            why = f"the referee said nothing for {silence:.0f} s"
            raise TimeoutError(why) from None
        if not data:
            return
        held += data
        *lines, rest = held.split(b"\n")
        held = rest
        for line in lines:
            yield json.loads(line)
        silence = later()


def ending(run: Run) -> str:
    """How a run has ended, in words."""
    code = run.poll()
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"the referee was ended by {signal.Signals(-code).name}"
    return f"the referee ended with exit status {code}"


def last_words(said: IO[bytes]) -> str:
    """What a run said last, as far as it is words."""
    said.seek(max(0, said.seek(0, os.SEEK_END) - 4000))
    lines = said.read().decode(errors="replace").splitlines()
    words = [line.strip() for line in lines if re.search("[a-zA-Z]{2}", line)]  # no progress bar
    return " / ".join(words[-_LAST_WORDS:]) or "it said nothing"
