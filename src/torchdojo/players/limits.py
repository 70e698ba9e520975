"""What a player may use: time, memory, processes, files."""

import contextlib
import os
import resource
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PROCESSES = 256
_MOST_PATIENT = 4.0
_STACK, _USUAL_STACK = 256 * 2**20, 8 * 2**20


def stretch() -> float:
    """How much longer things may take now than on an idle machine: 1 to 4, by its load.

    A guess, for systems that do not tell a program's own time; see `torchdojo.players.clock`.
    """
    if not hasattr(os, "getloadavg"):
        return 1.0
    return min(_MOST_PATIENT, max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)))


_UNKNOWN, _FLOOR, _TIMES, _SHORT, _LONG_TIMES = 5.0, 1.0, 50, 10.0, 5


@dataclass(frozen=True)
class Limits:
    """Limits of one player; a check may widen them with ``@pytest.mark.limits``."""

    seconds: float | None = None
    """At least so much own time for one answer; see `patience`."""
    loading_seconds: float = 8.0
    """Own time for loading the program."""
    at_most: float | None = None
    """No limit of time is longer, where a program is known to use up any."""
    memory_mb: int = 1024
    """Private memory (MiB) that a process may take beyond what the warm host had."""
    disk_mb: int = 256
    """Size (MiB) of the temporary directory and of the largest file."""

    def patience(self, took: float | None) -> float:
        """Seconds of own time for an answer for which the reference `took` so long, if known.

        Fifty times as long, and five times for what takes seconds; never less than a second, or
        than what the check wants.
        """
        known = _UNKNOWN if took is None else max(min(_TIMES * took, _SHORT), _LONG_TIMES * took)
        return self.capped(max(_FLOOR, known, self.seconds or 0.0))

    @property
    def patience_loading(self) -> float:
        """Seconds of own time for loading the program."""
        return self.capped(self.loading_seconds)

    def capped(self, seconds: float) -> float:
        """So many seconds, or as many as a program may have that is known to use up any."""
        return seconds if self.at_most is None else min(seconds, self.at_most)

    def as_data(self) -> dict[str, Any]:
        """The limits as plain data for the wire."""
        return asdict(self)


def apply_limits(limits: Limits) -> None:
    """Lower this process's resource limits for good.

    RLIMIT_DATA counts private memory and its breach is an error that Python can catch; RLIMIT_AS
    would count shared mappings of libraries too and makes threads hang.
    """
    mib = 2**20
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, limits.disk_mb * mib)
    _lower(resource.RLIMIT_NOFILE, 512)
    _limit_the_stack()
    _lower(resource.RLIMIT_DATA, _private_bytes() + limits.memory_mb * mib)


def _limit_the_stack() -> None:
    """It is private memory that RLIMIT_DATA does not count: a program may not make it endless."""
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    most = _STACK if hard == resource.RLIM_INFINITY else min(hard, _STACK)
    usual = _USUAL_STACK if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_STACK, (min(usual, most), most))


def limit_processes() -> None:
    """Limit processes and threads of this user in this user namespace; void for root."""
    _lower(resource.RLIMIT_NPROC, PROCESSES)


def volunteer_for_the_oom_killer() -> None:
    """Let the kernel end players first when the machine runs out of memory."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _lower(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def _private_bytes() -> int:
    pages = Path("/proc/self/statm").read_text().split()
    return int(pages[5]) * os.sysconf("SC_PAGE_SIZE")
