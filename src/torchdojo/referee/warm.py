"""What a run wants of a player host, and the warm host of a run that a resident was forked for."""

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torchdojo.catalog import Collection, Exercise
from torchdojo.catalog.visible import grader_texts
from torchdojo.players.isolation import Level
from torchdojo.players.packages import WORDS, likely

if TYPE_CHECKING:
    from torchdojo.players.client import Troupe

BEST = "best"
"""The strongest level of isolation that works."""


@dataclass(frozen=True)
class Wanted:
    """How a host is to be started; the fields are arguments of `HostProcess`."""

    levels: tuple[str, ...]
    """The levels of isolation that will do, strongest first."""
    readable: tuple[str, ...]
    """Folders that all players may read."""
    secrets: tuple[str, ...]
    """Folders that no player may see."""
    packages: frozenset[str] = frozenset(WORDS)
    """What players find imported, besides torch."""

    @classmethod
    def by(
        cls,
        collection: Collection,
        isolation: str = BEST,
        packages: frozenset[str] = frozenset(WORDS),
    ) -> "Wanted":
        """What runs on `collection` want, at this level."""
        levels = tuple(level.value for level in Level) if isolation == BEST else (isolation,)
        secrets = tuple(str(collection.root / name) for name in ("graders", "solutions"))
        return cls(levels, (str(collection.root / "datasets"),), secrets, packages)


def packages_of(exercises: Iterable[Exercise]) -> frozenset[str]:
    """The packages that `exercises` are likely to use, by their solutions and graders.

    Not by what lies in ``exercises/``: that is a student's, and may be anything.
    """
    return likely(text for exercise in exercises for text in _own_texts(exercise))


def _own_texts(exercise: Exercise) -> Iterator[str]:
    yield from grader_texts(exercise.graders).values()
    if not exercise.released:
        yield exercise.solution.read_text("utf-8")


@dataclass(frozen=True)
class WarmHost:
    """A connection to a running host, made for this process alone."""

    wanted: Wanted
    level: Level
    connection: socket.socket
    troupe: "Troupe | None" = None
    """Players that were launched ahead on this connection, if there are any."""

    def serves(self, wanted: Wanted) -> bool:
        """Whether a host that is started now would shut players in no other way."""
        same = (wanted.readable, wanted.secrets) == (self.wanted.readable, self.wanted.secrets)
        return same and (
            wanted.levels == self.wanted.levels or wanted.levels[0] == self.level.value
        )


host: WarmHost | None = None
"""The one of this process, where it was forked by a resident referee."""


def host_for(wanted: Wanted) -> WarmHost | None:
    """The warm host, if it is what a run wants."""
    return host if host is not None and host.serves(wanted) else None
