"""Checks in processes of their own: plugins such as pytest-forked fork pytest for each of them.

Two processes must not speak to the host through one connection, so a child gets its own.
"""

import os
import socket
from typing import Any

from torchdojo.referee.session import Session


def follow_forks(session: Session) -> None:
    """From now on, give every child that Python forks a connection of its own to the host."""
    forks = _Forks(session)
    os.register_at_fork(
        before=forks.before, after_in_parent=forks.in_parent, after_in_child=forks.in_child
    )


class _Forks:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.connection: socket.socket | None = None
        self.left: Any = None
        """What belongs to the parent: kept, so that nothing is closed or ended in its place."""

    def before(self) -> None:
        self.connection = self.session.hosting.another_connection()

    def in_parent(self) -> None:
        if self.connection is not None:
            self.connection.close()

    def in_child(self) -> None:
        if self.connection is not None:
            self.left = self.session.start_over(self.connection)
