"""Where a run's players come from: a host of its own, a warm one, another process's, or none."""

import sys
from dataclasses import asdict
from functools import cached_property
from typing import Any

import pytest

from torchdojo.catalog import Collection
from torchdojo.referee.engine_log import note_host
from torchdojo.referee.options import only_looks
from torchdojo.referee.selection import chosen_exercises
from torchdojo.referee.warm import Wanted, WarmHost, host_for, packages_of


class Hosting:
    """The one host of a run and the connection to it.

    Args:
        config: of the pytest run.
        collection: whose graders are run.
        address: where another process offers its host, for an xdist worker.
        is_worker: whether this process is one.
    """

    def __init__(
        self, config: pytest.Config, collection: Collection, address: Any, *, is_worker: bool
    ) -> None:
        self.config = config
        self.collection = collection
        self._address = address
        self._warm: WarmHost | None = None
        self._host: Any = None
        self._broker: Any = None
        self._closed = False
        mode = config.option.players or ("fork" if sys.platform == "linux" else "start")
        self.forks = bool(mode == "fork")
        """Whether players are forked by a host; otherwise each is a new process."""
        if self.forks and not is_worker and not only_looks(config):
            self._start()

    def _start(self) -> None:
        if self.config.option.engine_log is None:  # a warm host's log tells of other runs too
            self._warm = host_for(self._wanted)
        if self._warm is None:
            from torchdojo.players.host_process import HostProcess

            self._host = HostProcess(**asdict(self._wanted))

    @cached_property
    def _wanted(self) -> Wanted:
        packages = packages_of(chosen_exercises(self.config, self.collection))
        return Wanted.by(self.collection, self.config.option.isolation, packages)

    @property
    def packages(self) -> frozenset[str]:
        """What its players find imported, see `torchdojo.players.packages`."""
        return self._wanted.packages if self._warm is None else self._warm.wanted.packages

    def for_worker(self) -> dict[str, Any]:
        """What an xdist worker must know of the host, as plain data."""
        if self._host is None:
            return {}
        if self._broker is None:
            from torchdojo.players.broker import Broker

            self._broker = Broker(self._host)
        return {"host": (self._broker.path, self._broker.secret)}

    @cached_property
    def launcher(self) -> Any:
        """What starts players; waits for the host, or for the trial of one player."""
        if self._address is not None:
            from torchdojo.players.broker import introduced

            return introduced(*self._address)
        if self._warm is not None or self._host is not None:
            from torchdojo.players.connection import HostConnection

            if self._warm is not None and self._warm.troupe is not None:
                return self._warm.troupe.launcher
            if self._warm is not None:
                return HostConnection(self._warm.connection, level=self._warm.level)
            return HostConnection(self._host.connection, self._host)
        from torchdojo.players.detect import best_starter

        wanted = self._wanted
        return best_starter(wanted.levels, wanted.readable, wanted.secrets)

    def troupe(self) -> Any:
        """The players of this run, those that were launched ahead for it among them."""
        from torchdojo.players.client import SPARES, Troupe

        if self._warm is not None and self._warm.troupe is not None:
            return self._warm.troupe
        return Troupe(self.launcher, SPARES if self.forks else 0, self.packages)

    def rest(self) -> bool:
        """Do without a host until `begin`; tell whether a warm one would be what is wanted."""
        served, self._warm = self._warm is not None, None
        return served

    def begin(self, warm: WarmHost) -> None:
        """Use this host, which is warm, from now on."""
        self._warm = warm
        self.__dict__.pop("launcher", None)

    def another_connection(self) -> Any:
        """A further connection to the host for a child of this process; None without a host."""
        if self._closed or not (self._host or self._warm or self._address):
            return None
        return self.launcher.introduce()

    def start_over(self, connection: Any) -> Any:
        """In a child of the process that began the run, leave all to the parent but `connection`.

        Returns what the parent goes on with.
        """
        from torchdojo.players.connection import HostConnection

        parents = self.launcher, self._host, self._broker
        self._host = self._broker = self._warm = None
        self.__dict__["launcher"] = HostConnection(connection, level=self.launcher.level)
        return parents

    def close(self) -> None:
        """Leave the host and, where this process started it, end it."""
        self._closed = True
        if "launcher" in self.__dict__:
            self.launcher.close()
        if self._broker is not None:
            self._broker.close()
        if self._host is not None:
            note_host(self._host.said())
            self._host.stop()
