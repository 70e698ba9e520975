"""A run of `pytest graders/` that is listened to: results come one by one, and it may die.

The run and its listener hold the two ends of a socket. Whoever is left alone ends: a run whose
listener was killed stops as after Ctrl-C (see `torchdojo.referee.stream`), and the listener reads
the end of the stream when the run is gone, whatever became of it.
"""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from torchdojo.catalog import Collection
from torchdojo.errors import DojoError
from torchdojo.referee.command import graders_arguments
from torchdojo.referee.programs import Program, write_programs
from torchdojo.resident import client

Line = dict[str, Any]
_START_SECONDS = 300.0
_COLLECTING_SECONDS = 0.1
"""A check: what a very busy machine takes to get from the start to the first of them."""
_SLOWEST = 10
"""So many times as long as the slowest check so far, no check takes."""
_GRACE = 3.0
_LAST_WORDS = 3


class Stopped(Exception):
    """No run is started any more, after `Listened.stop`."""


@dataclass(frozen=True)
class Result:
    """A program that is graded: its line, as `torchdojo.referee.stream` describes it."""

    label: str
    line: Line


@dataclass(frozen=True)
class Died:
    """The end of a run that left programs without a result."""

    why: str
    running: str
    """The label of the program whose turn it was; empty if the run had not come to any."""


@dataclass
class Listened:
    """Starts runs of the referee and listens to them; any number at a time, from any thread."""

    collection: Collection
    options: Sequence[str]
    patience: float
    """Seconds without a word after which a run counts as hanging, if no check takes as long."""
    _slowest: float = 0.0
    _live: "set[client.Run]" = field(default_factory=set)
    _stopped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, programs: Sequence[Program]) -> Generator[Result | Died, None, None]:
        """Grade `programs` in one run: a `Result` for each, or at last why there are no more."""
        with tempfile.TemporaryFile() as said:
            process, ours = self._started(programs, said)
            left, running, why = {program.label for program in programs}, "", ""
            try:
                for line in self._lines(ours, len(programs)):
                    if "label" in line:
                        left.discard(line["label"])
                        yield Result(line["label"], line)
                        running = ""
                    running = line.get("begun", running)
                    self._slowest = max(self._slowest, line.get("ran", 0.0))
            except TimeoutError as error:
                why = str(error)
            finally:
                ours.close()
                self._end(process, quickly=bool(left))
            if left:
                yield Died(why or f"{_ending(process)}: {_last_words(said)}", running)

    def stop(self) -> None:
        """End all runs, now and from now on."""
        with self._lock:
            self._stopped = True
            live = list(self._live)
        for process in live:
            client.kill(process)

    def _started(
        self, programs: Sequence[Program], said: IO[bytes]
    ) -> "tuple[client.Run, socket.socket]":
        try:
            return self._start(programs, said)
        except OSError as error:
            raise DojoError(
                f"No referee can be started ({error.strerror}, in {tempfile.gettempdir()} or of "
                "processes). What was graded before is kept: put that right and run the same "
                "command again."
            ) from error

    def _start(
        self, programs: Sequence[Program], said: IO[bytes]
    ) -> "tuple[client.Run, socket.socket]":
        ours, theirs = socket.socketpair()
        with theirs, tempfile.TemporaryFile() as order, self._lock:
            if self._stopped:
                raise Stopped
            write_programs(Path(f"/dev/fd/{order.fileno()}"), programs)
            order.seek(0)
            arguments = graders_arguments(
                sorted({program.exercise for program in programs}),
                *("--programs", f"/dev/fd/{order.fileno()}", "--stream", f"fd:{theirs.fileno()}"),
                *("--tb=no", "--no-summary", "-p", "no:xdist", *self.options),
            )
            process = client.start(
                arguments,
                self.collection.root,
                stdout=said,
                stderr=said,
                passed=(order.fileno(), theirs.fileno()),
            )
            self._live.add(process)
        return process, ours

    def _lines(self, ours: socket.socket, count: int) -> Iterator[Line]:
        """The lines as they come; raises `TimeoutError` when there is silence for too long."""
        held, silence = bytearray(), _START_SECONDS + self.patience + _COLLECTING_SECONDS * count
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
            silence = max(self.patience, _SLOWEST * self._slowest)

    def _end(self, process: client.Run, *, quickly: bool) -> None:
        """Wait for the end of a run that nobody listens to any more, or bring it about."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE if quickly else 10 * _GRACE)
        client.end(process)
        with self._lock:
            self._live.discard(process)


def _ending(process: client.Run) -> str:
    code = process.poll()
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"the referee was ended by {signal.Signals(-code).name}"
    return f"the referee ended with exit status {code}"


def _last_words(said: IO[bytes]) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - 4000))
    lines = said.read().decode(errors="replace").splitlines()
    words = [line.strip() for line in lines if re.search("[a-zA-Z]{2}", line)]  # no progress bar
    return " / ".join(words[-_LAST_WORDS:]) or "it said nothing"
