"""Having a milestone run by a process of its own, while whoever waits does something else."""

import subprocess
import sys
import threading
from collections.abc import Callable

from torchdojo.learner.desk import Desk

_PACKAGE = __name__.rpartition(".")[0]


class Apart:
    """One run at a time; `tell` hears, in a thread, what it printed and what it refused."""

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self._tell = tell
        self._process: subprocess.Popen[str] | None = None

    def begin(self, desk: Desk, track: str, width: int) -> bool:
        """Begin a run; tell whether there was none already."""
        if self._process is not None and self._process.poll() is None:
            return False
        told = (str(desk.collection.root), str(desk.submission), track, str(width))
        self._process = subprocess.Popen(
            (sys.executable, "-P", "-m", _PACKAGE, *told),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._wait, args=(self._process,), daemon=True).start()
        return True

    def stop(self) -> None:
        """End the run that goes on, if one does; its players end with it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _wait(self, process: "subprocess.Popen[str]") -> None:
        printed, refused = process.communicate()
        if process.returncode >= 0:
            self._tell(printed, refused)
