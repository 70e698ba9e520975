"""The host that a resident referee keeps warm for the runs that it forks; nothing elsewhere."""

import socket
from dataclasses import dataclass

from torchdojo.players.isolation import Level

Wanted = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The levels that will do, the folders that players may read, and those that none may see."""


@dataclass(frozen=True)
class WarmHost:
    """A connection to a running host, made for this process alone."""

    wanted: Wanted
    level: Level
    connection: socket.socket


host: WarmHost | None = None


def host_for(wanted: Wanted) -> WarmHost | None:
    """The warm host, if it is what a run wants."""
    levels, *folders = wanted
    if host is None or folders != list(host.wanted[1:]):
        return None
    return host if levels == host.wanted[0] or levels[0] == host.level.value else None
