"""How a player comes to life: what every launcher offers, and the one that starts processes."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Protocol

from torchdojo.players.isolation import Level

_PASSED_ON = (
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ",
    "CUDA_VISIBLE_DEVICES", "TMPDIR",
)  # fmt: skip


class Launcher(Protocol):
    """Something that can start players, end them and tell how they ended."""

    start_seconds: float
    """How long a player may take until it listens, beyond its own time limit."""

    def launch(self, number: int, level: Level, channel: int, output: int) -> None:
        """Start player `number` on a channel and an output descriptor."""

    def kill(self, number: int) -> None:
        """End player `number`."""

    def exit_code(self, number: int, patience: float) -> int | None:
        """How player `number` ended."""

    def close(self) -> None:
        """End everything."""


def environment() -> dict[str, str]:
    """The environment of host and players: an allow-list of this process's, and fixed settings."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    fixed = {
        "TORCHDOJO_PLAYER": "1",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
        "MPLBACKEND": "Agg",
        "TORCHDOJO_FONTS": str(_font_cache()),
    }
    return kept | threads | fixed


def _font_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "torchdojo" / "matplotlib"


class Starter:
    """Starts a process per player: for systems where forking after an import is unsafe."""

    start_seconds = 60.0

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="torchdojo-players-")
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def launch(self, number: int, level: Level, channel: int, output: int) -> None:
        """Start a Python process that becomes player `number`."""
        home = Path(self._folder.name) / str(number)
        self._processes[number] = subprocess.Popen(
            [sys.executable, "-P", "-m", "torchdojo.players.spawned"]
            + [str(channel), str(output), level.value, str(home)],
            pass_fds=(channel, output),
            env=environment(),
            cwd=self._folder.name,
            start_new_session=True,
        )

    def kill(self, number: int) -> None:
        """End player `number` and its process group."""
        process = self._processes.pop(number, None)
        if process is None:
            return
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
        process.wait()

    def exit_code(self, number: int, patience: float) -> int | None:
        """How player `number` ended, if it does within `patience` seconds."""
        try:
            return self._processes[number].wait(patience)
        except (KeyError, subprocess.TimeoutExpired):
            return None

    def close(self) -> None:
        """End every player."""
        for number in list(self._processes):
            self.kill(number)
        self._folder.cleanup()
