"""Which workers a cluster has now, and which of them may grade."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from torchdojo.classroom.executors.address import is_loopback
from torchdojo.errors import DojoError

_FRESH_SECONDS = 2.0
_SHOWN = 3


def lost(error: Exception | None) -> DojoError:
    """What to say when the scheduler is gone."""
    why = f" ({type(error).__name__}: {error})" if error is not None else ""
    return DojoError(
        f"The connection to the cluster's scheduler was lost{why}. What was graded before is kept: "
        "when the scheduler is back, run the same command again."
    )


@dataclass(eq=False)
class Census:
    """The workers of a cluster; `look` gives their addresses with the number of their threads."""

    look: Callable[[], dict[str, int]]
    patience: float
    """Seconds in which there may be no worker that may grade."""
    encrypted: bool
    refused: dict[str, str] = field(default_factory=dict)
    """Why workers may not grade, by address, in the order in which that was found."""
    _found: dict[str, int] = field(default_factory=dict)
    _looked: float = -_FRESH_SECONDS
    _some: float = field(default_factory=time.monotonic)
    """When there were workers that may grade."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refuse(self, worker: str, why: str) -> None:
        """Give no more work to `worker`."""
        with self._lock:
            self.refused.setdefault(worker, why)

    def sentences(self) -> list[str]:
        """What to tell of workers that were refused, in the same order."""
        with self._lock:
            refused = list(self.refused.items())
        return [f"The worker {worker} is not used: {why}" for worker, why in refused]

    def slots(self) -> int:
        """How many tasks run at a time."""
        return sum(self._usable().values())

    def workers(self) -> int:
        """How many workers may grade."""
        return len(self._usable())

    def allowed(self) -> list[str] | None:
        """Which workers a task may go to; None for any. Raises `DojoError` if there are none."""
        usable = self.check()
        return list(usable) if self.refused and usable else None

    def check(self) -> dict[str, int]:
        """The workers that may grade; raises `DojoError` if there have been none for long."""
        usable, now = self._usable(), time.monotonic()
        if usable:
            self._some = now
        elif self.refused and self._found and not usable:
            said = " ".join(self.sentences()[:_SHOWN])
            raise DojoError(f"No worker of the cluster may grade. {said}")
        elif now - self._some > self.patience:
            raise DojoError(
                f"The cluster has had no worker for {self.patience:.0f} s. What was graded before "
                "is kept: start workers (docs/many-machines.md) and run the same command again."
            )
        return usable

    def _usable(self) -> dict[str, int]:
        with self._lock:
            now = time.monotonic()
            if now - self._looked > _FRESH_SECONDS:
                self._found, self._looked = self._seen(), now
            return {one: count for one, count in self._found.items() if one not in self.refused}

    def _seen(self) -> dict[str, int]:
        try:
            found = dict(self.look())
        except Exception as error:
            raise lost(error) from error
        open_ones = [one for one in found if not is_loopback(one)]
        if open_ones and not self.encrypted:
            raise DojoError(
                f"The worker {open_ones[0]} can be reached from other machines, without TLS: start "
                "it with `--host 127.0.0.1`, or use TLS (docs/many-machines.md)."
            )
        return found
