"""What tests of isolation share: hosts at a level, programs asked in their players."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from torchdojo.catalog import code_of_text
from torchdojo.players import kernel
from torchdojo.players.client import Troupe
from torchdojo.players.connection import HostConnection
from torchdojo.players.host_process import HostProcess
from torchdojo.players.limits import Limits
from torchdojo.players.replies import Answer
from torchdojo.referee.asking import Actor, Question
from torchdojo.referee.pool import Pool, Setting

ROOT = Path(__file__).parents[1]
SOMEBODY = 4321


@contextmanager
def players(level: str, readable: tuple[str, ...] = (), secrets: tuple[str, ...] = ()):
    """Players at one level, from a host of their own."""
    process = HostProcess((level,), readable, secrets)
    try:
        connection = HostConnection(process.connection, process)
        troupe = Troupe(connection)
        yield Stage(troupe, process)
        troupe.close()
        connection.close()
    finally:
        process.stop()


class Stage:
    """Asks programs in fresh players."""

    def __init__(self, troupe: Troupe, host: HostProcess) -> None:
        self.troupe = troupe
        self.host = host
        self.took = 0.0

    def ask(
        self,
        probe: Any,
        *args: Any,
        text: str = "",
        folder: str = "",
        seconds: float = 60,
        device: str = "cpu",
    ) -> Answer:
        """What `probe` says in a player that has loaded `text`."""
        filename = f"{folder}/exercise.py" if folder else "exercise.py"
        setting = Setting("track/exercise", 7, device, Limits(), ())
        actor = Actor(Pool(self.troupe, 0), code_of_text(text, filename, folder), setting, 7)
        try:
            return actor.begin(Question.of_probe(probe, args))(seconds)
        finally:
            self.took = actor.took or 0.0
            actor.close()

    def value(self, probe: Any, *args: Any, **options: Any) -> Any:
        """The value that `probe` returns."""
        reply = self.ask(probe, *args, **options)
        assert hasattr(reply, "value"), reply
        return reply.value


def as_somebody(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as an ordinary user, for whom everything that it needs is in reach."""
    environment = os.environ | {"HOME": str(place), "TMPDIR": str(place)}
    if os.geteuid() == 0:
        os.chown(place, SOMEBODY, SOMEBODY)
        command = [sys.executable, __file__, *command]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT
    )


def _become_somebody() -> None:
    """Leave root, in a mount namespace in which no folder above Python keeps others out."""
    kernel.unshare(kernel.NEWNS)
    kernel.mount("none", "/", None, kernel.REC | kernel.PRIVATE)
    for path in (sys.base_prefix, sys.prefix, str(ROOT)):
        for folder in _closed(Path(path)):
            held = os.open(path, os.O_PATH)
            kernel.mount("tmpfs", str(folder), "tmpfs", 0, "mode=755")
            Path(path).mkdir(parents=True)
            kernel.mount(f"/proc/self/fd/{held}", path, None, kernel.BIND | kernel.REC)
            os.close(held)
    kernel.become(SOMEBODY, 0)


def _closed(path: Path) -> Iterator[Path]:
    for folder in reversed(path.parents):
        if not folder.stat().st_mode & 0o001:
            yield folder
            return


if __name__ == "__main__":
    _become_somebody()
    os.execv(sys.argv[1], sys.argv[1:])
