"""Asking a program: sends probes to its player, keeps what was asked and answered."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from torchdojo.catalog import Code
from torchdojo.feedback.wording import call, written
from torchdojo.players import wire
from torchdojo.players.account import Fate
from torchdojo.players.client import Player
from torchdojo.players.plain import copied
from torchdojo.players.replies import Answer, Crashed, Malformed, TimedOut
from torchdojo.referee.pool import Pool, Setting
from torchdojo.referee.probes import Probe, call_probe, error_probe, probe_source

_SMALLEST = "Smallest input found that fails"
Endings = TimedOut | Crashed | Malformed
"""After these, there is no player to ask any further."""


class Waiting(Protocol):
    """Waits for the answer to a question that was put."""

    def __call__(self, seconds: float | None = None) -> Answer:
        """The answer, or that there was none in so many seconds of the program's own time."""


@dataclass(frozen=True)
class Question:
    """One probe with its arguments, and what it does in words."""

    source: str
    probe: str
    args: tuple[Any, ...]
    words: str
    verb: str = "Called"
    about: str = ""
    """The function that is called, or the probe: questions about the same are compared."""
    given: str = ""
    """What a probe was given, if that can be read at a glance."""
    names: tuple[str, ...] = ()
    """What a probe calls its arguments."""
    given_anew: "Callable[[tuple[Any, ...]], Question] | None" = field(
        default=None, compare=False, repr=False
    )
    """Makes the same question of other arguments."""
    smallest: bool = False
    """Whether its arguments are the smallest ones found that fail."""
    _frames: dict[int, bytes] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep `args` as they are now: a check may change its own before it asks the next."""
        object.__setattr__(self, "args", copied(self.args))

    @property
    def called(self) -> bool:
        """Whether it is a call of one function, with its arguments as they are."""
        return not self.names

    @property
    def line(self) -> str:
        """A line of feedback that says what was done."""
        if self.smallest and self.called:
            return f"{_SMALLEST}: {self.words}"
        given = f"{_SMALLEST}: {self.given}" if self.smallest else f"With {self.given}"
        return f"{self.verb}: {self.words}" + (f"\n{given}" if self.given else "")

    @classmethod
    def of_call(cls, name: str, args: tuple[Any, ...]) -> "Question":
        """Ask for what the function `name` of the student's module returns."""
        anew = partial(cls.of_call, name)
        return cls(*call_probe(name), args, call(name, args), about=name, given_anew=anew)

    @classmethod
    def of_error(cls, name: str, args: tuple[Any, ...]) -> "Question":
        """Ask which error the function `name` of the student's module raises."""
        anew = partial(cls.of_error, name)
        return cls(*error_probe(name), args, call(name, args), about=name, given_anew=anew)

    @classmethod
    def of_probe(cls, probe: Probe, args: tuple[Any, ...]) -> "Question":
        """Ask for what `probe` returns when it is given the student's module and `args`.

        In the probe's docstring the capital name of a parameter that is a text, such as FUNCTION,
        stands for that text.
        """
        words = (probe.__doc__ or probe.__name__).strip().splitlines()[0].rstrip(".")
        names = list(inspect.signature(probe).parameters)[1:]
        texts = written(args) or []
        unsaid = [
            f"{name} = {text}"
            for name, value, text in zip(names, args, texts, strict=False)
            if not isinstance(value, str) or name.upper() not in words
        ]
        for name, value in zip(names, args, strict=False):
            if isinstance(value, str):
                words = words.replace(name.upper(), value)
        source, given = probe_source(probe), ", ".join(unsaid)
        named = tuple(f"`{name}`" for name in names)
        anew, name = partial(cls.of_probe, probe), probe.__name__
        return cls(source, name, args, words, "What ran", name, given, named, anew)

    def frame(self, seed: int) -> bytes:
        """The question as it is sent, with the seed of the player's own generators."""
        if seed not in self._frames:
            asked = {"source": self.source, "probe": self.probe, "args": list(self.args)}
            self._frames[seed] = wire.frame(asked | {"seed": seed})
        return self._frames[seed]

    def identity(self, seed: int) -> bytes:
        """What the answer depends on, besides the program and what it was asked before."""
        return self.frame(seed)

    def posed(self, actor: "Actor") -> Waiting:
        """Put this question to the player of `actor`; the function returned waits for the reply."""
        return actor.exchange(self.frame(actor.seed))


Answers = dict[str, Answer]
Times = dict[str, float]
"""How long answers took, by the keys of the answers."""


def next_key(past: str, identity: bytes) -> str:
    """The key of an answer: a hash of who is asked, of what was asked before, and of what now."""
    return hashlib.sha256(past.encode() + identity).hexdigest()


class Asked(Protocol):
    """Whoever answers in a check: a program in a player, or its recorded answers."""

    took: float | None
    """Seconds that the last answer took, of the program's own time, if that is known."""

    def begin(self, question: Question) -> Waiting:
        """Put `question`; the function returned waits for the reply, for so many seconds."""

    def ask(self, question: Question) -> Answer:
        """Put `question` and wait for the reply."""

    def close(self, *, keep: bool = False) -> None:
        """The check is over; with `keep`, the next one of the same program may follow."""


