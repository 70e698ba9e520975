"""What became of a question: every reply is one of these classes, and is checked when it is made.

A player sends `Ready`, `Loaded`, then an `Answer` to each question; `Broken` says that the engine
failed in it. The referee adds what it saw itself. `decode_reply` is the only way from a player's
bytes to a reply. It is evidence: that it has the right form does not make it true.
"""

import builtins
from collections.abc import Callable
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from torchdojo.players import wire
from torchdojo.players.account import MOST, NOBODY, Fate, Place, read_account, read_place

ERRORS = frozenset(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
)
"""The names of Python's own kinds of errors."""
PLACES = ("cpu", "cuda", "meta", "mps", "xpu")
"""The kinds of device that a tensor may live on."""
LONGEST_MESSAGE = 2000
LONGEST_NAME = 200
LONGEST_LINE = 500
MOST_FRAMES = 3
MOST_ARGUMENTS = 1000


def nearest(error: BaseException) -> str:
    """The first of Python's own kinds of errors that `error` is one of, by its name."""
    kinds: list[type] = type.mro(type(error))
    return next(str(k.__name__) for k in kinds if vars(builtins).get(k.__name__) is k)


@dataclass(frozen=True)
class Ready:
    """The player is shut in; no student code has run in it yet."""


@dataclass(frozen=True)
class At:
    """While the program is loaded: this statement's turn has come, and it may take long."""

    number: int
    line: int
    cell: int
    text: str

    def __post_init__(self) -> None:
        for value in (self.number, self.line, self.cell):
            _need(value, int)
            if not 0 <= value < 2**31:
                raise ValueError("it names an impossible statement")
        _need(self.text, str, LONGEST_LINE)


@dataclass(frozen=True)
class Loaded:
    """The program is loaded, or has stopped while it was."""

    account: tuple[Fate, ...] = ()
    """What became of its statements; those that simply ran are left out."""


@dataclass(frozen=True)
class Returned:
    """The probe returned plain data."""

    value: object
    devices: tuple[str, ...]
    """The kinds of device that its tensors lived on, sorted."""
    changed: tuple[int, ...]
    """The places of the arguments that are no longer what they were, ascending."""

    def __post_init__(self) -> None:
        _need(self.devices, tuple, len(PLACES))
        _need_ascending(self.devices, frozenset(PLACES))
        _need(self.changed, tuple, MOST_ARGUMENTS)
        _need_ascending(self.changed, range(MOST_ARGUMENTS))


@dataclass(frozen=True)
class Raised:
    """The program raised an error, while it was loaded or in answer to a question."""

    kind: str
    """The name of its class, whatever the program calls it."""
    nearest: str
    """The first of Python's own kinds of errors that it is one of."""
    message: str
    frames: tuple[str, ...] = ()
    """The last lines of the program that it went through."""
    missing: bool = False
    """Whether it is what a stub raises."""
    memory: bool = False
    """Whether memory ran out."""
    signature: bool = False
    """Whether the function did not take the arguments that it was given."""
    loading: bool = False
    absent: str = ""
    """The name that the probe looked for and the program does not define."""
    blame: int = NOBODY
    """The place in the account of the statement that is to blame, because it would have bound the
    name that is missing, or because nothing could be run for it."""
    elsewhere: Place | None = None
    """Where an absent name is, after all."""
    suggestion: str = ""
    """The name that Python would have suggested in place of the one that is not there."""
    stumbled: bool = False
    """Whether no line of the program raised it, but what came back was no use to the probe."""
    returned: str = ""
    """What came back then, in words, if that is known."""

    def __post_init__(self) -> None:
        for name, most in _TEXTS.items():
            _need(getattr(self, name), str, most)
        if self.nearest not in ERRORS:
            raise ValueError("it names an error that Python does not have")
        _need(self.frames, tuple, MOST_FRAMES)
        for line in self.frames:
            _need(line, str, LONGEST_LINE)
        _need(self.blame, int)
        if not NOBODY <= self.blame < MOST:
            raise ValueError("it blames a statement that is not there")
        for flag in (self.missing, self.memory, self.signature, self.loading, self.stumbled):
            _need(flag, bool)

    @property
    def runs(self) -> bool:
        """Whether there was a program that could answer, until it raised the error."""
        return not (self.loading or self.missing or self.memory or self.absent)


_TEXTS = {
    "kind": LONGEST_NAME,
    "message": LONGEST_MESSAGE,
    "nearest": LONGEST_NAME,
    "absent": LONGEST_NAME,
    "suggestion": LONGEST_NAME,
    "returned": LONGEST_NAME,
}


@dataclass(frozen=True)
class Unsendable:
    """The probe returned something that is not plain data."""

    message: str

    def __post_init__(self) -> None:
        _need(self.message, str, LONGEST_MESSAGE)


@dataclass(frozen=True)
class Broken:
    """The engine failed in the player."""

    message: str

    def __post_init__(self) -> None:
        _need(self.message, str, LONGEST_MESSAGE)


