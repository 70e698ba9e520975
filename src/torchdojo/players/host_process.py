"""Starting a player host; imports no torch, so that host and referee import it side by side."""

import contextlib
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from torchdojo.errors import GraderError
from torchdojo.players import launching
from torchdojo.players.folders import remove
from torchdojo.players.packages import WORDS

LEVELS = ("full", "confined", "process")


class HostProcess:
    """A host that this process started; `stop` ends it with all its players.

    Args:
        levels: the levels of isolation that will do, strongest first.
        readable: folders that all players may read, such as ``datasets/``.
        secrets: folders that no player may see, wherever they lie.
        packages: those of `torchdojo.players.packages` that it imports from the start.
    """

    def __init__(
        self,
        levels: Sequence[str] = LEVELS,
        readable: Sequence[str] = (),
        secrets: Sequence[str] = (),
        packages: Iterable[str] = WORDS,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="torchdojo-"))
        self.log = (self.folder / "log").open("w+")
        self.connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "torchdojo.players.host", str(theirs.fileno())],
                stdin=subprocess.PIPE,
                stdout=self.log,
                stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()],
                env=launching.environment(self.folder),
                cwd=self.folder,
                text=True,
                start_new_session=True,
            )
        shut_in = {"levels": levels, "readable": readable, "secrets": secrets}
        told = {"shut_in": shut_in | {"folder": str(self.folder)}, "packages": sorted(packages)}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.close()

    def last_words(self) -> None:
        """Raise `GraderError` with what the host said last, if it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_PATIENCE)
            words = self.said()[-1:] or ["it said nothing"]
            raise GraderError(f"the player host ended while starting: {words[0]}")

    def said(self) -> list[str]:
        """The lines of the host's log: what went wrong, and the system calls that it refused."""
        return (self.folder / "log").read_text(errors="replace").strip().splitlines()

    def stop(self) -> None:
        """End the host; returns when its players, and all that they started, have ended too."""
        self.connection.close()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        remove(self.folder)


_PATIENCE = 15.0
