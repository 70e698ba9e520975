"""Asking a program: starts its player, sends probes, keeps what was asked and answered."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torchdojo.catalog import Code
from torchdojo.players import wire
from torchdojo.players.client import Player, Troupe
from torchdojo.players.limits import Limits
from torchdojo.referee.probes import Probe, call_probe, error_probe, probe_source
from torchdojo.referee.wording import call

Reply = dict[str, Any]
_ENDINGS = ("timeout", "crash", "malformed")


@dataclass(frozen=True)
class Question:
    """One probe with its arguments, and what it does in words."""

    source: str
    probe: str
    args: tuple[Any, ...]
    words: str
    verb: str = "Called"

    @property
    def line(self) -> str:
        """A line of feedback that says what was done."""
        return f"{self.verb}: {self.words}"

    @classmethod
    def of_call(cls, name: str, args: tuple[Any, ...]) -> "Question":
        """Ask for what the function `name` of the student's module returns."""
        return cls(*call_probe(name), args, call(name, args))

    @classmethod
    def of_error(cls, name: str, args: tuple[Any, ...]) -> "Question":
        """Ask which error the function `name` of the student's module raises."""
        return cls(*error_probe(name), args, call(name, args))

    @classmethod
    def of_probe(cls, probe: Probe, args: tuple[Any, ...]) -> "Question":
        """Ask for what `probe` returns when it is given the student's module and `args`."""
        words = (probe.__doc__ or probe.__name__).strip().splitlines()[0].rstrip(".")
        return cls(probe_source(probe), probe.__name__, args, words, "What ran")

    @property
    def frame(self) -> bytes:
        """The question as it is sent."""
        return wire.frame({"source": self.source, "probe": self.probe, "args": list(self.args)})


@dataclass(frozen=True)
class Setting:
    """What all programs of one check have in common."""

    exercise: str
    seed: int
    """Of the player's own random number generators."""
    device: str
    limits: Limits
    readable: tuple[str, ...]

    def order(self, code: Code) -> dict[str, Any]:
        """The player's order to load `code`."""
        return {
            "module": self.exercise.rpartition("/")[2],
            "filename": code.filename,
            "folder": code.folder,
            "code": code.as_data(),
            "seed": self.seed,
            "device": self.device,
            "limits": self.limits.as_data(),
            "readable": [*self.readable, *([code.folder] if code.folder else [])],
        }


Answers = dict[str, Reply]


@dataclass
class Actor:
    """A program in a player of its own; asked again after a crash, it starts afresh."""

    troupe: Troupe
    code: Code
    setting: Setting
    answers: Answers | None = None
    """Where answers are kept for programs that are asked the same again; None to keep none."""
    asked: list[tuple[Question, Reply]] = field(default_factory=list)
    _player: Player | None = None
    _printed: bytes = b""
    _history: str = ""

    def begin(self, question: Question) -> Callable[[], Reply]:
        """Send `question`; the function returned waits for the reply."""
        frame = question.frame
        key = self._next_key(frame)
        if self.answers is not None and key in self.answers:
            return lambda: self._note(question, key, self.answers[key])  # type: ignore[index]
        player = self._ready_player()
        player.allow(self._seconds())
        player.send_frame(frame)
        return lambda: self._note(question, key, self._wait(player))

    def ask(self, question: Question) -> Reply:
        """Send `question` and wait for the reply."""
        return self.begin(question)()

    def _next_key(self, frame: bytes) -> str:
        past = self._history or f"{self.code.digest} {self.setting}"
        return hashlib.sha256(past.encode() + frame).hexdigest()

    def _note(self, question: Question, key: str, reply: Reply) -> Reply:
        self._history = key
        self.asked.append((question, reply))
        if self.answers is not None:
            self.answers[key] = reply
        return reply

    def _ready_player(self) -> Player:
        """The player, started if need be and told again what it was asked before."""
        if self._player is None:
            self._player = self.troupe.player()
            self._player.allow(self._seconds())
            self._player.send(self.setting.order(self.code))
            for question, reply in self.asked:
                if reply["status"] in _ENDINGS:
                    break
                self._player.send_frame(question.frame)
                self.troupe.answer(self._player)
        return self._player

    def _seconds(self) -> float:
        return self.setting.limits.seconds + self.troupe.launcher.start_seconds

    def _wait(self, player: Player) -> Reply:
        player.allow(self._seconds())
        reply = self.troupe.answer(player)
        if player.closed:
            self.close()
        return reply

    @property
    def printed(self) -> str:
        """What the program has printed so far, capped."""
        late = bytes(self._player.printed) if self._player else b""
        return (self._printed + late).decode("utf-8", "replace")

    def close(self) -> None:
        """End the player."""
        if self._player is not None:
            self._player.close()
            self._printed += bytes(self._player.printed)
            self._player = None
