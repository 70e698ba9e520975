"""On which terms work is graded: what must be the same on all machines that grade a class."""

import os
import sys
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from torchdojo import __version__
from torchdojo.catalog import Collection
from torchdojo.catalog.judged import forget, judged_fingerprint, torch_version
from torchdojo.errors import DojoError
from torchdojo.resident.hearing import Line
from torchdojo.resident.stamp import Stamp, stamp_of

PLACE = "TORCHDOJO_COLLECTION"
"""Names the collection's folder on a worker; without it, it is around the working directory."""


@dataclass(frozen=True)
class Terms:
    """What the score of an exercise depends on, beside what was handed in."""

    engine: str
    torch: str
    judged: str
    """The fingerprint of the exercise's checks, reference, mistakes and data."""

    def misfit(self, there: "Terms", exercise: str) -> str:
        """What keeps a worker with the terms `there` from grading by these; empty if nothing."""
        if self.engine != there.engine:
            return _differs("torchdojo", there.engine, self.engine)
        if self.torch != there.torch:
            return _differs("torch", there.torch, self.torch)
        if self.judged != there.judged:
            return (
                f"its checks, solution, mistakes or data of `{exercise}` are others than here: "
                "bring both collections to the same state, and start the worker again."
            )
        return ""


def _differs(what: str, there: str, here: str) -> str:
    return f"it has {what} {there or 'not at all'}, and here is {here}: install {here} there."


@dataclass
class Site:
    """A collection, told apart from what it is after an edit; several threads may use it."""

    collection: Collection
    _stamp: Stamp = field(init=False)
    _known: dict[str, Terms] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._stamp = stamp_of(self.collection.root)

    def terms(self, exercise: str) -> Terms:
        """The terms here and now; raises `DojoError` if there is no such exercise."""
        with self._lock:
            stamp = stamp_of(self.collection.root)
            if stamp != self._stamp:
                self.collection, self._stamp = Collection(self.collection.root), stamp
                self._known.clear()
                forget()
            if exercise not in self._known:
                self._known[exercise] = self._measured(exercise)
            return self._known[exercise]

    def _measured(self, id: str) -> Terms:
        found = self.collection.exercises.get(id)
        judged = "" if found is None else judged_fingerprint(self.collection, found)
        return Terms(__version__, torch_version(), judged)


@cache
def site_here() -> Site:
    """The site of this process; raises `DojoError` if there is no collection."""
    named = os.environ.get(PLACE)
    return Site(Collection.around(Path(named) if named else Path.cwd()))


@cache
def isolation_here() -> str:
    """The strongest level of isolation that works on this machine; raises `DojoError` if none."""
    from torchdojo.players.connection import HostConnection
    from torchdojo.players.host_process import HostProcess

    if sys.platform != "linux":
        from torchdojo.players.detect import best_starter

        starter = best_starter(["process"])
        starter.close()
        return "process"
    host = HostProcess(packages=())
    try:
        return HostConnection(host.connection, host).level.value
    finally:
        host.stop()


def need_terms(site: Site, terms: Terms, exercise: str) -> None:
    """Raise `DojoError` where this process would grade on other terms."""
    misfit = terms.misfit(site.terms(exercise), exercise)
    if misfit:
        raise DojoError(misfit)


def need_isolation(wanted: str, line: Line) -> None:
    """Raise `DojoError` if a result was had at another level of isolation than `wanted`."""
    isolation = line.get("isolation")
    if wanted and isolation and isolation["level"] != wanted:
        raise DojoError(
            f"it shuts programs in at the level `{isolation['level']}`, and the machine of this "
            f"command at `{wanted}`: `torchdojo doctor` says there what is missing."
        )
