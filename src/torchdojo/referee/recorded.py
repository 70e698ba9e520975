"""Answers recorded for a release, where the programs that gave them must not be.

A release has no solution and no mistake's code. Its visible checks ask the same questions, drawn
from the release's own seed, and find the answers here: by who answers, and by a hash of all that
was asked before.
"""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchdojo.players import wire
from torchdojo.referee.asking import Answers, Question, Reply, next_key

REFERENCE = "reference"
FILE = "recorded.gz"
_OWN_LINES = ("frames", "first_error", "why")
_UNRECORDED: Reply = {"status": "unrecorded"}


def mistake_label(number: int) -> str:
    """Who the mistake `number` of a card is."""
    return f"mistake {number}"


def write_recorded(folder: Path, answers: Mapping[str, Answers]) -> None:
    """Write the `answers` of each program; what a program's own lines show is left out."""
    with gzip.GzipFile(folder / FILE, "wb", mtime=0) as file:
        for label, replies in answers.items():
            for key, reply in replies.items():
                told = {k: v for k, v in reply.items() if k not in _OWN_LINES}
                file.write(wire.frame([label, key, told]))


def read_recorded(folder: Path) -> dict[str, Answers]:
    """Read what `write_recorded` wrote."""
    found: dict[str, Answers] = {}
    frames = wire.Frames()
    with gzip.open(folder / FILE, "rb") as file:
        while data := file.read(2**20):
            frames.feed(data)
            while frames.complete:
                label, key, reply = frames.take()
                found.setdefault(label, {})[key] = reply
    return found


@dataclass
class Recalled:
    """A program that is known by its answers alone; asked anything else, it has none."""

    label: str
    answers: Answers
    seed: int
    _history: str = ""

    def begin(self, question: Question) -> Callable[[], Reply]:
        """Look up `question`; the function returned gives the reply."""
        reply = self.ask(question)
        return lambda: reply

    def ask(self, question: Question) -> Reply:
        """The reply to `question` after those asked before."""
        self._history = next_key(self._history or self.label, question.identity(self.seed))
        return self.answers.get(self._history, _UNRECORDED)

    def close(self, *, keep: bool = False) -> None:
        """Nothing to end."""
        del keep


def said(answers: Mapping[str, Any]) -> list[str]:
    """Every text in recorded answers, for a scan of what a release gives away."""
    texts: list[str] = []
    parts: list[Any] = [answers]
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, dict):
            parts += [*part.keys(), *part.values()]
        elif isinstance(part, list | tuple):
            parts += part
    return texts