@dataclass(frozen=True)
class TimedOut:
    """There was no answer within the time limit."""

    loading: bool = False
    """Whether the program had not even been loaded."""
    earlier: bool = False
    """Whether that was at an earlier question: this one was not even put."""
    at: At | None = None
    """The statement that ran while it was loaded, if that is known."""

    def __post_init__(self) -> None:
        _need(self.loading, bool)
        _need(self.earlier, bool)


@dataclass(frozen=True)
class Crashed:
    """The player's process ended."""

    code: int | None = None
    at: At | None = None
    """The statement that ran, if that was while the program was loaded."""

    def __post_init__(self) -> None:
        if self.code is not None:
            _need(self.code, int)
            if abs(self.code) > 2**31:
                raise ValueError("it is no exit code")


@dataclass(frozen=True)
class Malformed:
    """What the player sent is no reply; the message is the engine's own."""

    message: str

    def __post_init__(self) -> None:
        _need(self.message, str, LONGEST_MESSAGE)


@dataclass(frozen=True)
class Judged:
    """What a student's test said of each function that it was given; see `examination`."""

    accepted: tuple[bool, ...]
    whys: tuple[str, ...]
    calls: tuple[int, ...]
    """How many different calls the test made of each function."""
    fingerprint: str
    """Of all calls together."""

    def __post_init__(self) -> None:
        for name, kind in (("accepted", bool), ("whys", str), ("calls", int)):
            _need(getattr(self, name), tuple, MOST_ARGUMENTS)
            for part in getattr(self, name):
                _need(part, kind, LONGEST_LINE)
        _need(self.fingerprint, str, LONGEST_NAME)


@dataclass(frozen=True)
class Unrecorded:
    """A release holds no answer to this question."""


Answer = (
    Returned | Raised | Unsendable | TimedOut | Crashed | Malformed | Judged | Unrecorded
)  # to a question
Reply = Ready | At | Loaded | Broken | Answer

_SENT = {kind.__name__: kind for kind in (Ready, At, Loaded, Returned, Raised, Unsendable, Broken)}
_NOTED = _SENT | {k.__name__: k for k in (TimedOut, Crashed, Malformed, Judged, Unrecorded)}
_STATUS = "status"


def encode_reply(reply: Reply) -> bytes:
    """`reply` as a frame; raises `wire.NotData` if its value is not plain data."""
    told: dict[str, object] = {_STATUS: type(reply).__name__}
    told |= {field.name: getattr(reply, field.name) for field in fields(reply)}
    return wire.frame({key: _part(_WRITTEN, key, value) for key, value in told.items()})


def decode_reply(frame: wire.Frame) -> Reply:
    """The reply that a player sent; raises `wire.WireError` if it is none, or not exactly one."""
    return _decode(frame, _SENT)


def decode_noted(frame: wire.Frame) -> Answer:
    """A reply that the referee noted, in a file; raises `wire.WireError` if it is none."""
    reply = _decode(frame, _NOTED)
    if isinstance(reply, Ready | At | Loaded | Broken):
        raise wire.WireError("what was noted is no answer")
    return reply


def _decode(frame: wire.Frame, kinds: dict[str, Any]) -> Reply:
    told = wire.decode(*frame)
    if type(told) is not dict or not isinstance(status := told.pop(_STATUS, None), str):
        raise wire.WireError("the answer does not have the form of an answer")
    try:
        parts = {key: _part(_READ, key, value) for key, value in told.items()}
        reply: Reply = kinds[status](**parts)
    except (KeyError, TypeError, ValueError) as error:
        raise wire.WireError("the answer does not have the form of an answer") from error
    return reply


def _part(ways: dict[str, Callable[[Any], object]], key: str, value: object) -> Any:
    return ways[key](value) if key in ways else value


def _written_at(at: At | None) -> object:
    return None if at is None else [getattr(at, field.name) for field in fields(at)]


def _read_at(data: object) -> At | None:
    if data is None:
        return None
    if type(data) is not list or len(data) != len(fields(At)):
        raise ValueError("it is no statement")
    return At(*data)


_WRITTEN: dict[str, Callable[[Any], object]] = {
    "account": lambda account: [fate.as_data() for fate in account],
    "elsewhere": lambda place: None if place is None else place.as_data(),
    "at": _written_at,
}
_READ: dict[str, Callable[[Any], object]] = {
    "account": read_account,
    "elsewhere": lambda data: None if data is None else read_place(data),
    "at": _read_at,
}
"""Parts of replies that are no plain data themselves, and how they are read and checked."""


def _need(value: object, kind: type, most: int | None = None) -> None:
    """Raise `ValueError` unless `value` is exactly of this `kind` and not longer than `most`."""
    if type(value) is not kind:
        raise ValueError(f"it holds a {type(value).__name__} in place of a {kind.__name__}")
    if most is not None and isinstance(value, str | tuple) and len(value) > most:
        raise ValueError("it is too long")


def _need_ascending(values: tuple[Any, ...], among: range | frozenset[str]) -> None:
    kind = int if isinstance(among, range) else str
    for value in values:
        _need(value, kind)
        if value not in among:
            raise ValueError("it holds an impossible value")
    if any(later <= earlier for earlier, later in pairwise(values)):
        raise ValueError("its values are not in their order")
