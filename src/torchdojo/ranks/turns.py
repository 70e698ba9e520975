"""Ranks that take turns: threads of which one runs at a time, until it waits for another rank."""

import copy
import threading
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch


class Stuck(RuntimeError):
    """Every rank waits for another: look at what the message says each one waits for."""


class Disagreement(RuntimeError):
    """Ranks differ in one collective: all must make the same calls in the same order."""


@dataclass
class Call:
    """One call of a communication function by one rank."""

    kind: str
    """The function's name, such as ``all_reduce``."""
    shape: list[int]
    options: str = ""
    """What else must be the same on every rank, such as the operation or the source."""
    number: int = 0
    """The how-manieth collective of its rank it is, from 1; 0 for messages between two ranks."""
    done: bool = False
    tensors: list[Any] = field(default_factory=list)
    source: list[Any] = field(default_factory=list)
    group: str = ""
    """In which group it is, as part of a sentence; empty for all ranks."""
    root: int = 0
    """The place in the group of the rank that sends to, or receives from, all others."""
    owner: int = -1
    """Of a message, the rank that calls."""
    peer: int = -1
    """Of a message, the other rank; -1 where any will do."""
    waited: bool = False
    """Of a message, whether its rank has waited for its end."""

    def __str__(self) -> str:
        number = f" #{self.number}" if self.number else ""
        options = f", {self.options}" if self.options else ""
        return f"{self.kind}{number} (shape {self.shape}{options}){self.group}"


@dataclass
class Ranks:
    """What became of every rank."""

    values: list[Any]
    """What the function returned on rank 0, 1, ..."""
    calls: list[list[Call]]
    """The calls that each rank made, in order."""


@dataclass
class Rank:
    """One rank: a thread, what it waits for, and its random numbers."""

    number: int
    random: torch.Tensor
    waits_for: Call | None = None
    ended: bool = False
    value: Any = None
    error: BaseException | None = None
    calls: list[Call] = field(default_factory=list)
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    @property
    def ready(self) -> bool:
        """Whether it could go on now."""
        return not self.ended and (self.waits_for is None or self.waits_for.done)

    @property
    def where(self) -> str:
        """What it does, as part of a sentence."""
        if self.error is not None:
            return f"rank {self.number} has raised {type(self.error).__name__}: {self.error}"
        if self.ended:
            calls = sum(call.number > 0 for call in self.calls)
            plural = "" if calls == 1 else "s"
            return f"rank {self.number} has finished after {calls} collective{plural}"
        return f"rank {self.number} waits in {self.waits_for}"


class Turns:
    """Runs ranks one at a time; each keeps its turn until it waits for a call that is not done."""

    def __init__(self, size: int, seed: int) -> None:
        before = torch.get_rng_state()
        self.ranks = [Rank(number, _random(seed + number)) for number in range(size)]
        torch.set_rng_state(before)
        self.failure: RuntimeError | None = None
        self._back = threading.Semaphore(0)
        self._here = threading.local()

    @property
    def here(self) -> Rank:
        """The rank that runs now."""
        rank: Rank | None = getattr(self._here, "rank", None)
        if rank is None:
            raise RuntimeError("only the thread of a rank can talk to other ranks")
        return rank

    def wait(self, call: Call) -> None:
        """Let other ranks go on until `call` is done; raises `Stuck` if it never will be."""
        self.here.waits_for = call
        self.pause()
        self.here.waits_for = None

    def pause(self) -> None:
        """Give the turn away; returns when this rank has it again."""
        rank = self.here
        self._back.release()
        rank.turn.acquire()
        if self.failure is not None and not rank.ready:
            raise type(self.failure)(str(self.failure))

    def run(self, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        """Call ``function(rank, *args)`` on every rank and wait until all have ended."""
        threads = [
            threading.Thread(target=self._live, args=(rank, function, _own(args)), daemon=True)
            for rank in self.ranks
        ]
        for thread in threads:
            thread.start()
        before, last = torch.get_rng_state(), len(self.ranks) - 1
        while living := [rank for rank in self.ranks if not rank.ended]:
            ready = [rank for rank in living if rank.ready]
            if not ready and self.failure is None:
                self.failure = Stuck("; ".join(rank.where for rank in self.ranks))
            able = ready or living
            rank = next((rank for rank in able if rank.number > last), able[0])
            last = rank.number
            self._give_turn(rank)
        torch.set_rng_state(before)
        for thread in threads:
            thread.join()

    def _give_turn(self, rank: Rank) -> None:
        torch.set_rng_state(rank.random)
        rank.turn.release()
        self._back.acquire()
        rank.random = torch.get_rng_state()

    def _live(self, rank: Rank, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self._here.rank = rank
        rank.turn.acquire()
        try:
            rank.value = function(rank.number, *args)
        except BaseException as error:
            rank.error = error
        rank.ended = True
        self._back.release()


def _own(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Copies, since ranks share no memory; of modules, which hold functions, there is one."""
    return tuple(a if isinstance(a, types.ModuleType) else copy.deepcopy(a) for a in args)


def _random(seed: int) -> torch.Tensor:
    """The state of torch's global generator after ``manual_seed(seed)``."""
    return torch.manual_seed(seed).get_state()
