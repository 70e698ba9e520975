"""Telling results while a run goes on: a line of JSON for each program that is graded.

The lines go to a file, or to whoever started the run, by a socket: ``--stream fd:7``. That one is
also told when a program's turn comes and when a check has ended; and if it ends, so does the run.
Of a submission, which is not among programs, a socket is told each check and each exercise.
"""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from torchdojo.referee.casting import program_of
from torchdojo.referee.failing import failing_question
from torchdojo.referee.lost import SHOWN
from torchdojo.referee.programs import Program
from torchdojo.referee.rerun import rerun
from torchdojo.referee.results import Results, published, published_check, score_exercises
from torchdojo.referee.session import ABSENT, Session

_DESCRIPTOR = "fd:"
_GRACE = 5.0
"""Seconds that a run may take to end once nobody listens any more."""
Send = Callable[[dict[str, Any]], None]


class Stream:
    """A pytest plugin that tells each program's result when its last check has ended.

    A line holds ``exercise``, ``label``, ``scored`` (as in the score report), ``isolation``,
    ``device`` and ``shown`` (what the program's cells show when they are run, see
    `torchdojo.referee.rerun`). A socket is told ``{"begun": LABEL}`` and ``{"ran": SECONDS}`` too.

    A socket is told of a submission how many checks there are, ``{"checks": COUNT}``; then each
    check, ``{"check": ..., "failing": ...}`` (see `torchdojo.referee.failing`); and of each
    exercise, after its last check, ``exercise``, ``scored`` and, by the names of checks that are
    shown by a smaller question than they were lost on, ``failing``.
    """

    def __init__(self, session: Session, results: Results, path: Path) -> None:
        self.session = session
        self.results = results
        self.open(str(path))
        self._nodes: list[str] = []
        self._items: list[pytest.Item] = []

    def open(self, target: str) -> None:
        """Tell what is to be told there from now on."""
        self.send, self.beats = _opened(target)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        """After the last check of a program, write its line."""
        program = program_of(item)
        if program is None:
            if not self.beats:
                return (yield)
            done = yield
            self._tell_check(item, nextitem)
            return done
        if self.beats and not self._nodes:
            self.send({"begun": program.label})
        started = time.monotonic()
        done = yield
        self._nodes.append(item.nodeid)
        if self.beats:
            self.send({"ran": round(time.monotonic() - started, 3)})
        if nextitem is None or program_of(nextitem) is not program:
            nodes, self._nodes = self._nodes, []
            self._tell(program, nodes)
        return done

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Say how many checks of a submission there are."""
        if self.beats and self.session.option.programs is None:
            self.send({"checks": len(session.items)})

    def _tell_check(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """A check of the submission has ended, and with the last one its exercise."""
        self._items.append(item)
        found = self.results.by_node.get(item.nodeid)
        if found is not None:
            self.send({"check": published_check(found), "failing": failing_question(item, found)})
        if nextitem is None or self.session.id_of(nextitem) != self.session.id_of(item):
            items, self._items = self._items, []
            by_node = self.results.by_node
            ended = [(item, by_node[item.nodeid]) for item in items if item.nodeid in by_node]
            if len(ended) == len(items):
                scored = score_exercises([check for _, check in ended])[0]
                small = {c["name"]: failing_question(i, c) for i, c in ended if SHOWN in i.stash}
                line = {"exercise": scored.id, "scored": published(scored)}
                self.send(line | ({"failing": small} if small else {}))

    def _tell(self, program: Program, nodes: list[str]) -> None:
        checks = [self.results.by_node[node] for node in nodes if node in self.results.by_node]
        if len(checks) < len(nodes):
            return  # half a result is none
        levels = [check["isolation"] for check in checks if check.get("isolation")]
        self.send(
            {
                "exercise": program.exercise,
                "label": program.label,
                "scored": published(score_exercises(checks)[0]),
                "isolation": levels[0] if levels else None,
                "device": ", ".join(d for d in self.session.devices if d != ABSENT),
                "shown": rerun(self.session.stage, program.exercise, program.shows)
                if program.shows
                else [],
            }
        )


def _opened(target: str) -> tuple[Send, bool]:
    """What sends a line to `target`, and whether it is a socket."""
    if not target.startswith(_DESCRIPTOR):
        return lambda line: _append(Path(target), line), False
    listener = socket.socket(fileno=int(target.removeprefix(_DESCRIPTOR)))
    listener.set_inheritable(False)
    watch = threading.Thread(target=_end_with, args=(listener,), daemon=True)
    watch.start()
    return lambda line: listener.sendall(_encoded(line)), True


def _append(path: Path, line: dict[str, Any]) -> None:
    with path.open("ab") as file:
        file.write(_encoded(line))


def _encoded(line: dict[str, Any]) -> bytes:
    return json.dumps(line).encode() + b"\n"


def _end_with(listener: socket.socket) -> None:
    """End this run as Ctrl-C does once the other end of `listener` is closed, or else at once."""
    try:
        while listener.recv(1):
            pass
    except OSError:
        pass
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    time.sleep(_GRACE)
    os._exit(int(pytest.ExitCode.INTERRUPTED))
