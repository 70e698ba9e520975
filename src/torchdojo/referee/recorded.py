"""Answers recorded for a release, where the programs that gave them must not be.

A release has no solution and no mistake's code. Its visible checks ask the same questions, drawn
from the release's own seed, and find the answers here: by who answers, and by a hash of all that
was asked before.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from torchdojo.errors import DojoError
from torchdojo.players import wire
from torchdojo.players.account import NOBODY
from torchdojo.players.replies import (
    Answer,
    Judged,
    Malformed,
    Raised,
    Unrecorded,
    Unsendable,
    decode_noted,
    encode_reply,
)
from torchdojo.referee.asking import Answers, Question, Waiting, next_key

REFERENCE = "reference"
FILE = "recorded.gz"
_HEAD = ["torchdojo answers", 2]
"""The first frame: what the file is, and in which form; then there is a frame that holds who
answers and the key, and another one that holds the answer, for each answer.
"""
_VEILED = re.compile(r"sha256:[0-9a-f]{64}")


def mistake_label(number: int) -> str:
    """Who the mistake `number` of a card is."""
    return f"mistake {number}"


def right_label(number: int) -> str:
    """Who the right program `number` is, of those besides the solution."""
    return f"right {number}"


def is_right_label(label: str) -> bool:
    """Whether it is that of a right program besides the solution, of which events are recorded."""
    return label.startswith("right ")


def write_recorded(folder: Path, answers: Mapping[str, Answers]) -> None:
    """Write the `answers` of each program; what a program's own lines show is left out."""
    with gzip.GzipFile(folder / FILE, "wb", mtime=0) as file:
        file.write(wire.frame(_HEAD))
        for label, replies in answers.items():
            for key, reply in replies.items():
                file.write(wire.frame([label, key]))
                file.write(encode_reply(_without_own_lines(reply)))


def _without_own_lines(reply: Answer) -> Answer:
    if isinstance(reply, Raised):
        return replace(reply, frames=(), blame=NOBODY, elsewhere=None, suggestion="")
    if isinstance(reply, Judged):
        return replace(reply, whys=("",) * len(reply.whys))
    return reply


def veiled(reply: Answer) -> Answer:
    """`reply` with a digest in place of its message, which may quote the solution.

    Messages can still be told from each other.
    """
    if not isinstance(reply, Raised | Unsendable | Malformed):
        return reply
    return replace(reply, message=veil(reply.message))


def veil(message: str) -> str:
    """A digest of `message`; a digest stays as it is."""
    if _VEILED.fullmatch(message):
        return message
    digest = hashlib.sha256(message.encode("utf-8", "surrogatepass")).hexdigest()
    return f"sha256:{digest}"


def read_recorded(folder: Path) -> dict[str, Answers]:
    """Read what `write_recorded` wrote; raises `DojoError` if it is anything else."""
    try:
        return _read(folder / FILE)
    except (wire.WireError, ValueError, EOFError, OSError, zlib.error) as error:
        raise DojoError(
            f"{folder / FILE} cannot be read: it is damaged or was made by another version of "
            "torchdojo. Ask your instructor for a new release."
        ) from error


def _read(path: Path) -> dict[str, Answers]:
    with gzip.open(path, "rb") as file:
        frames = _frames(file)
        if next(frames, None) != wire.Frame(*wire.encode(_HEAD)):
            raise wire.WireError("it has another form")
        found: dict[str, Answers] = {}
        for head in frames:
            label, key = wire.decode(*head)
            if (noted := next(frames, None)) is None:
                raise wire.WireError("it is cut off")
            found.setdefault(label, {})[key] = decode_noted(noted)
    return found


def _frames(file: gzip.GzipFile) -> Iterator[wire.Frame]:
    frames = wire.Frames()
    while data := file.read(2**20):
        frames.feed(data)
        while frames.complete:
            yield frames.take()
    if frames.begun:
        raise wire.WireError("it is cut off")


@dataclass
class Recalled:
    """A program that is known by its answers alone; asked anything else, it has none."""

    label: str
    answers: Answers
    seed: int
    took: float | None = None
    _history: str = ""

    def begin(self, question: Question) -> Waiting:
        """Look up `question`; the function returned gives the reply."""
        reply = self.ask(question)
        return lambda seconds=None: reply

    def ask(self, question: Question) -> Answer:
        """The reply to `question` after those asked before."""
        self._history = next_key(self._history or self.label, question.identity(self.seed))
        return self.answers.get(self._history, Unrecorded())

    def close(self, *, keep: bool = False) -> None:
        """Nothing to end."""
        del keep


def said(answers: Mapping[str, Answers]) -> list[str]:
    """Every text in recorded answers, for a scan of what a release gives away."""
    texts: list[str] = []
    parts: list[Any] = [vars(reply) for replies in answers.values() for reply in replies.values()]
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, dict):
            parts += [*part.keys(), *part.values()]
        elif isinstance(part, list | tuple):
            parts += part
    return texts
