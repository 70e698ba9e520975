"""Telling results while a run goes on: a line of JSON for each program that is graded."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from torchdojo.referee.casting import program_of
from torchdojo.referee.programs import Program
from torchdojo.referee.rerun import rerun
from torchdojo.referee.results import Results, published, score_exercises
from torchdojo.referee.session import Session


class Stream:
    """A pytest plugin that appends to a file; whoever reads it need not wait for the end.

    A line holds ``exercise``, ``label``, ``scored`` (as in the score report) and ``shown`` (what
    the program's cells show when they are run, see `torchdojo.referee.rerun`).
    """

    def __init__(self, session: Session, results: Results, path: Path) -> None:
        self.session = session
        self.results = results
        self.path = path

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        """After the last check of a program, write its line."""
        done = yield
        program = program_of(item)
        following = None if nextitem is None else program_of(nextitem)
        if program is not None and following is not program:
            self._tell(program)
        return done

    def _tell(self, program: Program) -> None:
        key = f"{program.exercise}::{program.label}"
        checks = [c for c in self.results.by_node.values() if c["exercise"] == key]
        line: dict[str, Any] = {
            "exercise": program.exercise,
            "label": program.label,
            "scored": published(score_exercises(checks)[0]),
            "shown": rerun(self.session.stage, program.exercise, program.shows),
        }
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
