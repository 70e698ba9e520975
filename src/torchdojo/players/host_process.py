"""Starting a player host; imports no torch, so that host and referee import it side by side."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from torchdojo.errors import GraderError
from torchdojo.players import launching


@dataclass(frozen=True)
class HostAddress:
    """Where a host listens and what opens it; shared among the workers of one run."""

    path: str
    token: str


class HostProcess:
    """A host that this process started; `stop` ends it with all its players."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="torchdojo-", ignore_cleanup_errors=True)
        path = str(Path(self.folder.name) / "host")
        self.address = HostAddress(path, os.urandom(16).hex())
        self.log = (Path(self.folder.name) / "log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "torchdojo.players.host", path],
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env=launching.environment(),
            cwd=self.folder.name,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(self.address.token + "\n")
        self.process.stdin.close()

    def check_alive(self) -> None:
        """Raise `GraderError` with the host's last words if it has ended."""
        if self.process.poll() is not None:
            self.log.seek(0)
            words = self.log.read().strip().splitlines()[-1:] or ["it said nothing"]
            raise GraderError(f"the player host ended while starting: {words[0]}")

    def stop(self) -> None:
        """End the host; its players end with it."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.folder.cleanup()
