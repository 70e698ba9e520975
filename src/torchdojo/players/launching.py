"""How a player comes to life: what every launcher offers, and the one that starts processes."""

import contextlib
import json
import os
import signal
import site
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from torchdojo.players.folders import remove
from torchdojo.players.isolation import Level

_PASSED_ON = (
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ",
    "CUDA_VISIBLE_DEVICES", "TMPDIR",
)  # fmt: skip


class Launcher(Protocol):
    """Something that can start players, end them and tell how they ended."""

    start_seconds: float
    """How long a player may take until it listens, beyond its own time limit."""
    level: Level
    """How its players are shut in."""

    def launch(self, number: int, channel: int, output: int) -> None:
        """Start player `number` on a channel and an output descriptor."""

    def have_imported(self, packages: Iterable[str]) -> None:
        """Have players that are launched from now on find these packages imported, if it can."""

    def kill(self, number: int) -> None:
        """End player `number`."""

    def exit_code(self, number: int, patience: float) -> int | None:
        """How player `number` ended."""

    def pid(self, number: int) -> int | None:
        """The process below which everything runs that player `number` has started."""

    def close(self) -> None:
        """End everything."""


def environment(folder: Path) -> dict[str, str]:
    """The environment of host and players: an allow-list of this process's, and fixed settings.

    `folder`, a folder of their own, is the home in it: a player can read the memory of the host
    that it was forked from, so whatever stands here is told.
    """
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if "PATH" in kept:
        kept["PATH"] = os.pathsep.join(filter(_may_be_told, kept["PATH"].split(os.pathsep)))
    if site.ENABLE_USER_SITE and Path(site.getusersitepackages()).is_dir():
        kept["PYTHONUSERBASE"] = site.getuserbase()  # found by the home otherwise
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    fixed = {
        "HOME": str(folder),
        "TORCHDOJO_PLAYER": "1",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
        "MPLBACKEND": "Agg",
        "TORCHDOJO_FONTS": str(_font_cache(folder)),
    }
    return kept | threads | fixed


def _may_be_told(place: str) -> bool:
    """Whether a folder of programs lies outside of the home, or belongs to this Python."""
    inside, home = Path(place).is_relative_to, Path.home()
    told = home == home.parent or not inside(home)  # an account without a home has `/`
    return told or inside(sys.prefix) or inside(sys.base_prefix)


def _font_cache(folder: Path) -> Path:
    """A link in `folder` to what matplotlib found out about fonts, in the cache of this account."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    link = folder / "fonts"
    with contextlib.suppress(OSError):  # without it, each program looks for fonts itself
        link.symlink_to(Path(base) / "torchdojo" / "matplotlib")
    return link


class Starter:
    """Starts a process per player: for systems where forking after an import is unsafe.

    Args:
        level: how the players are shut in.
        readable: folders that all players may read.
        secrets: folders that no player may see.
    """

    start_seconds = 60.0

    def __init__(
        self, level: Level, readable: Sequence[str] = (), secrets: Sequence[str] = ()
    ) -> None:
        self.level = level
        self._told = {"level": level.value, "readable": readable, "secrets": secrets}
        self._folder = Path(tempfile.mkdtemp(prefix="torchdojo-players-"))
        self._processes: dict[int, subprocess.Popen[str]] = {}

    def launch(self, number: int, channel: int, output: int) -> None:
        """Start a Python process that becomes player `number`."""
        place = Path(tempfile.mkdtemp(dir=self._folder))
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "torchdojo.players.spawned", str(channel), str(output)],
            stdin=subprocess.PIPE,
            pass_fds=(channel, output),
            env=environment(place),
            cwd=self._folder,
            start_new_session=True,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(self._told | {"folder": str(place)}) + "\n")
        process.stdin.close()
        self._processes[number] = process

    def have_imported(self, packages: Iterable[str]) -> None:
        """Each of its players imports for itself."""

    def kill(self, number: int) -> None:
        """End player `number` and everything that it started."""
        process = self._processes.pop(number, None)
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            _kill_group(process)
            process.wait()

    def exit_code(self, number: int, patience: float) -> int | None:
        """How player `number` ended, if it does within `patience` seconds."""
        try:
            return self._processes[number].wait(patience)
        except (KeyError, subprocess.TimeoutExpired):
            return None

    def pid(self, number: int) -> int | None:
        """The process below which everything runs that player `number` has started."""
        process = self._processes.get(number)
        return None if process is None else process.pid

    def close(self) -> None:
        """End every player."""
        for number in list(self._processes):
            self.kill(number)
        remove(self._folder)


_PATIENCE = 2.0


def _kill_group(process: "subprocess.Popen[str]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