@dataclass
class Actor:
    """A program in one check: asked in a player of its own, after a crash in a fresh one."""

    pool: Pool
    code: Code
    setting: Setting
    seed: int
    """Of the player's own random number generators, at every question."""
    answers: Answers | None = None
    """Where answers are kept for programs that are asked the same again; None to keep none."""
    times: Times | None = None
    """Where it is kept how long they took."""
    slowest: float = 0.0
    """Seconds that the answer took that took longest."""
    name: str = ""
    """Under which name they are kept, if not by code and setting."""
    once: bool = False
    """Whether a program that ran out of time is asked nothing more in this exercise."""
    took: float | None = None
    limit: float = 0.0
    """Seconds that the last question was given."""
    asked: list[tuple[Question, Answer]] = field(default_factory=list)
    account: tuple[Fate, ...] = ()
    """What became of the program's statements."""
    _player: Player | None = None
    _waiting: bool = False
    """Whether an answer has not been read yet: the next one to ask would get it."""
    _printed: bytes = b""
    _history: str = ""

    def begin(self, question: Question) -> Waiting:
        """Send `question`; the function returned waits for the reply, for so many seconds."""
        past = self._history or self.name or f"{self.code.digest} {self.setting}"
        key = next_key(past, question.identity(self.seed))
        known = None if self.answers is None else self.answers.get(key)
        if known is None:
            known = self.pool.stuck.get(self._place)
        if (already := known) is not None:
            return lambda seconds=None: self._recall(question, key, already)
        waiting = question.posed(self)
        return lambda seconds=None: self._note(question, key, waiting(seconds))

    def exchange(self, frame: bytes) -> Waiting:
        """Send `frame` to the player; the function returned waits for the reply."""
        player = self._ready_player()
        player.send_frame(frame)
        self._waiting = True
        return lambda seconds=None: self._wait(player, frame, seconds)

    def ask(self, question: Question) -> Answer:
        """Send `question` and wait for the reply."""
        return self.begin(question)()

    def _recall(self, question: Question, key: str, reply: Answer) -> Answer:
        self.took = None if self.times is None else self.times.get(key)
        return self._note(question, key, reply)

    def _note(self, question: Question, key: str, reply: Answer) -> Answer:
        self._history = key
        if self.times is not None and self.took is not None:
            self.times[key] = self.took
        self.asked.append((question, reply))
        if self.once and isinstance(reply, TimedOut):
            self._give_up(reply)
        if self.answers is not None:
            self.answers[key] = reply
        return reply

    def _ready_player(self) -> Player:
        """The player, told again what it was asked before in this check if it is a fresh one."""
        if self._player is None:
            self._player = self.pool.take(self.code, self.setting)
            for question, reply in self.asked:
                if isinstance(reply, Endings):
                    break
                self._player.send_frame(question.frame(self.seed))
                self.pool.troupe.answer(self._player, self.seconds())
        return self._player

    def seconds(self, took: float | None = None) -> float:
        """How long a question may take for which the reference `took` so long."""
        return self.setting.limits.patience(took)

    @property
    def _place(self) -> tuple[str, str, int]:
        return self.code.digest, self.setting.exercise, self.setting.seed

    def _wait(self, player: Player, frame: bytes, seconds: float | None) -> Answer:
        self.limit = self.seconds() if seconds is None else seconds
        reply = self.pool.troupe.answer(player, self.limit)
        self.took = player.clock.spent()
        self.slowest = max(self.slowest, self.took)
        self._waiting = False
        self.account = player.account or self.account
        if player.closed:
            self.close()
        if isinstance(reply, TimedOut) and reply.loading:
            if self.pool.leave_out(self.code, reply.at):
                return self.exchange(frame)(seconds)
        if isinstance(reply, TimedOut) and reply.loading:
            self._give_up(reply)
        return reply

    def _give_up(self, reply: TimedOut) -> None:
        """Ask the program nothing more in this exercise: it ran out of time."""
        self.pool.stuck[self._place] = TimedOut(reply.loading, True, reply.at)

    @property
    def printed(self) -> str:
        """What the program has printed so far, capped."""
        late = bytes(self._player.printed) if self._player else b""
        return (self._printed + late).decode("utf-8", "replace")

    def heard(self, other: "Actor") -> None:
        """Take over what `other`, which ran the same program, has printed."""
        self._printed += other._printed

    def end(self) -> None:
        """End the player and wait until it is gone: nothing of it runs any more."""
        if (player := self._player) is not None:
            self.close()
            self.pool.troupe.wait_for_end(player)

    def close(self, *, keep: bool = False) -> None:
        """End the player, or `keep` it for the next check of the same program."""
        if self._player is None:
            return
        self._printed += bytes(self._player.printed)
        if keep and not self._waiting:
            self.pool.give_back(self.code, self.setting, self._player)
        else:
            self._player.close()
        self._player = None
